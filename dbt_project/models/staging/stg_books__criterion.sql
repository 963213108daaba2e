-- Grain: index_code, edition, criterion_code. A number that is written "4,5" stops the build here.
select
    index_code,
    edition,
    criterion_code,
    parent_code,
    name_vi,
    name_en,
    max_points::numeric as max_points,
    coalesce(weight::numeric, 1) as weight,
    aggregation,
    rule,
    numerator,
    denominator,
    target::numeric as target,
    floor::numeric as floor,
    coalesce(direction, 'up') as direction,
    coalesce(zero_denominator, 'null') as zero_denominator,
    coalesce(not_applicable, 'exclude') as not_applicable,
    rounds_to::integer as rounds_to,
    stage,
    legal_clause,
    evidence,
    rule is not null as is_leaf
from (
    {{ union_books('criteria', ['criterion_code', 'parent_code', 'name_vi', 'name_en', 'max_points', 'weight',
                                'aggregation', 'rule', 'numerator', 'denominator', 'target', 'floor', 'direction',
                                'zero_denominator', 'not_applicable', 'rounds_to', 'stage', 'legal_clause',
                                'evidence']) }}
) as criteria
