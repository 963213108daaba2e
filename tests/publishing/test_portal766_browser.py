"""The page of set 766 in a real browser: it fits, sorts, finds, shows each metric, and tells what may not be compared."""

import pickle
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from publishing import queries, report
from tests.publishing.test_portal766 import KEPT

BREAK = {
    "receipt_id": 1, "period_code": "2026", "observed_on": date(2026, 11, 1), "previous_period_code": None, "origin": "stated",
    "previous_observed_on": date(2026, 10, 31), "scope": "day", "break_kind": "formula_break", "formula_added": "SO_HOA: 5",
    "formula_removed": None, "units_added": None, "units_removed": None, "reason_vi": "Công văn <b>mẫu</b>", "reason_en": "Sample",
    "previous_period_vi": None, "previous_period_en": None,
}  # fmt: skip
PAGES = ("portal766.html", "portal766/2026-Q4.html", "portal766/2026-10.html")


@pytest.fixture(scope="module")
def site(request, few_pages, tmp_path_factory):
    """The sample's site; the portal changed its formula within the year, and of October the day
    before is known."""
    kept = tmp_path_factory.getbasetemp() / KEPT
    if not kept.exists():
        request.getfixturevalue("night")
        kept.write_bytes(pickle.dumps(queries.read()))
    data = pickle.loads(kept.read_bytes()) | {"evaluation_breaks": [BREAK]}
    for n, row in enumerate(data["evaluation_days"]):
        if row["period_code"] == "2026":
            row |= {"comparison": "formula_break", "points_change": Decimal(9)}  # a mart that is wrong is not believed
        elif row["period_code"] == "2026-10":
            row |= {
                "comparison": "compared",
                "points_change": Decimal(n % 7 - 3) / 4,
                "previous_observed_on": date(2026, 10, 31),
            }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "read", lambda: data)
        return report.build(tmp_path_factory.mktemp("portal766") / "site").parent


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_loads_and_never_scrolls_sideways(site, tab, name, width):
    tab.set_viewport_size({"width": width, "height": 844})
    tab.goto((site / name).as_uri())
    expect(tab.locator("h1")).to_contain_text("Bộ chỉ số 766")
    expect(tab.locator("#metric-table tbody tr").first).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_across_a_break_no_number_stands_and_the_reason_does(site, tab):
    tab.goto((site / "portal766.html").as_uri())
    expect(tab.locator("#period")).to_contain_text("Cổng đổi cách tính, không so sánh tăng, giảm")
    expect(tab.locator(".break")).to_contain_text("Thêm: SO_HOA: 5", use_inner_text=True)
    expect(tab.locator(".break")).to_contain_text("Công văn <b>mẫu</b>")
    assert set(tab.locator("td.day").all_inner_texts()) == {"–"} == set(tab.locator("td.before").all_inner_texts())


def test_where_it_can_be_compared_the_change_of_the_day_stands_and_sorts(site, tab):
    tab.goto((site / "portal766/2026-10.html").as_uri())
    expect(tab.locator("#period")).to_contain_text("31/10/2026")
    communes = tab.locator("#commune")
    changes = communes.locator("td.day").evaluate_all("cells => cells.map(c => Number(c.dataset.v))")
    communes.get_by_role("button", name="So với ngày trước").click()
    sorted_ = communes.locator("td.day").evaluate_all("cells => cells.map(c => Number(c.dataset.v))")
    assert sorted_ == sorted(changes, reverse=True) and len(changes) == 130 and max(changes) == 0.75
    expect(communes.locator("td.day").first).to_have_text("+0,75", use_inner_text=True)
    expect(communes.locator("td.day").last).to_have_text("−0,75", use_inner_text=True)


def test_the_own_province_is_marked_and_stands_in_every_group(site, tab):
    tab.goto((site / "portal766.html").as_uri())
    expect(tab.locator(".provinces tr.own")).to_have_count(1)
    expect(tab.locator(".provinces tr.own th")).to_have_text("UBND tỉnh Nghệ An")
    assert len(tab.locator(".standing div").all()) == 7
    expect(tab.locator(".standing div").nth(1)).to_contain_text("hạng 4 / 5", use_inner_text=True)


def test_a_metric_is_chosen_and_sorted_in_both_languages(site, tab):
    tab.goto((site / "portal766.html").as_uri())
    rows = tab.locator("#metric-table tbody tr")
    tab.locator("#metric").select_option(label="Tiến độ giải quyết: Hồ sơ xử lý trước hạn, đúng hạn")
    expect(rows).to_have_count(146)
    tab.locator("#metric-table").get_by_role("button", name="Mẫu số").click()
    values = tab.locator("#metric-table td:nth-child(3)").evaluate_all("cells => cells.map(c => Number(c.dataset.v))")
    assert values == sorted(values, reverse=True) and values[0] > 1000
    assert rows.first.locator("td").nth(1).inner_text() == f"{int(values[0]):,}".replace(",", ".")
    tab.get_by_role("button", name="English").click()
    assert rows.first.locator("td").nth(1).inner_text() == f"{int(values[0]):,}"
    expect(rows.first.locator("td").nth(3)).to_have_text("–")
    tab.locator("#metric").select_option(label="Dịch vụ công trực tuyến: Hồ sơ nộp trực tuyến")
    expect(rows).to_have_count(1)  # below the province the portal shows no components


def test_a_unit_is_found_without_diacritics(site, tab):
    tab.goto((site / "portal766.html").as_uri())
    tab.get_by_role("searchbox").fill("do LUONG")
    assert tab.locator("section.ranking tbody tr:visible th").all_inner_texts() == ["Xã Đô Lương"]


def test_the_workbooks_stand_beside_the_pages(site, tab):
    for name in PAGES:
        tab.goto((site / name).as_uri())
        href = tab.locator("a.file").get_attribute("href")
        assert (site / name).parent.joinpath(href).resolve().read_bytes()[:2] == b"PK"
    tab.goto((site / "index.html").as_uri())
    links = tab.locator("section.ranking a[download]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert len(links) == 6 and all((site / href).exists() for href in links)
