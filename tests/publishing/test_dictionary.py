"""The data dictionary in a real browser: every mart, metric and reader is on it, and it asks nothing of anybody."""

import re
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from publishing import contract, dictionary, metrics, report


@pytest.fixture(scope="module")
def page(night, warehouse):
    made = dictionary.build()
    assert made == warehouse / "reports" / "dictionary" / "index.html"
    return made


@pytest.fixture
def shown(page, tab):
    """Opens a place of the page."""

    def show(place: str = ""):
        tab.goto(f"{page.as_uri()}#!/{place}")
        return tab

    return show


def test_the_page_is_one_file_without_a_path_of_this_machine(page, warehouse):
    text = page.read_text("utf-8")
    assert [p.name for p in page.parent.iterdir()] == ["index.html"]
    assert str(contract.MARTS.parents[2]) not in text and str(warehouse) not in text
    assert re.search(r'"send_anonymous_usage_stats":false', text)


def test_it_opens_and_may_load_nothing(shown):
    tab = shown()
    expect(tab.locator("h1", has_text="Từ điển dữ liệu")).to_be_visible()
    tab.evaluate("fetch('http://127.0.0.1:9/').catch(() => 'refused')")
    assert [w for w in tab.wrong if "Content Security Policy" not in w] == [] and tab.wrong
    tab.wrong.clear()


@pytest.mark.parametrize("mart", ["fct_index_rank", "dim_date"])
def test_a_mart_is_shown_as_it_is_read_with_both_languages(shown, mart, query):
    tab = shown(f"model/model.parix.{mart}")
    expect(tab.locator("body")).to_contain_text(f"parix.marts.{mart}")
    (said,) = query("select obj_description(to_regclass(%s), 'pg_class')", f"marts.{mart}")[0]
    expect(tab.locator("body")).to_contain_text(said)
    for column in contract.present():
        if column.mart == mart:
            expect(tab.locator("table")).to_contain_text(column.name)


def test_a_metric_is_shown_with_its_sql_and_a_reader_with_its_marts(shown):
    tab = shown("metric/metric.parix.on_time_percent")
    defined = metrics.metrics()["on_time_percent"]
    expect(tab.locator("body")).to_contain_text(defined.description)
    expect(tab.locator("code", has_text=f"select {defined.sql} from marts.{defined.mart}")).to_be_visible()
    tab = shown("exposure/exposure.parix.unit_sheets")
    expect(tab.locator("body")).to_contain_text("Phiếu đơn vị")
    expect(tab.get_by_role("link", name="fct_rank_lever")).to_be_visible()


def test_the_site_links_it_where_it_is(page, tab, warehouse):
    site = dict.fromkeys(("name_vi", "name_en", "code_version"), "x") | {
        "release_id": 1,
        "illustrative": 0,
        "deliveries": 1,
    }
    site |= {"published_at": datetime(2026, 11, 27, tzinfo=UTC), "as_of_date": date(2026, 11, 26)}
    frame = report._environment().get_template("base.html.j2")

    def written(day: date | None) -> str:
        return frame.render(site=site, warnings=[], page="index", up="", dictionary=day)

    assert "../dictionary/" not in written(dictionary.day(warehouse / "nowhere"))
    index = warehouse / "reports" / "site" / "index.html"
    index.parent.mkdir()
    index.write_text(written(dictionary.day(warehouse / "reports")), "utf-8")
    tab.goto(index.as_uri())
    tab.get_by_role("link", name="Từ điển dữ liệu").click()
    expect(tab.locator("h1", has_text="Từ điển dữ liệu")).to_be_visible()
