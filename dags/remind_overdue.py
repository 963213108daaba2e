"""Writes the morning reminder of each unit as soon as the marts are published: dossiers past due or nearly so.

A folder per data's day in `reports/reminders`: a text and a CSV for each unit, with dossier numbers and procedures only.
Where PARIX_REMINDER_WEBHOOK is set each text is posted to it, once.

**Triage.** The marts are published whatever happens here.
1. "were not taken by the webhook": the files are written. The task tries again by itself and posts only what is missing;
   after that ask who runs the webhook, then clear the task. The address stands in the environment, never in a log.
2. "no release is published yet": the build did not end; see the note of `build_marts`.
3. A list that is wrong: the due day or the status at the source is. `marts.fct_dossier_overdue` names the dossier; the
   next night takes the correction.
"""

from airflow.sdk import DAG, task
from pendulum import datetime

from dags.assets import MARTS
from dags.support import ZONE, default_args

with DAG(
    "remind_overdue",
    schedule=[MARTS],
    start_date=datetime(2024, 1, 1, tz=ZONE.key),
    max_active_runs=1,
    default_args=default_args,
    tags=["morning", "publish"],
    doc_md=__doc__,
):

    @task
    def remind() -> str:
        from publishing import reminders

        return str(reminders.write())

    remind()
