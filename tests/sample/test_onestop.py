"""The stand-in of the one-stop system over real HTTP: token, pages, filters, each fault, later nights, the process."""

import subprocess
import sys

import httpx
import pytest

from sample.dossiers import dossiers
from sample.onestop import CLIENT_ID, CLIENT_SECRET, CONTROL_PATH, SEARCH_PATH, TOKEN_PATH, OneStop
from sample.units import SEEDS, agency_id

RECORDS = dossiers()[::40]
RIGHT = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


@pytest.fixture
def client():
    with OneStop(RECORDS) as one_stop, httpx.Client(base_url=one_stop.url, timeout=60) as client:
        token = client.post(TOKEN_PATH, data=RIGHT).json()
        client.headers["Authorization"] = f"{token['token_type']} {token['access_token']}"
        yield client


def order(client, **what):
    return client.post(CONTROL_PATH, json=what).raise_for_status().json()


def walk(client, **query):
    rows, page = [], {"number": -1, "last": False}
    while not page["last"]:
        page = client.get(SEARCH_PATH, params={"size": 99, **query, "page": page["number"] + 1}).json()
        rows += page["content"]
    return rows


@pytest.mark.parametrize("direction", ["desc", "asc"])
def test_pages_hold_every_record_once_in_order_and_unchanged(client, direction):
    by_id = sorted(RECORDS, key=lambda r: r["id"])
    expected = sorted(by_id, key=lambda r: r["updatedDate"], reverse=direction == "desc")
    assert walk(client, sort=f"updatedDate,{direction}") == expected
    page = client.get(SEARCH_PATH, params={"page": 1, "size": 500}).json()
    assert (page["number"], page["first"], page["last"], page["empty"]) == (1, False, True, False)
    assert (page["totalElements"], page["totalPages"], len(page["content"])) == (n := len(RECORDS), 2, n - 500)
    assert "totalElements" not in client.get(SEARCH_PATH, params={"spec": "slice"}).json()


FILTERS = [
    ({"accepted-to": "2024-02-20"}, lambda day, code: "" < day <= "2024-02-20"),
    ({"accepted-from": "2026-02-28T17:00:00.000Z", "accepted-to": "2026-03-31"}, lambda day, code: "2026-03" in day),
    ({"ancestor-agency-id": agency_id("000.00.36.H41")}, lambda day, code: ".36.H41" in code),
]


@pytest.mark.parametrize(("query", "wanted"), FILTERS)
def test_filters(client, query, wanted):
    expected = {r["id"] for r in RECORDS if wanted((r["acceptedDate"] or "")[:10], r["agency"]["code"])}
    assert expected and {r["id"] for r in walk(client, **query)} == expected


@pytest.mark.parametrize("wrong", [{"client_id": "x"}, {"client_secret": "x"}, {"grant_type": "password"}])
def test_no_token_for_a_wrong_secret_and_no_data_without_a_living_token(client, wrong):
    assert client.post(TOKEN_PATH, data=RIGHT | wrong).status_code == 401
    order(client, token_ttl=0)
    for token in ("unknown", client.post(TOKEN_PATH, data=RIGHT).json()["access_token"]):
        assert client.get(SEARCH_PATH, headers={"Authorization": f"Bearer {token}"}).status_code == 401


FAULTS = [
    ({"fault": "unauthorized"}, 401, lambda r: "WWW-Authenticate" in r.headers),
    ({"fault": "throttle", "seconds": 3}, 429, lambda r: r.headers["Retry-After"] == "3"),
    ({"fault": "error"}, 500, lambda r: r.json()["error"] == "Internal Server Error"),
    ({"fault": "login_page"}, 200, lambda r: r.headers["Content-Type"].startswith("text/html")),
    ({"fault": "empty"}, 200, lambda r: (r.json()["content"], r.json()["totalElements"]) == ([], 0)),
]


@pytest.mark.parametrize(("fault", "status", "sign"), FAULTS)
def test_faults_come_as_often_as_ordered_on_their_path_only(client, fault, status, sign):
    order(client, **fault, times=2)
    assert client.post(TOKEN_PATH, data=RIGHT).status_code == 200
    first, second, third = (client.get(SEARCH_PATH) for _ in range(3))
    assert first.status_code == second.status_code == status and sign(first) and sign(second)
    assert third.json()["totalElements"] == len(RECORDS)
    assert order(client, **fault)["faults"] and not order(client, fault="none")["faults"]


@pytest.mark.parametrize(
    ("fault", "timeout", "error"), [("slow", 0.2, httpx.ReadTimeout), ("cut", 60, httpx.RemoteProtocolError)]
)
def test_slow_and_cut_answers_break_at_the_client(client, fault, timeout, error):
    order(client, fault=fault, seconds=60)
    with pytest.raises(error):
        client.get(SEARCH_PATH, timeout=timeout)


def test_later_nights_change_and_add_records_and_nonsense_is_refused(client):
    changed = RECORDS[0] | {"updatedDate": "2026-11-01T08:00:00.000+0700"}
    added = RECORDS[1] | {"id": "f" * 24, "updatedDate": "2026-11-01T02:00:00.000+0000"}  # 09:00 in Viet Nam
    assert order(client, upsert=[changed, added])["records"] == len(RECORDS) + 1
    assert client.get(SEARCH_PATH, params={"size": 2}).json()["content"] == [added, changed]
    for wrong in ({"sort": "code,asc"}, {"accepted-from": "10/11//2026"}, {"page": "x"}):
        assert client.get(SEARCH_PATH, params=wrong).status_code == 400
    assert client.post(CONTROL_PATH, json={"fault": "flood"}).status_code == 400
    assert client.get(CONTROL_PATH).json()["requests"] == {TOKEN_PATH: 1, SEARCH_PATH: 4}


def test_a_closed_server_answers_no_kept_connection():
    with httpx.Client() as client, pytest.raises(httpx.TransportError):
        with OneStop(RECORDS) as server:
            assert client.get(server.url + SEARCH_PATH).status_code == 401
        client.get(server.url + SEARCH_PATH)


def test_the_process_says_where_it_listens_and_stops_on_sigterm(tmp_path):
    command = [sys.executable, "-m", "sample.onestop", "--ready-file", str(tmp_path / "url")]
    with subprocess.Popen(command, cwd=SEEDS.parents[2], stdout=subprocess.PIPE) as process:
        process.stdout.readline()  # printed once the file is there
        assert httpx.get((tmp_path / "url").read_text() + CONTROL_PATH).json()["records"] == len(dossiers())
        process.terminate()
        assert process.wait(120) == 0
