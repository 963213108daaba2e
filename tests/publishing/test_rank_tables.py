"""Rankings in the terminal: a table per book and group, units without rank or score, what a council changed; 80 columns."""

import csv
import io
from decimal import Decimal

import pytest
from rich.console import Console

from publishing import rank_cli, summary

HAND_MADE = {
    "index_code": "par", "edition": "2023", "period_code": "2023", "status": "provisional", "book_status": "closed",
    "level": "district", "peer_group": "district", "is_ranked": True, "comparison": "same_unit", "rank_change": None,
    "class_vi": "Tốt", "is_founding": False, "override_count": 0, "overrides": "", "previous_name_vi": None,
    "previous_name_en": None, "name_en": "", "official_version": None,
}  # fmt: skip


def row(rank, name, score, **more):
    return HAND_MADE | {"rank": rank, "unit_name_vi": name, "score": score and Decimal(score)} | more


def shown(rows, **how) -> str:
    out = Console(file=io.StringIO(), width=80)
    summary.print_ranking(out, rows, **how)
    text = out.file.getvalue()
    assert max(len(line) for line in text.splitlines()) <= 80
    return text


def words(text: str) -> str:
    """Without the lines of the table, so that a wrapped cell reads on."""
    return " ".join(text.translate(str.maketrans("│┃", "  ")).split())


def test_units_without_rank_or_score_break_nothing():
    text = shown([
        row(1, "Huyện A", "90.10", rank_change=2), row(2, "Huyện B", "80.00", rank_change=0),
        row(None, "Huyện C", None, class_vi=None), row(None, "Huyện D", "95.00", is_ranked=False),
    ])  # fmt: skip
    assert words(text).startswith(
        "PAR 2023 · cấp huyện tạm tính · chính thức, đã khóa (official, closed) · 4 đơn vị, 1 không xếp hạng"
    )
    lines = [line.split() for line in text.translate(str.maketrans("│┃", "  ")).splitlines() if "Huyện" in line]
    assert lines[0] == ["1", "Huyện", "A", "90.10", "▲", "2", "Tốt"]
    assert lines[1] == ["2", "Huyện", "B", "80.00", "=", "Tốt"]
    assert lines[2] == ["–", "Huyện", "C", "–", "–", "–"]
    assert lines[3][-4:] == ["D", "95.00", "–", "Tốt"] and lines[3][0] == "không"


def test_a_rank_without_a_change_says_why():
    text = words(shown([
        row(1, "Xã A", "90", comparison="merged"), row(2, "Xã B", "80", comparison="split"),
        row(3, "Xã C", "70", comparison="renamed", rank_change=-1, previous_name_vi="Xã [Cũ]"),
    ]))  # fmt: skip
    assert "90 không so sánh Tốt đơn vị sáp nhập" in text and "80 không so sánh Tốt đơn vị chia tách" in text
    assert "70 ▼ 1 Tốt tên trước đây Xã [Cũ]" in text


def test_where_nothing_can_be_compared_it_is_said_once():
    text = shown([row(n, f"Xã {n}", 100 - n, comparison="no_previous") for n in (1, 2)])
    assert "So với kỳ trước" not in text and text.count("Chưa có kỳ trước để so sánh") == 1


@pytest.mark.parametrize("excerpt", [False, True])
def test_a_score_with_overrides_carries_a_mark_in_words(excerpt):
    reason = "tiêu chí 1.2: 1 điểm (theo số liệu 0.5), kết quả cuối cùng, lý do: mưa lũ [có xác nhận]"
    rows = [row(1, "Huyện A", "90", override_count=2, overrides=reason), row(2, "Huyện B", "80")]
    text = words(shown(rows, excerpt=excerpt))
    assert "90*" in text and "80*" not in text and "hội đồng chấm khác số liệu ở 2 tiêu chí" in text
    assert (f"* Huyện A: {reason}" in text) is not excerpt


def test_an_excerpt_is_made_of_every_table():
    rows = [row(n, f"Sở {g}{n:02}", 100 - n, peer_group=g, level="department", edition="2023_department",
                is_founding=n == 9) for g in ("A", "B") for n in range(1, 21)]  # fmt: skip
    text = shown(rows, excerpt=True)
    assert text.count("PAR 2023 (2023_department) · sở, ban, ngành · nhóm ") == 2
    assert [n for n in range(1, 21) if f"Sở B{n:02}" in text] == [1, 2, 3, 4, 5, 9, 18, 19, 20]


def test_the_ranking_of_a_year_with_two_books_and_its_csv(night, query, capsys):
    rows = summary.ranking("PAR", "2023")
    groups = [(r["edition"], r["peer_group"]) for r in rows]
    assert list(dict.fromkeys(groups)) == [("2023", "district"), ("2023_department", "department"),
                                           ("2023_department", "vertical")]  # fmt: skip
    assert len(rows) == 21 + 23 and len({(r["edition"], r["unit_key"]) for r in rows}) == len(rows)
    text = shown(rows)
    assert text.count("┏") == 3 and "PAR 2023 (2023_department) · sở, ban, ngành · cơ quan ngành dọc" in text
    assert "* Huyện Quế Phong: tiêu chí 1.2.1: 1 điểm (theo số liệu 0.5), kết quả cuối cùng" in words(text)
    rank_cli.rank("par", "2023", csv_=True)
    read = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [r["unit_key"] for r in read] == [r["unit_key"] for r in rows]
    (overridden,) = [r for r in read if r["override_count"] != "0"]
    assert overridden["unit_name_vi"] == "Huyện Quế Phong" and "mưa lũ" in overridden["overrides"]


def test_the_end_of_a_night_fits_the_terminal(night):
    out = Console(file=io.StringIO(), width=80)
    summary.print_night(out)
    text = out.file.getvalue()
    assert text.count("Hạng") >= 6 and max(len(line) for line in text.splitlines()) <= 80
