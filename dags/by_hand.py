"""One run of a DAG in this process, through Airflow itself (``dag.test``): what `parix run` does."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path


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
    bag = DagBag(str(Path(__file__).parent))
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
