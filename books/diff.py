"""What differs between two books: criteria added, dropped, renamed, recoded and moved; points, weights, rules, their
parameters, steps, classes and units. As data; `books.diff_table` shows it to people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from books.book import Book, Row
from books.numbers import number_or_none
from books.vocabulary import names

KINDS = {  # in the order in which they are told, with their Vietnamese word
    "head": "bộ chỉ số", "dropped": "bỏ", "added": "thêm", "recoded": "đổi mã", "renamed": "đổi tên", "moved": "chuyển nhóm",
    "points": "điểm tối đa", "weight": "trọng số", "rule": "quy tắc", "parameter": "tham số", "steps": "bậc điểm",
    "classes": "xếp loại", "units": "đơn vị", "text": "căn cứ", "order": "thứ tự",
}  # fmt: skip
_OF_COLUMN = {
    "name_vi": "renamed", "name_en": "renamed", "parent_code": "moved", "max_points": "points", "weight": "weight",
    "aggregation": "rule", "rule": "rule", "legal_clause": "text", "evidence": "text",
}  # fmt: skip
_RANGE = ("from_value", "to_value", "state", "points")


@dataclass(frozen=True)
class Change:
    """One difference. ``part`` is the file it is in (book, criteria, steps, classes, units), ``key`` the criterion, class
    or unit, ``column`` is None for whole lines; ``old`` and ``new`` are texts as the books write them."""

    kind: str
    part: str
    key: str
    name: str
    column: str | None
    old: str
    new: str


def diff(old: Book, new: Book) -> list[Change]:
    """All differences, in the order of KINDS and then of the books. 0.8 and 0.80 do not differ."""
    found = [
        *_cells("book", "", "", old.head, new.head, dict.fromkeys(names("book"), "head")),
        *_criteria(old, new),
        *_steps(old, new),
        *_lines("classes", old.classes, new.classes, ("peer_group", "class_vi"), "class_vi"),
        *_lines("units", old.units, new.units, ("unit_code",), "unit_name"),
    ]
    kinds = list(KINDS)
    return sorted(found, key=lambda change: kinds.index(change.kind))


def same(old: str, new: str) -> bool:
    """Whether two cells say the same: equal texts, or equal numbers."""
    if old == new:
        return True
    one, other = number_or_none(old), number_or_none(new)
    return one is not None and one == other


def _cells(part: str, key: str, name: str, old: Row, new: Row, kinds: dict[str, str]) -> Iterator[Change]:
    for column, kind in kinds.items():
        if not same(old.values[column], new.values[column]):
            yield Change(kind, part, key, name, column, old.values[column], new.values[column])


def _criteria(old: Book, new: Book) -> Iterator[Change]:
    before = {row.values["criterion_code"]: row for row in old.criteria}
    after = {row.values["criterion_code"]: row for row in new.criteria}
    now_at = _pairs(before, after)
    for code, row in before.items():
        target = now_at.get(code)
        if target is None:
            summary = _summary(row, len(old.steps_of.get(code, [])))
            yield Change("dropped", "criteria", code, row.values["name_vi"], None, summary, "")
            continue
        if target != code:
            yield Change("recoded", "criteria", target, row.values["name_vi"], "criterion_code", code, target)
        kinds = {c: _OF_COLUMN.get(c, "parameter") for c in names("criteria") if c != "criterion_code"}
        if now_at.get(row.values["parent_code"]) == after[target].values["parent_code"]:
            del kinds["parent_code"]  # the parent may have another code, but it is the same parent
        yield from _cells("criteria", target, after[target].values["name_vi"], row, after[target], kinds)
    for code, row in after.items():
        if code not in now_at.values():
            summary = _summary(row, len(new.steps_of.get(code, [])))
            yield Change("added", "criteria", code, row.values["name_vi"], None, "", summary)
    yield from _order("criteria", [now_at[code] for code in before if code in now_at], list(after))


def _pairs(before: dict[str, Row], after: dict[str, Row]) -> dict[str, str]:
    """Old code -> new code of what is the same criterion: the one of the same code and name, else the only one of the same
    name (it has got another code), else the one of the same code (it has got another name)."""

    def loose(rows: dict[str, Row], others: dict[str, Row]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code, row in rows.items():
            if code not in others or _name(others[code]) != _name(row):
                found.setdefault(_name(row), []).append(code)
        return found

    gone, come = loose(before, after), loose(after, before)
    recoded = {
        gone[name][0]: come[name][0] for name in gone if name and len(gone[name]) == len(come.get(name, ())) == 1
    }
    taken = set(recoded.values())
    return {
        code: recoded.get(code, code) for code in before if code in recoded or (code in after and code not in taken)
    }


def _name(row: Row) -> str:
    return row.values["name_vi"].casefold()


def _steps(old: Book, new: Book) -> Iterator[Change]:
    """Steps of criteria that both books have; those of criteria that came or went came or went with them."""
    after = {row.values["criterion_code"]: row for row in new.criteria}
    for code, target in _pairs({row.values["criterion_code"]: row for row in old.criteria}, after).items():
        rows, rows_now, name = old.steps_of.get(code, []), new.steps_of.get(target, []), after[target].values["name_vi"]
        if len(rows) == len(rows_now):
            for number, (row, now) in enumerate(zip(rows, rows_now, strict=True), 1):
                yield from _cells("steps", f"{target} bậc {number}", name, row, now, dict.fromkeys(_RANGE, "steps"))
        else:
            texts = ("; ".join(map(step_text, part)) for part in (rows, rows_now))
            yield Change("steps", "steps", target, name, None, *texts)


def _lines(part: str, old: list[Row], new: list[Row], key: tuple[str, ...], title: str) -> Iterator[Change]:
    def by_key(rows: list[Row]) -> dict[tuple[str, ...], Row]:
        return {tuple(row.values[column] for column in key): row for row in rows}

    before, after = by_key(old), by_key(new)
    for found in dict.fromkeys([*before, *after]):
        row, now = before.get(found), after.get(found)
        label, name = " ".join(filter(None, found)), (now or row).values[title]
        if row is None or now is None:
            yield Change(part, part, label, name, None, _summary(row), _summary(now))
        else:
            yield from _cells(part, label, name, row, now, {c: part for c in names(part) if c not in key})
    yield from _order(part, list(before), list(after))


def _order(part: str, before: list, after: list) -> Iterator[Change]:
    common = set(before) & set(after)
    if [key for key in before if key in common] != [key for key in after if key in common]:
        yield Change("order", part, "", "", None, "", "")


def step_text(row: Row) -> str:
    """A step in one line: `[0.80; 0.90) → 1`, `“Bí thư” → 10`."""
    low, high, state, points = (row.values[column] for column in _RANGE)
    span = f"[{low or '…'}; {high or '…'})" if low or high or not state else ""
    return " ".join(filter(None, (span, f"“{state}”" if state else "", f"→ {points}" if points else "")))


def _summary(row: Row | None, steps: int = 0) -> str:
    """What a line sets, in short."""
    if row is None:
        return ""
    get = row.values.get
    parts = [get("rule") or get("aggregation"), get("max_points") and f"{get('max_points')} điểm",
             steps and f"{steps} bậc", get("from_percent") and f"từ {get('from_percent')} %",
             "unit_code" in row.values and get("peer_group") and f"nhóm {get('peer_group')}",
             get("is_ranked") == "no" and "không xếp hạng"]  # fmt: skip
    return ", ".join(part for part in parts if part)
