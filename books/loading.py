"""From proven CSV files to the tables that scoring reads: schema ``books``, one transaction for all books.

A book that fails its check is not loaded and what was loaded of it before stays, so the ranking stays as it was. A book
whose folder is gone goes with it, unless an official ranking stands on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from books import formula
from books.book import BOOKS, Book, all_folders, load
from books.faults import Fault, stopping
from warehouse import config
from warehouse.dbt import PROJECT, dbt

FORMAT = "2"
"""Part of every book's hash: raise it when the same files shall be loaded in another way."""

COLUMNS = {
    "book": "title_vi title_en decision_no decision_date level scale_points tie_policy rank_decimals status valid_from"
    " valid_to authority sha256 files",
    "criterion": "position criterion_code parent_code name_vi name_en max_points weight aggregation rule numerator"
    " denominator target floor direction zero_denominator not_applicable rounds_to stage legal_clause evidence"
    " window_years compared_in max_ratio inherits",
    "step": "position criterion_code from_value to_value state state_value points",
    "class": "peer_group class_vi class_en from_percent",
    "unit": "unit_code peer_group is_ranked note",
    "formula": "criterion_code node op left_node right_node figure_code number height",
}
"""Table -> its columns behind index_code, edition."""

DEFAULTS = {
    "tie_policy": "competition", "rank_decimals": "2", "status": "draft", "direction": "up", "not_applicable": "exclude",
    "window_years": "1", "compared_in": "peer_group", "is_ranked": "yes", "valid_to": "infinity",
}  # fmt: skip


@dataclass
class Loaded:
    """What became of the books: names (index/edition) loaded anew, left as they were and removed; faults of the refused."""

    loaded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refused: dict[str, list[Fault]] = field(default_factory=dict)

    def __str__(self) -> str:
        counts = {"loaded": self.loaded, "unchanged": self.unchanged, "removed": self.removed, "refused": self.refused}
        return ", ".join(f"{len(names)} {word}" for word, names in counts.items() if names) or "no books"


class BooksRefused(Exception):
    """Books that failed their check; everything else was loaded. The message names file, line, column and what to do."""

    def __init__(self, refused: dict[str, list[Fault]]) -> None:
        self.refused = refused
        lines = [f"{name}: {fault}" for name, faults in refused.items() for fault in faults]
        super().__init__(
            "bộ chỉ số không qua kiểm tra, kho vẫn dùng bản đã nạp lần trước "
            "(books that failed their check; the version loaded before stays):\n" + "\n".join(lines)
        )


def prepare() -> Loaded:
    """The books, the reference data, and what the gates need to know of both, before anything is examined."""
    report = load_all()
    load_reference()
    return report


def load_reference() -> int:
    """The reference data where it changed, and from the books in the database what the gates ask; returns how many nodes
    dbt ran. Seeds are made anew as a whole, since dbt cannot add a column to one; their hash stands on the schema."""
    now = seeds_hash()
    with psycopg.connect(config.dsn("transformer"), application_name="parix books", autocommit=True) as conn:
        (loaded,) = conn.execute("select obj_description('reference'::regnamespace)").fetchone()
        if loaded == now:
            return dbt("run", "--select", "+path:models/reference")
        ran = dbt(
            "build", "--select", "path:seeds", "+path:models/reference", "--exclude-resource-types", "test", full=True
        )
        conn.execute(sql.SQL("comment on schema reference is {}").format(sql.Literal(now)))
        return ran


