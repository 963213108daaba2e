"""A .csv file as a grid of texts: comma, semicolon or tab, in UTF-8, UTF-16, Windows-1258 or an encoding of before Unicode."""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata

from ingestion.readers.grid import MAX_TEXT, Sheet, Unreadable, check_grid
from ingestion.readers.legacy import decode_texts, has_old_text, valid_share

DELIMITERS = (";", ",", "\t")
SURE = 0.6
NAMELESS = "CSV"
"""Name of the one sheet of a .csv, which has none."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x19]")
_ADVICE = "Hãy lưu lại dạng “CSV UTF-8” hoặc .xlsx rồi gửi lại."


def read_delimited(data: bytes) -> Sheet:
    """The one sheet of a .csv. Raises Unreadable when its encoding cannot be told or it is no table."""
    text = _decode(data)
    if _CONTROL.search(text):
        raise Unreadable("một bảng .csv", "tệp không phải văn bản", _ADVICE)
    if len(text) > MAX_TEXT // 4:
        raise Unreadable("một bảng vừa phải", f"{len(text) >> 20} triệu ký tự", "Hãy tách tệp ra.")
    delimiter, text = _delimiter(text)
    try:
        rows = [
            [cell.strip() for cell in row] for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
        ]
    except csv.Error as e:
        raise Unreadable("một bảng .csv", "dấu nháy không khép hoặc ô quá dài", _ADVICE) from e
    width = max(map(len, rows), default=0)
    check_grid(width, len(rows))
    return Sheet(NAMELESS, False, [row + [""] * (width - len(row)) for row in rows], [], {})


def _decode(data: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strict(data, name)
    even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    if max(even, odd) > min(len(data), 4000) // 4:  # UTF-16 without its mark: every other byte of Latin letters is 0
        return _strict(data, "utf-16-le" if odd > even else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as e:
        return _old(data, e)


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as e:
        raise Unreadable("một bảng .csv", "tệp bị hỏng hoặc chưa tải lên hết", _ADVICE) from e


def _old(data: bytes, why: UnicodeDecodeError) -> str:
    """A file of before Unicode: the reading in which most of the Vietnamese words are words."""
    readings = [unicodedata.normalize("NFC", data.decode("cp1258", "replace"))]
    if has_old_text(latin := data.decode("latin-1")):
        readings += ["\n".join(decode_texts(latin.split("\n"), encoding)) for encoding in ("tcvn3", "vni")]
    best = max(readings, key=valid_share)
    if valid_share(best) < SURE or "\ufffd" in best:
        found = "tệp không rõ bảng mã (không phải UTF-8, UTF-16, Windows-1258, TCVN3, VNI)"
        raise Unreadable("một bảng .csv mã UTF-8", found, _ADVICE) from why
    return best


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter and the text without a ``sep=`` line: the one that gives most rows the same, greatest width."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[-1], rest
    lines = text.splitlines(keepends=True)[:400]

    def fitness(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            return 0, 0
        widest = max(widths, default=0)
        return (widths.count(widest) if widest > 1 else 0), widest

    return max(DELIMITERS, key=fitness), text
