"""Releases: whole or not at all, never twice the same, and an official ranking never changes."""

import psycopg
import pytest

import parix
from books import loading
from expectations.gate import GateStopped
from publishing import official, releases, report
from tests.counts import RANKS
from tests.publishing.second_release import copied
from warehouse import config
from warehouse.dbt import PROJECT, dbt


def published(query) -> int:
    return query("select release_id from ops.release where state = 'published'")[0][0]


def candidate(*models: str) -> dict:
    """A release with these marts, or all, as dbt builds them."""
    release = releases.open_candidate(force=True)
    dbt("run", "--select", *(models or ("marts",)), variables=release)
    return release


def test_the_bi_reader_sees_the_published_marts_with_comments(night, query):
    with psycopg.connect(config.dsn("bi_reader")) as conn:
        ranks = conn.execute(
            "select count(*), count(distinct release_id), min(release_id) from fct_index_rank"
        ).fetchone()
    assert ranks == (RANKS, 1, published(query))


def test_nothing_new_makes_no_release(night, query):
    before = published(query)
    parix.build()
    assert releases.open_candidate() is None
    assert published(query) == before


def test_another_release_does_not_make_dbt_parse_everything_again(night, query):
    log = config.home() / "dbt" / "logs" / "dbt.log"
    candidate("fct_criterion_score", "fct_index_rank")
    begun = log.stat().st_size
    release = candidate("fct_criterion_score", "fct_index_rank")
    dbt("parse")
    assert "Unable to do partial parsing" not in log.read_text(encoding="utf-8")[begun:]
    assert query(f"select distinct release_id from {release['release_schema']}.fct_index_rank") == [
        (release["release_id"],)
    ]


def test_reference_data_is_loaded_when_it_changed_and_whatever_its_columns(night, query, monkeypatch):
    seeds = len(list((PROJECT / "seeds" / "reference").glob("*.csv")))
    unchanged = loading.load_reference()
    query("alter table reference.unit_aliases drop column note")  # as an older version of the house left it
    monkeypatch.setattr(loading, "seeds_hash", lambda: "changed")
    assert loading.load_reference() == unchanged + seeds
    assert query("select count(note) > 0 from reference.unit_aliases") == [(True,)]


def test_a_reader_that_holds_a_view_delays_the_switch_and_does_not_break_it(night, query, monkeypatch):
    monkeypatch.setattr(releases, "LOCK_TIMEOUT", "100ms")
    release, before = copied(query), published(query)
    with psycopg.connect(config.dsn("bi_reader")) as slow:
        slow.execute("select * from marts.fct_index_rank limit 1")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            releases.switch.__wrapped__(**release)
        assert published(query) == before
        assert query("select min(release_id) from marts.fct_index_rank") == [(before,)]
    releases.switch(**release)
    assert published(query) == release["release_id"]


def test_an_empty_candidate_is_never_published(night, query):
    before = published(query)
    with pytest.raises(RuntimeError, match="holds no tables"):
        releases.switch(**releases.open_candidate(force=True))
    assert published(query) == before


def test_a_candidate_that_breaks_the_gate_out_is_not_published(night, query):
    from expectations import gate

    before, release = published(query), copied(query)
    query(f"update {release['release_schema']}.fct_index_rank set rank = 1 where rank = 2")
    with pytest.raises(GateStopped, match="rank_follows_score"):
        gate.gate_out(**release)
    assert published(query) == before


def test_left_behind_candidates_fail_and_go(night, query):
    left = candidate("fct_criterion_score", "fct_index_rank")
    releases.open_candidate(force=True)
    assert query("select state from ops.release where release_id = %s", left["release_id"]) == [("dropped",)]
    schemas = {r[0] for r in query("select nspname from pg_namespace where nspname like 'release%%'")}
    kept = query("select schema_name from ops.release where state in ('published', 'superseded', 'candidate')")
    assert schemas == {r[0] for r in kept}
    assert query("select count(*) from marts.fct_index_rank") == [(RANKS,)]


def test_what_was_approved_is_what_is_sealed(night):
    proposal = official.propose()
    stale = [proposal["rankings"][0] | {"sha256": "0" * 64}]
    with pytest.raises(official.RankingMoved, match="start the DAG again"):
        official.seal(stale, "ai đó")


def test_an_index_of_another_authority_is_never_proposed(night, query):
    assert query("select index_code from books.book where authority is not null") == [("qd766",)]
    schema = query("select schema_name from ops.release where state = 'published'")[0][0]
    query(f"update {schema}.dim_period set is_running = false where period_code = '2026'")

    def proposed():
        return {r["index_code"] for r in official.propose()["rankings"] if r["period_code"] == "2026"}

    assert "qd766" not in proposed() and {"par", "sipas"} <= proposed()
    query("update books.book set authority = 'Cơ quan khác' where index_code = 'sipas'")
    assert "sipas" not in proposed() and "par" in proposed()
    query("update books.book set authority = null where index_code = 'sipas'")
    query(f"update {schema}.dim_period set is_running = true where period_code = '2026'")


def test_an_official_ranking_never_changes(night, query, monkeypatch):
    monkeypatch.setattr(report, "build", lambda: None)
    proposal = official.propose()
    editions = [(r["edition"], r["period_code"]) for r in proposal["rankings"]]
    assert editions == [("2022", "2022"), ("2023", "2023"), ("2023_department", "2023")]  # 2026 still runs
    assert "▲ 1" in proposal["body_vi"] and "minh họa" in proposal["body_vi"]
    frozen = query("select unit_key, score, rank from marts.fct_index_rank where period_code = '2023' order by 1")
    sealed = official.seal(proposal["rankings"], "Chủ tịch (mẫu)")
    assert len(sealed) == 3
    assert official.seal(proposal["rankings"], "Chủ tịch (mẫu)") == []
    query("update raw_workbooks.figure set value = value * 0.5 where figure_code = 'par_tasks_done'")
    parix.build(force=True)
    after = query("select unit_key, score, rank from marts.fct_index_rank where period_code = '2023' order by 1")
    assert after == frozen
    assert query("select distinct status from marts.fct_index_rank where period_code = '2023'") == [("official",)]
    assert query("select distinct status from marts.fct_index_rank where period_code = '2026'") == [("provisional",)]
    assert official.propose() is None
