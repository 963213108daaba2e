"""A night's delta into a large and into a small history, landing to published marts: it must cost what the delta costs.

Generated dossiers of the 130 communes over five years (sample data, put in by SQL); as many of them pending in either
history, as a province has. The delta: new ones, steps of pending ones, and late corrections all over the history.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from statistics import median

import psycopg

from books import loading
from expectations import gate
from publishing import releases
from tests.bench.lines import Line
from warehouse import config
from warehouse.dbt import dbt

SMALL, LARGE, DELTA, PENDING, ROUNDS = 300_000, 3_000_000, 50_000, 30_000, 3
COUNTING = ("dossier_current", "dossier_day")

_ROWS = """
insert into raw_dossiers.dossier (
    receipt_id, row_no, source_code, dossier_id, dossier_code, status_id, channel_id, procedure_code, procedure_name,
    agency_code, applied_at, accepted_at, appointment_at, due_at, completed_at, updated_at, processing_time,
    processing_time_unit, component_count, component_file_count, required_count, required_file_count, result_file_count,
    fee_count, payment_method_name
)
select
    %(receipt)s, row_number() over (), 'igate', lpad(to_hex(d.i), 24, '0'),
    'H41.' || d.i %% 130 || to_char(d.accepted, '-YYMMDD-') || lpad((d.i %% 10000)::text, 4, '0'),
    case when d.is_open then '2' else '5' end, (d.i %% 3)::text, '1.00' || 1000 + d.i %% 40, 'Thủ tục mẫu',
    a.codes[1 + d.i %% 130], d.accepted || 'T07:30:00.000+0700', d.accepted || 'T08:00:00.000+0700',
    d.accepted + 14 || 'T17:00:00.000+0700', d.accepted + 14 || 'T17:00:00.000+0700',
    case when not d.is_open then d.accepted + (d.i %% 17)::int || 'T16:00:00.000+0700' end,
    d.updated || 'T16:30:00.000+0700', 10, 'd', 3, 3, 2, 2, (not d.is_open)::int, 1, 'Trực tuyến'
from (
    select
        g.i,
        g.is_open,
        date '2021-07-01' + (case when g.is_recent then 1811 + g.i %% 60 else g.i * 7919 %% 1810 end)::int as accepted,
        case when g.is_recent then date '2026-09-01' else date '2026-08-01' end + %(round)s as updated
    from ({}) as g
) as d
cross join (
    select array_agg(source_unit_code order by source_unit_code) as codes
    from reference.unit_code_map where source_code = 'igate' and unit_key like 'commune-%%-2025'
) as a
"""
_BASE = """
    select i, %(first)s = 1 and i %% %(gap)s = 0 as is_open, %(first)s = 1 and i %% %(gap)s = 0 as is_recent
    from generate_series(%(first)s::bigint, %(last)s) as i
"""
_NIGHT = """
    select 100000000 + %(round)s * 1000000 + i as i, i %% 2 = 0 as is_open, true as is_recent
    from generate_series(1::bigint, %(delta)s / 2) as i
    union all
    select i * %(gap)s, false, true
    from generate_series(1 + %(round)s::bigint * %(delta)s / 10, (%(round)s + 1) * %(delta)s / 10) as i
    union all
    select i * 6700417 %% %(last)s + 1, false, false
    from generate_series(1 + %(round)s::bigint * %(delta)s, %(round)s * %(delta)s + %(delta)s * 4 / 10) as i
"""


def run(home: Path) -> list[Line]:
    """Median seconds of ROUNDS nights on either history; the ratio of the two. Beside the whole way, the models that merge
    and count dossiers alone, where nothing fixed hides what grows."""
    loading.prepare()
    found, first = {}, 1
    for size in (SMALL, LARGE):
        _deliver(_BASE, size, first=first, gated=True)
        _build(full=True)
        found[size] = [_night(size, number + (size == LARGE) * ROUNDS) for number in range(ROUNDS)]
        first = size + 1
    lines = []
    for work, part in (("landing to published marts", 0), ("merging and counting dossiers alone", 1)):
        small, large = (median(night[part] for night in found[size]) for size in (SMALL, LARGE))
        title = f"a night of {DELTA:,} into {LARGE / 1e6:g}M dossiers: {work}"
        target = ("<=", 1.3) if part == 0 else None
        lines.append(Line(title, f"{large:.1f} s", f"{small:.1f} s into {SMALL:,}", large / small, target))
    return lines


def _night(last: int, number: int) -> tuple[float, float]:
    """Seconds from the first row to the switch, and of the two models."""
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        conn.execute("checkpoint")
    start = time.perf_counter()
    _deliver(_NIGHT, last, number=number)
    counting = _build()
    return time.perf_counter() - start, counting


def _deliver(rows: str, last: int, *, first: int = 1, number: int = 0, gated: bool = False) -> None:
    values = {"first": first, "last": last, "gap": SMALL // PENDING, "delta": DELTA, "round": number}
    with psycopg.connect(config.dsn("loader" if not gated else "admin")) as conn:
        passed = "insert into ops.gate (border, finished_at, is_passed) values ('in', now(), true) returning gate_id"
        receipt = conn.execute(
            """
            insert into ops.delivery (source_code, sha256, name, rows_delivered, rows_loaded, is_illustrative,
                archive_path, gate_id)
            values ('igate', %s, 'bench', 0, 0, true, '', %s) returning receipt_id
            """,
            (f"{last} {first} {number} {gated}", conn.execute(passed).fetchone()[0] if gated else None),
        ).fetchone()[0]
        loaded = conn.execute(_ROWS.format(rows), values | {"receipt": receipt}).rowcount
        conn.execute(
            "update ops.delivery set rows_delivered = %s, rows_loaded = %s where receipt_id = %s",
            (loaded, loaded, receipt),
        )
    if gated:
        with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
            conn.execute("vacuum analyze raw_dossiers.dossier")


def _build(*, full: bool = False) -> float:
    """Everything of `parix build` but the report; returns the seconds of the models in COUNTING."""
    gate.gate_in()
    release = releases.open_candidate(force=True)
    dbt("run", "--select", "staging", "core", "scoring", "standing", full=full)
    results = json.loads((config.home() / "dbt" / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    dbt("build", "--select", "marts", variables=release)
    gate.gate_out(**release)
    releases.switch(**release)
    return sum(r["execution_time"] for r in results if r["unique_id"].rpartition(".")[2] in COUNTING)
