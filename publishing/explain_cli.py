"""`parix explain`: why a unit scored as it did, what would raise its rank, and how sure that rank is."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from publishing.explain import explain
from publishing.explain.answer import as_json as text_of
from publishing.explain.show import show
from publishing.explain.who import who
from publishing.tracing import Resolve


def command(resolve: Resolve):
    """The command; ``resolve`` tells which unit a text names."""

    def explain_(
        unit: Annotated[str, typer.Argument(help='name, without diacritics too ("do luong"), code or unit_key')],
        index: str,
        period: str,
        as_json: Annotated[bool, typer.Option("--json", help="for programs (docs/explain.md)")] = False,
    ) -> None:
        """Vì sao đơn vị được điểm như vậy, làm gì để tăng hạng | Why a unit scored as it did and what would raise its rank, for
        example `parix explain "do luong" par 2026`. Exit code 1 where there is no such unit, ranking or result."""
        try:
            answer = explain(who(unit, index.lower(), period, resolve), index.lower(), period)
        except Exception as error:
            if not as_json:
                raise
            print(text_of({"error": str(error), "candidates": list(getattr(error, "candidates", ()))}))
            raise typer.Exit(1) from None
        print(text_of(answer)) if as_json else show(Console(highlight=False), answer)
        raise typer.Exit(int(answer["standing"] is None))

    return explain_
