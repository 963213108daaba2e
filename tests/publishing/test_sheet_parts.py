"""The pieces of a unit sheet: the waterfall, the trend and its breaks, neighbours, the badge, codes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.sheets import codes, gaps, losses, neighbours, standing, trend

KEY = {"index_code": "par", "edition": "2023", "period_code": "2023", "unit_key": "district-427-2020"}


def lost(points, code="1.1", state="scored"):
    return {"lost_points": Decimal(points), "criterion_code": code, "state": state, "rank_if_full": 1, "places_lost": 0}


@given(st.lists(st.decimals(-3, 9, places=20), max_size=30), st.integers(2, 12))
def test_a_waterfall_ends_at_the_score_whatever_is_lost(points, shown):
    rows = [lost(p) for p in sorted(points, reverse=True) if p]
    total = sum((r["lost_points"] for r in rows), Decimal(0))
    fall = losses.waterfall(300 - total, Decimal(300), rows, shown)
    assert fall["adds_up"] and fall["lost"] == total
    assert len([b for b in fall["bars"] if b["kind"] != "won"]) <= shown
    assert sum(b["lost_points"] for b in fall["bars"]) == total
    drawn = [fall["full"], fall["score"], *fall["bars"]]
    assert all(d["left"] >= -0.01 and d["left"] + d["width"] <= Decimal("100.02") and d["width"] >= 0 for d in drawn)


def test_the_largest_losses_stand_alone_and_the_rest_in_one_bar():
    rows = [lost("5", "1"), lost("3", "2", "missing"), lost("1", "3"), lost("0.5", "4"), lost("-2", "T")]
    bars = losses.waterfall(Decimal("92.5"), Decimal(100), rows, 3)["bars"]
    assert [(b["kind"], b["criterion_code"], b["lost_points"]) for b in bars] == [
        ("lost", "1", 5), ("missing", "2", 3), ("rest", None, Decimal("1.5")), ("won", None, -2)]  # fmt: skip
    assert bars[0]["left"] == bars[1]["left"] + bars[1]["width"], "a bar begins where the one before ended"


@pytest.mark.parametrize("score", [None, Decimal(100)])
def test_nothing_to_draw_is_no_waterfall_or_one_without_bars(score):
    fall = losses.waterfall(score, Decimal(100), [])
    assert fall is None if score is None else (fall["bars"] == [] and fall["adds_up"])


def result(year, **changes):
    return {"unit_key": "a", "unit_name_vi": "A", "name_en": "A", "edition": "1", "peer_group": "district",
            "first_day": date(year, 1, 1), "last_day": date(year, 12, 31), "percent": Decimal(80 + year % 10),
            "period_code": str(year)} | changes  # fmt: skip


@pytest.mark.parametrize(
    ("newer", "event", "breaks"),
    [
        ({}, None, []),
        ({"edition": "2"}, None, ["bộ tiêu chí mới (1 → 2)"]),
        ({"unit_key": "b"}, None, ["kế thừa A"]),
        ({"peer_group": "vertical"}, None, ["xếp ở nhóm khác"]),
        ({}, ("merge", date(2023, 12, 31)), ["sáp nhập"]),
        ({}, ("transfer", date(2023, 1, 1)), ["điều chỉnh địa giới"]),
        ({}, ("merge", date(2022, 12, 31)), []),
        ({}, ("merge", date(2024, 1, 1)), []),
    ],
)
def test_what_makes_two_periods_not_comparable_is_said_and_cuts_the_line(newer, event, breaks):
    events = [{"kind": event[0], "event_date": event[1]}] if event else []
    found = trend.over([result(2023, **newer), result(2022)], events)
    assert [s["row"]["period_code"] for s in found["steps"]] == ["2023", "2022"]
    assert [vi for vi, _ in found["steps"][0]["breaks"]] == breaks and found["steps"][1]["breaks"] == []
    assert (len(found["drawing"]["lines"]), len(found["drawing"]["cuts"])) == ((0, 1) if breaks else (1, 0))


@pytest.mark.parametrize(
    ("before", "said"), [(2022, []), (2021, ["không có kết quả 2022"]), (2019, ["không có kết quả 2020–2022"])]
)
def test_years_without_a_result_are_named(before, said):
    steps = trend.over([result(before), result(2023)], [])["steps"]
    assert [vi for vi, _ in steps[0]["breaks"]] == said


def test_a_single_result_is_no_line_and_old_ones_are_counted():
    assert trend.over([result(2023)], [])["drawing"] is None
    assert trend.over([result(2022, percent=None), result(2023)], [])["drawing"] is None
    found = trend.over([result(y) for y in range(2016, 2024)], [])
    assert (len(found["steps"]), found["left_out"]) == (trend.SHOWN, 3)


@pytest.mark.parametrize(("place", "seen"), [(1, "1234"), (2, "12345"), (5, "2345678"), (9, "6789")])
def test_three_above_and_three_below_stand_around(place, seen):
    group = [{"unit_key": str(n), "rank": n, "score": Decimal(100 - n)} for n in range(1, 10)]
    found = neighbours.around(group[place - 1], group)
    assert "".join(r["unit_key"] for r in found["rows"]) == seen
    assert [r["unit_key"] for r in found["rows"] if r["is_self"]] == [str(place)]
    assert all(r["distance"] == place - r["rank"] for r in found["rows"])
    assert (found["median"], found["distance"]) == (95, 5 - place)


def test_who_has_no_rank_has_no_neighbours_and_without_a_score_no_distance():
    group = [{"unit_key": "1", "rank": 1, "score": Decimal(9)}, {"unit_key": "2", "rank": None, "score": None}]
    found = neighbours.around(group[1], group)
    assert (found["rows"], found["median"], found["distance"]) == ([], 9, None)


HELD = [{"rows": 3, "open_since": date(2026, 1, 2)}]
FORM = {"state": "absent", "peers_present": 9, "peers": 10}


@pytest.mark.parametrize(
    ("states", "held", "forms", "score", "overrides", "kind", "said"),
    [
        (["scored", "not_due", "not_applicable"], [], [], 1, 0, "good", ""),
        (["scored"], HELD, [], 1, 0, "look", "3 dòng số liệu của đơn vị đang bị giữ lại chờ sửa từ 02/01/2026"),
        (["scored"], [], [FORM], 1, 0, "look", "chưa gửi 1 biểu mẫu"),
        (["scored"], [], [FORM | {"peers_present": 5}, FORM | {"state": "present"}], 1, 0, "good", ""),
        (["scored"], [], [], 1, 2, "look", "hội đồng chấm khác số liệu ở 2 tiêu chí"),
        (["scored", "missing"], [], [], 1, 0, "poor", "thiếu số liệu ở 1 tiêu chí (1)"),
        (["scored"], [], [], None, 0, "poor", ""),
    ],
)
def test_the_badge_says_how_far_the_data_can_be_relied_on(states, held, forms, score, overrides, kind, said):
    leaves = [{"criterion_code": str(n), "state": s} for n, s in enumerate(states)]
    found = standing.badge(leaves, {"score": score, "override_count": overrides}, held, forms)
    assert found["kind"] == kind and said in "; ".join(vi for vi, _ in found["notes"])
    assert bool(said) == bool(found["notes"])


def test_a_missing_figure_says_since_when():
    rows = [{"criterion_code": "1", "figure_code": f, "last_period": last} for f, last in (("a", "2022"), ("b", None))]
    (found,) = gaps.criteria(rows)
    assert [f["since"][0] for f in found["figures"]] == ["có lần cuối ở kỳ 2022", "chưa kỳ nào có"]


@pytest.mark.parametrize("text", ["FE52E-F3DAE", "fe52ef3dae", " FE52E-F3DAE "])
def test_a_code_is_read_as_people_write_it_and_never_changes(text):
    assert codes.code(KEY) == "FE52E-F3DAE"
    assert codes.resolve(text, [KEY | {"unit_key": "other"}, KEY]) == ([KEY], None)
    assert codes.resolve(text.strip() + "/1.3", [KEY]) == ([KEY], "1.3")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("FE52E-F3DAF", "so lại từng ký tự"),
        ("xyz", "không phải là mã"),
        ("", "không phải"),
        ("FE52E-F3DAE/", "không phải"),
    ],
)
def test_a_wrong_code_is_answered_with_a_sentence(text, sentence):
    with pytest.raises(codes.NoSuchCode, match=sentence):
        codes.resolve(text, [KEY])
