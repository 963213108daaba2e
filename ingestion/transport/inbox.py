"""The inbox: a folder into which units' files are put, and where each of them goes once it was read."""

from __future__ import annotations

from pathlib import Path

READABLE = {".xlsx", ".xls", ".csv"}


def waiting(folder: Path) -> list[str]:
    """Names (relative to the inbox) of the files that wait to be read, in order. Half-written ``~$`` and dot files
    and everything in ``loaded/`` and ``rejected/`` are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    files = (p for p in folder.rglob("*") if p.is_file() and p.suffix.lower() in READABLE)
    names = (p.relative_to(folder) for p in files if not p.name.startswith(("~$", ".")))
    return sorted(str(n) for n in names if n.parts[0] not in ("loaded", "rejected"))


def accept(folder: Path, name: str, told: str) -> None:
    """Move a file that is safely loaded to ``loaded/`` with what its sender is told beside it (``<name>.txt``)."""
    target = _move(folder, name, "loaded")
    target.with_name(target.name + ".txt").write_text(told + "\n", encoding="utf-8")


def reject(folder: Path, name: str, sentence: str) -> None:
    """Move a refused file to ``rejected/`` with the sentence beside it (``<name>.txt``)."""
    target = _move(folder, name, "rejected")
    target.with_name(target.name + ".txt").write_text(sentence + "\n", encoding="utf-8")


def _move(folder: Path, name: str, room: str) -> Path:
    source, target = folder / name, folder / room / name
    target.parent.mkdir(parents=True, exist_ok=True)
    number = 1
    while target.exists() and target.read_bytes() != source.read_bytes():  # another file under an old name
        number += 1
        target = (folder / room / name).with_stem(f"{Path(name).stem} ({number})")
    source.replace(target)
    return target
