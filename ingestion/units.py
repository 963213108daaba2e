"""Which unit a text means at a date: by code, name, alias or folded key; never by a guess."""

from __future__ import annotations

import csv
import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import msgspec

from ingestion import unit_codes
from ingestion.errors import UnitUnresolved
from ingestion.text import clean, words
from ingestion.unit_fate import Fates
from ingestion.unit_names import exact_key, i_for_y_key, name_key

_TRAILING_PARENT = re.compile(r"(.+?)\s*(?:,\s*([^,()]+)|\(([^()]+)\))\s*$")
_LEVELS_VI = {"province": "tỉnh", "department": "sở, ban, ngành", "district": "cấp huyện", "commune": "cấp xã"}
ABOVE = ("province", "district")
CLOSEST = 3


class Unit(msgspec.Struct, frozen=True):
    """A row of units.csv, as far as names are concerned; ``valid_to`` is exclusive."""

    unit_key: str
    gso_code: str
    egov_code: str
    name_vi: str
    short_name_vi: str
    level: str
    parent_unit_key: str
    valid_from: date
    valid_to: date | None

    def is_valid(self, at: date) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class UnitCatalogue:
    """Units of all times. Build it with ``from_seeds``; then ``resolve`` as often as needed."""

    def __init__(
        self, units: Iterable[Unit], aliases: Iterable[tuple[str, str]] = (),
        codes: Iterable[tuple[str, str]] = (), fates: Fates | None = None,
    ) -> None:  # fmt: skip
        """``aliases`` and ``codes`` are pairs of a unit_key and how the unit is written, in any form."""
        self.by_key = {unit.unit_key: unit for unit in units}
        self._fates = fates or Fates()
        # from the surest way to name a unit to the least sure; the first that finds any valid unit decides
        self._tiers: list[tuple[Callable[[str], str], dict[str, set[str]]]] = [
            (way, defaultdict(set)) for way in (unit_codes.canonical, exact_key, name_key, name_key, i_for_y_key)
        ]
        by_code, exact, folded, short, i_for_y = (index for _, index in self._tiers)
        for key, code in codes:
            by_code[unit_codes.canonical(code)].add(key)
        names = [(key, unit.name_vi) for key, unit in self.by_key.items()]
        for key, name in [*names, *aliases]:
            exact[exact_key(name)].add(key)
            folded[name_key(name)].add(key)
            i_for_y[i_for_y_key(name)].add(key)
        for key, unit in self.by_key.items():
            for code in filter(None, (key, unit.gso_code, unit.egov_code)):
                by_code[unit_codes.canonical(code)].add(key)
            short[words(unit.short_name_vi)].add(key)
            i_for_y[i_for_y_key(unit.short_name_vi)].add(key)

    @classmethod
    def from_csv(cls, units_csv: Path, aliases_csv: Path, *more: Iterable) -> UnitCatalogue:
        """Read units.csv and unit_aliases.csv (UTF-8, header row) of the reference seeds; ``more`` as the class takes it."""
        units = [row | {"valid_to": row["valid_to"] or None} for row in _read(units_csv)]
        aliases = [(row["unit_key"], row["alias"]) for row in _read(aliases_csv)]
        return cls(msgspec.convert(units, list[Unit], strict=False), aliases, *more)

    @classmethod
    def from_seeds(cls, folder: Path) -> UnitCatalogue:
        """Read all four seeds of units in a folder: with the sources' codes, and with what became of whom."""
        codes = {(row["unit_key"], row["source_unit_code"]) for row in _read(folder / "unit_code_map.csv")}
        fates = Fates(_read(folder / "unit_succession.csv"))
        return cls.from_csv(folder / "units.csv", folder / "unit_aliases.csv", sorted(codes), fates)

    def resolve_own(self, text: str, at: date, level: str | tuple[str, ...] | None = None) -> str:
        """As ``resolve``, of the units that report to this warehouse: another province stands in the catalogue alone, for
        comparison."""
        key = self.resolve(text, at, level)
        if self.by_key[key].parent_unit_key or any(u.parent_unit_key == key for u in self.by_key.values()):
            return key
        raise UnitUnresolved(clean(text), "một đơn vị của tỉnh này", "Hãy gửi tệp đến tỉnh của đơn vị.")

    def resolve_on(self, text: str, days: Iterable[date], level: tuple[str, ...] | None = None) -> str:
        """As ``resolve``, on the first of ``days`` (not empty) on which the text names a unit; raises what the first said."""
        refused = []
        for day in days:
            try:
                return self.resolve(text, day, level)
            except UnitUnresolved as e:
                refused.append(e)
        raise refused[0]

    def resolve(
        self, text: str, at: date, level: str | tuple[str, ...] | None = None, parent: str | None = None
    ) -> str:
        """unit_key of the unit that ``text`` names on day ``at``.

        ``level`` (one or several of province, department, district, commune) and ``parent`` (a unit_key, at any height above)
        narrow the choice; so does a parent written behind the name: "Xã Nam Sơn, huyện Đô Lương". A code beside the name
        decides, and must be that of the name. Raises
        UnitUnresolved with the candidates when the text is ambiguous, with the closest names when it is unknown.
        """
        levels = (level,) if isinstance(level, str) else level
        if both := unit_codes.parted(text):
            return self._agreed(text, *both, at, levels, parent)
        named = False  # somewhere in the catalogue, even if not valid, of another level or elsewhere
        for way, index in self._tiers:
            keys = index.get(way(text), ())
            named = named or bool(keys)
            fitting = [k for k in keys if self._fits(self.by_key[k], at, levels, parent)]
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                raise self._ambiguous(text, fitting)
        if m := _TRAILING_PARENT.fullmatch(clean(text)):
            name, *above = m.groups()
            return self.resolve(name, at, levels, self.resolve(above[0] or above[1], at, ABOVE))
        raise self._unknown(text, at, levels, parent) if not named else self._unfit(text, at, levels)

    def _agreed(
        self, text: str, code: str, name: str, at: date, levels: tuple[str, ...] | None, parent: str | None
    ) -> str:
        key = self.resolve(code, at, levels, parent)
        if m := _TRAILING_PARENT.fullmatch(name):  # what stands behind the name must be its superior, and nothing else
            name, *above = m.groups()
            key = self.resolve(code, at, levels, self.resolve(above[0] or above[1], at, ABOVE))
        if any(key in index.get(way(name), ()) for way, index in self._tiers[1:]):
            return key
        expected = f"mã và tên của cùng một đơn vị; vào ngày {at:%d/%m/%Y} mã {clean(code)} là {self.describe(key)}"
        raise UnitUnresolved(clean(text), expected, "Hãy kiểm tra lại mã và tên đơn vị.", [self.describe(key)])

    def _fits(self, unit: Unit, at: date, levels: tuple[str, ...] | None, parent: str | None) -> bool:
        return unit.is_valid(at) and (not levels or unit.level in levels) and (not parent or self._below(unit, parent))

    def _below(self, unit: Unit, parent: str) -> bool:
        above = unit.parent_unit_key
        while above and above != parent:
            above = self.by_key[above].parent_unit_key
        return above == parent

    def describe(self, unit_key: str) -> str:
        """A unit so that no other can be meant: name, parent, code."""
        unit = self.by_key[unit_key]
        parent = self.by_key.get(unit.parent_unit_key)
        above = f"{parent.name_vi[0].lower()}{parent.name_vi[1:]}, " if parent else ""
        return f"{unit.name_vi} ({above}mã {unit.gso_code or unit.unit_key})"

    def _ambiguous(self, text: str, keys: list[str]) -> UnitUnresolved:
        candidates = sorted(self.describe(k) for k in keys)
        return UnitUnresolved(
            clean(text),
            f"tên chỉ một đơn vị; tên này có {len(candidates)} đơn vị: {'; '.join(candidates)}",
            "Hãy ghi thêm đơn vị cấp trên hoặc ghi mã đơn vị.",
            candidates,
        )

    def _unfit(self, text: str, at: date, levels: tuple[str, ...] | None) -> UnitUnresolved:
        found = sorted({k for way, index in self._tiers for k in index.get(way(text), ())})[:CLOSEST]
        told = [f"{self.describe(k)}, {self._why(self.by_key[k], at, levels)}" for k in found]
        expected = f"đơn vị có hiệu lực vào ngày {at:%d/%m/%Y}{self._of(levels)}"
        return UnitUnresolved(clean(text), expected, f"Danh mục chỉ có: {'; '.join(told)}.", told)

    def _why(self, unit: Unit, at: date, levels: tuple[str, ...] | None) -> str:
        if unit.valid_to and unit.valid_to <= at:
            ended = f"hết hiệu lực từ {unit.valid_to:%d/%m/%Y}"
            told = self._fates.told(unit.unit_key, at.isoformat(), self.describe)
            return f"{ended}, {told}" if told else f"{ended}, không có đơn vị kế thừa cùng cấp"
        if at < unit.valid_from:
            return f"có hiệu lực từ {unit.valid_from:%d/%m/%Y}"
        return (
            "không thuộc cấp báo cáo này"
            if levels and unit.level not in levels
            else "không thuộc đơn vị cấp trên đã ghi"
        )

    def _unknown(self, text: str, at: date, levels: tuple[str, ...] | None, parent: str | None) -> UnitUnresolved:
        if unit_codes.is_identifier(text):
            return self._no_such_code(text, at)
        fitting = [u for u in self.by_key.values() if self._fits(u, at, levels, parent)]
        names = {name_key(name): u.name_vi for u in fitting for name in (u.short_name_vi, u.name_vi)}
        near = difflib.get_close_matches(name_key(text), names, CLOSEST, 0.75)
        candidates = list(dict.fromkeys(names[key] for key in near))
        hint = f"Có phải là {' hoặc '.join(candidates)}? " if candidates else ""
        expected = f"tên hoặc mã một đơn vị trong danh mục{self._of(levels)}"
        return UnitUnresolved(clean(text), expected, f"{hint}Hãy sửa tên đơn vị.", candidates)

    def _no_such_code(self, text: str, at: date) -> UnitUnresolved:
        index = self._tiers[0][1]
        nearest = ([k for k in index.get(code, ()) if self.by_key[k].is_valid(at)] for code in unit_codes.above(text))
        found = sorted(self.describe(k) for k in next(filter(None, nearest), []))
        hint = f"Đơn vị gần nhất phía trên theo mã: {'; '.join(found)}. " if found else ""
        return UnitUnresolved(clean(text), "một mã định danh có trong danh mục", f"{hint}Hãy kiểm tra lại mã.", found)

    @staticmethod
    def _of(levels: tuple[str, ...] | None) -> str:
        return f" ({', '.join(_LEVELS_VI[v] for v in levels)})" if levels else ""
