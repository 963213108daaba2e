"""What the sender of a workbook that was taken is told, in Vietnamese: what is new, what it corrects, what it takes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ingestion.landing import Receipt
from ingestion.settings import VIETNAM
from ingestion.versions import Change

SHOWN = 100


def accepted(receipt: Receipt, changes: Sequence[Change], earlier: datetime | None) -> str:
    """The text beside an accepted file. ``earlier``: when the same bytes came before, if they did."""
    same = f"Tệp này giống hệt tệp đã nhận lúc {earlier.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}. " if earlier else ""
    if receipt.receipt_id is None:
        return f"{same}Tệp “{receipt.name}” không có gì mới: {receipt.delivered} mục đều đã nhận trước đó."
    again = "Số liệu trở lại như tệp đó. " if earlier else ""
    lines = [
        f"{same}{again}Tệp “{receipt.name}” được nhận, biên nhận số {receipt.receipt_id}: "
        f"{receipt.loaded} mục mới hoặc đã sửa, {receipt.duplicate} mục không đổi, {receipt.withdrawn} mục rút lại."
    ]
    if changes:
        lines.append("So với lần gửi trước:")
        lines += [f"{number}. {_told(change)}" for number, change in enumerate(changes[:SHOWN], 1)]
    if len(changes) > SHOWN:
        lines.append(f"… và {len(changes) - SHOWN} thay đổi khác.")
    return "\n".join(lines)


def kept_out(name: str, receipt_id: int, lines: Sequence[str]) -> str:
    """The text beside an accepted file of which the gate keeps rows out."""
    told = [
        f"Tệp “{name}” (biên nhận số {receipt_id}) đã được nhận, nhưng {len(lines)} mục chưa được tính vì không đạt kiểm "
        "tra. Số liệu đã gửi trước đó của các mục này, nếu có, vẫn giữ nguyên. Hãy sửa và gửi lại cả tệp.",
        *(f"{number}. {line}" for number, line in enumerate(lines[:SHOWN], 1)),
    ]
    if len(lines) > SHOWN:
        told.append(f"… và {len(lines) - SHOWN} mục khác.")
    return "\n".join(told)


def kept_out_line(sheet: str, place: str, reason: str) -> str:
    """One row that is kept out: where it stands, and why."""
    return f"Trang tính “{sheet}”, {place}: {reason}"


def _told(change: Change) -> str:
    what = " – ".join(filter(None, (change.unit_key, change.entry, change.item)))
    if change.kind == "withdrawn":
        return f"{what}: rút lại “{change.old_value}” (ô {change.old_cell}, biên nhận {change.old_receipt_id})."
    place = f"trang tính “{change.new_sheet}”, ô {change.new_cell}"
    if change.kind == "added":
        return f"{what}: thêm “{change.new_value}” ({place})."
    return f"{what}: “{change.old_value}” → “{change.new_value}” ({place}; trước: ô {change.old_cell}, biên nhận {change.old_receipt_id})."
