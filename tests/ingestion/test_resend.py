"""A report that comes again: only its difference is applied, and every correction stays visible."""

import os
import shutil
from io import BytesIO

import pytest
import xlsxwriter

from books import loading
from expectations import gate, suites
from ingestion import settings
from ingestion.sources import workbooks

HEAD = [
    ["BÁO CÁO KẾT QUẢ KÝ SỐ VĂN BẢN"], ["Kỳ báo cáo: Năm 2026"],
    ["STT", "Tên cơ quan, đơn vị", "Văn bản đi", "", "Văn bản đến", ""],
    ["", "", "Tổng số", "Trong đó ký số", "Tổng số", "Xử lý đúng hạn"],
]  # fmt: skip
A, B, C = "commune-17662-2025", "commune-17935-2025", "commune-17950-2025"
CODES = ["documents_out", "documents_signed", "documents_in", "documents_in_on_time"]


def signatures(*rows) -> bytes:
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Ký số")
        for r, row in enumerate([*HEAD, *([i, *row] for i, row in enumerate(rows, 1))]):
            sheet.write_row(r, 0, row)
    return data.getvalue()


ONE, TWO, THREE = ["Xã Đô Lương", 10, 8, 20, 15], ["Xã Nam Đàn", 30, 8, 20, 15], ["Xã Vạn An", 5, 5, 5, 5]


def passed(query):
    """As a gate that finds nothing (it costs seconds to ask Great Expectations)."""
    query("insert into ops.gate (border, finished_at, is_passed) values ('in', now(), true)")
    query("update ops.delivery set gate_id = (select max(gate_id) from ops.gate) where gate_id is null")


def gated(query):
    figures = [s for s in suites.load_suites("in") if s.suite == "figures_in"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "load_suites", lambda border: figures)
        gate.gate_in()


@pytest.fixture
def send(warehouse, query):
    query("truncate raw_workbooks.figure, raw_workbooks.list_row, raw_workbooks.correction, quarantine.row cascade")
    query("truncate ops.delivery cascade")

    def put(name: str, data: bytes, examine=passed):
        path = settings.inbox() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        outcome = workbooks.load(name)
        examine(query)
        (told, *_) = sorted(
            (settings.inbox() / "loaded").rglob(f"{path.stem}*.txt"), key=lambda p: -p.stat().st_mtime_ns
        )
        return outcome, told.read_text(encoding="utf-8")

    yield put
    shutil.rmtree(settings.inbox() / "loaded", ignore_errors=True)


def live(query, unit=A):
    found = query("select figure_code, value::int from raw_workbooks.live_figure where unit_key = %s", unit)
    return [dict(found).get(code) for code in CODES]


def adds_up(query):
    return query(
        """
        select d.receipt_id from ops.delivery as d where rows_delivered <> rows_duplicate
        + (select count(*) from raw_workbooks.figure as f where f.receipt_id = d.receipt_id)
        + (select count(*) from quarantine.row as q where q.receipt_id = d.receipt_id and state <> 'released')
        """
    ) == []  # fmt: skip


def counts(receipt):
    return receipt.delivered, receipt.loaded, receipt.duplicate, receipt.withdrawn


def test_only_the_difference_is_loaded(send, query):
    send("ky_so.xlsx", signatures(ONE, TWO))
    again, told = send("ky_so (2).xlsx", signatures(TWO, [*ONE[:2], 9, *ONE[3:]]))
    assert counts(again) == (8, 1, 7, 0)
    assert live(query) == [10, 9, 20, 15] and live(query, B) == [30, 8, 20, 15]
    ((kind, item, old, new, old_cell, new_cell, old_receipt),) = query(
        "select kind, item, old_value, new_value, old_cell, new_cell, old_receipt_id from raw_workbooks.correction"
    )
    assert (kind, item, old, new, old_cell, new_cell) == ("changed", "documents_signed", "8", "9", "D5", "D6")
    assert old_receipt < again.receipt_id
    assert "“8” → “9”" in told and "ô D6" in told and "1 mục mới hoặc đã sửa, 7 mục không đổi" in told
    assert adds_up(query)


def test_one_two_one_again_ends_with_one_and_says_so(send, query):
    first, second = signatures(ONE), signatures([*ONE[:2], 9, *ONE[3:]])
    send("a.xlsx", first)
    send("a.xlsx", second)
    third, told = send("a.xlsx", first)
    assert third.receipt_id and live(query) == [10, 8, 20, 15]
    assert "giống hệt tệp đã nhận" in told and "trở lại" in told and "“9” → “8”" in told
    fourth, told = send("a.xlsx", first)
    assert fourth.receipt_id is None and "không có gì mới" in told
    assert live(query) == [10, 8, 20, 15] and adds_up(query)


