"""How officials lay out a report in Excel: letterhead, merged header of several rows, numbering row, totals, footnotes,
signatures. The bytes are the same on every run (fixed creation date)."""

import datetime
import unicodedata
from pathlib import Path

import xlsxwriter

ILLUSTRATIVE = "Số liệu minh họa, không phải số liệu thật của đơn vị."
CANARIES = (
    "CANARY Nguyễn Văn Chim Yến",
    "CANARY Trần Thị Sơn Ca",
    "CANARY Lê Hoàng Oanh",
    "0900 555 0123",
    "chim.yen@canary.example",
)
"""Planted personal data: names of signers, a phone, an e-mail. None of it may ever leave the file."""
ODDLY = f"{unicodedata.normalize('NFD', 'Nguyễn Văn Chim Yến')}; NGUYEN VAN CHIM YEN; TRẦN THỊ SƠN CA; +84 900 555 0123"
"""The same as people type it: decomposed, without diacritics, in capitals, with blanks."""

Tree = list  # of header texts, or (text, Tree) where a text stands over several columns


class Book:
    """One .xlsx file; use as a context manager, the file is complete at the end of the block."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._book = xlsxwriter.Workbook(str(path), {"in_memory": True})
        self._book.set_properties({"author": CANARIES[0], "created": datetime.datetime(2026, 10, 31, 8)})
        head = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        self.head = self._book.add_format(head)
        self.plain = self._book.add_format({"border": 1})
        self.bold = self._book.add_format({"border": 1, "bold": True})
        self.title = self._book.add_format({"bold": True, "align": "center"})

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        if kind is None:
            self._book.close()

    def sheet(self, name: str, width: int) -> "Page":
        """A new worksheet whose table has ``width`` columns."""
        return Page(self, self._book.add_worksheet(name), width)


class Page:
    """A worksheet, written from top to bottom."""

    def __init__(self, book: Book, sheet, width: int) -> None:
        self.book, self.sheet, self.width, self.row = book, sheet, width, 0

    def letterhead(self, office: str, lines: list[str]) -> None:
        """The sender on the left, the state on the right, and the lines of the title below."""
        half, last = self.width // 2, self.width - 1
        state = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
        for left, right in zip((office, ""), state, strict=True):
            self.sheet.write(self.row, 0, left)
            self.sheet.merge_range(self.row, half, self.row, last, right, self.book.title)
            self.row += 1
        self.row += 1
        for line in lines:
            self.sheet.merge_range(self.row, 0, self.row, last, line, self.book.title)
            self.row += 1

    def header(self, tree: Tree) -> None:
        """Header with merged cells, and the row that numbers its columns."""
        height = _depth(tree)
        self._branch(tree, self.row, 0, height)
        self.row += height
        for column in range(_leaves(tree)):
            self.sheet.write_string(self.row, column, f"({column + 1})", self.book.head)
        self.row += 1

    def _branch(self, tree: Tree, row: int, column: int, height: int) -> None:
        for node in tree:
            text, below = node if isinstance(node, tuple) else (node, [])
            width, tall = _leaves(below) or 1, 1 if below else height
            if width * tall > 1:
                self.sheet.merge_range(row, column, row + tall - 1, column + width - 1, text, self.book.head)
            else:
                self.sheet.write(row, column, text, self.book.head)
            self._branch(below, row + 1, column, height - 1)
            column += width

    def line(self, values: list, is_bold: bool = False) -> None:
        """A row of the table; text stays text, also where it looks like a number."""
        style = self.book.bold if is_bold else self.book.plain
        for column, value in enumerate(values):
            write = self.sheet.write_string if isinstance(value, str) else self.sheet.write
            write(self.row, column, value, style)
        self.row += 1

    def total(self, label: str, first_row: int, columns: list[list]) -> None:
        """A total row from column C on: a formula with its result where every cell above is a number or a dash (Excel
        adds up no text), otherwise the number typed in."""
        self.sheet.write(self.row, 0, "", self.book.bold)
        self.sheet.write(self.row, 1, label, self.book.bold)
        for column, values in enumerate(columns, 2):
            result = sum(number(v) for v in values)
            letter = xlsxwriter.utility.xl_col_to_name(column)
            if not values:
                self.sheet.write_blank(self.row, column, None, self.book.bold)
            elif all(not isinstance(v, str) or v in ("", "-") for v in values):
                formula = f"=SUM({letter}{first_row + 1}:{letter}{self.row})"
                self.sheet.write_formula(self.row, column, formula, self.book.bold, result)
            else:
                self.sheet.write_number(self.row, column, result, self.book.bold)
        self.row += 1

    def footer(self, notes: list[str], place: str) -> None:
        """Footnotes, place and date, and two signatures with names that must go nowhere."""
        right = max(self.width - 3, 2)
        for note in [f"Ghi chú: {ILLUSTRATIVE}", *notes]:
            self.sheet.write(self.row, 0, note)
            self.row += 1
        self.sheet.write(self.row + 1, right, place)
        for offset, (left, other) in enumerate(
            [("NGƯỜI LẬP BIỂU", "TM. ỦY BAN NHÂN DÂN"), ("", "CHỦ TỊCH"), ("", ""), (CANARIES[0], CANARIES[1])], 2
        ):
            self.sheet.write(self.row + offset, 1, left)
            self.sheet.write(self.row + offset, right, other)
        self.sheet.write(self.row + 7, 1, f"Điện thoại: {CANARIES[3]}; thư điện tử: {CANARIES[4]}")
        self.sheet.write(self.row + 8, 1, f"Người kiểm tra: {ODDLY}")


def spelled(unit: dict[str, str], i: int) -> str:
    """A unit as different people write it: office before the name, Uỷ/Ủy, decomposed letters, no-break spaces."""
    name = unit["name_vi"]
    spoken = name[0].lower() + name[1:]
    office = [f"UBND {spoken}", f"Uỷ ban nhân dân {spoken}"]
    if unit["level"] == "department":
        office = [name.removesuffix(" tỉnh") + " tỉnh Nghệ An", spoken]
    ways = (name, *office, unicodedata.normalize("NFD", name), name.replace(" ", "\u00a0"), f" {name.upper()} ",
            name.replace("òa", "oà"))  # fmt: skip
    return ways[i % len(ways)]


def number(value) -> float:
    """What a cell written by hand counts for: "1.234" is 1234, "-" and what is no number nothing."""
    if not isinstance(value, str):
        return value
    plain = value.replace(".", "").replace(",", ".")
    return float(plain) if plain.replace(".", "").isdigit() else 0


def grouped(value: float, decimals: int = 0) -> str:
    """A number as officials type it: 1234.5 is "1.234,5"."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def _leaves(tree: Tree) -> int:
    return sum(_leaves(node[1]) if isinstance(node, tuple) else 1 for node in tree)


def _depth(tree: Tree) -> int:
    return max(1 + _depth(node[1]) if isinstance(node, tuple) else 1 for node in tree)
