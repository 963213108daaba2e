"""Codes of units as people and systems write them: GSO codes, and electronic identifiers in both forms.

Old form (QCVN 102:2016), specific to general, groups of zeros where there is nothing: `000.05.28.H41`. New form (QĐ
20/2020/QĐ-TTg), general to specific: `H41.28.05`. Codes are compared by whole segments: `H56.140` is not below `H56.14`.
"""

from __future__ import annotations

import re

from ingestion.text import clean

_OLD = re.compile(r"((?:\d{2,3}\.){3})([A-Z]\d{2})")
_NEW = re.compile(r"[A-Z]\d{2}(?:\.\d{2,4})*")
_CODE = r"\d{5}|(?:\d{2,3}\.){3}[A-Za-z]\d{2}|[A-Za-z]\d{2}(?:\.\d{2,4})+"
_BEFORE = re.compile(rf"({_CODE})\s*[-–—:,]?\s+(\D.*)")
_BEHIND = re.compile(rf"(.*?\S)\s*[-–—:,(\[]\s*(?:mã(?: số| đơn vị| định danh)?\s*:?\s*)?({_CODE})\s*[)\]]?")


def canonical(text: str) -> str:
    """A code in the one form in which codes are kept, general to specific; any other text as ``clean`` leaves it."""
    text = clean(text)
    code = text.upper().replace(" ", "")
    if old := _OLD.fullmatch(code):
        return ".".join([old[2], *(part for part in reversed(old[1].split(".")) if part.strip("0"))])
    return code if _NEW.fullmatch(code) else text


def is_identifier(text: str) -> bool:
    """Whether the text is an electronic identifier of either form."""
    return bool(_NEW.fullmatch(canonical(text)))


def above(code: str) -> list[str]:
    """The identifiers above one, nearest first: H41.28.05 has H41.28 and H41."""
    segments = canonical(code).split(".")
    return [".".join(segments[:n]) for n in range(len(segments) - 1, 0, -1)]


def is_below(code: str, other: str) -> bool:
    """Whether the identifier lies below the other one, or is it, by whole segments."""
    return canonical(other) in [canonical(code), *above(code)]


def parted(text: str) -> tuple[str, str] | None:
    """Code and name where a text holds both: "17662 - Xã Đô Lương", "Xã Đô Lương (mã 17662)"."""
    text = clean(text)
    if m := _BEFORE.fullmatch(text):
        return m[1], m[2]
    if m := _BEHIND.fullmatch(text):
        return m[2], m[1]
    return None
