"""Numbers and days as Vietnamese and English readers write them; both stand in the page, the switch shows one."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from markupsafe import Markup, escape

NOTHING = "–"


def both(vi: object, en: object) -> Markup:
    """The Vietnamese and the English text, escaped; the text alone when they are the same or there is no English."""
    return _both(vi if isinstance(vi, str) else str(vi), en if isinstance(en, str) else "" if en is None else str(en))


@lru_cache(
    maxsize=50_000, typed=True
)  # the pages of all units say much the same; markup is not the text that it looks like
def _both(vi: str, en: str) -> Markup:
    if en in ("", vi):
        return escape(vi)
    return Markup(f'<span lang="vi">{escape(vi)}</span><span lang="en">{escape(en)}</span>')


def number(value: Decimal | int | None, places: int | None = None) -> Markup:
    """1234.56 as 1.234,56 and 1,234.56: exactly, or rounded half up to ``places``. Raises TypeError for a float."""
    if value is None:
        return Markup(NOTHING)
    if not isinstance(value, Decimal | int):
        raise TypeError(f"{value!r} is no exact number")
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    english = f"{exact:,f}"
    return both(english.translate(str.maketrans(",.", ".,")), english)


def signed(value: Decimal, places: int = 2) -> Markup:
    """A difference with its sign, also where it is rounded: +0,50 or −1,20."""
    return Markup("{}{}").format("+" if value > 0 else "−" if value < 0 else "", number(abs(value), places))


def vietnamese(value: Decimal | int | None) -> str:
    """1234.50 as 1.234,5: exact, for Vietnamese text without a switch; – for none."""
    if value is None:
        return NOTHING
    return f"{Decimal(plain(Decimal(value))):,f}".translate(str.maketrans(",.", ".,"))


def plain(value: Decimal | None) -> str:
    """A number for the terminal: exact, without zeros that say nothing; empty for none."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(value: date | None) -> Markup:
    """31/10/2026 and 31 Oct 2026."""
    return Markup(NOTHING) if value is None else both(f"{value:%d/%m/%Y}", f"{value:%d %b %Y}")


def moment(value: datetime | None) -> Markup:
    """To the minute, in the time zone that the value carries."""
    return Markup(NOTHING) if value is None else both(f"{value:%d/%m/%Y %H:%M}", f"{value:%d %b %Y, %H:%M}")


def slug(key: str) -> str:
    """A key as part of a file name or an anchor."""
    return re.sub(r"[^\w-]", "-", key)
