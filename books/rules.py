"""What each scoring rule asks of a criterion: which parameters it needs, which it may have, and one sentence about it
for the workbook of officials. The arithmetic itself is one SQL macro per rule in the dbt project."""

from __future__ import annotations

from dataclasses import dataclass

# What any leaf may set, whatever its rule.
ANY_LEAF = ("inherits", "not_applicable", "rounds_to", "stage", "weight")
RATIO = ("denominator", "zero_denominator", "max_ratio")
OUTSIDE = ("bonus", "penalty", "gate", "display_only")  # never part of the points that add up to the parent


@dataclass(frozen=True)
class Rule:
    """``needs`` and ``may`` are columns of __criteria.csv; ``steps`` is no, may or needs; ``state`` says whether its
    steps are told apart by their state (a word) instead of by a range of values."""

    name: str
    needs: tuple[str, ...]
    may: tuple[str, ...]
    steps: str
    sentence_vi: str
    state: bool = False

    @property
    def uses(self) -> frozenset[str]:
        return frozenset((*self.needs, *self.may, *ANY_LEAF))


_N = ("numerator",)
RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("reported", (), ("numerator", "max_ratio"), "no", "Điểm do hội đồng hoặc người báo cáo cho, không quá điểm tối đa."),
        Rule("jury", (), ("numerator", "max_ratio"), "no", "Điểm do hội đồng cho, phải có lý do; không quá điểm tối đa."),
        Rule("yes_no", _N, ("direction",), "no", "Số liệu bằng 1 được điểm tối đa, bằng 0 được 0 điểm; down thì ngược lại."),
        Rule("choice", _N, (), "needs", "Điểm của bậc có trạng thái (hoặc giá trị) đúng bằng số liệu.", True),
        Rule("checklist", (), (), "needs", "Cộng điểm các phần có số liệu bằng 1; mỗi bậc là một phần, mã số liệu ghi ở cột trạng thái.", True),
        Rule("count_steps", _N, (), "needs", "Điểm của bậc mà số đếm rơi vào."),
        Rule("ratio", _N, (*RATIO, "direction"), "no", "Điểm tối đa × tử số / mẫu số; down: điểm tối đa × (1 − tỷ lệ)."),
        Rule("ratio_capped", (*_N, "target"), (*RATIO, "direction"), "no", "Đạt mục tiêu được điểm tối đa, dưới mục tiêu tính theo tỷ lệ."),
        Rule("ratio_floor", (*_N, "floor"), (*RATIO, "target"), "no", "Dưới mức sàn 0 điểm; từ mức sàn trở lên tính theo tỷ lệ so với mục tiêu (mặc định 1)."),
        Rule("bands", _N, RATIO, "needs", "Điểm của bậc mà tỷ lệ rơi vào."),
        Rule("target", _N, ("denominator", "target", "floor", "zero_denominator", "max_ratio", "compared_in"), "no", "So với mục tiêu của đơn vị: đạt được nửa điểm (hoặc phần ghi ở mức sàn), vượt nhiều nhất được điểm tối đa."),
        Rule("relative_to_best", _N, (*RATIO, "direction", "compared_in"), "no", "Điểm tối đa × giá trị của đơn vị / giá trị tốt nhất."),
        Rule("minmax", _N, (*RATIO, "direction", "floor", "window_years", "compared_in"), "no", "Đơn vị thấp nhất được mức sàn (mặc định 0), cao nhất được điểm tối đa, ở giữa theo tỷ lệ."),
        Rule("survey_share", _N, (*RATIO, "direction", "target"), "no", "Điểm tối đa × tỷ lệ trả lời thuận lợi / mục tiêu (mặc định 1)."),
        Rule("survey_mean", (*_N, "target"), (*RATIO, "floor"), "no", "Điểm trung bình khảo sát: mức sàn (đầu thang) được 0, mục tiêu (cuối thang) được điểm tối đa."),
        Rule("deduction", (*_N, "target"), ("floor",), "no", "Điểm tối đa trừ số điểm ghi ở mục tiêu cho mỗi vụ việc, không thấp hơn mức sàn."),
        Rule("bonus", _N, ("target",), "no", "Điểm thưởng: số liệu × mục tiêu (mặc định 1), nhiều nhất bằng điểm tối đa; nằm ngoài thang điểm."),
        Rule("penalty", _N, ("target",), "no", "Điểm phạt: trừ số liệu × mục tiêu (mặc định 1), nhiều nhất bằng điểm tối đa; nằm ngoài thang điểm."),
        Rule("imported", _N, (*RATIO, "target"), "may", "Lấy kết quả của chỉ số khác (index:mã) hoặc điểm do cơ quan khác công bố."),
        Rule("inherited", (*_N, "inherits"), RATIO, "may", "Dùng số liệu của cấp trên, tính như ratio, bands (có bậc) hoặc reported."),
        Rule("formula", _N, ("floor", "zero_denominator"), "no", "Biểu thức ghi ở cột tử số: + - * / ( ) min max và mã số liệu; không quá điểm tối đa."),
        Rule("growth", _N, ("denominator", "zero_denominator", "max_ratio", "target", "direction"), "may", "Tăng trưởng so với năm trước (hoặc so với mẫu số): theo bậc, hoặc theo tỷ lệ so với mục tiêu."),
        Rule("deadline", _N, ("target", "floor"), "may", "Số ngày chậm: theo bậc, hoặc không quá số ngày ở mục tiêu thì được điểm tối đa, quá thì được mức sàn."),
        Rule("gate", _N, (), "needs", "Điểm liệt: số liệu rơi vào bậc “zero” thì nhóm được 0 điểm, rơi vào bậc tên xếp loại thì không được xếp cao hơn.", True),
        Rule("display_only", (), (*_N, *RATIO), "no", "Chỉ hiển thị, không chấm điểm (điểm tối đa 0)."),
    )
}  # fmt: skip
