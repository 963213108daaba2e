"""Each metric of set 766 with numerator and denominator, unit by unit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from publishing.portal766.words import GROUPS, RATIOS

Value = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]
"""Numerator, denominator, ratio in percent, points."""


@dataclass(frozen=True)
class Metric:
    """``most``: maximum of its points; None where the portal gives points to the whole group only."""

    group: str
    code: str
    name_vi: str
    name_en: str
    most: Decimal | None
    values: dict[str, Value]
    """By unit_key; a unit that has neither numerator nor denominator nor points is not in it."""


def metrics(scores: list[dict], fields: list[dict]) -> list[Metric]:
    """Of one period, in the order of the groups: the portal's metrics, and the ratios of its groups without metrics."""
    found = [m for m in (*_published(scores), *_ratios(fields)) if m.values]
    return sorted(found, key=lambda m: list(GROUPS).index(m.group))


def _published(scores: list[dict]) -> list[Metric]:
    rows: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for row in scores:
        if row["metric_code"] != "ALL":
            rows[row["group_code"], row["metric_code"]].append(row)
    return [
        Metric(*key, several[0]["metric_vi"], several[0]["metric_en"], several[0]["max_points"], {
            r["unit_key"]: (r["numerator"], r["denominator"], r["published_ratio_percent"], r["published_points"])
            for r in several
            if not (r["numerator"] is r["denominator"] is r["published_points"] is None)
        })
        for key, several in rows.items()
    ]  # fmt: skip


def _ratios(fields: list[dict]) -> list[Metric]:
    values: dict[str, dict[str, Decimal | None]] = defaultdict(dict)
    for row in fields:
        values[row["unit_key"]][row["figure_code"].removeprefix("qd766_")] = row["value"]
    return [
        Metric(
            group,
            code,
            *name,
            None,
            {unit: ratio for unit, own in values.items() if (ratio := _ratio(own, above, below))},
        )
        for (group, code), (name, above, below) in RATIOS.items()
    ]


def _ratio(own: dict[str, Decimal | None], above: tuple[str, ...], below: str) -> Value | None:
    parts, denominator = [own.get(code) for code in above], own.get(below)
    if all(p is None for p in parts) and denominator is None:
        return None
    numerator = None if None in parts else sum(parts, Decimal(0))
    percent = None if numerator is None or not denominator else round(100 * numerator / denominator, 2)
    return numerator, denominator, percent, None
