"""The report of set 766 as a workbook: provinces, departments and communes on a sheet each, every metric with numerator and
denominator."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from publishing.excel.ranking import WARNING, source
from publishing.excel.table import Cell, Column, Table, decimals
from publishing.excel.write import workbook
from publishing.portal766.metrics import Metric
from publishing.portal766.words import GROUPS
from publishing.wording import vietnamese
from publishing.words import LEVELS

_NOTES = (
    "Điểm do Cổng Dịch vụ công quốc gia công bố là điểm chính thức; “–” là Cổng không nêu, khác với 0.",
    "Tăng, giảm chỉ ghi khi so sánh được; không cộng điểm của kỳ này với kỳ khác.",
)
_OF_A_METRIC = ("Tử số", "Mẫu số", "Tỷ lệ (%)", "Điểm")
_TITLES = {"department": "Sở, ban, ngành", "commune": "Cấp xã"}


def report(site: dict, period: dict) -> bytes:
    """The .xlsx of one period of ``period.periods``."""
    tables = [_provinces(site, period), *(_units(site, period, level, rows) for level, rows in period["levels"])]
    return workbook(tables, f"Bộ chỉ số 766, {period['period_code']}", site["published_at"])


def _lines(site: dict, period: dict, who: str) -> list[str]:
    provisional = "kỳ chưa kết thúc, tạm tính" if period["is_provisional"] else "kỳ đã kết thúc"
    observed = f"Cổng Dịch vụ công quốc gia, quan sát ngày {period['observed_on']:%d/%m/%Y} (phiếu nhận {period['receipt_id']})"
    return [
        "Bộ chỉ số đánh giá chất lượng phục vụ người dân, doanh nghiệp (Quyết định số 766/QĐ-TTg)",
        f"{period['period_vi']} · {who} · {provisional}", observed, *_changes(period), source(site),
    ]  # fmt: skip


def _changes(period: dict) -> list[str]:
    day, before = period["since_day"], period["since_period"]
    told = [f"So với ngày trước: {day['said'][0] if day['said'] else format(day['previous_observed_on'], '%d/%m/%Y')}"]
    told.append(f"so với kỳ trước: {before['said'][0] if before['said'] else before['previous_period_vi']}")
    return ["; ".join(told)]


def _table(
    site: dict, period: dict, name: str, who: str, columns: list[Column], rows: list, marked: set[int], printed: int
) -> Table:
    return Table(
        name=name, title="ĐIỂM CHẤT LƯỢNG PHỤC VỤ NGƯỜI DÂN, DOANH NGHIỆP", lines=_lines(site, period, who), columns=columns,
        rows=rows, notes=_NOTES, warning=WARNING if period["is_illustrative"] else "", printed=printed, marked=marked,
    )  # fmt: skip


def _provinces(site: dict, period: dict) -> Table:
    lines, there_are = period["provinces"]["lines"], period["provinces"]["there_are"]
    columns = [Column("Hạng", 7, 0), Column("Tỉnh, thành phố", 26), Column("Mã", 8), Column("Tổng điểm", 10, 2),
               Column("Thay đổi do Cổng nêu", 10, 2)]  # fmt: skip
    for group, (name, _) in GROUPS.items():
        columns += [Column("Điểm", 9, 2, name, period["most"][group]), Column("Hạng", 7, 0, name)]
    printed, own = len(columns), period["own"]
    rows = []
    for line in lines:
        groups = [cell for g in GROUPS for cell in line["groups"][g]]
        more = (
            _values(period["metrics"], own["unit_key"])
            if own and line["is_own"]
            else [None] * (4 * len(period["metrics"]))
        )
        rows.append([line["total"][1], line["name"], line["code"], line["total"][0], line["delta"], *groups, *more])
    who = f"{len(lines)} tỉnh, thành phố có trên Cổng" + (f" / {there_are}" if there_are else "")
    marked = {n for n, line in enumerate(lines) if line["is_own"]}
    return _table(site, period, "Các tỉnh", who, [*columns, *_columns(period["metrics"])], rows, marked, printed)


def _units(site: dict, period: dict, level: str, units: list[dict]) -> Table:
    columns = [Column("Hạng", 7, 0), Column("Đơn vị", 30), Column("Mã đơn vị", 12), Column("Tổng điểm", 10, 2),
               Column("So với ngày trước", 10, 2), Column("So với kỳ trước", 10, 2)]  # fmt: skip
    columns += [Column(name, 11, 2, most=period["most"][group]) for group, (name, _) in GROUPS.items()]
    columns.append(Column("Ghi chú", 24))
    rows = [
        [u["rank"], u["name_vi"], u["unit_code"] or "", u["total"]["points"], u["total"]["day"], u["total"]["period"],
         *(u["groups"][g]["points"] for g in GROUPS), "; ".join(u["flags"]), *_values(period["metrics"], u["unit_key"])]
        for u in units
    ]  # fmt: skip
    who = f"{LEVELS[level][0]}, {len(units)} đơn vị"
    return _table(
        site, period, _TITLES[level], who, [*columns, *_columns(period["metrics"])], rows, set(), len(columns)
    )


def _columns(metrics: Sequence[Metric]) -> list[Column]:
    columns = []
    for m in metrics:
        band = f"{GROUPS[m.group][0]}: {m.name_vi}" + (f" (tối đa {vietnamese(m.most)})" if m.most is not None else "")
        columns += [Column(name, 11, places, band) for name, places in zip(_OF_A_METRIC, _places(m), strict=True)]
    return columns


def _places(m: Metric) -> tuple[int, ...]:
    above, below, *_ = zip(*m.values.values(), strict=True)
    return decimals(above), decimals(below), 2, 2


def _values(metrics: Sequence[Metric], unit_key: str) -> list[Cell]:
    nothing: tuple[Decimal | None, ...] = (None,) * 4
    return [value for m in metrics for value in m.values.get(unit_key, nothing)]
