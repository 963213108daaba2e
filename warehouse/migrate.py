"""Brings a server to the present shape: roles, databases, schemas, tables, grants. Safe to repeat, and to two at once."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, pool

from warehouse import config, roles
from warehouse.locks import alone


def migrate(at: Path | None = None) -> None:
    """Roles and databases first (they belong to the server), then the versions of ``migrations/``, then who may enter.

    ``at``: home of an embedded server; None for the configured one.
    """
    with alone("parix migrate", "admin", "postgres", at):
        _migrate(at)


def _migrate(at: Path | None) -> None:
    roles.prepare(at)
    url = config.dsn("admin", at=at).replace("postgresql://", "postgresql+psycopg://")
    alembic = Config()
    alembic.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.begin() as connection:
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "head")
    roles.close_databases(at)
