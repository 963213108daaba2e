"""A trial of index books: given units and figures scored by the real models on the real PostgreSQL, in the scratch schema
``trial``, with nothing of the warehouse touched. One at a time: a second trial waits for the first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from books import loading
from books.book import Book
from warehouse import config
from warehouse.dbt import dbt

_INPUTS = """
    create table trial.dim_unit (
        unit_key text primary key, egov_code text, name_vi text, short_name_vi text, level text not null,
        peer_group text, parent_unit_key text, valid_from date, valid_to date, is_own boolean not null default true
    );
    create table trial.dim_period (
        period_code text primary key, kind text, first_day date, last_day date, is_running boolean
    );
    create table trial.fct_figure (
        unit_key text, period_code text, figure_code text, value numeric, missing_reason text,
        primary key (unit_key, period_code, figure_code)
    );
    create table trial.fct_assessment (
        unit_key text, period_code text, index_code text, criterion_code text, stage text, value numeric, points numeric,
        evidence text, reason text, assessed_on date,
        primary key (unit_key, period_code, index_code, criterion_code, stage)
    )
"""
_RANKS = """
    select r.*, r.unit_key as unit_code, u.name_vi as unit_name
    from trial.score_rank as r inner join trial.dim_unit as u on r.unit_key = u.unit_key
    order by r.index_code, r.edition, r.period_code, r.peer_group, r.rank nulls last, r.score desc nulls last, r.unit_key
"""
_CRITERIA = """
    select t.index_code, t.edition, t.period_code, t.unit_key, t.unit_key as unit_code, c.criterion_code, s.stage,
        s.state, trim_scale(round(s.points, 20)) as points, s.max_points, s.applicable_max_points, s.numerator_value,
        s.denominator_value, trim_scale(round(s.system_points, 20)) as system_points, s.is_override, s.override_reason,
        s.factor, s.depth, k.contribution, l.lost_points
    from trial.score_node as s
    inner join trial.score_target as t on s.target_id = t.target_id
    inner join trial.book_tree as c on s.criterion_id = c.criterion_id
    inner join trial.score_contribution as k on s.target_id = k.target_id and s.criterion_id = k.criterion_id
    inner join trial.score_loss as l on s.target_id = l.target_id and s.criterion_id = l.criterion_id
    order by t.target_id, c.position
"""
_OUTSIDE_THEIR_SENSE = """
    select distinct n.unit_key as unit_code, f.figure_code, n.period_code, s.max_value, s.is_fraction, s.criterion_code,
        d.value is not null as is_ratio, f.value
    from trial.figure_sense as s
    inner join trial.fct_figure as n on s.numerator_figure = n.figure_code
    inner join trial.dim_period as p
        on n.period_code = p.period_code
        and s.valid_from <= p.first_day and coalesce(s.valid_to, 'infinity') > p.last_day
    left join trial.fct_figure as d
        on s.denominator_figure = d.figure_code and n.unit_key = d.unit_key and n.period_code = d.period_code
    cross join lateral (
        values (s.numerator_figure, n.value), (s.denominator_figure, d.value)
    ) as f (figure_code, value)
    where
        f.figure_code is not null and s.numerator_figure is not null
        and (
            n.value > s.max_value * case when s.denominator_figure is null then 1 when d.value > 0 then d.value end
            or s.is_count and f.value < 0
        )
    order by 1, 3, 2
