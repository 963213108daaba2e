"""What the approver of a corrected official ranking reads: why, and which ranks move."""

from __future__ import annotations

from collections import Counter
from datetime import date

from publishing import wording

SHOWN = 20


def reasons(corrections: list[dict]) -> list[str]:
    """A sentence per decided correction, and one per file that was sent again."""
    files = Counter((c["file_name"], c["unit_vi"] or c["unit_key"]) for c in corrections if c["kind"] == "resent")
    return [_decided(c) for c in corrections if c["kind"] == "decided"] + [
        f"Tệp gửi lại {name} của {unit}: {cells} ô" for (name, unit), cells in files.items()
    ]


def _decided(c: dict) -> str:
    what = f"{c['unit_vi'] or c['unit_key']}, kỳ {c['period_code']}, {c['figure_vi'] or c['figure_code']}"
    if c["is_taken_back"]:
        return f"Bỏ đính chính {c['correction_code']}: {what}"
    values = f"{c['old_value'] or wording.NOTHING} → {c['new_value'] or wording.NOTHING}"
    return f"Đính chính {c['correction_code']}: {what}: {values} ({c['reason_vi']}; {c['decided_by']}, {_day(c['decided_on'])})"


def body(ranking: dict, units: list[dict], because: list[str], others: int, is_other_method: bool) -> str:
    """Markdown for one ranking; ``units`` are rows of fct_official_difference, ``others`` counts the figures that changed
    without a correction."""
    moved = sum(u["official_rank"] != u["rank"] for u in units)
    scored = sum(u["official_score"] != u["score"] for u in units)
    version, more = ranking["version"], len(because) - SHOWN
    also = [f"{others} số liệu khác của kỳ này đã đổi (gửi muộn, gửi bổ sung)"] if others else []
    also += ["bộ chỉ số hoặc cách tính đã đổi"] if is_other_method else []
    return "\n".join([
        f"### Sửa bảng xếp hạng chính thức: {_plain(ranking['title_vi'])}", "",
        f"Kỳ {ranking['period_code']}. Đang có hiệu lực: phiên bản {version}, duyệt ngày {_day(ranking['approved_at'])}. Nếu đồng ý, "
        f"bản phát hành kế tiếp công bố phiên bản {version + 1}; phiên bản {version} vẫn được giữ nguyên trong kho. "
        f"{moved} đơn vị đổi hạng, {scored} đơn vị đổi điểm.", "",
        "**Lý do**", "", *(f"- {_plain(line)}" for line in because[:SHOWN]), *([f"- … và {more} lý do nữa"] if more > 0 else []), "",
        *([f"**Lưu ý**: từ khi công bố còn có {' và '.join(also)}. Bản sửa tính cả những thay đổi ấy; cầu nối năm phần của bản phát "
           "hành kế tiếp nêu riêng từng phần.", ""] if also else []),
        "| Hạng đang công bố | Hạng sau khi sửa | Đơn vị | Điểm đang công bố | Điểm sau khi sửa | Tiêu chí khác |",
        "|---:|---:|---|---:|---:|---|", *map(_row, units), "",
    ])  # fmt: skip


def _row(u: dict) -> str:
    scores = (wording.vietnamese(u[k]) for k in ("official_score", "score"))
    ranks = (str(u[k] or wording.NOTHING) for k in ("official_rank", "rank"))
    return f"| {' | '.join(ranks)} | {_plain(u['unit_name_vi'] or u['unit_key'])} | {' | '.join(scores)} | {', '.join(u['changed_criteria']) or 'chỉ do đơn vị khác'} |"


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else wording.NOTHING


def _plain(text: str) -> str:
    """Text that somebody else typed, on one line and without what Markdown would take for its own."""
    return "".join("\\" + c if c in "\\`*_[]<>|" else c for c in " ".join(text.split()))
