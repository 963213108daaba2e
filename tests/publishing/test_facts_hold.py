"""Facts are made once: a build after an approval takes those that stand, and any doubt makes them anew."""

import pytest

from dags.transform import transform
from publishing import official, releases

FACTS = "select oid, relname from pg_class where relnamespace in ('core'::regnamespace, 'intermediate'::regnamespace)" \
        " and relkind in ('r', 'v') and relname not like '%standing%'"  # fmt: skip
STATUS = "select distinct period_code, status from intermediate.rank_standing where index_code = 'par' order by 1"


@pytest.fixture(scope="module")
def sealed(night):
    return official.seal(official.propose()["rankings"], "Chủ tịch (mẫu)")


def test_after_an_approval_the_standings_alone_are_made_anew(sealed, query):
    assert dict(query(STATUS))["2023"] == "provisional"
    before = set(query(FACTS))
    assert releases.open_candidate()
    assert releases.facts_hold()
    assert transform() < 12
    made = {name for _, name in set(query(FACTS)) - before}
    assert not made & {"figure", "dossier_fact", "score_node"}, "facts were made again"
    assert dict(query(STATUS))["2023"] == "official"


@pytest.mark.parametrize(
    "changed",
    ["update books.book set sha256 = repeat('0', 64) where index_code = 'sipas'",
     "with g as (insert into ops.gate (border) values ('in') returning gate_id) update ops.delivery set gate_id = g.gate_id from g",
     "update ops.release set facts = 'of an attempt that failed' where release_id = (select max(release_id) from ops.release)",
     "update ops.release set facts = null where state = 'published'"],
    ids=["a book", "what arrived", "an attempt in between", "a release of an older house"],
)  # fmt: skip
def test_what_changed_makes_them_anew(sealed, query, changed):
    releases.open_candidate(force=True)
    query("update ops.release set facts = (select r.facts from ops.release as r order by r.release_id desc limit 1)")
    assert releases.facts_hold()
    query(changed)
    releases.open_candidate(force=True)
    assert not releases.facts_hold()
