-- Every leaf that counts, with the lever that is told of it.
select
    s.index_code,
    s.edition,
    s.period_code,
    s.unit_key,
    s.criterion_code,
    l.figure_code,
    l.step_vi,
    l.why_not_vi,
    (l.step_vi is null) <> (l.why_not_vi is null) as says_one,
    l.unit_key is null or (l.score, l.rank) is not distinct from (r.score, r.rank) as is_as_published,
    coalesce(
        l.to_value - l.from_value = l.change and l.points_after - l.points = l.gained_points
        and l.score_after - l.score = l.gained_score and l.rank - l.rank_after = l.places_gained,
        l.step_vi is null
    ) as adds_up,
    l.step_vi is null or s.state = 'scored' as is_scored
from {schema}.fct_criterion_score as s
inner join {schema}.fct_index_rank as r
    on
        s.index_code = r.index_code and s.edition = r.edition and s.period_code = r.period_code
        and s.unit_key = r.unit_key
inner join {schema}.dim_criterion as c
    on
        s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
        and c.is_leaf and c.part <> 'aside'
left join {schema}.fct_rank_lever as l
    on
        s.index_code = l.index_code and s.edition = l.edition and s.period_code = l.period_code
        and s.unit_key = l.unit_key and s.criterion_code = l.criterion_code
