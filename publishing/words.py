"""Codes in words, Vietnamese and English: one place for what the report site and the terminal both say."""

from __future__ import annotations

Pair = tuple[str, str]

LEVELS: dict[str, Pair] = {
    "province": ("cấp tỉnh", "province level"),
    "department": ("sở, ban, ngành", "departments"),
    "district": ("cấp huyện", "district level"),
    "commune": ("cấp xã", "commune level"),
    "vertical": ("cơ quan ngành dọc", "agencies of the central ministries"),
    "xa": ("xã", "communes"),
    "phuong": ("phường", "wards"),
}
STAGES: dict[str, Pair] = {
    "system": ("theo số liệu", "from the figures"),
    "self": ("tự chấm", "self-assessment"),
    "appraisal": ("thẩm định", "appraisal"),
    "explanation": ("giải trình", "explanation"),
    "final": ("kết quả cuối cùng", "final result"),
}
"""In the order in which they follow each other."""

NOT_COMPARED: dict[str, Pair] = {
    "merged": ("không so sánh: đơn vị sáp nhập", "not compared: the unit was merged"),
    "split": ("không so sánh: đơn vị chia tách", "not compared: the unit was split"),
    "other_group": ("không so sánh: kỳ trước xếp ở nhóm khác", "not compared: ranked in another group before"),
    "no_previous": ("không so sánh: kỳ trước chưa xếp hạng", "not compared: not ranked in the period before"),
}
OUTSIDE: dict[str, Pair] = {
    "bonus": ("điểm cộng ngoài thang", "bonus, outside the scale"),
    "penalty": ("điểm trừ ngoài thang", "penalty, outside the scale"),
    "gate": ("điều kiện khống chế, không tính điểm", "condition that limits the result, no points"),
    "display_only": ("chỉ theo dõi, không tính điểm", "shown only, no points"),
}
"""Rules whose points are no part of the scale."""
BOOKS: dict[str, Pair] = {
    "draft": ("dự thảo", "draft"),
    "illustrative": ("minh họa", "illustrative"),
    "official": ("chính thức", "official"),
    "closed": ("chính thức, đã khóa", "official, closed"),
}
"""Status of an index book."""
UNRANKED: Pair = ("không xếp hạng", "not ranked")


def levels(codes: str) -> Pair:
    """One level or several joined by ``|``, as an index book writes them."""
    return _each(codes.split("|"))


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
