"""Commands about releases: the bridge from the one before, and the corrections that stand in it."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Annotated

import typer
from psycopg.rows import dict_row
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from publishing import releases

app = typer.Typer()
out, err = Console(), Console(stderr=True)
TITLES = {
    "own_figures": "Số liệu của đơn vị\nown figures", "others_figures": "Số liệu đơn vị khác\nothers' figures",
    "method": "Cách tính\nmethod", "boundary": "Địa giới\nboundary", "correction": "Sửa số liệu\ncorrection",
}  # fmt: skip
_BRIDGE = """
    select * from ops.rank_bridge
    where release_id = coalesce(%s, (select release_id from ops.release where state = 'published'))
    order by index_code, edition, period_code, rank nulls last, unit_key
"""
_CORRECTIONS = """
    select c.*, u.name_vi from marts.fct_figure_correction as c left join marts.dim_unit as u on c.unit_key = u.unit_key
    where c.kind = 'decided' order by c.state desc, c.correction_code
"""


@app.command()
def bridge(
    release: Annotated[
        int | None, typer.Argument(help="number of a release; the published one when it is left out")
    ] = None,
) -> None:
    """Why ranks moved from the release before: own figures, others' figures, method, boundary, correction."""
    with releases.connect() as conn:
        rows = conn.cursor(row_factory=dict_row).execute(_BRIDGE, (release,)).fetchall()
        names = dict(conn.execute("select unit_key, name_vi from marts.dim_unit").fetchall()) if rows else {}
        known = release is None or conn.execute("select from ops.release where release_id = %s", (release,)).fetchone()
    if not known:
        err.print(f"không có bản phát hành {release}; `parix releases` liệt kê (there is no release {release})")
        raise typer.Exit(1)
    if not rows:
        out.print(
            "Không hạng nào, điểm nào đổi so với bản phát hành trước. / No rank or score moved against the release before."
        )
        return
    out.print(f"Bản phát hành {rows[0]['release_id']}: số bậc, âm là lên hạng; trong ngoặc là điểm. "
              "/ Places, negative is up; points in brackets.")  # fmt: skip
    for key, part in groupby(rows, key=itemgetter("index_code", "edition", "period_code", "previous_release_id")):
        title = escape(f"{' '.join(key[:3])}, so với bản {key[3]}")
        table = Table("Đơn vị\nunit", "Trước\nbefore", *TITLES.values(), "Nay\nnow", title=title)
        for row in part:
            cells = (_cell(row[part], row[f"score_{part}"]) for part in TITLES)
            table.add_row(escape(names.get(row["unit_key"], row["unit_key"])), _end(row["previous_rank"], row["previous_score"]),
                          *cells, _end(row["rank"], row["score"]))  # fmt: skip
        out.print(table)


def _cell(places: int | None, points: object) -> str:
    if not places and not points:
        return "–" if places is None and points is None else "0"
    return f"{places or 0:+d} ({points or 0:+f})" if points else f"{places:+d}"


def _end(rank: int | None, score: object) -> str:
    return f"{'–' if rank is None else rank} ({'–' if score is None else score})"


@app.command()
def corrections() -> None:
    """The lines of corrections.csv and what came of each; exit code 1 when one of them is wrong."""
    rows = told()
    table = Table(
        "Mã\ncode", "Đơn vị\nunit", "Kỳ\nperiod", "Số liệu\nfigure", "Cũ → mới\nold → new", "Kết quả\noutcome"
    )
    words = {"applied": "đã sửa / applied", "no_longer_applies": "không còn hiệu lực / no longer applies",
             "refused": "dòng sai / refused"}  # fmt: skip
    for r in rows:
        cells = (r["correction_code"], r["name_vi"] or r["unit_key"], r["period_code"], r["figure_code"],
                 f"{r['old_value'] or '–'} → {r['new_value'] or '–'}", words[r["state"]])  # fmt: skip
        table.add_row(*(escape(str(c or "–")) for c in cells))
    out.print(table if rows else "corrections.csv không có dòng nào / holds no line")
    for r in rows:
        if r["finding_vi"]:
            out.print(f"  {r['finding_vi']}", markup=False, highlight=False)
    raise typer.Exit(int(any(r["state"] == "refused" for r in rows)))


def told() -> list[dict]:
    """Decided corrections of the published release: columns of fct_figure_correction and the unit's name."""
    with releases.connect() as conn:
        return conn.cursor(row_factory=dict_row).execute(_CORRECTIONS).fetchall()


class CorrectionsRefused(Exception):
    """Lines of corrections.csv that are wrong; everything else was published. The message names line, column and what to do."""


def raise_refused() -> None:
    """Raises CorrectionsRefused where the published release holds refused lines: for a task that shall be red."""
    if refused := [r["finding_vi"] for r in told() if r["state"] == "refused"]:
        raise CorrectionsRefused(
            "dòng sai trong corrections.csv không được áp dụng, các số liệu khác đã công bố "
            "(wrong lines of corrections.csv were not applied, all else was published):\n" + "\n".join(refused)
        )
