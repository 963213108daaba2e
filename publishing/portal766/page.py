"""What the page of a period shows beside the shape of the period: the other periods, its files, the metrics for the script."""

from __future__ import annotations

from publishing.portal766.words import GROUPS
from publishing.wording import plain

_KEYS = ("unit_key", "name_vi", "name_en", "level", "sort_key")


def file_name(period: dict) -> str:
    return f"cong-766-{period['period_code'].replace('/', '_')}.xlsx"


def shape(period: dict, all_periods: list[tuple[str, dict]]) -> dict:
    """``all_periods``: name of the page, and the period."""
    return {
        "p": period,
        "groups": GROUPS,
        "others": [
            {"name": name, "vi": p["period_vi"], "en": p["period_en"], "is_this": p is period}
            for name, p in all_periods
        ],
        "file": file_name(period),
        "metrics": _for_script(period),
    }


def empty() -> dict:
    return {"p": None, "groups": GROUPS, "others": [], "file": None, "metrics": None}


def _for_script(period: dict) -> dict:
    """Numbers as exact text; the script only arranges them."""
    units = [*([period["own"]] if period["own"] else []), *(u for _, rows in period["levels"] for u in rows)]
    return {
        "units": [[u[k] for k in _KEYS] for u in units],
        "metrics": [
            {"group": m.group, "vi": m.name_vi, "en": m.name_en, "most": None if m.most is None else plain(m.most),
             "values": {unit: [None if v is None else plain(v) for v in value] for unit, value in m.values.items()}}
            for m in period["metrics"]
        ],
    }  # fmt: skip
