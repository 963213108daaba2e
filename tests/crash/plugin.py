"""Goes into the plugins of a crash test's own Airflow: kills the night at the border of a task.

``PARIX_CRASH_AT`` names the task that must not begin, and which of its beginnings: ``build_marts.switch 2``.
"""

import os
import signal
from collections import Counter

from airflow.listeners import hookimpl
from airflow.plugins_manager import AirflowPlugin


class Border:
    """Notes every task that begins, over all DAGs of the process, and kills every process of the night where it was told to."""

    begun: Counter = Counter()

    @hookimpl
    def on_task_instance_running(self, task_instance):
        name = f"{task_instance.dag_id}.{task_instance.task_id}"
        self.begun[name] += 1
        border = f"{name} {self.begun[name]}"
        with open(os.environ["PARIX_CRASH_LOG"], "a", encoding="utf-8") as log:
            log.write(f"{border}\n")
        if border == os.environ.get("PARIX_CRASH_AT"):
            os.killpg(0, signal.SIGKILL)


class CrashPlugin(AirflowPlugin):
    """What Airflow loads."""

    name = "crash"
    listeners = [Border()]  # noqa: RUF012
