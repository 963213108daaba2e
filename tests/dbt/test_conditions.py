"""Conditions on the entries of forms: what they say of an entry, and what cannot be read (forms.condition_sql)."""

import json

import psycopg
import pytest

ENTRY = {
    "total": "3",
    "part": "2.0",
    "other": "1",
    "day": "2026-05-01",
    "blank": "",
    "status": "done",
    "due": "ongoing",
}


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("", True), ("[total] = 3.0", True), ("[total] = [part] + [other]", True), ("[total] = [blank] + [part]", False),
        ("[total] - [other] = [part]", True), ("[total] > [part]; [status] = done", True),
        ("[total] > [part]; [status] = x", False), ("[day] <= 2026-05-02", True), ("[day] < 2026-05-01", False),
        ("[status] in x|done", True), ("[status] <> done", False), ("[status] matches ^d", True), ("[total] >= 10", False),
        ("[blank] is empty", True), ("[unasked] is filled", False), ("[blank] + [unasked] is filled", False),
        ("[blank] = x", None), ("[blank] <> x", None), ("[due] < 2026-05-01", None), ("[blank] + [unasked] = 0", None),
        ("[blank] = x; [status] = x", False), ("[status] + [part] = 2", None), ("[status] = it's", False),
    ],
)  # fmt: skip
def test_what_a_condition_says(query, said, holds):
    """Numbers and days are compared as such; of what is empty nothing is said (None)."""
    ((expression,),) = query("select forms.condition_sql(%s, 'e')", said)
    expression = expression.replace("%", "%%")
    assert query(f"select {expression} from (select %s::jsonb as e) as x", json.dumps(ENTRY)) == [(holds,)]


@pytest.mark.parametrize("said", ["total = 3", "[total", "[total] ~ 3", "[total] = [part", "[total] =", "[status]"])
def test_what_cannot_be_read_is_shown(query, said):
    with pytest.raises(psycopg.errors.RaiseException, match=r"cannot be read|neither a field"):
        query("select forms.condition_sql(%s)", said)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [("2026", "2026-01-01", "2026-12-31"), ("2026-Q3", "2026-07-01", "2026-09-30"), ("2024-02", "2024-02-01", "2024-02-29"),
     ("2026-A01", "2025-12-15", "2026-01-14"), ("2024-01-01/2024-05-03", "2024-01-01", "2024-05-03")],
)  # fmt: skip
def test_days_of_a_period(query, period, first, last):
    assert query("select forms.first_day(%s)::text, forms.last_day(%s)::text", period, period) == [(first, last)]
