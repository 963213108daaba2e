"""Small chores inside the containers of docker-compose.yml: ``python deploy/container.py CHORE``."""

import json
import os
import sys
import urllib.request
from pathlib import Path


def healthy(url: str) -> None:
    """Exit code 0 when the address answers with success; for health checks in an image without curl."""
    urllib.request.urlopen(url, timeout=8).read()


def airflow_users() -> None:
    """Write the password of Airflow's user from AIRFLOW_PASSWORD where the simple auth manager looks for it."""
    path = Path(os.environ["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"])
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.write_text(json.dumps({"parix": os.environ["AIRFLOW_PASSWORD"]}) + "\n")


def superset_db() -> None:
    """Create or refresh the role ``parix_superset`` and its database: Superset keeps its dashboards there."""
    import psycopg
    from psycopg import sql

    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from warehouse import config

    with psycopg.connect(config.dsn("admin", "postgres"), autocommit=True) as c:
        known = c.execute("select 1 from pg_roles where rolname = 'parix_superset'").fetchone()
        verb, password = sql.SQL("alter" if known else "create"), os.environ["PARIX_PG_PASSWORD_SUPERSET"]
        c.execute(sql.SQL("{} role parix_superset login nosuperuser password {}").format(verb, sql.Literal(password)))
        if not c.execute("select 1 from pg_database where datname = 'superset'").fetchone():
            c.execute("create database superset owner parix_superset")
        c.execute("revoke connect on database superset from public")


CHORES = {"healthy": healthy, "airflow-users": airflow_users, "superset-db": superset_db}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in CHORES:
        sys.exit(f"usage: container.py {{{'|'.join(CHORES)}}}")
    CHORES[sys.argv[1]](*sys.argv[2:])
