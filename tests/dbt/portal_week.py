"""Nine days of the national portal for test_evaluation.py: overwritten, incomplete and broken ones, and two builds."""

import psycopg
import pytest

from books import loading
from expectations.gate import gate_in
from ingestion.sources import evaluation
from publishing import releases
from sample.portal import Portal
from sample.portal_answers import ROOT_ID, World
from warehouse import config
from warehouse.dbt import dbt

MARTS = ("score", "day", "break", "observation", "province")
ONE, OTHER = "commune-16681-2025", "commune-16690-2025"  # H41.101, H41.102
GONE = "commune-16738-2025"  # H41.106, until 7 November
HEIR = "commune-16702-2025"  # H41.103: of its transparency the portal shows DOSSIER_SYNC alone
JULY, OCTOBER = "2026-07", "2026-10"
ASKED = ("2026", "2026-06", JULY, "2026-09", OCTOBER, "2026-Q3", "2026-Q4")


class Province(World):
    """The sample's, where HEIR synchronised five dossiers less than it received and shows no line of the province."""

    def metrics(self, endpoint: str, code: str, months: tuple[str, ...]) -> list[dict]:
        found = super().metrics(endpoint, code, months)
        if (endpoint, code) != ("transparency", "H41.103"):
            return found
        n = self.count(code, months)
        return [*found[:-1], self._metric(code, "DOSSIER_SYNC", max(0, n - 5), n)]

    def unit(self, endpoint: str, code: str, name: str, months: tuple[str, ...]) -> dict:
        shown = super().unit(endpoint, code, name, months)  # points of all lines, as the portal gives them
        if (endpoint, code) == ("transparency", "H41.103"):
            shown["metrics"] = shown["metrics"][-1:]
        return shown


def publish() -> tuple[str, str]:
    """What is published after each of two builds: (release after 4 November, release after 9 November)."""
    patch = pytest.MonkeyPatch()
    with Portal(world=Province()) as portal, patch.context() as env:
        for name, value in {"URL": portal.url, "ROOT_ID": ROOT_ID, "PAUSE": "0"}.items():
            env.setenv(f"PARIX_PORTAL_{name}", value)

        def ask(day: int, *periods: str) -> None:
            env.setenv("PARIX_SAMPLE_NOW", f"2026-11-{day:02d}T06:20+07:00")
            for period in periods:
                evaluation.load(period)

        loading.prepare()
        tell("update reference.units set valid_to = '2026-11-08' where unit_key = %s", GONE)
        state_break("2026-07-01", "units")
        ask(1, *ASKED)
        portal.world.day = 1
        ask(2, OCTOBER)
        portal.fail("no_data", "dossier-digitized")
        ask(3, OCTOBER)
        portal.world.without = {("transparency", "H41.110")}
        ask(4, OCTOBER)
        report_received("2026-09")
        let_through()
        first = build("+fct_reconciliation", *(f"+fct_evaluation_{m}" for m in MARTS))
        tell(f"alter schema {first} rename to after_four_days")  # the next candidate would drop it
        portal.world.without, portal.world.maxima["SO_HOA_GIAY_TO_GIAI_QUYET"] = set(), 5
        ask(5, OCTOBER)
        portal.world.extra = ["H41.999"]
        ask(6, OCTOBER)
        portal.world.day, portal.world.extra = 2, []
        ask(7, OCTOBER)
        portal.world.without = {("*", "H41.106")}
        ask(8, OCTOBER)
        state_break("2026-11-09", "formula")
        ask(9, OCTOBER)
        gate_in()
        again = build("stg_portal__value", "evaluation_check", "path:models/core/evaluation_*", "dim_criterion",
                      "fct_criterion_score", *(f"fct_evaluation_{m}" for m in MARTS))  # fmt: skip
    return "after_four_days", again


def tell(statement: str, *values: str) -> None:
    with psycopg.connect(config.dsn("admin")) as conn:
        conn.execute(statement, values or None)


def state_break(day: str, kind: str) -> None:
    """A line of evaluation_breaks.csv."""
    tell("insert into reference.evaluation_breaks (break_date, kind, reason_vi, reason_en) values (%s, %s, %s, %s)",
         day, kind, f"Lý do {day}", f"Reason {day}")  # fmt: skip


def let_through() -> None:
    """What a gate does with deliveries in which it finds nothing, without asking it (it is asked at the second build)."""
    tell("with g as (insert into ops.gate (border, finished_at, is_passed) values ('in', now(), true) returning gate_id)"
         " update ops.delivery set gate_id = (select gate_id from g)")  # fmt: skip


def report_received(period: str) -> None:
    """Own counts beside the portal's: of ONE the very number, of OTHER 3 % more. The portal's flag stands on both."""
    with psycopg.connect(config.dsn("admin")) as conn:
        receipt = conn.execute(
            "insert into ops.delivery (source_code, sha256, name, rows_delivered, rows_loaded, is_illustrative, archive_path)"
            " values ('workbook:scratch', 'scratch', 'x.xlsx', 2, 2, true, 'none') returning receipt_id"
        ).fetchone()[0]
        conn.execute(
            "insert into raw_workbooks.figure (receipt_id, row_no, form_code, edition, sheet, cell, sheet_row, row_role,"
            " unit_key, period_code, figure_code, value)"
            " select %s, row_number() over (), 'scratch', '1', 'x', v.unit_code, 1, 'detail', u.unit_key, v.period_code,"
            " 'dossiers_received', v.denominator * case u.unit_key when %s then 1 else 1.03 end"
            " from raw_evaluation.value as v inner join reference.unit_code_map as u on u.source_code = 'portal'"
            " and u.source_unit_code = v.unit_code where v.period_code = %s and v.metric_code = 'DOSSIER_SYNC'"
            " and u.unit_key in (%s, %s)", (receipt, ONE, period, ONE, OTHER),
        )  # fmt: skip


def build(*models: str) -> str:
    release = releases.open_candidate(force=True)
    dbt("run", "--select", *models, variables=release)
    return release["release_schema"]
