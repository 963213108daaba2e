-- Grain: index_code, edition, criterion_code. What a book leaves open is set here, once.
select
    c.index_code,
    c.edition,
    c.position,
    c.criterion_code,
    c.parent_code,
    c.name_vi,
    c.name_en,
    c.max_points,
    coalesce(c.weight, 1) as weight,
    c.aggregation,
    c.rule,
    c.numerator,
    c.denominator,
    c.target,
    c.floor,
    c.direction,
    coalesce(c.zero_denominator, case c.rule when 'minmax' then 'full' else 'null' end) as zero_denominator,
    c.not_applicable,
    c.rounds_to,
    coalesce(c.stage, r.stage, 'system') as stage,
    c.legal_clause,
    c.evidence,
    c.window_years,
    c.compared_in,
    c.max_ratio,
    c.inherits or coalesce(c.rule = 'inherited', false) as inherits,
    c.rule is not null as is_leaf,
    case
        when c.rule in ('bonus', 'penalty') then 'extra'
        when c.rule in ('gate', 'display_only') then 'aside'
        else 'counted'
    end as part,
    case when c.rule = 'imported' then substring(c.numerator from '^index:(.+)$') end as imported_index
from {{ source('books', 'criterion') }} as c
inner join {{ source('books', 'criterion') }} as r
    on c.index_code = r.index_code and c.edition = r.edition and r.parent_code is null
