"""Runs dbt with the transformer's rights, in this process: a warm dbt costs a second, a subprocess seven."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from warehouse import config
from warehouse.locks import alone

PROJECT = config.REPO / "dbt_project"


class TransformFailed(RuntimeError):
    """A model, seed or test of dbt failed; the message names each with its reason."""


def dbt(
    *arguments: str, variables: dict[str, str | int] | None = None, full: bool = False, target: str = "target"
) -> int:
    """One dbt command, for example ``dbt("run", "--select", "core")``; returns how many nodes it ran.

    ``full``: incremental tables are built anew. ``target``: the folder for dbt's own files, so that runs with other
    variables do not make each other parse everything again; commands with the same one wait for each other. Each release
    has a name of its own, and dbt parses everything again for a new value of a variable: the project is parsed without
    one, and its marts are moved to that release.

    Raises TransformFailed naming every failed node and what the database said of it.
    """
    where = config.address()
    os.environ |= {
        "PARIX_DBT_HOST": where.host,
        "PARIX_DBT_PORT": str(where.port),
        "PARIX_DBT_DATABASE": where.database,
        "PARIX_DBT_USER": config.role_name("transformer"),
        "DBT_ENV_SECRET_PARIX_PASSWORD": config.passwords()["transformer"],
        "PARIX_DBT_TARGET": str(_folder(target)),
        "DO_NOT_TRACK": "1",
    }
    command = [*arguments]
    if full:
        command.append("--full-refresh")
    if variables:
        command += ["--vars", "{" + ", ".join(f"{k}: {v}" for k, v in variables.items()) + "}"]
    release = (variables or {}).get("release_schema")
    with alone(f"parix dbt {target}", "transformer"):  # two would change the same tables, and parse into the same files
        ran = _invoke(command, _moved_to(str(release), _invoke(["parse"])) if release else None)
    return len(getattr(ran, "results", None) or [])


def _invoke(command: list[str], manifest=None):
    """dbt's answer to a command; ``manifest``: the parsed project, where it need not be parsed. Raises TransformFailed."""
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 - three seconds, paid only by those who transform

    places = [
        "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--quiet",
        "--log-path", str(_folder("logs")), "--log-level-file", "info",
    ]  # fmt: skip
    with warnings.catch_warnings():
        # seeds share one list of text columns; each file has some of them
        warnings.filterwarnings("ignore", message=".*does not match the name of any column", category=RuntimeWarning)
        outcome = dbtRunner(manifest).invoke([*command, *places])
    if not outcome.success:
        results = getattr(outcome.result, "results", None) or []
        failed = [r for r in results if str(r.status) in ("error", "fail", "runtime error")]
        reasons = [f"{r.node.name}: {' '.join((r.message or '').split())}" for r in failed] or [str(outcome.exception)]
        raise TransformFailed(f"dbt {command[0]} failed: " + "\n".join(reasons))
    return outcome.result


def _moved_to(release_schema: str, manifest):
    """The parsed project with its marts in the schema of a release."""
    for node in manifest.nodes.values():
        if node.resource_type == "model" and node.fqn[1] == "marts":
            node.relation_name = node.relation_name.replace(f'"{node.schema}"', f'"{release_schema}"')
            node.schema = release_schema
    return manifest


def _folder(name: str) -> Path:
    path = config.home() / "dbt" / name
    path.mkdir(parents=True, exist_ok=True)
    return path
