"""What the report site reads: views of ``marts``, the journal in ``ops``, the keys of quarantined rows. Nothing else.

``read()`` takes everything in one moment: the views are locked against a switch before the snapshot is taken, so no
page mixes two releases.
"""

from __future__ import annotations

import psycopg
from psycopg.rows import dict_row

from publishing import releases, standing

VIEWS = """
bridge_unit_boundary bridge_unit_succession dim_criterion dim_figure dim_period dim_unit fct_criterion_score
fct_criterion_stage fct_dossier_06a fct_dossier_month fct_dossier_one_stop fct_dossier_overdue
fct_dossier_status_difference fct_evaluation_break fct_evaluation_day fct_evaluation_observation
fct_evaluation_province fct_evaluation_score fct_figure fct_figure_boundary fct_index_rank fct_reconciliation
fct_seed_figure
"""
VIEWS = [f"marts.{name}" for name in VIEWS.split()]
"""In the order in which a switch replaces them: who comes second waits at the first one."""

_LAST_GATES = """
    select max(gate_id) from ops.gate where kind = 'whole' group by border
    union all
    select max(gate_id) from ops.gate
    where release_id = (select release_id from ops.release where state = 'published')
"""

QUERIES = standing.QUERIES | {
    "releases": """
        select release_id, state, code_version, built_at, published_at, superseded_at, note
        from ops.release
        where state = 'published' or release_id > (select max(release_id) - 30 from ops.release)
        order by release_id desc
        """,
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
    "gates": f"select * from ops.gate where gate_id in ({_LAST_GATES}) order by border, gate_id desc",
    "checks": f"""
        select * from ops.gate_result where gate_id in ({_LAST_GATES})
        order by suite, is_passed, severity = 'warn', check_name
        """,
    "deliveries": """
        select d.*, coalesce(q.quarantined, 0) as quarantined, coalesce(q.undecodable, 0) as quarantined_unread
        from ops.delivery as d
        left join (
            select receipt_id, count(*) as quarantined,
                count(*) filter (where check_name = 'decodable') as undecodable
            from quarantine.row where is_kept_out group by receipt_id
        ) as q on d.receipt_id = q.receipt_id
        order by d.receipt_id desc
        """,
    # Keys only, never the row. A dossier code that is none could be anything a clerk typed: the system's id then.
    "quarantine": r"""
        select q.source_table, q.checks, q.reason_vi,
            count(*) as rows,
            count(*) filter (where q.state = 'open') as open,
            count(*) filter (where q.state = 'corrected') as corrected,
            count(*) filter (where q.state = 'released') as released,
            (array_agg(jsonb_build_object(
                'receipt_id', q.receipt_id, 'row_no', q.row_no, 'name', d.name, 'sheet', q.record ->> 'sheet',
                'cell', coalesce(q.record ->> 'cell', q.record ->> 'sheet_row'),
                'dossier', case when q.record ->> 'dossier_code' ~ '^[A-Z0-9.]{3,30}-\d{6,8}-\d{4,7}$'
                    then q.record ->> 'dossier_code' else left(q.record ->> 'dossier_id', 40) end
            ) order by q.quarantine_id))[1:3] as examples
        from quarantine.row as q inner join ops.delivery as d on q.receipt_id = d.receipt_id
        group by q.source_table, q.checks, q.reason_vi
        order by open desc, rows desc, q.source_table, q.checks
        """,
    "rejections": "select name, sentence_vi, rejected_at from ops.rejection order by rejected_at desc, name limit 200",
    "seals": """
        select s.seal_id, s.release_id, s.sealed_at, s.sha256, v.verified_at, v.is_sound
        from ops.seal as s
        left join lateral (
            select v.verified_at, v.is_sound from ops.verification as v where v.seal_id = s.seal_id
            order by v.verification_id desc limit 1
        ) as v on true
        order by s.seal_id desc
        """,
    "reconciliation": """
        select reconciliation_code, name_vi, name_en, known_reasons_vi, known_reasons_en,
            count(*) as lines,
            count(*) filter (where state = 'within_tolerance') as within,
            count(*) filter (where state = 'outside_tolerance') as outside,
            count(*) filter (where state not in ('within_tolerance', 'outside_tolerance')) as one_sided
        from marts.fct_reconciliation
        group by reconciliation_code, name_vi, name_en, known_reasons_vi, known_reasons_en
        order by reconciliation_code
        """,
    "official": """
        select index_code, edition, period_code, release_id, approved_at, sha256
        from ops.official_ranking order by approved_at desc, official_id desc
        """,
}


class NothingPublished(RuntimeError):
    """There is no published release to report on."""


def ask(query: str, *values: object) -> list[dict]:
    """The rows of one query, as the publisher sees them."""
    with releases.connect() as conn:
        return conn.cursor(row_factory=dict_row).execute(query, values or None).fetchall()


def read() -> dict[str, list[dict]]:
    """The rows of every query of ``QUERIES`` by name, as of one moment. Raises NothingPublished."""
    with releases.connect() as conn:
        conn.row_factory = dict_row
        conn.execute("set transaction isolation level repeatable read, read only")
        try:
            conn.execute(f"lock table {', '.join(VIEWS)} in access share mode")
        except psycopg.errors.UndefinedTable as e:
            raise NothingPublished(f"no complete release is published yet ({e.diag.message_primary})") from None
        return {name: conn.execute(query).fetchall() for name, query in QUERIES.items()}
