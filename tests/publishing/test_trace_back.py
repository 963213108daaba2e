"""Every published number leads back: figures drawn from the published release are traced, and what is read at that place in
the original is what was published."""

import re
from decimal import Decimal

import psycopg
import pytest
from psycopg.rows import dict_row

from publishing import releases, trace_words
from tests.publishing import originals
from tests.publishing.second_release import copied
from warehouse import config

DRAWN = """
    select unit_key, period_code, figure_code, value from marts.fct_figure where {which}
    order by sha256(convert_to(concat_ws('|', 'draw', unit_key, period_code, figure_code), 'UTF8')) limit {n}
"""
SCALE = {"Rất không hài lòng": "1", "Không hài lòng": "2", "Bình thường": "3", "Hài lòng": "4", "Rất hài lòng": "5"}
YES_NO = {"Có": 1, "Không": 0}
RULES = {r["figure_code"]: r for r in originals.seed("list_figures")}


def trace(conn, figure: dict) -> list[dict]:
    """As the BI reader, who sees no raw table."""
    key = (figure["unit_key"], figure["period_code"], figure["figure_code"])
    return conn.execute("select * from marts.trace_figure(%s, %s, %s)", key).fetchall()


@pytest.fixture(scope="module")
def bi(night):
    with psycopg.connect(config.dsn("bi_reader"), row_factory=dict_row, autocommit=True) as conn:
        yield conn


@pytest.fixture(scope="module")
def drawn(bi):
    """(figure, its trace) of 200 figures of workbooks, 50 of dossiers and 50 of the portal."""
    which = {"workbook": ("source_code like 'workbook:%'", 200), "igate": ("source_code = 'igate'", 50),
             "portal": ("source_code = 'portal'", 50)}  # fmt: skip
    draws = {name: bi.execute(DRAWN.format(which=w, n=n)).fetchall() for name, (w, n) in which.items()}
    return {name: [(f, trace(bi, f)) for f in figures] for name, figures in draws.items()}


def test_every_drawn_figure_has_a_place_that_accounts_for_it(drawn):
    for figure, rows in (pair for pairs in drawn.values() for pair in pairs):
        assert rows, figure
        assert {r["state"] for r in rows} == {"agrees"}, figure
        assert {r["value"] for r in rows} == {figure["value"]}
        assert all(r["receipt_id"] and r["received_at"] and r["sha256"] and r["is_illustrative"] for r in rows)


def test_two_hundred_workbook_figures_are_what_stands_in_their_cells(drawn, warehouse):
    numbers = 0
    for figure, rows in drawn["workbook"]:
        for row in rows:
            sheet = originals.sheet(warehouse / "inbox" / "loaded" / row["file_name"], row["sheet"])
            if row["kind"] == "entries":
                assert recount(sheet, row) == row["counted"], row
                numbers += 1
                continue
            there = sheet[row["cell"]].value
            assert originals.cell_text(there) == (row["delivered"] or ""), row
            read = YES_NO.get(there, originals.number(there))
            assert read is None or read == figure["value"], row
            numbers += read is not None
        if (
            rows[0]["kind"] == "entries"
            and figure["value"]
            and RULES[figure["figure_code"]]["aggregate"] != "count_distinct"
        ):
            assert sum(r["counted"] for r in rows) == figure["value"]
    assert numbers > 180, "numbers, and not only words that stand for states"


def recount(sheet, row: dict):
    """What the counted rows of a list come to, by the rule's table and the cells."""
    rule, rows = RULES[row["figure_code"]], originals.row_numbers(row["rows"])
    if not row["counted"]:
        return row["counted"]
    if not rule["field"]:
        return len(set(rows))
    cells = [sheet[f"{column}{n}"].value for n in rows for column in row["columns"].split(", ")]
    cells = [SCALE.get(c, c) for c in cells]
    if said := re.search(r"\[value\] in (\S+)", rule["condition"] + rule["population"]):
        cells = [c for c in cells if originals.cell_text(c) in said[1].split("|")]
    values = [originals.number(c) for c in cells]
    if rule["aggregate"] == "sum":
        return sum(v for v in values if v is not None)
    filled = [c for c in cells if c is not None]
    return len(set(filled)) if rule["aggregate"] == "count_distinct" else len(filled)


@pytest.fixture(scope="module")
def counted_dossiers(night, bi, warehouse):
    """All counted dossiers, from the archived lines."""
    with psycopg.connect(config.dsn("auditor")) as conn:
        ((receipt, sha256),) = conn.execute(
            "select receipt_id, sha256 from ops.delivery where source_code = 'igate'"
        ).fetchall()
        kept_out = {n for (n,) in conn.execute("select row_no from quarantine.row where receipt_id = %s", (receipt,))}
    return originals.dossiers(originals.lines(warehouse / "archive", "igate", sha256), kept_out)


