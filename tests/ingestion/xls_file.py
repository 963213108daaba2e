"""Writes small .xls files (BIFF8 in a compound file), good and bad ones; nothing else on the machine can."""

import struct

END, FREE, IS_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


class Error(str):
    """A cell with an error."""


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(value: str, wide="<H") -> bytes:
    return struct.pack(wide, len(value)) + b"\x01" + value.encode("utf-16-le")


def cell(row: int, column: int, value, xf=15) -> bytes:
    place = struct.pack("<HHH", row, column, xf)
    if isinstance(value, Error):
        return record(0x0205, place + b"\x07\x01")
    if isinstance(value, str):
        return record(0x0204, place + _text(value))
    return record(0x0203, place + struct.pack("<d", value))


def stream(
    rows, name="Bảng", fonts=("Arial",), xfs=((0, 0),), styles=None, extra=b"", is_1904=False, sheets=1
) -> bytes:
    """A workbook stream. ``xfs``: (font, format) from style 16 on; ``styles``: {(row, column): style}."""
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + extra
    head += record(0x0022, struct.pack("<H", is_1904))
    for font in fonts:
        head += record(
            0x0031, b"\xc8\x00" + bytes(12) + struct.pack("<B", len(font)) + b"\x01" + font.encode("utf-16-le")
        )
    for font, number in [(0, 0)] * 16 + list(xfs):
        head += record(0x00E0, struct.pack("<HH", font, number) + bytes(16))
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    body += record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None and value != "":
                body += cell(r, c, value, (styles or {}).get((r, c), 15))
    body += record(0x000A)
    size = sum(
        len(record(0x0085, struct.pack("<IBB", 0, 0, 0) + _text(f"{name}{n or ''}", "<B"))) for n in range(sheets)
    )
    start = len(head) + size + 4
    for n in range(sheets):
        head += record(0x0085, struct.pack("<IBB", start + n * len(body), 0, 0) + _text(f"{name}{n or ''}", "<B"))
    return head + record(0x000A) + body * sheets


def compound(content: bytes, name="Workbook") -> bytes:
    """A compound file with one stream."""
    content = content.ljust(4096, b"\0")
    count = -(-len(content) // 512)
    fats = -(-(count + 1) // 126)
    entries = [IS_FAT] * fats + [END] + list(range(fats + 2, fats + 1 + count)) + [END]
    table = struct.pack(f"<{len(entries)}I", *entries).ljust(fats * 512, b"\xff")
    numbers = list(range(fats)) + [FREE] * (109 - fats)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fats, fats, 0, 4096, END, 0, END, 0) + struct.pack("<109I", *numbers)
    return header + table + _entry("Root Entry", 5, 1, END, 0) + _entry(name, 2, FREE, fats + 1, len(content)) + bytes(256) + content.ljust(count * 512, b"\0")  # fmt: skip


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    tree = struct.pack("<BBIII", kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + struct.pack("<H", len(text)) + tree + bytes(36) + struct.pack("<IQ", start, size)


def xls(rows, **more) -> bytes:
    return compound(stream(rows, **more))
