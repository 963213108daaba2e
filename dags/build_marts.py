"""Raw tables to published marts, whenever something arrived or a ranking was approved.

gate in → facts → candidate release → answers → gate out → bridge → switch; it ends early when nothing changed, and makes no
facts where only a ranking was approved. The report is a DAG of its own.

**Triage.** The release that was published before stays published, whole.
1. `gate_in` or `gate_out`, "does not let this through": the data is not fit; the message names each check, the quality
   page shows its counts. Correct the source and load it again.
2. `transform`, `build_candidate`, "dbt … failed": the message names the model and what PostgreSQL said.
3. `refused_books`, `refused_corrections`: the message says where; all else was published. Correct it for the next build.
4. `switch`: a reader held a view for three minutes; clear the task. `bridge` only writes down why ranks moved; clear it.
"""

from airflow.sdk import DAG, task
from pendulum import datetime

from books import loading
from dags.assets import BUILD, DOSSIERS, EVALUATION, MARTS, OFFICIAL, WORKBOOKS
from dags.recompute import rescore
from dags.support import ZONE, default_args
from dags.transform import transform
from ingestion.sources import workbooks
from publishing import answers, bridging, release_cli, versions
from warehouse.dbt import dbt

with DAG(
    "build_marts", schedule=DOSSIERS | EVALUATION | WORKBOOKS | OFFICIAL, start_date=datetime(2024, 1, 1, tz=ZONE.key),
    max_active_runs=1, default_args=default_args, tags=["night", "build"], doc_md=__doc__,
):  # fmt: skip

    @task
    def load_books() -> str:
        return str(loading.prepare())

    @task
    def gate_in() -> dict | None:
        from expectations import gate

        return (found := gate.gate_in()) and {**found, "files_told": workbooks.tell_kept_out(found["gate_id"])}

    @task.short_circuit(ignore_downstream_trigger_rules=False)
    def open_candidate() -> dict | bool:
        return versions.begin() or False

    @task
    def build_candidate(release: dict) -> int:
        return dbt("build", "--select", "marts", variables=release)

    @task
    def fill_answers(release: dict) -> int:
        return answers.build(**release)

    @task
    def gate_out(release: dict) -> dict:
        from expectations import gate

        return gate.gate_out(**release)

    @task
    def bridge(release: dict) -> int:
        return bridging.build(**release, rescore=rescore)

    @task(outlets=[MARTS])
    def switch(release: dict) -> list[int]:
        return versions.publish(**release)

    @task(outlets=[BUILD], trigger_rule="none_failed")
    def end() -> None:
        """The report follows: also when nothing changed, since a killed run may have left the old site."""

    release = open_candidate()
    loaded, built, switched = load_books(), build_candidate(release), switch(release)
    ready = loaded >> gate_in() >> release >> task(transform)() >> built >> fill_answers(release)
    ready >> gate_out(release) >> bridge(release) >> switched
    switched >> [end(), task(task_id="refused_corrections")(release_cli.raise_refused)()]
    loaded >> task(task_id="refused_books")(loading.raise_refused)()
