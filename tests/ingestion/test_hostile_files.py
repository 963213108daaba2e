"""Files that want to exhaust or trick the reader: refused with a sentence, within bounded memory and time."""

import io
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from ingestion.readers.grid import MAX_SHEETS
from tests.ingestion.xls_file import cell, compound, record, stream, xls

REPO = Path(__file__).resolve().parents[2]
MEMORY = 1024**3
"""Address space that a child process gets for all of these files together."""


def xlsx(rows=(("a", 1),), sheets=1) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        for _ in range(sheets):
            sheet = book.add_worksheet()
            for r, row in enumerate(rows):
                sheet.write_row(r, 0, row)
    return data.getvalue()


def changed(change: dict, extra: dict | None = None) -> bytes:
    """An .xlsx with parts replaced ({part: function of its bytes}) and added."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, lambda body: body)(old.read(name)))
        for name, body in (extra or {}).items():
            new.writestr(name, body)
    return data.getvalue()


SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


def sheet_of(rows: bytes):
    return {SHEET: lambda body: body[: body.index(b"<sheetData")] + b"<sheetData>" + rows + b"</sheetData></worksheet>"}


def laughs(body: bytes) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    end = body.index(b"?>") + 2
    return (
        body[:end]
        + f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'.encode()
        + body[end:].replace(b"<v>0</v>", b"<v>&l9;</v>")
    )


def external(body: bytes) -> bytes:
    end = body.index(b"?>") + 2
    return body[:end] + b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + body[end:]


def shared_text() -> bytes:
    long = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + b"abcdefgh" * 4000
        + b"</t></si></sst>"
    )
    cells = b"".join(b'<row r="%d">' % r + b'<c t="s"><v>0</v></c>' * 100 + b"</row>" for r in range(1, 1001))
    return changed(sheet_of(cells) | {STRINGS: lambda _: long})


def lying() -> bytes:
    """A part that is far larger than the package's directory says."""
    data = bytearray(changed({}, {"xl/theme/x.xml": b"A" * 3_000_000}))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/theme/x.xml"))
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def tags() -> bytes:
    """Millions of cells that say nothing, in an order that does not compress away."""
    order = random.Random(5).randbytes(50_000)
    eight = [b"".join(b"<c " if byte >> bit & 1 else b"<c\n" for bit in range(8)) for byte in range(256)]
    return changed(sheet_of(b"".join(eight[byte] for byte in order) * 40))


def empty_rows() -> bytes:
    return changed(sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row>' + b"".join(b'<row r="%d"/>' % r for r in range(2, 2_000_000))))  # fmt: skip


HOSTILE = {
    "zip bomb": (lambda: changed({}, {"xl/media/x.png": bytes(150_000_000)}), "giải nén"),
    "many small bombs": (lambda: changed({}, {f"xl/media/{n}.png": bytes(4_000_000) for n in range(60)}), "giải nén"),
    "a size that lies": (lying, "hỏng"),
    "billion laughs": (lambda: changed({SHEET: laughs}), "thực thể"),
    "laughs in the strings": (lambda: changed({STRINGS: laughs}), "thực thể"),
    "laughs in the workbook": (lambda: changed({BOOK: laughs}), "thực thể"),
    "external entity": (lambda: changed({BOOK: external}), "thực thể"),
    "entities in UTF-16": (lambda: changed({BOOK: lambda b: external(b).decode().encode("utf-16")}), "thực thể"),
    "macros": (lambda: changed({}, {"xl/vbaProject.bin": b"Sub Auto_Open()"}), "macro"),
    "macros of Excel 4": (lambda: changed({}, {"xl/macrosheets/sheet1.xml": b"<x/>"}), "macro"),
    "external links": (lambda: changed({}, {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "liên kết ngoài"),
    "a cell at the end of the world": (lambda: xlsx([[1], *[[]] * 40_000, [None] * 1000 + [1]] ), "dòng"),
    "two million rows of nothing": (lambda: changed(sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row>' + b'<row r="1048576"><c r="CA1048576"><v>1</v></c></row>')), "1048576 dòng"),
    "millions of tags": (tags, "thẻ XML"),
    "two million rows, empty": (empty_rows, "read: 1"),
    "too many columns": (lambda: xlsx([[1] * 3000]), "3000 cột"),
    "too many sheets": (lambda: xlsx(sheets=MAX_SHEETS + 1), "trang tính"),
    "one text in 100,000 cells": (shared_text, "chữ lặp lại"),
    "a huge part that is parsed": (lambda: changed({"xl/styles.xml": lambda b: b + b"<!-- %s -->" % bytes(11_000_000)}), "giải nén"),
    "far cell of an old file": (lambda: compound(stream([[1]], extra=b"").replace(record(0x000A), record(0x000A))[:-4] + cell(65535, 255, 1.0) + record(0x000A)), "65536 dòng"),
    "chain that bites its tail": (lambda: (d := bytearray(xls([[1]])), d.__setitem__(slice(512 + 8, 512 + 12), (2).to_bytes(4, "little")))[0], "hỏng"),
    "wide csv": (lambda: b";" * 5000 + b"\n1", "cột"),
    "long csv": (lambda: b"1;2\n" * 1_400_000, "dòng"),
    "open quote": (lambda: b'a;b\n1;"' + b"x" * 1_000_000, "nháy"),
}  # fmt: skip

CHILD = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from ingestion.readers.spreadsheet import Unreadable, open_sheets
found = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        found[path.name] = f"read: {len(open_sheets(path.read_bytes()))}"
    except Unreadable as e:
        found[path.name] = " ".join(e.args)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("hostile")
    for name, (make, _) in HOSTILE.items():
        (folder / name).write_bytes(make())
    command = [sys.executable, "-c", CHILD, str(folder), str(MEMORY)]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_trap_is_refused_or_does_no_harm_within_bounds(outcome, name):
    assert HOSTILE[name][1] in outcome[name]
