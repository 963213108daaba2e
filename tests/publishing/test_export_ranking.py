"""`parix export`: every number of the workbook is the mart's, criterion by criterion, and the heading says what it is."""

import io
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

import parix
from publishing import export_cli

RANKINGS = [("par", "2022"), ("par", "2023"), ("par", "2026"), ("sipas", "2026")]
LABELS = {"missing": "thiếu", "not_applicable": "KAD", "not_due": "chưa đến kỳ"}
FIXED = 9
POINTS = """
    select u.name_vi, c.criterion_code, s.state, s.points from marts.fct_criterion_score as s
    inner join marts.dim_unit as u on s.unit_key = u.unit_key
    inner join marts.dim_criterion as c
        on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
    where s.index_code = %s and s.period_code = %s and c.depth > 0
"""


@pytest.fixture(scope="module")
def made(night):
    return {ranking: export_cli.ranking(*ranking) for ranking in RANKINGS}


def shown(value) -> float | str:
    return "–" if value is None else float(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP))


def tables(workbook: bytes):
    """Of each sheet: the names of its columns, and its rows."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    for name in book.sheet_names:
        lines = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        last = next(n for n, line in enumerate(lines) if line[0] == "(1)")
        end = next(n for n in range(last, len(lines)) if lines[n][1] == "")
        yield [a or b for a, b in zip(lines[last - 2], lines[last - 3], strict=True)], lines[last + 1 : end]


@pytest.mark.parametrize("ranking", RANKINGS)
def test_every_number_is_the_marts(made, query, ranking):
    ranks = query(
        "select unit_name_vi, rank, score, percent, class_vi from marts.fct_index_rank"
        " where index_code = %s and period_code = %s", *ranking,
    )  # fmt: skip
    found, criteria = {}, {}
    for names, rows in tables(made[ranking]):
        for row in rows:
            found[row[1]] = (row[0], *row[3:6])
            cells = zip(names[FIXED:], row[FIXED:], strict=True)
            criteria |= {(row[1], name.split(". ")[0]): cell for name, cell in cells}
    assert found == {
        name: (rank, shown(score), shown(percent), said or "") for name, rank, score, percent, said in ranks
    }
    expected = {(unit, code): LABELS.get(state, shown(points)) for unit, code, state, points in query(POINTS, *ranking)}
    assert criteria == expected and len(expected) > 100


def test_a_sheet_for_each_group_with_maxima_and_a_heading(made, query):
    book = openpyxl.load_workbook(io.BytesIO(made["par", "2023"]))
    assert book.sheetnames == ["Cấp huyện", "Sở, ban, ngành", "Sở, ban, ngành · cơ quan ngành"]
    heading = [book["Cấp huyện"][f"A{n}"].value for n in range(1, 7)]
    assert heading[0] == "BẢNG ĐIỂM VÀ XẾP HẠNG" and heading[2].startswith(
        "Năm 2023 · cấp huyện, 21 đơn vị được xếp hạng"
    )
    assert "bản phát hành số" in heading[4] and heading[5].startswith("MINH HỌA")
    sheet = book["Cấp huyện"]
    components = query("select name_vi, max_points from marts.dim_criterion where index_code = 'par' and edition = '2023'"
                       " and depth = 1 order by position")  # fmt: skip
    printed = FIXED + len(components)
    assert sheet.print_area.split("$")[3] == openpyxl.utils.get_column_letter(printed), (
        "components on paper, the rest beside"
    )
    bands = {str(m): sheet.cell(m.min_row, m.min_col).value for m in sheet.merged_cells.ranges if m.min_row == 8}
    assert "Điểm thành phần" in bands.values()
    assert [sheet.cell(10, FIXED + 1 + n).value for n in range(len(components))] == [most for _, most in components]


def test_the_command_writes_the_file_and_says_what_is_not_there(night, tmp_path):
    target = tmp_path / "bang.xlsx"
    told = CliRunner().invoke(parix.app, ["export", "PAR", "2022", "--out", str(target)])
    assert told.exit_code == 0 and told.output.strip() == str(target)
    assert target.read_bytes() == export_cli.ranking("par", "2022")
    refused = CliRunner().invoke(parix.app, ["export", "par", "1999"])
    assert refused.exit_code == 1 and "Không có bảng xếp hạng par 1999. Đã công bố: par 2022" in str(refused.exception)
