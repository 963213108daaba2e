"""Rows and their receipt into raw tables: one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from warehouse import config


@dataclass(frozen=True)
class Delivery:
    """What a receipt says of one delivery before it is numbered."""

    source_code: str
    name: str
    is_illustrative: bool
    period_code: str | None = None
    window_from: date | None = None
    window_to: date | None = None
    sender: str | None = None
    run_id: str | None = None

    @property
    def may_come_again(self) -> bool:
        """Whether the same bytes can bring something new: a workbook can, after another version of it."""
        return self.source_code.startswith("workbook:")


@dataclass(frozen=True)
class Receipt:
    """The outcome: ``receipt_id`` is None when the delivery brought nothing that was not known already."""

    receipt_id: int | None
    delivered: int
    loaded: int
    duplicate: int
    undecodable: int
    name: str
    withdrawn: int = 0


def connect() -> psycopg.Connection:
    """A connection with the rights of the loader."""
    return psycopg.connect(config.dsn("loader"), application_name="parix ingestion")


def watermark(source_code: str) -> datetime | None:
    """Moment up to which every change of a source is loaded; None before its first load."""
    query = "select updated_to::timestamptz from ops.watermark where source_code = %s"
    with connect() as conn:
        row = conn.execute(query, (source_code,)).fetchone()
        return row and row[0]


def known_periods(source_code: str) -> set[str]:
    """Codes of the periods of which a source delivered something already."""
    query = "select distinct period_code from ops.delivery where source_code = %s and period_code is not null"
    with connect() as conn:
        return {code for (code,) in conn.execute(query, (source_code,))}


def note(kind: str, source_code: str, sentence: str, moment: datetime) -> None:
    """Remember an event that leaves no receipt."""
    with connect() as conn:
        conn.execute(
            "insert into ops.run (kind, source_code, note, started_at) values (%s, %s, %s, %s)",
            (kind, source_code, sentence, moment),
        )


def noted_on(kind: str, source_code: str, day: date) -> str | None:
    """The sentence of an event of this kind that was noted on a Vietnamese day; None when there was none."""
    query = """
        select note from ops.run
        where kind = %s and source_code = %s and (started_at at time zone 'Asia/Ho_Chi_Minh')::date = %s
        order by run_id desc limit 1
    """
    with connect() as conn:
        row = conn.execute(query, (kind, source_code, day)).fetchone()
        return row and row[0]


def note_rejection(source_code: str, name: str, sha256: str, sentence_vi: str) -> None:
    """Remember a file that was refused as a whole, with its sentence."""
    with connect() as conn:
        conn.execute(
            """
            insert into ops.rejection (source_code, name, sha256, sentence_vi) values (%s, %s, %s, %s)
            on conflict (source_code, sha256) do update set sentence_vi = excluded.sentence_vi, rejected_at = now()
            """,
            (source_code, name, sha256, sentence_vi),
        )


def kept_out(gate_id: int, schema: str) -> list[tuple[int, str, str, str, str]]:
    """Rows that a gate put into quarantine: receipt, file, sheet, place in the sheet, reason."""
    query = """
        select d.receipt_id, d.name, q.record ->> 'sheet',
            coalesce('ô ' || (q.record ->> 'cell'), 'dòng ' || (q.record ->> 'sheet_row')), q.reason_vi
        from quarantine.row as q inner join ops.delivery as d on q.receipt_id = d.receipt_id
        where q.gate_id = %s and split_part(q.source_table, '.', 1) = %s
        order by d.receipt_id, q.row_no
    """
    with connect() as conn:
        return conn.execute(query, (gate_id, schema)).fetchall()


def is_due(source_code: str, name: str, days: int) -> bool:
    """Whether a delivery of that name, or a visit that brought nothing, is more than ``days`` old or was never there."""
    query = """
        select not exists (
            select from ops.delivery
            where source_code = %(source)s and name = %(name)s and received_at > now() - make_interval(days => %(days)s)
        ) and not exists (
            select from ops.run where source_code = %(source)s and starts_with(note, %(name)s || ':')
            and started_at > now() - make_interval(days => %(days)s)
        )
    """
    with connect() as conn:
        return conn.execute(query, {"source": source_code, "name": name, "days": days}).fetchone()[0]


class Landing:
    """One delivery on its way into a raw table; use ``landing(...)``."""

    def __init__(self, conn: psycopg.Connection, delivery: Delivery) -> None:
        self.conn, self.delivery = conn, delivery
        row = conn.execute("select nextval(pg_get_serial_sequence('ops.delivery', 'receipt_id'))").fetchone()
        self.receipt_id: int = row[0]
        self.loaded = self.duplicate = self.undecodable = self.withdrawn = 0

    def copy(self, table: str, columns: Iterable[str], options: str = ""):
        """A COPY into ``table`` (``schema.table``); rows start with receipt_id, row_no."""
        names = sql.SQL(", ").join(map(sql.Identifier, ("receipt_id", "row_no", *columns)))
        target = sql.Identifier(*table.split("."))
        return self.conn.cursor().copy(sql.SQL("copy {} ({}) from stdin {}").format(target, names, sql.SQL(options)))

    def quarantine(self, table: str, row_no: int, record: dict, check: str, reason_vi: str) -> None:
        """Keep a row that cannot enter its raw table, with the reason."""
        self.undecodable += 1
        self.conn.execute(
            """
            insert into quarantine.row (source_table, receipt_id, row_no, record, check_name, reason_vi, checks)
            values (%s, %s, %s, %s, %s, %s, array[%s])
            """,
            (table, self.receipt_id, row_no, Jsonb(record), check, reason_vi, check),
        )

    def correct(self, table: str, changes: Iterable[tuple], first: int) -> None:
        """Keep what the delivery changes against the one before it (``ingestion.versions.Change``), numbered from
        ``first``."""
        with self.conn.cursor().copy("copy raw_workbooks.correction from stdin") as copy:
            for number, change in enumerate(changes, first):
                copy.write_row((self.receipt_id, number, table, *change))

    def earlier(self, sha256: str) -> datetime | None:
        """When the same bytes were delivered last."""
        query = "select max(received_at) from ops.delivery where source_code = %s and sha256 = %s"
        return self.conn.execute(query, (self.delivery.source_code, sha256)).fetchone()[0]

    def note(self, kind: str, note: str) -> None:
        """Note something of this delivery that leaves no receipt (ops.run)."""
        self.conn.execute(
            "insert into ops.run (kind, source_code, note) values (%s, %s, %s)", (kind, self.delivery.source_code, note)
        )

    def move_watermark(self, updated_to: str) -> None:
        """Note how far the source is loaded, in the transaction of what was loaded."""
        self.conn.execute(
            """
            insert into ops.watermark (source_code, updated_to) values (%s, %s)
            on conflict (source_code) do update set updated_to = excluded.updated_to, moved_at = now()
            """,
            (self.delivery.source_code, updated_to),
        )

    def receipt(self, sha256: str, keep: Callable[[], Path]) -> Receipt:
        """Write the receipt; ``keep`` makes the archived delivery permanent and returns its path.

        Nothing new, or the same bytes as an earlier delivery: everything is undone and nothing is archived.
        """
        d, new = self.delivery, self.loaded + self.undecodable
        delivered, new = new + self.duplicate, new + self.withdrawn
        known = (
            not d.may_come_again
            and self.conn.execute(
                "select 1 from ops.delivery where source_code = %s and sha256 = %s", (d.source_code, sha256)
            ).fetchone()
        )
        if known or not new:
            self.conn.rollback()
            self.conn.execute(
                "insert into ops.run (kind, source_code, note) values ('nothing new', %s, %s)",
                (d.source_code, f"{d.name}: {delivered} rows, all known already"),
            )
            return Receipt(None, delivered, 0, delivered, 0, d.name)
        columns = {
            "receipt_id": self.receipt_id,
            "sha256": sha256,
            "rows_delivered": delivered,
            "rows_loaded": self.loaded,
            "rows_duplicate": self.duplicate,
            "rows_undecodable": self.undecodable,
            "rows_withdrawn": self.withdrawn,
            "archive_path": keep().name,
        } | asdict(d)
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        values = sql.SQL(", ").join(map(sql.Placeholder, columns))
        self.conn.execute(
            sql.SQL("insert into ops.delivery ({}) overriding system value values ({})").format(names, values), columns
        )
        counts = (delivered, self.loaded, self.duplicate, self.undecodable)
        return Receipt(self.receipt_id, *counts, d.name, self.withdrawn)


@contextmanager
def landing(delivery: Delivery):
    """A ``Landing`` whose transaction commits at the end of the block and leaves nothing when the block fails."""
    with connect() as conn:
        # one load of a source at a time: two that overlap would both find a row new
        conn.execute("select pg_advisory_xact_lock(hashtext(%s))", (delivery.source_code,))
        yield Landing(conn, delivery)