def test_what_vanished_is_withdrawn_and_may_come_back(send, query):
    send("a.xlsx", signatures(ONE, TWO))
    gone, told = send("a.xlsx", signatures(ONE))
    assert counts(gone) == (4, 0, 4, 4) and live(query, B) == [None] * 4 and "rút lại “30”" in told
    back, _ = send("a.xlsx", signatures(ONE, TWO))
    assert counts(back) == (8, 4, 4, 0) and live(query, B) == [30, 8, 20, 15] and adds_up(query)


def test_a_file_of_the_same_name_about_other_units_takes_nothing_back(send, query):
    send("a.xlsx", signatures(ONE, TWO))
    other, _ = send("a.xlsx", signatures(THREE))
    assert other.withdrawn == 0 and live(query) == [10, 8, 20, 15]
    own, _ = send("a.xlsx", signatures(ONE))
    assert own.withdrawn == 4 and live(query, B) == [None] * 4, "its own rows, not those of the namesake"
    assert query("select count(*) from raw_workbooks.live_figure") == [(8,)]


def test_a_version_that_the_gate_keeps_out_leaves_the_one_before_in_force(send, query):
    loading.prepare()
    send("a.xlsx", signatures(ONE))
    bad, _ = send("a.xlsx", signatures([*ONE[:2], -1, *ONE[3:]]), gated)
    assert live(query) == [10, 8, 20, 15]
    assert query("select state, check_name from quarantine.row") == [("open", "not_negative")]
    same, told = send("a.xlsx", signatures([*ONE[:2], -1, *ONE[3:]]))
    assert same.receipt_id is None, "the same wrong number again brings nothing new"
    fixed, _ = send("b.xlsx", signatures(TWO, [*ONE[:2], 7, *ONE[3:]]), gated)
    assert live(query) == [10, 7, 20, 15]
    assert query("select state from quarantine.row") == [("corrected",)] and adds_up(query)


def test_a_withdrawn_row_of_quarantine_is_closed(send, query):
    loading.prepare()
    send("a.xlsx", signatures(ONE, [*TWO[:2], -1, *TWO[3:]]), gated)
    assert query("select count(*) from quarantine.row where state = 'open'") == [(1,)]
    send("a.xlsx", signatures(ONE), gated)
    assert set(query("select state from quarantine.row")) == {("withdrawn",)} and adds_up(query)


def test_before_the_gate_nothing_is_taken_back(send, query):
    send("a.xlsx", signatures(ONE, TWO))
    send("a.xlsx", signatures([*ONE[:2], 9, *ONE[3:]]), lambda query: None)
    assert live(query) == [10, 8, 20, 15] and live(query, B) == [30, 8, 20, 15]
    passed(query)
    assert live(query) == [10, 9, 20, 15] and live(query, B) == [None] * 4


def form_06a(*rows) -> bytes:
    """Form 06a of a district: rows of (label, 11 numbers), the last one the total."""
    top = [("Tiếp nhận", 4), ("Đã giải quyết", 4), ("Đang giải quyết", 3)]
    below = ["Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "Từ kỳ trước", "Trước hạn", "Đúng hạn", "Quá hạn",
             "Trong hạn", "Quá hạn"]  # fmt: skip
    head = [["TT", "Lĩnh vực"], ["", ""], ["", ""]]
    for text, width in top:
        head[0] += [text, *[""] * (width - 1)]
        head[1] += ["Tổng số", "Trong đó", *[""] * (width - 2)]
        head[2] += ["", *[below.pop(0) for _ in range(width - 1)]]
    above = [["Biểu số II.06a/VPCP/KSTT"], ["Đơn vị báo cáo: UBND huyện Đô Lương"],
             ["Kỳ báo cáo: Tháng 5/2024 (Từ ngày 15/04/2024 đến ngày 14/05/2024)"]]  # fmt: skip
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Biểu 06a")
        numbered = [["", *row] if row[0] == "Tổng cộng" else [i, *row] for i, row in enumerate(rows, 1)]
        for r, row in enumerate([*above, *head, *numbered]):
            sheet.write_row(r, 0, row)
    return data.getvalue()


GOOD = [10, 4, 5, 1, 8, 3, 4, 1, 2, 1, 1]


def total_06a(query):
    return query(
        "select max(value)::int from raw_workbooks.live_figure where row_role = 'total' and figure_code = 'f06a_received_total'"
    )[0][0]