def test_fifty_dossier_figures_counted_again_from_the_archive(bi, counted_dossiers):
    codes = [code + suffix for code in originals.COUNTED for suffix in ("", "_communes", "_area")]
    figures = bi.execute(DRAWN.format(which=f"figure_code = any('{{{','.join(codes)}}}')", n=50)).fetchall()
    periods = {r["period_code"]: r for r in bi.execute("select * from dim_period")}
    parents = {r["unit_key"]: r for r in bi.execute("select unit_key, parent_unit_key, level from dim_unit")}
    for figure in figures:
        code, _, scope = re.fullmatch(r"(\w+?)(_(communes|area))?", figure["figure_code"]).groups()
        of = {figure["unit_key"]} if scope != "communes" else set()
        if scope:
            of |= {
                k for k, u in parents.items() if u["parent_unit_key"] == figure["unit_key"] and u["level"] == "commune"
            }
        days = periods[figure["period_code"]]
        keys = {d["key"] for d in counted_dossiers
                if d["unit"] in of and originals.COUNTED[code](d, days["first_day"], days["last_day"])}  # fmt: skip
        rows = trace(bi, figure)
        assert len(keys) == figure["value"] == sum(r["counted"] for r in rows), figure
        told = [key for r in rows for key in r["keys"] or []]
        assert set(told) <= keys and len(told) == min(len(keys), 20 * len(rows)), figure


def test_portal_figures_are_what_stands_in_their_lines(drawn, warehouse):
    for figure, (row,) in drawn["portal"]:
        head, *lines = originals.lines(warehouse / "archive", "portal", row["sha256"])
        line = lines[row["row_no"] - 1]
        group, *metric, field = row["columns"].split(" ▸ ")
        assert (line["group_code"], [line["metric_code"]] if "metric_code" in line else []) == (group, metric)
        assert str(row["observed_on"]) == head["observed_on"] and figure["period_code"] == head["period_code"]
        there = line.get(field)
        assert (None if there is None else Decimal(str(there))) == figure["value"], row


def test_every_code_of_a_dossier_figure_is_accounted_for(bi):
    """Each of the codes, once, where it is largest: the way back counts what the figure counts."""
    largest = bi.execute(
        "select distinct on (figure_code) unit_key, period_code, figure_code, value from marts.fct_figure"
        " where source_code = 'igate' order by figure_code, value desc, unit_key, period_code"
    ).fetchall()
    assert len(largest) == 27 * 3
    for figure in largest:
        rows = [r for r in trace(bi, figure) if r["role"] == "value"]
        assert sum(r["counted"] for r in rows) == figure["value"] and rows[0]["state"] == "agrees", figure


def test_it_works_after_a_switch_and_of_older_releases(bi, query):
    figure, before = bi.execute(DRAWN.format(which="source_code = 'workbook:par_district'", n=1)).fetchall()[0], None
    before = trace(bi, figure)[0]
    release = copied(query)
    query(f"update {release['release_schema']}.fct_figure set value = 12345 where unit_key = %s and period_code = %s"
          " and figure_code = %s", figure["unit_key"], figure["period_code"], figure["figure_code"])  # fmt: skip
    releases.switch(**release)
    (after,) = trace(bi, figure)
    assert (after["release_id"], after["value"], after["state"]) == (release["release_id"], 12345, "differs")
    assert after["delivered"] == before["delivered"]
    (old,) = bi.execute(
        "select * from marts.trace_figure(%s, %s, %s, %s)", (*list(figure.values())[:3], before["release_id"])
    )
    assert old == before
    with pytest.raises(psycopg.errors.RaiseException, match="no tables of release 999"):
        bi.execute("select * from marts.trace_figure('x', 'y', 'z', 999)")


def test_a_decided_correction_is_told_beside_what_its_source_says(bi, query):
    figure = bi.execute(DRAWN.format(which="source_code = 'igate'", n=1)).fetchall()[0]
    release = copied(query)
    schema = release["release_schema"]
    query(f"update {schema}.fct_figure set value = 777, correction_code = 'DC-1' where unit_key = %s and period_code = %s"
          " and figure_code = %s", figure["unit_key"], figure["period_code"], figure["figure_code"])  # fmt: skip
    query(f"insert into {schema}.fct_figure_correction (kind, correction_code, state, old_value, new_value, reason_vi, decided_by,"
          " decided_on) values ('decided', 'DC-1', 'applied', '5', '777', 'Đếm nhầm', 'UBND tỉnh', '2026-05-31')")  # fmt: skip
    releases.switch(**release)
    *places, decision = trace(bi, figure)
    assert {p["state"] for p in places if p["role"] == "value"} == {"differs"} and places[0]["receipt_id"]
    assert (decision["role"], decision["cell"], decision["value"], decision["receipt_id"]) == (
        "correction",
        "DC-1",
        777,
        None,
    )
    assert trace_words.place(decision) == "đính chính DC-1: 5 thành 777, lý do: Đếm nhầm (UBND tỉnh, 2026-05-31)"
