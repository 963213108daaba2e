"""Evidence packs: a seal with everything it names as one zip file that anybody can check without this project."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from publishing import releases, sealing

VERIFIER = Path(__file__).with_name("verify_pack.py")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same pack twice is the same bytes
_README = """Hồ sơ chứng cứ của một lần công bố xếp hạng / Evidence of a published ranking

Kiểm tra (không cần mạng, chỉ cần Python 3): / To check it (offline, Python 3 only):

    python3 verify_pack.py

marts/*.csv là các bảng đã công bố, books/ là các bộ chỉ số, receipts.csv là biên nhận của mọi tệp đã nhận,
gate_results.csv là kết quả các phép kiểm tra. manifest.json ghi mã băm của từng tệp và được ký số (seal.json).
"""


def export(seal_id: int, out: Path) -> Path:
    """Write the pack of a seal to ``out`` (a .zip; its folder is made). Raises LookupError when there is no such seal."""
    with releases.connect() as conn:
        row = (
            conn.cursor(row_factory=dict_row)
            .execute("select * from ops.seal where seal_id = %s", (seal_id,))
            .fetchone()
        )
        if row is None:
            raise LookupError(f"there is no seal {seal_id}; `parix verify` shows them")
        out.parent.mkdir(parents=True, exist_ok=True)
        part = out.with_name(out.name + ".part")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as pack:
            _write(pack, conn, row)
        part.replace(out)
    return out


def _write(pack: zipfile.ZipFile, conn: psycopg.Connection, row: dict) -> None:
    manifest = json.loads(row["manifest"])
    seal = {k: row[k] for k in ("seal_id", "sha256", "previous_sha256", "public_key", "signature")}
    _add(pack, "README.txt", _README.encode())
    _add(pack, "manifest.json", row["manifest"].encode())
    _add(pack, "seal.json", json.dumps(seal, indent=1).encode())
    _add(pack, VERIFIER.name, VERIFIER.read_bytes())
    for name, query in sealing.tables(conn, row["release_id"]).items():
        if name in manifest["tables"]:
            digests = []
            with pack.open(_info(name), "w", force_zip64=True) as file:
                for line in sealing.lines(conn, query):
                    file.write(line)
                    digests.append(sealing.digest_line(line))
            _add(pack, f"{name}.rows", b"".join(digests))
    for name, book in manifest["books"].items():
        files = conn.execute("select files from ops.sealed_book where sha256 = %s", (book["sha256"],)).fetchone()
        for file, text in (files[0] if files else {}).items():
            _add(pack, f"books/{name}/{file}", text.encode())


def _add(pack: zipfile.ZipFile, name: str, data: bytes) -> None:
    pack.writestr(_info(name), data)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
