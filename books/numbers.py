"""Numbers as index books write them: digits, one decimal point, nothing else. Read strictly, because a reader that is
kind to "4,5" makes it 45."""

from __future__ import annotations

import re
from decimal import Decimal

MAX_DIGITS = 30  # of what is written; the warehouse keeps 30 decimals inside
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


class NotANumber(ValueError):
    """A text that is no number; ``vi`` and ``en`` say what to write instead."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi, en)
        self.vi, self.en = vi, en

    def __str__(self) -> str:
        return f"{self.vi} | {self.en}"


def number(text: str) -> Decimal:
    """The exact value of a strictly written number. Raises NotANumber, with what was probably meant."""
    if _NUMBER.fullmatch(text) and len(text) <= MAX_DIGITS:
        return Decimal(text)
    if len(text) > MAX_DIGITS:
        raise NotANumber(
            f"số dài quá {MAX_DIGITS} chữ số. Hãy viết ngắn lại.", f"longer than {MAX_DIGITS} digits. Shorten it."
        )
    if written := _meant(text):
        raise NotANumber(f"“{text}” không phải là số. Hãy viết {written}.", f"“{text}” is no number. Write {written}.")
    raise NotANumber(
        f"“{text}” không phải là số. Hãy viết chữ số với dấu chấm thập phân, ví dụ 4.5.",
        f"“{text}” is no number. Write digits with a decimal point, such as 4.5.",
    )


def number_or_none(text: str) -> Decimal | None:
    """The value, or None where nothing or no number is written: for checks of what another check has already refused."""
    try:
        return number(text) if text else None
    except NotANumber:
        return None


def plain(value: Decimal) -> str:
    """A number as a book would write it: no exponent, no trailing zeros, no minus before zero."""
    text = f"{abs(value) if value == 0 else value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _meant(text: str) -> str | None:
    """The number somebody probably wanted to write; None when two readings are possible (1,000 or 1.000?)."""
    bare = re.sub(r"[\s\u00a0\u2009\u202f_']", "", text).replace("−", "-").removeprefix("+")
    if bare.endswith("%") and (share := number_or_none(bare[:-1].replace(",", "."))) is not None:
        return f"{plain(share / 100)} ({plain(share)} / 100)"
    if re.fullmatch(r"-?[1-9][0-9]{0,2}(,[0-9]{3})+", bare):
        return None
    for candidate in (bare, bare.replace(",", "."), f"0{bare}", bare.removesuffix("."), bare.lstrip("0")):
        if _NUMBER.fullmatch(candidate):
            return candidate
    return None
