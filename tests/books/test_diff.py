"""Comparing two books, as data and as what a person reads."""

import io

from rich.console import Console
from typer.testing import CliRunner

from books.book import read
from books.cli import app
from books.diff import diff, same
from books.diff_table import show, show_ranks
from tests.books.planted import FILES, good, spoil


def changes(tmp_path, *edits):
    old, new = good(tmp_path / "old"), good(tmp_path / "new")
    for kind, key, cells in edits:
        spoil(new, kind, key, **cells)
    return [(c.kind, c.key, c.column, c.old, c.new) for c in diff(read(old), read(new))]


def test_a_book_does_not_differ_from_itself(tmp_path):
    assert changes(tmp_path) == []
    assert changes(tmp_path, ("criteria", "a6", {"target": "0.8", "max_points": "5.0"})) == []
    assert same("0.80", "0.8") and not same("a", "b") and not same("", "0")


def test_cells(tmp_path):
    edits = [
        ("criteria", "a6", {"target": "0.90", "max_points": "6"}), ("criteria", "b1", {"weight": "0.30"}),
        ("criteria", "a9", {"rule": "jury", "name_vi": "Tên mới"}), ("criteria", "c5", {"parent_code": "a"}),
        ("steps", "a4", {"to_value": "2"}), ("classes", "", {"from_percent": "85"}), ("units", "u1", {"is_ranked": "no"}),
        ("book", "x", {"rank_decimals": "3"}), ("criteria", "c3", {"legal_clause": "Điều 3"}),
    ]  # fmt: skip
    assert changes(tmp_path, *edits) == [
        ("head", "", "rank_decimals", "2", "3"),
        ("renamed", "a9", "name_vi", "Điểm báo cáo", "Tên mới"),
        ("moved", "c5", "parent_code", "c", "a"),
        ("points", "a6", "max_points", "5", "6"),
        ("weight", "b1", "weight", "0.25", "0.30"),
        ("rule", "a9", "rule", "reported", "jury"),
        ("parameter", "a6", "target", "0.80", "0.90"),
        ("steps", "a4 bậc 1", "to_value", "1", "2"),
        ("classes", "Tốt", "from_percent", "80", "85"),
        ("units", "u1", "is_ranked", "yes", "no"),
        ("text", "c3", "legal_clause", "", "Điều 3"),
    ]


def test_added_dropped_and_recoded(tmp_path):
    old, new = good(tmp_path / "old"), good(tmp_path / "new")
    text = (
        FILES["criteria"]
        .replace("\na,x", "\nA,x")
        .replace(",a,", ",A,")
        .replace("a9,A,Điểm báo cáo", "a9,A,Điểm tự chấm")
    )
    text = text.replace("a10,A,Hội đồng", "a11,A,Hội đồng").replace("a1,A,Có hay không", "a12,A,Có hay không")
    (new / "x_2030__criteria.csv").write_text(text.replace("g,x,Điểm liệt", "h,x,Khác hẳn"), "utf-8")
    (new / "x_2030__steps.csv").write_text(
        FILES["steps"].replace("\ng,", "\nh,").replace("a8,0.80,0.95,,2.5\n", ""), "utf-8"
    )
    found = [(c.kind, c.key, c.old, c.new) for c in diff(read(old), read(new))]
    assert found == [
        ("dropped", "g", "gate, 0 điểm, 2 bậc", ""),
        ("added", "h", "", "gate, 0 điểm, 2 bậc"),
        ("recoded", "A", "a", "A"),
        ("recoded", "a12", "a1", "a12"),
        ("recoded", "a11", "a10", "a11"),
        ("renamed", "a9", "Điểm báo cáo", "Điểm tự chấm"),
        ("steps", "a8", "[…; 0.80) → 0; [0.80; 0.95) → 2.5; [0.95; …) → 5", "[…; 0.80) → 0; [0.95; …) → 5"),
    ]


def test_swapped_codes_and_order(tmp_path):
    old, new = good(tmp_path / "old"), good(tmp_path / "new")
    lines = FILES["criteria"].splitlines()
    lines[-3:-1] = ["t,x,Phạt" + lines[-2][8:], "p,x,Thưởng" + lines[-3][10:]]
    (new / "x_2030__criteria.csv").write_text("\n".join(lines) + "\n", "utf-8")
    found = [(c.kind, c.key, c.old, c.new) for c in diff(read(old), read(new))]
    assert found == [("recoded", "p", "t", "p"), ("recoded", "t", "p", "t"), ("order", "", "", "")]


def test_what_a_person_reads(tmp_path):
    out = Console(file=io.StringIO(), width=100)
    old, new = good(tmp_path / "old"), good(tmp_path / "new")
    spoil(new, "criteria", "a6", target="0.90", evidence="Báo cáo")
    show(out, diff(read(old), read(new)), "x → y", full=False)
    show_ranks(
        out, [("Vinh", 1, 1, "90.1", "90.0"), ("Đô Lương", 5, 2, "80", "82"), ("Mới", None, 3, None, "81")], "Hạng"
    )
    text = out.file.getvalue()
    assert "2 thay đổi" in text and "Có mục tiêu: Mục tiêu" in text and "và 1 ô căn cứ" in text
    assert text.index("Đô Lương") < text.index("Vinh") < text.index("Mới") and "▲ 3" in text


def test_the_commands(tmp_path):
    run, folder = CliRunner(), good(tmp_path / "x" / "2030")
    assert (
        "29 tiêu chí, 25 chấm điểm, thang 100 | 29 criteria, 25 scored, of 100"
        in run.invoke(app, ["check", str(folder)]).stdout
    )
    assert run.invoke(app, ["export", str(folder), "--out", str(tmp_path / "x.xlsx")]).exit_code == 0
    assert "không có gì khác" in run.invoke(app, ["import", str(tmp_path / "x.xlsx"), "--into", str(folder)]).stdout
    spoil(folder, "criteria", "a9", max_points="2.55")
    found = run.invoke(app, ["check", str(folder)])
    assert found.exit_code == 1 and "thiếu 0.45" in found.stdout and "0.45 too few" in found.stdout
    assert "tệp x_2030__criteria.csv, dòng 3, cột max_points | line 3, column max_points" in found.stdout
    done = run.invoke(app, ["import", str(tmp_path / "x.xlsx"), "--into", str(folder)])
    assert done.exit_code == 0 and "2.55" in done.stdout and "đã ghi" in done.stdout
    assert run.invoke(app, ["check", str(folder)]).exit_code == 0
    assert "x/2030 → x/2030" in run.invoke(app, ["diff", str(folder), str(folder)]).stdout
    assert run.invoke(app, ["pin", str(folder)]).exit_code == 1
