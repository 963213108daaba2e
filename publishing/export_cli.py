"""`parix export`: a ranking with its criteria, or the report of set 766, as an Excel workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from publishing import quality, queries, shape, standing
from publishing.excel.ranking import ranking_workbook
from publishing.portal766 import INDEX
from publishing.portal766 import export as portal
from publishing.rank_tables import rankings

_SITE = {"province": queries.QUERIES["province"]} | {
    k: quality.QUERIES[k] for k in ("releases", "deliveries", "official_differences")
}
_RANKING = _SITE | {
    "ranks": standing.QUERIES["ranks"],
    "scores": f"select * from ({standing.QUERIES['scores']}) as s where index_code = %(index)s and period_code = %(period)s",
    "figures": """
        select distinct r.index_code, r.edition, r.period_code, true as is_illustrative
        from marts.fct_index_rank as r
        inner join marts.fct_figure as f on r.unit_key = f.unit_key and r.period_code = f.period_code
        where f.is_illustrative
        """,
}


class NoSuchRanking(LookupError):
    """What is asked for is not published; the sentence says what is."""


def export(
    index: str,
    period: str,
    target: Annotated[Path | None, typer.Option("--out", help="the .xlsx to write")] = None,
) -> None:
    """Xuất bảng xếp hạng ra Excel | Write a ranking with its criteria as .xlsx, a sheet per group. Set 766 (`qd766`) is written
    with the portal's own points, which are the authority, a sheet per level; its months and quarters too: `parix export
    qd766 2026-10`."""
    index = index.lower()
    made = portal.export(period, _SITE) if index == INDEX else ranking(index, period)
    path = (target or Path(f"{index}_{period.replace('/', '_')}.xlsx")).absolute()
    path.write_bytes(made)
    print(path)


def ranking(index: str, period: str) -> bytes:
    """The workbook of every ranking of an index in a period. Raises NoSuchRanking, NothingPublished."""
    data = queries.read(_RANKING, {"index": index, "period": period})
    asked = [r for r in shape.rankings(data) if (r["index_code"], r["period_code"]) == (index, period)]
    if not asked:
        raise NoSuchRanking(f"Không có bảng xếp hạng {index} {period}. Đã công bố: {rankings()}.")
    return ranking_workbook(shape.site(data), asked, data["scores"])
