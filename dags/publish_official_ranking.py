"""Makes the rankings of closed periods official: started by hand, decided by a person.

The proposal lists every ranking of a closed period that is still provisional, with all ranks and how they move. A
person approves or rejects it in Airflow (Browse → Required Actions). Approved rankings are frozen and sealed by a
hash; from the next build on, which starts by itself, the marts read the frozen copy. Official rankings that a correction
would change are proposed too; what is approved, the next build publishes and seals as a new version.

**Triage.**
1. `propose` skipped: nothing waits for approval.
2. `approve` waits: that is its purpose; nobody is alerted for 30 days.
3. `seal` red: clear it; a ranking that is sealed already is left alone.
"""

from datetime import timedelta

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import DAG, task
from pendulum import datetime

from dags.assets import OFFICIAL
from dags.support import ZONE, default_args

with DAG(
    "publish_official_ranking",
    schedule=None,
    start_date=datetime(2024, 1, 1, tz=ZONE.key),
    max_active_runs=1,
    default_args=default_args,
    tags=["publish", "by-hand"],
    doc_md=__doc__,
):

    @task.short_circuit
    def propose() -> dict | bool:
        from publishing import approval

        return approval.propose() or False

    approve = ApprovalOperator(
        task_id="approve",
        subject="Công bố chính thức (hoặc sửa) bảng xếp hạng của các kỳ đã kết thúc?",
        body="{{ ti.xcom_pull(task_ids='propose')['body_vi'] }}",
        retries=0,  # a timed-out question is not asked again
        execution_timeout=None,
        response_timeout=timedelta(days=30),
    )

    @task(outlets=[OFFICIAL])
    def seal(proposal: dict, answer: dict) -> dict[str, list[int]]:
        from publishing import approval

        return approval.accept(proposal, approved_by=answer["responded_by_user"]["name"])

    proposal = propose()
    seal(proposal, approve.output) << approve << proposal
