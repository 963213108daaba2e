"""corrections.csv: a decided value takes the place of the source's while the source still says the old one; a line that is
wrong, or no longer true, changes nothing and says why."""

import psycopg
import pytest

from warehouse import config
from warehouse.dbt import PROJECT, dbt

UNIT, PERIOD, FIGURE = "district-427-2020", "2023", "par_tasks_done"
COLUMNS = ("correction_code", "unit_key", "period_code", "figure_code", "old_value", "new_value", "reason_vi",
           "decided_by", "decided_on")  # fmt: skip
SOUND = dict(zip(COLUMNS, ("DC-1", UNIT, PERIOD, FIGURE, "{old}", "41", "Nhập nhầm cột", "Sở Nội vụ", "2026-05-31"),
                 strict=True))  # fmt: skip


@pytest.fixture(scope="module")
def reported(night):
    """What the source says of the figure, as text."""
    with psycopg.connect(config.dsn("admin")) as conn:
        return conn.execute(
            "select value::text from core.reported_figure where unit_key = %s and period_code = %s and figure_code = %s",
            (UNIT, PERIOD, FIGURE),
        ).fetchone()[0]


@pytest.fixture
def plant(reported, query):
    """Lines into the seed's table, then the models from it to the record; gives (state, finding) and the figure."""

    def lay(*lines: dict):
        query("truncate reference.corrections")
        for line in lines:
            values = [v.replace("{old}", reported) for v in (SOUND | line).values()]
            query(f"insert into reference.corrections ({', '.join(COLUMNS)}) values ({', '.join(['%s'] * 9)})", *values)
        dbt("run", "--select", "core_correction", "core_figure")
        told = query("select state, finding_vi from core.core_correction order by correction_no")
        figure = query(
            "select value, missing_reason, correction_code from core.fct_figure"
            " where unit_key = %s and period_code = %s and figure_code = %s",
            UNIT, PERIOD, FIGURE,
        )  # fmt: skip
        return told, figure[0]

    return lay


def test_the_project_holds_no_correction_of_its_own():
    lines = (PROJECT / "seeds" / "reference" / "corrections.csv").read_text().splitlines()
    assert lines == [",".join((*COLUMNS, "note"))]


def test_corrections_take_the_place_of_figures(plant, query):
    """A number, nothing and not applicable, for three districts; no figure is added or dropped, each keeps its receipt."""
    counts = "select count(*), count(receipt_id) from core.fct_figure"
    before = query(counts)
    others = query(
        "select unit_key, value::text from core.reported_figure where period_code = %s and figure_code = %s"
        " and value is not null and unit_key <> %s order by 1 limit 2", PERIOD, FIGURE, UNIT)  # fmt: skip
    lines = [
        {"correction_code": f"DC-{n}", "unit_key": unit, "old_value": old, "new_value": new}
        for n, ((unit, old), new) in enumerate(zip(others, ("", "not_applicable"), strict=True), 2)
    ]
    told, figure = plant({}, *lines)
    assert told == [("applied", None)] * 3 and figure == (41, None, "DC-1")
    assert query(
        "select value, missing_reason from core.fct_figure where correction_code in ('DC-2', 'DC-3') order by correction_code"
    ) == [(None, "blank"), (None, "not_applicable")]
    assert query(counts) == before


def test_a_correction_whose_error_is_gone_is_not_applied(plant, reported):
    (told,), figure = plant({"old_value": "7"})
    assert told[0] == "no_longer_applies" and f"nguồn nay báo {reported}, không còn là 7" in told[1]
    assert str(figure[0]) == reported and figure[2] is None


REFUSED = {
    "no code": ({"correction_code": " "}, "cột correction_code: ô trống"),
    "no such unit": ({"unit_key": "district-999-2020"}, "cột unit_key: không có đơn vị “district-999-2020”"),
    "no such period": ({"period_code": "2023-13"}, "cột period_code: không có kỳ “2023-13”"),
    "no such figure": ({"figure_code": "par_task_done"}, "cột figure_code: kho không có số liệu nào mang mã “par_task_done”"),
    "a comma": ({"new_value": "4,5"}, "cột new_value: giá trị mới “4,5” không phải là số; hãy viết như 1234.5"),
    "a thousand": ({"old_value": "1 234"}, "cột old_value: giá trị cũ “1 234” không phải là số"),
    "nothing new": ({"new_value": "{old}"}, "cột new_value: giá trị mới giống giá trị cũ"),
    "no reason": ({"reason_vi": ""}, "cột reason_vi: ô trống"),
    "nobody": ({"decided_by": ""}, "cột decided_by: ô trống"),
    "no day": ({"decided_on": "31/5/2026"}, "cột decided_on: “31/5/2026” không phải là ngày; hãy viết như 2026-05-31"),
    "no such day": ({"decided_on": "2026-02-30"}, "cột decided_on: “2026-02-30” không phải là ngày"),
}  # fmt: skip


def test_wrong_lines_are_refused_with_a_sentence(plant, query, reported):
    """All at once, each about another district, so that none hides another; nothing is corrected."""
    districts = [k for (k,) in query("select unit_key from core.dim_unit where level = 'district' order by unit_key")]
    lines = {
        f"DC-{n:02}": {"correction_code": f"DC-{n:02}", "unit_key": unit} | line
        for n, (unit, (line, _)) in enumerate(zip(districts, REFUSED.values(), strict=False), 1)
    }
    told, figure = plant(*lines.values())
    sentences = [finding for _, finding in told]
    assert {state for state, _ in told} == {"refused"} and len(told) == len(REFUSED) == len(lines)
    assert [name for name, (_, part) in REFUSED.items() if not any(part in s for s in sentences)] == []
    assert all(s.startswith("corrections.csv, dòng ") for s in sentences)
    assert str(figure[0]) == reported
    assert query("select count(correction_code) from core.fct_figure") == [(0,)]


def test_lines_that_contradict_each_other_are_all_refused(plant, reported):
    told, figure = plant({}, {"correction_code": "DC-2", "new_value": "42"})
    assert [state for state, _ in told] == ["refused"] * 2 and "hai dòng" in told[0][1]
    told, figure = plant({}, {"unit_key": "district-412-2020"})
    assert [state for state, _ in told] == ["refused"] * 2 and "mã này đứng ở hai dòng" in told[1][1]
    assert str(figure[0]) == reported
