"""A small province to score: its units, how books group them, and the years that there are."""

from __future__ import annotations

from random import Random

LEVELS = ("province", "department", "district", "commune")
RUNNING = {"2026"}
LIVES = (("2024", "2025"), ("2025", "2026"))


def _unit(code: str, level: str, parent: str = "", group: str = "") -> dict:
    unit = {"unit_code": code, "unit_name": f"Đơn vị {code}", "level": level}
    return unit | {"peer_group": group or None, "parent_code": parent or None}


UNITS = [
    *(_unit(f"P{i}", "province") for i in range(1, 4)),
    *(_unit(f"S{i}", "department", "P1", "vertical" if i > 4 else "office") for i in range(1, 7)),
    *(_unit(f"D{i}", "district", f"P{1 + i // 4}") for i in range(1, 5)),
    *(_unit(f"C{i}", "commune", f"D{1 + i // 3}", "ward" if i < 4 else "commune") for i in range(1, 9)),
]
PARENT = {u["unit_code"]: u["parent_code"] for u in UNITS}


def classes(groups: tuple[str, ...]) -> list[dict]:
    names = (("Xuất sắc", "Excellent", 90), ("Tốt", "Good", 70), ("Khá", "Fair", 50), ("Trung bình", "Average", 20))
    return [
        {"peer_group": group, "class_vi": vi, "class_en": en, "from_percent": str(low + 3 * i)}
        for i, group in enumerate(groups)
        for vi, en, low in names
    ]


def listed(rnd: Random, level: str) -> list[dict]:
    if rnd.random() < 0.6:
        return []
    codes = [u["unit_code"] for u in UNITS if u["level"] in level.split("|")]
    groups, ranked = ("A", "B", ""), ("yes", "yes", "no", "")
    some = rnd.sample(codes, rnd.randint(1, len(codes)))
    return [
        {"unit_code": u, "unit_name": u, "peer_group": rnd.choice(groups), "is_ranked": rnd.choice(ranked)}
        for u in some
    ]
