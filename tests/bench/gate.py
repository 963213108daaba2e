"""The gate over a million dossiers against one hand-written scan that asks the same of the raw table.

Generated dossiers (sample data), one in a thousand unfit: an unknown status, an unknown agency, or finished without a day.
The scan is what an engineer would write for a report of counts: one pass, a count per check, the code lists joined, every
date checked by the pattern of its source (written out, where the gate takes it from the code lists). The gate also sorts: it must tell each failing row, move it whole to quarantine
with its reasons, write every result, and build the Data Docs; the laying out of suites without rows is in its time too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from books import loading
from expectations import gate
from tests.bench.history import deliver, settle
from tests.bench.lines import Line
from warehouse import config

ROWS, ROUNDS = 1_000_000, 2
_DOSSIERS = """
    select i, i %% 5 = 0 as is_open, i %% 40 = 0 as is_recent
    from generate_series(%(first)s::bigint, %(last)s) as i
"""
_DIRT = """
    update raw_dossiers.dossier set
        status_id = case when row_no % 3 = 0 then 'unknown' else status_id end,
        agency_code = case when row_no % 3 = 1 then 'H41.unknown' else agency_code end,
        completed_at = case when row_no % 3 = 2 then null else completed_at end
    where row_no % 1000 < 3
"""
_MOMENTS = ("applied_at", "accepted_at", "appointment_at", "due_at", "completed_at", "returned_at", "rejected_at",
            "deleted_at", "updated_at")  # fmt: skip


_ISO = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$"


def _is_unreadable(column: str) -> str:
    return (
        f"coalesce({column} <> '' and not ({column} ~ '{_ISO}' and pg_input_is_valid({column}, 'timestamptz')), false)"
    )


_SCAN = f"""
select
    count(*),
    count(*) filter (where dossier_id is null),
    count(*) filter (where role is null),
    count(*) filter (where unreadable),
    count(*) filter (where national_status is null),
    count(*) filter (where national_channel is null),
    count(*) filter (where unit_key is null),
    count(*) filter (where resolving_unit_code is not null and resolving_key is null),
    count(*) filter (where online_payment_code is not null and source_payment is null),
    count(*) filter (where online_payment_code is null and payment_method_name is not null and source_payment is null),
    count(*) filter (where processing_time is not null and processing_time_unit is not null and clock is null),
    count(*) filter (
        where not dossier_code
        ~ '^(H\\d{{2}}(\\.\\d+)*|\\d{{3}}\\.\\d{{2}}\\.\\d{{2}}\\.[GH]\\d{{2}}|G\\d{{2}}(\\.\\d+)*)-\\d{{6,8}}-\\d{{4,7}}$'
    ),
    count(*) filter (where status_group not in ('not_received', 'deleted') and nullif(accepted_at, '') is null),
    count(*) filter (where status_group = 'finished' and coalesce(nullif(completed_at, ''), returned_at) is null),
    count(*) filter (
        where status_group = 'withdrawn' and coalesce(nullif(completed_at, ''), returned_at, rejected_at) is null
    ),
    count(*) filter (where not unreadable and completed_at::timestamptz < accepted_at::timestamptz),
    count(*) filter (where not unreadable and accepted_at::timestamptz < applied_at::timestamptz),
    count(*) filter (where not unreadable and returned_at::timestamptz < completed_at::timestamptz),
    count(*) filter (
        where component_file_count > component_count or required_file_count > required_count
        or required_count > component_count
    ),
    count(*) filter (where procedure_code is null)
from (
    select
        d.*, f.role, s.national_status, s.status_group, c.national_channel, u.unit_key, r.unit_key as resolving_key,
        y.source_payment, z.clock,
        {" or ".join(map(_is_unreadable, _MOMENTS))} as unreadable
    from raw_dossiers.dossier as d
    left join reference.dossier_sources as f using (source_code)
    left join reference.dossier_status_map as s on d.source_code = s.source_code and d.status_id = s.source_status_id
    left join reference.dossier_channel_map as c
        on d.source_code = c.source_code and d.channel_id = c.source_channel_id
    left join reference.unit_code_map as u on d.source_code = u.source_code and d.agency_code = u.source_unit_code
    left join reference.unit_code_map as r
        on d.source_code = r.source_code and d.resolving_unit_code = r.source_unit_code
    left join reference.dossier_payment_map as y
        on d.source_code = y.source_code and coalesce(d.online_payment_code, d.payment_method_name) = y.source_payment
    left join reference.dossier_time_units as z
        on d.source_code = z.source_code and lower(d.processing_time_unit) = z.source_unit
) as d
"""


def run(home: Path) -> Iterator[Line]:
    """Best of ROUNDS each, in turns, on the same rows; a gate's moves are undone between the rounds."""
    loading.prepare()
    deliver(_DOSSIERS, first=1, last=ROWS, gap=1, round=0)
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        conn.execute(_DIRT)
    settle()
    ours, scan = zip(*((_gate(), _scan()) for _ in range(ROUNDS)), strict=True)
    against, note = (
        f"one scan {min(scan):.1f} s",
        "the gate sorts failing rows and writes results and Data Docs as well",
    )
    work = f"a gate over {ROWS:,} dossiers"
    yield Line(work, f"{min(ours):.1f} s", against, min(ours) / min(scan), ("<=", 4), note)


def _gate() -> float:
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        conn.execute("checkpoint")
    start = time.perf_counter()
    found = gate.gate_in()
    seconds = time.perf_counter() - start
    if not found or not found["quarantined"]:
        raise RuntimeError("the gate found nothing of what is unfit")
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        conn.execute(
            "insert into raw_dossiers.dossier select r.* from quarantine.row as q, "
            "jsonb_populate_record(null::raw_dossiers.dossier, q.record) as r"
        )
        conn.execute("delete from quarantine.row")
        conn.execute("update ops.delivery set gate_id = null")
    return seconds


def _scan() -> float:
    with psycopg.connect(config.dsn("loader")) as conn:
        start = time.perf_counter()
        rows, *_ = conn.execute(_SCAN).fetchone()
        seconds = time.perf_counter() - start
    if rows != ROWS:
        raise RuntimeError(f"the scan saw {rows} rows")
    return seconds
