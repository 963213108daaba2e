"""How far the data behind a sheet can be relied on: one badge, and the reasons for it in plain words."""

from __future__ import annotations

from publishing import words
from publishing.quality.presence import is_usual

BADGES = {
    "good": ("Đủ số liệu", "Data complete"),
    "look": ("Có điểm cần lưu ý", "Something to look at"),
    "poor": ("Thiếu số liệu", "Data missing"),
}


def badge(leaves: list[dict], row: dict, held: list[dict], forms: list[dict]) -> dict:
    """``kind`` (good, look, poor) and ``notes``, each in both languages.

    ``leaves``: the criteria of the sheet; ``held``: the unit's rows in quarantine by source; ``forms``: what it sent
    and did not send for the period of the sheet. Rows of another period are held as well: a reader is told of all.
    """
    missing = [c["criterion_code"] for c in leaves if c["state"] == "missing"]
    rows = sum(h["rows"] for h in held)
    absent = [f for f in forms if f["state"] == "absent" and is_usual(f)]
    notes = []
    if missing:
        notes.append(_missing(missing))
    if rows:
        since = min(h["open_since"] for h in held)
        notes.append((f"{rows} dòng số liệu của đơn vị đang bị giữ lại chờ sửa từ {since:%d/%m/%Y}",
                      f"{rows} rows of the unit are held back since {since:%d %b %Y}"))  # fmt: skip
    if absent:
        notes.append((f"chưa gửi {len(absent)} biểu mẫu mà phần lớn đơn vị cùng cấp đã gửi",
                      f"{len(absent)} forms not sent that most peers have sent"))  # fmt: skip
    if said := words.overrides(row["override_count"]):
        notes.append(said)
    kind = "poor" if row["score"] is None or missing else "look" if notes else "good"
    return {"kind": kind, "said": BADGES[kind], "notes": notes}


def _missing(codes: list[str]) -> tuple[str, str]:
    named = ", ".join(codes[:6]) + (" …" if len(codes) > 6 else "")
    criteria = "criterion" if len(codes) == 1 else "criteria"
    return f"thiếu số liệu ở {len(codes)} tiêu chí ({named})", f"figures missing in {len(codes)} {criteria} ({named})"
