"""Exact accounting: whatever versions arrive, in whatever order, and wherever runs are killed, the days end like a full
rebuild (decision 0017). Seeded random sequences through the real models."""

import random
from datetime import date

import psycopg
import pytest

from tests.dbt.deliveries import AGENCIES, at, count_dossiers, deliver, dossier, first_run, prepare
from tests.dbt.dossier_nights import form_06a, night
from warehouse import config
from warehouse.dbt import TransformFailed, dbt

TABLES = ("dossier_current", "dossier_national", "dossier_counted", "dossier_day", "dossier_period", "figure__dossiers")
ALL = ("dossier_procedure", "dossier_current", "dossier_national", "dossier_fact", "dossier_day", "core_as_of", "core_period",
       "core_period_day", "core_unit", "dossier_balance", "dossier_period", "figure__dossiers")  # fmt: skip


def contents(query, table: str) -> list[tuple]:
    return query(f"select t::text from core.{table} as t order by 1")


@pytest.fixture(scope="module")
def nights(warehouse):
    """Nights of changes; each of them killed somewhere before the last one ran to its end."""
    rng, names = random.Random(20261124), [f"d{n}" for n in range(60)]
    prepare()
    deliver(dossier("d0", "2026-03-02"))
    first_run("core_as_of", "core_period", "core_period_day", "core_unit")
    for number, killed_after in enumerate((["dossier_current"], None, ["dossier_national"], [])):
        night(rng, number, names)
        if killed_after is None:
            with psycopg.connect(config.dsn("admin")) as conn:  # dies inside the transaction that counts
                conn.execute("alter table core.dossier_day add constraint few check (received < 0) not valid")
            with pytest.raises(TransformFailed):
                count_dossiers()
            with psycopg.connect(config.dsn("admin")) as conn:
                conn.execute("alter table core.dossier_day drop constraint few")
        elif killed_after:
            count_dossiers(*killed_after)
        else:
            count_dossiers()
    dbt("run", "--select", *ALL)


def test_incremental_equals_a_full_rebuild(nights, query):
    before = {table: contents(query, table) for table in TABLES}
    dbt("run", "--select", *ALL, full=True)
    assert {t: len(rows) for t, rows in before.items() if not rows} == {}
    for table in TABLES:
        assert contents(query, table) == before[table], table


def test_the_days_hold_what_the_dossiers_say(nights, query):
    """Counted a second time, from the dossiers, in another way."""
    assert query(
        """
        select
            (select sum(received) from core.dossier_day) - count(*),
            (select sum(resolved) from core.dossier_day) - count(end_date),
            (select sum(received) from core.dossier_day where late_766_on < '9999-12-31')
                - count(*) filter (where late_766_on < '9999-12-31'),
            (select sum(overdue_change) from core.dossier_day) - count(overdue_from) + count(overdue_to),
            (select sum(synced) from core.dossier_day) - count(*) filter (where is_synced)
        from core.dossier_fact where is_counted
        """
    ) == [(0, 0, 0, 0, 0)]  # fmt: skip


def test_every_period_of_both_calendars_counted_dossier_by_dossier(nights, query):
    counted = [d for (d,) in query("select to_jsonb(d) from core.dossier_counted as d where is_counted")]
    for d in counted:
        d |= {k: d[k] and date.fromisoformat(d[k]) for k in d if k.endswith(("_date", "_from", "_to", "_on"))}
    found = {(p["unit_key"], p["period_code"]): p for (p,) in query("select to_jsonb(p) from core.dossier_period as p")}
    periods = query(
        "select period_code, first_day, last_day, as_of_date from core.dim_period where first_day <= as_of_date"
    )
    assert {"2026", "2026-Q1", "2026-03", "2026-A04", "2025-12-15/2026-03-14", "2025-12-15/2026-12-14"} <= {
        period for period, *_ in periods
    }
    for unit in AGENCIES:
        own = [d for d in counted if d["unit_key"] == unit]
        for period, first, last, as_of in periods:
            expected = form_06a(own, first, last, as_of)
            row = found.get((unit, period), dict.fromkeys(expected, 0))
            assert {k: row[k] for k in expected} == expected, (unit, period)


def test_the_nation_is_compared_and_never_counted(nights, query):
    assert query("select count(*) from core.dossier_counted where source_code <> 'igate'") == [(0,)]
    assert query("select count(*) > 5, count(*) filter (where national_status <> nation_status) > 3"
                 " from core.dossier_counted where is_synced and is_counted") == [(True, True)]  # fmt: skip
    assert query("select count(*) from core.dossier_counted where is_synced <> exists (select from core.dossier_national"
                 " as n where n.dossier_id = dossier_code)") == [(0,)]  # fmt: skip


def test_what_no_extract_shows_stays_open_and_what_is_deleted_leaves(nights, query):
    open_before = query("select dossier_id from core.dossier_counted where is_counted and end_date is null order by 1")
    total = "select sum(received), sum(resolved) from core.dossier_day"
    row = dossier("gone", "2026-04-26", status_id="4", completed_at=at("2026-03-20"))
    ((received, resolved),) = query(total)
    deliver(row)
    count_dossiers()
    assert query(total) == [(received + 1, resolved + 1)]
    assert (
        query("select dossier_id from core.dossier_counted where is_counted and end_date is null order by 1")
        == open_before
        != []
    )
    deliver(row | {"updated_at": at("2026-04-27"), "deleted_at": at("2026-04-27"), "status_id": "2"})
    count_dossiers()
    assert query(total) == [(received, resolved)]
    assert query("select is_counted from core.dossier_counted where dossier_id = 'gone'") == [(False,)]
