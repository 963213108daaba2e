"""The short code that stands beside the numbers of a unit sheet, and what it names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

KEYS = ("index_code", "edition", "period_code", "unit_key")
RESULTS = "select index_code, edition, period_code, unit_key from marts.fct_index_rank"
SHAPE = re.compile(r"^([0-9A-F]{5})-?([0-9A-F]{5})(?:/(\S+))?$")


class NoSuchCode(LookupError):
    """A code that names no published number; the sentence says what a code looks like."""


def code(row: dict) -> str:
    """The code of a unit's result in a ranking: the first ten hexadecimal digits of the SHA-256 of its key.

    It does not change from release to release, and SQL computes the same: docs/trace.md. A criterion of it is the code,
    a slash and the criterion's own code.
    """
    digest = hashlib.sha256("|".join(row[k] for k in KEYS).encode()).hexdigest().upper()
    return f"{digest[:5]}-{digest[5:10]}"


def resolve(text: str, rows: Iterable[dict]) -> tuple[list[dict], str | None]:
    """The rows of ``rows`` that a code names (several only where codes collide), and the criterion that it names.

    Raises NoSuchCode.
    """
    head, slash, criterion = re.sub(r"\s", "", text).partition("/")
    found = SHAPE.match(head.upper() + slash + criterion)
    if not found:
        raise NoSuchCode(f"“{text}” không phải là mã truy nguyên. Mã có dạng 3F2A9-C01B7 hoặc 3F2A9-C01B7/1.3.")
    wanted = f"{found[1]}-{found[2]}"
    named = [row for row in rows if code(row) == wanted]
    if not named:
        raise NoSuchCode(f"Không có kết quả nào đang công bố mang mã {wanted}; hãy so lại từng ký tự với phiếu.")
    return named, found[3]
