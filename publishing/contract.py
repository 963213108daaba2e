"""What BI tools may rely on: every column of every mart with its type, and the version that promised it (docs/bi.md).

``contract.csv`` is the record; ``python -m publishing.contract`` adds what is new. Within a major version a
column is never taken away, renamed or given another type: the record is not rewritten, and a test reads it against the
models' own contracts, which dbt enforces.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from warehouse import config

MARTS = config.REPO / "dbt_project" / "models" / "marts"
RECORD = Path(__file__).with_name("contract.csv")


class Column(NamedTuple):
    """A column of a mart."""

    mart: str
    name: str


def present() -> dict[Column, str]:
    """Column -> type, as the models promise it now."""
    return {Column(mart, c["name"]): c["data_type"] for mart, columns in _models() for c in columns}


def _models() -> Iterator[tuple[str, list[dict]]]:
    for path in sorted(MARTS.rglob("*.yml")):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
            yield model["name"], model["columns"]


def recorded(path: Path = RECORD) -> dict[Column, tuple[str, str]]:
    """Column -> its type and the version since which it is promised."""
    with path.open(encoding="utf-8", newline="") as file:
        return {Column(r["mart"], r["column"]): (r["type"], r["since"]) for r in csv.DictReader(file)}


def broken(promised: Mapping[Column, tuple[str, str]], now: Mapping[Column, str]) -> list[str]:
    """A sentence for each promise that the models do not keep."""
    found = []
    for column, (kind, since) in promised.items():
        place = f"marts.{column.mart}.{column.name}"
        if column not in now:
            found.append(
                f"{place} ({kind}) is promised since {since} and is gone: keep it; a better one is added beside it"
            )
        elif now[column] != kind:
            found.append(
                f"{place} is promised as {kind} since {since} and is {now[column]} now: add another column instead"
            )
    return found


def record(path: Path = RECORD) -> list[Column]:
    """Add what is new to the record, as promised from this version on; returns it. Raises ValueError on a broken promise."""
    promised, now = recorded(path) if path.exists() else {}, present()
    if faults := broken(promised, now):
        raise ValueError("\n".join(faults))
    project = tomllib.loads((config.REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    new = [column for column in now if column not in promised]
    kept = promised | {column: (now[column], project["version"]) for column in new}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("mart", "column", "type", "since"))
        writer.writerows((*column, *kept[column]) for column in sorted(kept))
    return new


if __name__ == "__main__":
    for added in record():
        print(f"new: marts.{added.mart}.{added.name}")
