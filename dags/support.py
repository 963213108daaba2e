"""What every DAG shares: the province's time, the night's deadline, and retries by kind of error."""

import asyncio
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from airflow.sdk import AsyncCallback, DeadlineAlert, DeadlineReference, ExceptionRetryPolicy, RetryAction, RetryRule

from dags.alerts import alert_on_failure, log_retry, send, sentence
from ingestion.errors import Final

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NIGHT_BEGINS, PUBLISHED_BY = time(1, 0), time(6, 0)
WATCH_CRON, WATCH_LASTS = "45 5 * * *", timedelta(minutes=15)  # together they end at PUBLISHED_BY


def night_of(moment: datetime) -> datetime:
    """01:00 Vietnamese time of the day on which ``moment`` (aware) falls: when its night began."""
    return datetime.combine(moment.astimezone(ZONE).date(), NIGHT_BEGINS, ZONE)


def unpublished_since(night: datetime) -> str | None:
    """None when a release was published since ``night``; else when the last one was, as a sentence."""
    from publishing.releases import last_published_at

    last = last_published_at()
    if last and last >= night:
        return None
    return f"lần công bố gần nhất: {last.astimezone(ZONE):%H:%M %d/%m/%Y}." if last else "chưa có lần công bố nào."


async def night_missed(context) -> None:
    """Deadline callback. The triggerer runs it, so that it comes even when every worker hangs."""
    run = context["dag_run"]
    if run["run_type"] != "scheduled":
        return  # the deadlines of a backfill lie in the past
    night = night_of(datetime.fromisoformat(run["logical_date"]))
    try:
        if (last := await asyncio.to_thread(unpublished_since, night)) is None:
            return
    except Exception as e:
        last = f"không hỏi được kho dữ liệu: {sentence(e)}"
    error = f"Đến {PUBLISHED_BY:%H:%M} ngày {night:%d/%m/%Y} chưa công bố kết quả nào của đêm; {last}"
    await asyncio.to_thread(send, run["dag_id"], "published_tonight", run["dag_run_id"], error)


def night_deadline() -> DeadlineAlert:
    """For the DAG scheduled by WATCH_CRON: an alert when its run has not succeeded by PUBLISHED_BY."""
    return DeadlineAlert(DeadlineReference.DAGRUN_LOGICAL_DATE, WATCH_LASTS, AsyncCallback(night_missed))


default_args = {
    "owner": "parix",
    "retries": 2,
    "retry_delay": timedelta(minutes=2),
    "retry_exponential_backoff": 2,
    # the one translation of our error family: what is final fails at once, everything else is tried again
    "retry_policy": ExceptionRetryPolicy([RetryRule(exception=Final, action=RetryAction.FAIL)]),
    "execution_timeout": timedelta(hours=2),
    "on_failure_callback": alert_on_failure,
    "on_retry_callback": log_retry,
}
