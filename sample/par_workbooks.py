"""Workbooks of the PAR INDEX: what districts reported for 2022 and 2023, departments and the province for 2023."""

from pathlib import Path

from sample import par_figures, units
from sample.forms import columns, write_figures
from sample.sheets import CANARIES, ILLUSTRATIVE, Book, grouped

OFFICE = "SỞ NỘI VỤ NGHỆ AN"
BY_HAND = ("million", "dossiers")
OUTSIDE_THEIR_SENSE = {
    "par_petitions_answered": "more petitions answered than received",
    "par_petitions_received": "its denominator goes with it",
    "index:sipas": "a percent (87,25) where a fraction of 1 is meant (0,8725)",
    "par_reform_meetings": "a negative count",
}
"""Figures of Sở Xây dựng in 2023 that the gate must keep out."""


def write(folder: Path) -> list[Path]:
    """Write the four workbooks into ``folder`` and return their paths."""
    return [
        _figures(folder / "so_lieu_par_2022.xlsx", "par_district", 2022, par_figures.of_2022()),
        _figures(folder / "so_lieu_par_2023.xlsx", "par_district", 2023, par_figures.of_2023()),
        _figures(folder / "so_lieu_par_2023_so_nganh.xlsx", "par_department", 2023, departments()),
        _province(folder / "so_lieu_par_2023_tinh.xlsx"),
    ]


def departments() -> dict[str, dict[str, object]]:
    """What the departments report for 2023, with the faults of OUTSIDE_THEIR_SENSE."""
    found = par_figures.of_2023("2023_department")
    wrong = found["department-so-xay-dung-2020"]
    wrong |= {"par_petitions_answered": wrong["par_petitions_received"] + 7, "par_reform_meetings": -2}
    wrong["index:sipas"] = 87.25
    return found


def _figures(path: Path, form: str, year: int, figures: dict[str, dict]) -> Path:
    """A wide sheet of figures and a sheet of appraisal points, a row per unit."""
    of = par_figures.units_of(form.removeprefix("par_"))
    edition, whose = str(year), "CẤP HUYỆN" if form == "par_district" else "SỞ, BAN, NGÀNH"
    place = f"Nghệ An, ngày 15 tháng 01 năm {year + 1}"
    with Book(path) as book:
        guide = book.sheet("Hướng dẫn", 3)
        guide.sheet.write(0, 0, f"Không thay đổi tiêu đề cột. {ILLUSTRATIVE} Liên hệ: {CANARIES[3]}.")
        page = book.sheet("Số liệu", len(columns(form, edition, "figures")) + (year > 2022))
        page.letterhead(OFFICE, [f"SỐ LIỆU CHẤM ĐIỂM CẢI CÁCH HÀNH CHÍNH {whose}", f"Năm đánh giá: {year}"])
        write_figures(page, form, edition, of, figures, BY_HAND)
        page.footer(["(1) Vốn đầu tư công tính theo triệu đồng."], place)
        page = book.sheet("Điểm thẩm định", 5)
        page.letterhead(OFFICE, [f"ĐIỂM THẨM ĐỊNH CẢI CÁCH HÀNH CHÍNH {whose}", f"Năm đánh giá: {year}"])
        title = columns(form, edition, "appraisal")[-1][2][0]
        page.header(["STT", "Tên đơn vị", (title, ["Điểm tự đánh giá", "Điểm thẩm định"]), "Ghi chú"])
        for i, unit in enumerate(of, 1):
            points = figures[unit["unit_key"]]["par_points_organisation"]
            page.line([i, unit["name_vi"], 5 if year < 2023 else 2, grouped(points, 2) if i % 2 else points, ""])
        page.footer([f"* Hội đồng thẩm định: {CANARIES[2]}."], place)
    return path


def _province(path: Path) -> Path:
    """The province's own figures, which its districts inherit."""
    with Book(path) as book:
        page = book.sheet("Số liệu chung", 5)
        page.letterhead("VĂN PHÒNG UBND TỈNH", ["SỐ LIỆU CHUNG CỦA TỈNH ĐỂ CHẤM ĐIỂM CẢI CÁCH HÀNH CHÍNH",
                                                "Năm đánh giá: 2023"])  # fmt: skip
        own = {"par_procedures_announced_on_time": 212, "par_procedures_announced": 230}
        province = units.units()[0]
        write_figures(page, "par_province", "2023", [province], {province["unit_key"]: own})
        page.footer([], "Nghệ An, ngày 15 tháng 01 năm 2024")
    return path
