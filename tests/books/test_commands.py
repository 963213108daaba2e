"""`parix score` and `parix book diff` as a person runs them, on the real database."""

import csv
import shutil

import pytest
from typer.testing import CliRunner

import parix
from books.book import BOOKS

HEAD = "unit_code,unit_name,period_code,figure_code,value\n"
FIGURES = """\
a,Xã A,2026,dossiers_on_time,95
a,Xã A,2026,dossiers_resolved,100
a,Xã A,2026,dossiers_online,80
a,Xã A,2026,dossiers_received,100
b,Xã B,2026,dossiers_on_time,80
b,Xã B,2026,dossiers_resolved,100
b,Xã B,2026,dossiers_online,không áp dụng
b,Xã B,2026,dossiers_received,
c,Xã C,2026,dossiers_resolved,0
"""


@pytest.fixture
def run(warehouse, monkeypatch, tmp_path):
    """``run(*arguments) -> (exit code, output)`` in an empty folder, with nothing started that runs already."""
    monkeypatch.setattr(parix, "_up", lambda: "")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(parix.app, [str(a) for a in arguments], env={"COLUMNS": "200"})
        return done.exit_code, done.output

    return call


def figures(tmp_path, text=FIGURES, head=HEAD):
    path = tmp_path / "so_lieu.csv"
    path.write_text(head + text, encoding="utf-8")
    return path


def test_score_writes_the_ranking(run, tmp_path):
    """1.1 gives 17 and 8 of 20, 1.2 gives 15 of 15: what does not apply counts nowhere, what is missing counts nothing."""
    code, output = run(
        "score", "--book", BOOKS / "par/2026", "--figures", figures(tmp_path), "--out", "out/xep_hang.csv"
    )
    assert code == 0, output
    with (tmp_path / "out/xep_hang.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["unit_code", "unit_name", "score", "percent", "rank", "class"]
    assert [tuple(r.values()) for r in rows] == [
        ("a", "Xã A", "32.00", "32.00", "1", "Yếu"),
        ("b", "Xã B", "9.41", "9.41", "2", "Yếu"),
        ("c", "Xã C", "", "", "", ""),
    ]
    assert "par/2026 · 2026 · commune · chấm thử (illustrative) · 3 đơn vị" in output
    assert "không đơn vị nào có số liệu: documents_in" in output


REFUSED = [  # text of the file, what the sentence must say
    ("a,A,2026,dossiers_on_time,\"98,76\"\n", ["so_lieu.csv, dòng 2, cột value", "Hãy viết 98.76"]),
    ("a,A,năm 2026,dossiers_on_time,1\n", ["dòng 2, cột period_code", "không phải mã kỳ"]),
    (",A,2026,dossiers_on_time,1\n", ["dòng 2, cột unit_code", "không được để trống"]),
    ("a,A,2026,dossiers_on_time,1\na,A,2026,dossiers_on_time,2\n", ["dòng 3, cột figure_code", "đã có ở dòng 2"]),
    ("a,A,2026,dossiers_on_time,nhiều\n", ["dòng 2, cột value", "không phải là số"]),
    ("", ["chưa có số liệu nào"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_a_file_that_cannot_be_used_is_refused_with_its_lines(run, tmp_path, text, said):
    code, output = run("score", "--book", "par/2026", "--figures", figures(tmp_path, text), "--out", "x.csv")
    assert code == 1 and not (tmp_path / "x.csv").exists()
    assert [words for words in (*said, "Chưa chấm gì") if words not in output] == []


def test_semicolons_and_a_missing_column_are_named(run, tmp_path):
    code, output = run("score", "--book", "par/2026", "--figures", figures(tmp_path, head=HEAD.replace(",", ";")))
    assert code == 1 and "chấm phẩy" in output
    code, output = run(
        "score", "--book", "par/2026", "--figures", figures(tmp_path, head=HEAD.replace("value", "vlue"))
    )
    assert code == 1 and "value" in output


def test_a_figure_outside_its_sense_is_kept_out_and_told_with_its_line(run, tmp_path):
    wrong = FIGURES.replace("dossiers_on_time,80", "dossiers_on_time,180") + "c,Xã C,2026,index:sipas,98.76\n"
    code, output = run("score", "--book", "par/2026", "--figures", figures(tmp_path, wrong))
    assert code == 0
    assert "dòng 11, cột value" in output and "hãy ghi 0.9876" in output
    assert "dòng 6, cột value" in output and "dòng 7, cột value" in output, "both figures of the absurd pair"
    assert "tử số lớn hơn 1 lần mẫu số" in output


def test_a_book_with_faults_is_not_scored(run, tmp_path):
    shutil.copytree(BOOKS / "par/2026", tmp_path / "draft")
    path = next((tmp_path / "draft").glob("*__criteria.csv"))
    path.write_text(path.read_text(encoding="utf-8").replace(",50,", ",49.55,", 1), encoding="utf-8")
    code, output = run("score", "--book", tmp_path / "draft", "--figures", figures(tmp_path))
    assert code == 1 and "49.55" in output and "chưa chấm gì" in output


def test_words_stand_for_states_and_for_yes_and_no(run, tmp_path):
    """The head of the committee is a vice chairman (half of 10 points); it met all provincial meetings, not its own."""
    text = (
        "a,A,2022,dti_committee_head,Phó Chủ tịch\na,A,2022,dti_attended_all_provincial_meetings,Có\n"
        "a,A,2022,dti_chaired_own_meetings,không\nb,B,2022,dti_committee_head,Trưởng phòng\n"
    )
    code, output = run("score", "--book", "dti/2022_district", "--figures", figures(tmp_path, text))
    assert code == 1 and "dòng 5, cột value" in output, "a word that no state knows"
    known = text[: text.index("b,B")]
    code, output = run("score", "--book", "dti/2022_district", "--figures", figures(tmp_path, known))
    assert code == 0 and " 10.00 " in output, output


def test_diff_tells_what_the_change_would_have_done_to_the_ranks(run, night, tmp_path):
    shutil.copytree(BOOKS / "par/2022", tmp_path / "par_new")
    path = next((tmp_path / "par_new").glob("*__criteria.csv"))
    text = path.read_text(encoding="utf-8")
    assert ",yes_no,par_plan_on_time," in text
    path.write_text(text.replace("0.30", "0.16"), encoding="utf-8")
    code, output = run("book", "diff", BOOKS / "par/2022", tmp_path / "par_new")
    assert code == 0, output
    assert "số liệu năm 2022" in output and "Huyện Đô Lương" in output
    assert "0.30" in output and "0.16" in output