"""


@dataclass
class Trial:
    """``ranks``: rows of score_rank with unit_code, unit_name; ``criteria``: rows of score_node with contribution and lost_points;
    ``faults``: figures outside their sense (unit_code, period_code, figure_code, reason_vi, reason_en), which were kept
    out of the scoring and count as missing."""

    ranks: list[dict] = field(default_factory=list)
    criteria: list[dict] = field(default_factory=list)
    faults: list[dict] = field(default_factory=list)


def score(
    books: Iterable[Book],
    units: Iterable[Mapping],
    figures: Iterable[Mapping],
    assessments: Iterable[Mapping] = (),
    running: Collection[str] = (),
    periods: Collection[str] | None = None,
) -> Trial:
    """Score checked books on given units and figures.

    ``units``: unit_code, unit_name, level, peer_group, parent_code, and where they do not exist for ever valid_from, valid_to.
    ``figures``: unit_code, period_code, figure_code,
    value (Decimal or None), and where there is none missing_reason, or text_value (a state that the book names).
    ``assessments``: unit_code, period_code, index_code, criterion_code, stage, value, points, evidence, reason, assessed_at.
    ``running``: period codes that have not ended. ``periods``: score these, whatever the books say of their validity;
    otherwise each book's own periods. Errors: TransformFailed.
    """
    books = list(books)
    figures, unknown = _translated(list(figures), state_numbers(books))
    codes = {f["period_code"] for f in figures} | {a["period_code"] for a in assessments} | set(periods or ())
    with psycopg.connect(config.dsn("transformer"), application_name="parix trial", autocommit=True) as conn:
        conn.execute("select pg_advisory_lock(hashtext('parix trial'))")
        with conn.transaction():
            _prepare(conn)
            loading.append(conn, "trial", ((book, "") for book in books))
            if periods is not None:
                spans = [span(code) for code in periods]
                conn.execute(
                    "update trial.book set valid_from = %s, valid_to = %s",
                    (min(first for first, _ in spans), max(last for _, last in spans) + timedelta(1)),
                )
            _fill(conn, list(units), figures, list(assessments), codes, set(running))
        variables = {"trial": "true", "books_schema": "trial"}
        models = ("path:models/staging/stg_books__*.sql", "figure_sense")
        dbt("run", "--select", *models, variables=variables, target="trial")
        faults = _keep_out(conn)
        dbt("run", "--select", "scoring", variables=variables, target="trial")
        with conn.cursor(row_factory=dict_row) as cursor:
            ranks, criteria = (cursor.execute(query).fetchall() for query in (_RANKS, _CRITERIA))
    if periods is not None:
        ranks, criteria = ([r for r in rows if r["period_code"] in periods] for rows in (ranks, criteria))
    return Trial(ranks, criteria, unknown + faults)


def span(period_code: str) -> tuple[date, date]:
    """First and last day of a period code (2024, 2024-Q1, 2024-05, 2024-A05, first/last day). Raises ValueError."""
    if m := re.fullmatch(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", period_code):
        return date.fromisoformat(m[1]), date.fromisoformat(m[2])
    if not (m := re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(A?)(0[1-9]|1[0-2])))?", period_code)):
        raise ValueError(f"{period_code!r} is no period code")
    year, quarter, is_administrative, month = int(m[1]), m[2], m[3], m[4]
    if quarter:
        return date(year, 3 * int(quarter) - 2, 1), _before_month(year, 3 * int(quarter) + 1)
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    if is_administrative:
        return _before_month(year, int(month)).replace(day=15), date(year, int(month), 14)
    return date(year, int(month), 1), _before_month(year, int(month) + 1)


def _before_month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1) - timedelta(1)


def _prepare(conn: psycopg.Connection) -> None:
    conn.execute("set local client_min_messages = warning")
    for kind, name in conn.execute(
        "select case relkind when 'v' then 'view' else 'table' end, relname from pg_class"
        " where relnamespace = 'trial'::regnamespace and relkind in ('r', 'v')"
    ).fetchall():
        conn.execute(sql.SQL("drop {} if exists {} cascade").format(sql.SQL(kind), sql.Identifier("trial", name)))
    for table in loading.COLUMNS:
        name = sql.Identifier(table)
        conn.execute(sql.SQL("create table trial.{} (like books.{} including defaults)").format(name, name))
    conn.execute(_INPUTS)


def _fill(
    conn: psycopg.Connection, units: list[Mapping], figures: list[Mapping],
    assessments: list[Mapping], codes: set[str], running: set[str],
) -> None:  # fmt: skip
    rows = {
        "dim_unit": ((u["unit_code"], u.get("egov_code") or u["unit_code"], u["unit_name"], u["unit_name"], u["level"], u.get("peer_group"),
                      u.get("parent_code") or None, u.get("valid_from") or date.min, u.get("valid_to"),
                      u.get("is_own", True)) for u in units),
        "dim_period": ((code, "year", *span(code), code in running) for code in sorted(codes)),
        "fct_figure": ((f["unit_code"], f["period_code"], f["figure_code"], f["value"], f.get("missing_reason") or None)
                       for f in figures),
        "fct_assessment": (
            (a["unit_code"], a["period_code"], a["index_code"], a["criterion_code"], a["stage"], a.get("value"),
             a.get("points"), a.get("evidence"), a.get("reason") or None, a.get("assessed_at")) for a in assessments),
    }  # fmt: skip
    for table in loading.COLUMNS:
        conn.execute(sql.SQL("analyze trial.{}").format(sql.Identifier(table)))
    for table, values in rows.items():
        with conn.cursor().copy(sql.SQL("copy trial.{} from stdin").format(sql.Identifier(table))) as copy:
            for row in values:
                copy.write_row(row)
        conn.execute(sql.SQL("analyze trial.{}").format(sql.Identifier(table)))


def state_numbers(books: Iterable[Book]) -> dict[tuple[str, str], Decimal]:
    """(figure, state in lower case) -> the number that stands for it, for the choices of the books."""
    found = {}
    for book in books:
        steps = book.steps_of
        for row in book.criteria:
            if row.values["rule"] == "choice":
                for place, step in enumerate(steps.get(row.values["criterion_code"], []), 1):
                    key = row.values["numerator"], step.values["state"].lower()
                    found[key] = loading.state_value(step.values, place)
    return found


def _translated(figures: list[Mapping], states: dict[tuple[str, str], Decimal]) -> tuple[list[Mapping], list[dict]]:
    """The figures with numbers for the states' words, and a fault for each word that is no state."""
    kept, faults = [], []
    for f in figures:
        if text := f.get("text_value"):
            key = f["figure_code"], text.strip().lower()
            if key not in states:
                where = {k: f[k] for k in ("unit_code", "period_code", "figure_code")}
                faults.append(where | {"reason_vi": f"“{text}” không phải là trạng thái mà bộ chỉ số nêu",
                                       "reason_en": f"“{text}” is no state that the book names",
                                       "value": None, "max_value": None})  # fmt: skip
                continue
            f = {**f, "value": states[key]}
        kept.append(f)
    return kept, faults


