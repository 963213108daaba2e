"""Every published score, rank and class of the sample province, recomputed in plain Python (tests/books/recompute)."""

from fractions import Fraction

import psycopg
import pytest
from psycopg.rows import dict_row

from books.book import all_folders
from tests.books import recompute
from tests.counts import RANKS
from warehouse import config

BOOKS = [recompute.Book(folder) for folder in all_folders()]
KEY = "index_code, edition, period_code, unit_key"
UNITS = "select *, unit_key as unit_code, parent_unit_key as parent_code from marts.dim_unit"
FIGURES = "select *, unit_key as unit_code from marts.fct_figure"
ASSESSMENTS = "select *, unit_key as unit_code from core.fct_assessment"
RUNNING = "select period_code from marts.dim_period where is_running"


@pytest.fixture(scope="module")
def recomputed(night):
    """(index, edition, period, unit) -> criterion -> Score, and (…) -> Place."""
    with psycopg.connect(config.dsn("admin"), row_factory=dict_row) as conn:
        units, figures, assessments = (conn.execute(q).fetchall() for q in (UNITS, FIGURES, ASSESSMENTS))
        running = {r["period_code"] for r in conn.execute(RUNNING)}
    scores = recompute.score_all(BOOKS, units, figures, assessments, running)
    return scores, recompute.ranks(BOOKS, units, scores)


def exact(value) -> Fraction | None:
    return None if value is None else Fraction(value)


def test_every_criterion(recomputed, query):
    scores, _ = recomputed
    found = query(f"select {KEY}, criterion_code, state, points, applicable_max_points from marts.fct_criterion_score")
    assert len(found) == sum(map(len, scores.values())) > 9000
    for *key, code, state, points, applicable in found:
        mine = scores[tuple(key)][code]
        assert (state, exact(points), exact(applicable)) == (
            mine.state,
            recompute.shown(mine.points),
            mine.applicable,
        ), (key, code)


def test_every_index_score_rank_and_class(recomputed, query):
    _, places = recomputed
    found = query(
        f"select {KEY}, peer_group, score, percent, class_vi, rank, ranked_units, previous_rank, rank_change"
        " from marts.fct_index_rank"
    )
    assert len(found) == len(places) == RANKS
    by_year = {(index, int(year), p.group, unit): p.rank for (index, _, year, unit), p in places.items()}
    for *key, group, score, percent, klass, rank, ranked_units, previous, change in found:
        mine, (index, _, period, unit) = places[tuple(key)], key
        assert (group, exact(score), exact(percent), klass) == (mine.group, mine.score, mine.percent, mine.class_vi), (
            key
        )
        assert (rank, ranked_units) == (mine.rank, mine.ranked_units), key
        assert previous == by_year.get((index, int(period) - 1, group, unit)), key
        assert change == (None if None in (rank, previous) else previous - rank)


def test_the_override_of_the_council_is_told_with_its_reason(night, query):
    found = query(
        "select u.short_name_vi, s.criterion_code, s.stage, s.points <> s.system_points, length(s.override_reason) > 10,"
        " r.override_count from marts.fct_criterion_score as s"
        " inner join marts.fct_index_rank as r using (index_code, edition, period_code, unit_key)"
        " inner join marts.dim_unit as u using (unit_key) where s.is_override"
    )
    assert found == [("Quế Phong", "1.2.1", "final", True, True, 1)]


def test_communes_import_the_satisfaction_index(night, query):
    """PAR 2026 takes SIPAS from the survey's single answers: the same share of the maximum, for every commune."""
    assert query(
        """
        select count(*), count(*) filter (
            where round(c.points / c.max_points, 15) = round(s.points / s.applicable_max_points, 15)
        )
        from marts.fct_criterion_score as c
        inner join marts.dim_criterion as d on c.index_code = d.index_code and c.edition = d.edition
            and c.criterion_code = d.criterion_code and d.numerator = 'index:sipas'
        inner join marts.fct_criterion_score as s on s.index_code = 'sipas' and s.criterion_code = (
            select r.criterion_code from marts.dim_criterion as r where r.index_code = 'sipas' and r.parent_code is null)
            and c.unit_key = s.unit_key and c.period_code = s.period_code
        where c.state = 'scored'
        """
    ) == [(130, 130)]  # fmt: skip


def test_points_at_stake_are_those_of_the_stages(night, query):
    """Every leaf that two sources speak of, largest difference first."""
    said: dict[tuple, dict] = {}
    stages = f"select {KEY}, criterion_code, stage, points from marts.fct_criterion_stage where points is not null"
    for *key, stage, points in query(stages):
        said.setdefault(tuple(key), {})[stage] = points
    expected = {}
    for key, given in said.items():
        given.setdefault("council", given.get("final", given.get("appraisal")))
        sources = [given[s] for s in ("self", "system", "council") if given.get(s) is not None]
        if len(sources) > 1:
            expected[key] = max(sources) - min(sources)
    found = query(f"select {KEY}, criterion_code, points_at_stake, stake_order from marts.fct_score_check")
    assert {tuple(key): at_stake for *key, at_stake, _ in found} == expected and len(expected) > 300
    for *key, _, at_stake, order in found:
        more = [r[-2] for r in found if r[:4] == tuple(key) and r[-1] < order]
        assert all(other >= at_stake for other in more) and len(more) == order - 1
    survey = "select count(*) from marts.fct_score_check where system_points is not null and survey_points is not null"
    assert query(survey) == [(0,)], "figures are the system's or the survey's, never both"


def test_a_running_year_as_if_it_ended_today(night, query):
    """PAR 2026: what is due counts on the whole scale; the two criteria of the year's end are still to be won."""
    found = query(
        "select decided_points + winnable_points + lost_points = max_points, not_due_points, not_due_criteria, as_of_date"
        " from marts.fct_score_forecast where index_code = 'par'"
    )
    assert {row[:3] for row in found} == {(True, 10, 2)} and len(found) == 130 and len({row[3] for row in found}) == 1
    closed = "select count(*) from marts.fct_score_forecast as f inner join marts.dim_period as p using (period_code)"
    assert query(closed + " where not p.is_running") == [(0,)]
