"""Verifies one sealed release of the past, drawn at random, every night at 04:30.

Asked are the chain and the signature, every table that was sealed, the books, the archived deliveries, and whether the
rankings come out again when they are computed anew from the sealed figures. The outcome stands in ops.verification.

**Triage.**
1. "was altered", "is gone", "the chain is broken", "does not fit": somebody or something changed what was sealed. Change
   nothing; keep the database's files and logs, tell the auditor, compare with an evidence pack (`parix evidence`).
2. "computed again": the code gives other points than the code of that day. The published ranking holds; look at what
   changed in dbt_project/ since the sealed release (its code_version stands in the manifest).
3. Skipped: nothing is sealed yet.
"""

from airflow.sdk import DAG, task
from pendulum import datetime

from dags.support import ZONE, default_args

with DAG(
    "verify_seals",
    schedule="30 4 * * *",
    start_date=datetime(2026, 1, 1, tz=ZONE.key),
    catchup=False,
    max_active_runs=1,
    default_args=default_args,
    tags=["night", "proof"],
    doc_md=__doc__,
):

    @task.short_circuit
    def draw() -> int | bool:
        import random

        from publishing import verifying

        sealed = [seal["seal_id"] for seal in verifying.seals()]
        return random.choice(sealed) if sealed else False

    @task
    def verify(seal_id: int) -> None:
        from dags.recompute import recompute
        from ingestion import settings
        from publishing import verifying

        verifying.raise_unsound(seal_id, verifying.verify(seal_id, recompute, settings.archive()))

    verify(draw())
