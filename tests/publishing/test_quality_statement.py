"""Who has not sent what, known errors, and the statement: every point turns when the data that it rests on are broken."""

import re

import pytest

from tests.publishing.test_quality_report import read, rendered, rows, text

BREAKS = {
    "counts": ("update ops.delivery set rows_duplicate = rows_duplicate + 1 where receipt_id = 2", "fails", "47 trên 48"),
    "checks": ("update ops.gate set is_passed = false where border = 'out'", "fails", " phép kiểm tra đạt; "),
    "seals": (
        """with s as (insert into ops.seal (release_id, manifest, sha256, public_key, signature, previous_sha256)
           select max(release_id), '{}', 'x', 'x', 'x', (select sha256 from ops.seal order by seal_id desc limit 1)
           from ops.release returning seal_id)
           insert into ops.verification (seal_id, is_sound, findings) select seal_id, false, '{x}' from s""",
        "fails", "1 niêm phong sai lệch",
    ),
    "completeness": ("delete from {schema}.fct_form_arrival where state <> 'present'", "partly", "0 chỗ trống"),
}  # fmt: skip
MENDS = {
    "sources": ("update ops.delivery set is_illustrative = false", "holds", "0 lần giao là dữ liệu minh họa"),
    "quarantine": (
        "update quarantine.row set state = 'withdrawn', closed_at = now(); delete from ops.rejection", "holds", "0 dòng đang bị giữ"
    ),
    "portal": ("update {schema}.fct_reconciliation set state = 'within_tolerance'", "holds", "0 số ngoài mức"),
    "checks": ("update ops.gate set is_passed = true; update ops.gate_result set is_passed = true", "holds", "; 0 phép không đạt"),
}  # fmt: skip


@pytest.fixture(scope="module")
def site(night, warehouse):
    return rendered(warehouse)


def points(site) -> dict[str, tuple[str, str]]:
    """What each point of the statement says and how far it holds."""

    found = re.findall(r'<li class="(\w+)"><b>.*?<a href="(\w+)\.html">', read(site, "quality/statement"), re.S)
    said = re.findall(r'<li class="\w+"><b>(.*?)</li>', read(site, "quality/statement"), re.S)
    names = ("sources", "counts", "checks", "quarantine", "completeness", "seals", "portal", "errors")
    assert len(found) == len(said) == len(names)
    return {name: (state, text(words)) for name, (state, _), words in zip(names, found, said, strict=True)}


def test_the_statement_says_it_is_a_draft_and_that_a_sample_is_no_ground(site, query):
    seen = text(read(site, "quality/statement"))
    assert "DỰ THẢO · tự động lập từ số liệu, chưa ai ký" in seen
    found = points(site)
    assert found["sources"][0] == "fails" and "48 lần giao là dữ liệu minh họa của tỉnh mẫu" in found["sources"][1]
    assert found["counts"][0] == "holds" and "48 trên 48 biên nhận (68.283 dòng)" in found["counts"][1]
    passed, asked = query(
        """select count(*) filter (where r.is_passed), count(*) from ops.gate_result as r inner join ops.gate as g
           on r.gate_id = g.gate_id where g.release_id = (select release_id from ops.release where state = 'published')"""
    )[0]
    assert found["checks"][0] == "partly" and f"{passed} trên {asked} phép kiểm tra đạt" in found["checks"][1]
    assert found["portal"][0] == "partly" and found["errors"][0] == "partly" and found["quarantine"][0] == "partly"
    relied = seen[seen.index("3. Kiểm toán viên") : seen.index("Không được dựa vào, chừng nào")]
    assert "Số dòng : 48 trên 48" in relied and "Nguồn :" not in relied


def test_every_point_turns_with_its_data(night, warehouse, query):
    (schema,) = query("select schema_name from ops.release where state = 'published'")[0]
    for faults in (BREAKS, MENDS):
        for statement, *_ in faults.values():
            query(statement.replace("{schema}", schema))
        found = points(rendered(warehouse))
        for about, (_, state, words) in faults.items():
            assert found[about][0] == state and words in found[about][1], (about, found[about])


def test_a_unit_is_named_where_more_than_half_of_its_peers_have_sent(night, warehouse, query):
    """Of 130 communes 65 send a form: nobody is named. One more, and those that did not are."""
    (schema,) = query("select schema_name from ops.release where state = 'published'")[0]
    for sent, named in ((65, False), (66, True)):
        query(f"delete from {schema}.fct_form_arrival")
        query(
            f"""insert into {schema}.fct_form_arrival (source_code, period_code, unit_key, level, state, rows_loaded, rows_held,
                peers_present, peers, last_day)
                select 'workbook:project06', '2026', unit_key, level, case when n > %s then 'absent' else 'present' end,
                0, 0, %s, 130, '2026-12-31'
                from (select *, row_number() over (order by sort_key) as n from marts.dim_unit
                where level = 'commune' and is_own and valid_to is null) as u""",
            sent, sent,
        )  # fmt: skip
        page = read(rendered(warehouse), "quality/arrivals")
        units = [r for r in rows(page[page.index('<section id="units">') :]) if "cấp xã" in r]
        lacking = [r for r in units if "Kết quả thực hiện Đề án 06 ( Năm 2026 )" in r]
        assert len(units) == 130 and len(lacking) == (64 if named else 0)
        form = next(r for r in rows(page) if "Kết quả thực hiện Đề án 06 Năm 2026" in r)
        assert f"{sent} / 130" in form and ("Chưa có :" in form) == named


def test_the_register_shows_what_people_wrote_and_what_the_database_found(night, warehouse, query):
    page = read(rendered(warehouse), "quality/errors")
    written = query("select error_code, what_vi from marts.dim_known_error")
    assert len(written) >= 6 and all(code in page for code, _ in written)
    assert "36 thủ tục toàn trình và 114 một phần" in text(page)
    query("update ops.gate_result set is_passed = false where check_name = 'levels_add_up'")
    page = text(read(rendered(warehouse), "quality/errors"))
    assert "Cảnh báo Số thủ tục toàn trình và một phần phải bằng tổng số thủ tục" in page
