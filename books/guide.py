"""The sheet “Hướng dẫn” of a book's workbook: how to work in it, what each column means, what each rule does."""

from __future__ import annotations

import xlsxwriter

from books.rules import RULES
from books.vocabulary import COLUMNS, KINDS

NAME = "Hướng dẫn"
_FILES = {"book": "Bộ chỉ số", "criteria": "Tiêu chí", "steps": "Bậc điểm", "classes": "Xếp loại", "units": "Đơn vị"}
_HOW = (
    "Chỉ sửa các ô nền trắng; ô nền xám là mã, không đổi. Trang tính được khóa không có mật khẩu: khi cần xóa một dòng, vào Xem lại › Bỏ bảo vệ trang tính.",
    "Thêm dòng mới vào các dòng trống ngay dưới dòng cuối. Không thêm, bỏ hay đổi tên cột. Không dùng công thức của Excel.",
    "Số nhập như bình thường trong Excel. Tỷ lệ là phần của 1: 80 % nhập 0,80 (hoặc 80 %). Riêng “Từ phần trăm” ở trang Xếp loại nhập 90 cho 90 %.",
    "Tổng điểm các tiêu chí con phải bằng điểm tiêu chí cha (cách tổng hợp sum); tiêu chí gốc bằng thang điểm.",
    "Sửa xong, lưu lại dạng .xlsx và gửi về người quản trị: lệnh parix book import kiểm tra toàn bộ, báo lỗi theo từng ô và cho biết đã thay đổi những gì.",
)


def write(workbook: xlsxwriter.Workbook) -> None:
    """Add the sheet to a workbook."""
    sheet = workbook.add_worksheet(NAME)
    base = {"font_name": "Times New Roman", "font_size": 11, "text_wrap": True, "valign": "top"}
    plain, bold = workbook.add_format(base), workbook.add_format({**base, "bold": True})
    title = workbook.add_format({**base, "bold": True, "font_size": 13, "text_wrap": False, "font_color": "#1F4E79"})
    for place, width in enumerate((26, 22, 110)):
        sheet.set_column(place, place, width)
    line = 0

    def section(name: str) -> None:
        nonlocal line
        line += 1 if line else 0
        sheet.write_string(line, 0, name, title)
        line += 1

    section("Cách làm")
    for number, text in enumerate(_HOW, 1):
        sheet.merge_range(line, 0, line, 2, f"{number}. {text}", plain)
        sheet.set_row(line, 32 if len(text) > 140 else 16)
        line += 1
    for kind in KINDS:
        section(f"Trang “{_FILES[kind]}”")
        for column in COLUMNS[kind]:
            for place, (text, style) in enumerate(
                ((column.label, bold), (column.name, plain), (column.meaning, plain))
            ):
                sheet.write_string(line, place, text, style)
            line += 1
    section("Quy tắc chấm điểm")
    for rule in RULES.values():
        needs = ", ".join(rule.needs) + (" và bậc điểm" if rule.steps == "needs" else "")
        for place, (text, style) in enumerate(
            ((rule.name, bold), (needs and f"cần {needs}", plain), (rule.sentence_vi, plain))
        ):
            sheet.write_string(line, place, text, style)
        line += 1
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
