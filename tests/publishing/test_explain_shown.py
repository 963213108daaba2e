"""What the terminal says of levers, paths and states: hand-made answers, at 80 columns."""

import io
from datetime import date
from decimal import Decimal

import pytest
from rich.console import Console

from publishing.explain.show import show
from publishing.explain.tables import number

UNIT = {"unit_key": "u", "name_vi": "Xã [A]", "level": "commune", "valid_from": date(2025, 7, 1), "valid_to": None}
RANKING = {"index_code": "par", "period_code": "2026", "title_vi": "Chỉ số [cũ]", "status": "provisional", "book_status": "official",
           "is_illustrative": False, "book_level": "commune", "first_day": date(2026, 1, 1), "last_day": date(2026, 12, 31)}  # fmt: skip
STANDING = {"rank": 6, "ranked_units": 9, "is_ranked": True, "score": Decimal("92.23"), "max_points": Decimal(100), "class_vi": "Tốt",
            "previous_rank": 8, "rank_change": 2, "group_vi": "cấp xã", "comparison_vi": None, "override_count": 0, "interval": None}  # fmt: skip
LEVER = {"criterion_code": "1.1", "step_vi": "Thêm 3 hồ sơ đúng hạn, đạt mức từ 95 %", "gained_score": Decimal("0.5"), "rank_after": 4,
         "reached_by": 5, "peers": 8, "deadline_on": None, "closes_on": date(2026, 12, 31)}  # fmt: skip
PATH = {
    "goal": "3",
    "assumption": "others_improve",
    "is_reachable": False,
    "criteria": [],
    "finding_vi": "Không tổ hợp nào đủ.",
}
LOSS = {"criterion_code": "1.1", "name_vi": "Đúng hạn", "state": "scored", "points": Decimal(17), "max_points": Decimal(20),
        "lost_points": Decimal("3.335"), "lost_percent": Decimal(43), "rank_if_full": 2}  # fmt: skip
EMPTY = {
    "without_points": [],
    "figures_asked": 0,
    "figures_lacking": [],
    "held": [],
    "forms": [],
    "freshness": None,
    "earlier": [],
}
ANSWER = {"release": {"release_id": 3, "as_of_date": date(2026, 10, 31)}, "unit": UNIT, "ranking": RANKING, "standing": STANDING,
          "losses": [LOSS], "levers": [], "no_levers": [], "paths": [], "neighbours": [], "data": EMPTY, "trace": ["parix trace"]}  # fmt: skip


def shown(**more) -> str:
    out = Console(file=io.StringIO(), width=80, highlight=False)
    show(out, ANSWER | more)
    text = out.file.getvalue()
    assert max(len(line) for line in text.splitlines()) <= 80
    return " ".join(text.translate(str.maketrans("│┃╭╰─━┏┡└┳╇┴┓┩┘╯╮├┤┼", " " * 20)).split())


def test_the_head_says_rank_score_change_and_certainty():
    text = shown()
    assert (
        "Xã [A] · PAR 2026 Hạng 6 / 9 (cấp xã) · 92,23 / 100 điểm · Tốt So với kỳ trước: ▲ 2, hạng kỳ trước 8 Chỉ số [cũ]"
        in text
    )
    sure = {"rank_low": 4, "rank_high": 8, "tied_units": 5}
    assert "cho hạng 4 đến 8; chưa phân biệt rõ với 4 đơn vị khác" in shown(standing=STANDING | {"interval": sure})
    alone = {"rank_low": 6, "rank_high": 6, "tied_units": 1}
    assert "cho hạng 6; khác biệt rõ với các đơn vị khác" in shown(standing=STANDING | {"interval": alone})


@pytest.mark.parametrize(
    ("change", "said"),
    [({"rank": None, "score": None, "class_vi": None}, "Chưa có hạng (cấp xã) · chưa có điểm · chưa xếp loại"),
     ({"rank": None, "is_ranked": False}, "không xếp hạng (cấp xã) · 92,23 / 100 điểm"),
     ({"rank_change": -1}, "▼ 1"), ({"rank_change": 0}, "không đổi, hạng kỳ trước 8"),
     ({"rank_change": None, "previous_rank": None, "comparison_vi": "không so sánh: đơn vị sáp nhập"}, "So với kỳ trước: không so sánh: đơn vị sáp nhập")],
)  # fmt: skip
def test_what_has_no_rank_or_no_change_says_so(change, said):
    assert said in shown(standing=STANDING | change)


def test_levers_and_paths_cheapest_first_and_what_is_out_of_reach():
    text = shown(levers=[LEVER, *[LEVER | {"criterion_code": f"2.{n}"} for n in range(5)]], paths=[PATH])
    assert "1.1 Thêm 3 hồ sơ" in text and "+0,50 4 5 / 8 31/12/2026" in text and "Còn 1 bước khác" in text
    assert "Không tổ hợp nào" in text and "lên 3 hạng, các đơn vị khác" in text
    assert "chưa có phần đòn bẩy" in shown(levers=None, paths=None)
    assert "Không có bước nào làm tăng điểm" in shown(levers=[])


def test_losses_beyond_the_eighth_are_summed_and_states_are_words():
    text = shown(losses=[LOSS, *[LOSS | {"criterion_code": f"2.{n}", "lost_points": Decimal(1)} for n in range(9)]])
    assert "2 tiêu chí khác 2,00" in text and "Tổng (thang điểm trừ điểm đạt) 12,34" in text
    assert "thiếu số liệu / 20" in shown(losses=[LOSS | {"state": "missing", "points": None}])


def test_the_state_of_the_data_says_what_is_missing_and_since_when():
    data = EMPTY | {
        "without_points": [{"criterion_code": "3", "name_vi": "Kế hoạch", "state": "missing", "max_points": Decimal(5),
                            "figures": [{"figure_code": "x", "figure_vi": "Nhiệm vụ", "last_period": "2025"},
                                        {"figure_code": "y", "figure_vi": None, "last_period": None}]}],
        "forms": [{"source_code": "workbook:par_plan", "period_code": "2026", "state": "absent", "peers_present": 6, "peers": 8,
                   "last_received_on": date(2026, 3, 2)}],
        "held": [{"source_code": "igate", "rows": 3, "since": date(2026, 11, 1)}],
    }  # fmt: skip
    text = shown(data=data)
    assert "Tiêu chí 3 Kế hoạch: thiếu số liệu; chưa có Nhiệm vụ (có lần cuối ở kỳ 2025), y (chưa kỳ nào có)" in text
    assert (
        "Kế hoạch cải cách hành chính, kỳ 2026: chưa gửi, 6 / 8 đơn vị cùng cấp đã gửi; lần cuối nhận ngày 02/03/2026"
        in text
    )
    assert "3 dòng (Hệ thống một cửa của tỉnh) đang bị giữ lại từ ngày 01/11/2026" in text
    assert "Đủ số liệu cho mọi tiêu chí" in shown()


@pytest.mark.parametrize(
    ("value", "said"), [("1234.5", "1.234,50"), ("0.005", "0,01"), ("-1.28", "-1,28"), (None, "–")]
)
def test_numbers_as_officials_write_them(value, said):
    assert number(value and Decimal(value)) == said
