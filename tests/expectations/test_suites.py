"""Suites as officials write them: what a check must say, and which fields it speaks of."""

import pytest

from expectations import coverage, quality_page, suites

SOUND = {
    "name": "a", "description_vi": "Phải có mã", "dimension": "accuracy", "severity": "quarantine", "owner": "Sở Nội vụ",
    "expect": {"type": "expect_column_values_to_not_be_null", "column": "code"},
}  # fmt: skip
HEAD = """suite: x_in
title_vi: Thử
border: in
owner: Sở Nội vụ
raw_table: raw_workbooks.figure
batch: x
checks:
  - """


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dimension": "beauty"}, "no characteristic of ISO/IEC 25012"),
        ({"severity": "error"}, "not one of stop, quarantine, warn"),
        ({"owner": " "}, "who mends it"),
        ({"description_vi": ""}, "what it asks"),
        ({"severity": "warn", "may_be_accepted": True}, "only rows of severity quarantine"),
        ({"unknown": 1}, "unknown"),
        ({"owner": None}, "owner"),
    ],
)
def test_a_check_that_does_not_say_what_it_must_is_refused_with_its_file(tmp_path, change, said):
    check = {k: v for k, v in (SOUND | change).items() if v is not None}
    (tmp_path / "x_in.yml").write_text(HEAD + str(check).replace("True", "true"), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"x_in\.yml: .*{said}"):
        suites.load_suites("in", tmp_path)


def test_the_characteristics_are_the_fifteen_of_the_standard():
    assert len(set(suites.DIMENSIONS)) == 15
    assert suites.DIMENSIONS[:5] == suites.INHERENT


KNOWN = ["code", "plan.deadline", "plan.product", "sipas.staff_1", "sipas.staff_2", "sipas.age"]


@pytest.mark.parametrize(
    ("fields", "expect", "spoken_of"),
    [
        ([], {"column": "code"}, ["code"]),
        ([], {"column_A": "code", "column_B": "other"}, ["code", "other"]),
        ([], {"column_list": ["code", "other"]}, ["code", "other"]),
        (["code"], {"column": "is_code_known"}, ["code"]),
        (["deadline"], {"column": "x"}, ["plan.deadline"]),
        (["plan.deadline"], {"column": "x"}, ["plan.deadline"]),
        (["sipas.~_[0-9]+$"], {"column": "x"}, ["sipas.staff_1", "sipas.staff_2"]),
        (["*"], {"column": "x"}, KNOWN[1:]),
        (["never_came"], {"column": "x"}, ["never_came"]),
        ([], {"min_value": 1}, []),
    ],
)
def test_which_fields_a_check_speaks_of(fields, expect, spoken_of):
    assert coverage.spoken_of(suites.Check(**SOUND | {"fields": fields, "expect": expect}), KNOWN) == spoken_of


@pytest.mark.parametrize("border", ["in", "out"])
def test_every_check_of_the_house_speaks_of_a_field(border):
    silent = [
        f"{suite.suite}.{check.name}"
        for suite in suites.load_suites(border)
        for check in suite.checks
        if not coverage.spoken_of(check, [f"{c.form}.x" for c in suite.form_checks]) and "~" not in str(check.fields)
    ]
    assert silent == []


def test_no_two_suites_of_a_border_share_a_table():
    """The rows of all suites are laid out first, and only then asked about."""
    for border in ("in", "out"):
        batches = [suite.batch for suite in suites.load_suites(border)]
        assert sorted(set(batches)) == sorted(batches)


def test_each_source_has_checks_of_the_inherent_characteristics_that_can_be_asked():
    """Currentness and credibility are asked where the data say a day, or who says so."""
    asked = {s.suite: {c.dimension for c in s.checks} for border in ("in", "out") for s in suites.load_suites(border)}
    for suite in (
        "dossiers_in",
        "evaluation_in",
        "figures_in",
        "list_forms_in",
        "assessments_in",
        "dossier_procedures_in",
    ):
        assert {"accuracy", "completeness", "consistency"} <= asked[suite], suite
    assert {"currentness", "credibility"} <= set().union(*(asked[s] for s in asked if s.endswith("_in")))
    assert set(suites.INHERENT) <= set().union(*(asked[s] for s in asked if s.endswith("_out")))


def test_the_page_of_the_checks_is_the_suites():
    assert quality_page.PAGE.read_text("utf-8") == quality_page.render(), "run: python -m expectations.quality_page"
