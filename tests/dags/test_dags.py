"""One test over every DAG: it is found, has an owner, an alert, limits, and a triage note a person can follow."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "dags"
NIGHT = "0 1 * * *"
SCHEDULES = {
    "ingest_dossiers": NIGHT,
    "ingest_evaluation": "20 6 * * *",
    "ingest_workbooks": NIGHT,
    "build_marts": "assets",
    "build_report": "assets",
    "publish_official_ranking": None,
    "watch_night": "45 5 * * *",
    "remind_overdue": "assets",
    "verify_seals": "30 4 * * *",
}


@pytest.fixture(scope="module")
def bag():
    from airflow.dag_processing.dagbag import DagBag

    found = DagBag(str(FOLDER))
    assert found.import_errors == {}
    return found


def test_exactly_these_dags_are_found(bag):
    assert set(bag.dags) == set(SCHEDULES)


@pytest.mark.parametrize("dag_id", SCHEDULES)
def test_schedule(bag, dag_id):
    schedule = bag.dags[dag_id].schedule
    assert (schedule if isinstance(schedule, str | None) else "assets") == SCHEDULES[dag_id]
    if isinstance(schedule, str):
        assert bag.dags[dag_id].timezone.name == "Asia/Ho_Chi_Minh"
        assert not bag.dags[dag_id].catchup


def test_the_build_waits_for_any_of_the_sources(bag):
    names = {asset.name for asset in bag.dags["build_marts"].schedule.objects}
    assert names == {"raw_dossiers", "raw_evaluation", "raw_workbooks", "official_ranking"}


def test_the_report_follows_every_build(bag):
    assert [asset.name for asset in bag.dags["build_report"].schedule] == ["build"]
    assert [t.task_id for t in bag.dags["build_marts"].tasks if t.outlets and t.trigger_rule == "none_failed"] == [
        "end"
    ]


def test_units_are_reminded_when_the_marts_are_published(bag):
    assert [asset.name for asset in bag.dags["remind_overdue"].schedule] == ["marts"]


@pytest.mark.parametrize("dag_id", SCHEDULES)
def test_a_person_at_three_in_the_morning_is_helped(bag, dag_id):
    dag = bag.dags[dag_id]
    assert dag.tags and "**Triage.**" in dag.doc_md and len(dag.doc_md.splitlines()) > 6
    assert dag.max_active_runs == 1
    for task in dag.tasks:
        assert task.owner == "parix"
        assert task.task_id == "approve" or task.retries >= 1 and task.retry_delay.total_seconds() > 0
        assert task.execution_timeout or task.response_timeout or task.timeout
        assert task.on_failure_callback, f"{task.task_id} fails in silence"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda p: p.name)
def test_dag_files_stay_thin(path):
    text = path.read_text(encoding="utf-8")
    limit = 80 if "with DAG(" in text else 130
    assert len(text.splitlines()) <= limit
    assert not any(word in text.lower() for word in ("select ", "insert into", "http://", "psycopg"))


def test_mapped_tasks_have_names(bag):
    mapped = [t for d in bag.dags.values() for t in d.tasks if t.is_mapped]
    assert {t.dag.dag_id for t in mapped} == {"ingest_dossiers", "ingest_evaluation", "ingest_workbooks"}
    assert all(t.map_index_template for t in mapped)
