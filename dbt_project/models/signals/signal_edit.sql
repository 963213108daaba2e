-- Grain: correction_code, index_code, edition, criterion_code. What a file that was sent again changed under a ranked criterion.
select
    r.index_code,
    r.edition,
    r.period_code,
    r.peer_group,
    r.unit_key,
    d.criterion_code,
    c.correction_code,
    c.old_value,
    c.new_value,
    c.decided_on as received_on,
    c.receipt_id,
    c.source_ref,
    p.last_day,
    c.figure_code,
    case
        when
            c.figure_code is null and split_part(c.entry, ': ', 2) = 'points'
            and pg_input_is_valid(c.old_value, 'numeric') and pg_input_is_valid(c.new_value, 'numeric')
            then c.new_value::numeric - c.old_value::numeric
    end as entry_moved
from {{ ref('fct_figure_correction') }} as c
inner join {{ ref('fct_index_rank') }} as r on c.unit_key = r.unit_key and c.period_code = r.period_code
inner join {{ ref('dim_period') }} as p on c.period_code = p.period_code
inner join {{ ref('dim_criterion') }} as d
    on
        r.index_code = d.index_code and r.edition = d.edition and d.is_leaf
        and (
            c.figure_code = any(d.figure_codes)
            or c.figure_code is null and c.source_code like '%\_assessment'
            and split_part(c.entry, ' – ', 1) = d.index_code and split_part(c.entry, ' – ', 2) = d.criterion_code
            and split_part(c.entry, ': ', 2) in ('points', 'value')
        )
where
    c.kind = 'resent' and c.old_value is distinct from c.new_value
    and (c.figure_code is not null or num_nonnulls(c.old_value, c.new_value) = 2) -- an explanation that is new is no edit
