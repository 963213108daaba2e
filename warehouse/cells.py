"""Text for cells that a spreadsheet will open."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)*%?")
_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""The full-width signs start a formula in an Excel of East Asia."""


def is_formula(value: object) -> bool:
    """Whether a spreadsheet would take this text for a formula, or for one once somebody edits the cell."""
    return isinstance(value, str) and value.lstrip(" ").startswith(_STARTS)


def harmless(value: object) -> object:
    """A value for a CSV file: a text that would be taken for a formula gets an apostrophe in front; numbers, and all else,
    stay."""
    return f"'{value}" if is_formula(value) and not _NUMBER.fullmatch(value) else value


HARMLESS_SQL = r"""
    case
        when {0} ~ e'^ *[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-]' and {0} !~ '^[-+]?[0-9]+([.,][0-9]+)*%?$' then '''' || {0}
        else {0}
    end as {0}
"""
"""The same for a text column of a query."""
