"""The inbox: a folder into which units' files are put, and where each of them goes once it was read."""

from __future__ import annotations

import filecmp
import re
from pathlib import Path, PurePosixPath

from ingestion.errors import Final

ROOMS = ("loaded", "rejected")
UNFINISHED = {".part", ".tmp", ".partial", ".crdownload", ".filepart"}
OF_THE_SYSTEM = {"thumbs.db", "desktop.ini"}
MARKED = ".danh-dau-loi.xlsx"
LONGEST = 200
"""Bytes of a name that leave room for what is put behind it (a file name has 255)."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def waiting(folder: Path) -> list[str]:
    """Names (relative to the inbox) of the files that wait to be read, oldest first (of the same moment: by name), whatever
    their ending: what cannot be read is told to its sender. Left alone: half-written files, ``~$`` and dot files, links,
    what was read already."""
    folder.mkdir(parents=True, exist_ok=True)
    names = (p.relative_to(folder) for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    ours = [n for n in names if n.parts[0] not in ROOMS and _is_a_file_of_a_unit(n)]
    return [str(n) for n in sorted(ours, key=lambda n: ((folder / n).stat().st_mtime_ns, str(n)))]


def _is_a_file_of_a_unit(name: Path) -> bool:
    is_ours = name.suffix.lower() in UNFINISHED or name.name.lower() in OF_THE_SYSTEM
    return not is_ours and not any(part.startswith(("~$", ".")) for part in name.parts)


def read(folder: Path, name: str, most: int) -> bytes:
    """The bytes of a waiting file, never more than one above ``most``. Raises Final for a name that leads elsewhere."""
    path = folder / name
    if "\0" in name or not path.resolve().is_relative_to(folder.resolve()) or path.is_symlink():
        raise Final(f"{shown(name)!r} is no file of the inbox")
    with path.open("rb") as file:
        return file.read(most + 1)


def shown(name: str) -> str:
    """A name as it may be written down: no control signs, nothing that is no character."""
    return _UNPRINTABLE.sub("?", name)


def accept(folder: Path, name: str, told: str) -> None:
    """Move a file that is safely loaded to ``loaded/`` with what its sender is told beside it (``<name>.txt``)."""
    target = _move(folder, name, "loaded")
    target.with_name(target.name + ".txt").write_text(told + "\n", encoding="utf-8")


def reject(folder: Path, name: str, sentence: str, marked: bytes) -> None:
    """Move a refused file to ``rejected/``, unchanged; beside it the sentence (``<name>.txt``) and the marked copy."""
    target = _move(folder, name, "rejected")
    target.with_name(target.name + ".txt").write_text(sentence + "\n", encoding="utf-8")
    target.with_name(target.stem + MARKED).write_bytes(marked)


def tell(folder: Path, name: str, receipt_id: int, told: str) -> None:
    """Put what the gate found in an accepted file beside it (``<name>.bien-nhan-<receipt>.txt``)."""
    path = folder / "loaded" / _safe(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_name(f"{path.name}.bien-nhan-{receipt_id}.txt").write_text(told + "\n", encoding="utf-8")


def _move(folder: Path, name: str, room: str) -> Path:
    source, first = folder / name, folder / room / _safe(name)
    first.parent.mkdir(parents=True, exist_ok=True)
    target, number = first, 1
    while target.exists() and not filecmp.cmp(target, source, shallow=False):  # another file under an old name
        number += 1
        target = first.with_stem(f"{first.stem} ({number})")
    source.replace(target)
    return target


def _safe(name: str) -> PurePosixPath:
    """A name under which a file and what is put beside it can be kept."""
    path = PurePosixPath(shown(name))
    stem = path.stem.encode()[: LONGEST - len(path.suffix.encode())].decode(errors="ignore")
    return path.with_name(stem + path.suffix[:20])
