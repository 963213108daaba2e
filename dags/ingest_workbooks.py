"""Workbooks from the inbox to raw_workbooks, every night at 01:00, one task per file.

A file is read through its layout and taken whole or not at all. A refused file does not stop the others: it moves to
`rejected/` with a sentence beside it that names sheet and cell, and its unit is asked to send it again.

**Triage.**
1. A `load` task is red: the reader itself failed (disk, database). The file still lies in the inbox; clear the task. Files
   are loaded oldest first whatever task takes them, so another task's log may tell of this file too.
2. Files in `rejected/`: read the sentence beside the file and pass it on to its sender. Nothing of such a file was
   loaded, nothing need be undone; the corrected file goes into the inbox again.
"""

from airflow.sdk import DAG, task
from pendulum import datetime

from dags.assets import WORKBOOKS
from dags.support import ZONE, default_args

with DAG(
    "ingest_workbooks",
    schedule="0 1 * * *",
    start_date=datetime(2024, 1, 1, tz=ZONE.key),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=2,
    default_args=default_args,
    tags=["night", "ingest"],
    doc_md=__doc__,
):

    @task
    def plan() -> list[str]:
        from ingestion.sources import workbooks

        return workbooks.plan()

    @task(map_index_template="{{ file_name }}")
    def load(name: str, run_id=None) -> list[dict]:
        from airflow.sdk import get_current_context

        from ingestion.sources import workbooks

        get_current_context()["file_name"] = name
        return workbooks.load_in_turn(name, run_id)

    @task(outlets=[WORKBOOKS], trigger_rule="none_failed")
    def summarise(outcomes) -> dict[str, int]:
        found = [outcome for taken in outcomes or [] for outcome in taken]
        rejected = sum("rejected" in outcome for outcome in found)
        return {"files": len(found), "rejected": rejected}

    summarise(load.expand(name=plan()))
