"""What is asked of the marts about set 766: of the newest periods for the site, of one for an export."""

from __future__ import annotations

from publishing.portal766.words import RATIOS

NEWEST = """
    select period_code from (
        select o.period_code, row_number() over (order by p.last_day desc, p.first_day) as age
        from marts.fct_evaluation_observation as o inner join marts.dim_period as p on o.period_code = p.period_code
        where o.is_current
    ) as o where o.age <= 3
"""
"""The running year and quarter, and what ended last; all the others are in the marts and in `parix export qd766 PERIOD`."""

_FIGURES = sorted({f"qd766_{code}" for _, above, below in RATIOS.values() for code in (*above, below)})
_QUERIES = {
    "observations": """
        select o.*, p.name_vi as period_vi, p.name_en as period_en, p.first_day, p.last_day
        from marts.fct_evaluation_observation as o inner join marts.dim_period as p on o.period_code = p.period_code
        where o.period_code in ({periods})
        order by p.last_day desc, p.first_day, o.observed_on desc, o.receipt_id desc
        """,
    "evaluation": """
        select s.*, u.name_vi, u.name_en, u.level, u.sort_key, coalesce(u.gso_code, u.egov_code) as unit_code,
            b.name_vi as previous_period_vi, b.name_en as previous_period_en,
            coalesce(c.name_vi, s.metric_name_vi) as metric_vi, coalesce(c.name_en, s.metric_name_vi) as metric_en
        from marts.fct_evaluation_score as s
        inner join marts.dim_unit as u on s.unit_key = u.unit_key
        left join marts.dim_period as b on s.previous_period_code = b.period_code
        left join (
            select numerator, max(name_vi) as name_vi, max(name_en) as name_en
            from marts.dim_criterion where index_code = 'qd766' group by numerator
        ) as c on c.numerator = 'qd766_' || lower(s.metric_code) || '_numerator'
        where s.period_code in ({periods})
        order by s.group_code, s.max_points desc nulls last, s.metric_code
        """,
    "evaluation_days": """
        select d.period_code, d.unit_key, d.group_code, d.previous_observed_on, d.points_change, d.comparison
        from marts.fct_evaluation_day as d
        inner join marts.fct_evaluation_observation as o on d.receipt_id = o.receipt_id
        where o.is_current and d.period_code in ({periods})
        """,
    "evaluation_breaks": """
        select b.*, p.name_vi as previous_period_vi, p.name_en as previous_period_en
        from marts.fct_evaluation_break as b left join marts.dim_period as p on b.previous_period_code = p.period_code
        where b.period_code in ({periods}) order by b.observed_on desc
        """,
    "evaluation_provinces": """
        select v.*, coalesce(u.is_own, false) as is_own,
            (select count(*) from marts.dim_unit as p where p.level = 'province' and p.valid_to is null) as provinces
        from marts.fct_evaluation_province as v
        left join marts.dim_unit as u on u.level = 'province' and u.valid_to is null and v.province_code = u.egov_code
        where v.period_code in ({periods})
        order by v.published_rank, v.province_code
        """,
    "evaluation_fields": f"""
        select f.period_code, f.unit_key, f.figure_code, f.value from marts.fct_figure as f
        where f.figure_code in ({", ".join(f"'{code}'" for code in _FIGURES)}) and f.period_code in ({{periods}})
        """,
}
QUERIES = {name: query.format(periods=NEWEST) for name, query in _QUERIES.items()}
ONE_PERIOD = {name: query.format(periods="%(period)s") for name, query in _QUERIES.items()}
