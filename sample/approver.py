"""Answers the approval of `publish_official_ranking` in the sample's night, so that `make run` needs no hands.

A real province answers in Airflow's UI. This approver signs as a sample and touches only runs that ``dag.test()``
started: a request that waits for a person in the same metadata database stays waiting.
"""

import _thread
import logging
import threading
from datetime import UTC, datetime

DAG_ID = "publish_official_ranking"
APPROVER = {"id": "sample-approver", "name": "Người duyệt mẫu (dữ liệu minh hoạ)"}


class SampleApprover:
    """Context manager around ``dag.test()``: a thread that approves what this DAG asks meanwhile.

    It does what PATCH …/hitlDetails of Airflow's API does (airflow 3.3, core_api/routes/public/hitl.py), through the
    same functions. When it cannot, it says why and interrupts the main thread, which would wait for ever.
    """

    def __init__(self, dag_id: str = DAG_ID) -> None:
        self.dag_id, self._over = dag_id, threading.Event()
        self._thread = threading.Thread(target=self._run, name="sample-approver", daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._over.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        from airflow.utils.session import create_session

        try:
            while not self._over.wait(0.2):
                with create_session() as session:
                    self._answer(session)
        except Exception:
            logging.getLogger(__name__).exception("the sample approver cannot answer")
            _thread.interrupt_main()

    def _answer(self, session) -> None:
        from airflow.models import DagRun, TaskInstance
        from airflow.models.hitl import HITLDetail
        from airflow.models.trigger import handle_event_submit
        from airflow.triggers.base import TriggerEvent
        from airflow.utils.types import DagRunTriggeredByType
        from sqlalchemy import select

        waiting = select(TaskInstance).join(TaskInstance.dag_run).where(
            TaskInstance.dag_id == self.dag_id, TaskInstance.state == "awaiting_input",
            DagRun.triggered_by == DagRunTriggeredByType.TEST,
        )  # fmt: skip
        for ti in session.scalars(waiting.with_for_update(of=TaskInstance, skip_locked=True)).all():
            request = session.get(HITLDetail, ti.id)
            if not request.response_received:
                request.responded_by, request.responded_at = APPROVER, datetime.now(UTC)
                request.chosen_options, request.params_input = ["Approve"], {}
            # also for a request answered before: dag.test writes "awaiting_input" once more after the task parks
            handle_event_submit(TriggerEvent(request.as_resume_event_payload()), task_instance=ti, session=session)
