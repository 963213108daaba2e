"""Places, receipts and what was touched, in Vietnamese sentences: for the terminal and for the auditor's working paper."""

from __future__ import annotations

from datetime import datetime

from publishing import wording

MISSING = {
    "absent": "chưa nhận được", "blank": "để trống", "dash": "dấu gạch", "stated_none": "“không phát sinh”",
    "not_applicable": "không áp dụng",
}  # fmt: skip
USES = {"inherited": "lấy của đơn vị cấp trên", "year_before": "kỳ trước, để so tăng trưởng"}
HOW = {
    "value": "chấm từ số liệu này", "assessment": "điểm do người chấm", "inherited": "đơn vị cấp dưới lấy theo",
    "year_before": "tăng trưởng của kỳ sau", "compared": "đơn vị khác được so với số liệu này",
    "imported": "lấy kết quả của chỉ số được chấm", "nation": "xác nhận đồng bộ", "catalogue": "danh mục thủ tục",
}  # fmt: skip
STATES = {
    "moved_on": "Kho đã nhận dữ liệu mới hơn bản phát hành này: đếm lại hôm nay ra kết quả khác số đã công bố.",
    "differs": "Số đã công bố khác số như đã nhận: có đính chính sau khi nhận.",
    "not_found": "Chỗ của số liệu không còn tìm thấy trong dữ liệu gốc.",
}


def value(row: dict, unit: str = "") -> str:
    """A figure's value, or why there is none."""
    if row["value"] is None:
        return f"không có số liệu ({MISSING.get(row['missing_reason'], row['missing_reason'])})"
    return f"{wording.vietnamese(row['value'])}{' ' + unit if unit else ''}"


def place(row: dict) -> str:
    """Where a row of marts.trace_figure stands, and what stands there."""
    if row["role"] == "nation":
        return f"{row['looked_at']} hồ sơ trong số này có trong câu trả lời của Cổng quốc gia (“{row['file_name']}”)"
    if row["role"] == "catalogue":
        return f"danh mục “{row['file_name']}” nói về thủ tục của {row['looked_at']} hồ sơ trong số này"
    if row["role"] == "correction":
        return _decision(row["corrections"][0])
    match row["kind"]:
        case "cell":
            delivered = f"“{row['delivered']}”" if row["delivered"] else "ô trống"
            return f"{row['file_name']} ▸ {row['sheet']} ▸ ô {row['cell']}: {delivered}"
        case "entries":
            columns = f" ▸ cột {row['columns']}" if row["columns"] else ""
            counted = f"xét {row['looked_at']} mục, tính {wording.vietnamese(row['counted'])}"
            return f"{row['file_name']} ▸ {row['sheet']}{columns} ▸ dòng {rows(row['rows'])}: {counted}"
        case "dossiers":
            counted = f"{wording.vietnamese(row['counted'])} trong {row['looked_at']} hồ sơ được xét"
            keys = row["keys"] or []
            more = ", …" if row["counted"] and row["counted"] > len(keys) else ""
            return f"{row['file_name']}: {counted}" + (f" ({', '.join(keys)}{more})" if keys else "")
        case "line":
            day = f"{row['observed_on']:%d/%m/%Y}"
            return (
                f"{row['endpoint']} ngày {day} ▸ {row['columns']} ▸ dòng {row['row_no']}: {row['delivered'] or 'null'}"
            )
    return str(row["cell"])


def _decision(c: dict) -> str:
    changed = f"{c['old_value'] or 'trống'} thành {c['new_value'] or 'trống'}"
    return (
        f"đính chính {c['correction_code']}: {changed}, lý do: {c['reason_vi']} ({c['decided_by']}, {c['decided_on']})"
    )


def rows(text: str | None) -> str:
    """5:34, 36 as 5–34, 36."""
    return (text or wording.NOTHING).replace(":", "–")


def receipt(row: dict) -> str:
    """A receipt's card on one line."""
    sent = f", từ {row['sender']}" if row["sender"] else ""
    return f"phiếu nhận {row['receipt_id']}, {moment(row['received_at'])}{sent}, SHA-256 {row['sha256'][:16]}…"


def corrections(row: dict) -> list[str]:
    """What re-sent files changed, a sentence each."""
    return [] if row["role"] == "correction" else [_correction(c) for c in row["corrections"] or []]


def _correction(c: dict) -> str:
    what = c["item"] or c["entry"] or ""
    match c["kind"]:
        case "changed":
            said = f"đổi “{c['old_value']}” (phiếu {c['old_receipt_id']}, ô {c['old_cell']}) thành “{c['new_value']}”"
        case "added":
            said = f"thêm “{c['new_value'] or c['entry']}”"
        case _:
            said = f"rút “{c['old_value'] or c['entry']}” (phiếu {c['old_receipt_id']})"
    return f"phiếu {c['receipt_id']} {said} {f'[{what}]' if what else ''}".strip()


def moment(value: datetime | str | None) -> str:
    """To the minute."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return f"{value:%d/%m/%Y %H:%M}" if value else wording.NOTHING
