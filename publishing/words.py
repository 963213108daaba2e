"""Codes in words, Vietnamese and English: what the report site and the terminal say, from the labels that the marts have."""

from __future__ import annotations

import csv

from warehouse import config

Pair = tuple[str, str]
LABELS = config.REPO / "dbt_project" / "seeds" / "reference" / "labels.csv"


def _labels() -> dict[str, dict[str, Pair]]:
    """domain -> code -> Vietnamese and English, in the order of the file."""
    found: dict[str, dict[str, Pair]] = {}
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["domain"], {})[row["code"]] = row["label_vi"], row["label_en"]
    return found


WORDS = _labels()
"""What ``marts.dim_label`` says too."""
LEVELS = WORDS["level"] | WORDS["peer_group"]
STAGES = WORDS["stage"]
"""In the order in which they follow each other."""
NOT_COMPARED = {code: WORDS["comparison"][code] for code in ("merged", "split", "other_group", "no_previous")}
OUTSIDE = WORDS["outside"]
"""Rules whose points are no part of the scale."""
SOURCES = WORDS["source"]
"""Sources and forms; ``workbook:…`` is a form."""
BOOKS = WORDS["book_status"]
"""Status of an index book."""
UNRANKED: Pair = ("không xếp hạng", "not ranked")


def levels(codes: str) -> Pair:
    """One level or several joined by ``|``, as an index book writes them."""
    return _each(codes.split("|"))


def source(code: str) -> str:
    """A source or a form in Vietnamese; one without a label by its code."""
    return SOURCES.get(code, (f"Biểu mẫu {code.removeprefix('workbook:')}", ""))[0]


def group(row: dict) -> Pair:
    """Which units a ranking's row is ranked with: their level, and the group inside it where there is one.

    ``row`` has ``level`` (of the unit) and ``peer_group``.
    """
    level, peers = row["level"], row["peer_group"]
    return _each([level]) if peers == level else _each([level, peers])


def comparison(row: dict) -> Pair | None:
    """Why a rank has no change to the period before, or under which name it is compared; None when nothing is to be said.

    ``row`` has ``comparison``, ``is_ranked``, ``unit_name_vi``, ``name_en`` and, where renamed, ``previous_name_vi``
    and ``previous_name_en``.
    """
    if not row["is_ranked"]:
        return None
    if row["comparison"] == "renamed" and row["previous_name_vi"]:
        return f"tên trước đây: {row['previous_name_vi']}", f"formerly {row['previous_name_en']}"
    return NOT_COMPARED.get(row["comparison"])


def overrides(count: int) -> Pair | None:
    """That a council's points stand instead of the figures' in ``count`` criteria; None for none."""
    if not count:
        return None
    criteria = "criterion" if count == 1 else "criteria"
    return f"hội đồng chấm khác số liệu ở {count} tiêu chí", f"the council overrides the figures in {count} {criteria}"


def _each(codes: list[str]) -> Pair:
    vi, en = zip(*(LEVELS.get(c, (f"nhóm {c}", f"group {c}")) for c in codes), strict=True)
    return " · ".join(vi), " · ".join(en)
