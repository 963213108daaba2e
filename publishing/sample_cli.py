"""`parix sample`: a seeded audit sample, on the terminal or as a working paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from publishing import sampling, trace_tree, wording, words

out = Console(highlight=False)


def sample(
    n: Annotated[int, typer.Option("--n", min=1, help="how many figures")] = 60,
    seed: Annotated[int, typer.Option(help="the same seed and release draw the same sample")] = 7,
    at_least: Annotated[int, typer.Option(min=0, help="of every source")] = sampling.AT_LEAST,
    folder: Annotated[Path | None, typer.Option("--out", help="folder for the working paper (.html and .xlsx)")] = None,
) -> None:
    """Mẫu kiểm tra | Draw figures for an audit, stratified by source, each with its trace; --out writes a working paper."""
    drawn = sampling.draw(n, seed, at_least)
    table = Table(title=f"Mẫu kiểm tra · bản phát hành {drawn.release_id}, seed {seed}")
    for name in ("Nguồn", "Số liệu đã công bố", "Được chọn"):
        table.add_column(name, justify="left" if name == "Nguồn" else "right")
    for t in drawn.strata:
        table.add_row(words.source(t.source_code), wording.vietnamese(t.population), str(t.drawn))
    if folder is None:
        for figure in drawn.figures:
            out.print(trace_tree.figure(figure["places"], figure["unit_name_vi"], figure["figure_name_vi"]))
    out.print(table)
    out.print(f"{len(drawn.figures)} số liệu, mã băm của mẫu (SHA-256): {drawn.sha256}")
    if folder is not None:
        from publishing import working_paper

        for path in working_paper.write(drawn, folder):
            out.print(f"[green]✓[/] {path}", soft_wrap=True)
