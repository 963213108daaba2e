"""A night whose figures were corrected after a ranking of theirs had become official."""

from __future__ import annotations

import psycopg
import pytest

import parix
from dags.recompute import rescore
from publishing import approval, bridging, official, releases, report, versions
from publishing.release_cli import CorrectionsRefused
from warehouse import config
from warehouse.dbt import dbt

UNIT, SENT_AGAIN, LATE, WRONG = "district-427-2020", "district-414-2020", "district-432-2020", "district-999-2020"
APPROVER = "Chủ tịch (mẫu)"
_LINE = "insert into reference.corrections (correction_code, unit_key, period_code, figure_code, old_value, new_value," \
        " reason_vi, decided_by, decided_on) values (%s, %s, %s, 'par_tasks_done', %s, %s, 'Thử', 'Sở Nội vụ (mẫu)', '2026-05-31')"  # fmt: skip
_OLD = "select value from core.fct_figure where unit_key = %s and period_code = %s and figure_code = 'par_tasks_done'"
_REPORT = "update raw_workbooks.figure set value = value - 20 where unit_key = %s and period_code = '2023'" \
          " and figure_code = 'par_tasks_done' returning receipt_id, value + 20, value"  # fmt: skip
_RESENT = """
    insert into raw_workbooks.correction (receipt_id, correction_no, source_table, kind, form_code, period_code, unit_key,
        entry_key, item, old_value, new_value)
    values (%s, 1001, 'raw_workbooks.figure', 'changed', 'par_district', '2023', %s, '', 'par_tasks_done', %s, %s)
"""


def correct(file) -> dict:
    """Seal 2023, then build with what came since: a line of corrections.csv for either year and a wrong one, and for 2023 a
    file that a unit sent again and a figure that came late. Returns the old values by year."""
    official.seal([r for r in official.propose()["rankings"] if r["edition"] == "2023"], APPROVER)
    file.write_text("the file has another hash now")
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        old = {year: conn.execute(_OLD, (UNIT, year)).fetchone()[0] for year in ("2022", "2023")}
        for code, unit, year in (("DC-1", UNIT, "2022"), ("DC-2", WRONG, "2022"), ("DC-3", UNIT, "2023")):
            conn.execute(_LINE, (code, unit, year, str(old[year]), str(old[year] / 2)))
        receipt, was, now = conn.execute(_REPORT, (SENT_AGAIN,)).fetchone()
        conn.execute(_RESENT, (receipt, SENT_AGAIN, str(was), str(now)))
        conn.execute(_REPORT, (LATE,))
    with pytest.MonkeyPatch.context() as patch, pytest.raises(CorrectionsRefused, match="dòng DC-2, cột unit_key"):
        patch.setattr(releases, "CORRECTIONS", file)
        patch.setattr(report, "build", lambda: None)
        assert not releases.needs_full_build(), "a correction rebuilds no dossiers"
        parix.build()
    return old


def approve(file) -> dict:
    """Approve what is proposed and publish it; the run is killed right after the switch, the next one finds nothing to do."""
    proposal = approval.propose()
    for _ in range(2):  # a task may be repeated
        noted = approval.accept(proposal | {"rankings": []}, APPROVER)["to_be_corrected"]
        assert len(noted) <= 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(releases, "CORRECTIONS", file)
        release = versions.begin()
        dbt("run", "--select", "standing", "marts", variables=release)
        bridging.build(**release, rescore=rescore)
        settle = versions.settle
        patch.setattr(versions, "settle", _killed)
        with pytest.raises(KeyboardInterrupt):
            versions.publish(**release)
        patch.setattr(versions, "settle", settle)
        assert versions.begin() is None, "the release holds what was approved"
    return proposal


def _killed() -> None:
    raise KeyboardInterrupt
