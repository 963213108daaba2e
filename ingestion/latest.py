"""Sources that carry no moment of change: a row is a new version when it says something else than the latest one."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import sql

from ingestion.landing import Landing, connect

SHOWN = 50


@dataclass(frozen=True, order=True)
class Mark:
    """A place in the rows of a source, in the order in which they were received."""

    receipt_id: int = 0
    row_no: int = 0

    @classmethod
    def read(cls, source_code: str) -> Mark:
        """How far a source went along the rows of another; the beginning before its first visit."""
        with connect() as conn:
            row = conn.execute("select updated_to from ops.watermark where source_code = %s", (source_code,)).fetchone()
        return cls(*map(int, row[0].removeprefix("receipt ").split(" row "))) if row else cls()

    def __str__(self) -> str:
        return f"receipt {self.receipt_id} row {self.row_no}"


def asked_numbers(source_code: str, since: Mark, changed_from: str, limit: int) -> tuple[list[str], Mark]:
    """Dossier numbers of the next ``limit`` rows that a source delivered after a mark, and the mark behind them.

    The national number where the dossier has one, else the province's; dossiers that changed last before
    ``changed_from`` (a day) are passed over.
    """
    query = """
        select coalesce(national_code, dossier_code), receipt_id, row_no from raw_dossiers.dossier
        where source_code = %s and (receipt_id, row_no) > (%s, %s) and updated_at >= %s
        and coalesce(national_code, dossier_code) is not null
        order by receipt_id, row_no limit %s
    """
    with connect() as conn:
        rows = conn.execute(query, (source_code, since.receipt_id, since.row_no, changed_from, limit)).fetchall()
    return list(dict.fromkeys(r[0] for r in rows)), Mark(*rows[-1][1:]) if rows else since


class Arriving:
    """Rows of one delivery in a temporary table, compared with the latest version of each before they land.

    ``unreadable`` are those that are no tuples, with their numbers; a row's number is its place in the delivery.
    """

    def __init__(self, land: Landing, source_code: str, table: str, key: str, columns: tuple, rows: list) -> None:
        self.table = table
        self._land, self._source, self._key = land, sql.Literal(source_code), sql.Identifier(key)
        self._target, self._columns = sql.Identifier(*table.split(".")), tuple(map(sql.Identifier, columns))
        create = sql.SQL("create temporary table arriving (like {}) on commit drop")
        land.conn.execute(create.format(self._target))
        numbered = list(enumerate(rows, 1))
        with land.copy("arriving", ("source_code", *columns)) as copy:
            for row_no, row in numbered:
                if isinstance(row, tuple):
                    copy.write_row((land.receipt_id, row_no, source_code, *row))
        self.unreadable = [(row_no, row) for row_no, row in numbered if not isinstance(row, tuple)]

    def absent(self, asked: list[str] | None = None) -> list[str]:
        """Keys that an earlier delivery held (of those asked for) and this one does not."""
        return [
            key
            for (key,) in self._known(
                "select distinct {key} from known where {key} not in (select {key} from arriving)", asked
            )
        ]

    def known(self, asked: list[str] | None = None) -> int:
        """How many keys earlier deliveries held (of those asked for)."""
        return self._known("select count(distinct {key}) from known", asked)[0][0]

    def _known(self, question: str, asked: list[str] | None) -> list[tuple]:
        known = sql.SQL(
            "with known as (select {key} from {target} where source_code = {source} and {key} is not null and ({any} or "
            "{key} = any(%(asked)s))) " + question
        ).format(key=self._key, target=self._target, source=self._source, any=sql.Literal(asked is None))
        return self._land.conn.execute(known, {"asked": asked}).fetchall()

    def land_what_is_new(self) -> None:
        """Move the rows that differ from the latest version of their key into the raw table, and count the others."""
        query = sql.SQL(
            """
            insert into {target} (receipt_id, row_no, source_code, {columns})
            select distinct on ({key}) receipt_id, row_no, source_code, {columns} from arriving as a
            where not exists (
                select from (
                    select {columns} from {target} as t
                    where t.source_code = {source} and t.{key} = a.{key}
                    order by t.receipt_id desc, t.row_no desc limit 1
                ) as latest
                where row({before}) is not distinct from row({now})
            )
            order by {key}, row_no desc
            """
        ).format(
            target=self._target, source=self._source, key=self._key, columns=sql.SQL(", ").join(self._columns),
            before=self._of("latest"), now=self._of("a"),
        )  # fmt: skip
        arrived = self._land.conn.execute("select count(*) from arriving").fetchone()[0]
        loaded = self._land.conn.execute(query).rowcount
        self._land.loaded += loaded
        self._land.duplicate += arrived - loaded

    def _of(self, table: str) -> sql.Composed:
        return sql.SQL(", ").join(sql.SQL("{}.{}").format(sql.Identifier(table), name) for name in self._columns)


def note_absent(land: Landing, absent: list[str]) -> None:
    """Note for auditors what earlier deliveries held and this one does not; nothing is closed because of it."""
    if absent:
        some = ", ".join(sorted(absent)[:SHOWN])
        note = f"{land.delivery.name}: {len(absent)} known before did not come: {some}{' …' if len(absent) > SHOWN else ''}"
        land.note("absent", note)