def seeds_hash() -> str:
    """The sha256 over the reference data (names and bytes) and the settings under which dbt loads it."""
    digest = hashlib.sha256((PROJECT / "dbt_project.yml").read_bytes())
    for path in sorted((PROJECT / "seeds" / "reference").glob("*")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"seeds sha256:{digest.hexdigest()}"


def load_all(root: Path = BOOKS) -> Loaded:
    """Check every book below a folder and bring schema ``books`` to it; refused books are told, not raised."""
    sound, refused = _check_all(root)
    report = Loaded(refused=refused)
    with psycopg.connect(config.dsn("transformer"), application_name="parix books") as conn:
        conn.execute("lock table books.book in share row exclusive mode")
        rows = conn.execute("select index_code || '/' || edition, sha256 from books.book").fetchall()
        known = dict(rows)
        for name, book in sound.items():
            if known.get(name) == (sha256 := files_hash(book)):
                report.unchanged.append(name)
            else:
                write(conn, "books", book, sha256)
                report.loaded.append(name)
        report.removed = _remove(conn, set(known) - set(sound) - set(refused))
    return report


def _check_all(root: Path) -> tuple[dict[str, Book], dict[str, list[Fault]]]:
    """Books by name (index/edition): those that passed their check, and the faults of those that did not."""
    from books.check import check

    sound, refused = {}, {}
    read = {folder: load(folder)[0] for folder in all_folders(root)}
    for folder, book in read.items():
        others = [other for place, other in read.items() if other is not None and place != folder]
        if faults := stopping(check(folder, others)):
            refused[f"{folder.parent.name}/{folder.name}"] = faults
        else:
            sound[book.name] = book
    return sound, refused


def raise_refused(root: Path = BOOKS) -> None:
    """Raises BooksRefused when a book does not pass its check: for a task that shall be red while the night goes on."""
    if refused := _check_all(root)[1]:
        raise BooksRefused(refused)


def _remove(conn: psycopg.Connection, gone: set[str]) -> list[str]:
    kept = "select index_code || '/' || edition from ops.official_ranking"
    official = {name for (name,) in conn.execute(kept)}
    for name in (gone := sorted(gone - official)):
        clear(conn, "books", *name.split("/", 1))
    return gone


def files_hash(book: Book) -> str:
    """The sha256 over a book's files (names and bytes) and the way in which they are loaded."""
    digest = hashlib.sha256(FORMAT.encode())
    for path in sorted(book.folder.glob("*__*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def clear(conn: psycopg.Connection, schema: str, index_code: str, edition: str) -> None:
    """Delete a book's rows."""
    for table in COLUMNS:
        statement = sql.SQL("delete from {} where index_code = %s and edition = %s").format(
            sql.Identifier(schema, table)
        )
        conn.execute(statement, (index_code, edition))


def write(conn: psycopg.Connection, schema: str, book: Book, sha256: str) -> None:
    """A checked book in the place of its rows in ``schema``."""
    clear(conn, schema, book.index_code, book.edition)
    append(conn, schema, [(book, sha256)])


def append(conn: psycopg.Connection, schema: str, books: Iterable[tuple[Book, str]]) -> None:
    """COPY checked books, each with its hash, into ``schema``; their rows are not there yet."""
    books = list(books)
    for table, columns in COLUMNS.items():
        names = ["index_code", "edition", *columns.split()]
        into = sql.SQL("copy {} ({}) from stdin").format(
            sql.Identifier(schema, table), sql.SQL(", ").join(map(sql.Identifier, names))
        )
        with conn.cursor().copy(into) as copy:
            for book, sha256 in books:
                for row in _ROWS[table](book, sha256):
                    copy.write_row((book.index_code, book.edition, *(row[c] for c in columns.split())))


def _typed(values: dict[str, str]) -> dict[str, str | None]:
    """ "" is null, what may be left open gets its default; the database casts strictly."""
    return {column: text or DEFAULTS.get(column) for column, text in values.items()}


def _book(book: Book, sha256: str) -> Iterator[dict]:
    files = {path.name: path.read_bytes().decode() for path in sorted(book.folder.glob("*__*.csv"))}
    yield _typed(book.head.values) | {"level": list(book.levels), "sha256": sha256, "files": Jsonb(files)}


def _criteria(book: Book, _: str) -> Iterator[dict]:
    for position, row in enumerate(book.criteria, 1):
        values = _typed(row.values)
        yield values | {
            "position": position, "max_points": values["max_points"] or "0", "inherits": values["inherits"] == "yes",
        }  # fmt: skip


def _steps(book: Book, _: str) -> Iterator[dict]:
    places: dict[str, int] = {}
    for position, row in enumerate(book.steps, 1):
        code = row.values["criterion_code"]
        places[code] = places.get(code, 0) + 1
        yield _typed(row.values) | {"position": position, "state_value": state_value(row.values, places[code])}


def state_value(step: dict[str, str], place: int) -> Decimal:
    """The number that stands for a step's state in a figure."""
    for text in (step["from_value"], step["state"]):
        if text.removeprefix("-").replace(".", "", 1).isdecimal():
            return Decimal(text)
    return Decimal(place)


def _classes(book: Book, _: str) -> Iterator[dict]:
    return (_typed(row.values) for row in book.classes)


def _units(book: Book, _: str) -> Iterator[dict]:
    for row in book.units:
        values = _typed(row.values)
        yield values | {"is_ranked": values["is_ranked"] == "yes"}


def _formulas(book: Book, _: str) -> Iterator[dict]:
    for row in book.criteria:
        if row.values["rule"] == "formula":
            for op in formula.program(row.values["numerator"]):
                yield {
                    "criterion_code": row.values["criterion_code"], "node": op.node, "op": op.op, "left_node": op.left,
                    "right_node": op.right, "figure_code": op.figure_code, "number": op.number, "height": op.height,
                }  # fmt: skip


_ROWS = {"book": _book, "criterion": _criteria, "step": _steps, "class": _classes, "unit": _units, "formula": _formulas}
