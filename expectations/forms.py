"""Checks on the rows of forms as data (``forms/<form>.yml``): a new form needs no SQL.

A suite that says ``forms: true`` asks, beside its own checks, those of every form whose rows lie in its raw table. Each
becomes a column of the suite's batch: the sentence about a row that breaks it, and nothing where it is kept. Conditions are
those of the counting rules (``forms.condition_sql`` in the database, docs/forms.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psycopg
import yaml
from psycopg import sql

FOLDER = Path(__file__).parent / "forms"
_FIELD = re.compile(r"\[([a-z0-9_:]+)\]")
_GIVEN = ("value", "period_first", "period_last")


@dataclass(frozen=True)
class FormCheck:
    """What must hold of a row where ``when`` holds; with ``each``, of every field whose code matches (as [value]).

    ``keeps_out``: ``entry`` is the row alone; ``list`` is the unit's whole list, where a list without its faulty entries
    would be counted too low. A comparison with an empty field says nothing and is kept."""

    form: str
    name: str
    description_vi: str
    dimension: str
    severity: str
    owner: str
    must: str
    when: str = ""
    each: str | None = None
    keeps_out: Literal["entry", "list"] = "entry"
    may_be_accepted: bool = False

    @property
    def column(self) -> str:
        """The column of the batch, and the name of the check in the report."""
        return f"{self.form}__{self.name}"

    @property
    def fields(self) -> list[str]:
        """The fields that the check names, ``form.field``; of ``each`` the expression, ``form.~expression``."""
        named = dict.fromkeys(_FIELD.findall(self.must + " " + self.when))
        return [f"{self.form}.{code}" for code in named if code not in _GIVEN] + (
            [f"{self.form}.~{self.each}"] if self.each else []
        )


def load_forms(raw_table: str, folder: Path | None = None) -> list[FormCheck]:
    """Checks of all forms whose rows lie in a raw table. Raises ValueError naming the file."""
    checks = []
    for path in sorted((folder or FOLDER).glob("*.yml")):
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        if form["raw_table"] != raw_table:
            continue
        for raw in form["checks"]:
            try:
                checks.append(FormCheck(form=path.stem, **{"owner": form.get("owner", ""), **raw}))
            except TypeError as e:
                raise ValueError(f"{path.name}, check {raw.get('name')}: {e}") from e
    return checks


def with_forms(conn: psycopg.Connection, raw_table: str, batch_sql: str, checks: list[FormCheck]) -> str:
    """The query of a batch with a column for each check, and ``:forms`` in it set to the forms that have checks.

    Raises psycopg.errors.RaiseException, which shows it, for a condition that cannot be read."""
    if not checks:
        return batch_sql
    forms = sql.Literal(sorted({c.form for c in checks}))
    figures = raw_table == "raw_workbooks.figure"
    columns = [sql.SQL("{} as {}").format(_sentence(conn, c), sql.Identifier(c.column)) for c in checks]
    names = [sql.SQL("s.{}").format(sql.Identifier(c.column)) for c in checks]
    query = sql.SQL(
        "with rows_of_forms as ({rows}), told as (select receipt_id, row_no, report, is_live, {columns} from rows_of_forms), "
        "spread as (select receipt_id, row_no, {spread} from told) "
        "select b.*, {names} from ({batch}) as b left join spread as s using (receipt_id, row_no)"
    ).format(
        rows=sql.SQL(_FIGURE_ROWS if figures else _ENTRIES).format(forms=forms),
        columns=sql.SQL(", ").join(columns), spread=sql.SQL(", ").join(_spread(checks)),
        names=sql.SQL(", ").join(names), batch=sql.SQL(batch_sql.replace(":forms", forms.as_string(conn))),
    )  # fmt: skip
    return query.as_string(conn)


def _spread(checks: list[FormCheck]) -> Iterator[sql.Composable]:
    for check in checks:
        column = sql.Identifier(check.column)
        if check.keeps_out == "entry":
            yield column
        else:
            yield sql.SQL(
                "coalesce({0}, 'Cả danh sách được giữ lại. ' || min({0}) filter (where is_live) over (partition by report))"
                " as {0}"
            ).format(column)


def _sentence(conn: psycopg.Connection, check: FormCheck) -> sql.Composed:
    """What is said of a row that breaks a check: sheet, the cells with their values, and the check's own words."""

    def condition(said: str, entry: str) -> sql.SQL:
        return sql.SQL(conn.execute("select forms.condition_sql(%s, %s)", (said, entry)).fetchone()[0])

    named = conn.execute("select forms.fields_of(%s)", (check.must,)).fetchone()[0]
    form, said, when = sql.Literal(check.form), sql.Literal(check.description_vi), condition(check.when, "fields")
    if check.each is None:
        return sql.SQL("case when form_code = {} and ({}) and ({}) is false then {} || {} end").format(
            form, when, condition(check.must, "fields"), _place(sql.Literal(named), "fields"), said
        )
    return sql.SQL(
        "case when form_code = {} and ({}) then (select string_agg({} || {}, ' ' order by f.key) "
        "from jsonb_each_text(fields) as f where f.key ~ {} and ({}) is false) end"
    ).format(
        form, when, _place(sql.SQL("array[f.key]"), "fields"), said, sql.Literal(check.each),
        condition(check.must, "(fields || jsonb_build_object('value', f.value))"),
    )  # fmt: skip


