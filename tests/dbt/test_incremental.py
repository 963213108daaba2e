"""Late and changed dossiers: the incremental tables end like a full rebuild, to the last row."""

from datetime import date, timedelta

import psycopg
import pytest

from expectations import gate
from ingestion.sources import dossiers as source
from ingestion.windows import Accepted
from sample import units
from sample.dossiers import dossiers
from warehouse import config
from warehouse.dbt import dbt

KEPT = {  # alike to the last column, however they came to be
    "core.dossier_current": "*",
    "core.dossier_counted": "*",
    "core.dossier_day": "*",
    "core.dossier_period": "*",
    "core.fct_figure": "*",
}
DAY = "2026-01-01"  # a holiday: the sample has nothing on it
HOME, OTHER, THIRD = (f"commune-{code}-2025" for code in ("17662", "16681", "16690"))


def at(hour: int) -> str:
    return f"2026-11-01T{hour:02d}:00:00.000+0700"


def agency(unit: str, hour: int) -> dict:
    return {"agency": units.agencies()[unit], "updatedDate": at(hour)}


def finished():
    """Clean finished dossiers of HOME."""
    code = units.agencies()[HOME]["code"]
    return (d for d in dossiers() if d["agency"]["code"] == code and d["dossierStatus"]["id"] == 5)


def land(onestop, *records, load=source.catch_up):
    onestop.control({"upsert": list(records)})
    load()


@pytest.fixture(scope="module")
def changed(night):
    """Three nights of changes, the second one killed between the two incremental tables; the records by name."""
    moved, refinished, withdrawn, outdated, *_ = finished()
    bad = next(d for d in dossiers() if d["dossierStatus"]["id"] == 99)
    new = moved | {"id": "f" * 24, "acceptedDate": f"{DAY}T09:00:00.000+0700", "updatedDate": at(1),
                   "completedDate": f"{DAY}T10:00:00.000+0700", "returnedDate": f"{DAY}T10:30:00.000+0700"}  # fmt: skip
    land(
        night,
        new,
        moved | agency(OTHER, 2),
        refinished | {"completedDate": at(3), "returnedDate": at(3), "updatedDate": at(3)},
        withdrawn | {"dossierStatus": {"id": 9, "name": "Công dân rút hồ sơ"}, "updatedDate": at(4)},
        bad | {"dossierStatus": {"id": 2, "name": "Đang xử lý"}, "updatedDate": at(5)},
    )
    gate.gate_in()
    dbt("run", "--select", "staging", "core")
    land(night, new | agency(OTHER, 6))
    gate.gate_in()
    dbt("run", "--select", "dossier_current")
    # killed here; the next night the dossier moves on, and a version older than the one that counts arrives late
    land(night, new | agency(THIRD, 7))
    accepted = date.fromisoformat(outdated["acceptedDate"][:10])
    older = outdated | {"agency": units.agencies()[OTHER], "updatedDate": f"{accepted}T00:00:00.000+0700"}
    land(night, older, load=lambda: source.load(Accepted(accepted, accepted + timedelta(1))))
    with psycopg.connect(config.dsn("admin")) as conn:  # the unit that nobody knew becomes known
        conn.execute("insert into reference.unit_code_map values ('igate', '000.00.99.H41', %s, 'test')", (HOME,))
    gate.gate_in()
    dbt("run", "--select", "staging", "core")
    names = ("new", "moved", "refinished", "withdrawn", "outdated", "bad")
    return dict(zip(names, (new, moved, refinished, withdrawn, outdated, bad), strict=True))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("new", (THIRD, "finished", DAY)), ("moved", (OTHER, "finished", None)),
     ("refinished", (HOME, "finished", "2026-11-01")), ("withdrawn", (HOME, "withdrawn", None)),
     ("outdated", (HOME, "finished", None))],
)  # fmt: skip
def test_the_latest_version_counts(changed, query, name, expected):
    record, (unit, group, finish) = changed[name], expected
    assert query("select count(*) > 1 from raw_dossiers.dossier where dossier_id = %s", record["id"]) == [(True,)]
    assert query(
        "select unit_key, status_group, end_date::text from core.dossier_counted where dossier_id = %s",
        record["id"],
    ) == [(unit, group, finish or record["completedDate"][:10])]


def test_days_that_a_dossier_left_are_counted_again(changed, query):
    assert query("select unit_key, received, resolved from core.dossier_day where day = %s", DAY) == [(THIRD, 1, 1)]


def test_rows_come_back_from_quarantine(changed, query):
    corrected = "select status_group from core.dossier_current where dossier_id = %s"
    assert query(corrected, changed["bad"]["id"]) == [("processing",)]
    states = """select state, count(*) from quarantine.row
        where check_name = %s and record ->> 'source_code' = 'igate' group by state"""
    assert query(states, "unit_known") == [("released", 3)]
    assert dict(query(states, "status_known")) == {"corrected": 1, "open": 3}
    assert query("select count(*) from core.dossier_current where dossier_code like '000.00.99.H41-%%'") == [(3,)]


def test_incremental_equals_a_full_rebuild(changed, query):
    for table, columns in KEPT.items():
        query(f"create table public.{table.split('.')[1]} as select {columns} from {table}")
    dbt("run", "--select", "staging", "core", full=True)
    for table, columns in KEPT.items():
        before, after = f"table public.{table.split('.')[1]}", f"select {columns} from {table}"
        assert query(f"({before} except all {after})") == query(f"({after} except all {before})") == [], table
    assert query("select count(*) > 25000 from core.dossier_current") == [(True,)]


def test_counts_still_add_up(changed, query):
    dbt("test", "--select", "core")
    assert query("select * from ops.receipt_balance where difference <> 0") == []
