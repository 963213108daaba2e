"""parix: the front door of the PAR Index Warehouse. The same steps as the DAGs, by hand; holds no logic of its own."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from books.cli import app as book_app
from books.cli import score as book_score
from expectations.quarantine_cli import app as quarantine_app
from publishing import explain_cli, export_cli, rank_cli, release_cli, sample_cli, trace_cli
from warehouse import config
from warehouse.files import held

app = typer.Typer(
    help="PAR Index Warehouse: from the figures of a province to a ranking that can be proven.",
    no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False,
)  # fmt: skip
out, err = Console(), Console(stderr=True)


@app.command()
def up() -> None:
    """Start PostgreSQL (embedded, unless PARIX_PG_HOST is set) and bring it to the present shape."""
    out.print(_up(), soft_wrap=True)


def _up() -> str:
    from warehouse.migrate import migrate
    from warehouse.server import Server

    if config.external() is None:
        Server().start()
    migrate()
    where = config.address()
    return f"{where.host}:{where.port}, database {where.database}"


@app.command()
def down() -> None:
    """Stop the embedded PostgreSQL and the sample's stand-in servers."""
    from sample import night
    from warehouse.server import Server

    night.stop_stand_ins()
    out.print("PostgreSQL stopped" if Server().stop() else "PostgreSQL was not running")


@app.command()
def status() -> None:
    """What is running, what is published, what waits."""
    from publishing import summary
    from warehouse.server import Server

    if config.external() is None and Server().pid() is None:
        out.print("PostgreSQL is not running; `parix up` starts it")
        raise typer.Exit(1)
    summary.print_status(out)


@app.command()
def dsn(
    role: Annotated[
        str, typer.Argument(help="admin, loader, transformer, publisher, auditor or bi_reader")
    ] = "bi_reader",
) -> None:
    """Print the libpq URL with which a role connects."""
    try:
        print(config.dsn(role))
    except KeyError as e:
        raise typer.BadParameter(e.args[0]) from None


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def psql(
    context: typer.Context,
    role: Annotated[str, typer.Argument(help="loader, transformer, publisher, auditor, bi_reader or admin")],
) -> None:
    """Ask the database as a role, with psql's own arguments: `parix psql auditor -c "select 1"`. The password goes through the
    environment: the arguments of a program can be read by everybody on the machine."""
    from warehouse import server

    try:
        address, environment = config.without_password(config.dsn(role))
    except KeyError as e:
        raise typer.BadParameter(e.args[0]) from None
    program = str(server.client("psql"))
    environment |= {"PSQL_HISTORY": str(config.home() / "psql-history")}
    os.execve(program, [program, address, *context.args], {**os.environ, **environment})


@app.command()
def ingest(source: Annotated[str, typer.Argument(help="dossiers, national, workbooks or evaluation")]) -> None:
    """Load what one source has for the warehouse."""
    from ingestion.sources import SOURCES

    if source not in SOURCES:
        raise typer.BadParameter(f"{source!r} is no source; there are {', '.join(SOURCES)}")
    os.environ |= _sources()
    for receipt in SOURCES[source]():
        out.print(receipt)


def _one_at_a_time():
    """Where two would throw away each other's candidate release."""
    busy = "another `parix run` or `parix build` works in this home; wait until it has ended"
    return held(config.home() / "run.lock", busy)


@app.command()
def build(force: Annotated[bool, typer.Option(help="build even when nothing changed")] = False) -> None:
    """Gate in, transform, candidate release, answers, gate out, bridge, switch, report."""
    with _one_at_a_time():
        _build(force)


def _build(force: bool) -> None:
    from books import loading
    from dags.recompute import rescore
    from dags.transform import transform
    from expectations import gate
    from ingestion.sources import workbooks
    from publishing import answers, bridging, report, versions
    from warehouse.dbt import dbt

    books = loading.prepare()
    if found := gate.gate_in():
        workbooks.tell_kept_out(found["gate_id"])
    if release := versions.begin(force=force):
        transform(force=force)
        dbt("build", "--select", "marts", variables=release)
        answers.build(**release)
        gate.gate_out(**release)
        bridging.build(**release, rescore=rescore)
        versions.publish(**release)
        out.print(f"release {release['release_id']} is published; report: {report.build()}")
    else:
        out.print("nothing changed since the published release")
    if books.refused:
        raise loading.BooksRefused(books.refused)
    release_cli.raise_refused()


@app.command()
def run() -> None:
    """The main job: one night of the sample province, through Airflow, from the sources to a ranking."""
    with _one_at_a_time():
        _run()


def _run() -> None:
    from dags import by_hand
    from publishing import summary
    from sample import night

    night.launch()  # they make their records while the database starts
    with Steps(out) as step:
        step("PostgreSQL", _up)
        step("Airflow's own database", _airflow)
        step("sample province: stand-ins and inbox", lambda: os.environ.update(night.prepare()))
        with by_hand.beside() as process:
            began = time.monotonic()
            others = {i: process.submit(by_hand.run, i) for i in ("ingest_dossiers", "ingest_evaluation")}
            step("DAG ingest_workbooks", lambda: by_hand.run("ingest_workbooks"))
            by_hand.load_ahead()
            for dag_id, running in others.items():
                step(f"DAG {dag_id}", running.result, began)
        for dag_id in ("build_marts", "publish_official_ranking", "build_marts", "build_report"):
            with night.approver(dag_id):
                step(f"DAG {dag_id}", lambda dag_id=dag_id: by_hand.run(dag_id))
    summary.print_night(out)


