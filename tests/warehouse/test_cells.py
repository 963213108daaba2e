"""What a spreadsheet would run becomes text, in Python and in SQL alike."""

import psycopg
import pytest
from psycopg import sql

from warehouse import cells, config

CASES = {
    "=1+1": "'=1+1", "=HYPERLINK(\"x\")": "'=HYPERLINK(\"x\")", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0",
    "-x": "'-x", "- một việc": "'- một việc", "@SUM(1)": "'@SUM(1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1",
    " =1": "' =1", "＝1": "'＝1", "＋1": "'＋1", "-1+1": "'-1+1",
    "": "", "-5": "-5", "+84": "+84", "-1,5%": "-1,5%", "Hộ tịch": "Hộ tịch", "5-3": "5-3", "a=1": "a=1", "'=1": "'=1",
}  # fmt: skip


@pytest.mark.parametrize("text", CASES)
def test_a_cell(text):
    assert cells.harmless(text) == CASES[text]


@pytest.mark.parametrize("value", [5, -5, -1.5, None])
def test_what_is_no_text_stays(value):
    assert cells.harmless(value) is value


def test_the_database_says_the_same(warehouse):
    query = sql.SQL("select {} from unnest({}::text[]) as t (a)").format(
        sql.SQL(cells.HARMLESS_SQL).format(sql.Identifier("a")), sql.Literal(list(CASES))
    )
    with psycopg.connect(config.dsn("publisher")) as conn:
        assert [a for (a,) in conn.execute(query)] == list(CASES.values())
