"""What the approver of a corrected official ranking reads: why, which ranks move, and what else has changed."""

from datetime import date
from decimal import Decimal

import pytest

from publishing import correction_words

DECIDED = {
    "kind": "decided", "correction_code": "DC-1", "unit_key": "u", "unit_vi": "Xã A", "period_code": "2023", "figure_code": "f",
    "figure_vi": "Nhiệm vụ", "old_value": "47", "new_value": "24", "reason_vi": "Báo trùng", "decided_by": "Sở Nội vụ",
    "decided_on": date(2026, 5, 31), "is_taken_back": False, "file_name": "so_lieu.xlsx",
}  # fmt: skip
RESENT = DECIDED | {"kind": "resent"}


@pytest.mark.parametrize(
    ("corrections", "told"),
    [
        ([DECIDED], ["Đính chính DC-1: Xã A, kỳ 2023, Nhiệm vụ: 47 → 24 (Báo trùng; Sở Nội vụ, 31/05/2026)"]),
        ([DECIDED | {"new_value": None, "figure_vi": None}], ["Đính chính DC-1: Xã A, kỳ 2023, f: 47 → – (Báo trùng; Sở Nội vụ, 31/05/2026)"]),
        ([DECIDED | {"is_taken_back": True}], ["Bỏ đính chính DC-1: Xã A, kỳ 2023, Nhiệm vụ"]),
        ([RESENT, RESENT, RESENT | {"unit_vi": None}], ["Tệp gửi lại so_lieu.xlsx của Xã A: 2 ô", "Tệp gửi lại so_lieu.xlsx của u: 1 ô"]),
        ([RESENT, DECIDED | {"is_taken_back": True}], ["Bỏ đính chính DC-1: Xã A, kỳ 2023, Nhiệm vụ", "Tệp gửi lại so_lieu.xlsx của Xã A: 1 ô"]),
    ],
)  # fmt: skip
def test_each_correction_has_its_sentence(corrections, told):
    assert correction_words.reasons(corrections) == told


RANKING = {"title_vi": "PAR *2023*", "period_code": "2023", "version": 1, "approved_at": date(2026, 1, 2)}
MOVED = {"unit_key": "u", "unit_name_vi": "Xã A", "official_rank": 1, "rank": 2, "official_score": Decimal("80.5"),
         "score": Decimal("79"), "changed_criteria": ["1.1", "1.2"]}  # fmt: skip
PUSHED = MOVED | {"unit_name_vi": "Xã | B", "official_rank": None, "score": Decimal("80.5"), "changed_criteria": []}


def test_the_question_names_versions_units_and_what_moves():
    text = correction_words.body(RANKING, [MOVED, PUSHED], ["vì"], 0, False)
    assert "### Sửa bảng xếp hạng chính thức: PAR \\*2023\\*" in text and "công bố phiên bản 2" in text
    assert "2 đơn vị đổi hạng, 1 đơn vị đổi điểm" in text and "Lưu ý" not in text
    assert "| 1 | 2 | Xã A | 80,5 | 79 | 1.1, 1.2 |" in text
    assert "| – | 2 | Xã \\| B | 80,5 | 80,5 | chỉ do đơn vị khác |" in text


@pytest.mark.parametrize(
    ("others", "is_other_method", "told"),
    [(3, False, "3 số liệu khác"), (0, True, "cách tính đã đổi"), (1, True, "gửi bổ sung) và bộ chỉ số")],
)
def test_what_else_has_changed_is_not_kept_from_the_approver(others, is_other_method, told):
    assert told in correction_words.body(RANKING, [MOVED], ["vì"], others, is_other_method).split("**Lưu ý**")[1]


def test_a_long_list_of_reasons_says_how_many_are_left_out():
    text = correction_words.body(RANKING, [MOVED], [f"lý do {n}" for n in range(25)], 0, False)
    assert "- lý do 19" in text and "- lý do 20" not in text and "- … và 5 lý do nữa" in text
