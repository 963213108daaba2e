"""Published rows of Gia Lai through the whole way: the portal's JSON → reader → raw → figures → book → points beside points."""

from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pytest

from books import loading
from ingestion.evaluation_periods import Period, vietnamese_day
from ingestion.readers import evaluation as reader
from ingestion.settings import PortalSettings
from ingestion.sources import evaluation
from publishing import releases
from tests.published.portal import bodies
from tests.published.published import metric_lines, rows
from warehouse import config
from warehouse.dbt import dbt

COMMUNES = [row["code"] for row in rows("qd766_gialai_groups_2026-10-10")]


@pytest.fixture(scope="module")
def schema(warehouse):
    loading.prepare()
    with psycopg.connect(config.dsn("admin")) as conn:
        conn.execute("truncate reference.unit_code_map, reference.units")
        for code in ("H21", *COMMUNES):
            level, parent = ("commune", "H21") if "." in code else ("province", None)
            conn.execute(
                "insert into reference.units (unit_key, name_vi, short_name_vi, level, peer_group, parent_unit_key, valid_from)"
                " values (%s, %s, %s, %s, %s, %s, '2025-07-01')", (code, code, code, level, level, parent),
            )  # fmt: skip
            conn.execute("insert into reference.unit_code_map (source_code, source_unit_code, unit_key) values"
                         " ('portal', %s, %s)", (code, code))  # fmt: skip
    answers = [row for group, body in bodies().items() for row in reader.read(group, body).rows]
    moment = datetime(2026, 10, 9, 23, tzinfo=UTC)  # 06:00 on 10 October in Viet Nam
    evaluation._land(PortalSettings(), Period.parse("2026"), moment, vietnamese_day(moment), answers, None)
    with psycopg.connect(config.dsn("admin")) as conn:
        conn.execute("with g as (insert into ops.gate (border, finished_at) values ('in', now()) returning gate_id)"
                     " update ops.delivery set gate_id = (select gate_id from g)")  # fmt: skip
    release = releases.open_candidate(force=True)
    dbt("run", "--select", "+fct_evaluation_score", "+fct_evaluation_province", "fct_evaluation_observation",
        variables=release)  # fmt: skip
    return release["release_schema"]


@pytest.fixture(scope="module")
def lines(schema):
    columns = ("published_points", "recomputed_points", "check_state", "numerator", "denominator")
    with psycopg.connect(config.dsn("admin")) as conn:
        found = conn.execute(
            f"select unit_key, group_code, metric_code, {', '.join(columns)} from {schema}.fct_evaluation_score"
        ).fetchall()
    return {key[:3]: dict(zip(columns, key[3:], strict=True)) for key in found}


def test_the_answer_is_whole_on_its_vietnamese_day(schema, query):
    found = query(
        f"select observed_on::text, is_whole, is_current, is_provisional from {schema}.fct_evaluation_observation"
    )
    assert found == [("2026-10-10", True, True, True)]


def test_every_metric_line_as_published_and_recomputed_within_the_tolerance(lines):
    checked = [row for row in metric_lines() if row["metric"] != "ON_TIME"]
    assert len(checked) == 56
    groups = {"digitized": "digitisation"}
    for row in checked:
        line = lines[row["code"], groups.get(row["group"], row["group"]), row["metric"]]
        assert line["published_points"] == Decimal(row["published_score"]), row
        assert line["numerator"] == (Decimal(row["numerator"]) if row["numerator"] else None), row
        assert line["check_state"] == "agrees", (row, line)
        assert abs(line["recomputed_points"] - line["published_points"]) <= Decimal("0.015")


@pytest.mark.parametrize(
    ("group", "column"),
    [("transparency", "transparency_CKMB_max18"), ("progress", "progress_TDGQ_max20"),
     ("satisfaction", "satisfaction_MDHL_max18"), ("digitisation", "digitized_MDSH_max22")],
)  # fmt: skip
def test_groups_come_out_again(lines, group, column):
    for row in rows("qd766_gialai_groups_2026-10-10"):
        line = lines[row["code"], group, "ALL"]
        assert line["published_points"] == line["recomputed_points"] == Decimal(row[column]), row


def test_what_has_no_published_components_is_not_recomputed_and_no_finding(lines):
    for code in COMMUNES:
        assert lines[code, "online", "ALL"]["check_state"] == "not_recomputed"
        assert lines[code, "total", "ALL"]["check_state"] == "not_recomputed"
    assert not [key for key, line in lines.items() if line["check_state"] == "differs"]


def test_the_34_provinces_and_their_ranks(schema, query):
    found = query(f"select province_code, published_points, published_rank, transparency_points + progress_points"
                  " + online_points + payment_points + satisfaction_points + digitisation_points"
                  f" from {schema}.fct_evaluation_province where period_code = '2026'")  # fmt: skip
    published = {
        r["code"]: (Decimal(r["total_score"]), int(r["rank_competition"])) for r in rows("qd766_provinces_2026-10-10")
    }
    assert {code: (points, rank) for code, points, rank, _ in found} == published and len(found) == 34
    assert all(points == added for _, points, _, added in found)
