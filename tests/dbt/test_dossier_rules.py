"""How one dossier is judged: tables of cases through the real models, on the real calendar of 2026."""

import pytest

from tests.dbt.deliveries import deliver, dossier, first_run, prepare
from tests.dbt.dossier_cases import CLOCK, DUE, KINDS, LAWS, OUT, RULES, at, pauses


@pytest.fixture(scope="module")
def judged(warehouse):
    prepare()
    law = {"procedure_code": "1.000894", "processing_time": 3, "processing_time_unit": "Ngày làm việc "}
    deliver(law, *({"procedure_code": code, "is_interlinked": said} for code, said in LAWS), table="procedure")
    deliver(
        *(dossier(f"clock {name}", "2026-03-02", accepted_at=at(start), processing_time=time, processing_time_unit=unit,
                  supplements=pauses(*spans) or None) for name, (start, time, unit, spans, _) in CLOCK.items()),
        *(dossier(f"rule {name}", "2026-03-20", **{"appointment_at": at(DUE)} | columns)
          for name, (columns, _) in RULES.items()),
        *(dossier(f"out {name}", "2026-03-20", **columns) for name, columns in OUT.items()),
        *(dossier(f"kind {name}", "2026-03-20", **columns) for name, (columns, _) in KINDS.items()),
    )  # fmt: skip
    first_run()


@pytest.mark.parametrize("name", CLOCK)
def test_working_day_clock(judged, query, name):
    found = query("select due_date::text, is_due_given from core.dossier_fact where dossier_id = %s", f"clock {name}")
    assert found == [(CLOCK[name][-1], False)]


@pytest.mark.parametrize("name", RULES)
def test_both_rules(judged, query, name):
    found = query(
        "select resolution, overdue_from, overdue_to, late_766_on from core.dossier_fact"
        " where is_counted and dossier_id = %s", f"rule {name}",
    )  # fmt: skip
    assert found == [RULES[name][1]]


@pytest.mark.parametrize("name", OUT)
def test_what_is_no_dossier_of_ours_never_counts(judged, query, name):
    assert query("select is_counted from core.dossier_fact where dossier_id = %s", f"out {name}") == [(False,)]


@pytest.mark.parametrize("name", KINDS)
def test_single_and_interlinked_and_who_resolves(judged, query, name):
    found = query(
        "select one_stop_kind, resolving_unit_key from core.dossier_fact where dossier_id = %s", f"kind {name}"
    )
    assert found == [KINDS[name][1]]


def test_the_days_carry_exactly_the_counted(judged, query):
    assert query("select sum(received), sum(resolved) from core.dossier_day") == [
        (len(CLOCK) + len(RULES) + len(KINDS), sum(resolution is not None for _, (resolution, *_) in RULES.values()))
    ]
