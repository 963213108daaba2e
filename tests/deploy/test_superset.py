"""The dashboard as files: they fit each other and the marts; and, where `make superset` has installed one, a real Superset
imports them, every chart is drawn from rows, and nothing is said of an error."""

import os
import re
import socket
import subprocess
import time
import urllib.request
from collections import Counter
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import sync_playwright

from publishing import contract
from tests.publishing.conftest import ARGUMENTS, CHROMIUM
from warehouse import config

REPO = Path(__file__).resolve().parents[2]
HERE = REPO / "deploy" / "superset"
ASSETS = {
    p.relative_to(HERE / "assets"): yaml.safe_load(p.read_text("utf-8")) for p in (HERE / "assets").rglob("*.yaml")
}
REAL = Path(os.environ.get("PARIX_SUPERSET", REPO / ".superset"))


AXES = ("all_columns", "groupby", "groupbyRows", "groupbyColumns", "x_axis")
DRAWN = """() => {
    const charts = [...document.querySelectorAll('[data-test="chart-container"]')].filter(e => e.offsetParent);
    return charts.length > 0 && charts.every(e => e.querySelector('canvas, table, svg, .header-line'))
        && !document.querySelector('[data-test="loading-indicator"]')
}"""


def kind(name: str) -> dict[Path, dict]:
    return {path: asset for path, asset in ASSETS.items() if path.parts[0] == name}


def charts_of(node: dict) -> list[str]:
    return [n["meta"]["uuid"] for n in node.values() if isinstance(n, dict) and n.get("type") == "CHART"]


def test_each_asset_has_a_uuid_of_its_own():
    counted = Counter(asset["uuid"] for path, asset in ASSETS.items() if len(path.parts) > 1)
    assert len(counted) > 20 and set(counted.values()) == {1}


def test_charts_know_their_data_sets_and_the_dashboard_its_charts():
    data_sets = {asset["uuid"] for asset in kind("datasets").values()}
    charts = {asset["uuid"]: asset for asset in kind("charts").values()}
    assert {chart["dataset_uuid"] for chart in charts.values()} == data_sets
    (dashboard,) = kind("dashboards").values()
    assert sorted(charts_of(dashboard["position"])) == sorted(charts)


def test_every_data_set_reads_published_marts_alone():
    (database,) = kind("databases").values()
    for path, data_set in kind("datasets").items():
        assert data_set["database_uuid"] == database["uuid"]
        read = set(re.findall(r"\b(?:from|join)\s+(\w+)\.(\w+)", data_set["sql"]))
        assert read and {schema for schema, _ in read} == {"marts"}, path
        assert {mart for _, mart in read} <= {column.mart for column in contract.present()}, path


def test_every_column_of_a_data_set_is_there_and_every_chart_asks_only_for_those(night, query):
    names, metrics = {}, {}
    for data_set in kind("datasets").values():
        metrics[data_set["uuid"]] = {metric["metric_name"] for metric in data_set["metrics"]}
        statement = data_set["sql"].strip().rstrip(";")
        given = query(f"select to_jsonb(d) from (select * from ({statement}) as q limit 1) as d")  # noqa: S608
        names[data_set["uuid"]] = set(given[0][0])
        assert {column["column_name"] for column in data_set["columns"]} == names[data_set["uuid"]]
    for path, chart in kind("charts").items():
        given = [chart["params"].get(k, []) for k in AXES]
        asked = {
            c if isinstance(c, str) else c["sqlExpression"] for g in given for c in ([g] if isinstance(g, str) else g)
        }
        assert asked <= names[chart["dataset_uuid"]], path
        computed = {*chart["params"].get("metrics", []), *filter(None, [chart["params"].get("metric")])}
        assert computed <= metrics[chart["dataset_uuid"]], path


def test_no_password_stands_in_the_files():
    (database,) = kind("databases").values()
    assert re.fullmatch(r"postgresql\+psycopg2://bi_reader@[\w:/]+", database["sqlalchemy_uri"])
    assert not [
        path for path in (HERE / "assets").rglob("*") if "password" in str(path.is_file() and path.read_text("utf-8"))
    ]


@pytest.fixture(scope="module")
def superset(night, tmp_path_factory):
    """A Superset with the assets, over the night's database; yields its address and the password of its user admin."""
    if not (REAL / "venv" / "bin" / "superset").exists():
        pytest.skip("no Superset is installed here: `make superset` installs one")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("superset")
    env = os.environ | {
        "SUPERSET_HOME": str(home), "SUPERSET_SECRET_KEY": "of the tests", "SUPERSET_ADMIN_PASSWORD": "of the tests",
        "SUPERSET_CONFIG_PATH": str(HERE / "local_config.py"), "PYTHONPATH": str(HERE), "PARIX_BI_URI": config.dsn("bi_reader"),
        "FLASK_APP": "superset.app:create_app()", "PATH": f"{REAL}/venv/bin:{os.environ['PATH']}",
    }  # fmt: skip
    for _ in range(2):  # safe to repeat
        subprocess.run(["sh", str(HERE / "init.sh")], env=env, check=True, capture_output=True)
    server = subprocess.Popen(
        ["superset", "run", "--host", "127.0.0.1", "--port", str(port), "--with-threads"],
        env=env, executable=str(REAL / "venv" / "bin" / "superset"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 600
    while time.monotonic() < deadline:
        try:
            if urllib.request.urlopen(f"{address}/health", timeout=5).status == 200:
                break
        except OSError:
            assert server.poll() is None, "Superset ended"
    yield address, "of the tests"
    server.terminate()
    server.wait(120)


@pytest.fixture
def tab(tmp_path):
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM} (Debian's package: chromium)")
    own = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS, env=os.environ | own)
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.set_default_timeout(120_000)
        yield page
        browser.close()


def test_every_chart_of_the_dashboard_is_drawn_from_rows(superset, tab):
    address, password = superset
    answers = []
    tab.on("response", lambda r: "/api/v1/chart/data" in r.url and answers.append(r))
    tab.goto(f"{address}/login/")
    tab.fill("#username", "admin")
    tab.fill("#password", password)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/welcome/**")
    tab.goto(f"{address}/superset/dashboard/parix/")
    tabs = tab.locator("[role=tab]")
    tabs.first.wait_for()
    for number in range(tabs.count()):
        tabs.nth(number).click()
        tab.wait_for_function(DRAWN)
        assert not tab.get_by_role("alert").filter(visible=True).count()
        if shots := os.environ.get("PARIX_SHOTS"):
            tab.wait_for_timeout(3000)  # what moves has come to rest
            tab.screenshot(path=f"{shots}/superset-{number}.png")
    assert len(answers) >= len(kind("charts"))
    for answer in answers:
        assert answer.status == 200, answer.text()[:500]
        for result in answer.json()["result"]:
            assert result["error"] is None and result["rowcount"] > 0, result["query"]
