"""Was the night's release published by 06:00?

The run begins at 05:45, asks the warehouse every five minutes and succeeds as soon as a release was published
since 01:00. A run that has not succeeded by 06:00 raises the deadline alert, whatever the reason: a load that
failed, a build that never began, workers that hang.

**Triage.** Yesterday's release is still published; readers see whole figures, one day old.
1. In the grid of `ingest_dossiers` and `ingest_workbooks`: is a task red? Its own alert names the error; follow
   the triage note of that DAG, then clear the task.
2. Are they green and `build_marts` did not run, or is red? Its note says what a closed gate means.
3. Are tasks queued and none running? The workers or the scheduler stand still: `parix status`, restart them.

When the release comes late, this run turns green and shows when. It gives up at midnight.
"""

from datetime import timedelta

from airflow.sdk import DAG, task
from pendulum import datetime

from dags.support import WATCH_CRON, ZONE, default_args, night_deadline, night_of, unpublished_since

with DAG(
    "watch_night",
    schedule=WATCH_CRON,
    start_date=datetime(2026, 1, 1, tz=ZONE.key),
    catchup=False,
    max_active_runs=1,
    default_args=default_args,
    deadline=night_deadline(),
    tags=["night", "watch"],
    doc_md=__doc__,
):

    @task.sensor(poke_interval=300, timeout=timedelta(hours=18).total_seconds(), mode="reschedule")
    def published_tonight(dag_run=None) -> bool:
        return unpublished_since(night_of(dag_run.logical_date or dag_run.run_after)) is None

    published_tonight()
