"""Immutable deliveries: what was taken from a source, allow-listed, compressed, named by its own hash."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from types import TracebackType

import msgspec
import zstandard


class ArchiveWriter:
    """Writes one delivery as JSON lines (zstd). The file appears under its sha256 only when ``commit`` is called.

    ``sha256`` is of the uncompressed lines, so the same content has the same name whatever the compressor.
    A file without a receipt (the process died before the database committed) is harmless: the rerun finds it.
    """

    def __init__(self, folder: Path, source_code: str) -> None:
        self._folder = folder / source_code
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._part = self._folder / f".{os.getpid()}-{id(self)}.part"
        self._hash = hashlib.sha256()
        self._encoder = msgspec.json.Encoder()

    def __enter__(self) -> ArchiveWriter:
        self._file = self._part.open("wb")
        self._zstd = zstandard.ZstdCompressor(level=1).stream_writer(self._file, closefd=False)
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._file.close()
        self._part.unlink(missing_ok=True)

    def write(self, records: list) -> None:
        """Append records (tuples, dicts or structs) as JSON lines."""
        self.write_lines(self._encoder.encode_lines(records))

    def write_lines(self, lines: bytes) -> None:
        """Append JSON lines that were encoded elsewhere."""
        self._hash.update(lines)
        self._zstd.write(lines)

    @property
    def sha256(self) -> str:
        """Hash of everything written so far, hexadecimal."""
        return self._hash.hexdigest()

    def commit(self) -> Path:
        """Make the delivery permanent and return its path; an equal delivery that is already there stays."""
        self._zstd.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        final = self._folder / f"{self.sha256}.jsonl.zst"
        if final.exists():
            return final
        self._part.chmod(0o400)
        self._part.replace(final)
        return final
