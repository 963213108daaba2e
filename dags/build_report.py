"""The report site and its sheets from what is published, after every build.

Also where nothing changed: files may have been refused, and a killed run may have left the old site.

**Triage.** The site that was there before stays, whole; the marts are not touched.
1. "no release is published yet": no build has ended well; see the note of `build_marts`.
2. No place on the disk: the site is built beside the old one. Free some, and clear the task.
3. A page or a sheet fails: the message names it. Clear the task once it is mended; `parix report` does the same by hand.
"""

from airflow.sdk import DAG, task
from pendulum import datetime

from dags.assets import BUILD
from dags.support import ZONE, default_args

with DAG(
    "build_report", schedule=[BUILD], start_date=datetime(2024, 1, 1, tz=ZONE.key), max_active_runs=1,
    default_args=default_args, tags=["night", "report"], doc_md=__doc__,
):  # fmt: skip

    @task
    def report() -> str:
        from publishing import report

        return str(report.build())

    report()
