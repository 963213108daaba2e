"""Where the warehouse stands: its home folder, its server's address, its passwords.

Everything is read from the environment with defaults that suit the embedded server, so the same code
runs on one machine (nothing set) and in the province's deployment (``PARIX_PG_HOST`` set).
"""

from __future__ import annotations

import json
import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from warehouse.files import private_file

ROLES = {
    "admin": "parix_admin",
    "loader": "parix_loader",
    "transformer": "parix_transformer",
    "publisher": "parix_publisher",
    "auditor": "parix_auditor",
    "bi_reader": "bi_reader",
    "airflow": "parix_airflow",
}
"""Short name of a role -> its name in PostgreSQL."""

REPO = Path(__file__).resolve().parent.parent


def home() -> Path:
    """The folder below which everything that is written at run time stands (``PARIX_HOME``)."""
    return Path(os.environ.get("PARIX_HOME") or REPO / ".parix").resolve()


def role_name(role: str) -> str:
    """Full name of a role given short or full. Raises KeyError with the known names."""
    if role in ROLES.values():
        return role
    if role not in ROLES:
        raise KeyError(f"unknown role {role!r}; known: {', '.join([*ROLES, *ROLES.values()])}")
    return ROLES[role]


def free_port(known: Path, first: int) -> int:
    """A port on 127.0.0.1: the one of last time (``known``: the file that holds it), while it is free, so that browsers
    and BI tools find it again; ``first`` the first time; else any free one."""
    for port in (int(known.read_text()) if known.exists() else first, 0):
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
            except OSError:
                continue
            return s.getsockname()[1]
    raise OSError("no free port on 127.0.0.1")


def passwords(at: Path | None = None) -> dict[str, str]:
    """Password per short role name: from ``PARIX_PG_PASSWORD_<ROLE>``, else generated once below the home."""
    folder = at or home()
    made = json.loads(
        private_file(
            folder / "secrets" / "passwords.json",
            lambda: json.dumps({role: secrets.token_urlsafe(24) for role in ROLES}),
        )
    )
    given = {role: os.environ.get(f"PARIX_PG_PASSWORD_{role.upper().removesuffix('_READER')}") for role in ROLES} | {
        "admin": os.environ.get("PARIX_PG_ADMIN_PASSWORD")
    }
    return {role: given[role] or made[role] for role in ROLES}


@dataclass(frozen=True)
class Address:
    """Where PostgreSQL listens."""

    host: str
    port: int
    database: str
    admin_user: str


def external() -> Address | None:
    """The server named by ``PARIX_PG_HOST``, or None when the embedded one serves."""
    host = os.environ.get("PARIX_PG_HOST")
    if not host:
        return None
    return Address(
        host,
        int(os.environ.get("PARIX_PG_PORT") or 5432),
        os.environ.get("PARIX_PG_DATABASE") or "parix",
        os.environ.get("PARIX_PG_ADMIN_USER") or ROLES["admin"],
    )


def address(at: Path | None = None) -> Address:
    """Where the warehouse listens: the external server, or the embedded one's last port."""
    if at is None and (given := external()):
        return given
    port_file = (at or home()) / "pg" / "port"
    if not port_file.exists():
        raise ConnectionError("the embedded PostgreSQL is not set up yet; start it with `parix up`")
    return Address("127.0.0.1", int(port_file.read_text()), "parix", ROLES["admin"])


def without_password(url: str) -> tuple[str, dict[str, str]]:
    """A libpq URL for an argument of a program, which everybody on the machine can read, and the environment that holds its
    password."""
    parts = urlsplit(url)
    bare = parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@", 1))
    return bare.geturl(), {"PGPASSWORD": unquote(parts.password or "")}


def dsn(role: str = "admin", database: str | None = None, at: Path | None = None) -> str:
    """A libpq URL for one role (short or full name).

    Errors: KeyError for an unknown role; ConnectionError when the embedded server was never started.
    """
    name, where = role_name(role), address(at)
    short = next(k for k, v in ROLES.items() if v == name)
    user = where.admin_user if short == "admin" else name
    secret = quote(passwords(at)[short], safe="")
    return f"postgresql://{user}:{secret}@{where.host}:{where.port}/{database or where.database}"
