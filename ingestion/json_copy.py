"""JSON lines as COPY reads them.

A JSON array without its brackets is a line of CSV whose escape is the backslash: strings are quoted, null is not. Of
JSON's escapes that CSV knows only \\" and \\\\; the others become the characters that they stand for. So a row is encoded
once, for the archive and for the database.
"""

from __future__ import annotations

import re

OPTIONS = r"""(format csv, quote '"', escape '\', null 'null')"""
_ESCAPE = re.compile(rb'\\(?:["\\]|([/bfnrt])|u([0-9a-fA-F]{4}))')
_LETTERS = {b"/": b"/", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def as_csv(lines: bytes) -> bytes:
    """JSON values joined by commas, a record on each line, for a COPY with OPTIONS; surrogate pairs are not expected (they
    come from encoders that write ASCII only)."""
    return _ESCAPE.sub(_plain, lines) if b"\\" in lines else lines


def _plain(escape: re.Match[bytes]) -> bytes:
    letter, code = escape.groups()
    if letter:
        return _LETTERS[letter]
    return chr(int(code, 16)).encode() if code else escape[0]
