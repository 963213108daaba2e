-- Rows of every mart in the published release and in the one that would follow it.
with counted as (
    {row_counts}
)

select
    mart,
    b.row_count as rows_before,
    n.row_count as rows_now,
    n.row_count is null as is_gone,
    coalesce(n.row_count, 0) = 0 as is_empty,
    mart in (
        'dim_unit', 'dim_period', 'dim_criterion', 'fct_figure', 'fct_criterion_score', 'fct_index_rank'
    ) and coalesce(n.row_count, 0) = 0 as is_standing_mart_empty,
    100 * (coalesce(n.row_count, 0) - b.row_count) / b.row_count as change_percent
from (select * from counted where release_id = {previous_release}::bigint and row_count > 0) as b
left join (select * from counted where release_id = {release}::bigint) as n using (mart)
