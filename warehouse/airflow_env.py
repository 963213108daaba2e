"""Every setting of our embedded Airflow, as environment variables; imports nothing of Airflow.

The variables must stand before the first ``import airflow``: Airflow reads them once, and without
``AIRFLOW_HOME`` it writes into the user's home folder.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from warehouse.config import free_port
from warehouse.files import private_file

TIME_ZONE = "Asia/Ho_Chi_Minh"
USER = "parix"
FIRST_PORT = 8080
QUIET = "task=CRITICAL, airflow.sdk.api.client=CRITICAL, airflow.sdk.definitions.dag=ERROR"
"""Loggers that only repeat, with forty lines of traceback, what the alert of dags/alerts.py says in one."""


def _with_driver(dsn: str, driver: str) -> str:
    """A libpq URL as SQLAlchemy wants it, the driver named: its default driver changed with SQLAlchemy 2.1."""
    parts = urlsplit(dsn)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"Airflow's metadata database must be a postgresql:// URL, not {parts.scheme!r}")
    return parts._replace(scheme=f"postgresql+{driver}").geturl()


def airflow_env(home: Path, repo: Path, metadata_dsn: str) -> dict[str, str]:
    """All variables of the embedded Airflow.

    home: PARIX_HOME, everything is written below it. repo: the folder that holds ``dags/``.
    metadata_dsn: libpq URL of Airflow's own database.
    The keys are made once below ``home/secrets`` (mode 0600) and stay, so that sessions and stored
    connections outlive a restart. Errors: ValueError when metadata_dsn is not a postgresql URL.
    """
    airflow_home, kept = home / "airflow", home / "secrets"
    airflow_home.mkdir(parents=True, exist_ok=True, mode=0o700)
    port = free_port(airflow_home / "api-port", FIRST_PORT)

    def key(name: str, n_bytes: int) -> str:
        return private_file(kept / name, lambda: secrets.token_urlsafe(n_bytes))

    private_file(kept / "airflow-users.json", lambda: json.dumps({USER: secrets.token_urlsafe(12)}))
    fernet = private_file(kept / "airflow-fernet", lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    options = {
        ("core", "dags_folder"): repo / "dags",
        ("core", "plugins_folder"): airflow_home / "plugins",
        ("core", "load_examples"): False,
        ("core", "executor"): "LocalExecutor",
        ("core", "parallelism"): 4,
        ("core", "max_active_tasks_per_dag"): 4,
        ("core", "max_active_runs_per_dag"): 1,
        ("core", "default_timezone"): TIME_ZONE,
        ("core", "dags_are_paused_at_creation"): False,
        ("core", "fernet_key"): fernet,
        ("core", "execution_api_server_url"): f"http://127.0.0.1:{port}/execution/",
        ("core", "simple_auth_manager_users"): f"{USER}:admin",
        ("core", "simple_auth_manager_passwords_file"): kept / "airflow-users.json",
        ("database", "sql_alchemy_conn"): _with_driver(metadata_dsn, "psycopg2"),
        ("database", "sql_alchemy_conn_async"): _with_driver(metadata_dsn, "asyncpg"),
        ("api", "host"): "127.0.0.1",
        ("api", "port"): port,
        ("api", "base_url"): f"http://127.0.0.1:{port}",
        ("api", "secret_key"): key("airflow-api", 32),
        ("api_auth", "jwt_secret"): key("airflow-jwt", 72),
        ("dag_processor", "parsing_processes"): 1,
        ("dag_processor", "refresh_interval"): 30,
        ("logging", "base_log_folder"): airflow_home / "logs",
        ("logging", "dag_processor_child_process_log_directory"): airflow_home / "logs" / "dag_processor",
        ("logging", "logging_level"): "WARNING",
        ("logging", "namespace_levels"): QUIET,
        ("logging", "uvicorn_logging_level"): "WARNING",
        ("logging", "colored_console_log"): False,
    }
    env = {f"AIRFLOW__{s.upper()}__{o.upper()}": str(value) for (s, o), value in options.items()}
    paths = [str(repo), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return env | {
        "AIRFLOW_HOME": str(airflow_home),
        "PARIX_HOME": str(home),
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
        "PYTHONWARNINGS": "ignore:Using `httpx` with `starlette",
        "DO_NOT_TRACK": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "GX_ANALYTICS_ENABLED": "false",
    }
