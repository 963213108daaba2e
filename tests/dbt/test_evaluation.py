"""Nine days of the national portal, from its answers to the marts: whole, provisional, compared, inherited, recomputed."""

from decimal import Decimal

import pytest

from tests.dbt.portal_week import ASKED, GONE, HEIR, JULY, OCTOBER, ONE, OTHER, publish

PROVINCE = "province-40-2020"


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


def test_what_was_running_is_provisional_and_no_change_is_claimed(week, query):
    found = query(f"select distinct period_code, is_provisional, comparison, previous_period_code, bool_or(points_change"
                  f" is not null) from {week[0]}.fct_evaluation_score group by 1, 2, 3, 4 order by 1")  # fmt: skip
    assert found == [
        ("2026", True, "no_previous", None, False),
        ("2026-06", False, "no_previous", None, False),
        (JULY, False, "units_break", "2026-06", False),
        ("2026-09", False, "no_previous", None, False),
        (OCTOBER, False, "compared", "2026-09", True),
        ("2026-Q3", False, "no_previous", None, False),
        ("2026-Q4", True, "provisional", "2026-Q3", False),  # both are shown side by side
    ]
    assert line(query, week[0], "DOSSIER_SYNC", "2026-Q4", "previous_points is not null") == [(True,)]
    assert query(
        f"select bool_and(is_provisional) from {week[0]}.fct_reconciliation where period_code = '2026-Q4'"
    ) == [(True,)]


def test_periods_are_never_added_up(week, query):
    delivered = query(
        f"select o.period_code, v.value from {week[0]}.fct_evaluation_observation as o inner join raw_evaluation.value as v"
        " on o.receipt_id = v.receipt_id where o.is_current and v.unit_code = 'H41.101' and v.metric_code = 'totalReceived'"
    )
    figures = query("select period_code, value from core.fct_figure where unit_key = %s"
                    " and figure_code = 'qd766_total_received'", ONE)  # fmt: skip
    assert sorted(figures) == sorted(delivered) and {p for p, _ in figures} == set(ASKED)
    assert query("select distinct period_code from core.fct_figure where figure_code like 'qd766%%' order by 1") == [
        (p,) for p in sorted(ASKED)
    ]


def test_transparency_is_the_provinces_and_synchronisation_is_each_units_own(week, query):
    found = query(
        "select criterion_code, count(distinct points), bool_and(points is not null)"
        f" from {week[0]}.fct_criterion_score where index_code = 'qd766' and criterion_code like '1._'"
        " and unit_key like 'commune-%%' and unit_key <> 'commune-16885-2025' group by 1 order by 1"
    )
    assert [row[0] for row in found] == ["1.1", "1.2", "1.3", "1.4"] and all(row[2] for row in found), found
    assert [row[1] for row in found] == [1, 1, 1, 2], "1.4 differs"
    of_heir = query(
        f"select c.criterion_code, c.numerator_value, c.denominator_value from {week[0]}.fct_criterion_score as c"
        " where c.index_code = 'qd766' and c.unit_key = %s and c.criterion_code like '1._' order by 1", HEIR,
    )  # fmt: skip
    assert of_heir[:3] == [("1.1", 1, 47), ("1.2", 43, 47), ("1.3", 47, 48)], "the province's"
    assert of_heir[3][2] - of_heir[3][1] == 5, "its own"
    own = query("select distinct figure_code from core.fct_figure where unit_key = %s and figure_code ~"
                " '^qd766_(publish_|public_|dossier_sync)' order by 1", HEIR)  # fmt: skip
    assert own == [("qd766_dossier_sync_denominator",), ("qd766_dossier_sync_numerator",)], "nothing is copied"
    for period in ("2026", OCTOBER, "2026-Q3"):
        (group,) = query(
            f"select published_points = recomputed_points, check_state from {week[0]}.fct_evaluation_score"
            " where unit_key = %s and period_code = %s and group_code = 'transparency' and metric_code = 'ALL'",
            HEIR, period,
        )  # fmt: skip
        assert group == (True, "agrees"), period


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


def test_formulas_are_recomputed_for_months_and_quarters_too(week, query):
    found = query(f"select period_code, check_state, count(*) from {week[0]}.fct_evaluation_score"
                  " where group_code = 'payment' group by 1, 2 order by 1")  # fmt: skip
    assert {state for _, state, _ in found} == {"agrees"} and len(found) == len({n for _, _, n in found}) * 7
    (zero,) = query("select count(*) from core.fct_figure where value = 0 and period_code = '2026-06'"
                    " and figure_code = 'qd766_total_dossier_financial_obligation'")[0]  # fmt: skip
    assert zero > 0, "a quotient by zero is among them"
    month = query(
        f"select group_code, unit_key = %s, array_agg(distinct check_state) from {week[0]}.fct_evaluation_score"
        " where group_code in ('online', 'total') and period_code = %s group by 1, 2", PROVINCE, OCTOBER,
    )  # fmt: skip
    assert {(g, own): state for g, own, state in month} == {
        ("online", True): ["agrees"], ("total", True): ["agrees"],
        ("online", False): ["not_recomputed"], ("total", False): ["not_recomputed"],
    }, "below the province one group has no figures"  # fmt: skip


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
        ("2026-11-06", False, "compared"), ("2026-11-07", False, "compared"), ("2026-11-08", True, "units_break"),
        ("2026-11-09", True, "formula_break"),
    ]  # fmt: skip


def test_a_break_says_what_changed_or_who_stated_it(week, query):
    columns = "scope, break_kind, origin, previous_observed_on::text"
    found = query(f"select period_code, observed_on::text, {columns}, coalesce(reason_vi, units_removed, formula_added)"
                  f" from {week[1]}.fct_evaluation_break order by 1, 2")  # fmt: skip
    assert [row[:-1] for row in found] == [
        (JULY, "2026-11-01", "period", "units_break", "stated", "2026-11-01"),
        (OCTOBER, "2026-11-05", "day", "formula_break", "found", "2026-11-02"),
        (OCTOBER, "2026-11-08", "day", "units_break", "found", "2026-11-07"),
        (OCTOBER, "2026-11-09", "day", "formula_break", "stated", "2026-11-08"),
    ]
    told = [row[-1] for row in found]
    assert told[0] == "Lý do 2026-07-01" and told[2:] == [GONE, "Lý do 2026-11-09"]
    assert "digitisation.SO_HOA_GIAY_TO_GIAI_QUYET = 5" in told[1]
    removed = query(f"select formula_removed from {week[1]}.fct_evaluation_break where observed_on = '2026-11-05'")
    assert "SO_HOA_GIAY_TO_GIAI_QUYET = 4" in removed[0][0]
    assert line(query, week[1], "DOSSIER_SYNC", OCTOBER, "comparison, points_change") == [("formula_break", None)]


def test_an_unknown_unit_waits_in_quarantine_by_its_code(week, query):
    (reason, lines) = query("select min(reason_vi), count(*) from quarantine.row where state = 'open'")[0]
    assert "H41.999" in reason and "unit_code_map.csv" in reason and lines > 30
    assert [row[1] for row in days(query, week[1])][4:] == [True] * 5, "the known units were whole that day"


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
