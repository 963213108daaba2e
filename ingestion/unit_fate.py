"""What became of a unit that is no more, in words: rows of unit_succession.csv."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

_BECAME = {"merge": "đã sáp nhập vào", "rename": "đã đổi thành", "continue": "nay là", "split": "đã chia cho"}


class Fates:
    """Successors of every unit. ``events`` have predecessor_unit_key, successor_unit_key, event_date (ISO) and kind."""

    def __init__(self, events: Iterable[Mapping[str, str]] = ()) -> None:
        self._after: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for e in events:
            if e["kind"] != "transfer" and e["successor_unit_key"]:
                self._after[e["predecessor_unit_key"]].append((e["successor_unit_key"], e["event_date"], e["kind"]))

    def heirs(self, unit_key: str, at: str) -> list[str]:
        """The units into which it had passed by ``at`` (ISO day), through all events; none where nothing succeeded it."""
        heirs: dict[str, None] = {}
        for successor, day, _ in self._after[unit_key]:
            if day <= at:
                heirs |= dict.fromkeys(self.heirs(successor, at) or [successor])
        return list(heirs)

    def told(self, unit_key: str, at: str, describe: Callable[[str], str]) -> str | None:
        """ "đã sáp nhập vào Xã Bạch Ngọc (…) từ ngày 01/12/2024, nay thuộc Xã Bạch Hà (…)", or nothing."""
        events = [e for e in self._after[unit_key] if e[1] <= at]
        if not events:
            return None
        first = [successor for successor, *_ in events]
        day = "/".join(reversed(events[0][1].split("-")))
        said = f"{_BECAME[events[0][2]]} {', '.join(map(describe, first))} từ ngày {day}"
        later = [key for key in self.heirs(unit_key, at) if key not in first]
        return f"{said}, nay thuộc {', '.join(map(describe, later))}" if later else said
