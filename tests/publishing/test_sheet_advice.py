"""Which levers a sheet shows, and what it says where there is none."""

from datetime import date
from decimal import Decimal

import pytest

from publishing.sheets import advice


def lever(code, why=None, closed=False, step="Thêm 3 hồ sơ."):
    return {"criterion_code": code, "why_not_vi": why, "is_closed": closed, "step_vi": step, "step_en": step}


def test_the_first_five_are_shown_in_their_order():
    found = advice.shape([lever(str(n)) for n in range(7)], [], [])
    assert [r["criterion_code"] for r in found["levers"]] == list("01234") and not found["is_closed"]


@pytest.mark.parametrize("why", ["thiếu số liệu: phải gửi số liệu trước", "số liệu còn đang lệch: 10 và 12"])
def test_where_the_figure_is_missing_or_disputed_the_reason_stands_instead_of_a_step(why):
    bars = [{"criterion_code": c} for c in ("2", "1", None, "9")]
    found = advice.shape([lever("1", why), lever("2"), lever("3", why)], bars, [])
    assert [r["criterion_code"] for r in found["levers"]] == ["2"]
    assert [(r["criterion_code"], r["why_not_vi"]) for r in found["reasons"]] == [("1", why)]


def test_reasons_follow_the_largest_losses_and_are_three_at_most():
    bars = [{"criterion_code": c} for c in "54321"]
    assert [r["criterion_code"] for r in advice.shape([lever(c, "x") for c in "12345"], bars, [])["reasons"]] == list(
        "543"
    )


def test_of_a_closed_period_it_is_said_once():
    found = advice.shape([lever("1", closed=True, step=advice.CLOSED[0] + "Thêm 3 hồ sơ.")], [], [])
    assert found["is_closed"] and found["levers"][0]["step_vi"] == "Thêm 3 hồ sơ."


def way(goal, criteria=None, rank=None):
    return {"goal": goal, "is_reachable": criteria is not None, "criteria": criteria, "rank_after": rank}


def test_the_shortest_ways_name_five_criteria_and_say_where_no_set_is_enough():
    found = advice.shape([lever("1")], [], [way("1", ["1"], 4), way("5", list("1234567"), 2), way("first_third")])[
        "paths"
    ]
    assert [(w["goal"][0], w["criteria"], w["more"], w["rank"]) for w in found] == [
        ("lên 1 hạng", ["1"], -4, 4), ("lên 5 hạng", list("12345"), 2, 2), ("vào một phần ba đầu", None, -5, None),
    ]  # fmt: skip


def test_where_there_is_no_lever_there_is_no_way():
    assert advice.shape([lever("1", "thiếu số liệu")], [], [way("1")])["paths"] == []


def test_a_running_period_says_where_it_would_end():
    row = {"finding_vi": "Nếu kỳ kết thúc ngày 31/10/2026, …", "as_of_date": date(2026, 10, 31), "decided_points": Decimal("83.01"),
           "winnable_points": Decimal("16.99"), "rank_if_ended": 6, "ranked_units": 130, "not_due_criteria": 2}  # fmt: skip
    assert advice.if_ended_now([row])[1] == (
        "If the period ended on 31/10/2026: 83.01 points (2 criteria not due have none yet), rank 6 of 130; at most 16.99 more can be"
        " won."
    )
    assert advice.if_ended_now([]) is None
