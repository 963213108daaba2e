"""A site in which one unit has a name and criteria longer than any, and another has no figure of PAR 2023 at all."""

from pathlib import Path

import psycopg

from publishing import report
from warehouse import config

LONG = "Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận, giải quyết và trả kết quả đúng hạn hoặc trước hạn " * 3
LONGEST, NO_SCORE = "district-427-2020", "district-415-2020"


def ask(statement: str, values: dict | None = None) -> list[tuple]:
    with psycopg.connect(config.dsn("admin")) as conn:
        cursor = conn.execute(statement, values)
        return cursor.fetchall() if cursor.description is not None else []


def planted_site(site: Path) -> Path:
    """Plant both in the published release and build ``site``; returns the folder of its sheets."""
    (schema,) = ask("select schema_name from ops.release where state = 'published'")[0]
    none = "unit_key = %(none)s and period_code = '2023'"
    for change in (
        "fct_score_loss set name_vi = %(long)s where unit_key = %(longest)s",
        "dim_unit set name_vi = left(%(long)s, 120) where unit_key = %(longest)s",
        "fct_index_rank set unit_name_vi = left(%(long)s, 120) where peer_group = 'district'",
        f"fct_index_rank set score = null, percent = null, rank = null, rank_change = null, class_vi = null where {none}",
        f"fct_criterion_score set state = 'missing', points = null where {none}",
        f"fct_figure set value = null, missing_reason = 'blank' where {none}",
    ):
        ask(f"update {schema}.{change}", {"long": LONG, "longest": LONGEST, "none": NO_SCORE})
    return report.build(site).parent / "sheet"
