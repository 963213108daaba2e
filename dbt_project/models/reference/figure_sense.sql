-- Grain: index_code, edition, criterion_code. What a figure may be where a book uses it: the largest value of n / d, or of
-- the single figure (is_fraction: it is a fraction of 1, and 98.76 is a percent typed by mistake). The gate in asks.
with named as (
    select
        c.*,
        b.valid_from,
        b.valid_to,
        c.denominator is null
        and (
            c.rule in ('ratio', 'ratio_floor')
            or c.rule in ('ratio_capped', 'survey_share') and coalesce(c.target, 1) <= 1
            or c.imported_index is not null
            or c.rule in ('reported', 'jury') and coalesce(c.max_ratio, c.max_points) <= 1
            or c.rule = 'bands' and (
                select max(greatest(s.from_value, s.to_value))
                from {{ ref('stg_books__step') }} as s
                where
                    s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
            ) <= 1
        ) as is_fraction
    from {{ ref('stg_books__criterion') }} as c
    inner join {{ ref('stg_books__book') }} as b on c.index_code = b.index_code and c.edition = b.edition
    where c.is_leaf and c.numerator is not null and c.rule <> 'formula'
)

select
    index_code,
    edition,
    criterion_code,
    valid_from,
    valid_to,
    numerator as numerator_figure,
    denominator as denominator_figure,
    case
        when denominator is not null and rule in ('ratio', 'ratio_floor', 'survey_share', 'inherited')
            then coalesce(max_ratio, 1)
        when rule = 'survey_mean' then coalesce(max_ratio, target)
        when denominator is not null then max_ratio
        when is_fraction then coalesce(max_ratio, 1)
        when rule = 'yes_no' then 1
        when rule in ('reported', 'jury', 'inherited', 'imported') then coalesce(max_ratio, max_points)
        else max_ratio
    end as max_value,
    is_fraction,
    case
        when rule = 'yes_no' then array[0, 1]::numeric[]
        when rule = 'choice' then (
            select array_agg(s.state_value) from {{ ref('stg_books__step') }} as s
            where
                s.index_code = named.index_code and s.edition = named.edition
                and s.criterion_code = named.criterion_code
        )
    end as allowed_values,
    rule not in ('deadline', 'growth') as is_count
from named
