"""`parix rank`, `seed-figures`, `releases`: what is published, as tables or CSV."""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

from publishing import summary
from warehouse import cells

app = typer.Typer()
out, err = Console(), Console(stderr=True)


@app.command()
def rank(
    index: str,
    period: str,
    csv_: Annotated[bool, typer.Option("--csv")] = False,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="as it stood published that day")] = None,
) -> None:
    """Print a ranking, for example `parix rank par 2023`."""
    rows = summary.ranking(index, period, as_of and as_of.date())
    if not rows and as_of:
        err.print(f"no ranking {index} {period} stood published on {as_of:%Y-%m-%d}")
        raise typer.Exit(1)
    if not rows:
        err.print(f"there is no published ranking {index} {period}; there are: {summary.rankings()}")
        raise typer.Exit(1)
    _csv(rows) if csv_ else summary.print_ranking(out, rows)


@app.command(name="seed-figures")
def seed_figures(csv_: Annotated[bool, typer.Option("--csv")] = False) -> None:
    """The founding report's figures: published value beside the warehouse's."""
    rows = summary.seed_figures()
    _csv(rows, ("figure_id", "published_value", "warehouse_value", "agrees")) if csv_ else summary.print_seed_figures(
        out, rows
    )
    if not all(r["agrees"] for r in rows) or not rows:
        raise typer.Exit(1)


@app.command()
def releases() -> None:
    """List the releases."""
    summary.print_releases(out)


def _csv(rows: list[dict], columns: tuple[str, ...] | None = None) -> None:
    writer = csv.DictWriter(sys.stdout, columns or list(rows[0]), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: cells.harmless(v) for k, v in row.items()} for row in rows)
