"""Figures that the release knows to be in dispute: no lever stands on them (decision 0037)."""

from __future__ import annotations

import psycopg
from psycopg.rows import dict_row

_RECONCILED = """
    select r.unit_key, r.period_code, f.figure_code, r.portal_value, r.own_value, r.name_vi
    from fct_reconciliation as r
    cross join lateral (values (r.portal_figure), (r.own_figure)) as f (figure_code)
    where r.state = 'outside_tolerance' and r.period_code in (select period_code from dim_period where kind = 'year')
"""
_REFUSED = """
    select unit_key, period_code, figure_code from fct_figure_correction
    where state = 'refused' and unit_key is not null and figure_code is not null
"""
_HELD = """
    select distinct record ->> 'unit_key' as unit_key, record ->> 'period_code' as period_code,
        record ->> 'figure_code' as figure_code
    from quarantine.row
    where state = 'open' and source_table = 'raw_workbooks.figure' and record ? 'unit_key'
"""
_ASSESSED = """
    select unit_key, period_code, index_code, criterion_code
    from fct_criterion_stage where stage in ('self', 'appraisal', 'explanation', 'final')
    group by unit_key, period_code, index_code, criterion_code
    having max(points) filter (where stage = 'self') <> max(points) filter (where stage = 'appraisal')
        and count(*) filter (where stage in ('explanation', 'final')) = 0
"""
Pair = tuple[str, str]
HELD: Pair = ("một dòng của số liệu này đang bị cách ly, chờ đơn vị sửa", "a row of this figure is in quarantine")
REFUSED: Pair = ("đề nghị sửa số liệu này đã bị từ chối", "a correction of this figure was refused")
ASSESSED: Pair = ("điểm tự chấm và điểm thẩm định khác nhau, chưa có giải trình hay kết luận",
                  "self-assessment and appraisal differ, and neither explanation nor decision has come")  # fmt: skip


def read(conn: psycopg.Connection) -> dict[tuple[str, str, str], Pair]:
    """(unit, period, figure) or (unit, period, index:criterion) -> what is in dispute, Vietnamese and English."""

    def ask(query: str) -> list[dict]:
        return conn.cursor(row_factory=dict_row).execute(query).fetchall()

    found: dict[tuple[str, str, str], Pair] = {}
    for query, said in ((_REFUSED, REFUSED), (_HELD, HELD)):
        found |= {(r["unit_key"], r["period_code"], r["figure_code"]): said for r in ask(query)}
    for r in ask(_RECONCILED):
        portal, own = (f"{v.normalize():f}" for v in (r["portal_value"], r["own_value"]))
        said = (f"Cổng Dịch vụ công quốc gia ghi {portal}, hệ thống của tỉnh ghi {own} ({r['name_vi'].lower()})",
                f"the national portal has {portal}, the province {own}")  # fmt: skip
        found[r["unit_key"], r["period_code"], r["figure_code"]] = said
    for r in ask(_ASSESSED):
        found[r["unit_key"], r["period_code"], f"{r['index_code']}:{r['criterion_code']}"] = ASSESSED
    return found
