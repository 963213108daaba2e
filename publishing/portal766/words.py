"""The groups of set 766, the ratios of the groups that come without metrics, and what is said where nothing is compared."""

from __future__ import annotations

from publishing.words import Pair

GROUPS: dict[str, Pair] = {
    "transparency": ("Công khai, minh bạch", "Transparency"),
    "progress": ("Tiến độ giải quyết", "Progress"),
    "online": ("Dịch vụ công trực tuyến", "Online service"),
    "payment": ("Thanh toán trực tuyến", "Online payment"),
    "satisfaction": ("Mức độ hài lòng", "Satisfaction"),
    "digitisation": ("Số hóa hồ sơ", "Digitisation"),
}
"""In the portal's order."""

RATIOS: dict[tuple[str, str], tuple[Pair, tuple[str, ...], str]] = {
    ("progress", "on_time"): (("Hồ sơ xử lý trước hạn, đúng hạn", "Dossiers handled early or on time"), ("total_on_time",), "total_received"),
    ("online", "offered"): (("Thủ tục cung cấp trực tuyến (một phần, toàn trình)", "Procedures offered online"), ("partial_count", "full_count"), "authority_count"),
    ("online", "used"): (("Dịch vụ trực tuyến phát sinh hồ sơ", "Online services that had dossiers"), ("online_dossier_count",), "online_service_total"),
    ("online", "submitted"): (("Hồ sơ nộp trực tuyến", "Dossiers submitted online"), ("channel_online_sum",), "channel_total_sum"),
    ("payment", "dossiers"): (("Hồ sơ thanh toán trực tuyến", "Dossiers paid online"), ("total_dossier_online_payment_success",), "total_dossier_financial_obligation"),
    ("payment", "used"): (("Thủ tục phát sinh thanh toán trực tuyến", "Procedures paid online"), ("total_dossier_online_formality_payment_success",), "total_fee_formality"),
    ("payment", "offered"): (("Thủ tục cung cấp thanh toán trực tuyến", "Procedures that offer online payment"), ("total_fee_dossier_formality",), "total_fee_formality"),
}  # fmt: skip
"""Of the groups that the portal shows as fields: name, figures of the numerator (summed), figure of the denominator. The
portal publishes points of the whole group only."""

_NOT_COMPARED: dict[str, Pair] = {
    "provisional": (
        "kỳ chưa kết thúc, không so với kỳ đã kết thúc", "the period is still running and is not compared with one that has ended",
    ),
    "formula_break": ("Cổng đổi cách tính, không so sánh tăng, giảm", "the portal changed its formula: no rise or fall is claimed"),
    "units_break": ("tập đơn vị thay đổi, không so sánh tăng, giảm", "the set of units changed: no rise or fall is claimed"),
}  # fmt: skip
_FIRST: dict[str, Pair] = {
    "day": ("chưa có ngày quan sát trước của kỳ này", "no earlier day of this period was observed"),
    "period": ("chưa có kỳ trước cùng loại", "there is no period before of the same kind"),
}


def not_compared(comparison: str, scope: str) -> Pair | None:
    """Why there is no change since the day before (``scope`` day) or the period before (period); None where there is one."""
    if comparison == "compared":
        return None
    return _FIRST[scope] if comparison == "no_previous" else _NOT_COMPARED[comparison]
