"""Two small releases side by side: five communes whose scores anybody can add up, published and candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import psycopg

from books import loading, worlds
from publishing import bridging
from tests.dbt.conftest import make_book
from warehouse import config

LEAVES = {
    "base": ("reported", "a", "no"), "second": ("reported", "b", "no"), "compared": ("minmax", "b", "no"),
    "inherited": ("reported", "h", "yes"),
}  # fmt: skip
PERIOD, PROVINCE = "2025", "above"
_TABLES = """
    create schema {schema};
    create table {schema}.dim_unit (unit_key text, name_vi text, level text, peer_group text, parent_unit_key text,
        egov_code text, valid_from date, valid_to date, is_own boolean);
    create table {schema}.dim_period (period_code text, kind text, is_running boolean);
    create table {schema}.dim_criterion (index_code text, edition text, criterion_code text, parent_code text, rule text,
        numerator text, inherits boolean, tie_policy text, figure_codes text[]);
    create table {schema}.fct_figure (unit_key text, period_code text, figure_code text, value numeric,
        missing_reason text, source_code text, receipt_id bigint, source_ref text);
    create table {schema}.fct_criterion_stage (unit_key text, period_code text, index_code text, edition text,
        criterion_code text, stage text, value numeric, points numeric, evidence text, reason text, assessed_on date,
        receipt_id bigint);
    create table {schema}.fct_figure_correction (kind text, correction_code text, state text, unit_key text,
        period_code text, figure_code text, source_code text, receipt_id bigint, old_value text, new_value text);
    create table {schema}.fct_index_rank (index_code text, edition text, period_code text, unit_key text, score numeric,
        rank integer, peer_group text, is_ranked boolean, official_version integer);
    grant usage on schema {schema} to parix_publisher;
    grant select on all tables in schema {schema} to parix_publisher;
"""


@dataclass(frozen=True)
class World:
    """Figures by (unit, figure), each with the receipt it came with; the leaves of the book; corrections by (kind, unit,
    figure); the version of the code."""

    figures: Mapping[tuple[str, str], int]
    leaves: tuple[str, ...] = ("base",)
    corrections: tuple[tuple[str, str, str], ...] = ()
    receipts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    code: str = "one"

    def but(self, figures: Mapping[tuple[str, str], int | None] | None = None, **changes) -> World:
        """This world with other figures (None: gone)."""
        merged = {k: v for k, v in {**self.figures, **(figures or {})}.items() if v is not None}
        return replace(self, figures=merged, **changes)

    @property
    def units(self) -> list[str]:
        return sorted({unit for unit, _ in self.figures} - {PROVINCE})

    def scores(self) -> dict[str, Decimal]:
        """By hand: what the leaves give, added up."""
        found = {}
        span = [self.figures.get((u, "b"), 0) for u in self.units]
        for unit in self.units:
            points = {
                "base": self.figures.get((unit, "a"), 0), "second": self.figures.get((unit, "b"), 0),
                "inherited": self.figures.get((PROVINCE, "h"), 0),
                "compared": Decimal(50) * (self.figures.get((unit, "b"), 0) - min(span)) / ((max(span) - min(span)) or 1),
            }  # fmt: skip
            found[unit] = sum((Decimal(points[leaf]) for leaf in self.leaves), Decimal(0))
        return found

    @property
    def book(self):
        """Its book, with the leaves that count."""
        rows = [{"criterion_code": "0", "max_points": "200", "aggregation": "sum"}]
        for leaf in self.leaves:
            rule, figure, inherits = LEAVES[leaf]
            rows.append({"criterion_code": leaf, "parent_code": "0", "max_points": "50", "rule": rule,
                         "numerator": figure, "inherits": inherits, "direction": "up"})  # fmt: skip
        return make_book("t", "1", rows, scale_points="200")


def bridge(before: World, after: World) -> tuple[dict[str, dict], int]:
    """unit -> columns of ops.rank_bridge between two worlds, and how many scorings it took."""
    asked = []

    def rescore(_, units, given, running):
        asked.append(len(given))
        return worlds.score([after.book], units, given, running)

    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        conn.execute("truncate ops.release restart identity cascade")
        with conn.transaction():
            loading.write(conn, "books", after.book, "".join(after.leaves))
        for number, (world, state) in enumerate(((before, "published"), (after, "candidate")), 1):
            conn.execute(f"drop schema if exists release_{number} cascade")
            conn.execute(_TABLES.format(schema=f"release_{number}"))
            _write(conn, number, world, state)
        bridging.build(2, "release_2", rescore)
        found = conn.cursor(row_factory=psycopg.rows.dict_row).execute("select * from ops.rank_bridge").fetchall()
    return {row["unit_key"]: row for row in found}, len(asked)


def _write(conn: psycopg.Connection, number: int, world: World, state: str) -> None:
    def rows(table: str, values: list[tuple]) -> None:
        with conn.cursor().copy(f"copy {table} from stdin") as copy:
            for row in values:
                copy.write_row(row)

    schema, scores = f"release_{number}", world.scores()
    conn.execute("insert into ops.release (state, fingerprint, code_version) values (%s, '', %s)", (state, world.code))
    conn.execute("insert into ops.release_book values (%s, 't', '1', %s)", (number, "".join(world.leaves)))
    rows(f"{schema}.dim_unit", [(PROVINCE, PROVINCE, "province", "province", None, None, "2020-01-01", None, True)]
         + [(u, u, "commune", "xa", PROVINCE, None, "2020-01-01", None, True) for u in world.units])  # fmt: skip
    rows(f"{schema}.dim_period", [(PERIOD, "year", False)])
    rows(f"{schema}.dim_criterion", [("t", "1", "0", None, None, None, False, "competition", [])]
         + [("t", "1", leaf, "0", LEAVES[leaf][0], LEAVES[leaf][1], LEAVES[leaf][2] == "yes", "competition",
             [LEAVES[leaf][1]]) for leaf in world.leaves])  # fmt: skip
    rows(f"{schema}.fct_figure", [(u, PERIOD, f, v, None, "workbook:t", world.receipts.get((u, f), 1), f)
                                  for (u, f), v in world.figures.items()])  # fmt: skip
    rows(f"{schema}.fct_figure_correction", [(kind, f"{kind} {n}", "applied", u, PERIOD, f, "workbook:t", 1, "", "")
                                             for n, (kind, u, f) in enumerate(world.corrections)])  # fmt: skip
    rows(f"{schema}.fct_index_rank",
         [("t", "1", PERIOD, u, s, 1 + sum(o > s for o in scores.values()), "commune", True, None) for u, s in scores.items()])  # fmt: skip
