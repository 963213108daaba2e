"""Every cell by itself: is it set where it must be, and is it what its column holds?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from books import numbers
from books.book import Book, Row
from books.faults import Fault, at, meant, nearest
from books.rules import RULES
from books.vocabulary import CHOICES, COLUMNS, LEVELS, Column

SET = {
    "book": ("index_code", "edition", "title_vi", "level", "scale_points", "status", "valid_from"),
    "criteria": ("criterion_code", "name_vi", "max_points"),
    "steps": ("criterion_code",),
    "classes": ("class_vi", "from_percent"),
    "units": ("unit_code",),
}
# column -> (smallest, largest) value; None is no limit
LIMITS = {
    "scale_points": (0, None), "max_points": (0, None), "weight": (0, None), "max_ratio": (0, None), "points": (0, None),
    "rank_decimals": (0, 10), "rounds_to": (0, 20), "window_years": (1, 20), "from_percent": (0, 100),
}  # fmt: skip
_KEY = re.compile(r"[A-Za-z0-9_-]+")


def faults(book: Book) -> Iterator[Fault]:
    parts = {"book": [book.head], "criteria": book.criteria, "steps": book.steps, "classes": book.classes}
    for kind, rows in (parts | {"units": book.units}).items():
        for row in rows:
            for column in COLUMNS[kind]:
                text = row.values[column.name]
                if text:
                    yield from _cell(row, column, text)
                elif column.name in SET[kind]:
                    yield at(row, column.name, "ô trống. Hãy điền.", "not set. Fill it in.")


def _cell(row: Row, column: Column, text: str) -> Iterator[Fault]:
    if any(ord(c) < 32 and c not in "\n\t" for c in text) or (column.type != "text" and "\n" in text):
        yield at(row, column.name, "ô có ký tự điều khiển hoặc xuống dòng. Hãy xóa.",
                 "holds a control character or a line break. Remove it.")  # fmt: skip
    elif column.type == "number":
        yield from _number(row, column.name, text)
    elif column.type == "whole":
        if not re.fullmatch(r"[0-9]{1,2}", text):
            yield at(row, column.name, f"“{text}” phải là số nguyên từ 0, ví dụ 2.",
                     f"“{text}” must be a whole number from 0, such as 2.")  # fmt: skip
        else:
            yield from _limits(row, column.name, text)
    elif column.type == "date":
        yield from _date(row, column.name, text)
    elif column.type == "level":
        yield from _levels(row, text)
    elif column.type in ("choice", "rule"):
        known = RULES if column.type == "rule" else CHOICES[column.name]
        if text not in known:
            vi, en = meant(text, known)
            yield at(row, column.name, f"không có giá trị “{text}”. {vi}", f"“{text}” is not known. {en}")
    elif column.name in ("index_code", "edition") and not _KEY.fullmatch(text):
        yield at(row, column.name, f"“{text}” chỉ được gồm chữ không dấu, chữ số, “_” và “-”.",
                 f"“{text}” may hold only letters a–z, digits, “_” and “-”.")  # fmt: skip


def _number(row: Row, column: str, text: str) -> Iterator[Fault]:
    try:
        numbers.number(text)
    except numbers.NotANumber as error:
        yield at(row, column, error.vi, error.en)
    else:
        yield from _limits(row, column, text)


def _limits(row: Row, column: str, text: str) -> Iterator[Fault]:
    low, high = LIMITS.get(column, (None, None))
    value = numbers.number_or_none(text)
    if value is not None and low is not None and value < low:
        yield at(row, column, f"{text} nhỏ hơn {low}. Hãy sửa.", f"{text} is below {low}. Correct it.")
    elif value is not None and high is not None and value > high:
        yield at(row, column, f"{text} lớn hơn {high}. Hãy sửa.", f"{text} is above {high}. Correct it.")


def _date(row: Row, column: str, text: str) -> Iterator[Fault]:
    written = "2023-10-16"
    if found := re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", text):
        day, month, year = found.groups()
        written = f"{year}-{month:0>2}-{day:0>2}"
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            date.fromisoformat(text)
            return
    except ValueError:
        yield at(row, column, f"không có ngày {text}. Hãy sửa.", f"there is no day {text}. Correct it.")
        return
    yield at(row, column, f"“{text}” phải viết theo năm-tháng-ngày: {written}.",
             f"“{text}” must be written year-month-day: {written}.")  # fmt: skip


def _levels(row: Row, text: str) -> Iterator[Fault]:
    parts = [part.strip() for part in text.split("|")]
    for part in parts:
        if part not in LEVELS:
            vi, en = meant(part, LEVELS)
            if re.search(r"[,;/+]", part) and nearest(re.split(r"[,;/+]", part)[0], LEVELS):
                vi, en = "Nhiều cấp nối bằng dấu “|”.", "Several levels are joined by “|”."
            yield at(row, "level", f"không có cấp “{part}”. {vi}", f"there is no level “{part}”. {en}")
    if len(set(parts)) < len(parts):
        yield at(row, "level", "một cấp được ghi hai lần. Hãy bỏ bớt.", "a level is named twice. Drop one.")
