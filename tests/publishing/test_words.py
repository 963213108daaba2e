"""What pages and terminal say in words: which units a table holds, why a rank is not compared, what a council changed."""

import pytest

from publishing import words

ROW = {
    "level": "department", "peer_group": "department", "comparison": "same_unit", "is_ranked": True,
    "unit_name_vi": "Xã Đô Lương", "name_en": "Do Luong Commune", "previous_name_vi": None, "previous_name_en": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("level", "peer_group", "vi", "en"),
    [
        ("department", "department", "sở, ban, ngành", "departments"),
        ("department", "A", "sở, ban, ngành · nhóm A", "departments · group A"),
        ("department", "vertical", "sở, ban, ngành · cơ quan ngành dọc", "departments · agencies of the central ministries"),
        ("commune", "phuong", "cấp xã · phường", "commune level · wards"),
        ("province", "province", "cấp tỉnh", "province level"),
    ],
)  # fmt: skip
def test_a_table_says_which_units_it_holds(level, peer_group, vi, en):
    assert words.group(ROW | {"level": level, "peer_group": peer_group}) == (vi, en)


def test_a_book_of_several_levels_names_them_all():
    assert words.levels("province|department|commune")[0] == "cấp tỉnh · sở, ban, ngành · cấp xã"


@pytest.mark.parametrize(
    ("comparison", "vi"),
    [
        ("same_unit", None),
        ("merged", "không so sánh: đơn vị sáp nhập"),
        ("split", "không so sánh: đơn vị chia tách"),
        ("other_group", "không so sánh: kỳ trước xếp ở nhóm khác"),
        ("no_previous", "không so sánh: kỳ trước chưa xếp hạng"),
        ("renamed", None),
    ],
)
def test_a_rank_that_is_not_compared_says_why(comparison, vi):
    said = words.comparison(ROW | {"comparison": comparison})
    assert (said and said[0]) == vi


def test_a_renamed_unit_is_compared_under_its_former_name():
    before = {"comparison": "renamed", "previous_name_vi": "Xã Yên Sơn", "previous_name_en": "Yen Son Commune"}
    assert words.comparison(ROW | before) == ("tên trước đây: Xã Yên Sơn", "formerly Yen Son Commune")


def test_a_unit_that_is_not_ranked_needs_no_reason_for_it():
    assert words.comparison(ROW | {"comparison": "merged", "is_ranked": False}) is None


def test_overrides_are_counted_in_words():
    assert words.overrides(0) is None
    assert words.overrides(2)[0] == "hội đồng chấm khác số liệu ở 2 tiêu chí"
    assert words.overrides(1)[1] == "the council overrides the figures in 1 criterion"
