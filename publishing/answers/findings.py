"""What each statistic says, in a sentence for those who decide on the book. Findings, never verdicts on a unit."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from publishing.answers import measures
from publishing.wording import vietnamese as vi

STATISTICS = {
    "coverage_scored": "Tỷ lệ đã có điểm (%)",
    "coverage_missing": "Tỷ lệ thiếu số liệu (%)",
    "coverage_not_applicable": "Tỷ lệ không áp dụng (%)",
    "coverage_not_due": "Tỷ lệ chưa đến kỳ (%)",
    "silent": "Tiêu chí không phân biệt (tỷ lệ điểm chung, %)",
    "correlation": "Tương quan (Pearson)",
    "rank_correlation": "Tương quan thứ hạng (Spearman)",
    "redundant": "Tiêu chí đo trùng (Pearson)",
    "nominal_weight": "Trọng số theo bộ chỉ số (%)",
    "variance_share": "Trọng số thực tế: phần trong chênh lệch điểm (%)",
    "main_effect": "Trọng số thực tế: mức giải thích chênh lệch điểm (R², %)",
    "alpha": "Độ nhất quán (Cronbach alpha)",
    "weight_sensitivity": "Độ nhạy bậc nhất của thứ hạng với trọng số (%)",
    "weight_rank_shift": "Số bậc đổi trung bình khi một trọng số đổi 25 %",
    "weight_rank_shift_most": "Số bậc đổi nhiều nhất khi một trọng số đổi 25 %",
    "rank_shift_weights": "Số bậc lệch trung bình do trọng số",
    "rank_shift_survey": "Số bậc lệch trung bình do sai số khảo sát",
    "rank_shift_both": "Số bậc lệch trung bình do cả hai",
}
STATES = {
    "scored": "đã có điểm",
    "missing": "thiếu số liệu",
    "not_applicable": "không áp dụng",
    "not_due": "chưa đến kỳ",
}


def finding(statistic: str, value: Decimal, *, criterion, other, unit_name: str | None, units: int, count: int) -> str:
    """The sentence of one row; ``criterion`` and ``other`` are nodes of the book."""
    one = f"“{criterion.criterion_code} {criterion.name_vi}”" if criterion else ""
    if statistic.startswith("coverage_"):
        state = STATES[statistic.removeprefix("coverage_")]
        if unit_name is not None:
            return f"{unit_name}: {vi(value)} % số tiêu chí {state}."
        return f"Tiêu chí {one}: {vi(value)} % số đơn vị {state}."
    two = "tổng điểm" if other and other.parent_code is None else other and f"“{other.criterion_code} {other.name_vi}”"
    return SENTENCES[statistic](one, two, value, units, count)


def _silent(one: str, _: str, value: Decimal, *__: int) -> str:
    level = "đạt trọn điểm" if value == 100 else f"cùng đạt {vi(value)} % số điểm"
    return f"{one}: mọi đơn vị được chấm {level}, nên tiêu chí này không phân biệt được đơn vị nào."


def _together(one: str, two: str, value: Decimal, units: int, _: int) -> str:
    size = abs(value)
    if size < Decimal("0.3"):
        how = "hầu như không đi cùng nhau"
    else:
        strength = (
            "rất chặt" if size > Decimal(str(measures.REDUNDANT)) else "rõ" if size >= Decimal("0.6") else "vừa phải"
        )
        how = f"đi cùng nhau {strength}" if value > 0 else f"đi ngược nhau {strength}"
    return f"{one} và {two} {how} ở {units} đơn vị (hệ số {vi(value)})."


def _redundant(one: str, two: str, value: Decimal, *_: int) -> str:
    limit = vi(Decimal(str(measures.REDUNDANT)))
    return f"{one} và {two} gần như đo cùng một điều (tương quan {vi(value)}, ngưỡng {limit}): nên xem xét gộp hoặc bỏ bớt."


def _part(one: str, _: str, value: Decimal, *__: int) -> str:
    against = ": tiêu chí này kéo ngược tổng điểm" if value < 0 else ""
    return f"{one} tạo ra {vi(value)} % chênh lệch điểm giữa các đơn vị{against}."


def _alpha(one: str, _: str, value: Decimal, units: int, count: int) -> str:
    verdict = (
        "cùng đo một nội dung" if value >= Decimal(str(measures.CONSISTENT)) else "đo những nội dung khá khác nhau"
    )
    return f"{count} tiêu chí trong {one} {verdict} (alpha {vi(value)}, {units} đơn vị)."


def _alone(one: str, _: str, value: Decimal, *__: int) -> str:
    return f"Nếu chỉ trọng số của {one} tăng hoặc giảm 25 %, mỗi đơn vị đổi trung bình {vi(value)} bậc."


def _shift(cause: str) -> Callable[..., str]:
    return lambda one, two, value, units, count: (
        f"Do {cause}, thứ hạng lệch trung bình {vi(value)} bậc trên {units} đơn vị."
    )


SENTENCES: dict[str, Callable[..., str]] = {
    "silent": _silent,
    "correlation": _together,
    "rank_correlation": lambda one, two, *rest: "Xét theo thứ hạng: " + _together(one, two, *rest),
    "redundant": _redundant,
    "nominal_weight": lambda one, two, value, *_: f"{one} chiếm {vi(value)} % tổng điểm theo bộ chỉ số.",
    "variance_share": _part,
    "main_effect": lambda one, two, value, *_: f"Chỉ biết điểm {one} đã giải thích {vi(value)} % chênh lệch tổng điểm.",
    "alpha": _alpha,
    "weight_sensitivity": lambda one, two, value, *_: (
        f"Trong các lần thử đổi trọng số, riêng trọng số của {one} giải thích {vi(value)} % biến động thứ hạng."
    ),
    "weight_rank_shift": _alone,
    "weight_rank_shift_most": lambda one, two, value, *_: (
        f"Nếu chỉ trọng số của {one} tăng hoặc giảm 25 %, đơn vị đổi nhiều nhất {vi(value)} bậc."
    ),
    "rank_shift_weights": _shift("trọng số thay đổi trong khoảng 25 %"),
    "rank_shift_survey": _shift("sai số lấy mẫu khảo sát"),
    "rank_shift_both": _shift("trọng số thay đổi và sai số khảo sát"),
}
