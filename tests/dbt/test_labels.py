"""Codes stand beside their labels: every code of a mart has one, and it is the one that the pages show."""

import csv
import unicodedata
from collections import defaultdict

import pytest

from books import book
from books.figures import uses
from publishing import words
from warehouse.dbt import PROJECT

SEEDS = PROJECT / "seeds" / "reference"
LABELLED = {  # mart -> code column: domain
    "dim_unit": {"level": "level", "peer_group": "peer_group"},
    "bridge_unit_succession": {"kind": "succession_kind", "status": "succession_status"},
    "dim_figure": {"kind": "figure_kind"},
    "dim_period": {"kind": "period_kind"},
    "dim_criterion": {
        "rule": "rule", "aggregation": "aggregation", "part": "tree_part", "book_status": "book_status",
    },
    "fct_index_rank": {
        "level": "level", "status": "rank_status", "book_status": "book_status", "comparison": "comparison",
    },
    "fct_criterion_score": {"state": "score_state", "stage": "stage"},
    "fct_criterion_stage": {"state": "score_state", "stage": "stage"},
    "fct_dossier_month": {"calendar": "period_kind"},
    "fct_dossier_06a": {"period_kind": "period_kind"},
    "fct_dossier_one_stop": {"one_stop_kind": "one_stop_kind", "calendar": "period_kind"},
    "fct_dossier_overdue": {"one_stop_kind": "one_stop_kind", "channel": "channel", "urgency": "urgency"},
    "fct_dossier_status_difference": {"own_status": "dossier_status", "nation_status": "dossier_status"},
    "fct_evaluation_score": {
        "group_code": "evaluation_group", "check_state": "check_state", "comparison": "evaluation_comparison",
        "quality_status": "quality_status",
    },
    "fct_evaluation_day": {"group_code": "evaluation_group", "comparison": "evaluation_comparison"},
    "fct_evaluation_break": {
        "break_kind": "evaluation_comparison", "scope": "break_scope", "origin": "break_origin",
    },
    "fct_reconciliation": {"state": "reconciliation_state", "group_code": "evaluation_group"},
    "fct_form_arrival": {"source_code": "source", "level": "level", "state": "arrival_state"},
    "fct_unit_freshness": {"level_vi": None},
    "fct_figure_correction": {"kind": "correction_kind", "state": "correction_state"},
    "fct_score_loss": {"state": "score_state"},
    "fct_manipulation_signal": {"signal": "manipulation_signal"},
}  # fmt: skip


@pytest.fixture(scope="module")
def figure_names() -> list[dict]:
    with (SEEDS / "figure_names.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def scored() -> dict[str, set[str]]:
    """Index -> the figures that its books score, in every edition."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in book.all_folders():
        one = book.read(folder)
        found[one.index_code] |= uses(one)
    return found


@pytest.mark.parametrize("mart", LABELLED)
def test_every_code_has_the_label_of_its_domain(night, query, mart):
    for code, domain in LABELLED[mart].items():
        if domain is None:
            assert query(f"select count(*) from marts.{mart} where {code} is null") == [(0,)]
            continue
        label = f"{code.removesuffix('_code')}_vi"
        wrong = query(
            f"""
            select distinct m.{code}::text, m.{label} from marts.{mart} as m
            left join marts.dim_label as l on l.domain = %s and l.code = m.{code}::text
            where m.{code} is not null and m.{label} is distinct from l.label_vi or m.{label} is null and m.{code} is not null
            """,
            domain,
        )
        assert wrong == [], code


def test_marts_with_labels_keep_their_rows(night, query):
    """A label that stood twice would double what it is joined to."""
    assert query("select domain, code from marts.dim_label group by 1, 2 having count(*) > 1") == []
    assert query("select count(*) from marts.dim_unit") == query("select count(*) from core.dim_unit")


def test_a_group_that_only_a_book_knows_is_called_by_its_code(night, query):
    found = query(
        "select distinct peer_group, peer_group_vi from marts.fct_index_rank where peer_group not in"
        " (select code from marts.dim_label where domain = 'peer_group')"
    )
    assert all(label == f"nhóm {code}" for code, label in found)
    assert query("select count(*) from marts.fct_index_rank where peer_group_vi is null") == [(0,)]


def test_pages_and_marts_say_the_same(night, query):
    found = query("select domain, code, label_vi, label_en from marts.dim_label")
    groups = {row[1:] for row in found if row[0] == "evaluation_group"}
    said = {(d, code, *both) for d, codes in words.WORDS.items() for code, both in codes.items()}
    assert said == {row for row in found if row[0] != "evaluation_group"} | {
        ("evaluation_group", *row) for row in groups if row[0] == "total"
    }
    assert len(groups) == 7


def test_the_file_is_whole():
    with words.LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(unicodedata.is_normalized("NFC", v) and v == v.strip() and v for r in rows for v in r.values())
    named = {(r["code"], r["label_vi"]) for r in rows if r["domain"] == "dossier_status"}
    with (SEEDS / "dossier_status_map.csv").open(encoding="utf-8", newline="") as file:
        assert {(r["national_status"], r["national_status_name_vi"]) for r in csv.DictReader(file)} <= named


def test_every_form_is_called_by_a_name():
    """A form that is added as data needs its line here too, or its pages show a code."""
    forms = {f"workbook:{path.stem}" for path in (PROJECT.parent / "ingestion" / "layouts").glob("*.toml")}
    assert forms == {code for code in words.SOURCES if code.startswith("workbook:")}


def test_every_figure_that_a_book_scores_has_a_name(figure_names, scored):
    """Without one, a page and a working paper show its code, and a lever the name of the criterion."""
    assert sorted(set().union(*scored.values()) - {n["figure_code"] for n in figure_names}) == []


def test_every_figure_that_was_sent_has_a_name(night, query):
    """Those of the portal that no book scores too: a BI author shows them all."""
    assert query("select figure_code from marts.dim_figure where name_vi is null or measure_vi is null") == []


def test_names_of_figures_are_written_cleanly(figure_names):
    """That each figure has one line, and the line every value: tests/ingestion/test_unit_forms.py."""
    values = [v for n in figure_names for v in n.values()]
    assert [v for v in values if not unicodedata.is_normalized("NFC", v) or v != " ".join(v.split())] == []
    assert [v for n in figure_names for v in (n["name_vi"], n["name_en"]) if v.endswith(".")] == []


@pytest.mark.parametrize("name", ["name_vi", "name_en"])
def test_figures_of_one_index_have_different_names(figure_names, scored, name):
    """So numerator and denominator of a criterion are told apart."""
    for index, codes in scored.items():
        called = defaultdict(list)
        for n in figure_names:
            if n["figure_code"] in codes:
                called[n[name].casefold()].append(n["figure_code"])
        assert [same for same in called.values() if len(same) > 1] == [], index
