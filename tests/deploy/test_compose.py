"""docker-compose.yml without an engine: the compose specification, and what the one-province deployment promises."""

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

REPO = Path(__file__).resolve().parents[2]
TEXT = (REPO / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(TEXT)["services"]
ONCE = {"migrate", "airflow-init", "superset-init"}
VARIABLES = re.compile(r"(?<!\$)\$\{(\w+)(:[-?][^}]*)?\}")
SECRET = re.compile(r"PASSWORD|SECRET|_KEY$")


def environment(service: str) -> dict[str, str]:
    return SERVICES[service].get("environment") or {}


def example() -> dict[str, str]:
    lines = (REPO / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_follows_the_compose_specification():
    program = Path(sys.executable).with_name("check-jsonschema")
    command = [program, "--builtin-schema", "vendor.compose-spec", REPO / "docker-compose.yml"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_part_of_the_deployment_is_there():
    airflow = {f"airflow-{part}" for part in ("api-server", "scheduler", "dag-processor", "triggerer", "worker")}
    assert set(SERVICES) == {"postgres", "redis", "reports", "superset"} | airflow | ONCE
    assert SERVICES["postgres"]["image"] == "postgres:18"
    assert SERVICES["airflow-worker"]["deploy"]["replicas"] == 2
    assert environment("airflow-worker")["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    assert "/var/lib/parix/reports" in str(SERVICES["airflow-worker"]["volumes"])
    assert "reports:/srv/reports:ro" in SERVICES["reports"]["volumes"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONCE))
def test_what_runs_on_is_watched_and_restarted(name):
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert SERVICES[name]["deploy"]["resources"]["limits"]["memory"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_waits_for_what_it_needs(name):
    for needed, how in (SERVICES[name].get("depends_on") or {}).items():
        wanted = "service_completed_successfully" if needed in ONCE else "service_healthy"
        assert how == {"condition": wanted}, f"{name} -> {needed}"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_ports_are_on_loopback_only(name):
    for port in SERVICES[name].get("ports") or []:
        assert re.fullmatch(r"127\.0\.0\.1:\$\{\w+:-\d+\}:\d+", port), port
    assert SERVICES[name].get("network_mode") is None


def test_no_secret_has_a_default():
    assert re.findall(r"(?<!\$)\$(?![{$])\w+", TEXT) == []
    for name, rest in VARIABLES.findall(TEXT):
        if (
            name != "PARIX_NATIONAL_PASSWORD"
        ):  # the adapter is optional; where it is asked, an empty password is refused
            assert rest.startswith(":?") or not SECRET.search(name), f"{name} may start without a value"
    for service in SERVICES:
        for key, value in environment(service).items():
            if SECRET.search(key) and not key.endswith("_FILE"):
                assert str(value).startswith("${"), f"{service}: {key} is written out"
    assert "trust" not in SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
    assert SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].count("scram-sha-256") == 2


def test_env_example_names_exactly_the_variables_used():
    assert set(example()) == {name for name, _ in VARIABLES.findall(TEXT)}
    assert set(example().values()) == {""}, "an example value would become a default"


def test_make_env_fills_in_fresh_secrets():
    spec = importlib.util.spec_from_file_location("make_env", REPO / "deploy" / "make_env.py")
    make_env = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_env)
    text = make_env.fill((REPO / ".env.example").read_text(encoding="utf-8"))
    made = {k: v for k, v in (line.split("=", 1) for line in text.splitlines() if "=" in line and line[0] != "#") if v}
    assert set(made) == {name for name in example() if SECRET.search(name) or name == "AIRFLOW_JWT_SECRET"} - {
        "PARIX_ONESTOP_CLIENT_SECRET"
    }
    assert len(set(made.values())) == len(made)
    assert min(map(len, made.values())) >= 32 and len(made["AIRFLOW_JWT_SECRET"]) >= 64


def test_bi_tool_reads_as_bi_reader_and_knows_no_other_role():
    assert "bi_reader" in (REPO / "deploy" / "superset" / "init.sh").read_text(encoding="utf-8")
    known = " ".join(map(str, environment("superset").values()))
    for role in ("ADMIN", "LOADER", "TRANSFORMER", "PUBLISHER", "AUDITOR", "AIRFLOW"):
        assert f"PARIX_PG_PASSWORD_{role}" not in known and f"PARIX_PG_{role}_PASSWORD" not in known


def test_every_room_is_in_the_image():
    """A room that is not copied is missed by the first task that imports it."""
    linter = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    docker = (REPO / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    ignored = (REPO / "deploy" / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for room in linter["root_packages"]:
        assert f"COPY {room} {room}\n" in docker and f"!{room}" in ignored, room


@pytest.mark.skipif(shutil.which("docker") is None, reason="no docker command here; the schema above was checked")
def test_docker_accepts_the_file(tmp_path):
    if subprocess.run(["docker", "compose", "version"], check=False, capture_output=True).returncode:
        pytest.skip("this docker has no compose plugin; the schema above was checked")
    env = tmp_path / "env"
    env.write_text("\n".join(f"{name}=x" for name in example()))
    command = ["docker", "compose", "--env-file", env, "--file", REPO / "docker-compose.yml", "config", "--quiet"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
