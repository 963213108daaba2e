"""Score sheets of the PAR INDEX 2023 in stages: what districts gave themselves, what the council made of it, and why.

The council scores criterion 4.1.2 of every district and department. Four districts send their own sheets; one comes a
second time with three entries changed, one is wrong on purpose in five rows (FAULTS). One decision of the council
overrides what the figures say, with its reason. All of it is illustrative.
"""

from pathlib import Path

from sample import book_figures, par_figures
from sample.forms import columns, tree
from sample.sheets import CANARIES, Book, grouped, spelled

JURY = "4.1.2"
OWN = {"427": "do_luong", "429": "nghi_loc", "426": "yen_thanh", "417": "ky_son"}
OVERRIDE = ("district-415-2020", "1.2.1", 1, "Báo cáo chậm do mưa lũ chia cắt, có xác nhận của UBND tỉnh")
NOT_BY_THEMSELVES = ("survey_share", "survey_mean", "imported", "inherited", "gate", "jury", "penalty")
FAULTS = {  # what is wrong with a row: criterion, stage, points, reason, day
    "criterion_known": ("9.9.9", "Tự chấm", 1, "", "05/01/2024"),
    "points_within_criterion": ("1.1.2", "Thẩm định", 2.5, "", "20/01/2024"),
    "points_not_negative": ("2.1.1", "Thẩm định", -0.5, "", "20/01/2024"),
    "reason_given": ("1.5.1", "Kết quả cuối cùng", 2, "", "30/01/2024"),
    "not_in_the_future": ("3.2.2", "Giải trình", "", "Bổ sung quyết định thông qua phương án", "15/01/2031"),
}
SELF, APPRAISAL, EXPLANATION, FINAL = "Tự chấm", "Thẩm định", "Giải trình", "Kết quả cuối cùng"


def write(folder: Path) -> list[Path]:
    """Write all score sheets into ``folder`` and return their paths."""
    council = [*_council("2023"), *_reviews(), (*OVERRIDE[:2], FINAL, *OVERRIDE[2:], "", "30/01/2024")]
    paths = [
        _sheet(folder / "cham_diem_par_2023.xlsx", "2023", "SỞ NỘI VỤ NGHỆ AN", council),
        _sheet(folder / "cham_diem_par_2023_so_nganh.xlsx", "2023_department", "SỞ NỘI VỤ NGHỆ AN",
               _council("2023_department")),
    ]  # fmt: skip
    for code, slug in OWN.items():
        unit = f"district-{code}-2020"
        rows = _own(unit)
        if slug == "ky_son":
            rows += [(unit, c, stage, points, reason, "12/BC-UBND", day) for c, stage, points, reason, day
                     in FAULTS.values()]  # fmt: skip
        paths.append(_sheet(folder / f"tu_cham_par_2023_{slug}.xlsx", "2023", "ỦY BAN NHÂN DÂN HUYỆN", rows))
    do_luong = "district-427-2020"
    edited = [row for row in _own(do_luong) if row[1] in ("1.1.2", "1.3.1", "1.3.2")]
    again = [(*r[:3], round(r[3] - 0.1, 2), "Chấm lại sau khi rà soát", r[5], "10/01/2024") for r in edited]
    again.append((do_luong, "1.6.2", EXPLANATION, "", "Đã bổ sung hai thông báo kết luận cuộc họp", "18/TB-UBND",
                  "25/01/2024"))  # fmt: skip
    paths.append(_sheet(folder / "tu_cham_par_2023_do_luong_lan_2.xlsx", "2023", "ỦY BAN NHÂN DÂN HUYỆN", again))
    return paths


Entry = tuple  # unit_key, criterion, stage, points, reason, evidence, day


def _council(edition: str) -> list[Entry]:
    """Appraisal and final result of the criterion that the council scores; every seventh unit is raised after it
    explained itself."""
    found = []
    for i, (unit, share) in enumerate(sorted(par_figures.shares(edition).items()), 1):
        points = round(4 * share) / 4
        raised = points if i % 7 or points == 1 else points + 0.25
        why = "Phương án đầy đủ, có lộ trình" if points > 0.75 else "Phương án chưa nêu đủ lộ trình"
        found.append((unit, JURY, APPRAISAL, points, why, "08/BB-HĐTĐ", "20/01/2024"))
        if raised > points:
            found.append(
                (unit, JURY, EXPLANATION, "", "Bổ sung lộ trình sắp xếp kèm dự toán", "31/CV-UBND", "25/01/2024")
            )
            why = "Chấp nhận giải trình, bổ sung điểm"
        found.append((unit, JURY, FINAL, raised, why, "09/BB-HĐTĐ", "30/01/2024"))
    return found


def _reviews() -> list[Entry]:
    """The appraisal of what four districts gave themselves: every fifth entry lowered a little, with a remark."""
    found = []
    for code in OWN:
        for i, (unit, criterion, _, points, *_) in enumerate(_own(f"district-{code}-2020")):
            lowered = i % 5 == 0 and points > 0
            note = f"Tài liệu chưa đủ; liên hệ {CANARIES[3]}, {CANARIES[4]}" if lowered else ""
            found.append(
                (unit, criterion, APPRAISAL, round(points - 0.05, 2) if lowered else points, note, "", "20/01/2024")
            )
    return found


def _own(unit: str) -> list[Entry]:
    """What a district gives itself, criterion by criterion, about three hundredths above what it will get."""
    book = book_figures.BOOKS / "par" / "2023"
    steps, share = book_figures.rows(book, "steps"), par_figures.shares("2023")[unit] + 0.03
    found = []
    for i, leaf in enumerate(c for c in book_figures.rows(book, "criteria") if c["rule"]):
        if leaf["rule"] not in NOT_BY_THEMSELVES:
            code = leaf["criterion_code"]
            points = book_figures.points_near(leaf, [s for s in steps if s["criterion_code"] == code], share)
            if leaf["rule"] == "bonus":
                points = 0
            found.append((unit, code, SELF, points, "", f"{100 + i}/BC-UBND", "05/01/2024"))
    return found


def _sheet(path: Path, edition: str, office: str, entries: list[Entry]) -> Path:
    """One workbook: a row per entry; every third number typed as text."""
    names = {
        c["criterion_code"]: c["name_vi"] for c in book_figures.rows(book_figures.BOOKS / "par" / edition, "criteria")
    }
    by_key = {u["unit_key"]: u for level in ("district", "department") for u in par_figures.units_of(level)}
    heads = [header for _, _, header in columns("par_assessment", "2022", "main")]
    heads.insert(3, ["Tên tiêu chí"])
    with Book(path) as book:
        page = book.sheet("Phiếu chấm điểm", len(heads))
        page.letterhead(office, ["PHIẾU CHẤM ĐIỂM THEO BỘ CHỈ SỐ", "Bộ chỉ số: Chỉ số cải cách hành chính (PAR INDEX)",
                                 "Năm đánh giá: 2023"])  # fmt: skip
        page.header(tree(heads))
        for i, (unit, code, stage, points, reason, evidence, day) in enumerate(entries, 1):
            typed = grouped(points, 2) if points != "" and i % 3 == 0 else points
            page.line([i, spelled(by_key[unit], i), code, names.get(code, ""), stage, "", typed, evidence, reason, day])
        page.footer([], "Nghệ An, ngày 30 tháng 01 năm 2024")
    return path
