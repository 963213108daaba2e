-- Grain: figure_code. Every figure of the release and every other that has a name, and whether it may be added up over units.
select
    k.figure_code,
    k.kind,
    k.is_additive,
    n.name_vi,
    n.name_en,
    n.measure_vi,
    n.measure_en,
    l.label_vi as kind_vi
from {{ ref('core_figure_kind') }} as k
left join {{ ref('figure_names') }} as n on k.figure_code = n.figure_code
{{ label_of('figure_kind', 'k.kind', 'l') }}
