"""What a file is, by its first bytes and its insides; its name says nothing."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from ingestion.readers.grid import MAX_BYTES, Unreadable

Kind = Literal["xlsx", "xls", "csv"]

_AGAIN = "Hãy mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
_UNLOCK = "Hãy bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc), lưu lại rồi gửi lại."
EXPECTED = "một tệp Excel (.xlsx, .xls) hoặc .csv mở được"
_FOREIGN = {
    b"%PDF": "tệp PDF",
    b"{\\rtf": "tệp văn bản RTF",
    b"\x89PNG": "tệp ảnh",
    b"\xff\xd8\xff": "tệp ảnh",
    b"Rar!": "tệp nén .rar",
    b"7z\xbc\xaf": "tệp nén .7z",
    b"\x1f\x8b": "tệp nén .gz",
    b"MZ": "tệp chương trình",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(data: bytes) -> Kind:
    """The kind of a file. Raises Unreadable with what it is, when it is none that can be read."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"tệp không quá {MAX_BYTES >> 20} MB", f"{len(data) / 1024**2:.1f} MB", "Hãy tách tệp ra.")
    if not data.strip(b"\x00 \r\n\t"):
        raise Unreadable(EXPECTED, "tệp rỗng", "Hãy kiểm tra tệp rồi gửi lại.")
    if data[:4] == b"PK\x03\x04":
        return _package(data)
    if data[:8] == _OLE:
        return _ole(data)
    if found := next((name for start, name in _FOREIGN.items() if data.startswith(start)), None):
        raise Unreadable(EXPECTED, found, _AGAIN)
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<", b"mime-version:")):
        found = "trang web (HTML)" if b"<html" in head or b"<table" in head else "tệp XML hoặc HTML"
        raise Unreadable(EXPECTED, f"{found} mang tên tệp Excel", _AGAIN)
    return "csv"


def _package(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = {entry.filename for entry in packed.infolist()}
            locked = any(entry.flag_bits & 1 for entry in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as e:
        raise Unreadable(EXPECTED, "tệp bị hỏng hoặc chưa tải lên hết", _AGAIN) from e
    if locked:
        raise Unreadable(EXPECTED, "tệp nén có mật khẩu", _UNLOCK)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise Unreadable(EXPECTED, "tệp Excel nhị phân (.xlsb)", _AGAIN)
    if any(name.startswith("word/") for name in names):
        raise Unreadable(EXPECTED, "tệp Word", "Hãy gửi bảng Excel theo biểu mẫu.")
    if "content.xml" in names:
        raise Unreadable(EXPECTED, "tệp LibreOffice (.ods)", _AGAIN)
    raise Unreadable(EXPECTED, "tệp nén chứa tệp khác", "Hãy giải nén và gửi từng tệp.")


def _ole(data: bytes) -> Kind:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise Unreadable(EXPECTED, "tệp có mật khẩu", _UNLOCK)
    if holds("WordDocument"):
        raise Unreadable(EXPECTED, "tệp Word", "Hãy gửi bảng Excel theo biểu mẫu.")
    if not holds("Workbook") and not holds("Book"):
        raise Unreadable(EXPECTED, "tệp dạng khác, có mật khẩu hoặc bị hỏng", _AGAIN)
    return "xls"
