"""Reads a workbook of `books.sheet` back into the files of its book: proven first, and told cell by cell what is wrong or
what has changed. Numbers come back as their shortest decimal text; where the number is the same, the old text stays."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl.utils import get_column_letter

from books import diff, pins
from books.book import BOOKS, Book, all_folders, load
from books.check import check
from books.faults import Fault, stopping
from books.sheet import SHEETS, files_of, header_of
from books.sheet_read import Sheets, read_sheets
from books.vocabulary import COLUMNS, KINDS, names


@dataclass
class Imported:
    """What an import did: nothing is written when a fault stops it. ``faults`` name sheet (in ``file``) and cell."""

    folder: Path | None = None
    changes: list[diff.Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)


def import_workbook(path: Path, into: Path | None = None) -> Imported:
    """Bring a workbook's contents into a book's folder: by default that of its index and edition below the books."""
    path = Path(path)
    sheets, found = read_sheets(path)
    if sheets is None or stopping(found):
        return Imported(faults=found)
    head = sheets.rows["book"][0][1]
    folder = Path(into).resolve() if into else BOOKS / (head["index_code"] or "_") / (head["edition"] or "_")
    old = load(folder)[0] if folder.is_dir() else None
    _keep_texts(sheets, old)
    texts = {kind: _text(sheets, kind, folder) for kind in KINDS}
    with tempfile.TemporaryDirectory() as place:
        trial = Path(place)
        for kind in KINDS:
            (trial / f"{folder.name}__{kind}.csv").write_text(_text(sheets, kind, folder, blanks=True), "utf-8")
        found = check(trial, _others(folder))
        new = load(trial)[0]
    faults = [_in_workbook(fault, path, sheets) for fault in found] + _fit(head, folder)
    if stopping(faults) or new is None:
        return Imported(folder, faults=faults)
    changes = diff.diff(old, new) if old else []
    result = Imported(folder, changes, faults)
    fresh = {p: text for p, text in _paths(sheets, texts, folder).items() if not p.is_file() or _changed(p, text)}
    if fresh and pins.is_pinned(folder):
        vi, en = (
            "bộ đã khóa, không ghi. Hãy lập phiên bản mới.",
            "the book is closed and is not written. Make a new edition.",
        )
        result.faults.append(Fault(folder.name, None, None, vi, en))
        return result
    folder.mkdir(parents=True, exist_ok=True)
    for target, text in fresh.items():
        beside = target.with_name(f".{target.name}.new")
        beside.write_text(text, "utf-8")
        beside.replace(target)
        result.written.append(target)
    return result


def _others(folder: Path) -> list[Book]:
    """The other books that the imported one will stand beside."""
    root = folder.resolve().parent.parent
    if root != BOOKS and not (root / pins.PINS).is_file():
        return []
    return [book for other in all_folders(root) if other.resolve() != folder.resolve() and (book := load(other)[0])]


def _fit(head: dict[str, str], folder: Path) -> list[Fault]:
    """A folder of books is called as its book is."""
    if pins.home_of(folder) is None or (head["index_code"], head["edition"]) == (folder.parent.name, folder.name):
        return []
    wanted = f"{head['index_code']}/{head['edition']}"
    vi = f"sổ này là bộ {wanted}, không ghi được vào {folder.parent.name}/{folder.name}."
    return [Fault(SHEETS["book"], None, "edition", vi, f"this is book {wanted}; it does not belong into {folder}.")]


def _keep_texts(sheets: Sheets, old: Book | None) -> None:
    """Cells that say the same as the book they came from say it in the same words: 0.80 stays 0.80."""
    if old is None:
        return
    for kind in KINDS:
        before = [old.head] if kind == "book" else getattr(old, kind)
        keys, seen = {}, {}
        for row in before:
            keys[_key(kind, row.values, seen)] = row.values
        seen = {}
        for _, values in sheets.rows[kind]:
            for column, text in keys.get(_key(kind, values, seen), {}).items():
                if text != values[column] and diff.same(text, values[column]):
                    values[column] = text


def _key(kind: str, values: dict[str, str], seen: dict) -> tuple:
    """What makes a line the same line: its codes, and which of the lines with these codes it is."""
    codes = {"book": (), "criteria": ("criterion_code",), "steps": ("criterion_code",), "units": ("unit_code",),
             "classes": ("peer_group", "class_vi")}[kind]  # fmt: skip
    key = tuple(values[code] for code in codes)
    seen[key] = seen.get(key, 0) + 1
    return (*key, seen[key])


def _header(sheets: Sheets, kind: str, folder: Path) -> list[str]:
    """The columns of the file as it is, or as it was exported, and every other column that holds something."""
    written = header_of(files_of(folder).get(kind)) if folder.is_dir() else []
    written = written or sheets.headers.get(kind, [])
    written = [c for c in written if c in names(kind)] or [c for c in names(kind) if c in _usual(kind)]
    return [*written, *(c for c in names(kind) if c not in written and any(v[c] for _, v in sheets.rows[kind]))]


def _usual(kind: str) -> set[str]:
    return {column.name for column in COLUMNS[kind] if column.need != "optional"}


def _text(sheets: Sheets, kind: str, folder: Path, blanks: bool = False) -> str:
    """The CSV text; with ``blanks``, every line stands where its row stands in the sheet."""
    header, out = _header(sheets, kind, folder), io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    at = 1
    for row, values in sheets.rows[kind]:
        if blanks and kind != "book":
            out.write("\n" * (row - at - 1))
            at = row
        writer.writerow([values[column] for column in header])
    return out.getvalue()


def _paths(sheets: Sheets, texts: dict[str, str], folder: Path) -> dict[Path, str]:
    """Where each file goes; a file that never was and would hold nothing is not made."""
    there, head = files_of(folder) if folder.is_dir() else {}, sheets.rows["book"][0][1]
    found = {}
    for kind, text in texts.items():
        if kind in there:
            found[there[kind]] = text
        elif sheets.rows[kind] or kind in sheets.headers:
            found[folder / sheets.files.get(kind, f"{head['index_code']}_{head['edition']}__{kind}.csv")] = text
    return found


def _changed(path: Path, text: str) -> bool:
    """Whether the cells differ: other quotes or line ends alone do not make a file new."""

    def cells(content: str) -> list[list[str]]:
        rows = csv.reader(io.StringIO(content, newline=""))
        return [row for row in ([cell.strip() for cell in row] for row in rows) if any(row)]

    return cells(path.read_text("utf-8-sig")) != cells(text)


def _in_workbook(fault: Fault, path: Path, sheets: Sheets) -> Fault:
    """A fault of the file, as a fault of the sheet and the cell that the official sees."""
    kind = fault.file.rpartition("__")[2].removesuffix(".csv")
    if kind not in SHEETS:
        return fault
    place = sheets.columns[kind].get(fault.column or "")
    line, cell = fault.line, fault.column
    if kind == "book" and place:
        line, cell = place, f"C{place} ({fault.column})"
    elif place and line:
        cell = f"{get_column_letter(place)}{line} ({fault.column})"
    return replace(fault, file=f"{path.name} › {SHEETS[kind]}", line=line, column=cell)
