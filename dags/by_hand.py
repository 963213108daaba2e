"""Runs of DAGs in this process or one beside it, through Airflow itself (``dag.test``): what `parix run` does."""

from __future__ import annotations

import ctypes
import importlib
import logging
import signal
import sys
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

FOLDER = Path(__file__).parent


class DagFailed(RuntimeError):
    """A DAG did not end in success; the sentence names the tasks that failed."""


def run(dag_id: str) -> str:
    """Run a DAG now; returns how its task instances ended, in words. Raises DagFailed."""
    from airflow.dag_processing.dagbag import DagBag
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session

    from warehouse.airflow import ended_by_signals

    # a mapped task that waits for its map makes dag.test say "No tasks to run", every second
    logging.getLogger("airflow.sdk.definitions.dag").setLevel(logging.ERROR)
    bag = DagBag(str(FOLDER))
    if bag.import_errors:
        raise DagFailed("\n".join(f"{path}: {text}" for path, text in bag.import_errors.items()))
    dag = bag.get_dag(dag_id)
    for task in dag.tasks:
        task.retries = 0  # a person watches: an error is told at once instead of after the night's pauses
    with ended_by_signals():
        done = dag.test(logical_date=datetime.now(UTC) if isinstance(dag.schedule, str) else None)
    with create_session() as session:
        instances = session.get(DagRun, done.id).get_task_instances(session=session)
        states = Counter(str(ti.state) for ti in instances)
        failed = [ti.task_id for ti in instances if ti.state == "failed"]
    if failed:
        raise DagFailed(f"{dag_id}: the task {', '.join(failed)} failed; what it said stands above")
    return ", ".join(f"{n} {state}" for state, n in sorted(states.items(), reverse=True))


def beside() -> ProcessPoolExecutor:
    """A second process for runs of other DAGs, ``beside().submit(run, dag_id)``; it ends with this one, even by SIGKILL.

    Airflow is told of all DAGs here first: two processes that both find them new would trip over each other.
    """
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.dag_processing.dagbag import BundleDagBag, sync_bag_to_db

    manager = DagBundlesManager()
    manager.sync_bundles_to_db()
    for bundle in manager.get_all_dag_bundles():
        bundle.initialize()
        bag = BundleDagBag(dag_folder=bundle.path, bundle_path=bundle.path, bundle_name=bundle.name)
        sync_bag_to_db(bag, bundle.name, bundle.version)
    return second_process()


def load_ahead() -> None:
    """Import what a build needs, for some seconds, while the other process still loads."""
    for name in ("dbt.cli.main", "great_expectations", "publishing.report"):
        importlib.import_module(name)


def second_process() -> ProcessPoolExecutor:
    """One process more, which ends with this one, even by SIGKILL: what it loads would meet the next run's otherwise."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    warnings.simplefilter("ignore")
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
