"""What authorities published (tests/published/data, each file with its source) as the units and figures of a trial."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).parent / "data"
# The two files whose metric lines the portal computes from a numerator and a denominator.
METRIC_LINES = ("qd766_gialai_metric_level_2026-10-10", "qd766_gialai_metric_level_last2_2026-10-10")
PAR_2020 = {
    "appraised_score": "par_appraised_points",
    "sipas_points": "par_sipas_points",
    "leader_survey_points": "par_leader_survey_points",
    "socioeconomic_impact_points": "par_socioeconomic_impact_points",
}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def metric_lines() -> list[dict[str, str]]:
    return [row for name in METRIC_LINES for row in rows(name)]


class Input:
    """Units and figures as `books.trial.score` takes them."""

    def __init__(self) -> None:
        self.units: dict[str, dict] = {}
        self.figures: list[dict] = []

    def unit(self, code: str, level: str) -> str:
        self.units[code] = {
            "unit_code": code,
            "unit_name": code,
            "level": level,
            "peer_group": level,
            "parent_code": "",
        }
        return code

    def figure(self, unit: str, period: str, code: str, value: str, missing_reason: str = "") -> None:
        row = {"unit_code": unit, "period_code": period, "figure_code": code, "missing_reason": missing_reason}
        self.figures.append(row | {"value": Decimal(value) if value else None})


def metric_figures(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Figure code and published text of both sides of one metric line."""
    if row["metric"] == "ON_TIME":
        codes = "qd766_total_on_time", "qd766_total_received"
    else:
        codes = (f"qd766_{row['metric'].lower()}_{side}" for side in ("numerator", "denominator"))
    yield from zip(codes, (row["numerator"], row["denominator"]), strict=True)


def published() -> Input:
    put = Input()
    for row in rows("qd766_provinces_2026-10-10") + rows("qd766_gialai_groups_2026-10-10"):
        unit = put.unit(row["code"], "commune" if "." in row["code"] else "province")
        for column in (c for c in row if "_max" in c):
            put.figure(unit, "2026", "published_" + column.rpartition("_max")[0].lower(), row[column])
    for row in metric_lines():
        for code, text in metric_figures(row):
            # null over null (the certified copies): the portal asks for none of the unit and gives all points
            put.figure(row["code"], "2026", code, text, "" if text else "not_applicable")
    for row in rows("dti_provinces_2022_components_top5"):
        unit = put.unit(row["province"], "province")
        for column in (c for c in row if "_w" in c):
            put.figure(unit, "2022", "dti_" + column.rpartition("_w")[0], row[column])
    for row in rows("par_index_2020_provinces_top10"):
        unit = put.unit(row["province"], "province")
        for column, code in PAR_2020.items():
            put.figure(unit, "2020", code, row[column])
    for row in rows("ddci_hatinh_2021"):
        unit = put.unit(row["unit"], row["group"])
        for column in [c for c in row if c not in ("unit", "group", "responses", "class")]:
            put.figure(unit, "2021", f"published_{column}", row[column], "" if row[column] else "not_applicable")
    for row in rows("par_index_points_to_percent"):
        is_department = row["block"].startswith(("departments", "Sở"))
        unit = put.unit(f"{row['province']}, {row['block']}", "department" if is_department else "district")
        put.figure(unit, row["year"], "published_appraised_points", row["appraised_points"])
        for code, applies in (("nam_dinh_only", row["province"] == "Nam Định"), ("survey_points", False),
                              ("departments_only", is_department or row["province"] == "Nam Định")):  # fmt: skip
            put.figure(
                unit, row["year"], f"published_{code}", "0" if applies else "", "" if applies else "not_applicable"
            )
    return put
