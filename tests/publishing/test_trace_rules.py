"""Each scoring rule says its numbers in a sentence that an official can follow with a pocket calculator."""

import json
from decimal import Decimal

import pytest

from books.rules import RULES

BANDS = [{"from": 0.9, "to": 0.95, "points": 2}, {"from": 0.95, "to": None, "points": 3}]
CASES = [
    # rule, what the book sets, n, d, points, what else was looked at -> the sentence
    ("ratio_capped", {"target": "0.95", "max_points": 1}, 3343, 3351, "1", {}, "3.343 / 3.351 = 99,76 % ≥ 95 % → 1,00 điểm"),
    ("ratio_capped", {"target": "0.95", "max_points": 2}, 9, 10, "1.8947368421", {},
     "9 / 10 = 90 % < 95 %; 90 % / 95 % × 2 → ≈ 1,8947 điểm"),
    ("ratio_capped", {"target": "0.95", "max_points": 1}, 94999, 100000, "0.99999", {},
     "94.999 / 100.000 = 94,999 % < 95 %; 94,999 % / 95 % × 1 → 0,99999 điểm"),
    ("ratio_capped", {"target": "0.1", "max_points": 1, "direction": "down"}, 1, 20, "1", {}, "1 / 20 = 5 % ≤ 10 % → 1,00 điểm"),
    ("ratio", {"max_points": 5}, 22, 25, "4.4", {}, "22 / 25 = 88 % × 5 → 4,40 điểm"),
    ("ratio", {"max_points": "0.5", "direction": "down"}, 60, 330, "0.4090909090", {},
     "60 / 330 = 18,18 %; (100 % - 18,18 %) × 0,5 → ≈ 0,4091 điểm"),
    ("ratio", {"max_points": 5, "zero_denominator": "full"}, 0, 0, "5", {},
     "0 / 0: mẫu số bằng 0, bộ chỉ số ghi được điểm tối đa → 5,00 điểm"),
    ("ratio_floor", {"floor": "0.8", "max_points": 2}, 47, 50, "1.88", {}, "47 / 50 = 94 % ≥ mức sàn 80 %; 94 % × 2 → 1,88 điểm"),
    ("ratio_floor", {"floor": "0.8", "max_points": 2}, 7, 10, "0", {}, "7 / 10 = 70 % < mức sàn 80 % → 0,00 điểm"),
    ("bands", {"steps": BANDS, "max_points": 3}, 65, 70, "2", {}, "65 / 70 = 92,86 %, thuộc bậc từ 90 % đến dưới 95 % → 2,00 điểm"),
    ("bands", {"steps": BANDS, "max_points": 3}, 949999, 1000000, "2", {},
     "949.999 / 1.000.000 = 94,9999 %, thuộc bậc từ 90 % đến dưới 95 % → 2,00 điểm"),
    ("count_steps", {"steps": [{"from": 3, "to": None, "points": 1}]}, 4, None, "1", {}, "4, thuộc bậc từ 3 trở lên → 1,00 điểm"),
    ("choice", {"steps": [{"value": 2, "state": "chủ tịch", "points": 1}]}, 2, None, "1", {}, "trạng thái “chủ tịch” (2) → 1,00 điểm"),
    ("yes_no", {}, 1, None, "0.5", {}, "có (1) → 0,50 điểm"),
    ("yes_no", {"direction": "down"}, 1, None, "0", {}, "có (1), có là không tốt → 0,00 điểm"),
    ("reported", {}, "3.5", None, "3.5", {}, "điểm được cho: 3,5 → 3,50 điểm"),
    ("jury", {}, 2, None, "2", {}, "điểm được cho: 2 → 2,00 điểm"),
    ("checklist", {"steps": []}, 1, None, "1", {"parts": "đã đạt: A (1,00 điểm)"}, "đã đạt: A (1,00 điểm) → 1,00 điểm"),
    ("target", {"max_points": 1}, 8, 10, "0.4", {"highest": 2}, "8 / 10 = 80 % mục tiêu; 50 % × 80 % × 1 → 0,40 điểm"),
    ("target", {"max_points": 1}, 15, 10, "0.75", {"highest": 2},
     "15 / 10 = 150 % mục tiêu; (50 % + 50 % × 50 % / 100 %) × 1 → 0,75 điểm"),
    ("relative_to_best", {"max_points": "0.5"}, "8.4", None, "0.42", {"highest": 10, "highest_unit": "Huyện A"},
     "8,4 / cao nhất 10 (Huyện A) × 0,5 → 0,42 điểm"),
    ("minmax", {"max_points": 1}, 3, 4, "0.5", {"lowest": 0.5, "lowest_unit": "B", "highest": 1, "highest_unit": "A"},
     "3 / 4 = 75 %; thấp nhất 50 % (B), cao nhất 100 % (A), thang 0 đến 1 → 0,50 điểm"),
    ("survey_share", {"max_points": 1}, 3, 4, "0.75", {}, "3 / 4 = 75 % × 1 → 0,75 điểm"),
    ("survey_mean", {"floor": 1, "target": 5, "max_points": 1}, "4.53", None, "0.8825", {},
     "4,53; (4,53 - 1) / (5 - 1) × 1 → 0,8825 điểm"),
    ("deduction", {"target": "0.5", "floor": 0, "max_points": 1}, 1, None, "0.5", {}, "1 - 0,5 × 1, không dưới 0 → 0,50 điểm"),
    ("bonus", {"target": "0.5", "max_points": 1}, 1, None, "0.5", {}, "1 × 0,5, nhiều nhất 1 → 0,50 điểm"),
    ("penalty", {"target": "0.25", "max_points": 1}, 2, None, "-0.5", {}, "2 × 0,25, nhiều nhất 1 → -0,50 điểm"),
    ("imported", {"max_points": 10, "numerator": "index:sipas"}, None, None, "9", {"index": "sipas", "fraction": 0.9},
     "kết quả chỉ số SIPAS: 90 % × 10 → 9,00 điểm"),
    ("inherited", {"max_points": 1}, 1, 4, "0.25", {}, "1 / 4 = 25 % × 1 → 0,25 điểm"),
    ("formula", {"max_points": 9}, 9, 2, "4.5", {"expression": "3 × 3 / 2"}, "3 × 3 / 2 = 4,5 → 4,50 điểm"),
    ("growth", {"target": "0.1", "max_points": 1}, 105, 100, "0.5", {}, "105 / 100 = 105 %, tăng 5 %; mục tiêu 10 % → 0,50 điểm"),
    ("deadline", {"target": 0, "max_points": 1}, 2, None, "0", {}, "chậm 2 ngày > 0 → 0,00 điểm"),
    ("gate", {"steps": [{"from": 1, "to": None, "state": "zero"}]}, 1, None, "0", {},
     "điều kiện khống chế: 1 thuộc bậc “zero” → 0,00 điểm"),
    ("display_only", {}, 7, None, "0", {}, "7, chỉ theo dõi, không tính điểm → 0,00 điểm"),
]  # fmt: skip