def _keep_out(conn: psycopg.Connection) -> list[dict]:
    with conn.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(_OUTSIDE_THEIR_SENSE).fetchall()
        cursor.executemany(
            "delete from trial.fct_figure where unit_key = %s and period_code = %s and figure_code = %s",
            [(f["unit_code"], f["period_code"], f["figure_code"]) for f in found],
        )
    return [f | dict(zip(("reason_vi", "reason_en"), _reasons(f), strict=True)) for f in found]


def _reasons(fault: dict) -> tuple[str, str]:
    value, most = fault["value"], fault["max_value"]
    if value is not None and value < 0:
        return f"{value} là số âm; số liệu đếm không được âm", f"{value} is negative; a count cannot be"
    if fault["is_ratio"]:
        return (
            f"tử số lớn hơn {most:f} lần mẫu số, bộ chỉ số không cho phép",
            f"the numerator is more than {most:f} × the denominator, which the book does not allow",
        )
    if fault["is_fraction"] and 1 < value <= 100:
        meant = f"{value / 100:f}".rstrip("0")
        return (
            f"{value} là số phần trăm, cần phần của 1: hãy ghi {meant}",
            f"{value} is a percent, a fraction of 1 is meant: write {meant}",
        )
    return f"{value} lớn hơn {most:f}, mức cao nhất có thể", f"{value} is above {most:f}, the most it can be"
