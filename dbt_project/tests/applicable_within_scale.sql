-- What applies of an index is never more than its scale, and the scale is the book's.
select
    r.index_code,
    r.edition,
    r.period_code,
    r.unit_key,
    r.max_points,
    r.applicable_max_points
from {{ ref('fct_index_rank') }} as r
inner join {{ ref('stg_books__book') }} as b on r.index_code = b.index_code and r.edition = b.edition
where
    not r.applicable_max_points between 0 and r.max_points
    or r.status = 'provisional' and r.max_points is distinct from b.scale_points
