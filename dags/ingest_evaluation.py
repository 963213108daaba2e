"""The national portal's evaluation (set 766) to raw_evaluation, every morning at 06:20, one task per period.

The portal renews its figures until about 06:00, and what the night publishes must stand by then; what is seen here starts a
build of its own. The portal overwrites what it showed, so a day that is not asked for is lost for ever; the warehouse keeps
every day's answer. One task after the other, one connection, a pause between requests.

**Triage.** What was published stays published whatever happens here; an incomplete answer never replaces a whole one.
1. "refuses access" (HTTP 403) or "asks to slow down" (HTTP 429): the portal does not want to be asked. Nothing more is asked
   of it today, and clearing the task today asks nothing. Do not work around it (no other address, no other name): ask its
   operator for leave, raise PARIX_PORTAL_PAUSE, and let tomorrow's run ask once.
2. "cannot be reached", "did not answer", HTTP 500: the task tries again by itself; after that clear it the same day.
3. "shows nothing": its answers were empty or had another shape; what it said stands in ops.run.
4. Green, but the quality page names an incomplete observation: a group or a unit was missing; the figures are those of the
   last whole day. Nothing need be done unless it stays so: see docs/national-portal.md.
5. `plan` finds no period: PARIX_PORTAL_ROOT_ID is not set; the province has not decided to ask.
"""

from dataclasses import asdict

from airflow.sdk import DAG, task
from pendulum import datetime

from dags.assets import EVALUATION
from dags.support import ZONE, default_args

with DAG(
    "ingest_evaluation",
    schedule="20 6 * * *",
    start_date=datetime(2024, 1, 1, tz=ZONE.key),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=1,
    default_args=default_args,
    tags=["night", "ingest"],
    doc_md=__doc__,
):

    @task
    def plan() -> list[str]:
        from ingestion.sources import evaluation

        return evaluation.plan()

    @task(map_index_template="{{ period_code }}", max_active_tis_per_dag=1, multiple_outputs=False)
    def load(code: str, run_id=None) -> dict:
        from airflow.sdk import get_current_context

        from ingestion.sources import evaluation

        get_current_context()["period_code"] = code
        return asdict(evaluation.load(code, run_id))

    @task(outlets=[EVALUATION], trigger_rule="all_done_min_one_success")  # what came before a refusal counts
    def summarise(receipts) -> dict[str, int]:
        found = list(receipts)
        return {"periods": len(found), "rows": sum(receipt["loaded"] for receipt in found)}

    summarise(load.expand(code=plan()))
