"""A good book that uses every rule, and a way to spoil one cell or one file of it."""

import csv
import io
from pathlib import Path

from books.check import check

FILES = {
    "book": """index_code,edition,title_vi,title_en,decision_no,decision_date,level,scale_points,tie_policy,rank_decimals,status,valid_from,valid_to
x,2030,Bộ thử,A trial,1/QĐ-UBND,2029-12-01,district|commune,100,competition,2,official,2030-01-01,2031-01-01
""",
    "criteria": """criterion_code,parent_code,name_vi,name_en,max_points,weight,aggregation,rule,numerator,denominator,target,floor,direction,zero_denominator,not_applicable,rounds_to,stage,legal_clause,evidence,window_years,compared_in,max_ratio,inherits
x,,Tổng điểm,Total,100,,sum,,,,,,,,,,system,,,,,,
a,x,Cộng điểm,Sum,40,,sum,,,,,,,,,,,,,,,,
a1,a,Có hay không,Yes or no,2,,,yes_no,plan,,,,down,,,,,,,,,,
a2,a,Lựa chọn,Choice,4,,,choice,head,,,,,,,,,,,,,,
a3,a,Danh mục,Checklist,4,,,checklist,,,,,,,,,,,,,,,
a4,a,Số cuộc họp,Meetings,5,,,count_steps,meetings,,,,,,,,,,,,,,
a5,a,"Tỷ lệ, thường",Ratio,5,,,ratio,n,d,,,,full,share,2,,,,,,,
a6,a,Có mục tiêu,Capped,5,,,ratio_capped,n,d,0.80,,,null,,,,,,,,,
a7,a,Có sàn,Floor,5,,,ratio_floor,n,d,,0.80,,zero,,,,,,,,1.5,
a8,a,Theo bậc,Bands,5,,,bands,n,d,,,,,,,,,,,,,
a9,a,Điểm báo cáo,Reported,3,,,reported,p,,,,,,,,appraisal,,,,,,
a10,a,Hội đồng,Jury,2,,,jury,,,,,,,,,final,,,,,,
b,x,Trọng số,Weighted,40,,weighted_mean,,,,,,,,,,,,,,,,
b1,b,Trong khoảng,Min and max,10,0.25,,minmax,soft,,,1,down,,,,,,,3,all,,
b2,b,Tốt nhất,Best,10,0.25,,relative_to_best,n,d,,,,,,,,,,,peer_group,,
b3,b,Khảo sát,Survey,10,0.20,,survey_share,fav,ans,,,,exclude,,,,,,,,,
b4,b,Trung bình,Mean,10,0.10,,survey_mean,s,ans,5,1,,,,,,,,,,,
b5,b,Mục tiêu,Target,10,0.10,,target,n,plan_n,,0.5,,,,,,,,,,,
b6,b,Tăng trưởng,Growth,10,0.10,,growth,revenue,,0.10,,,,,,,,,,,,
c,x,Phần trăm,Percent,20,,percent_of_applicable,,,,,,,,,,,,,,,,
c1,c,Nhập,Imported,5,,,imported,index:y,,,,,,,,,,,,,,
c2,c,Thừa hưởng,Inherited,5,,,inherited,n,d,,,,,,,,,,,,,yes
c3,c,Công thức,Formula,5,,,formula,"6*n/d + min(2, 2.5*b/c)",,,,,zero,,,,,,,,,
c4,c,Hạn,Deadline,5,,,deadline,days,,3,1,,,,,,,,,,,
c5,c,Trừ điểm,Deduction,5,,,deduction,late,,0.5,0,,,,,,,,,,,
c6,c,Chỉ hiển thị,Shown,0,,,display_only,seen,,,,,,,,,,,,,,
t,x,Thưởng,Bonus,3,,,bonus,best,,0.5,,,,,,,,,,,,
p,x,Phạt,Penalty,3,,,penalty,bad,,,,,,,,,,,,,,
g,x,Điểm liệt,Gate,0,,,gate,crimes,,,,,,,,,,,,,,
""",
    "steps": """criterion_code,from_value,to_value,state,points
a2,,,Bí thư,4
a2,0,,Khác,0
a3,,,part_one,1.5
a3,,,part_two,2.5
a4,0,1,,0
a4,1,4,,3
a4,4,,,5
a8,,0.80,,0
a8,0.80,0.95,,2.5
a8,0.95,,,5
g,1,3,Khá,
g,3,,zero,
""",
    "classes": """peer_group,class_vi,class_en,from_percent
,Tốt,Good,80
,Khá,Fair,50
,Yếu,Weak,0
""",
    "units": """unit_code,unit_name,peer_group,is_ranked,note
u1,Đơn vị một,A,yes,
u2,Đơn vị hai,B,no,Không có dịch vụ công
""",
}


def good(folder: Path, **files: str | None) -> Path:
    """The good book in a folder; a keyword replaces (or, with None, leaves out) one of its files."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, text in (FILES | files).items():
        if text is not None:
            (folder / f"x_2030__{kind}.csv").write_text(text, "utf-8")
    return folder


def spoil(folder: Path, kind: str, key: str, **cells: str | None) -> None:
    """Change cells of the first line whose first cell is `key` ("x" for the head's own line); all None removes it."""
    path = folder / f"x_2030__{kind}.csv"
    header, *rows = csv.reader(io.StringIO(path.read_text("utf-8")))
    at = next(number for number, row in enumerate(rows) if row[0] == key)
    if not cells:
        del rows[at]
    for column, value in cells.items():
        rows[at][header.index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([header, *rows])


def told(folder: Path, others=()) -> list[tuple[str, int | None, str | None, str, bool]]:
    """The faults as (kind of the file, line, column, both texts, is_warning)."""
    found = check(folder, others)
    assert all(fault.vi and fault.en and fault.vi != fault.en for fault in found)
    return [
        (f.file.rpartition("__")[2].removesuffix(".csv"), f.line, f.column, f"{f.vi} | {f.en}", f.is_warning)
        for f in found
    ]


def assert_only(
    found: list, kind: str, line: int | None, column: str | None, *words: str, warning: bool = False
) -> None:
    """Exactly one fault, there, with all the words."""
    assert len(found) == 1, found
    assert found[0][:3] == (kind, line, column) and found[0][4] == warning, found
    for word in words:
        assert word in found[0][3], (word, found)
