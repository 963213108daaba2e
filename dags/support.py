"""What every DAG shares: retries by kind of error, alerts, and the night's deadline.

An alert goes to the webhook ``PARIX_ALERT_WEBHOOK`` (JSON: text, dag_id, task_id, run_id, error, triage)
and to the addresses ``PARIX_ALERT_EMAIL`` (through Airflow's connection ``smtp_default``). Neither set: a
log line. An alert that cannot be sent is logged and never fails a task.
"""

from __future__ import annotations

import asyncio
import html
import logging
import os
import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from airflow.sdk import (
    AsyncCallback,
    DeadlineAlert,
    DeadlineReference,
    ExceptionRetryPolicy,
    RetryAction,
    RetryRule,
)

log = logging.getLogger("parix.alert")

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NIGHT_BEGINS, WATCH_BEGINS, PUBLISHED_BY = time(1, 0), time(5, 45), time(6, 0)
TRIAGE = "tài liệu của DAG trên giao diện Airflow (nút “Dag Docs”), cũng là phần đầu tệp dags/{}.py"

as_airflow_errors = ExceptionRetryPolicy(
    rules=[
        RetryRule(exception="ingestion.errors.Final", action=RetryAction.FAIL),
        RetryRule(exception="ingestion.errors.Retryable", action=RetryAction.RETRY),
    ]
)
"""The one translation of our error family: Final fails at once, anything else is retried."""


def sentence(error: BaseException | str | None) -> str:
    """First line of an error, short, without what stands between ``://`` and ``@`` in an address."""
    lines = str(error or "").strip().splitlines()
    if not lines:
        kind = type(error).__name__ if error else "tiến trình kết thúc mà không để lại thông báo"
        return f"{kind} (xem nhật ký của tác vụ)"
    return re.sub(r"://[^/\s@]+@", "://***@", lines[0])[:500]


def night_of(moment: datetime) -> datetime:
    """01:00 Vietnamese time of the day on which ``moment`` (aware) falls: when its night began."""
    return datetime.combine(moment.astimezone(ZONE).date(), NIGHT_BEGINS, ZONE)


def send(text: str, **facts: str) -> None:
    """Send one alert to all that is configured; log it where nothing is. Never raises."""
    webhook, recipients = os.environ.get("PARIX_ALERT_WEBHOOK"), os.environ.get("PARIX_ALERT_EMAIL")
    log.error("%s%s", text, "" if webhook or recipients else " [chưa cấu hình nơi nhận cảnh báo]")
    if webhook:
        try:
            import httpx

            httpx.post(webhook, json={"text": text, **facts}, timeout=10).raise_for_status()
        except Exception as e:  # the address may hold a token: never log it
            log.error("the alert could not be posted to the webhook: %s", type(e).__name__)
    if recipients:
        try:
            from airflow.providers.smtp.hooks.smtp import SmtpHook

            with SmtpHook() as smtp:
                smtp.send_email_smtp(
                    to=recipients, subject=f"[parix] {text}"[:150], html_content=html.escape(text)
                )
        except Exception as e:
            log.error("the alert could not be sent by e-mail: %s", sentence(e))


def alert_on_failure(context) -> None:
    """Task callback: names the task, its run, the error's sentence and where its triage note stands."""
    ti, triage = context["ti"], TRIAGE.format(context["ti"].dag_id)
    mapped = getattr(ti, "rendered_map_index", None) or (ti.map_index if (ti.map_index if ti.map_index is not None else -1) >= 0 else "")
    task, error = f"{ti.task_id}[{mapped}]" if mapped != "" else ti.task_id, sentence(context.get("exception"))
    text = f"{ti.dag_id}.{task} thất bại (lượt chạy {ti.run_id}): {error} Hướng xử lý: {triage}"
    send(text, dag_id=ti.dag_id, task_id=task, run_id=ti.run_id, error=error, triage=triage)


def log_retry(context) -> None:
    """Task callback: one line about a try that failed and will be repeated."""
    ti = context["ti"]
    log.warning("%s.%s: lần thử %s lỗi, sẽ thử lại: %s", ti.dag_id, ti.task_id, ti.try_number,
                sentence(context.get("exception")))  # fmt: skip


def unpublished_since(night: datetime) -> str | None:
    """None when a release was published since ``night``; else a sentence that says when the last one was."""
    from publishing.releases import last_published_at

    last = last_published_at()
    if last and last >= night:
        return None
    return f"lần công bố gần nhất: {last.astimezone(ZONE):%H:%M %d/%m/%Y}." if last else "chưa có lần công bố nào."


async def night_missed(context) -> None:
    """Deadline callback, run by the triggerer, so that it comes even when every worker hangs."""
    run, dag_id = context["dag_run"], context["dag_run"]["dag_id"]
    if run["run_type"] != "scheduled":
        return  # a backfill's deadlines lie in the past
    night = night_of(datetime.fromisoformat(run["logical_date"]))
    try:
        last = await asyncio.to_thread(unpublished_since, night)
    except Exception as e:
        last = f"không hỏi được kho dữ liệu: {sentence(e)}"
    if last is None:
        return
    text = f"Đến {PUBLISHED_BY:%H:%M} ngày {night:%d/%m/%Y} chưa có kết quả nào của đêm được công bố; {last}"
    triage = TRIAGE.format(dag_id)
    await asyncio.to_thread(send, f"{text} Hướng xử lý: {triage}", dag_id=dag_id, task_id="published_tonight",
                            run_id=run["dag_run_id"], error=text, triage=triage)  # fmt: skip


def night_deadline() -> DeadlineAlert:
    """For the DAG that is scheduled at ``WATCH_BEGINS``: alert when its run has not succeeded by ``PUBLISHED_BY``."""
    day = datetime(2000, 1, 1)
    wait = datetime.combine(day, PUBLISHED_BY) - datetime.combine(day, WATCH_BEGINS)
    return DeadlineAlert(
        name="night-published", reference=DeadlineReference.DAGRUN_LOGICAL_DATE, interval=wait,
        callback=AsyncCallback(night_missed),
    )  # fmt: skip


default_args = {
    "owner": "parix",
    "retries": 2,
    "retry_delay": timedelta(minutes=2),
    "retry_exponential_backoff": 2,
    "max_retry_delay": timedelta(minutes=30),
    "retry_policy": as_airflow_errors,
    "execution_timeout": timedelta(hours=2),
    "on_failure_callback": alert_on_failure,
    "on_retry_callback": log_retry,
}
