"""From leaves to the root, and from scores to ranks: scratch books through the real models."""

from decimal import Decimal

import pytest

from publishing import releases
from warehouse.dbt import dbt

PROVINCE = "province-40-2020"
A, B, C, D = (f"commune-{code}-2025" for code in ("17662", "16681", "16690", "16702"))
TREE = """
root   -    40   -  sum                   -
sums   root 10   -  sum                   1
mean   root 10   -  weighted_mean         -
share  root 10   -  percent_of_applicable -
none   root 5    -  sum                   -
late   root 5    -  sum                   -
sums.1 sums 5    -  -                     -
sums.2 sums 5    -  -                     -
mean.1 mean 5    1  -                     -
mean.2 mean 10   3  -                     -
mean.3 mean 10   4  -                     -
share.1 share 10 -  -                     -
share.2 share 10 -  -                     -
share.3 share 10 -  -                     -
none.1 none 5    -  -                     -
late.1 late 5    -  -                     -
"""
GIVEN = {"sums.1": "3.33", "sums.2": "3.33", "mean.1": "5", "mean.2": "5", "share.1": "9"}
NOT_APPLICABLE = ("mean.3", "share.3", "none.1")  # share.2 and late.1 never came
EXPECTED = {
    "sums": ("scored", "6.7", "10", "rounded to the one decimal that stands at it"),
    "mean": ("scored", "6.25", "10", "10 × (1 × 5/5 + 3 × 5/10) / (1 + 3): what does not apply has no weight"),
    "share": ("scored", "4.5", "10", "10 × 9 / (10 + 10): what is missing counts in the maximum, what is excluded not"),
    "none": ("not_applicable", None, "0", "no child applies"),
    "late": ("missing", None, "5", "every child is missing: no points, and not zero"),
    "root": ("scored", "17.45", "35", "6.7 + 6.25 + 4.5 of what applies"),
}
RANKED = ("commune", [{"criterion_code": "root", "max_points": "100", "aggregation": "sum"},
                      {"criterion_code": "only", "parent_code": "root", "max_points": "100", "rule": "reported",
                       "numerator": "given"}], [])  # fmt: skip
POINTS = {"2025": {A: "90.004", B: "90.001", C: "80"}, "2026": {C: "95", A: "90", D: "70"}}


def criteria():
    names = ("criterion_code", "parent_code", "max_points", "weight", "aggregation", "rounds_to")
    for line in TREE.split("\n")[1:-1]:
        row = {k: v for k, v in zip(names, line.split(), strict=True) if v != "-"}
        yield row if "aggregation" in row else row | {"rule": "reported", "numerator": row["criterion_code"]}


@pytest.fixture(scope="module")
def scored(score):
    given = [(PROVINCE, "2025", code, points, None) for code, points in GIVEN.items()]
    given += [(PROVINCE, "2025", code, None, "not_applicable") for code in NOT_APPLICABLE]
    given += [(unit, period, "given", p, None) for period, points in POINTS.items() for unit, p in points.items()]
    score({"2022": ("province", list(criteria()), []), "2026": RANKED}, given)


@pytest.mark.parametrize("code", EXPECTED)
def test_aggregation(scored, query, code):
    state, points, applicable, why = EXPECTED[code]
    found = query(
        "select state, points, applicable_max_points from intermediate.score_node where criterion_code = %s"
        " and edition = '2022' and period_code = '2025'", code,
    )  # fmt: skip
    assert found == [(state, points and Decimal(points), Decimal(applicable))], why


def test_percent_is_of_what_applies(scored, query):
    assert query(
        "select score, percent from intermediate.score_rank where edition = '2022' and period_code = '2025'"
    ) == [(Decimal("17.45"), Decimal("49.86"))]


def ranks(query, schema, period):
    rows = query(
        f"select unit_key, rank, previous_rank, rank_change, ranked_units, status from {schema}.fct_index_rank"
        " where edition = '2026' and period_code = %s", period,
    )  # fmt: skip
    return {unit: rest for unit, *rest in rows}


def build():
    release = releases.open_candidate(force=True)
    dbt("run", "--select", "rank_standing", "fct_index_rank", variables=release)
    return release


def test_ranks(scored, query):
    """Ties on the published decimals share a rank and the next is skipped; who has no score has no rank."""
    schema = build()["release_schema"]
    before, now = (ranks(query, schema, year) for year in POINTS)
    assert [before[u] for u in (A, B, C)] == [[r, None, None, 3, "provisional"] for r in (1, 1, 3)]
    assert before[D] == [None, None, None, 3, "provisional"]
    assert now[C] == [1, 3, 2, 3, "provisional"], "rose by two"
    assert now[A] == [2, 1, -1, 3, "provisional"], "fell by one"
    assert now[B] == [None, 1, None, 3, "provisional"], "not due yet: no rank, no change"
    assert now[D] == [3, None, None, 3, "provisional"], "nothing to compare with"


def test_the_previous_rank_is_the_frozen_one(scored, query):
    """A ranking that was published as official is what the next year compares with, whatever was corrected since."""
    release = build()
    query(
        """
        with o as (
            insert into ops.official_ranking (index_code, edition, period_code, release_id, approved_by, sha256)
            values ('par', '2026', '2025', %s, 'test', 'x') returning official_id
        )
        insert into ops.official_rank (official_id, unit_key, peer_group, score, rank, ranked_units)
        select official_id, %s, 'commune', 91, 2, 2 from o
        """,
        release["release_id"], C,
    )  # fmt: skip
    schema = build()["release_schema"]
    assert ranks(query, schema, "2025") == {C: [2, None, None, 2, "official"]}, "as it was frozen"
    assert ranks(query, schema, "2026")[C] == [1, 2, 1, 3, "provisional"]
