"""A dossier that a person lets through is counted with the next run; taken back, it asks for a full one."""

import pytest

from books import loading
from expectations import fates, gate, suites
from publishing import releases
from tests.dbt.deliveries import count_dossiers, deliver, dossier, first_run, prepare

COUNTED = "select dossier_id from core.dossier_current where dossier_id like 'kept %%' order by 1"


@pytest.fixture(scope="module")
def accepted(warehouse):
    loading.prepare()
    prepare()
    deliver(dossier("kept not at all", "2026-03-05"))
    first_run()
    deliver(dossier("kept out", "2026-03-05", dossier_code="số cũ"), gated=False)
    with pytest.MonkeyPatch.context() as patch:
        asked = [s for s in suites.load_suites("in") if s.suite == "dossiers_in"]
        patch.setattr(gate, "load_suites", lambda border: asked)
        gate.gate_in()


def test_it_is_counted_once_accepted_and_a_full_run_forgets_it(accepted, query):
    ((row,),) = query("select quarantine_id from quarantine.row where state = 'open'")
    query(
        "insert into ops.release (fingerprint, code_version, state) values ('x', %s, 'published')",
        releases.code_version(),
    )
    fates.accept([row], "đã đối chiếu sổ giấy", "Sở Nội vụ")
    count_dossiers("dossier_current")
    assert query(COUNTED) == [("kept not at all",), ("kept out",)]
    assert not releases.needs_full_build()
    fates.take_back([row], "sổ giấy ghi khác", "Sở Nội vụ")
    assert releases.needs_full_build()
    count_dossiers("dossier_current", full=True)
    assert query(COUNTED) == [("kept not at all",)]
