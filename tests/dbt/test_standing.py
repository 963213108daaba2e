"""Ranks beside those of the year before, through the succession of units: scratch books and figures in an empty warehouse."""

import psycopg
import pytest

from books import loading
from publishing import releases
from tests.dbt.conftest import make_book
from warehouse import config
from warehouse.dbt import dbt

VINH, CUA_LO, DO_LUONG, NAM_DAN = (f"district-{code}-2020" for code in ("412", "413", "427", "430"))
OLD, NEW, MERGED, BORN = "commune-16804-2020", "commune-16804-2025", "commune-16663-2020", "commune-16681-2025"
NGHI_LOC, CHAIN = "district-429-2020", ("made-up-2020", "made-up-2025-02", "made-up-2025-09")
CRITERIA = [{"criterion_code": "root", "max_points": "100", "aggregation": "sum"},
            {"criterion_code": "only", "parent_code": "root", "max_points": "100", "rule": "reported", "numerator": "given"}]  # fmt: skip
POINTS = {
    "2023": {VINH: 90, DO_LUONG: 80, NAM_DAN: 70, CUA_LO: 60, NGHI_LOC: 10},
    "2024": {VINH: 85, DO_LUONG: 70, NAM_DAN: 75, OLD: 50, MERGED: 60, NGHI_LOC: 10, CHAIN[0]: 40},
    "2025": {NEW: 90, BORN: 80, CHAIN[2]: 70},
}


@pytest.fixture(scope="module")
def scored(warehouse):
    """Figures as a delivery that passed its gate, one book for districts and communes of 2023 to 2025."""
    with psycopg.connect(config.dsn("admin")) as conn:
        gate = conn.execute(
            "insert into ops.gate (border, finished_at, is_passed) values ('in', now(), true) returning gate_id"
        ).fetchone()[0]
        receipt = conn.execute(
            "insert into ops.delivery (source_code, sha256, name, received_at, rows_delivered, rows_loaded,"
            " is_illustrative, archive_path, gate_id) values ('workbook', 'scratch', 'thử.xlsx', '2026-06-30', 15, 15, true,"
            " 'none', %s) returning receipt_id", (gate,),
        ).fetchone()[0]  # fmt: skip
        given = [(unit, year, points) for year, of in POINTS.items() for unit, points in of.items()]
        with conn.cursor().copy(
            "copy raw_workbooks.figure (receipt_id, row_no, form_code, edition, sheet, cell, sheet_row, row_role,"
            " unit_key, period_code, figure_code, value) from stdin"
        ) as copy:
            for number, (unit, year, points) in enumerate(given, 1):
                cell = (f"C{number}", number, "detail")
                copy.write_row((receipt, number, "scratch", "1", "Thử", *cell, unit, year, "given", points))
        span = {"level": "district|commune", "valid_from": "2023-01-01", "valid_to": "2027-01-01"}
        loading.write(conn, "books", make_book("par", "scratch", CRITERIA, **span), "scratch")
    dbt("seed")
    days = ("2020-01-01", "2025-02-01", "2025-09-01", "")
    with psycopg.connect(config.dsn("admin")) as conn, conn.cursor() as cursor:
        cursor.executemany(
            "insert into reference.units (unit_key, egov_code, name_vi, short_name_vi, level, parent_unit_key, peer_group,"
            " valid_from, valid_to) values (%s, '', 'Xã thử', 'thử', 'commune', '', 'xa', %s, %s)",
            zip(CHAIN, days[:3], days[1:], strict=True))  # fmt: skip
        cursor.executemany(
            "insert into reference.unit_succession values (%s, %s, %s, 'rename', '1', '', 'unverified', '')",
            zip(CHAIN[:2], CHAIN[1:], days[1:3], strict=True))  # fmt: skip
    dbt("run", "--select", "staging", "core", "scoring")


def ranks(query, year):
    release = releases.open_candidate(force=True)
    dbt("run", "--select", "standing", "fct_criterion_score", "fct_index_rank", variables=release)
    found = query(
        "select unit_key, rank, previous_rank, rank_change, comparison, status"
        f" from {release['release_schema']}.fct_index_rank where period_code = %s", year,
    )  # fmt: skip
    return {unit: tuple(rest) for unit, *rest in found}


def test_the_first_year_has_nothing_to_compare_with(scored, query):
    found = ranks(query, "2023")
    assert found[VINH] == (1, None, None, "no_previous", "provisional")
    assert found[CUA_LO] == (4, None, None, "no_previous", "provisional")


def test_a_unit_that_took_another_in_is_not_compared(scored, query):
    """Cửa Lò was merged into Vinh on 1 December 2024: Vinh of 2024 is not the Vinh of 2023."""
    found = ranks(query, "2024")
    assert found[VINH] == (1, None, None, "merged", "provisional")
    assert found[NGHI_LOC] == (4, None, None, "split", "provisional"), "four of its communes went to Vinh"
    assert found[DO_LUONG] == (3, 2, -1, "same_unit", "provisional"), "fell by one"
    assert found[NAM_DAN] == (2, 3, 1, "same_unit", "provisional"), "rose by one"


def test_a_unit_that_goes_on_under_another_key_is_compared(scored, query):
    found = ranks(query, "2025")
    assert found[NEW] == (1, 2, 1, "renamed", "provisional"), "Châu Bình was second in 2024"
    assert found[CHAIN[2]] == (3, 3, 0, "renamed", "provisional"), "through two events of one year"
    assert found[BORN] == (2, None, None, "merged", "provisional"), "of several wards"


def test_the_previous_rank_is_the_frozen_one(scored, query):
    """A ranking that was published as official is what the next year compares with, whatever was corrected since."""
    release = releases.open_candidate(force=True)["release_id"]
    query(
        "with o as (insert into ops.official_ranking (index_code, edition, period_code, release_id, approved_by, sha256)"
        " values ('par', 'scratch', '2023', %s, 'test', 'x') returning official_id)"
        " insert into ops.official_rank (official_id, unit_key, peer_group, score, rank, ranked_units)"
        " select official_id, %s, 'district', 91, 1, 2 from o", release, NAM_DAN,
    )  # fmt: skip
    assert ranks(query, "2023") == {NAM_DAN: (1, None, None, "no_previous", "official")}, "as it was frozen"
    assert ranks(query, "2024")[NAM_DAN] == (2, 1, -1, "same_unit", "provisional")
