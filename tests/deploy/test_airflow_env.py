"""The settings of the embedded Airflow, and what ends a process that runs a DAG."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from cryptography.fernet import Fernet

from warehouse import airflow
from warehouse.airflow_env import airflow_env
from warehouse.files import Busy, held

REPO = Path(__file__).resolve().parents[2]
DSN = "postgresql://parix_airflow:a%2Fb@127.0.0.1:5444/airflow"


@pytest.fixture
def env(tmp_path):
    return airflow_env(tmp_path / "home", REPO, DSN)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AIRFLOW__CORE__LOAD_EXAMPLES", "False"),
        ("AIRFLOW__CORE__EXECUTOR", "LocalExecutor"),
        ("AIRFLOW__CORE__PARALLELISM", "4"),
        ("AIRFLOW__CORE__DEFAULT_TIMEZONE", "Asia/Ho_Chi_Minh"),
        ("AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION", "False"),
        ("AIRFLOW__CORE__DAGS_FOLDER", str(REPO / "dags")),
        ("AIRFLOW__API__HOST", "127.0.0.1"),
        ("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", DSN.replace("postgresql:", "postgresql+psycopg2:")),
        ("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC", DSN.replace("postgresql:", "postgresql+asyncpg:")),
        ("DO_NOT_TRACK", "1"),
        ("GX_ANALYTICS_ENABLED", "false"),
        ("DBT_SEND_ANONYMOUS_USAGE_STATS", "false"),
    ],
)
def test_settings(env, name, value):
    assert env[name] == value


def test_airflow_knows_every_option(env):
    file = distribution("apache-airflow-core").locate_file("airflow/config_templates/config.yml")
    known = yaml.safe_load(Path(file).read_text(encoding="utf-8"))
    for name in (name for name in env if name.startswith("AIRFLOW__")):
        section, option = name.removeprefix("AIRFLOW__").lower().split("__")
        assert option in known[section]["options"], f"{name} is no option of the installed Airflow"


def test_everything_is_written_below_the_home(env, tmp_path):
    home = tmp_path / "home"
    for option in ("CORE__PLUGINS_FOLDER", "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE", "LOGGING__BASE_LOG_FOLDER"):
        assert Path(env[f"AIRFLOW__{option}"]).is_relative_to(home)
    assert Path(env["AIRFLOW_HOME"]).is_relative_to(home)


def test_keys_are_long_private_and_stay(env, tmp_path):
    assert len(env["AIRFLOW__API_AUTH__JWT_SECRET"].encode()) >= 64
    Fernet(env["AIRFLOW__CORE__FERNET_KEY"])
    again = airflow_env(tmp_path / "home", REPO, DSN)
    assert {k for k in env if env[k] != again[k]} <= {n for n in env if "PORT" in n or "URL" in n}
    for file in (tmp_path / "home" / "secrets").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    users = json.loads(Path(env["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"]).read_text())
    assert list(users) == ["parix"] and len(users["parix"]) >= 16


def test_the_port_of_last_time_unless_it_is_taken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (tmp_path / "airflow").mkdir()
        (tmp_path / "airflow" / "api-port").write_text(str(port))
        other = airflow_env(tmp_path, REPO, DSN)
        assert other["AIRFLOW__API__PORT"] != str(port)
        assert other["AIRFLOW__API__PORT"] in other["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"]
    assert airflow_env(tmp_path, REPO, DSN)["AIRFLOW__API__PORT"] == str(port)


def test_the_metadata_is_kept_in_postgresql_only(tmp_path):
    with pytest.raises(ValueError, match="postgresql"):
        airflow_env(tmp_path, REPO, "sqlite:////tmp/airflow.db")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_even_when_a_task_swallows_it(sent):
    script = """
import signal, time
from warehouse.airflow import ended_by_signals
signal.signal(signal.SIGINT, signal.default_int_handler)
with ended_by_signals():
    signal.signal(signal.SIGTERM, lambda *_: None)  # what Airflow's task runner leaves behind
    print("ready", flush=True)
    while True:
        try:
            time.sleep(60)
        except KeyboardInterrupt:
            pass
"""
    env = os.environ | {"PYTHONPATH": str(REPO)}
    process = subprocess.Popen([sys.executable, "-c", script], env=env, stdout=subprocess.PIPE)
    try:
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(sent)
        assert process.wait(120) == 128 + sent
    finally:
        process.kill()
        process.stdout.close()


def test_a_second_airflow_on_a_home_is_told_and_leaves_signals_as_they_were(env):
    home = Path(env["AIRFLOW_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    before = [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)]
    with held(home / "serve.lock"), pytest.raises(Busy, match="runs already on this home; stop that one first"):
        airflow.serve(env)
    assert [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)] == before
