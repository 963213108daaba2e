"""The quality report in a real browser: charts are drawn, tables sort, it prints, and a thousand runs of history open."""

import json
import re

import pytest
from playwright.sync_api import expect

from publishing import report
from tests.publishing.history import plant_runs
from tests.publishing.test_quality_report import PAGES

RUNS = 1000
CHARTED = {"quality/score": 9, "quality/portal": 1}
SMALL = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def folder(night, few_pages, tmp_path_factory):
    """The site with a thousand gates behind it."""
    plant_runs(RUNS)
    report.build(site := tmp_path_factory.mktemp("quality") / "site")
    return site


@pytest.fixture(scope="module")
def site(folder):
    return folder.as_uri()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_loads_and_never_scrolls_sideways(site, tab, page, width):
    tab.set_viewport_size(SMALL | {"width": width})
    tab.goto(f"{site}/{page}.html")
    expect(tab.locator("h1")).to_be_visible()
    tab.locator("details").evaluate_all("all => all.forEach(d => d.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    charts = tab.locator("figure.chart svg")
    assert charts.count() >= CHARTED.get(page, 0)
    assert all(box["width"] <= width for box in (charts.nth(n).bounding_box() for n in range(charts.count())))


def test_a_thousand_runs_of_history_open_with_every_point(site, folder, tab, query):
    """The time stands in `make bench`; what must not grow with the history is asked here: the page and its table."""
    tab.goto(f"{site}/quality/score.html")
    expect(tab.locator("html[data-charts=drawn]")).to_be_attached()
    drawn = tab.evaluate("performance.getEntriesByName('charts-drawn')[0].startTime")
    points = sum(int(n) for n in tab.locator("figure.chart").evaluate_all("all => all.map(f => f.dataset.points)"))
    (asked,) = query(
        """select count(*) from (
               select from ops.gate_result where error is null and rows_checked is distinct from 0
               group by gate_id, suite, dimension) as s"""
    )[0]
    assert points == asked > RUNS * 10
    assert drawn < 20_000, "2 s on a quiet machine; this many mean that it hangs"
    assert (folder / "quality" / "score.html").stat().st_size < 1_500_000
    assert max(tab.locator("section.kind table").evaluate_all("all => all.map(t => t.rows.length)")) == 21


def test_a_chart_shows_the_numbers_of_its_table_in_both_languages(site, tab):
    tab.goto(f"{site}/quality/score.html#dossiers_in")
    kind = tab.locator("#dossiers_in")
    spec = json.loads(kind.locator("figure script").text_content())
    kind.locator("summary").click()
    cells = kind.locator("tbody tr").first.locator("td.num").evaluate_all("all => all.map(c => c.dataset.v)")
    assert cells[: len(spec["series"])] == [s["values"][-1] for s in spec["series"]]
    expect(kind.locator("svg")).to_contain_text("Đầy đủ")
    tab.get_by_role("button", name="English").click()
    expect(kind.locator("svg")).to_contain_text("Completeness")
    expect(kind.locator(".drawing")).to_have_attribute("aria-label", f"Scores by dimension, {RUNS // 2 + 1} runs")
    box = kind.locator("svg").bounding_box()
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(kind.locator(".drawing")).to_contain_text("run no.")


@pytest.mark.parametrize(
    ("page", "table", "column"),
    [
        ("quality", "table.matrix", "Dòng đã kiểm"),
        ("quality/receipts", "#receipts table", "Đã giao"),
        ("quality/quarantine", "#reasons table", "Đang giữ"),
        ("quality/portal", "#differences table", "Chênh"),
    ],
)
def test_tables_sort(site, tab, page, table, column):
    tab.goto(f"{site}/{page}.html")
    head = tab.locator(f"{table} thead")
    button = head.get_by_role("button", name=re.compile(f"^{column}"))
    at = button.evaluate("b => b.closest('th').cellIndex")

    def values():
        cells = tab.locator(f"{table} tbody tr").evaluate_all(f"all => all.map(r => r.cells[{at}].dataset.v)")
        return [float(v) for v in cells]

    before = sorted(values())
    assert len(set(before)) > 1
    button.click()
    first = values()
    button.click()
    assert {tuple(first), tuple(values())} == {tuple(before), tuple(before[::-1])}


def test_prints_with_its_charts_and_without_its_menus(site, tab, tmp_path):
    tab.goto(f"{site}/quality/score.html")
    tab.pdf(path=(printed := tmp_path / "score.pdf"), format="A4")
    assert printed.read_bytes().startswith(b"%PDF") and printed.stat().st_size > 20_000
    table = tab.locator("#dossiers_in details table")
    expect(table).to_be_hidden()
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(table).to_be_visible()
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(table).to_be_hidden()
    tab.emulate_media(media="print")
    tab.set_viewport_size({"width": 700, "height": 1000})
    expect(tab.locator(".submenu")).to_be_hidden()
    expect(tab.locator("figure.chart svg").first).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_that_was_sent_on_alone_says_that_its_charts_are_missing(folder, tab, tmp_path):
    alone = tmp_path / "score.html"
    alone.write_bytes((folder / "quality" / "score.html").read_bytes())
    tab.goto(alone.as_uri())
    expect(tab.locator("figcaption").first).to_contain_text("Không có thư viện vẽ biểu đồ cạnh trang này")
    expect(tab.locator("table.matrix")).to_be_visible()
    assert [w for w in tab.wrong if "ERR_FILE_NOT_FOUND" not in w] == []
    tab.wrong.clear()
