"""What BI tools may rely on: nothing that was promised is taken away, and all that is published is promised."""

import pytest

from publishing import contract
from publishing.contract import Column

PLACE = Column("fct_index_rank", "score")


def test_every_promise_is_kept():
    assert contract.broken(contract.recorded(), contract.present()) == []


def test_all_that_the_models_have_is_recorded():
    assert contract.present().keys() == contract.recorded().keys(), "run: python -m publishing.contract"


CHANGES = {
    "taken away": (lambda now: now.pop(PLACE), "is gone"),
    "renamed": (lambda now: now.update({Column(PLACE.mart, "points"): now.pop(PLACE)}), "is gone"),
    "another type": (lambda now: now.update({PLACE: "text"}), "and is text now"),
}


@pytest.mark.parametrize(("change", "sentence"), CHANGES.values(), ids=CHANGES)
def test_a_change_that_breaks_a_promise_is_told(change, sentence):
    now = contract.present()
    change(now)
    (told,) = contract.broken(contract.recorded(), now)
    assert told.startswith("marts.fct_index_rank.score ") and sentence in told


def test_what_is_new_is_added_and_what_stands_is_not_rewritten(tmp_path):
    record = tmp_path / "contract.csv"
    rows = contract.RECORD.read_text("utf-8").splitlines()
    kept = [f"{r.rsplit(',', 1)[0]},0.0.1" for r in rows[1:] if not r.startswith("fct_index_rank,score,")]
    record.write_text("\n".join([rows[0], *kept, ""]), encoding="utf-8")
    assert contract.record(record) == [PLACE]
    assert contract.recorded(record).keys() == contract.present().keys()
    assert contract.recorded(record)[Column("fct_index_rank", "rank")] == ("integer", "0.0.1")


def test_a_broken_promise_is_not_recorded(tmp_path):
    record = tmp_path / "contract.csv"
    record.write_text("mart,column,type,since\nfct_index_rank,points,numeric,0.1.0\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"marts\.fct_index_rank\.points"):
        contract.record(record)
    assert len(record.read_text("utf-8").splitlines()) == 2
