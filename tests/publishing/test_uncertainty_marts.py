"""Both marts after a published night: beside each rank, for every ranking, and the same whatever order rows come in."""

import psycopg
import pytest

from publishing.answers import rankings, simulation, uncertainty
from warehouse import config


@pytest.fixture(scope="module")
def reader(night):
    with psycopg.connect(config.dsn("admin")) as conn:
        conn.execute("set search_path = pg_temp, marts, pg_catalog")
        yield conn


def test_without_any_change_every_published_ranking_comes_out_to_the_last_rank(reader):
    found = rankings.read(reader)
    assert len(found) >= 9
    for ranking in found:
        weights = simulation.multipliers(ranking, draws=2, spread=0)
        drawn = simulation.steps(simulation.scores(ranking, weights, {}), ranking.decimals)
        again = simulation.ranks(drawn, ranking.nodes[ranking.root].tie_policy)
        assert again.tolist() == [ranking.rank.tolist()] * 2, ranking.key


def test_another_order_of_rows_gives_the_same_tables(reader, query):
    for mart in ("fct_index_rank", "fct_criterion_score", "dim_criterion"):
        reader.execute(f"create temp table {mart} as select * from marts.{mart} order by random()")
    for mart, (columns, rows) in uncertainty.part(reader).items():
        published = query(f"select {', '.join(columns)} from marts.{mart}")
        assert sorted(map(str, rows)) == sorted(map(str, published))


def test_published_ranks_stand_unchanged_beside_the_intervals(query):
    assert query(
        """
        select r.unit_key from marts.fct_index_rank as r
        left join marts.fct_rank_interval as i using (index_code, edition, period_code, unit_key)
        where r.ranked_units > 1 and r.rank is not null and (i.rank, i.score) is distinct from (r.rank, r.score)
        """
    ) == []  # fmt: skip


def test_sipas_noise_reaches_the_index_that_imports_it(query):
    widths = dict(
        query(
            """
            select index_code || ' ' || source, round(avg(rank_high - rank_low), 1) from marts.fct_rank_interval
            where period_code = '2026' and peer_group = 'commune' group by 1
            """
        )
    )
    assert widths["sipas survey"] > widths["par survey"] > 0
    assert widths["par both"] >= widths["par weights"] and "qd766 survey" not in widths
    assert widths["qd766 both"] == widths["qd766 weights"]


def test_the_gate_out_has_looked_at_both(query):
    found = query(
        """
        select suite, min(rows_checked) > 0, bool_and(is_passed) from ops.gate_result
        where suite in ('rank_intervals_out', 'index_statistics_out') group by suite order by suite
        """
    )
    assert found == [("index_statistics_out", True, True), ("rank_intervals_out", True, True)]
