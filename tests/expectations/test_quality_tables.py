"""Over a whole night: the counts of every receipt add up, and every field stands in the table of what is asked of it."""

import csv
from pathlib import Path

import psycopg
import pytest

from expectations import coverage, gate, suites
from warehouse import config

LAYOUTS = Path(__file__).resolve().parents[2] / "ingestion" / "layouts"
RAW = "select n.nspname || '.' || c.relname from pg_class as c inner join pg_namespace as n on c.relnamespace = n.oid"


def test_the_counts_of_every_receipt_add_up(night, query):
    assert query("select * from ops.receipt_balance where difference <> 0") == []
    receipts, delivered, quarantined = query(
        "select count(*), sum(delivered), sum(quarantined) from ops.receipt_balance"
    )[0]
    assert receipts > 40 and delivered > 60_000 and quarantined > 100
    assert query("select sum(loaded) from ops.receipt_balance") == query(
        "select (select count(*) from raw_dossiers.dossier) + (select count(*) from raw_dossiers.procedure)"
        " + (select count(*) from raw_evaluation.value) + (select count(*) from raw_workbooks.figure)"
        " + (select count(*) from raw_workbooks.list_row)"
    )


def test_no_raw_table_is_left_out_of_the_count(night, query):
    tables = query(
        RAW + " inner join pg_attribute as a on c.oid = a.attrelid and a.attname = 'row_no'"
        " where n.nspname like 'raw\\_%%' and c.relkind = 'r'"
    )
    ((counted,),) = query("select pg_get_viewdef('ops.raw_row')")
    assert tables and [t for (t,) in tables if f"FROM {t}" not in counted] == []


def test_every_field_stands_in_the_table_in_every_dimension(night, query):
    fields = dict(query("select suite || ' ' || field, array_agg(dimension) from ops.field_coverage group by 1"))
    assert {f: len(d) for f, d in fields.items() if set(d) != set(suites.DIMENSIONS) or len(d) != 15} == {}
    asked = set(query("select distinct suite, unnest(checks) from ops.field_coverage"))
    every = {(s.suite, c.name) for border in ("in", "out") for s in suites.load_suites(border) for c in s.checks}
    assert asked == every
    for suite in suites.load_suites("in"):
        columns = query(
            "select attname::text from pg_attribute where attrelid = %s::regclass and attnum > 0", suite.raw_table
        )
        assert [c for (c,) in columns if c not in coverage.PLUMBING and f"{suite.suite} {c}" not in fields] == []


def test_every_field_of_a_list_that_came_stands_in_the_table(night, query):
    came = {form for (form,) in query("select distinct form_code from raw_workbooks.list_row")}
    known = {field for (field,) in query("select distinct field from ops.field_coverage where suite like '%%\\_in'")}
    missing = []
    for form in came:
        with (LAYOUTS / f"{form}.csv").open(encoding="utf-8", newline="") as file:
            missing += [f"{form}.{r['code']}" for r in csv.DictReader(file) if r["role"] == "field" and r["presence"] == "required"
                        and f"{form}.{r['code']}" not in known]  # fmt: skip
    assert len(came) > 5 and missing == []


def test_every_mart_of_today_belongs_to_a_suite(night, query):
    marts = {m for s in suites.load_suites("out") for m in s.marts}
    published = {
        t for (t,) in query("select table_name::text from information_schema.tables where table_schema = 'marts'")
    }
    assert {m for m in marts if "." not in m} <= published
    assert {
        t for (t,) in query("select distinct split_part(field, '.', 1) from ops.field_coverage where suite = 'none'")
    } == (published - marts)


def uncovered(query, field):
    return query(
        "select suite, count(*), sum(cardinality(checks)) from ops.field_coverage where field = %s group by 1", field
    )


def test_a_field_that_no_check_asks_about_shows(night, query):
    """A column of a raw table, a field of a form that came with it, and a column of a mart."""
    ((schema,),) = query("select schema_name from ops.release where state = 'published'")
    query("alter table raw_dossiers.procedure add column planted text")
    query(f"create table {schema}.fct_planted (planted integer)")
    with psycopg.connect(config.dsn("admin")) as conn:
        (receipt,) = conn.execute("select max(receipt_id) from raw_workbooks.list_row").fetchone()
        conn.execute(
            "update raw_workbooks.list_row set fields = fields || '{\"planted\": \"\"}' where receipt_id = %s and row_no ="
            " (select max(row_no) from raw_workbooks.list_row where receipt_id = %s)", (receipt, receipt),
        )  # fmt: skip
        (form,) = conn.execute(
            "select form_code from raw_workbooks.list_row where receipt_id = %s", (receipt,)
        ).fetchone()
        coverage.write(conn, "in", suites.load_suites("in"), [receipt])
        coverage.write(conn, "in", suites.load_suites("in"), [])
        coverage.write(conn, "out", suites.load_suites("out"), schema=schema)
    assert uncovered(query, "planted") == [("dossier_procedures_in", 15, 0)]
    assert uncovered(query, "fct_planted.planted") == [("none", 15, 0)]
    ((_, dimensions, checks),) = uncovered(query, f"{form}.planted")
    assert (dimensions, checks) == (15, 0)
    query(f"drop table {schema}.fct_planted")


def test_a_lost_row_stops_the_release(night, query):
    release = query("select release_id, schema_name from ops.release where state = 'published'")[0]
    asked = [s for s in suites.load_suites("out") if s.suite == "receipts_out"]
    query("delete from raw_evaluation.value where (receipt_id, row_no) = (select receipt_id, min(row_no)"
          " from raw_evaluation.value group by receipt_id limit 1)")  # fmt: skip
    with pytest.MonkeyPatch.context() as patch, pytest.raises(gate.GateStopped, match="receipts_out.counts_add_up"):
        patch.setattr(gate, "load_suites", lambda border: asked)
        gate.gate_out(*release)
