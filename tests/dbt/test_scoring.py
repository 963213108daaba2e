"""Every published score, rank and class of the sample province, recomputed in plain Python (recompute.py), must agree."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.dbt import recompute
from warehouse import config
from warehouse.dbt import PROJECT

BOOKS = [recompute.Book(p) for p in sorted((PROJECT / "seeds" / "books").glob("*/*")) if p.is_dir()]
KEY = "index_code, edition, period_code, unit_key"


@pytest.fixture(scope="module")
def recomputed(night):
    """(index, edition, period, unit) -> criterion -> Score, and the ranking rows (score, percent, group, class)."""
    with psycopg.connect(config.dsn("bi_reader"), row_factory=dict_row) as conn:
        units = conn.execute("select * from marts.dim_unit").fetchall()
        years = conn.execute("select * from marts.dim_period where kind = 'year'").fetchall()
        figures = defaultdict(dict)
        for f in conn.execute("select * from marts.fct_figure"):
            figures[f["unit_key"], f["period_code"]][f["figure_code"]] = f["value"], f["missing_reason"]
    scores, rows = {}, {}
    for book in BOOKS:
        codes = {c[side] for c in book.criteria.values() for side in ("numerator", "denominator")}
        for year in years:
            first, last, period = year["first_day"], year["last_day"], year["period_code"]
            heard = any(p == period and codes & f.keys() for (_, p), f in figures.items())
            if not heard or not book.head["valid_from"] <= str(first) <= str(last) < book.head["valid_to"]:
                continue
            for unit in units:
                is_there = unit["valid_from"] <= last and (unit["valid_to"] is None or unit["valid_to"] > first)
                if unit["level"] != book.head["level"] or not is_there:
                    continue
                key = book.index, book.edition, period, unit["unit_key"]
                scores[key] = book.score(figures[unit["unit_key"], period], year["is_running"])
                rows[key] = ranking_row(book, unit, scores[key][book.root])
    return scores, rows


def ranking_row(book, unit, root):
    decimals = book.head["rank_decimals"]
    percent = 100 * root.points / root.applicable if root.points is not None and root.applicable else None
    percent, group = recompute.rounded(percent, decimals), book.group(unit)
    return recompute.rounded(root.points, decimals), percent, group, book.class_of(group, percent)


def as_kept(expected: Decimal | None, found: Decimal | None) -> Decimal | None:
    """The exact value on as many digits as PostgreSQL keeps (16 significant ones or more)."""
    if None in (expected, found):
        return expected
    return expected.quantize(Decimal((0, (1,), found.as_tuple().exponent)), ROUND_HALF_UP)


def test_every_criterion(recomputed, query):
    scores, _ = recomputed
    found = query(f"select {KEY}, criterion_code, state, points, applicable_max_points from marts.fct_criterion_score")
    assert len(found) == sum(map(len, scores.values())) > 2000
    leaves = {(b.index, b.edition, c) for b in BOOKS for c, row in b.criteria.items() if row["rule"]}
    for *key, code, state, points, applicable in found:
        mine, is_leaf = scores[tuple(key)][code], (key[0], key[1], code) in leaves
        assert (state, applicable) == (mine.state, mine.applicable), (key, code)
        # a leaf to its last digit; a node above is the sum of leaves that PostgreSQL keeps on 16 digits each
        mine_points = as_kept(mine.points, points) if is_leaf else recompute.rounded(mine.points, 12)
        assert mine_points == (points if is_leaf else recompute.rounded(points, 12)), (key, code)


def test_every_index_score_rank_and_class(recomputed, query):
    _, rows = recomputed
    found = query(
        f"select {KEY}, peer_group, score, percent, class_vi, rank, ranked_units, previous_rank, rank_change"
        " from marts.fct_index_rank"
    )
    assert len(found) == len(rows) == 21 + 21 + 130
    groups = defaultdict(dict)
    for (index, edition, period, unit), (score, _, group, _) in rows.items():
        groups[index, edition, period, group][unit] = score
    ranks = {g: recompute.ranks(scores) for g, scores in groups.items()}
    by_year = {(g[0], int(g[2]), g[3], unit): r for g, of in ranks.items() for unit, r in of.items()}
    for *key, group, score, percent, klass, rank, ranked_units, previous, change in found:
        assert (score, percent, group, klass) == rows[tuple(key)], key
        index, edition, period, unit = key
        of_group = ranks[index, edition, period, group]
        assert rank == of_group[unit] and ranked_units == sum(r is not None for r in of_group.values())
        assert previous == by_year.get((index, int(period) - 1, group, unit)), key
        assert change == (None if None in (rank, previous) else previous - rank)


def test_ranks_skip_after_ties():
    given = dict(zip("abcdef", map(Decimal, ("73.29", "90", "73.29", "80", "73.29", "60")), strict=True))
    assert recompute.ranks(given | {"g": None}) == {"b": 1, "d": 2, "a": 3, "c": 3, "e": 3, "f": 6, "g": None}
