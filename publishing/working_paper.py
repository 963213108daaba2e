"""The working paper of an audit sample: a page to read and print, and a workbook to fill in.

What units and files are called comes from outside: in the page it is escaped, in the workbook it is text that Excel never
takes for a formula or a link.
"""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publishing import trace_words, wording, words
from publishing.sampling import Sample
from warehouse.cells import is_formula

COLUMNS = {
    "STT": 5, "Nguồn": 20, "Đơn vị": 22, "Kỳ": 12, "Số liệu": 34, "Mã số liệu": 26, "Giá trị công bố": 14, "Đơn vị tính": 10,
    "Chỗ của số liệu": 60, "Phiếu nhận": 40, "SHA-256 của bản gốc": 40, "Đính chính": 26, "Kết quả đối chiếu": 18,
    "Ghi chú": 30, "Người kiểm tra": 20,
}  # fmt: skip
"""Heading of a column -> its width; the last three are the auditor's."""
RESULTS = ["Khớp", "Không khớp", "Không tìm thấy bản gốc"]
SHOWN = 40


def write(sample: Sample, folder: Path) -> list[Path]:
    """Write ``mau_kiem_tra_<release>_<seed>`` as .html and .xlsx into ``folder`` (made where it is not there)."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"mau_kiem_tra_{sample.release_id}_{sample.seed}"
    page, book = folder / f"{stem}.html", folder / f"{stem}.xlsx"
    page.write_text(_page(sample), encoding="utf-8")
    _workbook(sample, book)
    return [page, book]


def _page(sample: Sample) -> str:
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True,
    )  # fmt: skip
    return env.get_template("working_paper.html.j2").render(
        s=sample, population=sum(t.population for t in sample.strata), vietnamese=wording.vietnamese,
        moment=trace_words.moment, value=trace_words.value, source=words.source, place=trace_words.place,
        receipt=trace_words.receipt, corrections=trace_words.corrections, states=trace_words.STATES,
    )  # fmt: skip


def _workbook(sample: Sample, path: Path) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties(
            {
                "title": f"Mẫu kiểm tra, bản phát hành {sample.release_id}",
                "created": sample.published_at.replace(tzinfo=None),
            }
        )
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        fill = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF8DC", "border": 1})
        sheet = book.add_worksheet("Mẫu kiểm tra")
        sheet.freeze_panes(1, 3)
        for column, (name, width) in enumerate(COLUMNS.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, head)
        for number, figure in enumerate(sample.figures, 1):
            for column, cell in enumerate(_cells(number, figure)):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell, text)
                else:
                    sheet.write_string(number, column, cell, quoted if is_formula(cell) else text)
            for column in range(len(COLUMNS) - 3, len(COLUMNS)):
                sheet.write_blank(number, column, None, fill)
        last = len(sample.figures)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
        sheet.data_validation(
            1, len(COLUMNS) - 3, max(last, 1), len(COLUMNS) - 3, {"validate": "list", "source": RESULTS}
        )
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        _method(sample, book.add_worksheet("Phương pháp"), head, text)


def _cells(number: int, f: dict) -> list[str | int]:
    places = f["places"][:SHOWN]
    more = [f"… và {len(f['places']) - SHOWN} phiếu nhận nữa"] if len(f["places"]) > SHOWN else []
    receipts = dict.fromkeys(trace_words.receipt(p) for p in places if p["receipt_id"])
    return [
        number, words.source(f["source_code"]), f["unit_name_vi"], f["period_name_vi"] or f["period_code"],
        f["figure_name_vi"] or f["figure_code"], f["figure_code"], trace_words.value(f), f["measure_vi"] or "",
        "\n".join([*map(trace_words.place, places), *more]), "\n".join(receipts),
        "\n".join(dict.fromkeys(p["sha256"] for p in places if p["sha256"])),
        "\n".join(dict.fromkeys(line for p in places for line in trace_words.corrections(p))),
    ]  # fmt: skip


def _method(sample: Sample, sheet, head, text) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 3, 34)
    facts = {
        "Bản phát hành": f"{sample.release_id}, công bố {trace_words.moment(sample.published_at)}",
        "Dấu vân tay của bản phát hành": sample.fingerprint,
        "Hạt giống (seed)": str(sample.seed),
        "Cách chọn": "Ngẫu nhiên phân tầng theo nguồn, không hoàn lại: trong mỗi nguồn xếp theo SHA-256 của"
        f" “{sample.seed}|đơn vị|kỳ|mã số liệu” và lấy từ đầu",
        "Ít nhất của mỗi nguồn": str(sample.at_least),
        "Mã băm của mẫu": sample.sha256,
    }
    for row, (name, said) in enumerate(facts.items()):
        sheet.write_string(row, 0, name, head)
        sheet.write_string(row, 1, said, text)
    top = len(facts) + 1
    for column, name in enumerate(("Nguồn", "Mã nguồn", "Số liệu đã công bố", "Được chọn")):
        sheet.write_string(top, column, name, head)
    for row, t in enumerate(sample.strata, top + 1):
        sheet.write_string(row, 0, words.source(t.source_code), text)
        sheet.write_string(row, 1, t.source_code, text)
        sheet.write_number(row, 2, t.population, text)
        sheet.write_number(row, 3, t.drawn, text)
