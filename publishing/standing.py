"""What is asked of the rankings: their units in order, points by criterion and stage, the figures behind them."""

from __future__ import annotations

# A ranking's units: groups in the order of the book's levels, the ranked units of a group before the others.
_STANDING = """
    from (
        select {columns}, u.level, u.name_en, u.short_name_vi, u.sort_key, u.gso_code, u.egov_code, p.first_day, p.last_day,
            min(array_position(string_to_array(c.level, '|'), u.level)) over (
                partition by r.index_code, r.edition, r.period_code, r.peer_group
            ) as group_order
        from {ranks} as r
        inner join marts.dim_unit as u on r.unit_key = u.unit_key
        inner join marts.dim_period as p on r.period_code = p.period_code
        inner join marts.dim_criterion as c
            on r.index_code = c.index_code and r.edition = c.edition and c.parent_code is null
    ) as r
    left join lateral (
        select o.name_vi as previous_name_vi, o.name_en as previous_name_en
        from marts.bridge_unit_succession as b
        inner join marts.dim_unit as o on b.predecessor_unit_key = o.unit_key
        where r.comparison = 'renamed' and r.unit_key = b.successor_unit_key
            and b.event_date between r.first_day and r.last_day and o.name_vi <> r.unit_name_vi
        order by b.event_date desc limit 1
    ) as o on true
"""
_COLUMNS = """
    index_code edition period_code unit_key unit_name_vi peer_group score max_points applicable_max_points percent rank ranked_units
    previous_rank rank_change class_vi status book_status release_id comparison is_ranked override_count
    official_version
"""
"""What is known of a ranking on any day."""
_COLUMNS = ", ".join(f"r.{name}" for name in _COLUMNS.split())
STANDING = _STANDING.format(ranks="marts.fct_index_rank", columns=_COLUMNS)
STANDING_AS_OF = _STANDING.format(ranks="marts.ranking_as_of(%s)", columns=_COLUMNS)
"""The same of the rankings as they stood published at the end of a day, the query's first value."""
STANDING_ORDER = (
    "r.index_code, r.edition, r.group_order, r.peer_group, r.is_ranked desc, r.rank nulls last,"
    " r.score desc nulls last, r.sort_key"
)

QUERIES = {
    "ranks": f"""
        select r.*, o.*, c.title_vi, c.title_en, c.decision_no, c.level as book_level,
            p.name_vi as period_vi, p.name_en as period_en, p.is_running
        {STANDING}
        inner join marts.dim_period as p on r.period_code = p.period_code
        inner join marts.dim_criterion as c
            on r.index_code = c.index_code and r.edition = c.edition and c.parent_code is null
        order by r.first_day desc, {STANDING_ORDER}
        """,
    "scores": """
        select
            s.*, c.parent_code, c.name_vi, c.name_en, c.is_leaf, c.rule, c.denominator, c.position, c.depth, c.part
        from marts.fct_criterion_score as s
        inner join marts.dim_criterion as c
            on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
        """,
    # of the criteria that somebody assessed: what the figures give stands beside what the stages gave
    "stages": """
        select * from (
            select *, bool_or(stage <> 'system') over (
                partition by index_code, edition, period_code, unit_key, criterion_code
            ) as is_assessed
            from marts.fct_criterion_stage
        ) as s
        where s.is_assessed
        order by array_position(array['system', 'self', 'appraisal', 'explanation', 'final'], s.stage)
        """,
    # as scoring reads them: those of a formula, the year before where growth is scored, the superior's where inherited
    "figures": r"""
        with recursive above as (
            select unit_key, unit_key as owner_key, 0 as distance from marts.dim_unit
            union all
            select a.unit_key, u.parent_unit_key, a.distance + 1
            from above as a inner join marts.dim_unit as u on a.owner_key = u.unit_key
            where u.parent_unit_key is not null and a.distance < 9
        ),

        used as (
            select c.index_code, c.edition, c.criterion_code, c.inherits, n.figure_code, n.years_back
            from marts.dim_criterion as c
            cross join lateral (
                select unnest(c.figure_codes), 0
                union select c.numerator, 1 where c.rule = 'growth' and c.denominator is null
            ) as n (figure_code, years_back)
            where c.is_leaf and n.figure_code is not null
        ),

        found as (
            select distinct on (r.index_code, r.edition, r.period_code, r.unit_key, n.criterion_code, f.period_code,
                f.figure_code) r.index_code, r.edition, r.period_code, r.unit_key, n.criterion_code,
                nullif(a.owner_key, r.unit_key) as owner_key, nullif(f.period_code, r.period_code) as earlier_period,
                f.figure_code, f.value, f.missing_reason, f.receipt_id, f.source_ref, f.is_illustrative
            from marts.fct_index_rank as r
            inner join marts.dim_period as p on r.period_code = p.period_code
            inner join used as n on r.index_code = n.index_code and r.edition = n.edition
            inner join above as a on r.unit_key = a.unit_key and (a.distance = 0 or n.inherits)
            inner join marts.fct_figure as f
                on a.owner_key = f.unit_key and n.figure_code = f.figure_code
                and f.period_code = case n.years_back when 0 then r.period_code else (p.year - 1)::text end
            order by r.index_code, r.edition, r.period_code, r.unit_key, n.criterion_code, f.period_code, f.figure_code,
                f.value is null and f.missing_reason is distinct from 'not_applicable', a.distance
        )

        select
            f.index_code, f.edition, f.period_code, f.unit_key, f.figure_code, f.earlier_period, f.value,
            f.missing_reason, f.receipt_id, f.source_ref, f.is_illustrative, d.name_vi as figure_vi, d.name_en as figure_en,
            o.name_vi as owner_vi, o.name_en as owner_en, array_agg(f.criterion_code) as criteria
        from found as f
        left join marts.dim_figure as d on f.figure_code = d.figure_code
        left join marts.dim_unit as o on f.owner_key = o.unit_key
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        """,
    "units": """
        select u.*, p.name_vi as parent_vi, p.name_en as parent_en
        from marts.dim_unit as u
        left join marts.dim_unit as p on u.parent_unit_key = p.unit_key
        where u.unit_key in (select unit_key from marts.fct_index_rank)
        """,
    "succession": """
        select b.predecessor_unit_key, b.successor_unit_key, b.event_date, b.kind,
            p.name_vi as predecessor_vi, p.name_en as predecessor_en, p.gso_code as predecessor_gso,
            s.name_vi as successor_vi, s.name_en as successor_en, s.gso_code as successor_gso
        from marts.bridge_unit_succession as b
        inner join marts.dim_unit as p on b.predecessor_unit_key = p.unit_key
        inner join marts.dim_unit as s on b.successor_unit_key = s.unit_key
        where b.kind <> 'continue' order by b.event_date, p.sort_key, s.sort_key
        """,
}
