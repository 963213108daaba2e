"""What is encoded as JSON for the archive comes out of the database as it went in."""

import msgspec
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion import json_copy
from warehouse import config

CASES = [
    (b'"plain",null,3', b'"plain",null,3'),
    (rb'"a \"quote\" and \\"', rb'"a \"quote\" and \\"'),
    (rb'"two\nlines\tand \r"', b'"two\nlines\tand \r"'),
    (rb'"\\n is no new line"', rb'"\\n is no new line"'),
    (rb'"bell \u0007, \u1ebf"', '"bell \a, ế"'.encode()),
    (rb'"null",null', rb'"null",null'),
]


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_escapes_become_what_they_stand_for(line, expected):
    assert json_copy.as_csv(line) == expected


@pytest.fixture(scope="module")
def conn(warehouse):
    with psycopg.connect(config.dsn("admin")) as conn:
        conn.execute(
            "create temporary table line (n integer, a text, b text, i numeric, f double precision, x boolean)"
        )
        yield conn
        conn.rollback()


texts = st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
texts |= st.text('\\"nN/\t\n\r,.ếu0null', max_size=8)
rows = st.lists(
    st.tuples(texts, texts, st.none() | st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans())
)


@given(rows)
@settings(max_examples=40, deadline=None)
def test_any_row_comes_back_as_it_was(conn, rows):
    lines = msgspec.json.Encoder().encode_lines(rows).splitlines()
    numbered = b"".join(b"%d,%b\n" % (n, line[1:-1]) for n, line in enumerate(lines))
    conn.execute("truncate line")
    with conn.cursor().copy(f"copy line from stdin {json_copy.OPTIONS}") as copy:
        copy.write(json_copy.as_csv(numbered))
    assert conn.execute("select a, b, i, f, x from line order by n").fetchall() == rows