@app.command(name="airflow", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def airflow_(context: typer.Context) -> None:
    """Start the full Airflow (UI on 127.0.0.1) until Ctrl-C; with arguments: one command of Airflow's own, for example
    `parix airflow backfill create --dag-id ingest_dossiers --from-date 2026-03-01 --to-date 2026-03-08`."""
    from warehouse import airflow

    _up()
    os.environ |= _sources()
    env = _airflow()
    if context.args:
        raise typer.Exit(subprocess.run([sys.executable, "-m", "airflow", *context.args]).returncode)
    airflow.serve(env, say=out.print)


app.add_typer(book_app, name="book")
app.add_typer(quarantine_app, name="quarantine")
app.add_typer(release_cli.app)
app.add_typer(rank_cli.app)


def _unit(text: str, days: tuple, levels: tuple[str, ...]) -> str:
    from ingestion import settings
    from ingestion.units import UnitCatalogue

    return UnitCatalogue.from_seeds(settings.SEEDS).resolve_on(text, days, levels)


app.add_typer(trace_cli.commands(_unit), name="trace")
app.command()(sample_cli.sample)
app.command()(export_cli.export)
app.command(name="explain")(explain_cli.command(_unit))


@app.command()
@functools.wraps(book_score)
def score(**arguments: object) -> None:
    _up()
    book_score(**arguments)


@app.command()
def verify(
    seal: Annotated[int | None, typer.Argument(help="number of a seal; all of them when it is left out")] = None,
) -> None:
    """Prove official releases: chain, signature, tables, books, archive, and the rankings computed again."""
    from dags.recompute import recompute
    from ingestion import settings
    from publishing import verifying

    unsound = False
    rows = [s for s in verifying.seals() if seal in (None, s["seal_id"])]
    if not rows:
        err.print(
            "nothing is sealed yet" if seal is None else f"there is no seal {seal}; `parix verify` shows them all"
        )
        raise typer.Exit(1)
    for row in rows:
        findings = verifying.verify(row["seal_id"], recompute, settings.archive())
        names = ", ".join(f"{r['index_code']} {r['edition']} {r['period_code']}" for r in row["rankings"])
        out.print(
            f"{'[red]✗[/]' if findings else '[green]✓[/]'} seal {row['seal_id']}, release {row['release_id']}: {names}"
        )
        for finding in findings:
            out.print(f"   {finding}", highlight=False, markup=False)
        unsound |= bool(findings)
    raise typer.Exit(int(unsound))


@app.command()
def evidence(seal: int, target: Annotated[Path | None, typer.Option("--out", help="the .zip to write")] = None) -> None:
    """Write the evidence pack of a seal: everything it names, with a verifier that needs only Python."""
    from publishing import evidence as packs

    print(packs.export(seal, (target or Path(f"evidence_{seal}.zip")).absolute()))


@app.command()
def report() -> None:
    """Build the report site of the published release and print where it is."""
    from publishing import report as site

    print(site.build())


@app.command()
def docs() -> None:
    """Build the data dictionary (dbt docs: every mart, column, metric and reader), link it from the report site, print where it is."""
    from publishing import dictionary
    from publishing import report as site

    page = dictionary.build()
    site.build()
    print(page)


@app.command()
def remind() -> None:
    """Write the morning reminders (pending dossiers past due or nearly so, per unit) and print where they are."""
    from publishing import reminders

    print(reminders.write())


def _sources() -> dict[str, str]:
    """The sample province's sources where no real ones are configured."""
    from sample import night

    return (
        {}
        if {"PARIX_ONESTOP_URL", "PARIX_INBOX", "PARIX_PORTAL_ROOT_ID", "PARIX_NATIONAL_URL"} & set(os.environ)
        else night.prepare()
    )


def _airflow() -> dict[str, str]:
    """Airflow's settings into the environment and its database migrated, before the first import of airflow."""
    from warehouse.airflow import migrate
    from warehouse.airflow_env import airflow_env

    env = airflow_env(config.home(), config.REPO, config.dsn("airflow", "airflow"))
    os.environ |= env
    migrate(env)
    return env


class Steps:
    """Shows which step runs and for how long, and a line for each that is done."""

    def __init__(self, console: Console) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, transient=True)

    def __enter__(self) -> Steps:
        self._bar.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.__exit__(*error)

    def __call__(self, name: str, work: Callable[[], object], since: float | None = None) -> None:
        task, start = self._bar.add_task(name), since or time.monotonic()
        result = work()
        self._bar.remove_task(task)
        outcome = f"  {result}" if isinstance(result, str) else ""
        self._bar.console.print(
            f"[green]✓[/] {name:45} {time.monotonic() - start:5.1f} s[dim]{outcome}[/]", soft_wrap=True
        )


def main() -> None:
    """The command line; errors that a person can act on are told in a sentence, without a traceback."""
    temporary = config.home() / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    os.environ |= {"TMPDIR": str(temporary), "GX_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    warnings.simplefilter("ignore")
    try:
        app()
    except Exception as error:
        if os.environ.get("PARIX_DEBUG"):
            raise
        err.print(f"[red]{type(error).__name__}[/]: {error}", highlight=False)
        err.print("[dim]PARIX_DEBUG=1 shows where it happened[/]")
        sys.exit(1)


if __name__ == "__main__":
    main()
