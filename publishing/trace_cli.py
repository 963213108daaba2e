"""`parix trace`: from a rank or a figure back to file, sheet and cell, and from a receipt forward."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console

from publishing import trace_tree, tracing
from publishing.queries import ask
from publishing.sheets import codes

out = Console(highlight=False)
Unit = Annotated[str, typer.Argument(help='name ("do luong"), code or unit_key')]
AsJson = Annotated[bool, typer.Option("--json", help="everything, for programs")]


def commands(resolve: tracing.Resolve) -> typer.Typer:
    """The commands; ``resolve`` tells which unit a text names."""
    app = typer.Typer(
        help="Truy nguyên số liệu | Trace figures: back to file, sheet and cell, forward from a receipt.",
        no_args_is_help=True,
    )

    @app.command()
    def rank(
        unit: Unit,
        index: str,
        period: str,
        criterion: Annotated[str | None, typer.Option(help="only this one, with every place of its figures")] = None,
        as_json: AsJson = False,
    ) -> None:
        """From a rank down to the figures, for example `parix trace rank "do luong" par 2023 --criterion 1.3`."""
        key = tracing.unit_of_ranking(unit, index.lower(), period, resolve)
        rows = tracing.rank(key, index.lower(), period, criterion)
        _show(rows, as_json) or out.print(trace_tree.rank(rows, _names()))

    @app.command()
    def code(
        code: Annotated[str, typer.Argument(help="3F2A9-C01B7, or with a criterion 3F2A9-C01B7/1.3")],
        as_json: AsJson = False,
    ) -> None:
        """What a short code on a unit sheet stands for, for example `parix trace code 3F2A9-C01B7/1.3`."""
        named, criterion = codes.resolve(code, ask(codes.RESULTS))
        rows = [tracing.rank(r["unit_key"], r["index_code"], r["period_code"], criterion) for r in named]
        _show(rows if len(rows) > 1 else rows[0], as_json) or out.print(*(trace_tree.rank(r, _names()) for r in rows))

    @app.command()
    def figure(unit: Unit, figure: str, period: str, as_json: AsJson = False) -> None:
        """Where one figure comes from, for example `parix trace figure "do luong" dossiers_received 2023`."""
        key = tracing.unit_of_figure(unit, figure, period, resolve)
        rows = tracing.figure(key, figure, period)
        named = ask("select figure_name_vi as name from marts.fct_figure where figure_code = %s limit 1", figure)
        _show(rows, as_json) or out.print(trace_tree.figure(rows, _names()[key], named[0]["name"]))

    @app.command()
    def receipt(receipt_id: Annotated[int, typer.Argument(metavar="NUMBER")], as_json: AsJson = False) -> None:
        """Every figure, criterion and rank that a receipt touched; or why it touched none."""
        card, rows = tracing.receipt(receipt_id)
        _show({"receipt": card, "touched": rows}, as_json) or out.print(trace_tree.receipt(card, rows))

    return app


def _names() -> dict[str, str]:
    return {r["unit_key"]: r["name_vi"] for r in ask("select unit_key, name_vi from marts.dim_unit")}


def _show(found: object, as_json: bool) -> bool:
    """Print as JSON when asked to (numbers exact, as text); returns whether it was."""
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1, default=str))
    return as_json
