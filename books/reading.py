"""One CSV file of a book: bytes to rows, with everything that a spreadsheet or an editor did to it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from books.faults import Fault, meant
from books.vocabulary import COLUMNS, names

_SAVE = ("Hãy lưu lại là CSV UTF-8 (không BOM).", "Save it again as CSV UTF-8 (without BOM).")
_SEPARATORS = {";": ("dấu chấm phẩy", "semicolons"), "\t": ("dấu tab", "tabs"), "|": ("dấu gạch đứng", "bars")}


@dataclass(frozen=True)
class Row:
    """One line of one file; ``values`` holds every known column of that file, NFC and stripped, "" where not set."""

    file: str
    line: int
    values: dict[str, str]


def rows_of(path: Path, kind: str) -> tuple[list[Row], list[Fault]]:
    """The rows that could be read and what is wrong with the file. Empty lines do not count."""
    faults: list[Fault] = []
    text = _text(path, faults)
    if text is None:
        return [], faults
    separator = _separator(path.name, text, kind, faults)
    lines = list(_lines(path.name, text, separator, faults))
    if not lines:
        if kind in ("book", "criteria") and not faults:
            faults.append(Fault(path.name, 1, None, "tệp trống. Hãy điền nội dung.", "the file is empty. Fill it in."))
        return [], faults
    (header_line, header), *body = lines
    columns = _header(path.name, header_line, header, body, kind, faults)
    known = dict.fromkeys(names(kind), "")
    rows = []
    for line, cells in body:
        if len(cells) < len(header) or any(cells[len(header) :]):
            faults.append(_miscounted(path.name, line, cells, len(header), separator))
        rows.append(Row(path.name, line, known | {c: v for c, v in zip(columns, cells, strict=False) if c}))
    return rows, faults


def _text(path: Path, faults: list[Fault]) -> str | None:
    def fault(line: int | None, vi: str, en: str) -> None:
        faults.append(Fault(path.name, line, None, f"{vi} {_SAVE[0]}", f"{en} {_SAVE[1]}"))

    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror
        faults.append(Fault(path.name, None, None, f"không mở được tệp: {reason}.", f"cannot be opened: {reason}."))
        return None
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        fault(None, "đây là tệp Excel, không phải CSV (hoặc dùng lệnh parix book import).",
              "this is an Excel workbook, not CSV (or use parix book import).")  # fmt: skip
        return None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        fault(1, "tệp lưu theo mã UTF-16.", "the file is in UTF-16.")
        return content.decode("utf-16", errors="replace")
    if content.startswith(b"\xef\xbb\xbf"):
        fault(1, "tệp bắt đầu bằng dấu BOM (ba byte ẩn).", "the file begins with a byte-order mark (BOM).")
        content = content[3:]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        fault(content.count(b"\n", 0, error.start) + 1,
              "có chữ không theo mã UTF-8 (có thể là Windows-1258 hoặc TCVN3).",
              "holds text that is not UTF-8 (Windows-1258 or TCVN3, perhaps).")  # fmt: skip
        return None
    if "\0" in text:
        fault(text.count("\n", 0, text.index("\0")) + 1, "có ký tự rỗng (NUL).", "holds a NUL character.")
        return None
    return text


def _separator(file: str, text: str, kind: str, faults: list[Fault]) -> str:
    """A comma; another sign when the header is only understood with it, which is a fault."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    known = set(names(kind))

    def understood(separator: str) -> int:
        return len(known & {cell.strip().strip('"') for cell in header.split(separator)})

    best = max((",", *_SEPARATORS), key=understood)
    if best == "," or understood(best) == understood(","):
        return ","
    vi, en = _SEPARATORS[best]
    faults.append(
        Fault(file, text.splitlines().index(header) + 1, None,
              f"các ô ngăn cách bằng {vi} thay vì dấu phẩy. Hãy lưu lại với dấu phẩy.",
              f"cells are separated by {en} instead of commas. Save it with commas.")
    )  # fmt: skip
    return best


def _lines(file: str, text: str, separator: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold anything, each with the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            faults.append(
                Fault(file, begins, None,
                      'dấu ngoặc kép không khớp. Hãy đóng ngoặc, hoặc viết hai dấu "" cho một dấu nằm trong ô.',
                      'quotes do not match. Close them, or write "" for one that belongs to the cell.')
            )  # fmt: skip
            return
        cells = [normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n")).strip() for cell in cells]
        if any(cells):
            yield begins, cells


def _header(file: str, line: int, header: list[str], body: list, kind: str, faults: list[Fault]) -> list[str | None]:
    """The known column of each place; None where the name is not known."""
    known, seen = names(kind), set()
    columns: list[str | None] = []
    for place, name in enumerate(header):
        columns.append(name if name in known and name not in seen else None)
        if name in seen:
            faults.append(
                Fault(file, line, name, "cột có hai lần. Hãy bỏ một.", "the column is there twice. Drop one.")
            )
        elif not name and any(len(cells) > place and cells[place] for _, cells in body):
            number = str(place + 1)
            faults.append(
                Fault(file, line, number, "cột chưa có tên. Hãy đặt tên.", "the column has no name. Name it.")
            )
        elif name and name not in known:
            vi, en = meant(name, [c for c in known if c not in header])
            faults.append(Fault(file, line, name, f"không có cột này. {vi}", f"no such column. {en}"))
        seen.add(name)
    for column in COLUMNS[kind]:
        if column.name not in header and column.need != "optional":
            warning = column.need == "expected"
            faults.append(
                Fault(file, line, column.name,
                      "thiếu cột này" + ("; coi như để trống." if warning else ". Hãy thêm cột."),
                      "this column is missing" + ("; read as empty." if warning else ". Add it."), warning)
            )  # fmt: skip
    return columns


def _miscounted(file: str, line: int, cells: list[str], expected: int, separator: str) -> Fault:
    vi = f"dòng có {len(cells)} ô, dòng tiêu đề có {expected}."
    en = f"the line has {len(cells)} cells, the header {expected}."
    if separator == "," and sum(cell.count(";") for cell in cells) >= expected - 1:
        return Fault(file, line, None, f"{vi} Các ô phải ngăn bằng dấu phẩy, không phải dấu chấm phẩy.",
                     f"{en} Cells are separated by commas, not semicolons.")  # fmt: skip
    if len(cells) < expected:
        return Fault(file, line, None, f"{vi} Hãy thêm các ô còn thiếu (dấu phẩy).", f"{en} Add the missing commas.")
    return Fault(
        file, line, None,
        f'{vi} Nội dung có dấu phẩy phải nằm trong ngoặc kép ("a, b"); số thập phân dùng dấu chấm.',
        f'{en} Text with a comma stands in quotes ("a, b"); decimals take a point.',
    )  # fmt: skip
