"""What the report site reads: views of ``marts``, the journal in ``ops``, the keys of quarantined rows. Nothing else.

``read()`` takes everything in one moment: the views are locked against a switch before the snapshot is taken, so no
page mixes two releases.
"""

from __future__ import annotations

import psycopg
from psycopg.rows import dict_row

from publishing import releases

VIEWS = "bridge_unit_succession dim_criterion dim_period dim_unit fct_criterion_score fct_dossier_month fct_figure"
VIEWS = [f"marts.{name}" for name in (VIEWS + " fct_index_rank fct_seed_figure").split()]
"""In the order in which a switch replaces them: who comes second waits at the first one."""

_LAST_GATES = """
    select max(gate_id) from ops.gate group by border
    union all
    select max(gate_id) from ops.gate
    where release_id = (select release_id from ops.release where state = 'published')
"""

QUERIES = {
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
        from marts.dim_unit where level = 'province' and valid_to is null
        """,
    "ranks": """
        select
            r.*, u.name_en, u.short_name_vi, u.sort_key, c.title_vi, c.title_en, c.decision_no, c.level,
            p.name_vi as period_vi, p.name_en as period_en, p.is_running
        from marts.fct_index_rank as r
        inner join marts.dim_unit as u on r.unit_key = u.unit_key
        inner join marts.dim_period as p on r.period_code = p.period_code
        inner join marts.dim_criterion as c
            on r.index_code = c.index_code and r.edition = c.edition and c.parent_code is null
        order by p.first_day desc, r.index_code, r.edition desc, r.peer_group, r.rank nulls last, u.sort_key
        """,
    "scores": """
        select
            s.*, c.parent_code, c.name_vi, c.name_en, c.is_leaf, c.numerator, c.denominator
        from marts.fct_criterion_score as s
        inner join marts.dim_criterion as c
            on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
        """,
    "figures": """
        select
            r.index_code, r.edition, f.unit_key, f.period_code, f.figure_code, f.value, f.missing_reason,
            f.receipt_id, f.source_ref, f.is_illustrative, array_agg(distinct c.criterion_code) as criteria
        from marts.fct_index_rank as r
        inner join marts.dim_criterion as c on r.index_code = c.index_code and r.edition = c.edition and c.is_leaf
        cross join lateral (values (c.numerator), (c.denominator)) as n (figure_code)
        inner join marts.fct_figure as f
            on r.unit_key = f.unit_key and r.period_code = f.period_code and n.figure_code = f.figure_code
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
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
            from quarantine.row where state <> 'released' group by receipt_id
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
    "official": """
        select index_code, edition, period_code, release_id, approved_at, sha256
        from ops.official_ranking order by approved_at desc, official_id desc
        """,
}


class NothingPublished(RuntimeError):
    """There is no published release to report on."""


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
