"""The morning reminder: per unit, which pending dossiers are past due or due within two working days.

One folder per data's day below ``reports/reminders``: for each unit a readable text and a CSV. Dossier numbers and
procedures only, nobody's name. Where PARIX_REMINDER_WEBHOOK is set, each unit's text is posted to it once for a state of
its list: a second run, after a failure or a new release of the same day, repeats nothing that was said already.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publishing import queries
from warehouse import cells, config, webhooks

COLUMNS = {
    "dossier_code": "Số hồ sơ", "procedure_code": "Mã thủ tục", "procedure_name": "Tên thủ tục",
    "accepted_date": "Ngày tiếp nhận", "due_date": "Ngày hẹn trả", "urgency_vi": "Tình trạng",
    "days_late": "Số ngày quá hạn", "working_days_left": "Số ngày làm việc còn lại",
}  # fmt: skip
URGENCY_VI = {"overdue": "Đã quá hạn", "due_soon": "Sắp đến hạn"}
_LIST = """
    select u.unit_key, u.name_vi as unit_name_vi, o.as_of_date, o.urgency, o.dossier_code, o.procedure_code,
        o.procedure_name, o.accepted_date, o.due_date, o.days_late, o.working_days_left
    from marts.fct_dossier_overdue as o inner join marts.dim_unit as u on o.unit_key = u.unit_key
    order by u.sort_key, u.unit_key, o.due_date, o.dossier_code
"""
_AS_OF = """
    select max(as_of_date) as day, exists (select from marts.fct_figure where is_illustrative) as is_sample
    from marts.dim_period
"""


class ReminderNotPosted(RuntimeError):
    """Units whose reminder the webhook did not take; the files are written. Names the fault's kind, never the address."""


@dataclass(frozen=True)
class Reminder:
    """One unit's list of a day: its rows (overdue ones first by due day), the text and the CSV as written."""

    unit_key: str
    unit_name_vi: str
    overdue: int
    due_soon: int
    text: str
    table: str


def write() -> Path:
    """Write the reminders of the published release's day, post what was not posted yet; returns their folder.

    The folder of a day is replaced as a whole. Raises ReminderNotPosted when the webhook did not take one.
    """
    found = queries.ask(_AS_OF)[0]
    if found["day"] is None:
        raise queries.NothingPublished("no release is published yet")
    reminders = [_reminder(list(rows), found["is_sample"]) for _, rows in groupby(queries.ask(_LIST), _unit)]
    folder = config.home() / "reports" / "reminders" / str(found["day"])
    _replace(folder, reminders)
    if webhook := os.environ.get("PARIX_REMINDER_WEBHOOK"):
        _post(webhook, str(found["day"]), reminders, folder.parent / "posted" / folder.name)
    return folder


def _unit(row: dict) -> str:
    return row["unit_key"]


def _reminder(rows: list[dict], is_sample: bool) -> Reminder:
    for row in rows:
        row["urgency_vi"] = URGENCY_VI[row["urgency"]]
    overdue, soon = ([r for r in rows if r["urgency"] == urgency] for urgency in URGENCY_VI)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, autoescape=False,
    )  # fmt: skip
    text = environment.get_template("reminder.txt.j2").render(
        unit=rows[0]["unit_name_vi"], day=rows[0]["as_of_date"], overdue=overdue, soon=soon, is_sample=is_sample
    )
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows({k: cells.harmless(v) for k, v in row.items()} for row in rows)
    return Reminder(rows[0]["unit_key"], rows[0]["unit_name_vi"], len(overdue), len(soon), text, table.getvalue())


def _replace(folder: Path, reminders: Iterable[Reminder]) -> None:
    """Write beside, then exchange, so that no half-written list is read."""
    fresh, old = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    fresh.mkdir(parents=True)
    for reminder in reminders:
        (fresh / f"{reminder.unit_key}.txt").write_text(reminder.text, encoding="utf-8")
        (fresh / f"{reminder.unit_key}.csv").write_text(reminder.table, encoding="utf-8-sig", newline="")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _post(webhook: str, day: str, reminders: list[Reminder], posted: Path) -> None:
    for earlier in posted.parent.glob("*"):
        if earlier != posted:
            shutil.rmtree(earlier)
    posted.mkdir(parents=True, exist_ok=True)
    failed = {}
    with webhooks.client() as client:
        for reminder in reminders:
            mark = posted / hashlib.sha256(f"{reminder.unit_key}\n{reminder.text}".encode()).hexdigest()
            if mark.exists():
                continue
            facts = {"unit_key": reminder.unit_key, "unit_name_vi": reminder.unit_name_vi, "as_of_date": day}
            facts |= {"overdue": reminder.overdue, "due_soon": reminder.due_soon}
            try:
                client.post(webhook, json={"text": reminder.text, **facts}).raise_for_status()
                mark.touch()
            except Exception as e:  # its message holds the address, and the address may hold a token
                failed[reminder.unit_key] = type(e).__name__
    if failed:
        raise ReminderNotPosted(
            f"{len(failed)} of {len(reminders)} reminders were not taken by the webhook: "
            + ", ".join(f"{unit} ({fault})" for unit, fault in list(failed.items())[:5])
        )
