"""The archived deliveries behind a release: whether each file still holds what its name says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import zstandard

_BLOCK = 1 << 20


def altered(archive: Path, deliveries: Iterable[tuple[int, str]]) -> Iterator[str]:
    """A sentence for each archived delivery (receipt, file name) whose content is another than when it was received.

    A file is named by the sha256 of its uncompressed lines. What does not lie in the archive is not asked: it may have
    been moved away, and the figures are sealed by themselves.
    """
    there = {path.name: path for path in archive.glob("*/*.jsonl.zst")}
    for receipt_id, name in deliveries:
        if name in there and (found := _sha256(there[name])) != name.partition(".")[0]:
            told = f"holds {found[:12]}… now" if found else "cannot be read any more"
            yield f"the archived delivery of receipt {receipt_id} was altered: {name} {told}"


def _sha256(path: Path) -> str | None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as lines:
            while block := lines.read(_BLOCK):
                digest.update(block)
    except zstandard.ZstdError:
        return None
    return digest.hexdigest()
