"""The package of an .xlsx file, looked at before anything parses it: sizes, traps, and what each sheet is made of."""

from __future__ import annotations

import re
import zipfile
from typing import NamedTuple
from xml.etree import ElementTree

from ingestion.readers.grid import (
    CLEAN_COPY,
    MAX_EXPANDED,
    MAX_GRID,
    MAX_PARSED,
    MAX_PARTS,
    MAX_RATIO,
    MAX_SHEETS,
    MAX_TEXT,
    RATIO_FROM,
    Unreadable,
)

_PARSED = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")
_READ = ("xl/sharedStrings.xml", "xl/styles.xml")
_PERCENT_BUILT_IN = {"9", "10"}
_FONTS = (("tcvn3", re.compile(r"^\.vn", re.I)), ("vni", re.compile(r"^vni[- ]", re.I)))
_SHARED_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*?\bt=[\"']s[\"'][^<>]*>\s*<(?:\w+:)?v>(\d{1,9})</")
_SHORTEST_CELL = len('<c t="s"><v>0</v></c>')
_MARKUP = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)


class Package(NamedTuple):
    """``parts``: name of a worksheet -> the XML of it; ``percents`` and ``fonts``: style numbers that show a percent, or
    (by style number) that are written in a font of an old Vietnamese encoding."""

    parts: dict[str, bytes]
    percents: frozenset[str]
    fonts: dict[str, str]
    is_1904: bool


def open_package(packed: zipfile.ZipFile) -> Package:
    """Check the package and read what is needed of it; raises Unreadable when it is a trap."""
    _check_sizes(packed.infolist())
    names = {entry.filename.lower() for entry in packed.infolist()}
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        advice = "Hãy lưu lại dạng “Sổ làm việc Excel (.xlsx)”, không có macro, rồi gửi lại."
        raise Unreadable("một tệp không có macro", "tệp có macro (không được mở, không được chạy)", advice)
    if any(name.startswith("xl/externallinks/") for name in names):
        advice = "Hãy ngắt liên kết (Dữ liệu → Sửa liên kết → Ngắt liên kết), lưu lại rồi gửi lại."
        raise Unreadable("một tệp chứa đủ số liệu của mình", "tệp lấy số liệu từ tệp khác (liên kết ngoài)", advice)
    for name in _PARSED[:2]:
        _check_markup(packed.read(name))
    workbook = ElementTree.fromstring(packed.read("xl/workbook.xml"))
    places = _parts(packed, workbook)
    if len(places) > MAX_SHEETS:
        found, advice = f"{len(places)} trang tính", "Hãy bỏ trang tính thừa."
        raise Unreadable(f"tệp không quá {MAX_SHEETS} trang tính", found, advice)
    bodies = {}
    for entry in packed.infolist():
        if entry.filename.lower().endswith((".xml", ".rels")):
            _check_markup(body := packed.read(entry))
            if entry.filename in (*places.values(), *_READ):
                bodies[entry.filename] = body
    parts = {name: bodies[part] for name, part in places.items()}
    _check_texts(bodies.get("xl/sharedStrings.xml", b""), parts)
    styles = bodies.get("xl/styles.xml", b"")
    flags = (e.get("date1904", "0") for e in workbook.iter() if e.tag.endswith("}workbookPr"))
    return Package(parts, *_styles(styles), next(flags, "0") in ("1", "true"))


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    expanded = sum(e.file_size for e in entries)
    parsed = max((e.file_size for e in entries if e.filename in _PARSED), default=0)
    bomb = any(e.file_size > RATIO_FROM and e.file_size > MAX_RATIO * max(e.compress_size, 1) for e in entries)
    if expanded > MAX_EXPANDED or bomb or parsed > MAX_PARSED or len(entries) > MAX_PARTS:
        found = f"{expanded / 1024**2:.0f} MB sau khi giải nén"
        raise Unreadable(f"tệp giải nén không quá {MAX_EXPANDED >> 20} MB", found, CLEAN_COPY)


def _check_markup(xml: bytes) -> None:
    """Excel writes neither document types nor entities nor UTF-16: whoever does wants the parser to expand something."""
    if (
        (b"!" in xml and b"<!" in xml and _MARKUP.search(xml))
        or xml[:2] in (b"\xff\xfe", b"\xfe\xff")
        or xml[:1] == b"\x00"
    ):
        raise Unreadable("một tệp do Excel lưu", "tệp có khai báo thực thể XML", CLEAN_COPY)


def _check_texts(shared: bytes, parts: dict[str, bytes]) -> None:
    """One long text that hundreds of thousands of cells share fills the memory once it is spread."""
    end = b"</si>" if b"</si>" in shared else b":si>"
    if shared.count(end) > MAX_GRID:
        raise Unreadable("một bảng tính vừa phải", f"{shared.count(end)} đoạn chữ", CLEAN_COPY)
    lengths = [*map(len, shared.split(end))]
    cells = sum(len(xml) // _SHORTEST_CELL for xml in parts.values())
    if max(lengths) * cells <= MAX_TEXT:
        return
    spread = sum(
        lengths[n] for xml in parts.values() for m in _SHARED_CELL.finditer(xml) if (n := int(m[1])) < len(lengths)
    )
    if spread > MAX_TEXT:
        found = f"{spread >> 20} MB chữ lặp lại trong các ô"
        raise Unreadable(f"tệp không quá {MAX_TEXT >> 20} MB chữ", found, CLEAN_COPY)


def _parts(packed: zipfile.ZipFile, workbook: ElementTree.Element) -> dict[str, str]:
    """Name of a worksheet -> its part of the package."""
    relations = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): (r.get("Type", ""), r.get("Target", "")) for r in relations}
    parts = {}
    for element in workbook.iter():
        reference = next((v for k, v in element.attrib.items() if k.endswith("}id")), None)
        kind, target = targets.get(reference, ("", ""))
        if element.tag.endswith("}sheet") and kind.endswith("/worksheet"):
            parts[element.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _styles(xml: bytes) -> tuple[frozenset[str], dict[str, str]]:
    """Style numbers (the ``s`` of a cell) that show a percent, and the encoding of those in a font of before Unicode."""
    if not xml:
        return frozenset(), {}
    root = ElementTree.fromstring(xml)
    space = root.tag.rpartition("}")[0] + "}"
    formats = {f.get("numFmtId"): f.get("formatCode", "") for f in root.iter(f"{space}numFmt")}
    shows = _PERCENT_BUILT_IN | {key for key, code in formats.items() if "%" in re.sub(r'"[^"]*"', "", code)}
    fonts = [_encoding(font.find(f"{space}name")) for font in root.findall(f"{space}fonts/{space}font")]
    percents, old = set(), {}
    for number, xf in enumerate(root.findall(f"{space}cellXfs/{space}xf")):
        font = int(xf.get("fontId", "0"))
        if xf.get("numFmtId") in shows:
            percents.add(str(number))
        if font < len(fonts) and fonts[font]:
            old[str(number)] = fonts[font]
    return frozenset(percents), old


def _encoding(name: ElementTree.Element | None) -> str | None:
    said = "" if name is None else name.get("val", "")
    return next((encoding for encoding, pattern in _FONTS if pattern.match(said)), None)
