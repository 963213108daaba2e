"""What becomes of single rows of quarantine by a person's hand: let through with a reason, or that taken back
(docs/decisions/0034). Rows move between builds only, all that were named or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from expectations.gate import connect, lock_rows, open_gate
from expectations.sorting import mark_corrected
from expectations.suites import Check, load_suites


class NotMoved(RuntimeError):
    """Rows that were named cannot be moved; the sentences say why, and nothing was moved."""


class Kept(NamedTuple):
    """A row of quarantine, as far as it is needed to decide about it."""

    quarantine_id: int
    source_table: str
    receipt_id: int
    row_no: int
    state: str
    checks: list[str]
    reason_vi: str
    form_code: str | None


@contextmanager
def between_builds() -> Iterator[psycopg.Connection]:
    """A loader's connection while no gate moves rows and no candidate is built. Raises NotMoved."""
    with connect("loader") as conn:
        lock_rows(conn)
        building = conn.execute(
            "select release_id, built_at from ops.release where state = 'candidate' order by release_id desc limit 1"
        ).fetchone()
        if building:
            raise NotMoved(
                f"Bản phát hành {building[0]} đang được dựng từ {building[1]:%H:%M %d/%m/%Y}; hãy thử lại khi dựng xong. Nếu lần "
                f"dựng đó đã bị ngắt thì chạy `parix build` trước. | Release {building[0]} is being built; try again when it "
                "is done; if that run was killed, `parix build` first."
            )
        yield conn


def rows(conn: psycopg.Connection, ids: Iterable[int]) -> list[Kept]:
    """The named rows, locked, in the order of their numbers. Raises NotMoved naming those that are not there."""
    ids = sorted(set(ids))
    query = """
        select quarantine_id, source_table, receipt_id, row_no, state, checks, reason_vi, record ->> 'form_code' as form_code
        from quarantine.row where quarantine_id = any(%s) order by quarantine_id for update
    """
    found = conn.cursor(row_factory=class_row(Kept)).execute(query, (ids,)).fetchall()
    if missing := set(ids) - {row.quarantine_id for row in found}:
        numbers = ", ".join(map(str, sorted(missing)))
        raise NotMoved(
            f"Trong khu cách ly không có dòng {numbers}; `parix quarantine list` cho biết các số. | There is no row {numbers} in "
            "quarantine; `parix quarantine list` shows the numbers."
        )
    return found


def accept(ids: Iterable[int], reason: str, by: str) -> list[Kept]:
    """Let open rows through to raw although they fail; returns those that moved (one accepted already stays as it is).

    Raises NotMoved when a row is not open, or fails a check that no acceptance can mend.
    """
    _said(reason, by)
    with between_builds() as conn:
        named = [row for row in rows(conn, ids) if row.state != "accepted"]
        suites = load_suites("in")
        checks = {(s.raw_table, c.name): c for s in suites for c in s.checks}
        refuse(filter(None, (_refusal(row, checks) for row in named)))
        if named:
            gate_id = open_gate(conn, "in", kind="acceptance")
            moved = [row.quarantine_id for row in named]
            for table in sorted({row.source_table for row in named}):
                _let_through(conn, table, gate_id, moved)
            conn.execute(
                """
                insert into quarantine.acceptance (quarantine_id, checks, accepted_by, reason, gate_id)
                select quarantine_id, checks, %s, %s, %s from quarantine.row where quarantine_id = any(%s)
                """,
                (by.strip(), reason.strip(), gate_id, moved),
            )
            for suite in suites:
                mark_corrected(conn, gate_id, suite)
            _close(conn, gate_id)
        return named


def take_back(ids: Iterable[int], reason: str, by: str) -> list[Kept]:
    """End acceptances: the rows go back from raw to quarantine, open. Raises NotMoved when a row is not accepted."""
    _said(reason, by)
    with between_builds() as conn:
        named = rows(conn, ids)
        refuse(
            f"Dòng {row.quarantine_id} không ở trạng thái được chấp nhận ({row.state}). | Row {row.quarantine_id} is not "
            f"accepted ({row.state})."
            for row in named
            if row.state != "accepted"
        )
        gate_id = open_gate(conn, "in", kind="acceptance")
        moved = [row.quarantine_id for row in named]
        for table in sorted({row.source_table for row in named}):
            _put_back(conn, table, moved)
        conn.execute(
            """
            update quarantine.acceptance
            set ended_by = %s, ended_at = now(), ended_reason = %s, ended_gate_id = %s
            where quarantine_id = any(%s) and ended_at is null
            """,
            (by.strip(), reason.strip(), gate_id, moved),
        )
        _close(conn, gate_id)
        return named


def refuse(sentences: Iterable[str]) -> None:
    """Raise NotMoved with these sentences, if there are any."""
    if told := "\n".join(sentences):
        raise NotMoved(f"{told}\nKhông dòng nào được chuyển. | No row was moved.")


def state_of(row: Kept) -> str:
    """That a row is not open, as a sentence."""
    return f"Dòng {row.quarantine_id} không còn mở ({row.state}). | Row {row.quarantine_id} is not open ({row.state})."


def _said(reason: str, by: str) -> None:
    if not reason.strip() or not by.strip():
        raise NotMoved("Phải ghi lý do và người quyết định. | A reason and who decides are needed (--reason, --by).")


def _refusal(row: Kept, checks: dict[tuple[str, str], Check]) -> str | None:
    if row.state != "open":
        return state_of(row)
    asked = [(name, checks.get((row.source_table, name))) for name in row.checks]
    never = [f"“{c.description_vi}” ({name})" if c else name for name, c in asked if not (c and c.may_be_accepted)]
    return never and (
        f"Dòng {row.quarantine_id} không thể được chấp nhận vì không tính được dòng trượt {', '.join(never)}: hãy sửa ở nguồn hoặc bổ "
        f"sung danh mục rồi `parix quarantine replay {row.quarantine_id}`. | Row {row.quarantine_id} cannot be accepted: what "
        "fails this cannot be counted; correct the source or the code list, then replay it."
    )  # fmt: skip


def _let_through(conn: psycopg.Connection, table: str, gate_id: int, ids: list[int]) -> None:
    conn.execute(
        sql.SQL(
            """
            with through as (
                update quarantine.row set state = 'accepted', closed_at = now(), closed_by_gate_id = %(gate)s
                where quarantine_id = any(%(ids)s) and source_table = %(table)s
                returning record || jsonb_build_object('released_gate_id', %(gate)s) as record
            )
            insert into {raw} select r.* from through as p, jsonb_populate_record(null::{raw}, p.record) as r
            """
        ).format(raw=sql.Identifier(*table.split("."))),
        {"gate": gate_id, "ids": ids, "table": table},
    )


def _put_back(conn: psycopg.Connection, table: str, ids: list[int]) -> None:
    conn.execute(
        sql.SQL(
            """
            with back as (
                delete from {raw} as r using quarantine.row as q
                where
                    q.quarantine_id = any(%(ids)s) and q.source_table = %(table)s
                    and r.receipt_id = q.receipt_id and r.row_no = q.row_no
            )
            update quarantine.row set state = 'open', closed_at = null, closed_by_gate_id = null
            where quarantine_id = any(%(ids)s) and source_table = %(table)s
            """
        ).format(raw=sql.Identifier(*table.split("."))),
        {"ids": ids, "table": table},
    )


def _close(conn: psycopg.Connection, gate_id: int) -> None:
    conn.execute("update ops.gate set finished_at = now(), is_passed = true where gate_id = %s", (gate_id,))
