"""`python -m tests.bench [NAME …]`: without names all benches. docs/benchmarks.md is written after every line."""

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

BENCHES = ("dossiers", "gate", "workbooks", "scoring", "intervals", "delta", "quality", "night")
PAGE = config.REPO / "docs" / "benchmarks.md"


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
            version = lines.server_version(server.dsn(database="postgres"))
            for name in names or BENCHES:
                _new_database(server)
                print(f"{name} …", file=sys.stderr, flush=True)
                for line in importlib.import_module(f"tests.bench.{name}").run(home):
                    found.append(line)
                    lines.write(found, PAGE, version, is_whole=False)
                    print("  ".join(filter(None, line.cells())), file=sys.stderr, flush=True)
        finally:
            server.stop()
    lines.show(found)
    if not names:
        lines.write(found, PAGE, version, is_whole=True)
    return int(any(line.is_met is False for line in found))


def _new_database(server: Server) -> None:
    with psycopg.connect(server.dsn(database="postgres"), autocommit=True) as conn:
        conn.execute("drop database if exists parix with (force)")
    migrate()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
