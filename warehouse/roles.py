"""What belongs to the server and not to one database: roles, their settings, databases and who may enter them.

Safe to repeat. What each role may do inside the warehouse stands in the migrations, and as a table in docs/security.md.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg import sql

from warehouse import config

KEEPER = "parix_keeper"
"""Owns the tables of published releases, so that no role that works can change them. Nobody can log in as it."""

SEARCH_PATHS = {"airflow": '"$user", public', "bi_reader": "marts, pg_temp"}
"""All others name the schema of everything they touch. Temporary objects come last: nobody puts one in front of ours."""

READERS = ("auditor", "bi_reader")
_FOR_READERS = {
    "default_transaction_read_only": "on",
    "idle_in_transaction_session_timeout": "2min",  # a forgotten session would hold up every switch
    "statement_timeout": "10min",
}
_RIGHTS = (
    "revoke all on database {database} from public",
    "grant connect on database {database} to parix_loader, parix_transformer, parix_publisher, parix_auditor, bi_reader",
    "grant temporary on database {database} to parix_loader, parix_transformer, parix_publisher",
    "revoke temporary on database {database} from parix_auditor",
    "grant create on database {database} to parix_publisher",
)


def prepare(at: Path | None = None) -> None:
    """Roles and databases. ``at``: home of an embedded server; None for the configured one."""
    where, secrets = config.address(at), config.passwords(at)
    with psycopg.connect(config.dsn("admin", "postgres", at=at), autocommit=True) as c:
        known = {r[0] for r in c.execute("select rolname from pg_roles")}
        for short, name in config.ROLES.items():
            if short != "admin":
                _role(c, short, name, secrets[short], name in known)
        verb = sql.SQL("alter" if KEEPER in known else "create")
        c.execute(
            sql.SQL("{} role {} nologin nosuperuser nocreatedb nocreaterole noinherit").format(
                verb, sql.Identifier(KEEPER)
            )
        )
        databases = {r[0] for r in c.execute("select datname from pg_database")}
        for name, owner in ((where.database, where.admin_user), ("airflow", config.ROLES["airflow"])):
            if name not in databases:
                if owner != where.admin_user:
                    c.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(owner)))
                c.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(name), sql.Identifier(owner)))


def close_databases(at: Path | None = None) -> None:
    """Who may enter which database: the warehouse's roles the warehouse, Airflow its own, and nobody the server's."""
    with psycopg.connect(config.dsn("admin", "postgres", at=at), autocommit=True) as c:
        grant_databases(c, config.address(at).database)
        if config.external() is None or at is not None:  # the server is ours alone
            c.execute("revoke all on database postgres, template1 from public")


def grant_databases(conn: psycopg.Connection, database: str) -> None:
    """Who may enter the databases, which is not copied with a database that serves as a template."""
    for statement in _RIGHTS:
        conn.execute(sql.SQL(statement).format(database=sql.Identifier(database)))
    conn.execute("revoke all on database airflow from public")


def _role(conn: psycopg.Connection, short: str, name: str, password: str, is_known: bool) -> None:
    """The server gets the password as a verifier: what a log or a list of sessions shows of this opens nothing."""
    verifier = conn.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    conn.execute(
        sql.SQL("{} role {} login nosuperuser nocreatedb nocreaterole noinherit password {}").format(
            sql.SQL("alter" if is_known else "create"), sql.Identifier(name), sql.Literal(verifier)
        )
    )
    settings = {"timezone": "Asia/Ho_Chi_Minh"} | (_FOR_READERS if short in READERS else {})
    for setting, value in settings.items():
        conn.execute(
            sql.SQL("alter role {} set {} = {}").format(
                sql.Identifier(name), sql.Identifier(setting), sql.Literal(value)
            )
        )
    path = sql.SQL(SEARCH_PATHS.get(short, "pg_catalog, pg_temp"))
    conn.execute(sql.SQL("alter role {} set search_path = {}").format(sql.Identifier(name), path))
