"""Dossiers of the provincial one-stop system to raw_dossiers, every night at 01:00.

A run loads windows of acceptance (every night the last 35 days again, for rows that moved without a trace; a backfill
over past days those days) and then catches up with every change since the watermark (the first time: the whole
history). Each is one delivery: it is loaded whole or leaves nothing.

**Triage.** Yesterday's release stays published whatever happens here.
1. "cannot be reached", "did not answer", HTTP 500 or 429: the source is down or slow. The task tries again by itself;
   after that clear it once the source answers.
2. "refused the client id": the credentials were changed; set PARIX_ONESTOP_CLIENT_ID and _SECRET, then clear.
3. "perhaps a login page": the address or the gateway in front of it changed; ask the operator of the system.
4. "shows no dossier", "shows 12 of 3,000": an empty or shrunken extract. Nothing was changed; ask the operator.
5. `read_back`, `catalogue` (the national adapter; nothing is asked where PARIX_NATIONAL_URL is not set) fail for themselves: what the
   nation knows is a day older in the comparison, no figure waits for it. "refused the user": PARIX_NATIONAL_USERNAME and
   _PASSWORD; "answered with error": the province's agency code or its right to that service.
Clearing a task is always safe: rows that are known already are not loaded twice.
"""

from dataclasses import asdict

from airflow.sdk import DAG, task
from pendulum import datetime

from dags.assets import DOSSIERS
from dags.support import ZONE, default_args

with DAG(
    "ingest_dossiers",
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
    def plan(dag_run=None) -> list[dict[str, str]]:
        from ingestion.sources import dossiers

        return [w.as_dict() for w in dossiers.plan(dag_run.logical_date or dag_run.run_after)]

    @task(map_index_template="{{ window_name }}", multiple_outputs=False)  # one XCom, not one per key
    def load(window: dict[str, str], run_id=None) -> dict:
        from airflow.sdk import get_current_context

        from ingestion.sources import dossiers
        from ingestion.windows import Accepted

        get_current_context()["window_name"] = f"{window['first']}…{window['last']}"
        return asdict(dossiers.load(Accepted.from_dict(window), run_id))

    @task(outlets=[DOSSIERS], trigger_rule="none_failed")
    def catch_up(run_id=None) -> dict:
        from ingestion.sources import dossiers

        return asdict(dossiers.catch_up(run_id))

    @task(outlets=[DOSSIERS])
    def read_back(run_id=None) -> list[dict]:
        from ingestion.sources import national

        return [asdict(receipt) for receipt in national.look_up(run_id)]

    @task
    def catalogue(run_id=None) -> dict | None:
        from ingestion.sources import national

        receipt = national.load_catalogue(run_id)
        return receipt and asdict(receipt)

    catalogue()
    load.expand(window=plan()) >> catch_up() >> read_back()
