"""The whole proof, `make crash`: a night killed at every border between two tasks, at random moments, and left by its
database, each in an empty home of its own; after one more night marts and raw tables must be those of a night that
nothing disturbed. Takes an hour or more; writes docs/reliability.md after each case, in which a line that was not seen again
keeps its day. `tests/test_night.py` does some of it.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psycopg

from tests.bench.lines import machine
from tests.crash.night import REPO, Home

PAGE = REPO / "docs" / "reliability.md"
SEED, RANDOM_MOMENTS, AT_ONCE = 20260701, 8, 2
DATABASE_DIES = {
    'copy "raw_dossiers"': "dossiers are being copied",
    'copy "raw_workbooks"': "a workbook is being copied",
    'create unlogged table "quarantine"': "the gate lays out what arrived",
    '"app": "dbt"': "dbt builds the models",
}


class Case(NamedTuple):
    """What is done to a night, in words and as a step that leaves it dead."""

    name: str
    disturb: Callable[[Home], object]


class Undisturbed(NamedTuple):
    """What a night leaves that nothing disturbed."""

    borders: list[str]
    seconds: float
    published: dict[str, str]
    kept: dict[str, str]


def undisturbed(folder: Path) -> Undisturbed:
    """One night from an empty home to its end."""
    home, start = Home(folder), time.monotonic()
    home.finish("run")
    seconds, borders = time.monotonic() - start, home.borders.read_text().splitlines()
    whole = Undisturbed(borders, seconds, home.published(), home.kept())
    home.down()
    return whole


def cases(whole: Undisturbed) -> Iterator[Case]:
    """Every border once (of a task that is mapped: the first, the middle and the last), random moments, a lost database."""
    often = Counter(border.split()[0] for border in whole.borders)
    for border in whole.borders:
        task, number = border.split()
        many = often[task] > 3
        if not many or int(number) in (1, often[task] // 2, often[task]):
            yield Case(
                f"killed where `{task}` begins ({number} of {often[task]})", partial(Home.killed_at, border=border)
            )
    moments = random.Random(SEED)
    for number, share in enumerate(sorted(moments.random() for _ in range(RANDOM_MOMENTS)), 1):
        name = f"killed at a random moment ({number} of {RANDOM_MOMENTS}: {share:.0%} of an undisturbed night)"
        yield Case(name, partial(Home.killed_after, seconds=share * whole.seconds))
    for statement, words in DATABASE_DIES.items():
        yield Case(f"PostgreSQL dies while {words}", partial(Home.loses_its_database, doing=statement))


def proven(case: Case, folder: Path, whole: Undisturbed) -> tuple[str, str, str, str]:
    """Disturb one night, run the next, and compare: the case, what came of it, which tables differ, the day."""
    home = Home(folder)
    try:
        case.disturb(home)
        home.finish("run")
        now = home.published() | home.kept()
        differ = [name for name, digest in (whole.published | whole.kept).items() if now.get(name) != digest]
        outcome = ("✗" if differ else "✓", ", ".join(differ))
    except (AssertionError, OSError, psycopg.Error) as failed:  # also of a server that is gone
        outcome = ("✗", " ".join(str(failed).split())[-300:])
    with suppress(AssertionError):
        home.down()
    return case.name, *outcome, f"{datetime.now(UTC):%-d %B %Y}"


def seen_before() -> dict[str, tuple[str, ...]]:
    """The lines of docs/reliability.md as it stands, by case."""
    lines = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []
    rows = (tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("| "))
    return {row[0]: row for row in rows if row[1] in "✓✗"}


def page(whole: Undisturbed, found: list[tuple[str, ...]], planned: int) -> str:
    """docs/reliability.md."""
    rows = "\n".join(f"| {' | '.join(row)} |" for row in found)
    good = sum(sign == "✓" for _, sign, *_ in found)
    return f"""# Reliability: killed anywhere, the next run ends the same

Written by `make crash`, last on {datetime.now(UTC):%-d %B %Y}, on: {"; ".join(machine())}.

The sample night (`parix run`, {len(whole.borders)} task instances, {whole.seconds:.0f} s undisturbed) was disturbed in an
empty home of its own for each line below: killed by SIGKILL where a task begins, killed at a random moment (seed {SEED}), or left by
its PostgreSQL, which dies as in a power cut (SIGQUIT to the postmaster). After one more `parix run` the hash of every mart ({len(whole.published)}) and of
every raw table and quarantine ({len(whole.kept)}) was compared with those of the undisturbed night. Left out of the hashes:
when something was received, and the numbers that count tries (receipt, release, gate).

Each line says on which day it was last seen; lines of an earlier day were compared over the marts of that day. {good} of {len(found)} cases ended the same{f"; planned and not run yet: {planned - len(found)}" if planned > len(found) else ""}.

| The night was … | The next night ends the same | Differs | Seen on |
| --- | --- | --- | --- |
{rows}
"""


def main() -> int:
    """Run all cases, two at a time; with arguments only those whose name holds one of them."""
    with tempfile.TemporaryDirectory(prefix="crash-", dir=REPO / ".tmp") as scratch:
        whole = undisturbed(Path(scratch) / "undisturbed")
        planned = list(cases(whole))
        wanted = [c for c in planned if not sys.argv[1:] or any(word in c.name for word in sys.argv[1:])]
        found, seen = [], seen_before()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            homes = (Path(scratch) / f"{number}" for number in range(len(wanted)))
            for result in pool.map(partial(proven, whole=whole), wanted, homes):
                found.append(result)
                print(*result, flush=True)
                seen[result[0]] = result
                lines = [seen[c.name] for c in planned if c.name in seen]
                PAGE.write_text(page(whole, lines, len(planned)), encoding="utf-8")
    return int(any(sign == "✗" for _, sign, *_ in found))


if __name__ == "__main__":
    sys.exit(main())
