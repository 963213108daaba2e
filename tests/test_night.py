"""The main job as a newcomer runs it: `parix run` twice in an empty home, through Airflow, then a kill."""

import csv
import io
import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests import hostile, leaks
from tests.counts import RANKS
from tests.crash.night import Home
from tests.warehouse import rights
from warehouse.server import Server

REPO = Path(__file__).resolve().parents[1]
TOKEN = "a-token-that-stands-in-an-address"
WEBHOOKS = dict.fromkeys(("PARIX_ALERT_WEBHOOK", "PARIX_REMINDER_WEBHOOK"), f"http://127.0.0.1:9/hook/{TOKEN}")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("newcomer") / "parix"
    yield folder
    parix(folder, "down")


def command(home: Path, *arguments: str) -> dict:
    env = {"HOME": str(home.parent), "PATH": os.environ["PATH"], "PARIX_HOME": str(home), "PYTHONPATH": str(REPO)}
    return {"args": [sys.executable, "parix.py", *arguments], "env": env | WEBHOOKS | {"COLUMNS": "160"}, "cwd": REPO}


def parix(home: Path, *arguments: str) -> str:
    done = subprocess.run(**command(home, *arguments), capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ask(home: Path, statement: str):
    with psycopg.connect(Server(home).dsn()) as conn:
        return conn.execute(statement).fetchall()


@pytest.fixture(scope="module")
def watch():
    return leaks.Watch()


@pytest.fixture(scope="module")
def first(home, watch):
    hostile.plant(home / "inbox")
    with watch:
        return parix(home, "run")


STATE = """
    select (select count(*) from raw_dossiers.dossier), (select count(*) from raw_workbooks.figure),
        (select count(*) from quarantine.row), (select count(*) from ops.delivery),
        (select max(release_id) from ops.release), (select md5(string_agg(r::text, ',' order by r::text))
        from marts.fct_index_rank as r), (select md5(string_agg(f::text, ',' order by f::text)) from marts.fct_figure as f)
"""


def test_the_night_ends_with_the_ranking_the_figures_and_the_counts(first):
    for words in (
        "Thành phố Vinh",
        "Huyện Đô Lương",
        "Thị xã Cửa Lò",
        "minh họa",
        "S13",
        "rejected",
        "cách ly",
        "báo cáo",
    ):
        assert words.lower() in first.lower(), f"{words} is missing in:\n{first}"
    assert "✗" not in first
    assert "Cảnh báo" in first  # 36 + 114 is not 156
    assert "Traceback" not in first


def test_all_thirteen_founding_figures_agree(home, first):
    rows = list(csv.DictReader(io.StringIO(parix(home, "seed-figures", "--csv"))))
    assert [r["figure_id"] for r in rows] == [f"S{i:02}" for i in range(1, 14)]
    assert {r["agrees"] for r in rows} == {"True"}


def test_the_official_rankings_were_approved_by_the_sample_approver(home, first):
    found = ask(home, "select index_code, period_code, approved_by from ops.official_ranking order by 2")
    assert [f[:2] for f in found] == [("par", "2022"), ("par", "2023"), ("par", "2023")], (
        "districts, districts, departments"
    )
    assert "minh h" in found[0][2]


def test_the_nightly_proof_verifies_a_seal_of_the_night(home, first):
    parix(home, "airflow", "dags", "test", "verify_seals")
    assert ask(home, "select is_sound, findings from ops.verification") == [(True, [])]


def test_the_server_stays_up_for_a_bi_tool(home, first):
    with psycopg.connect(parix(home, "dsn", "bi_reader").strip()) as conn:
        query = "select rank, rank_change, status from fct_index_rank where unit_name_vi = 'Huyện Đô Lương' and period_code = '2023'"
        assert conn.execute(query).fetchall() == [(7, 1, "official")]


@pytest.fixture(scope="module")
def left(home, first):
    """Everything that the night leaves behind, and what is made of it by hand: names and bytes."""
    out = home / "tmp"
    said = {"parix run": first.encode()}
    for arguments in (
        ("remind",),
        ("rank", "par", "2023", "--csv"),
        ("evidence", "1", "--out", str(out / "evidence.zip")),
    ):
        done = subprocess.run(**command(home, *arguments), capture_output=True, timeout=1800)
        said[" ".join(arguments)] = done.stdout + done.stderr
    (out / "rank.csv").write_bytes(said["rank par 2023 --csv"])
    return lambda: itertools.chain(said.items(), leaks.kept(home), leaks.rows(home))


def test_nothing_personal_stands_anywhere(home, left):
    """Names, numbers and addresses that the sources deliver, in every spelling (docs/security.md)."""
    canaries = leaks.canaries()
    delivered = dict(leaks.delivered(home))
    assert dict(canaries.found(delivered.items())).keys() == delivered.keys(), (
        "a source that delivers none proves nothing"
    )
    assert canaries.found(left()) == []


def test_no_secret_stands_anywhere(home, left, watch):
    secrets = leaks.secrets(home) | {"token": TOKEN}
    assert len(secrets) >= 14 and min(map(len, secrets.values())) > 12
    needles = leaks.Needles(frozenset(s.encode().lower() for s in secrets.values()))
    assert any(b"parix.py\0run" in line for line in watch.seen), "the watch saw no process of the night"
    assert needles.found((line.decode(errors="replace"), line) for line in watch.seen) == []
    assert needles.found(left()) == []


def test_uploaded_text_stays_text(home, left):
    assert ask(home, f"select name from ops.delivery where name = $${hostile.NAME}$$") == [(hostile.NAME,)]
    assert ask(home, "select name from ops.rejection where name like '%HYPERLINK%'") == [(hostile.REFUSED,)]
    kept = "select distinct reason, evidence from marts.fct_criterion_stage where reason like '%HYPERLINK%'"
    assert ask(home, kept) == [(hostile.REASON, hostile.EVIDENCE)]
    with psycopg.connect(Server(home).dsn(database="airflow")) as conn:
        names = {
            n for (n,) in conn.execute("select rendered_map_index from task_instance where rendered_map_index <> ''")
        }
    assert {hostile.NAME, hostile.REFUSED} <= names
    files = dict(leaks.exports(home))
    pages = {name: data for name, data in files.items() if name.endswith(".html")}
    assert [name for name, data in pages.items() for markup in hostile.MARKUP if markup in data] == []
    shown = [name for name, data in pages.items() if b"planted()" in data]
    assert {Path(name).parts[2] for name in shown} >= {"unit", "quality"}, "the text is shown, as text"
    assert b"drop table" in pages[next(n for n in shown if "unit" in n)]
    sheets = {n for n in files if n.endswith((".csv", ".xlsx", ".zip"))}
    assert {Path(n).suffix for n in sheets} == {".csv", ".xlsx", ".zip"}
    assert [cell for name in sheets for cell in hostile.formulas(name, files[name])] == []


def test_the_rights_are_those_of_the_table_and_airflow_shares_nothing(home, first):
    """After two switches of real nights; in Airflow's own database nobody else may do anything."""
    with psycopg.connect(Server(home).dsn()) as conn:
        assert rights.differences(conn) == []
    others = [name for role, name in rights.ROLES.items() if role not in ("airflow", "public")]
    with psycopg.connect(Server(home).dsn(database="airflow")) as conn:
        query = """
            select r, c.oid::regclass from pg_class as c cross join unnest(%s::text[]) as r
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                and has_table_privilege(r, c.oid, 'select, insert, update, delete, truncate, references, trigger')
        """
        assert conn.execute(query, (others,)).fetchall() == []


def test_a_second_run_adds_nothing_and_changes_no_figure(home, first):
    before = ask(home, STATE)
    parix(home, "run")
    assert ask(home, STATE) == before


def test_nothing_is_written_outside_the_home(home, first):
    assert {p.name for p in home.parent.iterdir()} == {"parix"}


HALF_BUILT = """
    select from pg_tables as t inner join ops.release as r on t.schemaname = r.schema_name where r.state = 'candidate'
"""


def test_a_kill_leaves_readers_the_old_release_and_the_next_run_completes(home, first):
    """Killed while its marts are half built. Every other place: `make crash`."""
    before = ask(home, STATE)
    ask(
        home,
        "update ops.delivery set gate_id = null where receipt_id = (select max(receipt_id) from ops.delivery) returning 1",
    )
    process = subprocess.Popen(**command(home, "build"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with psycopg.connect(Server(home).dsn(), autocommit=True) as conn:
        deadline = time.monotonic() + 1800
        while conn.execute(HALF_BUILT).fetchone() is None:
            assert process.poll() is None, "the build ended before its marts were half built"
            assert time.monotonic() < deadline
            conn.execute("select pg_sleep(0.01)")  # leaves the build its core
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert ask(home, STATE)[0][5:] == before[0][5:]
    parix(home, "build")
    assert ask(home, "select count(*), min(release_id) = max(release_id) from marts.fct_index_rank") == [(RANKS, True)]
    assert ask(home, STATE)[0][:4] == before[0][:4]
    ranks = (
        "select md5(string_agg(unit_key || score || rank, ',' order by period_code, unit_key)) from {}.fct_index_rank"
    )
    old = ask(home, "select schema_name from ops.release where state = 'superseded' order by release_id desc limit 1")
    assert ask(home, ranks.format("marts")) == ask(home, ranks.format(old[0][0]))


def test_killed_and_left_by_its_database_the_night_ends_as_if_nothing_had_been(home, first, tmp_path):
    """Some of the proof (`make crash` is the whole, and writes docs/reliability.md): one home, disturbed twice."""
    disturbed = Home(tmp_path)
    hostile.plant(disturbed.folder / "inbox")
    disturbed.loses_its_database('copy "raw_workbooks"')  # first: no later night has a workbook left to load
    disturbed.killed_at("ingest_dossiers.read_back 1")
    disturbed.finish("run")
    whole = Home.of(home)
    assert disturbed.published() == whole.published()
    assert disturbed.kept() == whole.kept()
    disturbed.down()
