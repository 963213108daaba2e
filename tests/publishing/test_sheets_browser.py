"""Unit sheets in a real browser: one A4 page each, also the fullest ones; they fit a phone, and need no script."""

import random
import re

import pytest
from playwright.sync_api import expect

from tests.publishing.planted_sheets import planted_site

SAMPLE = random.Random(7)


@pytest.fixture(scope="module")
def folder(request, tmp_path_factory):
    kept = tmp_path_factory.getbasetemp() / "planted-site"
    if not kept.exists():
        request.getfixturevalue("night")
        planted_site(kept)
    return kept / "sheet"


@pytest.fixture(scope="module")
def names(folder):
    drawn = SAMPLE.sample(sorted(p.name for p in folder.glob("*.html")), 8)
    return ["district-427-2020-par.html", "district-415-2020-par.html", "department-so-noi-vu-2025-par.html", *drawn]


def test_every_sheet_prints_to_one_page(folder, names, tab):
    for name in names:
        tab.goto((folder / name).as_uri())
        pdf = tab.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, name
        assert re.search(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12]", pdf), "A4"


def test_every_sheet_fits_a_phone_in_both_languages(folder, names, tab):
    tab.set_viewport_size({"width": 390, "height": 844})
    for name in names:
        for language in ("vi", "en"):
            tab.goto((folder / name).as_uri() + f"#lang={language}")
            expect(tab.locator("h1")).to_be_visible()
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, language)


def test_a_sheet_is_whole_without_a_script(folder, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "commune-17662-2025-par.html").as_uri())
    expect(page.locator("h1")).to_have_text("Xã Đô Lương", use_inner_text=True)
    assert page.locator("table.fall svg rect").count() >= 3
    expect(page.locator("table.fall tr.total").last).to_contain_text("Điểm đạt được")
    context.close()


def test_rankings_are_chosen_by_index_year_level_and_group(folder, tab):
    tab.goto((folder.parent / "index.html").as_uri())
    shown = tab.locator("section.ranking tbody tr:visible")
    for choice, value, count in (("year", "2023", 44), ("level", "department", 23), ("group", "vertical", 2)):
        tab.locator(f"[data-choose={choice}]").select_option(value)
        expect(shown).to_have_count(count)
    expect(tab.locator("section.ranking:visible")).to_have_count(1)
    tab.locator("[data-choose=year]").select_option("2022")
    expect(shown).to_have_count(0)
    for choice in ("year", "level", "group"):
        tab.locator(f"[data-choose={choice}]").select_option("")
    tab.locator("[data-choose=index]").select_option("sipas")
    expect(shown).to_have_count(130)
    tab.get_by_role("button", name="English").click()
    assert tab.locator("[data-choose=year] option").first.text_content() == "every year"