def _place(codes: sql.Composable, entry: str) -> sql.Composed:
    return sql.SQL(_PLACE).format(codes=codes, entry=sql.SQL(entry))


_PLACE = """
    format('Trang tính “%s”, %s: ', sheet, coalesce((
        select string_agg(format('ô %s (%s)', cells ->> p.code, case
            when coalesce({entry} ->> p.code, '') = '' then 'để trống'
            when {entry} ->> p.code ~ '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$' then to_char(({entry} ->> p.code)::date, 'DD/MM/YYYY')
            when {entry} ->> p.code ~ '^-?[0-9.]+$' then replace({entry} ->> p.code, '.', ',')
            else {entry} ->> p.code
        end), ', ' order by p.place)
        from unnest({codes}::text[]) with ordinality as p (code, place) where cells ? p.code
    ), 'dòng ' || sheet_row))
"""
_PERIOD = (
    "jsonb_build_object('period_first', forms.first_day(a.period_code), 'period_last', forms.last_day(a.period_code))"
)
_ARRIVED = """
    select r.* from {table} as r
    inner join ops.delivery as d on r.receipt_id = d.receipt_id
    where d.receipt_id = any(:receipts) and r.form_code = any({{forms}})
    union all
    select r.*
    from quarantine.row as q
    cross join lateral jsonb_populate_record(null::{table}, q.record) as r
    where q.state = 'open' and q.source_table = '{table}' and r.form_code = any({{forms}})
"""
_LIVE = """
    a.receipt_id = max(a.receipt_id) over (partition by a.form_code, a.period_code, a.unit_key, a.entry_key{item})
    and not exists (
        select from raw_workbooks.correction as w
        where
            w.kind = 'withdrawn' and w.form_code = a.form_code and w.period_code = a.period_code
            and w.unit_key = a.unit_key and w.entry_key = a.entry_key and w.receipt_id > a.receipt_id
    ) as is_live
"""
_ENTRIES = f"""
    select
        a.receipt_id, a.row_no, a.form_code, a.sheet, a.sheet_row, a.cells, a.fields || {_PERIOD} as fields,
        concat_ws(' ', a.form_code, a.period_code, a.unit_key, a.report_key) as report, {_LIVE.format(item="")}
    from ({_ARRIVED.format(table="raw_workbooks.list_row")}) as a
"""
# A row of a figure form as it stands after the delivery of the asked cell: unchanged cells come from earlier deliveries.
_CELLS = """
    select receipt_id, figure_code, cell, value from raw_workbooks.figure
    where form_code = a.form_code and period_code = a.period_code and unit_key = a.unit_key and entry_key = a.entry_key
    union all
    select r.receipt_id, r.figure_code, r.cell, r.value
    from quarantine.row as q
    cross join lateral jsonb_populate_record(null::raw_workbooks.figure, q.record) as r
    where
        q.state = 'open' and q.source_table = 'raw_workbooks.figure' and r.form_code = a.form_code
        and r.period_code = a.period_code and r.unit_key = a.unit_key and r.entry_key = a.entry_key
"""
_FIGURE_ROWS = f"""
    select
        a.receipt_id, a.row_no, a.form_code, a.sheet, a.sheet_row, a.report_key as report, a.is_live,
        n.cells, n.fields || {_PERIOD} as fields
    from (
        select a.*, {_LIVE.format(item=", a.figure_code")}
        from ({_ARRIVED.format(table="raw_workbooks.figure")}) as a
    ) as a
    cross join lateral (
        select
            jsonb_object_agg(k.figure_code, k.cell) as cells,
            jsonb_object_agg(k.figure_code, coalesce(trim_scale(k.value)::text, '')) as fields
        from (
            select distinct on (v.figure_code) v.* from ({_CELLS}) as v
            where a.is_live or v.receipt_id <= a.receipt_id
            order by v.figure_code asc, v.receipt_id desc
        ) as k
    ) as n
"""
