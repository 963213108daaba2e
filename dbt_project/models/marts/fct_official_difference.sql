{{ config(indexes=[{'columns': ['index_code', 'edition', 'period_code', 'unit_key'], 'unique': true}]) }}
-- Grain: index_code, edition, period_code, unit_key. An official ranking stays as it was frozen; here stand the units that
-- would have another score, rank, class or criterion if it were computed today. Empty is the rule.
select
    o.index_code,
    o.edition,
    o.period_code,
    d.unit_key,
    u.name_vi as unit_name_vi,
    o.version as official_version,
    d.official_score,
    d.official_rank,
    d.official_class_vi,
    d.score,
    d.rank,
    d.class_vi,
    d.official_rank - d.rank as rank_change,
    d.changed_criteria,
    o.computed_sha256
from {{ ref('official_difference') }} as d
inner join {{ ref('official_standing') }} as o on d.official_id = o.official_id and not o.is_reopened
left join {{ ref('core_unit') }} as u on d.unit_key = u.unit_key
