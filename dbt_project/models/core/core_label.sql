{{ config(alias='label') }}
-- Grain: domain, code. Codes in words: one home for marts, pages and BI tools. The six groups of set 766 are named where they
-- are declared.
select
    domain,
    code,
    label_vi,
    label_en,
    position::integer as position
from {{ ref('labels') }}
union all
select
    'evaluation_group',
    group_code,
    name_vi,
    name_en,
    criterion_code::integer
from {{ ref('evaluation_groups') }}
