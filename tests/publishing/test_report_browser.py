"""The report site in a real browser, opened from its folder: it works, it fits a phone, and it asks nobody else."""

import pytest
from playwright.sync_api import expect

from publishing import report
from tests.counts import RANKS

PAGES = ("index.html", "founding.html", "unit/district-415-2020.html", "unit/district-427-2020.html",
         "unit/commune-17662-2025.html")  # fmt: skip


@pytest.fixture(scope="module")
def site(request, few_pages, tmp_path_factory):
    kept = tmp_path_factory.getbasetemp() / "report-site"
    if not kept.exists():
        request.getfixturevalue("night")
        report.build(kept)
    return kept.as_uri()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_loads_and_never_scrolls_sideways(site, tab, name, width):
    tab.set_viewport_size({"width": width, "height": 844})
    tab.goto(f"{site}/{name}")
    expect(tab.locator("h1")).to_be_visible()
    tab.locator("details").evaluate_all("all => all.forEach(d => d.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_click_on_a_header_sorts_and_a_second_one_turns_it_round(site, tab):
    tab.goto(f"{site}/index.html")
    ranking = tab.locator("section.ranking").first
    units, scores = ranking.locator("tbody th"), ranking.locator("td.score")
    best = units.first.inner_text()

    def values():
        return [float(v) for v in scores.evaluate_all("cells => cells.map(c => c.dataset.v)")]

    ranking.get_by_role("button", name="Điểm").click()
    assert values() == sorted(values(), reverse=True) and units.first.inner_text() == best
    ranking.get_by_role("button", name="Điểm").click()
    assert values() == sorted(values()) and units.first.inner_text() != best
    expect(ranking.locator("thead th[aria-sort=ascending]")).to_have_text("ĐiểmScore")
    ranking.get_by_role("button", name="Đơn vị").click()
    keys = units.evaluate_all("cells => cells.map(c => c.dataset.v)")
    assert keys == sorted(keys)


def test_a_name_is_found_without_diacritics(site, tab):
    tab.goto(f"{site}/index.html")
    tab.get_by_role("searchbox").fill("  do LUONG ")
    names = tab.locator("section.ranking tbody tr:visible th a:not(.sheet-of)")
    assert sorted(names.all_inner_texts()) == ["Huyện Đô Lương"] * 2 + ["Xã Đô Lương"] * 3
    expect(tab.locator("#matches")).to_contain_text("5 dòng khớp")
    tab.get_by_role("searchbox").fill("hoi dong")  # a word beside a name, not a name
    expect(tab.locator("#matches")).to_contain_text("0 dòng khớp")
    tab.get_by_role("searchbox").fill("không có xã này")
    expect(tab.get_by_text("Không có đơn vị nào khớp trong bảng này.").first).to_be_visible()
    tab.get_by_role("searchbox").fill("")
    expect(tab.locator("section.ranking tbody tr:visible")).to_have_count(RANKS)


def test_the_language_switch_stays_on_from_page_to_page(site, tab):
    tab.goto(f"{site}/index.html")
    expect(tab.locator("h1")).to_have_text("Bảng xếp hạng cải cách hành chính", use_inner_text=True)
    tab.get_by_role("button", name="English").click()
    expect(tab.locator("h1")).to_have_text("Administrative reform rankings", use_inner_text=True)
    assert tab.url.endswith("#lang=en") and tab.title().startswith("Administrative reform rankings")
    tab.locator("nav.cards a").last.click()
    assert tab.url.endswith("#par-2022-2022&lang=en")
    expect(tab.locator("#par-2022-2022 h2")).to_be_in_viewport()
    tab.locator("#par-2022-2022 tbody th a").first.click()
    expect(tab.locator("h1")).to_have_text("Vinh City", use_inner_text=True)
    expect(tab.locator("tr.root .points").first).to_have_text("94.96", use_inner_text=True)
    tab.get_by_role("button", name="Tiếng Việt").click()
    expect(tab.locator("h1")).to_have_text("Thành phố Vinh", use_inner_text=True)
    expect(tab.locator("tr.root .points").first).to_have_text("94,96", use_inner_text=True)
    tab.get_by_role("link", name="Chất lượng dữ liệu").click()
    expect(tab.locator("h1")).to_have_text("Chất lượng dữ liệu", use_inner_text=True)


def test_print_repeats_the_head_of_a_long_ranking(site, tab, tmp_path):
    tab.goto(f"{site}/index.html")
    tab.emulate_media(media="print")
    expect(tab.locator(".tools")).to_be_hidden()
    assert tab.locator("thead").first.evaluate("e => getComputedStyle(e).display") == "table-header-group"
    assert tab.locator("thead th button").first.evaluate("e => getComputedStyle(e).display") == "contents"
