"""`python -m tests.bench [NAME …]`: without names all benches, and docs/benchmarks.md is written anew."""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from pathlib import Path

import psycopg

from tests.bench import lines
from warehouse import config
from warehouse.migrate import migrate
from warehouse.server import Server

BENCHES = ("dossiers", "scoring", "delta", "workbooks")


def main(names: list[str]) -> int:
    """Run benches, print one table; exit code 1 when a target is missed."""
    if unknown := set(names) - set(BENCHES):
        print(f"no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    found: list[lines.Line] = []
    with tempfile.TemporaryDirectory(prefix="parix-bench-") as folder:
        home = Path(folder)
        os.environ |= {"PARIX_HOME": folder, "PARIX_SAMPLE": "1"}
        server = Server(home).start()
        try:
            for name in names or BENCHES:
                _new_database(server)
                print(f"{name} …", file=sys.stderr, flush=True)
                found += importlib.import_module(f"tests.bench.{name}").run(home)
            version = lines.server_version(config.dsn("admin"))
        finally:
            server.stop()
    lines.show(found)
    if not names:
        lines.write(found, config.REPO / "docs" / "benchmarks.md", version)
    return int(any(line.is_met is False for line in found))


def _new_database(server: Server) -> None:
    with psycopg.connect(server.dsn(database="postgres"), autocommit=True) as conn:
        conn.execute("drop database if exists parix with (force)")
    migrate()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
