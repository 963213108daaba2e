-- Grain: figure_code. Every figure of the release, and whether it may be added up over units.
select
    figure_code,
    kind,
    is_additive
from {{ ref('core_figure_kind') }}
