"""Which levers a sheet shows, and what it says where there is none."""

import pytest

from publishing.sheets import advice


def lever(code, why=None, closed=False, step="Thêm 3 hồ sơ."):
    return {"criterion_code": code, "why_not_vi": why, "is_closed": closed, "step_vi": step, "step_en": step}


def test_the_first_five_are_shown_in_their_order():
    found = advice.shape([lever(str(n)) for n in range(7)], [])
    assert [r["criterion_code"] for r in found["levers"]] == list("01234") and not found["is_closed"]


@pytest.mark.parametrize("why", ["thiếu số liệu: phải gửi số liệu trước", "số liệu còn đang lệch: 10 và 12"])
def test_where_the_figure_is_missing_or_disputed_the_reason_stands_instead_of_a_step(why):
    bars = [{"criterion_code": c} for c in ("2", "1", None, "9")]
    found = advice.shape([lever("1", why), lever("2"), lever("3", why)], bars)
    assert [r["criterion_code"] for r in found["levers"]] == ["2"]
    assert [(r["criterion_code"], r["why_not_vi"]) for r in found["reasons"]] == [("1", why)]


def test_reasons_follow_the_largest_losses_and_are_three_at_most():
    bars = [{"criterion_code": c} for c in "54321"]
    assert [r["criterion_code"] for r in advice.shape([lever(c, "x") for c in "12345"], bars)["reasons"]] == list("543")


def test_of_a_closed_period_it_is_said_once():
    found = advice.shape([lever("1", closed=True, step=advice.CLOSED[0] + "Thêm 3 hồ sơ.")], [])
    assert found["is_closed"] and found["levers"][0]["step_vi"] == "Thêm 3 hồ sơ."
