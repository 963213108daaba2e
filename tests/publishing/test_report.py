"""The report site: it says what the marts say, escapes what it is given, and is exchanged whole."""

import html
import re
import threading
from pathlib import Path

import pytest

from publishing import queries, releases, report, shape, wording, words
from tests.counts import RANKS
from tests.publishing.second_release import copied

LAST = "district-415-2020"
VERTICAL = wording.both(*words.group({"level": "department", "peer_group": "vertical"}))


@pytest.fixture(scope="module")
def site(night, few_pages, tmp_path_factory):
    # for the browser tests, which would otherwise load a night of their own
    report.build(tmp_path_factory.getbasetemp() / "report-site")
    return tmp_path_factory.mktemp("reports") / "site"


def text(page: str | Path) -> str:
    """What a Vietnamese reader sees of a page or of a piece of one."""
    markup = page if isinstance(page, str) else page.read_text(encoding="utf-8")
    markup = re.sub(r'<span lang="en">.*?</span>|<(script|style)>.*?</\1>', "", markup, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_the_rankings_are_those_of_the_marts(site, query):
    index = report.build(site).read_text(encoding="utf-8")
    ranks = query("select unit_key, rank, score, rank_change from marts.fct_index_rank")
    rows = re.findall(r'<tr>\s*<td class="num rank".*?</tr>', index, re.S)
    assert len(rows) == len(ranks) == RANKS
    for unit, rank, score, change in ranks:
        seen = [text(r) for r in rows if f'href="unit/{unit}.html"' in r]
        move = "" if change is None else "=" if change == 0 else f"{'▲' if change > 0 else '▼'} {abs(change)}"
        assert any(w.startswith(f"{rank} {move}") and f" {str(score).replace('.', ',')} " in w for w in seen), seen
    assert text(index).count("Minh họa: bộ tiêu chí và số liệu") == 6 and text(index).count("Tạm tính") == 12
    assert all(f"<h3>{both}</h3>" in index for both in (wording.both(*words.LEVELS["department"]), VERTICAL))
    deliveries = query("select count(*) from ops.delivery where is_illustrative")[0][0]
    assert f"({deliveries} trên {deliveries} lần giao dữ liệu)" in text(index)


def test_a_unit_page_leads_to_file_and_cell_and_tells_four_states_apart(site, query):
    states = {"missing": "Thiếu số liệu", "not_applicable": "Không áp dụng", "not_due": "Chưa đến kỳ"}
    (release,) = query("select schema_name from ops.release where state = 'published'")[0]
    for code, state in zip(("1.1", "1.2", "1.5"), states, strict=True):
        query(f"update {release}.fct_criterion_score set state = %s, points = null where unit_key = %s and "
              "period_code = '2023' and criterion_code = %s", state, LAST, code)  # fmt: skip
    report.build(site)
    sheet = text(site / "unit" / f"{LAST}.html")
    assert all(words in sheet for words in [*states.values(), "Đã chấm"])
    ref, value = query("select source_ref, value from marts.fct_figure where unit_key = %s and figure_code = "
                       "'par_tasks_planned' and period_code = '2023'", LAST)[0]  # fmt: skip
    assert re.search(rf"par_tasks_planned {value} {re.escape(ref)} số \d+", sheet)
    assert "so_lieu_par_2023.xlsx" in sheet and sheet.index(" 1.5 ") < sheet.index(" 2.1 ")


def test_the_founding_page_shows_every_figure_and_the_gap_in_its_source(site):
    words = text(report.build(site).with_name("founding.html"))
    assert "13 / 13 con số khớp" in words and all(f"S{n:02}" in words for n in range(1, 14))
    assert "99,76 %" in words and "36 toàn trình + 114 một phần = 150 , không phải 156" in words
    assert "levels_add_up" in words


def test_a_reader_never_sees_half_a_site_or_two_releases(site, query, monkeypatch):
    monkeypatch.setattr(releases, "PATIENCE", "20s")  # this reader lets go of a mart only to take it again
    over, seen, new = threading.Event(), set(), copied(query)
    old = query("select release_id, schema_name from ops.release where state = 'published'")[0]
    report.build(site)

    def look():
        return (site / "unit" / f"{LAST}.html").read_text(encoding="utf-8").rstrip()[-7:]

    def build():
        report.build(site)
        data = queries.read()
        return {r["release_id"] for r in data["ranks"]} == {shape.site(data)["release_id"]}

    def repeat(work):
        while not over.is_set():
            try:
                seen.add(work())
            except Exception as e:
                seen.add(repr(e))

    threads = [threading.Thread(target=repeat, args=(f,)) for f in (look, build)]
    for t in threads:
        t.start()
    for n in range(4):
        releases.switch(*(old if n % 2 else new.values()))
    over.set()
    for t in threads:
        t.join()
    assert seen == {"</html>", True}
    assert {p.name for p in site.parent.iterdir()} == {"site", ".site.lock"}


def test_a_failed_build_leaves_the_old_site(site, query):
    before = (site / "index.html").read_bytes()
    query("drop view marts.fct_seed_figure")
    with pytest.raises(queries.NothingPublished, match="fct_seed_figure"):
        report.build(site)
    assert (site / "index.html").read_bytes() == before
