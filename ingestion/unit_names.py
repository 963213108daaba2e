"""Keys of units' names, from the surest to the least sure: names that senders write differently have one key."""

import re

from ingestion.text import clean, words

_OFFICE = re.compile(r"^(ubnd|uy ban nhan dan|hdnd ubnd|hoi dong nhan dan uy ban nhan dan) ")
_ABBREVIATED = {"tp": "thanh pho", "tx": "thi xa", "h": "huyen", "tt": "thi tran", "p": "phuong", "x": "xa"}


def name_key(text: str) -> str:
    """Key of a unit's name: "Uỷ ban nhân dân xã X", "UBND xã X" and "Xã X" are one; "TP. X" is "Thành phố X"."""
    key = _OFFICE.sub("", words(text))
    first, _, rest = key.partition(" ")
    return f"{_ABBREVIATED[first]} {rest}" if rest and first in _ABBREVIATED else key


def exact_key(text: str) -> str:
    """Key of a name that differs only by case, spaces and the office before it."""
    return re.sub(r"^(ubnd|[uủ][ỷy] ban nhân dân) ", "", clean(text).lower())


def i_for_y_key(text: str) -> str:
    """Key of a name in which i and y are one: "Kì Sơn" is "Kỳ Sơn"."""
    return name_key(text).replace("y", "i")
