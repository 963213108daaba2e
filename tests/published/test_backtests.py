"""Published rankings, recomputed: the score, the rank and the class that an authority printed must come out again."""

from collections import Counter
from decimal import Decimal

import pytest

from tests.published.published import DATA, metric_figures, metric_lines, rows

GROUPS = {"transparency": "1", "progress": "2", "satisfaction": "5", "digitized": "6"}
COLUMNS = {
    "transparency": "transparency_CKMB_max18",
    "progress": "progress_TDGQ_max20",
    "satisfaction": "satisfaction_MDHL_max18",
    "digitized": "digitized_MDSH_max22",
}


def test_every_table_names_its_source():
    tables = {path.stem for path in DATA.glob("*.csv")}
    sources = {
        path.name.removesuffix(".source.txt") for path in DATA.glob("*.source.txt") if "http" in path.read_text("utf-8")
    }
    assert tables == sources


def test_the_34_provinces_of_the_766_set_to_the_last_digit(scored):
    published = rows("qd766_provinces_2026-10-10")
    assert len(published) == 34
    for row in published:
        found = scored.rank["qd766", "groups", row["code"]]
        assert found["score"] == Decimal(row["total_score"]), row["unit"]
        assert found["rank"] == int(row["rank_competition"]), row["unit"]


def test_the_totals_of_the_communes_of_the_766_set(scored):
    for row in rows("qd766_gialai_groups_2026-10-10"):
        assert scored.rank["qd766", "groups", row["code"]]["score"] == Decimal(row["total_score"]), row["unit"]


def test_the_metric_lines_of_the_766_set(scored, qd766_line):
    published = metric_lines()
    assert len(published) == 60
    for row in published:
        points = scored.points["qd766", "2026", row["code"], qd766_line(row)]
        assert abs(points - Decimal(row["published_score"])) <= Decimal("0.015"), row


def test_a_group_of_the_766_set_is_the_sum_of_its_rounded_lines(scored):
    for row in rows("qd766_gialai_groups_2026-10-10"):
        for group, code in GROUPS.items():
            assert scored.points["qd766", "2026", row["code"], code] == Decimal(row[COLUMNS[group]]), (row, group)


def test_dti_2022(scored):
    published = rows("dti_provinces_2022_components_top5")
    for row in published:
        found = scored.rank["dti", "2022", row["province"]]
        assert abs(found["score"] - Decimal(row["dti"])) <= Decimal("0.0001"), row["province"]
        assert found["rank"] == int(row["rank"])


def test_par_2020(scored):
    published = rows("par_index_2020_provinces_top10")
    for row in published:
        found = scored.rank["par", "2020", row["province"]]
        assert abs(found["score"] - Decimal(row["par_index_100"])) <= Decimal("0.01"), row["province"]
        assert found["rank"] == int(row["rank"])
    groups = Counter(scored.rank["par", "2020", row["province"]]["class_vi"] for row in published)
    assert groups == {"Nhóm A": 2, "Nhóm B": 8}


@pytest.mark.parametrize(
    "row", rows("par_index_points_to_percent"), ids=lambda row: f"{row['province']} {row['block']}"
)
def test_percent_of_the_applicable_maximum(scored, row):
    """The same points are another percent where another maximum applies (62.62: 89.45 % of 70, 94.49 % of 66.27)."""
    unit = f"{row['province']}, {row['block']}"
    found = scored.rank["par", "percent", unit]
    assert abs(found["percent"] - Decimal(row["published_index_percent"])) <= Decimal("0.01")
    applicable = sum(c["applicable_max_points"] for c in scored.criteria
                     if c["unit_code"] == unit and c["edition"] == "percent" and c["period_code"] == row["year"]
                     and c["criterion_code"] != "par")  # fmt: skip
    assert abs(applicable - Decimal(row["implied_max"])) <= Decimal("0.01")


def test_ddci_classes_of_ha_tinh(scored):
    published = rows("ddci_hatinh_2021")
    assert len(published) == 17
    assert {r["unit"]: scored.rank["ddci", "hatinh", r["unit"]]["class_vi"] for r in published} == {
        r["unit"]: r["class"] for r in published
    }


def test_the_damaged_row_of_ha_tinh_is_caught(scored):
    """Sở Tài chính stands in the published table with a dynamism of 50 on a scale of 1 to 10."""
    faults = [(f["unit_code"], f["figure_code"], f["period_code"]) for f in scored.faults]
    assert faults == [("Sở Tài chính", "published_dynamism", "2021")]
    assert "50" in scored.faults[0]["reason_vi"] and "10" in scored.faults[0]["reason_vi"]


@pytest.fixture(scope="module")
def qd766_line():
    """The criterion of the real book that a published metric line stands for."""
    from books.book import BOOKS, read

    by_figure = {r.values["numerator"]: r.values["criterion_code"] for r in read(BOOKS / "qd766/2026").criteria}
    return lambda row: by_figure[next(metric_figures(row))[0]]
