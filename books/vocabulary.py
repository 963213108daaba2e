"""The words of the book format: files, columns and the values a cell may take. Read by the reader, the check and the
workbook for officials, so that each is said once. Source: the design's section on index books."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("book", "criteria", "steps", "classes", "units")
LEVELS = ("province", "department", "district", "commune")
YES_NO = ("yes", "no")

CHOICES: dict[str, tuple[str, ...]] = {
    "aggregation": ("sum", "weighted_mean", "percent_of_applicable"),
    "direction": ("up", "down"),
    "zero_denominator": ("zero", "full", "null", "exclude"),
    "not_applicable": ("full", "exclude", "share"),
    "stage": ("system", "self", "appraisal", "explanation", "final"),
    "status": ("draft", "illustrative", "official", "closed"),
    "tie_policy": ("competition", "dense", "modified"),
    "compared_in": ("peer_group", "all"),
    "inherits": YES_NO,
    "is_ranked": YES_NO,
}


@dataclass(frozen=True)
class Column:
    """``type``: text, code, level, number, whole, date, or choice. ``need``: needed (a file without it is no book),
    expected (a file without it is read as if it were empty, with a warning) or optional."""

    name: str
    type: str
    need: str
    label: str
    meaning: str


def _columns(text: str) -> tuple[Column, ...]:
    return tuple(Column(*(part.strip() for part in line.split("|", 4))) for line in text.strip().splitlines())


COLUMNS: dict[str, tuple[Column, ...]] = {
    "book": _columns("""
index_code | code | needed | Mã chỉ số | Mã ngắn của chỉ số: par, dti, ddci, qd766, sipas…
edition | code | needed | Phiên bản | Năm của bộ chỉ số, có thể kèm cấp: 2023, 2023_department
title_vi | text | needed | Tên bộ chỉ số | Tên đầy đủ bằng tiếng Việt; ghi rõ nếu chỉ để minh họa
title_en | text | expected | Tên tiếng Anh | Tên đầy đủ bằng tiếng Anh
decision_no | text | expected | Số quyết định | Số, ký hiệu văn bản ban hành; bắt buộc khi trạng thái là official hoặc closed
decision_date | date | expected | Ngày quyết định | Viết theo năm-tháng-ngày: 2023-10-16
level | level | needed | Cấp đánh giá | province, department, district, commune; nhiều cấp nối bằng dấu |
scale_points | number | needed | Thang điểm | Điểm tối đa của cả bộ, bằng điểm tối đa của tiêu chí gốc
tie_policy | choice | expected | Xếp hạng khi bằng điểm | competition: 1, 2, 2, 4; dense: 1, 2, 2, 3; modified: 1, 3, 3, 4
rank_decimals | whole | expected | Số lẻ khi xếp hạng | Số chữ số thập phân của điểm công bố, dùng để xếp hạng
status | choice | needed | Trạng thái | draft: dự thảo; illustrative: minh họa; official: chính thức; closed: đã khóa
valid_from | date | needed | Có hiệu lực từ | Ngày đầu tiên áp dụng, kể cả ngày đó
valid_to | date | expected | Hết hiệu lực | Ngày đầu tiên không còn áp dụng
authority | text | optional | Nơi công bố điểm chính thức | Cơ quan khác công bố điểm chính thức; có ghi thì điểm ở đây chỉ để đối chiếu, không trình phê duyệt
"""),
    "criteria": _columns("""
