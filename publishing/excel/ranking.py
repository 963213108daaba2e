"""A ranking with its criteria, as departments circulate it: a sheet per group that is ranked together.

What is printed on A4 are the ranks and the main components; every other criterion stands to the right of them, under its
component.
"""

from __future__ import annotations

from collections.abc import Iterator

from publishing import shape, words
from publishing.excel.table import Cell, Column, Table, decimals
from publishing.excel.write import workbook
from publishing.quality.lookup import by
from publishing.wording import vietnamese

KEYS = ("index_code", "edition", "period_code", "unit_key")
STATES = {"missing": "thiếu", "not_applicable": "KAD", "not_due": "chưa đến kỳ"}
_LEGEND = (
    "“thiếu”: chưa có số liệu; “KAD”: không áp dụng; “chưa đến kỳ”: chưa đến hạn chấm. Ba trường hợp này khác với 0 điểm.",
    "Điểm tiêu chí làm tròn đến số chữ số thập phân đang hiện; tổng điểm được tính từ số chưa làm tròn.",
)


def ranking_workbook(site: dict, rankings: list[dict], scores: list[dict]) -> bytes:
    """``rankings``: of ``shape.rankings``, all of one index and period; ``scores``: of ``standing.QUERIES``."""
    found = by(scores, *KEYS)
    tables = [_table(site, r, g, found) for r in rankings for g in r["groups"]]
    return workbook(tables, f"{rankings[0]['index_code'].upper()} {rankings[0]['period_code']}", site["published_at"])


def files(site: dict, rankings: list[dict], scores: list[dict]) -> Iterator[tuple[str, bytes]]:
    """The workbook of every ranking, beside the pages of the site: name below it, and bytes."""
    found = by(scores, *KEYS[:3])
    for ranking in rankings:
        rows = found[tuple(ranking[k] for k in KEYS[:3])]
        yield f"files/{ranking['id']}.xlsx", ranking_workbook(site, [ranking], rows)


def is_illustrative(ranking: dict) -> bool:
    return ranking["book_status"] == "illustrative" or ranking["has_illustrative_figures"]


def _table(site: dict, ranking: dict, group: dict, scores: dict) -> Table:
    units = group["units"]
    trees = [shape.tree(scores[tuple(u[k] for k in KEYS)]) for u in units]
    order = _in_columns(max(trees, key=len))
    places = decimals((u["score"] for u in units), least=2)
    fixed = _fixed(ranking["max_points"], places)
    criteria = [_criterion(c, band, places) for c, band in order]
    rows = [[*_standing(u), *_points(tree, order)] for u, tree in zip(units, trees, strict=True)]
    return Table(
        name=words.group(units[0])[0],
        title="BẢNG ĐIỂM VÀ XẾP HẠNG",
        lines=lines(site, ranking, f"{words.group(units[0])[0]}, {group['ranked']} đơn vị được xếp hạng"),
        columns=[*fixed, *criteria],
        rows=rows,
        notes=_LEGEND,
        warning=WARNING if is_illustrative(ranking) else "",
        printed=len(fixed) + sum(c["depth"] == 1 for c, _ in order),
        frozen=2,
    )


WARNING = "MINH HỌA: lấy từ dữ liệu hoặc bộ tiêu chí mẫu, không dùng để đánh giá đơn vị nào"


def lines(site: dict, ranking: dict, who: str) -> list[str]:
    """What stands under the title: book, decision, period, standing, release."""
    decision = (
        f"Bộ chỉ số theo Quyết định số {ranking['decision_no']}"
        if ranking["decision_no"]
        else "Bộ chỉ số chưa ghi số quyết định"
    )
    standing = "kết quả chính thức" if ranking["status"] == "official" else "tạm tính, chưa phải kết quả chính thức"
    return [
        ranking["title_vi"],
        f"{ranking['period_vi']} · {who} · thang điểm {vietnamese(ranking['max_points'])}",
        f"{decision} · {standing}",
        source(site),
    ]


def source(site: dict) -> str:
    published = f"bản phát hành số {site['release_id']}, công bố lúc {site['published_at']:%H:%M ngày %d/%m/%Y}"
    return f"{site['name_vi']}: {published}; số liệu đến hết ngày {site['as_of_date']:%d/%m/%Y}"


def _fixed(scale, places: int) -> list[Column]:
    return [
        Column("Hạng", 7, 0), Column("Đơn vị", 30), Column("Mã đơn vị", 12), Column("Tổng điểm", 10, places, most=scale),
        Column("Tỷ lệ đạt (%)", 9, 2), Column("Xếp loại", 13), Column("Hạng kỳ trước", 8, 0), Column("Tăng, giảm hạng", 8, 0),
        Column("Ghi chú", 24),
    ]  # fmt: skip


def _standing(unit: dict) -> list[Cell]:
    said = words.comparison(unit) if unit["comparison"] != "no_previous" else None
    overrides = words.overrides(unit["override_count"])
    notes = [n[0] for n in (said, overrides, None if unit["is_ranked"] else (words.UNRANKED[0],)) if n]
    return [
        unit["rank"], unit["unit_name_vi"], unit["gso_code"] or unit["egov_code"] or "", unit["score"], unit["percent"],
        unit["class_vi"] or "", unit["previous_rank"], unit["rank_change"], "; ".join(notes),
    ]  # fmt: skip


def _in_columns(tree: list[dict]) -> list[tuple[dict, str]]:
    """Criteria in the order of columns, each with the band above it: the components first, then what is below each."""
    below, component = [], None
    for c in tree:
        if c["depth"] == 1:
            component = f"{c['criterion_code']}. {c['name_vi']}"
        elif c["depth"] > 1:
            below.append((c, component))
    return [(c, "Điểm thành phần") for c in tree if c["depth"] == 1] + below


def _criterion(c: dict, band: str, places: int) -> Column:
    outside = words.OUTSIDE.get(c["rule"])
    name = f"{c['criterion_code']}. {c['name_vi']}" + (f" ({outside[0]})" if outside else "")
    return Column(name, max(10, 1.25 * len(name) / 9), places, band, c["max_points"])


def _points(tree: list[dict], order: list[tuple[dict, str]]) -> list[Cell]:
    own = {c["criterion_code"]: c for c in tree}
    found = (own.get(c["criterion_code"]) for c, _ in order)
    return [None if c is None else STATES.get(c["state"], c["points"]) for c in found]