def test_there_is_a_case_of_every_rule():
    assert {case[0] for case in CASES} == set(RULES)


@pytest.mark.parametrize(("rule", "book", "n", "d", "points", "known", "sentence"), CASES)
def test_sentences(query, rule, book, n, d, points, known, sentence):
    criterion = {"rule": rule, "direction": "up", "max_points": 1} | book
    values = (json.dumps(criterion), None if n is None else str(n), None if d is None else str(d), Decimal(points))
    asked = "select trace.rule_vi(%s::jsonb, %s::numeric, %s::numeric, %s, %s::jsonb)"
    assert query(asked, *values, json.dumps(known)) == [(sentence,)]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("trace.number_vi(1234567.5)", "1.234.567,5"),
        ("trace.number_vi(-0.25)", "-0,25"),
        ("trace.number_vi(1e30)", "1.000.000.000.000.000.000.000.000.000.000"),
        ("trace.percent_vi(0.949996, 0.95)", "94,9996 %"),
        ("trace.percent_vi(0.949996)", "95 %"),
        ("trace.points_vi(1)", "1,00 điểm"),
        ("trace.points_vi(2/3::numeric)", "≈ 0,6667 điểm"),
        ("trace.rows_vi('{9,5,6,7,7}')", "5:7, 9"),
    ],
)
def test_numbers_in_words(query, statement, said):
    assert query(f"select {statement}") == [(said,)]