criterion_code | code | needed | Mã tiêu chí | Mã duy nhất trong bộ; không đổi giữa các năm nếu nội dung không đổi
parent_code | code | needed | Thuộc tiêu chí | Mã của tiêu chí cấp trên; chỉ tiêu chí gốc để trống
name_vi | text | needed | Tên tiêu chí | Tên tiêu chí bằng tiếng Việt
name_en | text | expected | Tên tiếng Anh | Tên tiêu chí bằng tiếng Anh
max_points | number | needed | Điểm tối đa | Điểm cao nhất; tổng các tiêu chí con phải bằng tiêu chí cha (cách tính sum)
weight | number | expected | Trọng số | Chỉ dùng khi tiêu chí cha tính weighted_mean; cộng lại bằng 1 hoặc 100
aggregation | choice | needed | Cách tổng hợp | Cho tiêu chí có tiêu chí con
rule | rule | needed | Quy tắc chấm | Cho tiêu chí không có tiêu chí con; xem phần Quy tắc bên dưới
numerator | figure | needed | Tử số / số liệu | Mã số liệu; với formula là biểu thức; với imported có thể là index:mã_chỉ_số
denominator | figure | needed | Mẫu số | Mã số liệu chia cho
target | number | expected | Mục tiêu | Với tỷ lệ là phần của 1 (80 % viết 0.80); ý nghĩa khác xem từng quy tắc
floor | number | expected | Mức sàn | Với tỷ lệ là phần của 1 (80 % viết 0.80); ý nghĩa khác xem từng quy tắc
direction | choice | expected | Chiều | up: càng cao càng tốt (mặc định); down: càng thấp càng tốt
zero_denominator | choice | expected | Khi mẫu số bằng 0 | zero: 0 điểm; full: điểm tối đa; null: thiếu số liệu (mặc định); exclude: không áp dụng
not_applicable | choice | expected | Khi không phát sinh | exclude: bỏ khỏi điểm tối đa (mặc định); full: điểm tối đa; share: chia điểm cho tiêu chí cùng nhóm
rounds_to | whole | expected | Làm tròn | Số chữ số thập phân làm tròn ngay tại tiêu chí này; để trống là không làm tròn
stage | choice | expected | Điểm của bước | system: hệ thống tính; self: tự chấm; appraisal: thẩm định; explanation: giải trình; final: cuối cùng
legal_clause | text | expected | Căn cứ | Điều, khoản, phụ lục của văn bản quy định tiêu chí
evidence | text | expected | Tài liệu kiểm chứng | Tài liệu hoặc hệ thống chứng minh
window_years | whole | optional | Số năm so sánh | Với minmax: min và max lấy trong bao nhiêu năm (mặc định 1)
compared_in | choice | optional | So sánh trong | peer_group: trong nhóm (mặc định); all: mọi đơn vị được đánh giá
max_ratio | number | optional | Tỷ lệ lớn nhất | Giá trị lớn nhất còn hợp lý của tử số / mẫu số; lớn hơn là số liệu sai
inherits | choice | optional | Lấy của cấp trên | yes: đơn vị không có số liệu thì dùng số liệu của cấp trên gần nhất
"""),
    "steps": _columns("""
criterion_code | code | needed | Mã tiêu chí | Tiêu chí mà bậc này thuộc về
from_value | number | needed | Từ giá trị | Kể cả giá trị này; để trống là không có cận dưới
to_value | number | needed | Đến dưới | Không kể giá trị này; để trống là không có cận trên
state | text | expected | Trạng thái | choice: giá trị chữ; checklist: mã số liệu của phần; gate: zero hoặc tên xếp loại
points | number | needed | Điểm | Điểm của bậc
"""),
    "classes": _columns("""
peer_group | text | expected | Nhóm đơn vị | Để trống là áp dụng cho mọi nhóm
class_vi | text | needed | Xếp loại | Tên xếp loại bằng tiếng Việt
class_en | text | expected | Tên tiếng Anh | Tên xếp loại bằng tiếng Anh
from_percent | number | needed | Từ phần trăm | Từ bao nhiêu phần trăm điểm tối đa (90 nghĩa là 90 %), kể cả giá trị này
"""),
    "units": _columns("""
unit_code | code | needed | Mã đơn vị | Mã trong danh mục đơn vị hoặc mã định danh điện tử
unit_name | text | expected | Tên đơn vị | Tên để người đọc đối chiếu
peer_group | text | expected | Nhóm đơn vị | Nhóm mà đơn vị được xếp hạng trong đó
is_ranked | choice | expected | Có xếp hạng | yes: có; no: được đánh giá nhưng không xếp hạng
note | text | expected | Ghi chú | Lý do
"""),
    # not part of a book: what `parix score` reads
    "figures": _columns("""
unit_code | code | needed | Mã đơn vị | Mã của đơn vị
unit_name | text | expected | Tên đơn vị | Tên của đơn vị
period_code | code | needed | Mã kỳ | 2024, 2024-Q1, 2024-05, 2024-A05
figure_code | figure | needed | Mã số liệu | Mã số liệu mà bộ chỉ số dùng
value | text | needed | Giá trị | Số với dấu chấm thập phân, trạng thái, hoặc “không áp dụng”; trống là thiếu
missing_reason | text | optional | Lý do thiếu | blank, dash, stated_none, not_applicable
level | level | optional | Cấp | province, department, district, commune
peer_group | code | optional | Nhóm đơn vị | Nhóm được xếp hạng chung
parent_code | code | optional | Đơn vị cấp trên | Mã đơn vị cấp trên trực tiếp
"""),
}


def names(kind: str) -> tuple[str, ...]:
    """The known columns of one file, in the order in which they are written."""
    return tuple(column.name for column in COLUMNS[kind])


def column(kind: str, name: str) -> Column:
    return next(c for c in COLUMNS[kind] if c.name == name)
