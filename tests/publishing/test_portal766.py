"""Set 766 as officials keep it: the marts' numbers, levels apart, no rise or fall across a break, the own province marked."""

import io
import pickle
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from publishing import export_cli, portal766, queries
from publishing.portal766 import export, period
from publishing.portal766.words import GROUPS
from tests.published.published import rows
from tests.publishing.test_export_ranking import shown, tables

KEPT = "portal766.pickle"
"""What a site reads of the night, kept for test_portal766_browser.py, so that it needs no copy of the database."""
OWN, RENAMED = "H41", {"digitized_MDSH_max22": "digitisation", "transparency_CKMB_max18": "transparency", "progress_TDGQ_max20": "progress",
                       "online_CLGQ_max12": "online", "satisfaction_MDHL_max18": "satisfaction", "payment_TTTT_max10": "payment"}  # fmt: skip


@pytest.fixture(scope="module")
def data(night, tmp_path_factory):
    found = queries.read()
    (tmp_path_factory.getbasetemp() / KEPT).write_bytes(pickle.dumps(found))
    return found


@pytest.fixture(scope="module")
def year(data):
    return period.periods(data)[0]


def test_the_newest_periods_each_on_a_page(data):
    pages = dict(portal766.pages(data))
    assert list(pages) == ["portal766", "portal766/2026-Q4", "portal766/2026-10"]
    assert [o["is_this"] for o in pages["portal766/2026-Q4"]["others"]] == [False, True, False]


def test_departments_and_communes_are_ranked_apart_with_the_portals_points(year, query):
    assert {level: [len(units), units[0]["rank"]] for level, units in year["levels"]} == {
        "department": [15, 1],
        "commune": [130, 1],
    }
    published = query("select unit_key, published_points, published_rank from marts.fct_evaluation_score"
                      " where period_code = '2026' and group_code = 'total'")  # fmt: skip
    found = {
        u["unit_key"]: (u["total"]["points"], u["rank"])
        for u in [year["own"], *(u for _, us in year["levels"] for u in us)]
    }
    assert found == {unit: (points, rank) for unit, points, rank in published}


def test_the_own_province_among_the_published_34(data):
    lines = [
        {"province_name_vi": r["unit"], "province_code": r["code"], "is_own": r["code"] == OWN, "provinces": 34,
         "published_points": Decimal(r["total_score"]), "published_delta": Decimal(r["score_delta"])}
        | {f"{g}_points": Decimal(r[column]) for column, g in RENAMED.items()}
        for r in rows("qd766_provinces_2026-10-10")
    ]  # fmt: skip
    found = period._provinces(lines)
    ranks = {s["group"]: (s["rank"], s["of"]) for s in found["standing"]}
    assert ranks["total"] == (21, 34) and [line["code"] for line in found["lines"] if line["is_own"]] == [OWN]
    assert [line["total"][1] for line in found["lines"]] == [
        int(r["rank_competition"]) for r in rows("qd766_provinces_2026-10-10")
    ]
    assert set(ranks) == {"total", *GROUPS} and all(1 <= rank <= 34 for rank, _ in ranks.values())


def test_every_metric_has_numerator_and_denominator(year, query):
    lines = query("select unit_key, group_code, metric_code, numerator, denominator, published_points from marts.fct_evaluation_score"
                  " where period_code = '2026' and metric_code <> 'ALL' and num_nonnulls(numerator, denominator, published_points) > 0")  # fmt: skip
    found = {(unit, m.group, m.code): (v[0], v[1], v[3]) for m in year["metrics"] for unit, v in m.values.items()}
    assert {line[:3]: line[3:] for line in lines}.items() <= found.items()
    figures = dict(query("select figure_code, value from marts.fct_figure where unit_key = 'province-40-2020'"
                         " and period_code = '2026' and figure_code like 'qd766%%'"))  # fmt: skip
    offered = found["province-40-2020", "online", "offered"]
    assert offered[0] == figures["qd766_partial_count"] + figures["qd766_full_count"]
    assert offered[1] == figures["qd766_authority_count"]
    assert {m.group for m in year["metrics"]} == set(GROUPS)


def test_the_workbook_has_a_sheet_for_each_level_and_the_marts_numbers(year, query):
    made = export.export("2026", export_cli._SITE)
    assert CalamineWorkbook.from_filelike(io.BytesIO(made)).sheet_names == ["Các tỉnh", "Sở, ban, ngành", "Cấp xã"]
    (_, provinces), *levels = tables(made)
    assert [row[1] for row in provinces][0] == "UBND tỉnh Nghệ An" and len(provinces) == 5
    for (_, units), (names, lines) in zip(year["levels"], levels, strict=True):
        assert [line[:4] for line in lines] == [
            [u["rank"], u["name_vi"], u["unit_code"] or "", shown(u["total"]["points"])] for u in units
        ]
        first = names.index("Ghi chú") + 1
        for unit, line in zip(units, lines, strict=True):
            nothing = (None,) * 4
            values = [shown(v) for m in year["metrics"] for v in m.values.get(unit["unit_key"], nothing)]
            assert line[first:] == values
        assert names[first : first + 4] == ["Tử số", "Mẫu số", "Tỷ lệ (%)", "Điểm"]


def test_a_period_that_the_portal_did_not_answer_is_named_with_those_it_did(night):
    with pytest.raises(export.NoSuchPeriod, match="kỳ 2019. Các kỳ có: 2026, 2026-09"):
        export.export("2019", export_cli._SITE)


SCORE = {"unit_key": "u", "unit_code": "1", "name_vi": "Xã A", "name_en": "A", "level": "commune", "sort_key": "a", "metric_code": "ALL",
         "published_rank": 1, "max_points": None, "quality_status": None, "quality_message": None, "previous_period_vi": "Tháng 9",
         "previous_period_en": "Sep"}  # fmt: skip


@pytest.mark.parametrize(
    ("comparison", "change", "said"),
    [("compared", Decimal("0.50"), None), ("formula_break", None, "Cổng đổi cách tính, không so sánh tăng, giảm"),
     ("units_break", None, "tập đơn vị thay đổi, không so sánh tăng, giảm"), ("no_previous", None, "chưa có"),
     ("provisional", None, "kỳ chưa kết thúc")],
)  # fmt: skip
def test_no_rise_or_fall_is_claimed_across_a_break(comparison, change, said):
    total = SCORE | {
        "group_code": "total",
        "published_points": Decimal(60),
        "points_change": Decimal("0.50"),
        "comparison": comparison,
    }
    day = {"unit_key": "u", "group_code": "total", "points_change": Decimal("0.50"), "comparison": comparison,
           "previous_observed_on": date(2026, 11, 1)}  # fmt: skip
    nothing = dict.fromkeys(("evaluation_breaks", "evaluation_provinces", "evaluation_fields"), ())
    found = period._period({"evaluation": [total], "evaluation_days": [day]} | nothing)
    (unit,) = found["levels"][1][1]
    assert unit["total"] == {"points": Decimal(60), "day": change, "period": change}
    for scope in ("since_day", "since_period"):
        assert (found[scope]["said"] or [None])[0] == said or found[scope]["said"][0].startswith(said)
