"""Vietnamese text as people type it: one spelling to compare by, and numbers read exactly or not at all.

The dirt it answers to: dossier interface reference, section 5 ("Mess").
"""

from __future__ import annotations

import datetime
import functools
import math
import re
import unicodedata
from decimal import Decimal
from typing import Literal

NumberKind = Literal["integer", "decimal", "percent"]

MISSING = {
    "": "blank",
    "-": "dash",
    "--": "dash",
    "/": "dash",
    "khong": "stated_none",
    "khong co": "stated_none",
    "khong phat sinh": "stated_none",
    "khong ap dung": "not_applicable",
}
"""Folded text of a cell that holds no number -> why. Missing is not zero: nothing here becomes 0."""

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_PERSONAL = re.compile(r"\+?\b(?:0|84[ .-]?)\d(?:[ .-]?\d){7,9}\b|\b\d{9}(?:\d{3})?\b|\S+@\S+")
_CONTACT = re.compile(
    r"(?<![\d.])(?:\+?84|0)[ .-]?\d{2,3}[ .-]?\d{3}[ .-]?\d{3,4}(?![\d.])|(?<![\d./])\d{12}(?![\d./])|\S+@\S+\.\S+"
)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_EXPECTED = {"integer": "một số nguyên", "decimal": "một số", "percent": "một số phần trăm"}
_NUMERIC_LOOK = re.compile(r"[-+]?\d[\d.,\s]*%?")
_READINGS = [
    re.compile(rf"([-+]?)((?:[1-9]\d{{0,2}}(?:{thousands}\d{{3}})+)|0|[1-9]\d*)(?:{decimals}(\d+))?")
    for thousands, decimals in ((r"\.", ","), (",", r"\."), (" ", ","), (" ", r"\."))
]


class NumberUnreadable(ValueError):
    """A cell cannot be read as a number: ``expected`` and ``advice`` are Vietnamese, fit for a fault."""

    def __init__(self, expected: str, advice: str) -> None:
        super().__init__(expected, advice)
        self.expected, self.advice = expected, advice

    def __str__(self) -> str:
        return f"cần {self.expected}. {self.advice}"


def clean(text: str) -> str:
    """The same text in NFC without invisible characters, each run of blanks (no-break ones too) one blank."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


@functools.lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A key to compare Vietnamese by: lower case, đ as d, no tone marks or diacritics (so their placement does not
    matter), every dash a hyphen, single blanks. For comparing only: keep what was written."""
    lowered = clean(text).lower().translate(_DASHES).replace("đ", "d")
    bare = (c for c in unicodedata.normalize("NFD", lowered) if unicodedata.category(c) != "Mn")
    return " ".join(unicodedata.normalize("NFC", "".join(bare)).split())


@functools.lru_cache(maxsize=65536)
def words(text: str) -> str:
    """``fold`` reduced to letters, digits and %: the key of headers and names, whatever their punctuation."""
    return " ".join(re.findall(r"[^\W_]+|%", fold(text)))


def looks_numeric(raw: object) -> bool:
    """Whether a cell is a number, or text made of digits and separators alone."""
    if isinstance(raw, str):
        return _NUMERIC_LOOK.fullmatch(clean(raw)) is not None
    return isinstance(raw, int | float) and not isinstance(raw, bool)


def raw_text(raw: object) -> str:
    """A cell as text: whole floats without ``.0``, dates as ISO, None as nothing."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw)


def parse_number(raw: object, kind: NumberKind = "decimal") -> tuple[Decimal | None, str | None]:
    """The exact number in a cell as (value, None), or (None, reason of ``MISSING``).

    Numeric cells go through their shortest repr, so nothing is added to what Excel stored. Text may be grouped and
    pointed in either fashion ("1.234,5", "1,234.5", "1 234"); "98,76%" is 98.76 in a column of ``kind`` percent and
    refused in others. "1.234" is two numbers: 1234 in an integer column, refused in others. Raises NumberUnreadable.
    """
    if isinstance(raw, float) and raw.is_integer():
        return Decimal(int(raw)), None
    if raw is None:
        return None, MISSING[""]
    if isinstance(raw, str):
        reason = MISSING.get(fold(raw))
        return (None, reason) if reason else (_from_text(clean(raw), kind), None)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        raise NumberUnreadable(_EXPECTED[kind], "Hãy đặt lại định dạng ô là số rồi gõ lại.")
    return _fit(Decimal(repr(raw)), kind), None


def field_text(raw: object, type_: str) -> str:
    """A filled cell of a list as text: a number exact and plain ("1,5" is "1.5", "-" is nothing), a date as ISO
    ("5/2/2024" is 2024-02-05), a remark without phone and identity numbers and e-mail addresses, anything else as it is
    written, but for what can only be a phone, an identity number or an address (codes are numbers too). Raises NumberUnreadable."""
    if type_ == "date":
        return _iso_date(raw)
    if type_ in _EXPECTED:
        value, _ = parse_number(raw, type_)
        return "" if value is None else f"{value:f}"
    text = clean(raw_text(raw))
    return (_PERSONAL if type_ == "remark" else _CONTACT).sub("…", text)


def _iso_date(raw: object) -> str:
    if isinstance(raw, datetime.datetime):
        return raw.date().isoformat()
    if isinstance(raw, datetime.date):
        return raw.isoformat()
    m = _DAY.fullmatch(clean(raw_text(raw)))
    try:
        return datetime.date(int(m[3]), int(m[2]), int(m[1])).isoformat()
    except (TypeError, ValueError):  # no date at all, or a 31/02
        raise NumberUnreadable("một ngày", "Hãy gõ theo dạng ngày/tháng/năm, ví dụ 15/01/2024.") from None


def _from_text(text: str, kind: NumberKind) -> Decimal:
    body = text.removeprefix("'").translate(_DASHES)
    if body.endswith("%"):
        if kind != "percent":
            raise NumberUnreadable(f"{_EXPECTED[kind]} (cột này không tính bằng phần trăm)", "Hãy gõ lại số, bỏ dấu %.")
        body = body[:-1].rstrip()
    readings = {}
    for pattern in _READINGS:
        if m := pattern.fullmatch(body):
            sign, whole, fraction = m.groups()
            digits = re.sub(r"\D", "", whole)
            readings[Decimal(f"{sign}{digits}.{fraction}" if fraction else f"{sign}{digits}")] = fraction is None
    if not readings:
        raise NumberUnreadable(_EXPECTED[kind], "Hãy gõ lại số.")
    if kind == "integer" and any(readings.values()):
        return next(value for value, is_whole in readings.items() if is_whole)
    if len(readings) > 1:
        big, small = sorted(readings, key=abs, reverse=True)
        shown = f"{small}".replace(".", ",")
        raise NumberUnreadable(
            f"một số chỉ hiểu được một cách (“{text}” có thể là {big} hoặc {shown})",
            f"Hãy gõ {big} hoặc {shown}, hoặc đổi ô sang kiểu số.",
        )
    return _fit(next(iter(readings)), kind)


def _fit(value: Decimal, kind: NumberKind) -> Decimal:
    if kind == "integer" and value != value.to_integral_value():
        raise NumberUnreadable(_EXPECTED[kind], "Hãy kiểm tra lại: cột này đếm, không có phần lẻ.")
    return value.to_integral_value() if kind == "integer" else value
