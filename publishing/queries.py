"""What the report site reads: views of ``marts``, the journal in ``ops``, the keys of quarantined rows. Nothing else.

``read()`` takes everything in one moment: the views are locked against a switch before the snapshot is taken, so no
page mixes two releases.
"""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from psycopg.rows import dict_row

from publishing import quality, releases, sheets, standing
from publishing.portal766 import asked

VIEWS = """
bridge_unit_boundary bridge_unit_succession dim_criterion dim_figure dim_known_error dim_period dim_unit fct_criterion_score
fct_criterion_stage fct_dossier_06a fct_dossier_month fct_dossier_one_stop fct_dossier_overdue
fct_dossier_status_difference fct_evaluation_break fct_evaluation_day fct_evaluation_observation
fct_evaluation_province fct_evaluation_score fct_figure fct_figure_boundary fct_form_arrival
fct_index_rank fct_official_difference fct_rank_interval fct_rank_lever fct_rank_path fct_reconciliation fct_score_forecast
fct_score_loss fct_seed_figure fct_unit_freshness
"""
VIEWS = [f"marts.{name}" for name in VIEWS.split()]
"""In the order in which a switch replaces them: who comes second waits at the first one."""

QUERIES = (
    standing.QUERIES
    | quality.QUERIES
    | sheets.QUERIES
    | asked.QUERIES
    | {
        "province": """
        select
            coalesce(string_agg(name_vi, ', ' order by sort_key), '') as name_vi,
            string_agg(name_en, ', ' order by sort_key) as name_en,
            (select max(as_of_date) from marts.dim_period) as as_of_date
        from marts.dim_unit where level = 'province' and is_own and valid_to is null
        """,
        "months": """
        select m.*, p.name_vi, p.name_en, p.is_running from (
            select *, row_number() over (partition by unit_key order by period_code desc) as age
            from marts.fct_dossier_month where calendar = 'month'
        ) as m
        inner join marts.dim_period as p on m.period_code = p.period_code
        where m.age <= 12 and m.unit_key in (select unit_key from marts.fct_index_rank)
        order by m.unit_key, m.period_code
        """,
        "founding": """
        select f.*, p.name_vi as period_vi, p.name_en as period_en
        from marts.fct_seed_figure as f left join marts.dim_period as p on f.period_code = p.period_code
        order by f.figure_id
        """,
        "catalogue_gaps": """
        select u.name_vi, u.name_en, p.name_vi as period_vi, p.name_en as period_en, t.source_ref,
            right(t.figure_code, -length('procedures_total_')) as authority_level,
            t.value as total, f.value as full_online, h.value as partial_online,
            t.value - f.value - h.value as gap
        from marts.fct_figure as t
        inner join marts.fct_figure as f
            on t.unit_key = f.unit_key and t.period_code = f.period_code
            and f.figure_code = replace(t.figure_code, '_total_', '_full_online_')
        inner join marts.fct_figure as h
            on t.unit_key = h.unit_key and t.period_code = h.period_code
            and h.figure_code = replace(t.figure_code, '_total_', '_partial_online_')
        inner join marts.dim_unit as u on t.unit_key = u.unit_key
        inner join marts.dim_period as p on t.period_code = p.period_code
        where t.figure_code like 'procedures\\_total\\_%' and t.value <> f.value + h.value
            and t.unit_key in (select unit_key from marts.fct_seed_figure)
        order by u.sort_key, t.period_code, t.figure_code
        """,
    }
)


class NothingPublished(RuntimeError):
    """There is no published release to report on."""


def ask(query: str, *values: object) -> list[dict]:
    """The rows of one query, as the publisher sees them."""
    with releases.connect() as conn:
        return conn.cursor(row_factory=dict_row).execute(query, values or None).fetchall()


def read(asked: Mapping[str, str] = QUERIES, values: Mapping[str, object] | None = None) -> dict[str, list[dict]]:
    """The rows of every query of ``asked`` by name, as of one moment; ``values`` of their placeholders. Raises
    NothingPublished."""
    with releases.connect() as conn:
        conn.row_factory = dict_row
        conn.execute("set transaction isolation level repeatable read, read only")
        try:
            conn.execute(f"lock table {', '.join(VIEWS)} in access share mode")
        except psycopg.errors.UndefinedTable as e:
            said = f"no release with all marts is published yet, `parix build` makes one ({e.diag.message_primary})"
            raise NothingPublished(said) from None
        return {name: conn.execute(query, values).fetchall() for name, query in asked.items()}
