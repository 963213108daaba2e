"""What differs between two releases, told apart by cause: what the bridge (publishing/bridging.py) walks along."""

from __future__ import annotations

from dataclasses import dataclass, field

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

_INDICES = """
    with recursive used as (
        select unnest({indices}::text[]) as index_code
        union
        select substring(c.numerator from '^index:(.+)$')
        from {new}.dim_criterion as c inner join used as u on c.index_code = u.index_code
        where c.rule = 'imported' and c.numerator like 'index:%'
    )
    select index_code from used where index_code is not null
"""
_FIGURES = """
    select
        unit_key,
        period_code,
        figure_code,
        coalesce(n.source_code, o.source_code) as source_code,
        o.receipt_id is not distinct from n.receipt_id and o.source_ref is not distinct from n.source_ref as is_same_place
    from (select f.* from {old}.fct_figure as f where f.figure_code in (select figure_code from used)) as o
    full outer join (select f.* from {new}.fct_figure as f where f.figure_code in (select figure_code from used)) as n
        using (unit_key, period_code, figure_code)
    inner join {new}.dim_period as p using (period_code)
    where p.kind = 'year' and (o.value, o.missing_reason) is distinct from (n.value, n.missing_reason)
"""
_ASSESSMENTS = """
    select
        unit_key,
        period_code,
        index_code,
        criterion_code,
        stage,
        n.receipt_id,
        n.unit_key is null as is_gone
    from (
        select distinct on (unit_key, period_code, index_code, criterion_code, stage) * from {old}.fct_criterion_stage
        where stage <> 'system' and index_code = any({indices})
        order by unit_key, period_code, index_code, criterion_code, stage, edition
    ) as o
    full outer join (
        select distinct on (unit_key, period_code, index_code, criterion_code, stage) * from {new}.fct_criterion_stage
        where stage <> 'system' and index_code = any({indices})
        order by unit_key, period_code, index_code, criterion_code, stage, edition
    ) as n using (unit_key, period_code, index_code, criterion_code, stage)
    where (o.value, o.points, o.reason) is distinct from (n.value, n.points, n.reason)
"""
_CORRECTIONS = """
    select unit_key, period_code, figure_code, source_code, receipt_id from (
        (table new_corrections except table old_corrections)
        union all
        (table old_corrections except table new_corrections)
    ) as c
"""
_OF_CORRECTIONS = """
    select kind, correction_code, unit_key, period_code, figure_code, source_code, receipt_id, old_value, new_value
    from {schema}.fct_figure_correction where state = 'applied'
"""
_UNITS = """
    select coalesce(o.unit_key, n.unit_key) as unit_key
    from {old}.dim_unit as o
    full outer join {new}.dim_unit as n using (unit_key)
    where (o.unit_key, o.level, o.peer_group, o.parent_unit_key, o.valid_from, o.valid_to, o.is_own)
        is distinct from (n.unit_key, n.level, n.peer_group, n.parent_unit_key, n.valid_from, n.valid_to, n.is_own)
"""
_METHOD = """
    select (select code_version from ops.release where release_id = {old_id})
        is distinct from (select code_version from ops.release where release_id = {new_id}) as is_other_code,
    exists (
        select from (select * from ops.release_book where release_id = {old_id}) as o
        full outer join (select * from ops.release_book where release_id = {new_id}) as n
            using (index_code, edition, sha256)
        where index_code = any({indices}) and (o.release_id is null or n.release_id is null)
    ) as is_other_book,
    exists (
        select from {old}.dim_period as o inner join {new}.dim_period as n using (period_code)
        where o.kind = 'year' and o.is_running <> n.is_running
    ) as has_ended
"""


