"""The quality report says what the database says: counts, checks with examples, quarantine, seals; and text stays text."""

import csv
import hashlib
import html
import io
import re
from decimal import Decimal
from itertools import takewhile

import pytest

from publishing import queries, report
from publishing.quality import files
from publishing.report import HERE

PAGES = ("quality", "quality/statement", "quality/score", "quality/checks", "quality/arrivals", "quality/receipts",
         "quality/quarantine", "quality/portal", "quality/releases", "quality/errors")  # fmt: skip
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def site(night, warehouse):
    return rendered(warehouse)


def rendered(home) -> dict[str, str]:
    """The quality pages and files by name, as ``report.build`` writes them, without what comes after them and takes longer."""
    pages = report._pages(queries.read(), home / "reports" / "data_docs")
    return {n: t for n, t in takewhile(lambda p: not p[0].startswith("portal766"), pages) if n.startswith("quality")}


def read(site, page):
    return site[f"{page}.html"]


def text(markup: str) -> str:
    """What a Vietnamese reader sees."""
    markup = re.sub(r'<span lang="en">.*?</span>|<(script|style)\b.*?</\1>', "", markup, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def rows(markup: str) -> list[str]:
    return [text(r) for r in re.findall(r"<tr.*?</tr>", markup, re.S)]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_which_release_and_as_of_when(site, query, page):
    release, day = query(
        "select release_id, (select max(as_of_date) from marts.dim_period) from ops.release where state = 'published'"
    )[0]
    seen = text(read(site, page))
    assert f"Bản phát hành số {release} " in seen and f"Số liệu đến hết ngày {day:%d/%m/%Y}" in seen
    menu = re.search(r'<nav class="submenu".*?</nav>', read(site, page), re.S)[0]
    assert menu.count("<a ") == len(PAGES) and menu.count("aria-current") == 1


def test_scores_are_the_share_of_rows_that_passed(site, query):
    table = list(csv.DictReader(io.StringIO(site["quality/scores.csv"].removeprefix("\ufeff"), newline="")))
    assert (
        len(table)
        == query("select count(*) from (select distinct gate_id, suite, dimension from ops.gate_result)")[0][0]
    )
    for row in table:
        checks = query(
            "select rows_checked, rows_failed, is_passed from ops.gate_result"
            " where gate_id = %s and suite = %s and dimension = %s",
            row["gate_id"], row["suite"], row["dimension"],
        )  # fmt: skip
        shares = [
            Decimal(passed) if asked is None else 1 - Decimal(failed or 0) / asked
            for asked, failed, passed in checks if asked != 0
        ]  # fmt: skip
        if not shares:  # no row to ask about is no score, neither 0 nor 100
            assert row["score"] == ""
            continue
        exact = 100 * sum(shares) / len(shares)
        assert 0 <= exact - Decimal(row["score"]) < Decimal("0.01"), row
        assert (Decimal(row["score"]) == 100) == all(passed for *_, passed in checks), "never rounded up to 100"
    shown = text(read(site, "quality/score"))
    assert all(f" {Decimal(r['score']):.2f} ".replace(".", ",") in shown for r in table if r["score"])


def test_every_failed_check_is_shown_with_examples_that_lead_to_a_cell(site, query):
    page = read(site, "quality/checks")
    articles = re.findall(r'<article class="failing (\w+)">(.*?)</article>', page, re.S)
    failed = query(
        """select check_name, severity, rows_failed from ops.gate_result as r where not is_passed
           and gate_id = (select max(gate_id) from ops.gate_result as n where n.suite = r.suite)"""
    )
    found = sorted((re.search(r"<code>(.*?)</code>", a)[1], severity) for severity, a in articles)
    assert found == sorted((name, severity) for name, severity, _ in failed) and len(found) > 20
    balance = text(next(a for _, a in articles if "<code>f06a_balance" in a))
    assert re.search(
        r"06a_phuong_vinh_hung_2026_A10.xlsx ▸ Biểu 06a ▸ [A-Z]+\d+ \( biên nhận \d+ , dòng \d+\)", balance
    )
    assert "và 61 dòng khác đang bị giữ" in balance
    (checks,) = query("""select count(*) from ops.gate_result where gate_id in (
                         select max(gate_id) from ops.gate group by border)""")[0]  # fmt: skip
    assert len(re.findall(r'<tr class="(?:passed|warn|quarantine|stop)">', page)) == checks


def test_counts_add_up_and_a_receipt_that_does_not_is_told(site, warehouse, query):
    page = read(site, "quality/receipts")
    receipts, sources = query("select count(*), count(distinct source_code) from ops.delivery")[0]
    assert f"{receipts} / {receipts} biên nhận có số dòng cộng lại khớp" in text(page)
    assert "Lệch" not in page and page.count('✓&nbsp;<span lang="vi">Khớp') == receipts + sources
    query("update ops.delivery set rows_delivered = rows_delivered + 1 where receipt_id = 1")
    site = rendered(warehouse)
    query("update ops.delivery set rows_delivered = rows_delivered - 1 where receipt_id = 1")
    page = read(site, "quality/receipts")
    assert f"{receipts - 1} / {receipts} biên nhận" in text(page) and page.count('✗&nbsp;<span lang="vi">Lệch') == 2


def test_quarantine_shows_what_became_of_every_row(site, query):
    page = read(site, "quality/quarantine")
    fate = {"corrected": 0} | dict(query("select state, count(*) from quarantine.row group by state"))
    tiles = text(re.search(r'<dl class="tiles">.*?</dl>', page, re.S)[0])
    assert f"Đang giữ {fate['open']} Đã sửa và gửi lại {fate['corrected']} " in tiles
    held = rows(re.search(r'<section id="units">.*?</section>', page, re.S)[0])
    assert any(r.startswith("Phường Vinh Hưng Biểu 06a (VPCP) 66 ") for r in held)
    names = query("select name from ops.rejection")
    assert len(names) > 1 and all(name in page for (name,) in names)


def test_seals_and_what_verifying_them_found(warehouse, night, query):
    query("insert into ops.verification (seal_id, is_sound, findings) select seal_id, false, array[%s] from ops.seal",
          f"marts/fct_index_rank.csv {SCRIPT}")  # fmt: skip
    seals = query("select seal_id, sha256 from ops.seal")
    site = rendered(warehouse)
    page = read(site, "quality/releases")
    assert all(sha in page for _, sha in seals)
    if seals:
        assert "Sai lệch" in text(page) and f"marts/fct_index_rank.csv {SCRIPT}" in text(page)
    else:
        assert "Chưa có niêm phong nào." in text(page)


def test_a_gap_in_the_numbers_hides_no_release(warehouse, night, query):
    for number in (1000, 2000):
        query("insert into ops.release (release_id, state, fingerprint, code_version, note) overriding system value"
              " values (%s, 'failed', 'x', 'x', %s)", number, f"sau sự cố {number}")  # fmt: skip
    page = text(read(rendered(warehouse), "quality/releases"))
    assert "sau sự cố 1000" in page and "sau sự cố 2000" in page and "đang công bố" in page
    query("delete from ops.release where release_id >= 1000")


def test_text_that_came_with_a_file_stays_text(warehouse, night, query):
    """Names of files and units, senders, reasons, names of forms: whatever is sent cannot become a page's own."""
    query("insert into ops.rejection (source_code, name, sha256, sentence_vi) values ('x', %s, 'x', %s)",
          "<b>a</b>.xlsx", f"Ô A1: {SCRIPT} & {{{{ 7 * 7 }}}}")  # fmt: skip
    query("update ops.delivery set name = %s, sender = %s where receipt_id in (select receipt_id from quarantine.row)",
          f'=1+1{SCRIPT}"onload="', f"'{SCRIPT}")  # fmt: skip
    query("""update quarantine.row set reason_vi = %s,
             record = record || '{"dossier_code": "038090001234 Nguyễn Văn A", "sheet": "</script><img src=x>"}'""",
          f"Lý do {SCRIPT}")  # fmt: skip
    query("""insert into quarantine.acceptance (quarantine_id, checks, accepted_by, reason, gate_id)
             select quarantine_id, checks, %s, %s, (select max(gate_id) from ops.gate) from quarantine.row limit 2""",
          f"Ông {SCRIPT}", f"Có công văn {SCRIPT}")  # fmt: skip
    query("insert into ops.field_coverage values ('x', %s, 'accuracy', array[%s])", SCRIPT, SCRIPT)
    query("update ops.gate_result set description_vi = description_vi || %s, observed = %s", SCRIPT, SCRIPT)
    (schema,) = query("select schema_name from ops.release where state = 'published'")[0]
    query(f"update {schema}.dim_unit set name_vi = name_vi || %s, name_en = %s", SCRIPT, SCRIPT)
    query(f"update {schema}.fct_reconciliation set name_vi = name_vi || %s, known_reasons_vi = %s", SCRIPT, SCRIPT)
    site = rendered(warehouse)
    for page in PAGES:
        source = read(site, page)
        assert "alert(1)" in source or page in ("quality/releases", "quality/statement")
        assert SCRIPT not in source and "<b>a</b>" not in source and "<img src=x>" not in source, page
        assert "038090001234" not in source and "Nguyễn Văn A" not in source, page
        assert "{{ 7 * 7 }}" in source or page != "quality/quarantine"
        assert not re.search(r'[^\\]"onload="', source), page
    assert "\r\n" in (source := site["quality/receipts.csv"])
    assert "'=1+1" in source and ",=1+1" not in source and '"=1+1' not in source


def test_a_value_that_a_spreadsheet_would_compute_is_text_in_the_files():
    row = {"receipt_id": 1, "source_code": "@x", "name": "-1+1", "sender": "+cmd", "period_code": None, "received_at": "",
           "in_warehouse": 5, "rows_delivered": -5, "rows_duplicate": 0, "quarantined": 0, "quarantined_unread": 0,
           "rows_undecodable": 0, "difference": -10, "sha256": "=A1", "is_illustrative": True}  # fmt: skip
    written = dict(files({"score_history": [], "arrivals": [], "deliveries": [row]}))["quality/receipts.csv"]
    assert written.splitlines()[1] == "1,'@x,'-1+1,'+cmd,,,-5,5,0,0,False,'=A1,True"


def test_the_library_of_charts_is_the_one_that_was_published():
    vendor = HERE / "static" / "vendor" / "echarts"
    stated = re.search(r"`([0-9a-f]{64})`", (vendor / "README.md").read_text(encoding="utf-8"))[1]
    library = (vendor / "echarts.common.min.js").read_bytes()
    assert hashlib.sha256(library).hexdigest() == stated and b'.version="6.1.0"' in library
    assert {p.name for p in vendor.iterdir()} >= {"LICENSE", "NOTICE", "LICENSE-d3"}


def test_every_suite_has_a_name_in_words():
    said = (HERE / "templates" / "_words.html.j2").read_text(encoding="utf-8")
    suites = [path.stem for path in (HERE.parent / "expectations" / "suites").glob("*.yml")]
    assert len(suites) > 9 and [s for s in suites if f'"{s}": (' not in said] == []


def test_the_benchmark_opens_the_page_that_the_site_has(site, tmp_path):
    """`make bench` draws this page alone, and runs too rarely to tell that it no longer can."""
    from tests.bench import quality

    quality._page(tmp_path)
    drawn = (tmp_path / "quality" / "score.html").read_text(encoding="utf-8")
    assert drawn.count("<figure") == read(site, "quality/score").count("<figure") > 0
