"""Single rows of quarantine asked again, by the same checks, after a correction: a code list, an alias, a book."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import psycopg
from psycopg import sql

from expectations import fates
from expectations.gate import lay_out_arrived, open_gate, record, stop_if_needed
from expectations.sorting import mark_corrected, sort_rows
from expectations.suites import Suite, load_suites, run_suite
from warehouse import config

UNREAD = (
    "Khi nhận không đọc được; kho chỉ giữ khóa, không giữ nội dung (để không lưu dữ liệu cá nhân), nên không có gì để kiểm tra lại. "
    "Đã đánh dấu: bản ghi sẽ được đọc lại khi nguồn gửi lại (nạp lại ngày tiếp nhận của hồ sơ). | It could not be read when it came, "
    "and what is not read is not kept, since it may be personal; it is marked, and read anew when the source sends it again (load "
    "the dossier's day of acceptance again)."
)


class Replayed(NamedTuple):
    """What came of a row: the state it is in now, and why it is there still, if it is."""

    quarantine_id: int
    state: str
    reason_vi: str


def replay(ids: Iterable[int]) -> list[Replayed]:
    """Examine open rows once more; those that pass go back to raw in one transaction, the others tell what they fail now.

    A row is seen in the company in which a gate sees it (its form, its list); nothing but the named rows moves.
    Of a row that could not be read only the keys were kept: it is marked, and read anew when the source sends it again.
    Raises fates.NotMoved when a row is not there or not open; GateStopped as a gate does.
    """
    with fates.between_builds() as conn:
        named = fates.rows(conn, ids)
        fates.refuse(filter(None, map(_refusal, named)))
        unread = [row.quarantine_id for row in named if "decodable" in row.checks]
        conn.execute(
            "update quarantine.row set is_asked_again = true where quarantine_id = any(%s) and state = 'open'",
            (unread,),
        )
        if asked := [row for row in named if row.state == "open" and row.quarantine_id not in unread]:
            _examine(conn, asked)
        return [
            Replayed(number, state, UNREAD if state == "open" and number in unread else reason)
            for number, state, reason in conn.execute(
                "select quarantine_id, state, reason_vi from quarantine.row where quarantine_id = any(%s) order by 1",
                ([row.quarantine_id for row in named],),
            )
        ]


def _refusal(row: fates.Kept) -> str | None:
    return fates.state_of(row) if row.state in ("corrected", "withdrawn", "accepted") else None


def _examine(conn: psycopg.Connection, asked: list[fates.Kept]) -> None:
    gate_id = open_gate(conn, "in", kind="replay")
    suites = [s for s in load_suites("in") if any(_speaks_of(s, row) for row in asked)]
    examined = {}
    for suite in suites:
        lay_out_arrived(conn, suite, [])
        examined[suite.suite] = _leave_only(conn, suite, asked)
    conn.commit()  # Great Expectations looks through a connection of its own
    outcomes = [(s, list(run_suite(s, config.dsn("loader"), "quarantine", None))) for s in suites]
    record(conn, gate_id, outcomes)
    stop_if_needed(conn, gate_id, outcomes)
    with conn.transaction():
        for suite, found in outcomes:
            sort_rows(conn, gate_id, suite, found, examined[suite.suite])
        for suite in suites:
            mark_corrected(conn, gate_id, suite)
        conn.execute("update ops.gate set finished_at = now(), is_passed = true where gate_id = %s", (gate_id,))


def _speaks_of(suite: Suite, row: fates.Kept) -> bool:
    return suite.raw_table == row.source_table and (not suite.form_codes or row.form_code in suite.form_codes)


def _leave_only(conn: psycopg.Connection, suite: Suite, asked: list[fates.Kept]) -> list[int]:
    """Of the batch only the asked rows: its columns are computed by now, from everything around them. Returns which rows
    of quarantine they are: what is not in the batch was not examined."""
    batch, keys = sql.Identifier("quarantine", suite.batch), {(r.receipt_id, r.row_no): r.quarantine_id for r in asked}
    conn.execute(
        sql.SQL(
            "delete from {} where (receipt_id, row_no) not in (select * from unnest(%s::bigint[], %s::integer[]))"
        ).format(batch),
        tuple(map(list, zip(*keys, strict=True))),
    )
    return [keys[found] for found in conn.execute(sql.SQL("select receipt_id, row_no from {}").format(batch))]
