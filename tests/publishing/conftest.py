"""A real browser for the pages of the report: it remembers what went wrong in a page and what the page asked for."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from publishing import shape, sheets

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    f"--{name}"
    for name in ("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
                 "disable-background-networking", "disable-component-update", "disable-sync")
]  # fmt: skip


expect.set_options(timeout=90_000)  # a machine may be busy


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM} (Debian's package: chromium)")
    folder = str(tmp_path_factory.mktemp("chromium"))
    own = {"XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder}  # its crash reports stay out of the user's home
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=ARGUMENTS, env=os.environ | own, timeout=180_000
        )
        yield browser
        browser.close()


@pytest.fixture
def tab(browser):
    """A page in which nothing may go wrong, and which asks nothing of any other machine."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(90_000)
    page.wrong, page.asked = [], []
    page.on("console", lambda m: page.wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.wrong.append(str(e)))
    page.on("request", lambda r: page.asked.append(r.url))
    yield page
    assert page.wrong == []
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    page.close()


SHOWN = ("district-412-2020", "district-415-2020", "district-427-2020", "commune-17662-2025")
"""The units of which a report with few pages has one."""


@pytest.fixture(scope="module")
def few_pages():
    """A report without the one-page sheets and with the pages of four units: these take most of its time, and the whole
    site is looked at by tests/publishing/test_sheets.py."""
    units = shape.units

    def shown(data, rankings):
        return units(data | {"units": [u for u in data["units"] if u["unit_key"] in SHOWN]}, rankings)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "pages", lambda data, rankings: iter(()))
        patch.setattr(shape, "units", shown)
        yield