def test_a_row_is_examined_with_its_unchanged_cells(send, query):
    """One wrong cell keeps the whole form out; only that cell comes again, and the whole form comes back with it."""
    loading.prepare()
    bad = [10, 4, 4, *GOOD[3:]]
    send("06a.xlsx", form_06a(["Đất đai", *bad], ["Tổng cộng", *bad]), gated)
    assert query("select count(*) from quarantine.row where state = 'open'") == [(22,)] and total_06a(query) is None
    fixed, _ = send("06a.xlsx", form_06a(["Đất đai", *GOOD], ["Tổng cộng", *GOOD]), gated)
    assert counts(fixed) == (22, 2, 20, 0) and total_06a(query) == 10
    states = query("select state, count(*) from quarantine.row group by 1 order by 1")
    assert states == [("corrected", 2), ("released", 20)] and adds_up(query)
    over = [11, *GOOD[1:]]
    worse, _ = send("06a.xlsx", form_06a(["Đất đai", *over], ["Tổng cộng", *over]), gated)
    assert worse.loaded == 2 and total_06a(query) == 10, "11 is not 4 + 5 + 1: the version before stays in force"


LIST_HEAD = [
    ["DANH MỤC THỦ TỤC HÀNH CHÍNH THUỘC THẨM QUYỀN GIẢI QUYẾT"], ["Kỳ báo cáo: Tháng 5/2024"],
    ["Đơn vị báo cáo: UBND huyện Đô Lương"],
    ["STT", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Cấp thực hiện", "Mức độ DVC trực tuyến"],
]  # fmt: skip


def catalogue(*codes) -> bytes:
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("DM")
        rows = [[i, code, f"Tên {code}", "Đất đai", "Cấp xã", level] for i, (code, level) in enumerate(codes, 1)]
        for r, row in enumerate([*LIST_HEAD, *rows]):
            sheet.write_row(r, 0, row)
    return data.getvalue()


def test_a_list_that_comes_again_replaces_the_list(send, query):
    send("dm.xlsx", catalogue(("1.000001", "Toàn trình"), ("1.000002", "Một phần"), ("1.000003", "Một phần")))
    again, told = send(
        "khac.xlsx", catalogue(("1.000003", "Một phần"), ("1.000001", "Một phần"), ("1.000004", "Một phần"))
    )
    assert counts(again) == (3, 2, 1, 1)
    live_codes = query(
        "select fields ->> 'procedure_code', fields ->> 'service_level' from raw_workbooks.live_list_row order by 1"
    )
    assert live_codes == [("1.000001", "partial"), ("1.000003", "partial"), ("1.000004", "partial")]
    seen = query("select kind, item, old_value, new_value from raw_workbooks.correction order by correction_no")
    assert seen[0] == ("changed", "service_level", "full", "partial")
    assert [s[0] for s in seen] == ["changed", "added", "withdrawn"]
    assert "“full” → “partial”" in told


def test_the_sender_of_an_accepted_file_hears_what_the_gate_keeps_out(send, query):
    loading.prepare()
    receipt, _ = send("xã/a.xlsx", signatures(ONE, [*TWO[:2], -1, *TWO[3:]]), gated)
    gate_id = query("select max(gate_id) from quarantine.row")[0][0]
    assert workbooks.tell_kept_out(gate_id) == 1
    (told,) = (settings.inbox() / "loaded" / "xã").glob(f"a.xlsx.bien-nhan-{receipt.receipt_id}.txt")
    text = told.read_text(encoding="utf-8")
    assert "1 mục chưa được tính" in text and "ô D6" in text and "số âm" in text


@pytest.fixture
def two_wait(send):
    """The report of Monday and that of Tuesday, whose name sorts before it."""
    for age, (name, rows) in enumerate({"a_thu_ba.xlsx": [[*ONE[:2], 9, *ONE[3:]]], "b_thu_hai.xlsx": [ONE]}.items()):
        path = settings.inbox() / name
        path.write_bytes(signatures(*rows))
        os.utime(path, ns=(0, 10**18 - age))
    yield ["b_thu_hai.xlsx", "a_thu_ba.xlsx"]
    for path in settings.inbox().glob("*.xlsx"):
        path.unlink()


@pytest.mark.parametrize("turn", [(0, 1), (1, 0)])
def test_of_two_that_wait_the_later_one_counts_whichever_is_taken_first(two_wait, query, turn):
    assert workbooks.plan() == two_wait
    outcomes = [workbooks.load_in_turn(two_wait[i]) for i in turn]
    assert [o["name"] for taken in outcomes for o in taken] == two_wait
    passed(query)
    assert live(query) == [10, 9, 20, 15]
    assert query("select old_value, new_value from raw_workbooks.correction") == [("8", "9")]


def test_a_file_that_cannot_be_loaded_does_not_stop_those_that_came_after_it(two_wait, monkeypatch, caplog):
    def broken(name, *rest):
        if name == two_wait[0]:
            raise OSError("the disk is broken")
        return read(name, *rest)

    read = workbooks.read_workbook
    monkeypatch.setattr(workbooks, "read_workbook", broken)
    assert [o["name"] for o in workbooks.load_in_turn(two_wait[1])] == two_wait[1:]
    assert two_wait[0] in caplog.text
    with pytest.raises(OSError):
        workbooks.load_in_turn(two_wait[0])
    assert workbooks.plan() == two_wait[:1], "it still waits"
