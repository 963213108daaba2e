"""Closed books are pinned: `CLOSED.sha256` in the folder of the books lists the checksum of each of their files, in the
format of sha256sum, so that an auditor proves them there with `sha256sum -c CLOSED.sha256` and nothing of ours."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from books.book import BOOKS
from books.faults import Fault
from warehouse.files import write_whole

PINS = "CLOSED.sha256"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_ADVICE = (
    "Bộ chỉ số đã khóa không thay đổi; hãy khôi phục tệp, hoặc lập phiên bản mới.",
    "A closed book does not change; restore the file, or make a new edition.",
)


def home_of(folder: Path) -> Path | None:
    """The folder of books that a book lies in as <index>/<edition>; None for a book that lies anywhere else."""
    root = Path(folder).resolve().parent.parent
    return root if root == BOOKS or (root / PINS).is_file() else None


def pinned(root: Path = BOOKS) -> dict[str, str]:
    """Path (relative to the root) -> checksum. Raises ValueError for a line that sha256sum did not write."""
    path, found = Path(root) / PINS, {}
    for number, line in enumerate(path.read_text("utf-8").splitlines() if path.is_file() else (), 1):
        if line.strip():
            if not (parts := _LINE.fullmatch(line)):
                raise ValueError(
                    f"{PINS}, dòng {number}: không đúng dạng sha256sum | line {number} is not of sha256sum"
                )
            found[parts[2]] = parts[1]
    return found


def pinned_folders(root: Path = BOOKS) -> list[Path]:
    """The folders of the pinned books, whether they are still there or not."""
    return sorted({(Path(root) / name).parent for name in pinned(root)})


def is_pinned(folder: Path) -> bool:
    root = home_of(folder)
    return root is not None and any(name.startswith(_prefix(root, folder)) for name in pinned(root))


def faults(folder: Path, status: str = "") -> Iterator[Fault]:
    """What happened to a pinned book since it was pinned; a closed book without pins is one too."""
    root = home_of(folder)
    if root is None:
        return
    try:
        pins = pinned(root)
    except ValueError as error:
        vi, en = str(error).split(" | ")
        yield Fault(PINS, None, None, f"{vi}. Hãy khôi phục tệp.", f"{en}. Restore the file.")
        return
    prefix = _prefix(root, folder)
    own = {name: checksum for name, checksum in pins.items() if name.startswith(prefix)}
    present = dict(_files(root, folder)) if Path(folder).is_dir() else {}
    for name, checksum in own.items():
        file = name.removeprefix(prefix)
        if name not in present:
            yield Fault(file, None, None, f"tệp của bộ đã khóa bị mất. {_ADVICE[0]}", f"a file of a closed book is missing. {_ADVICE[1]}")  # fmt: skip
        elif _checksum(present[name]) != checksum:
            yield Fault(file, None, None, f"nội dung khác với lúc khóa ({PINS}). {_ADVICE[0]}", f"differs from what was closed ({PINS}). {_ADVICE[1]}")  # fmt: skip
    for name in present if own else ():
        if name not in own:
            yield Fault(name.removeprefix(prefix), None, None, f"tệp mới trong bộ đã khóa. {_ADVICE[0]}", f"a new file in a closed book. {_ADVICE[1]}")  # fmt: skip
    if status == "closed" and not own:
        yield Fault(PINS, None, None, f"bộ {prefix.rstrip('/')} có trạng thái closed nhưng chưa được khóa. Hãy chạy: parix book pin.",
                    f"book {prefix.rstrip('/')} has status closed but is not pinned. Run: parix book pin.")  # fmt: skip


def pin(folder: Path) -> Path:
    """Write the checksums of a book's files and return the file of pins. A book once pinned stays as it was pinned:
    raises ValueError, also for a folder that is not <index>/<edition> of a folder of books."""
    folder = Path(folder).resolve()
    root = home_of(folder)
    if root is None:
        raise ValueError(f"{folder}: chỉ khóa được bộ trong {BOOKS.name}/ | only books below {BOOKS.name}/ are pinned")
    pins, prefix = pinned(root), _prefix(root, folder)
    if any(name.startswith(prefix) for name in pins):
        raise ValueError(f"bộ {prefix.rstrip('/')} đã được khóa | book {prefix.rstrip('/')} is pinned already")
    pins |= {name: _checksum(path) for name, path in _files(root, folder)}
    path = root / PINS
    write_whole(path, "".join(f"{pins[name]}  {name}\n" for name in sorted(pins)))
    return path


def _prefix(root: Path, folder: Path) -> str:
    return f"{Path(folder).resolve().relative_to(root).as_posix()}/"


def _files(root: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(Path(folder).resolve().glob("*.csv")):
        if not path.name.startswith((".", "~")):
            yield path.relative_to(root).as_posix(), path


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