@dataclass
class Changes:
    """Keys of what changed, by cause; a key of a figure is (unit, period, figure), of an assessment (unit, period, index,
    criterion, stage). ``indices``: those asked for and those that they import. ``units``: units that came, went or became
    others."""

    indices: list[str] = field(default_factory=list)
    is_other_method: bool = False
    units: set[str] = field(default_factory=set)
    by_method: set[tuple] = field(default_factory=set)
    by_correction: set[tuple] = field(default_factory=set)
    by_report: set[tuple] = field(default_factory=set)

    def move_units(self, units: set[str]) -> None:
        """Units came or went, and their figures with them: neither a report nor a correction."""
        self.units |= units
        for keys in (self.by_method, self.by_correction, self.by_report):
            keys -= {key for key in keys if key[0] in units}

    @property
    def steps(self) -> list[str]:
        """The parts of the path that can have moved anything; the last one ends at the published release. Where nothing
        that we know of changed, the way of scoring must have."""
        asked = {"method": self.is_other_method or self.by_method, "boundary": self.units,
                 "correction": self.by_correction, "figures": self.by_report}  # fmt: skip
        return [step for step, is_there in asked.items() if is_there] or ["method"]


def read(conn: psycopg.Connection, old_id: int, new_id: int, indices: list[str]) -> Changes:
    """The differences that can have moved rankings of these indices (with the indices that they import)."""
    names = {
        "old": sql.Identifier(f"release_{old_id}"), "new": sql.Identifier(f"release_{new_id}"),
        "old_id": sql.Literal(old_id), "new_id": sql.Literal(new_id), "indices": sql.Literal(sorted(indices)),
    }  # fmt: skip

    def ask(query: str) -> list[dict]:
        return conn.cursor(row_factory=dict_row).execute(sql.SQL(query).format(**names)).fetchall()

    indices = sorted(row["index_code"] for row in ask(_INDICES))
    names["indices"] = sql.Literal(indices)
    used = """
        with used as (
            select unnest(figure_codes) as figure_code from {new}.dim_criterion where index_code = any({indices})
            union
            select unnest(figure_codes) from {old}.dim_criterion where index_code = any({indices})
        )
    """
    method = ask(_METHOD)[0]
    found = Changes(indices, any(method.values()), {row["unit_key"] for row in ask(_UNITS)})
    corrected = _corrections(conn, old_id, new_id)
    figures = {(c["unit_key"], c["period_code"], c["figure_code"] or c["source_code"]) for c in corrected}
    receipts = {c["receipt_id"] for c in corrected}
    reports = {(c["unit_key"], c["period_code"]) for c in corrected if (c["source_code"] or "").endswith("_assessment")}
    for row in ask(used + _FIGURES):
        at = row["unit_key"], row["period_code"]
        key = (*at, row["figure_code"])
        if key in figures or (*at, row["source_code"]) in figures:
            found.by_correction.add(key)
        elif method["is_other_code"] and row["is_same_place"]:
            found.by_method.add(key)
        else:
            found.by_report.add(key)
    for row in ask(_ASSESSMENTS):
        key = tuple(row[k] for k in ("unit_key", "period_code", "index_code", "criterion_code", "stage"))
        is_corrected = key[:2] in reports and (row["is_gone"] or row["receipt_id"] in receipts)
        (found.by_correction if is_corrected else found.by_report).add(key)
    return found


def _corrections(conn: psycopg.Connection, old_id: int, new_id: int) -> list[dict]:
    """Corrections that only one of the two releases has; none where an older house had no table of them."""
    tables = [f"release_{number}.fct_figure_correction" for number in (old_id, new_id)]
    if None in conn.execute("select to_regclass(%s), to_regclass(%s)", tables).fetchone():
        return []
    old, new = (
        sql.SQL(_OF_CORRECTIONS).format(schema=sql.Identifier(f"release_{number}")) for number in (old_id, new_id)
    )
    query = sql.SQL("with old_corrections as ({}), new_corrections as ({}) ").format(old, new) + sql.SQL(_CORRECTIONS)
    return conn.cursor(row_factory=dict_row).execute(query).fetchall()
