"""What a lever says, in plain words, and why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from publishing.answers.lever.criteria import Criterion
from publishing.answers.lever.exact import decimal
from publishing.answers.lever.rules import Leaf
from publishing.answers.lever.steps import Move
from publishing.wording import vietnamese

Pair = tuple[str, str]

NOT_RANKED: Pair = ("đơn vị không được xếp hạng trong bảng này", "the unit is not ranked here")
NOT_RECOMPUTED: Pair = ("điểm đã công bố không tính lại được từ số liệu của bản phát hành này, nên không tính thử được",
                        "the published points cannot be recomputed from this release, so nothing can be tried on them")  # fmt: skip
FULL: Pair = ("đã đạt điểm tối đa", "full points already")
ASSESSED: Pair = ("điểm do người chấm cho, không theo số liệu", "the points were given by a person, not by the figures")
INHERITED: Pair = ("số liệu lấy của đơn vị cấp trên", "the figure is that of the unit above")
NO_STEP: Pair = (
    "không có giá trị nào hợp lệ của riêng số liệu này làm tăng điểm",
    "no possible value of this figure alone earns more",
)
LOWERS: Pair = (
    "thay đổi này làm giảm điểm ở tiêu chí khác dùng cùng số liệu",
    "the same figure would lower another criterion",
)
SHARED: Pair = ("số liệu này còn dùng ở tiêu chí không tính thử được (thiếu số liệu, do người chấm, khống chế, hoặc trong bộ chỉ số khác)",
                "the figure is also used where it cannot be tried: missing, assessed, a gate, or another index")  # fmt: skip
OUT_OF_SENSE: Pair = ("giá trị cần đạt vượt mức có thể của số liệu ở tiêu chí khác dùng cùng số liệu",
                      "the value needed is more than another criterion with this figure allows")  # fmt: skip
STATES: dict[str, Pair] = {
    "missing": ("thiếu số liệu: phải gửi số liệu trước", "the figure is missing: it must be sent first"),
    "not_due": ("số liệu chưa về, kỳ vẫn đang diễn ra", "the figure has not come and the period still runs"),
    "not_applicable": ("tiêu chí không áp dụng với đơn vị", "the criterion does not apply to the unit"),
}
OTHERS: dict[str, Pair] = {
    "survey_share": ("do người được khảo sát trả lời", "answered by those who are surveyed"),
    "survey_mean": ("do người được khảo sát trả lời", "answered by those who are surveyed"),
    "imported": ("lấy từ kết quả của bộ chỉ số hoặc cơ quan khác", "taken from another index or authority"),
    "inherited": INHERITED,
    "jury": ("do hội đồng chấm", "given by a council"),
    "reported": (
        "do hội đồng hoặc người báo cáo cho điểm, không theo số liệu",
        "points given by a council or a reporter",
    ),
}
CLOSED: Pair = ("Kỳ đã khép lại, chỉ để rút kinh nghiệm: ", "The period is closed; a lesson only: ")


def disputed(said: Pair) -> Pair:
    return f"số liệu còn đang lệch: {said[0]}", f"the figure is in dispute: {said[1]}"


def step(leaf: Leaf, move: Move, names: Mapping[str, Mapping], gained: Fraction, places: int, is_closed: bool) -> Pair:
    """The sentence of a lever: 'Thêm 3 hồ sơ: … từ 92 lên 95 (trên 100), đạt mức từ 95 %; tổng điểm +0,5, lên 2 hạng.'"""
    c, known = leaf.c, names.get(move.figure, {})
    vi, en = _change(leaf, move, known)
    up_vi = f"lên {places} hạng" if places > 0 else f"xuống {-places} hạng" if places < 0 else "chưa đổi hạng"
    up_en = f"{places:+d} places" if places else "no place gained"
    compared = c.rule in ("minmax", "relative_to_best", "target")
    as_is = (", tính theo giá trị hiện nay của các đơn vị khác", ", with the others' figures as they stand")
    return (
        f"{CLOSED[0] * is_closed}{vi}; tổng điểm {_signed(gained)[0]}, {up_vi}{as_is[0] * compared}.",
        f"{CLOSED[1] * is_closed}{en}; total {_signed(gained)[1]}, {up_en}{as_is[1] * compared}.",
    )


def _change(leaf: Leaf, move: Move, known: Mapping) -> Pair:
    c = leaf.c
    name_vi, name_en = known.get("name_vi") or c.name_vi, known.get("name_en") or c.name_en
    if move.goal == "state":
        state = next((s.state for s in c.steps if s.value == move.after and s.state), None)
        done = (
            ("chuyển sang đạt", "from no to yes")
            if move.after == 1
            else ("chuyển sang không để xảy ra", "from yes to no")
        )
        return (f"{c.name_vi}: lên mức “{state}”", f"{c.name_en}: reach “{state}”") if state else tuple(
            f"{name}: {said}" for name, said in zip((c.name_vi, c.name_en), done, strict=True)
        )  # fmt: skip
    if move.goal == "part":
        return f"{c.name_vi}: hoàn thành phần “{name_vi}”", f"{c.name_en}: finish the part “{name_en}”"
    change = move.after - move.before
    many_vi, many_en = _number(abs(change))
    measure_vi, measure_en = known.get("measure_vi") or "", known.get("measure_en") or ""
    (from_vi, from_en), (to_vi, to_en) = _number(move.before), _number(move.after)
    of_vi, of_en = _number(leaf.d) if leaf.d is not None and c.rule != "growth" else ("", "")
    goal_vi, goal_en = _goal(c, move)
    return (
        f"{'Thêm' if change > 0 else 'Bớt'} {many_vi}{f' {measure_vi}' if measure_vi else ''}: {name_vi} từ {from_vi}"
        f" {'lên' if change > 0 else 'xuống'} {to_vi}{f' (trên {of_vi})' if of_vi else ''}{goal_vi}",
        f"{many_en}{f' {measure_en}' if measure_en else ''} {'more' if change > 0 else 'fewer'}: {name_en} from {from_en}"
        f" to {to_en}{f' (of {of_en})' if of_en else ''}{goal_en}",
    )


def _goal(c: Criterion, move: Move) -> Pair:
    level_vi, level_en = _level(c, move.level)
    return {
        "step": (f", đạt mức từ {level_vi}", f", reaching {level_en}"),
        "below": (f", xuống dưới mức {level_vi}", f", below {level_en}"),
        "target": (f", đạt mục tiêu {level_vi}", f", reaching the target {level_en}"),
        "deadline": (", kịp thời hạn được đủ điểm", ", within the days that earn full points"),
        "floor": (f", đạt mức sàn {level_vi}", f", reaching the floor {level_en}"),
        "best": (", bằng đơn vị tốt nhất", ", as good as the best"),
        "full": (", mức được nhiều điểm nhất", ", as far as it counts"),
    }.get(move.goal, ("", ""))


def _level(c: Criterion, level: Fraction | None) -> Pair:
    if level is None:
        return "", ""
    is_share = c.denominator is not None or c.is_fraction or c.rule in ("growth", "target")
    vi, en = _number(100 * level if is_share else level)
    return (f"{vi} %", f"{en} %") if is_share else (vi, en)


def _number(value: Fraction) -> Pair:
    shown = decimal(value, 4)
    return vietnamese(shown), f"{shown:,f}"


def _signed(value: Fraction) -> Pair:
    vi, en = _number(abs(value))
    sign = "-" if value < 0 else "+"
    return sign + vi, sign + en
