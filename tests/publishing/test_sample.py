"""The audit sample: drawn the same again, every source in it, and a working paper that is fit to be handed on."""

import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import parix
from publishing import sampling, working_paper

STRATA = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(1, 100_000), min_size=1, max_size=12)


@given(STRATA, st.integers(0, 400), st.integers(0, 4))
def test_allotment(populations, n, at_least):
    least = {source: min(at_least, size) for source, size in populations.items()}
    if sum(least.values()) > min(n, sum(populations.values())):
        with pytest.raises(sampling.SampleTooSmall, match=str(sum(least.values()))):
            sampling.allot(populations, n, at_least)
        return
    drawn = sampling.allot(populations, n, at_least)
    assert sum(drawn.values()) == min(n, sum(populations.values()))
    rest, left = n - sum(least.values()), sum(populations.values()) - sum(least.values())
    for source, size in populations.items():
        assert least[source] <= drawn[source] <= size
        if n < sum(populations.values()):
            assert abs(drawn[source] - least[source] - rest * (size - least[source]) / left) < 1


@pytest.fixture(scope="module")
def drawn(night):
    return sampling.draw(60, 7)


def test_the_same_seed_draws_the_same(drawn):
    again, other = sampling.draw(60, 7), sampling.draw(60, 8)
    assert (again.sha256, again.figures) == (drawn.sha256, drawn.figures)
    assert other.sha256 != drawn.sha256


def test_it_can_be_drawn_with_the_query_of_the_document(drawn, query):
    """docs/trace.md shows it to auditors."""
    asked = query(
        "select unit_key, period_code, figure_code from marts.fct_figure where source_code = 'workbook:par_district'"
        " order by sha256(convert_to(concat_ws('|', 7, unit_key, period_code, figure_code), 'UTF8')) limit 2"
    )
    own = [f for f in drawn.figures if f["source_code"] == "workbook:par_district"]
    assert [(f["unit_key"], f["period_code"], f["figure_code"]) for f in own] == asked


def test_every_source_is_in_it_and_every_figure_has_its_places(drawn, query):
    populations = dict(query("select source_code, count(*) from marts.fct_figure group by 1"))
    assert {t.source_code: t.population for t in drawn.strata} == populations
    assert {t.source_code: t.drawn for t in drawn.strata} == sampling.allot(populations, 60)
    assert len({(f["unit_key"], f["period_code"], f["figure_code"]) for f in drawn.figures}) == 60
    assert all(p["state"] == "agrees" for f in drawn.figures for p in f["places"])


HOSTILE = '=HYPERLINK("http://x","<script>alert(1)</script>")'


@pytest.fixture(scope="module")
def paper(drawn, tmp_path_factory):
    """Of the sample, with a file name and a unit's name that somebody made up."""
    first = drawn.figures[0] | {"unit_name_vi": HOSTILE}
    place = next(p for f in drawn.figures for p in f["places"] if p["kind"] == "cell") | {"file_name": HOSTILE}
    figures = [first | {"places": [place]}, *drawn.figures[1:]]
    hostile = sampling.Sample(**{f: getattr(drawn, f) for f in drawn.__dataclass_fields__} | {"figures": figures})
    return working_paper.write(hostile, tmp_path_factory.mktemp("paper"))


def test_the_page_says_how_the_sample_was_drawn_and_runs_nothing(drawn, paper):
    text = paper[0].read_text("utf-8")
    for said in (drawn.sha256, drawn.fingerprint, "Hạt giống", "phân tầng theo nguồn", "202.727", "Kết quả đối chiếu"):
        assert said in text
    assert text.count("<section>") == 60 and "<script" not in text and "&lt;script&gt;" in text
    assert not re.search(r"(src|href)=|@import|url\(", text), "it asks nothing of other machines"


def test_the_workbook_is_to_be_filled_in_and_holds_no_formula(drawn, paper):
    book = openpyxl.load_workbook(paper[1])
    sheet = book["Mẫu kiểm tra"]
    assert [c.value for c in sheet[1]] == list(working_paper.COLUMNS)
    assert sheet.max_row == 61 and {c.value for row in sheet["M2:O61"] for c in row} == {None}
    cells = [c for page in book for row in page.iter_rows() for c in row]
    assert {c.data_type for c in cells} <= {"s", "n"} and not any(c.hyperlink for c in cells)
    assert sheet["C2"].value == HOSTILE and sheet["C2"].quotePrefix
    assert sheet.data_validations.dataValidation[0].sqref.ranges
    method = {row[0].value: row[1].value for row in book["Phương pháp"].iter_rows(max_row=6)}
    assert method["Mã băm của mẫu"] == drawn.sha256 and method["Hạt giống (seed)"] == "7"


def test_the_command(night, tmp_path, drawn):
    run = CliRunner().invoke(parix.app, ["sample", "--n", "60", "--seed", "7", "--out", str(tmp_path)])
    assert run.exit_code == 0 and drawn.sha256 in run.output.replace("\n", "")
    assert {p.suffix for p in tmp_path.iterdir()} == {".html", ".xlsx"}
    with pytest.raises(sampling.SampleTooSmall, match="20 nguồn, mỗi nguồn ít nhất 2"):
        sampling.draw(10, 7)
