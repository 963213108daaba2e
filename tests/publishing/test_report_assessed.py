"""What a council did and what cannot be compared stand on the pages, beside the numbers that they concern."""

import html
import re

import pytest

from publishing import report

OVERRIDDEN, ASSESSED = "district-415-2020", "district-427-2020"


@pytest.fixture(scope="module")
def site(night, few_pages, tmp_path_factory):
    return report.build(tmp_path_factory.mktemp("assessed") / "site").parent


def text(markup: str) -> str:
    """What a Vietnamese reader sees of a piece of a page."""
    markup = re.sub(r'<span lang="en">.*?</span>', "", markup, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def rows(path, opening: str) -> list[str]:
    return [text(r) for r in re.findall(rf"<tr[^>]*>\s*{opening}.*?</tr>", path.read_text(encoding="utf-8"), re.S)]


def criteria(path) -> dict[str, str]:
    """The criteria of PAR 2023 by their code, as a reader sees their rows."""
    sheet = re.search(r'<section id="par-2023-2023".*?</section>', path.read_text(encoding="utf-8"), re.S)[0]
    found = [text(r) for r in re.findall(r'<tr[^>]*>\s*<td class="code">.*?</tr>', sheet, re.S)]
    return {r.split()[0]: r for r in found}


def test_an_override_stands_beside_every_number_that_it_changed(site):
    marked = [r for r in rows(site / "index.html", '<td class="num rank"') if "hội đồng" in r]
    assert len(marked) == 1 and "Huyện Quế Phong Khá * hội đồng chấm khác số liệu ở 1 tiêu chí" in marked[0]
    assert re.search(r" \d\d,\d\d \* ", marked[0])
    page = site / "unit" / f"{OVERRIDDEN}.html"
    points = criteria(page)
    assert all(" * " in points[code] for code in ("1", "1.2", "1.2.1"))
    assert not any(" * " in points[code] for code in ("1.1", "1.3", "2"))
    sheet = text(page.read_text(encoding="utf-8"))
    assert sheet.count("hội đồng chấm khác số liệu ở 1 tiêu chí") == 2, "on the card and at the total"
    assert (
        "* Hội đồng chấm khác số liệu : điểm công bố 1,00 , điểm theo số liệu 0,50 · bước : kết quả cuối cùng ·"
        " lý do : Báo cáo chậm do mưa lũ chia cắt, có xác nhận của UBND tỉnh"
    ) in sheet


def test_every_stage_stands_with_its_evidence_reason_day_and_cell(site, query):
    (given,) = query(
        """select points, evidence, source_ref, receipt_id from marts.fct_criterion_stage
           where unit_key = %s and criterion_code = '1.3.1' and stage = 'self'""",
        ASSESSED,
    )
    page = site / "unit" / f"{ASSESSED}.html"
    sheet = text(page.read_text(encoding="utf-8"))
    assert re.search(r"Các bước chấm : theo số liệu \d,\d\d · tự chấm \d,\d\d · thẩm định \d,\d\d", sheet)
    (row,) = [r for r in rows(page, "<td>tự chấm|<td><span") if r.startswith("tự chấm") and given[2] + " " in r]
    points, evidence, source, receipt = given
    assert row == (
        f"tự chấm {points:.2f} – {evidence} Chấm lại sau khi rà soát 10/01/2024 {source} · số {receipt}"
    ).replace(".", ",", 1)
    assert f'id="receipt-{receipt}"' in page.read_text(encoding="utf-8")
    assert "giải trình – – 18/TB-UBND Đã bổ sung hai thông báo kết luận cuộc họp" in sheet
    assert sheet.count("theo số liệu công bố") > 10, "the figures are what is published where nobody overrides them"
    assert "Các bước chấm" not in text((site / "unit" / "commune-17662-2025.html").read_text(encoding="utf-8"))


def test_the_figures_of_a_formula_and_of_the_unit_above_lead_to_their_cells(site):
    used = rows(site / "unit" / f"{ASSESSED}.html", "<td>(?:6.5.2|3.8.1)</td>")
    assert [re.search(r"\bpar_\w+", r)[0] for r in used] == [
        "par_procedures_announced", "par_procedures_announced_on_time",
        "par_budget_reports", "par_budget_reports_on_time", "par_units_open", "par_units_to_open",
    ]  # fmt: skip
    assert " Thủ tục hành chính được tỉnh công bố đúng hạn par_procedures_announced_on_time " in used[1]
    assert all("của Tỉnh Nghệ An" in r and "so_lieu_par_2023_tinh.xlsx ▸ " in r for r in used[:2])
    assert not any("của Tỉnh" in r for r in used[2:]) and all("so_lieu_par_2023.xlsx ▸ " in r for r in used[2:])


def test_what_is_outside_the_scale_is_said(site, query):
    (schema,) = query("select schema_name from ops.release where state = 'published'")[0]
    query(f"update {schema}.fct_criterion_score set points = -0.5 where unit_key = %s and criterion_code = '3.8.2'",
          ASSESSED)  # fmt: skip
    report.build(site)
    points = criteria(site / "unit" / f"{ASSESSED}.html")
    assert "điểm cộng ngoài thang" in points["1.8.2"] and points["1.8.2"].endswith(" +1")
    assert "điểm trừ ngoài thang" in points["3.8.2"] and points["3.8.2"].endswith(" -0,50 −1")
    assert "điều kiện khống chế, không tính điểm" in points["5.6.2"] and points["5.6.2"].endswith(" – –")


def test_units_without_rank_come_last_and_ranks_that_cannot_be_compared_say_why(site, query):
    (schema,) = query("select schema_name from ops.release where state = 'published'")[0]
    changes = {
        "415": "comparison = 'merged', previous_rank = null, rank_change = null",
        "416": "comparison = 'other_group', previous_rank = null, rank_change = null",
        "427": "comparison = 'renamed'",
        "412": "is_ranked = false, rank = null, rank_change = null",
        "413": "score = null, percent = null, rank = null, rank_change = null, class_vi = null",
    }
    for code, change in changes.items():
        query(f"update {schema}.fct_index_rank set {change} where edition = '2023' and unit_key = %s",
              f"district-{code}-2020")  # fmt: skip
    query(f"insert into {schema}.bridge_unit_succession (predecessor_unit_key, successor_unit_key, event_date, kind)"
          " values (%s, %s, '2023-05-01', 'rename')", "district-425-2020", "district-427-2020")  # fmt: skip
    index = report.build(site).read_text(encoding="utf-8")
    section = re.search(r'<section class="ranking" id="par-2023-2023"[^>]*>.*?</section>', index, re.S)[0]
    ranking = [text(r) for r in re.findall(r'<tr[^>]*>\s*<td class="num rank".*?</tr>', section, re.S)]
    assert ranking[-1].startswith("không xếp hạng – Thành phố Vinh") and "94,96" in ranking[-1]
    assert ranking[-2].startswith("– – Thị xã Cửa Lò") and ranking[-2].endswith("– – –")
    said = {unit: next(r for r in ranking if unit in r) for unit in ("Quế Phong", "Quỳ Châu", "Đô Lương")}
    assert "không so sánh: đơn vị sáp nhập" in said["Quế Phong"]
    assert "không so sánh: kỳ trước xếp ở nhóm khác" in said["Quỳ Châu"]
    assert "▲ 1 từ hạng 8 tên trước đây: Huyện Diễn Châu" in said["Đô Lương"]
    assert "Đơn vị được xếp hạng 19 / 21 Được đánh giá, không xếp hạng 1" in text(section)
    card = text((site / "unit" / "district-412-2020.html").read_text(encoding="utf-8"))
    assert "PAR · Năm 2023 Không xếp hạng" in card
