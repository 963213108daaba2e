"""The originals read a second time, by other means than the loads: cells by openpyxl, archived lines by zstandard and
json, dossiers counted in plain Python from those lines and the code lists."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import openpyxl
import zstandard

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "reference"
FIELDS = ("dossier_id", "dossier_code", None, "status_id", None, "channel_id", *[None] * 6, "agency_code", *[None] * 4,
          "accepted_at", None, None, "completed_at", "returned_at", "rejected_at", "deleted_at", "updated_at")  # fmt: skip
VIETNAM = timezone(timedelta(hours=7))


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def sheet(path: Path, name: str):
    return openpyxl.load_workbook(path, data_only=True)[name]


def cell_text(value: object) -> str:
    """A cell as its sender sees it: whole numbers without .0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def number(value: object) -> Decimal | None:
    """A number in a cell, exact ("15.666" typed as text is a whole number here); None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip()
    if isinstance(value, str) and re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
        text = text.replace(".", "")
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def row_numbers(text: str) -> list[int]:
    """ "5:7, 9" as 5, 6, 7, 9."""
    spans = (part.split(":") for part in text.split(", "))
    return [n for span in spans for n in range(int(span[0]), int(span[-1]) + 1)]


@functools.cache
def lines(archive: Path, source: str, sha256: str) -> list:
    """The archived lines of a delivery."""
    with (archive / source / f"{sha256}.jsonl.zst").open("rb") as file:
        text = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(file), encoding="utf-8")
        return [json.loads(line, parse_float=Decimal) for line in text if line.strip()]


def _day(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).astimezone(VIETNAM).date() if moment else None


def dossiers(archived: list, kept_out: set[int]) -> list[dict]:
    """The latest version of each dossier of an archived delivery (lines that a gate kept out aside) that is counted."""
    statuses = {
        r["source_status_id"]: r["status_group"] for r in seed("dossier_status_map") if r["source_code"] == "igate"
    }
    channels = {
        r["source_channel_id"]: r["channel"] for r in seed("dossier_channel_map") if r["source_code"] == "igate"
    }
    units = {r["source_unit_code"]: r["unit_key"] for r in seed("unit_code_map") if r["source_code"] == "igate"}
    latest: dict[str, dict] = {}
    for number_, line in enumerate(archived, 1):
        if number_ in kept_out or not isinstance(line, list):
            continue
        d = {name: value for name, value in zip(FIELDS, line, strict=False) if name}
        old = latest.get(d["dossier_id"])
        if old is None or datetime.fromisoformat(d["updated_at"]) >= datetime.fromisoformat(old["updated_at"]):
            latest[d["dossier_id"]] = d
    found = []
    for d in latest.values():
        group = "deleted" if d.get("deleted_at") else statuses[str(d["status_id"])]
        if group in ("not_received", "deleted") or not d["accepted_at"] or d["agency_code"] not in units:
            continue
        ended = _day(d["completed_at"] or d["returned_at"] or d["rejected_at"])
        found.append({
            "key": d["dossier_code"], "unit": units[d["agency_code"]], "channel": channels[str(d["channel_id"])],
            "accepted": _day(d["accepted_at"]), "ended": ended if group in ("finished", "withdrawn") else None,
        })  # fmt: skip
    return found


COUNTED = {
    "dossiers_received": lambda d, first, last: first <= d["accepted"] <= last,
    "dossiers_online": lambda d, first, last: first <= d["accepted"] <= last and d["channel"] == "online",
    "dossiers_direct": lambda d, first, last: first <= d["accepted"] <= last and d["channel"] == "direct",
    "dossiers_post": lambda d, first, last: first <= d["accepted"] <= last and d["channel"] == "post",
    "dossiers_resolved": lambda d, first, last: d["ended"] is not None and first <= d["ended"] <= last,
    "dossiers_carried_over": lambda d, first, last: d["accepted"] < first and (d["ended"] or date.max) >= first,
    "dossiers_received_total": lambda d, first, last: d["accepted"] <= last and (d["ended"] or date.max) >= first,
    "dossiers_pending": lambda d, first, last: d["accepted"] <= last < (d["ended"] or date.max),
}
"""Figures whose meaning needs no clock, counted again."""
