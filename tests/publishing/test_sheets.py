"""Unit sheets of the sample night: every unit and index has one, its numbers are those of the marts, gaps are said."""

import csv
import html
import json
import re

import pytest
from typer.testing import CliRunner

import parix
from publishing import report, sheets
from tests.publishing.planted_sheets import NO_SCORE, planted_site

DO_LUONG = "district-427-2020"


@pytest.fixture(scope="module")
def site(night, tmp_path_factory):
    return report.build(tmp_path_factory.mktemp("sheets") / "site").parent


def text(path) -> str:
    """What a Vietnamese reader sees of a sheet."""
    markup = re.sub(
        r'<span lang="en">.*?</span>|<(script|style)>.*?</\1>', "", path.read_text(encoding="utf-8"), flags=re.S
    )
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def read(number) -> str:
    return f"{number:,.2f}".translate(str.maketrans(",.", ".,"))


def test_every_unit_and_index_has_a_sheet_and_its_own_code(site, query):
    results = query("select distinct unit_key, index_code from marts.fct_index_rank")
    absent = query(
        "select unit_key, 'par' from marts.dim_unit where unit_key like 'department-%%-2025' and valid_to is null"
    )
    found = {p.stem for p in (site / "sheet").glob("*.html")}
    assert found == {sheets.name(*pair) for pair in results + absent}
    assert {p.stem for p in (site / "unit").glob("*.html")} == {unit for unit, _ in results}
    rows = list(csv.DictReader((site / "sheet" / "codes.csv").read_text(encoding="utf-8-sig").splitlines()))
    (published,) = query("select count(*) from marts.fct_index_rank")[0]
    assert len({r["code"] for r in rows}) == len(rows) == published


def test_a_sheet_shows_the_numbers_of_the_marts(site, query):
    sheet = text(site / "sheet" / f"{DO_LUONG}-par.html")
    score, rank, ranked = query("select score, rank, ranked_units from marts.fct_index_rank where unit_key = %s and"
                                " period_code = '2023'", DO_LUONG)[0]  # fmt: skip
    assert f"Điểm {read(score)} / 100" in sheet and f"Hạng {rank} / {ranked}" in sheet
    lost = query("select criterion_code, name_vi, lost_points from marts.fct_score_loss where unit_key = %s and period_code ="
                 " '2023' and loss_order <= 5 order by loss_order", DO_LUONG)  # fmt: skip
    places = [sheet.index(f"{code} {name} − {read(points)}") for code, name, points in lost]
    assert places == sorted(places) and f"tổng cộng {read(100 - score)} " in sheet
    around = query("select unit_name_vi from marts.fct_index_rank where index_code = 'par' and period_code = '2023' and"
                   " peer_group = 'district' and rank between %s and %s", rank - 3, rank + 3)  # fmt: skip
    assert len(around) == 7 and all(name in sheet for (name,) in around)
    assert "✂ bộ tiêu chí mới (2022 → 2023)" in sheet
    assert "Đơn vị kết thúc hoạt động trước ngày 01/07/2025" in sheet


def test_each_code_leads_back_on_the_command_line_and_in_sql(site, query):
    sheet = (site / "sheet" / f"{DO_LUONG}-par.html").read_text(encoding="utf-8")
    shown = re.search(r"parix trace code (\S+?)</code>", sheet)[1]
    rows = json.loads(CliRunner().invoke(parix.app, ["trace", "code", shown, "--json"]).output)
    assert {(r["unit_key"], r["period_code"]) for r in rows} == {(DO_LUONG, "2023")}
    assert rows[0]["criterion_code"] == shown.split("/")[1]
    assert query(
        """select unit_key, period_code from marts.fct_index_rank where left(encode(sha256(convert_to(
               concat_ws('|', index_code, edition, period_code, unit_key), 'UTF8')), 'hex'), 10) = %s""",
        shown.split("/")[0].replace("-", "").lower(),
    ) == [(DO_LUONG, "2023")]


def test_a_unit_without_a_result_is_told_what_is_missing_and_since_when(site):
    sheet = text(site / "sheet" / "department-so-noi-vu-2025-par.html")
    assert "Kỳ gần nhất mà cấp này được xếp hạng là Năm 2023" in sheet and "<svg" not in sheet
    assert "Đơn vị hình thành ngày 01/03/2025 , sau kỳ đó" in sheet
    assert "Kết quả của đơn vị tiền thân: Sở Lao động - Thương binh và Xã hội , Sở Nội vụ" in sheet
    assert 'href="sheet/department-so-noi-vu-2025-par.html"' in (site / "index.html").read_text(encoding="utf-8")
    assert "Sau kỳ này chưa có kết quả nào: năm 2024–2026" in text(
        site / "sheet" / "department-so-tu-phap-2020-par.html"
    )


def test_a_result_without_a_score_lists_its_gaps_instead_of_an_empty_chart(site, tmp_path_factory):
    folder = planted_site(tmp_path_factory.getbasetemp() / "planted-site")  # the browser's tests look at it too
    sheet = text(folder / f"{NO_SCORE}-par.html")
    assert "Chưa có điểm: thiếu gì, từ bao giờ" in sheet and "Điểm mất ở đâu" not in sheet
    assert re.search(r"1\.1\.1 .*?: (có lần cuối ở kỳ 2022|chưa kỳ nào có)", sheet)
    assert "tiêu chí nữa ở trang của đơn vị" in sheet and "Thiếu số liệu" in sheet
    assert "Không có hạng nên không có đơn vị liền kề" in sheet


def test_the_levers_are_those_of_the_mart_and_never_where_a_figure_is_disputed(site, query):
    sheet = text(site / "sheet" / "commune-17662-2025-qd766.html")
    shown = query("select criterion_code, step_vi from marts.fct_rank_lever where unit_key = 'commune-17662-2025' and"
                  " index_code = 'qd766' and lever_order <= 5 order by lever_order")  # fmt: skip
    places = [sheet.index(f"{code} {step}") for code, step in shown]
    assert len(places) == 5 and places == sorted(places)
    disputed = query("""
        select r.criterion_code, r.why_not_vi from marts.fct_rank_lever as r inner join marts.fct_score_loss as l using (
            index_code, edition, period_code, unit_key, criterion_code)
        where r.unit_key = 'commune-17662-2025' and r.index_code = 'qd766' and l.loss_order <= 3
            and r.why_not_vi like 'số liệu còn đang lệch%%'""")  # fmt: skip
    assert disputed and not {code for code, _ in disputed} & {code for code, _ in shown}
    assert all(f"Chưa nêu bước nào ở {code} : {why}" in sheet for code, why in disputed)
