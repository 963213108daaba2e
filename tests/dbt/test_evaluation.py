"""A week of the national portal, from its answers to the marts: overwritten, incomplete and broken days."""

from decimal import Decimal

import pytest

from tests.dbt.portal_week import OCTOBER, ONE, OTHER, publish


@pytest.fixture(scope="module")
def week(warehouse):
    return publish()


def days(query, schema, period=OCTOBER):
    return query(
        f"select observed_on::text, is_whole, missing_groups, missing_units, is_current, is_provisional"
        f" from {schema}.fct_evaluation_observation where period_code = %s order by 1", period,
    )  # fmt: skip


def test_an_incomplete_answer_is_kept_and_never_stands(week, query):
    assert days(query, week[0]) == [
        ("2026-11-01", True, "", "", False, False),
        ("2026-11-02", True, "", "", True, False),
        ("2026-11-03", False, "digitisation", "", False, False),
        ("2026-11-04", False, "", "commune-16774-2025", False, False),
    ]
    used = query(
        f"select distinct observed_on::text from {week[0]}.fct_evaluation_score where period_code = %s", OCTOBER
    )
    assert used == [("2026-11-02",)], "the last whole day, not the last"


def test_a_running_year_is_provisional_and_a_month_is_not(week, query):
    assert [row[5] for row in days(query, week[0], "2026")] == [True]
    found = query(
        f"select distinct period_code, is_provisional, comparison from {week[0]}.fct_evaluation_score order by 1"
    )
    assert found == [("2026", True, "no_previous"), ("2026-09", False, "no_previous"), (OCTOBER, False, "compared")]


def line(query, schema, metric, period, columns, unit=ONE):
    return query(
        f"select {columns} from {schema}.fct_evaluation_score"
        " where unit_key = %s and period_code = %s and metric_code = %s", unit, period, metric,
    )  # fmt: skip


def test_points_stand_beside_those_of_the_book(week, query):
    ((published, again, state),) = line(
        query, week[0], "REUSED_DIGITIZED_DATA", "2026", "published_points, recomputed_points, check_state"
    )
    assert published == again and state == "agrees"
    assert line(query, week[0], "ELECTRONIC_CERTIFIED_COPY", "2026", "published_points, recomputed_points") == [(2, 2)]
    assert line(query, week[0], "PETITION_CLASSIFICATION_STAFF", "2026", "check_state") == [("not_published",)]
    month = line(
        query, week[0], "DOSSIER_RECEIVING_SATISFACTION", OCTOBER, "published_points, recomputed_points, check_state"
    )
    assert month[0][0] == month[0][1] and month[0][2] == "agrees", "months are recomputed too"
    assert line(query, week[0], "PUBLISH_ON_TIME", OCTOBER, "check_state") == [("not_published",)], "0 of 0, and null"
    by_formula = query(f"select distinct period_code, check_state from {week[0]}.fct_evaluation_score"
                       " where group_code = 'payment' order by 1")  # fmt: skip
    assert by_formula == [("2026", "agrees"), ("2026-09", "not_recomputed"), (OCTOBER, "not_recomputed")]
    differs = query(
        f"select unit_key, group_code, metric_code, difference from {week[0]}.fct_evaluation_score"
        " where check_state = 'differs' and period_code = '2026' order by 3"
    )
    finding = ("commune-16744-2025", "digitisation")
    assert [(u, g) for u, g, *_ in differs] == [finding, finding] and {d for *_, d in differs} == {Decimal("-0.05")}
    totals = query(
        f"select unit_key, check_state from {week[0]}.fct_evaluation_score where group_code = 'total'"
        " and period_code = '2026' and unit_key in (%s, 'province-40-2020') order by 1", ONE,
    )  # fmt: skip
    assert totals == [(ONE, "not_recomputed"), ("province-40-2020", "agrees")], (
        "below the province one group has no figures"
    )


def test_null_over_null_does_not_apply_on_either_side(week, query):
    found = query(
        "select figure_code, value, missing_reason from core.fct_figure where unit_key = %s and period_code = '2026'"
        " and figure_code like 'qd766_electronic%%' order by 1", ONE,
    )  # fmt: skip
    assert found == [
        (f"qd766_electronic_certified_copy_{side}", None, "not_applicable") for side in ("denominator", "numerator")
    ]
    assert query(
        "select value, missing_reason from core.fct_figure where unit_key = %s and period_code = '2026'"
        " and figure_code = 'qd766_online_dossier_count'", ONE,
    ) == []  # fmt: skip


def test_every_day_is_remembered_and_no_change_is_claimed_across_a_break(week, query):
    found = query(
        f"select observed_on::text, points_change is null, comparison from {week[1]}.fct_evaluation_day"
        " where unit_key = %s and period_code = %s and group_code = 'total' order by 1", OTHER, OCTOBER,
    )  # fmt: skip
    assert found == [
        ("2026-11-01", True, "no_previous"), ("2026-11-02", False, "compared"), ("2026-11-05", True, "formula_break"),
        ("2026-11-06", False, "compared"), ("2026-11-07", False, "compared"),
    ]  # fmt: skip


def test_a_break_says_what_changed(week, query):
    (found,) = query(
        "select observed_on::text, previous_observed_on::text, scope, break_kind, origin, formula_added, formula_removed"
        f" from {week[1]}.fct_evaluation_break"
    )
    assert found[:5] == ("2026-11-05", "2026-11-02", "day", "formula_break", "found")
    assert "digitisation.SO_HOA_GIAY_TO_GIAI_QUYET = 5" in found[5] and "SO_HOA_GIAY_TO_GIAI_QUYET = 4" in found[6]
    assert line(query, week[1], "DOSSIER_SYNC", OCTOBER, "comparison, points_change") == [("formula_break", None)]


def test_an_unknown_unit_waits_in_quarantine_by_its_code(week, query):
    (reason, lines) = query("select min(reason_vi), count(*) from quarantine.row where state = 'open'")[0]
    assert "H41.999" in reason and "unit_code_map.csv" in reason and lines > 30
    assert [row[1] for row in days(query, week[1])][-3:] == [True, True, True], "the known units were whole that day"


def test_the_portal_figures_beside_the_provinces_own(week, query):
    found = query(
        f"select unit_key, state, difference_percent, known_reasons_vi, quality_status from {week[0]}.fct_reconciliation"
        " where period_code = '2026-09' and reconciliation_code = 'sync_base' and own_value is not null order by 1"
    )
    flag = "TEMP_NATIONAL_REPORT_DENOMINATOR"
    assert [row[:2] + row[4:] for row in found] == [(ONE, "within_tolerance", flag), (OTHER, "outside_tolerance", flag)]
    assert found[0][2] == 0 and -3 < found[1][2] < -2.8 and flag in found[1][3]
    states = query(
        f"select distinct state from {week[0]}.fct_reconciliation where period_code = '2026' and unit_key = %s", ONE
    )
    assert states == [("no_own_figure",)], "no dossiers are loaded here: that is said, and no difference is made up"


def test_the_table_of_provinces(week, query):
    found = query(f"select province_code, published_rank from {week[1]}.fct_evaluation_province"
                  " where period_code = '2026' order by 2")  # fmt: skip
    assert found[0][0] == "H41" and [rank for _, rank in found] == [1, 2, 3, 4, 5]
