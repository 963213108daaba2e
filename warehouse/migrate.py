"""Brings a server to the present shape: roles, databases, schemas, tables, grants. Safe to repeat."""

from __future__ import annotations

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import create_engine, pool

from warehouse import config

SEARCH_PATHS = {"airflow": '"$user", public', "bi_reader": "marts"}
"""All others name the schema of everything they touch, so that nobody can put a table in front of ours."""


def migrate(at: Path | None = None) -> None:
    """Roles and databases first (they belong to the server), then the versions of ``migrations/``.

    ``at``: home of an embedded server; None for the configured one.
    """
    _roles_and_databases(at)
    url = config.dsn("admin", at=at).replace("postgresql://", "postgresql+psycopg://")
    alembic = Config()
    alembic.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.begin() as connection:
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "head")


def _roles_and_databases(at: Path | None) -> None:
    where, secrets = config.address(at), config.passwords(at)
    with psycopg.connect(config.dsn("admin", "postgres", at=at), autocommit=True) as c:
        known = {r[0] for r in c.execute("select rolname from pg_roles")}
        for short, name in config.ROLES.items():
            if short == "admin":
                continue
            verb = sql.SQL("alter" if name in known else "create")
            c.execute(
                sql.SQL("{} role {} login nosuperuser nocreatedb nocreaterole noinherit password {}").format(
                    verb, sql.Identifier(name), sql.Literal(secrets[short])
                )
            )
            c.execute(sql.SQL("alter role {} set timezone = 'Asia/Ho_Chi_Minh'").format(sql.Identifier(name)))
            path = sql.SQL(SEARCH_PATHS.get(short, "pg_catalog"))
            c.execute(sql.SQL("alter role {} set search_path = {}").format(sql.Identifier(name), path))
        databases = {r[0] for r in c.execute("select datname from pg_database")}
        for name, owner in ((where.database, where.admin_user), ("airflow", config.ROLES["airflow"])):
            if name not in databases:
                if owner != where.admin_user:
                    c.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(owner)))
                c.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(name), sql.Identifier(owner)))
