"""An error told in words: where alerts go, and what they say.

An alert goes to the webhook PARIX_ALERT_WEBHOOK (JSON: text, dag_id, task_id, run_id, error, triage) and to the
addresses PARIX_ALERT_EMAIL (through Airflow's connection ``smtp_default``). Neither set: a log line. An alert that
cannot be sent is logged and never fails a task.
"""

import html
import logging
import os
import re

from ingestion.errors import ParixError
from warehouse import webhooks

log = logging.getLogger("parix.alert")


def sentence(error: BaseException | str | None) -> str:
    """An error in at most 500 characters: our own family whole, of others the first line (the next ones may quote
    rows), without what stands between ``://`` and ``@`` in an address."""
    text = str(error or "tiến trình kết thúc mà không để lại thông báo; xem nhật ký của tác vụ").strip()
    text = " ".join(text.split()) if isinstance(error, ParixError) else text.partition("\n")[0]
    return re.sub(r"://[^/\s@]+@", "://***@", text)[:500] or type(error).__name__


def send(dag_id: str, task_id: str, run_id: str, error: str) -> None:
    """Send one alert to all that is configured; log it where nothing is. Never raises."""
    webhook, recipients = os.environ.get("PARIX_ALERT_WEBHOOK"), os.environ.get("PARIX_ALERT_EMAIL")
    triage = f"tài liệu của DAG {dag_id} trên giao diện Airflow (nút “Dag Docs”), cũng là phần đầu tệp dags/{dag_id}.py"
    text = f"[parix] {dag_id}.{task_id} (lượt chạy {run_id}): {error}\nHướng xử lý: {triage}"
    log.error("%s%s", text, "" if webhook or recipients else "\n(chưa cấu hình nơi nhận cảnh báo)")
    if webhook:
        facts = {"dag_id": dag_id, "task_id": task_id, "run_id": run_id, "error": error, "triage": triage}
        try:
            with webhooks.client() as client:
                client.post(webhook, json={"text": text, **facts}).raise_for_status()
        except Exception as e:  # the address may hold a token: never log it
            log.error("the alert could not be posted to the webhook: %s", type(e).__name__)
    if recipients:
        try:
            from airflow.providers.smtp.hooks.smtp import SmtpHook

            body, subject = html.escape(text).replace("\n", "<br>"), f"[parix] {dag_id}.{task_id}: {error}"[:120]
            with SmtpHook() as smtp:
                smtp.send_email_smtp(to=recipients, subject=subject, html_content=body)
        except Exception as e:
            log.error("the alert could not be sent by e-mail: %s", sentence(e))


def _name(ti) -> str:
    index = getattr(ti, "rendered_map_index", None) or ("" if ti.map_index in (None, -1) else ti.map_index)
    return f"{ti.task_id}[{index}]" if index != "" else ti.task_id


def alert_on_failure(context) -> None:
    """Task callback: alerts with the task, its run, the error's sentence and where the triage note stands."""
    ti = context["ti"]
    send(ti.dag_id, _name(ti), ti.run_id, sentence(context.get("exception")))


def log_retry(context) -> None:
    """Task callback: one line about a try that failed and will be repeated."""
    ti, error = context["ti"], sentence(context.get("exception"))
    log.warning("%s.%s: lần thử %s lỗi, sẽ thử lại: %s", ti.dag_id, _name(ti), ti.try_number, error)
