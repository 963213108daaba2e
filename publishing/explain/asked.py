"""What of the marts explains one unit in one ranking: each query as of the same moment, values by name."""

from __future__ import annotations

_UNIT = "index_code = %(index)s and period_code = %(period)s and unit_key = %(unit)s"

QUERIES = {
    "release": """
        select r.release_id, r.published_at, (select max(as_of_date) from marts.dim_period) as as_of_date
        from ops.release as r where r.state = 'published'
        """,
    "unit": """
        select unit_key, name_vi, name_en, level, gso_code, egov_code, valid_from, valid_to
        from marts.dim_unit where unit_key = %(unit)s
        """,
    "losses": f"""
        select criterion_code, name_vi, state, points, max_points, lost_points, lost_percent, rank_if_full, places_lost, peers_at_full,
            peers, loss_order
        from marts.fct_score_loss where is_leaf and {_UNIT} order by loss_order
        """,
    "interval": f"""
        select rank_low, rank_high, rank_median, tied_group, tied_units, ahead_of_next_percent, draws, seed, finding_vi
        from marts.fct_rank_interval where source = 'both' and {_UNIT}
        """,
    # figures that a criterion without points would have read, and when the unit last had each
    "missing": """
        select s.criterion_code, c.name_vi, s.state, s.max_points, n.figure_code, d.name_vi as figure_vi, (
                select max(e.period_code) from marts.fct_figure as e
                where e.unit_key = s.unit_key and e.figure_code = n.figure_code and e.value is not null
            ) as last_period
        from marts.fct_criterion_score as s
        inner join marts.dim_criterion as c
            on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
        left join lateral unnest(c.figure_codes) as n (figure_code) on true
        left join marts.dim_figure as d on n.figure_code = d.figure_code
        left join marts.fct_figure as f
            on s.unit_key = f.unit_key and s.period_code = f.period_code and n.figure_code = f.figure_code
        where c.is_leaf and s.state in ('missing', 'not_due') and f.value is null
            and s.index_code = %(index)s and s.period_code = %(period)s and s.unit_key = %(unit)s
        order by c.position, n.figure_code
        """,
    # every figure that the books of the ranking ask of the unit's level: came, or last came when
    "figures": """
        with asked as (
            select distinct n.figure_code
            from marts.fct_index_rank as r
            inner join marts.dim_unit as u on u.unit_key = %(unit)s
            inner join marts.dim_criterion as b
                on r.index_code = b.index_code and r.edition = b.edition and b.parent_code is null
                and u.level = any(string_to_array(b.level, '|'))
            inner join marts.dim_criterion as c on r.index_code = c.index_code and r.edition = c.edition and c.is_leaf
            cross join unnest(c.figure_codes) as n (figure_code)
            where r.index_code = %(index)s and r.period_code = %(period)s
        )
        select a.figure_code, max(d.name_vi) as name_vi, max(f.period_code) as last_period,
            coalesce(bool_or(f.period_code = %(period)s), false) as came
        from asked as a
        left join marts.dim_figure as d on a.figure_code = d.figure_code
        left join marts.fct_figure as f on a.figure_code = f.figure_code and f.unit_key = %(unit)s and f.value is not null
        group by a.figure_code order by a.figure_code
        """,
    "held": """
        select d.source_code, count(*) as rows, min(q.opened_at)::date as since
        from quarantine.row as q inner join ops.delivery as d on q.receipt_id = d.receipt_id
        where q.state = 'open' and q.record ->> 'unit_key' = %(unit)s group by d.source_code order by d.source_code
        """,
    "forms": """
        select a.source_code, a.period_code, a.state, a.peers_present, a.peers, a.last_day, (
                select max(d.received_at)::date from marts.fct_form_arrival as b
                inner join ops.delivery as d on b.receipt_id = d.receipt_id
                where b.unit_key = a.unit_key and b.source_code = a.source_code and b.state = 'present'
            ) as last_received_on
        from marts.fct_form_arrival as a
        inner join marts.dim_period as p on p.period_code = %(period)s
        where a.unit_key = %(unit)s and a.state <> 'present' and a.last_day between p.first_day and p.last_day
            and (a.state = 'held' or 2 * a.peers_present > a.peers)
        order by a.last_day desc, a.source_code
        """,
    "freshness": "select last_received_on, last_resolved_on, as_of_date from marts.fct_unit_freshness where unit_key = %(unit)s",
    "illustrative": """
        select exists (
            select from marts.fct_figure where unit_key = %(unit)s and period_code = %(period)s and is_illustrative
        ) as is_illustrative
        """,
    "earlier": """
        select r.index_code, r.period_code, r.rank, r.ranked_units, r.unit_name_vi
        from marts.fct_index_rank as r inner join marts.dim_period as p on r.period_code = p.period_code
        where r.index_code = %(index)s and r.period_code <> %(period)s and (r.unit_key = %(unit)s or r.unit_key in (
            select predecessor_unit_key from marts.bridge_unit_succession where successor_unit_key = %(unit)s
        ))
        order by p.last_day desc, r.unit_name_vi
        """,
}
LEVERS = {
    "levers": f"""
        select criterion_code, criterion_name_vi, figure_code, from_value, to_value, change, step_vi, gained_points, gained_score,
            score_after, rank_after, places_gained, reached_by, peers, reached_share, closes_on, deadline_on, is_closed, lever_order
        from marts.fct_rank_lever where lever_order is not null and {_UNIT} order by lever_order
        """,
    "no_levers": f"""
        select criterion_code, criterion_name_vi, why_not_vi
        from marts.fct_rank_lever where why_not_vi is not null and {_UNIT} order by criterion_code
        """,
}
PATHS = {
    "paths": f"""
        select goal, assumption, is_reachable, criteria, gained_score, score_after, rank_after, finding_vi
        from marts.fct_rank_path where {_UNIT}
        order by assumption desc, array_position(array['1', '3', '5', 'first_third'], goal)
        """,
}
"""In a release that was built before these marts were there is nothing to ask (``there``)."""
