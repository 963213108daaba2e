"""The page of the rules is what the rules, their macros and their tables of cases say."""

import pytest

from books import rules_page
from books.rules import RULES
from books.vocabulary import KINDS, names

BOOKS_PAGE = rules_page.PAGE.with_name("books.md")


def test_the_page_is_up_to_date():
    assert rules_page.PAGE.read_text("utf-8") == rules_page.page(), "run: python -m books.rules_page"


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_explained(name):
    said = rules_page.comments((rules_page.MACROS / "rules.sql").read_text("utf-8"))
    assert said[name].endswith(".") and rules_page.POINTS[name]


def test_every_case_is_a_line_of_the_page():
    page = rules_page.page()
    for name in (*RULES, "states"):
        for case in rules_page.cases(name):
            assert f"| {case['why']} |" in page, (name, case)


def test_a_table_leaves_out_what_is_empty_and_says_once_what_is_shared():
    case = {"n": "1", "max_points": "5", "steps": ":0.5=0;0.5:1=2;1:=5", "target": "", "expected": "2", "why": "so"}
    text = rules_page._table([case, case | {"n": "a|b", "expected": ""}])
    assert text.splitlines() == [
        "All cases: max 5; steps < 0.5: 0 · 0.5 to < 1: 2 · ≥ 1: 5.",
        "",
        "| n | points | why |",
        "| --- | --- | --- |",
        "| 1 | 2 | so |",
        r"| a\|b | – | so |",
    ]


def test_comments_belong_to_the_macros_below_them():
    text = "{# 9, 10: all of\n   it. #}\n{% macro rule_a() %}x{% endmacro %}\n{% macro rule_b() %}{# Other. #}{% endmacro %}"
    assert rules_page.comments(text) == {"a": "All of it.", "b": "All of it."}


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_about_books_names_every_column(kind):
    text = BOOKS_PAGE.read_text("utf-8")
    assert [name for name in names(kind) if f"`{name}`" not in text] == []
