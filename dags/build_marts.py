"""Raw tables to published marts, whenever something arrived or a ranking was approved.

gate in → facts → candidate release → gate out → switch → report; it ends early when nothing changed.

**Triage.** The release that was published before stays published, whole.
1. `gate_in` or `gate_out`, "does not let this through": the data is not fit; the message names each check, the quality
   page shows its counts. Correct the source and load it again.
2. `transform` or `build_candidate`, "dbt … failed": the message names the model and what PostgreSQL said.
3. `refused_books`: a book failed its check; the message names file, line and column. Everything else was published, with
   the version of that book that was loaded before. Correct it (`parix book check`); the next build takes it.
4. `switch`: a reader held a view too long five times; clear the task.
"""

from airflow.sdk import DAG, task
from pendulum import datetime

from books import loading
from dags.assets import DOSSIERS, EVALUATION, MARTS, OFFICIAL, WORKBOOKS
from dags.support import ZONE, default_args
from ingestion.sources import workbooks
from publishing import releases
from warehouse.dbt import dbt

with DAG(
    "build_marts",
    schedule=DOSSIERS | EVALUATION | WORKBOOKS | OFFICIAL,
    start_date=datetime(2024, 1, 1, tz=ZONE.key),
    max_active_runs=1,
    default_args=default_args,
    tags=["night", "build"],
    doc_md=__doc__,
):

    @task
    def load_books() -> str:
        return str(loading.prepare())

    @task
    def refused_books() -> None:
        loading.raise_refused()

    @task
    def gate_in() -> dict | None:
        from expectations import gate

        found = gate.gate_in()
        return found and {**found, "files_told": workbooks.tell_kept_out(found["gate_id"])}

    @task.short_circuit(ignore_downstream_trigger_rules=False)
    def open_candidate() -> dict | bool:
        return releases.open_candidate() or False

    @task
    def transform() -> int:
        return dbt("run", "--select", "staging", "core", "scoring", "standing", full=releases.needs_full_build())

    @task
    def build_candidate(release: dict) -> int:
        return dbt("build", "--select", "marts", variables=release)

    @task
    def gate_out(release: dict) -> dict:
        from expectations import gate

        return gate.gate_out(**release)

    @task(outlets=[MARTS])
    def switch(release: dict) -> list[str]:
        return releases.switch(**release)

    @task(trigger_rule="none_failed")  # also when nothing changed: a killed run may have left the old site
    def report() -> str:
        from publishing import report

        return str(report.build())

    release = open_candidate()
    loaded, built = load_books(), build_candidate(release)
    loaded >> gate_in() >> release >> transform() >> built >> gate_out(release) >> switch(release) >> report()
    loaded >> refused_books()
