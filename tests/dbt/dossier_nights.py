"""Nights of dossiers from a seed: versions that move, reopen, wait, are deleted or come too late; copies of the nation; laws."""

import random
from datetime import date

from tests.dbt.deliveries import AGENCIES, at, deliver, dossier

PROCEDURES = ("1.001193", "1.000894.000.00.00.H41", "2.000815")


def day(rng: random.Random, first: int = 2, last: int = 27) -> str:
    return f"2026-03-{rng.randint(first, last):02d}"


def version(rng: random.Random, name: str, night: int) -> dict:
    """A version of a dossier as it may come: moved, closed, opened again, waiting, deleted, older than one that is known."""
    accepted, status = day(rng, 2, 12), rng.choice(("2", "4", "5", "9", "3", "10", "0"))
    ended = at(day(rng, 13, 27)) if status in ("4", "5", "9") else None
    waits = status in ("3", "10") or rng.random() < 0.2
    spans = [{"requested_at": at("2026-03-13"), "resumed_at": None if status in ("3", "10") else at("2026-03-16")}]
    return dossier(
        name, f"2026-04-{rng.randint(max(1, night - 2), night + 1):02d} {rng.randint(0, 23):02d}:00",
        agency_code=rng.choice(list(AGENCIES.values())), resolving_unit_code=rng.choice((None, "A1", "A2")),
        status_id=status, accepted_at=None if status == "0" else at(accepted), completed_at=ended,
        appointment_at=rng.choice((None, at(day(rng, 5, 20)))), procedure_code=rng.choice(PROCEDURES),
        processing_time=rng.choice((None, 2)), processing_time_unit="d", supplements=spans if waits else None,
        channel_id=rng.choice("012"), deleted_at=at("2026-03-28") if rng.random() < 0.1 else None,
        component_file_count=rng.randint(0, 1), result_file_count=rng.randint(0, 1), fee_total=rng.choice((None, 0, 5)),
    )  # fmt: skip


def national(rng: random.Random, of: dict) -> dict:
    return {
        "dossier_id": of["dossier_code"], "status_id": rng.choice(("2", "9", "10")),
        "updated_at": f"202604{rng.randint(10, 20)}080000", "accepted_at": "20260303080000",
    }  # fmt: skip


def night(rng: random.Random, number: int, names: list[str]) -> None:
    """What one night brings: versions, of some dossiers several; copies of the nation; now and then another law."""
    rows = [version(rng, rng.choice(names), number) for _ in range(30)]
    deliver(*rows)
    deliver(*(national(rng, row) for row in rng.sample(rows, 5)), source="national")
    if rng.random() < 0.6:
        law = {"procedure_code": rng.choice(PROCEDURES), "processing_time": rng.randint(1, 5), "is_interlinked": True}
        deliver(law | {"processing_time_unit": "Ngày làm việc"}, table="procedure")


def form_06a(dossiers: list[dict], first: date, last: date, as_of: date) -> dict[str, int]:
    """The columns of the form for one unit and period, dossier by dossier."""
    until = min(last, as_of)
    received = [d for d in dossiers if first <= d["accepted_date"] <= last]
    resolved = [d["resolution"] for d in dossiers if d["end_date"] and first <= d["end_date"] <= last]
    pending = [d for d in dossiers if d["accepted_date"] <= last and not (d["end_date"] and d["end_date"] <= last)]
    late = [d for d in pending if d["overdue_from"] and d["overdue_from"] <= until]
    late = [d for d in late if not (d["overdue_to"] and d["overdue_to"] <= until)]
    carried = [d for d in dossiers if d["accepted_date"] < first and not (d["end_date"] and d["end_date"] < first)]
    return {
        "received_total": len(received) + len(carried), "carried_over": len(carried), "received": len(received),
        "received_online": sum(d["channel"] == "online" for d in received), "resolved": len(resolved),
        "resolved_early": resolved.count("early"), "resolved_on_due_day": resolved.count("on_due_day"),
        "resolved_late": resolved.count("late"), "pending": len(pending), "pending_late": len(late),
        "pending_in_time": len(pending) - len(late), "synced": sum(d["is_synced"] for d in received),
        "on_time_766": sum(d["late_766_on"] > until for d in received),
        "fee_due": sum(d["has_fee"] for d in received),
        "digitised_766": sum(
            d["has_component_file"] and (d["has_result_file"] or not d["needs_result"]) for d in received
        ),
    }  # fmt: skip
