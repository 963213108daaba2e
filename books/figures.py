"""Figures for a trial, from one CSV file: read as strictly as a book, told by line and column, nothing guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import category, normalize

from books import numbers, trial
from books.book import Book
from books.faults import BookFaults, Fault, nearest
from books.formula import figure_codes, program
from books.reading import Row, rows_of

MISSING = {
    "": "blank", "-": "dash", "khong co": "stated_none", "khong phat sinh": "stated_none",
    "khong ap dung": "not_applicable", "not_applicable": "not_applicable", "not applicable": "not_applicable",
}  # fmt: skip
"""Folded value -> why there is no number. Missing is not zero."""
REASONS = ("blank", "dash", "stated_none", "not_applicable")
YES_NO = {"co": "1", "yes": "1", "true": "1", "khong": "0", "no": "0", "false": "0"}


class FiguresRefused(BookFaults):
    """A file of figures that cannot be used as it is; nothing was scored."""


@dataclass
class Figures:
    """What ``trial.score`` takes, the lines that the figures stood in, and what is worth a second look."""

    units: list[dict] = field(default_factory=list)
    rows: list[dict] = field(default_factory=list)
    lines: dict[tuple[str, str, str], int] = field(default_factory=dict)
    notes: list[Fault] = field(default_factory=list)

    @property
    def periods(self) -> list[str]:
        """Period codes, the one that ends first first."""
        return sorted({r["period_code"] for r in self.rows}, key=lambda code: (trial.span(code)[1], code))


def read(path: Path, book: Book) -> Figures:
    """The units and figures of a file (unit_code, unit_name, period_code, figure_code, value; and if there: missing_reason,
    level, peer_group, parent_code). Raises FiguresRefused with every fault."""
    rows, faults = rows_of(path, "figures")
    faults = [fault for fault in faults if not fault.is_warning]
    if not rows and not faults:
        faults.append(Fault(path.name, 2, None, "tệp chưa có số liệu nào.", "the file holds no figures."))
    used, words, found, units = uses(book), _words(book), Figures(), {}
    for row in rows:
        values = row.values
        key = values["unit_code"], values["period_code"], values["figure_code"]
        wrong = list(_faults(row, key, found))
        figure = dict(zip(("unit_code", "period_code", "figure_code"), key, strict=True))
        try:
            figure |= _value(values, words.get(key[2], {}))
        except numbers.NotANumber as e:
            wrong.append(Fault(row.file, row.line, "value", e.vi, e.en))
        faults += wrong
        if not wrong:
            found.rows.append(figure)
            found.lines[key] = row.line
            _unit(units, values, book)
    if faults:
        raise FiguresRefused(faults)
    found.units = list(units.values())
    found.notes = list(_notes(path.name, found, used))
    return found


def uses(book: Book) -> set[str]:
    """The figures that a book is scored from."""
    found = set()
    for row in book.criteria:
        v = row.values
        if v["rule"] == "formula":
            found.update(figure_codes(program(v["numerator"])))
        elif v["rule"]:
            found.update((v["numerator"], v["denominator"]))
        if v["rule"] == "checklist":
            found.update(step.values["state"] for step in book.steps_of.get(v["criterion_code"], []))
    return found - {""}


def _words(book: Book) -> dict[str, dict[str, str]]:
    """Figure -> folded word -> what stands for it: the states of a choice, yes and no where a rule asks that."""
    found: dict[str, dict[str, str]] = {}
    for (code, state), _ in trial.state_numbers([book]).items():
        found.setdefault(code, {})[_fold(state)] = state
    for row in book.criteria:
        if row.values["rule"] == "yes_no":
            found.setdefault(row.values["numerator"], {}).update(YES_NO)
        if row.values["rule"] == "checklist":
            for step in book.steps_of.get(row.values["criterion_code"], []):
                found.setdefault(step.values["state"], {}).update(YES_NO)
    return found


def _fold(text: str) -> str:
    bare = normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in bare if category(c) != "Mn").split())


def _value(values: dict[str, str], words: dict[str, str]) -> dict:
    text, folded = values["value"], _fold(values["value"])
    if values["missing_reason"]:
        return {"value": None, "missing_reason": values["missing_reason"], "text_value": None}
    if folded in words:
        word = words[folded]
        is_number = word in ("0", "1")
        return {"value": numbers.number(word) if is_number else None, "missing_reason": None,
                "text_value": None if is_number else word}  # fmt: skip
    if folded in MISSING:
        return {"value": None, "missing_reason": MISSING[folded], "text_value": None}
    return {"value": numbers.number(text), "missing_reason": None, "text_value": None}


def _faults(row: Row, key: tuple[str, str, str], found: Figures) -> Iterator[Fault]:
    for column, text in zip(("unit_code", "period_code", "figure_code"), key, strict=True):
        if not text:
            yield Fault(row.file, row.line, column, "ô này không được để trống.", "this cell must not be empty.")
    if key[1]:
        try:
            trial.span(key[1])
        except ValueError:
            yield Fault(
                row.file, row.line, "period_code",
                f"“{key[1]}” không phải mã kỳ. Hãy viết 2024, 2024-Q1, 2024-05, 2024-A05 hoặc 2024-01-01/2024-05-03.",
                f"“{key[1]}” is no period code. Write 2024, 2024-Q1, 2024-05, 2024-A05 or 2024-01-01/2024-05-03.",
            )  # fmt: skip
    if (reason := row.values["missing_reason"]) and reason not in REASONS:
        yield Fault(
            row.file, row.line, "missing_reason", f"“{reason}” không dùng được; hãy ghi {', '.join(REASONS)}.",
            f"“{reason}” is not known; write {', '.join(REASONS)}.",
        )  # fmt: skip
    if reason and row.values["value"]:
        yield Fault(
            row.file, row.line, "value", "đã có lý do thiếu thì không ghi giá trị. Hãy bỏ một trong hai.",
            "a value and a reason why there is none cannot both stand here. Remove one.",
        )  # fmt: skip
    if key in found.lines:
        yield Fault(
            row.file, row.line, "figure_code", f"số liệu này đã có ở dòng {found.lines[key]}. Hãy bỏ một dòng.",
            f"this figure stands in line {found.lines[key]} already. Remove one of them.",
        )  # fmt: skip


def _unit(units: dict[str, dict], values: dict[str, str], book: Book) -> None:
    code = values["unit_code"]
    unit = units.setdefault(
        code,
        {"unit_code": code, "unit_name": code, "level": book.levels[0], "peer_group": None, "parent_code": None},
    )
    unit |= {k: values[k] for k in ("unit_name", "level", "peer_group", "parent_code") if values[k]}


def _notes(file: str, found: Figures, used: set[str]) -> Iterator[Fault]:
    given = {row["figure_code"] for row in found.rows}
    for code in sorted(given - used):
        meant = nearest(code, used)
        yield Fault(
            file, None, None, f"bộ chỉ số không dùng số liệu “{code}”." + (f" Có phải là “{meant}”?" if meant else ""),
            f"the book does not use the figure “{code}”." + (f" Is “{meant}” meant?" if meant else ""), is_warning=True,
        )  # fmt: skip
    if absent := sorted(used - given):
        shown = ", ".join(absent[:8]) + (f" … ({len(absent)})" if len(absent) > 8 else "")
        yield Fault(
            file, None, None, f"không đơn vị nào có số liệu: {shown}; các tiêu chí này tính là thiếu.",
            f"no unit has the figures {shown}; these criteria count as missing.", is_warning=True,
        )  # fmt: skip
