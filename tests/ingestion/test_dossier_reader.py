"""iGate pages to rows: what each field becomes, what is not there, and that text is what an independent reader reads."""

import json
import random

import msgspec
import pytest

from ingestion.readers import dossier as reader
from sample.dossiers import CANARIES, generate


def read_one(**fields):
    record = {"id": "a" * 24, "updatedDate": "2026-01-02T08:00:00.000+0700"} | fields
    ((row,), _) = reader.read_page(json.dumps({"content": [record]}).encode())
    return row if isinstance(row, reader.Undecodable) else dict(zip(reader.COLUMNS, row, strict=True))


NAME = [{"languageId": 46, "name": "Ward"}, {"languageId": 228, "name": "Phường Trường Vinh"}]
TASKS = [{"agency": {"code": "A", "name": NAME}, "assignee": {"fullname": "CANARY"}}, {"agency": {"code": "B"}}]
CASES = [
    ("the unit of the current task", {"task": TASKS, "currentTask": TASKS[:1]}, {"resolving_unit_code": "A"}),
    ("its Vietnamese name", {"currentTask": TASKS[:1]}, {"resolving_unit_name": "Phường Trường Vinh"}),
    ("the last task when none is current", {"task": TASKS, "currentTask": []}, {"resolving_unit_code": "B"}),
    ("a task without a unit", {"task": [{}]}, {"resolving_unit_code": None}),
    ("a task whose unit is null", {"task": [{"agency": None}]}, {"resolving_unit_code": None}),
    ("no fee", {"dossierFee": []}, {"fee_count": 0, "fee_total": None}),
    ("a fee of 0", {"dossierFee": [{"amount": 0}]}, {"fee_count": 1, "fee_total": 0}),
    ("two fees", {"dossierFee": [{"amount": 50000}, {"amount": 2000}]}, {"fee_count": 2, "fee_total": 52000}),
    ("rejected, deleted", {"rejectedDate": "x", "deletedDate": "y"}, {"rejected_at": "x", "deleted_at": "y"}),
    ("no supplement", {"dossierSupplement": []}, {"supplements": None}),
    (
        "supplements, oldest first, and none of their words",
        {
            "dossierSupplement": [
                {"requestedDate": "2026-02", "completedDate": None, "reason": "CANARY"},
                {"requestedDate": "2026-01", "completedDate": "2026-01-05"},
            ]
        },
        {
            "supplements": '[{"requested_at":"2026-01","resumed_at":"2026-01-05"},'
            '{"requested_at":"2026-02","resumed_at":null}]'
        },
    ),
]


@pytest.mark.parametrize(("why", "fields", "expected"), CASES, ids=[c[0] for c in CASES])
def test_a_field(why, fields, expected):
    row = read_one(**fields)
    assert {k: row[k] for k in expected} == expected
    assert "CANARY" not in str(row)


WRONG = [
    ({"agency": {"code": 5}}, "trường agency.code: cần chữ, nhận được số nguyên"),
    ({"procedure": {"sector": {"name": "x"}}}, "trường procedure.sector.name: cần danh sách, nhận được chữ"),
    ({"task": [{"agency": []}]}, "trường task.agency: cần nhóm trường, nhận được danh sách"),
    ({"dossierStatus": {"id": "5"}}, "trường dossierStatus.id: cần số nguyên, nhận được chữ"),
    ({"code": "H41\0"}, "có ký tự NUL, cơ sở dữ liệu không lưu được"),
]


@pytest.mark.parametrize(("fields", "reason"), WRONG)
def test_a_record_of_the_wrong_shape_is_told_by_its_keys_and_spoils_no_other(fields, reason):
    good = {"id": "b" * 24, "updatedDate": "2026-01-02T08:00:00.000+0700"}
    page = {"content": [good | fields | {"id": "a" * 24}, good]}
    (bad, fine), _ = reader.read_page(json.dumps(page).encode())
    assert (bad.dossier_id, bad.reason) == ("a" * 24, reason)
    assert fine[reader.ID] == "b" * 24 and "\0" not in str(bad)


def test_what_many_records_share_is_forgotten_in_time(monkeypatch):
    monkeypatch.setattr(reader, "REMEMBERED", 10)
    seen = reader.Remembered("agency", reader.Agency, lambda a: (a and a.code,))
    assert [seen[b'{"code":"%d"}' % n] for n in range(35)] == [(str(n),) for n in range(35)]
    assert len(seen) <= 10


def _plain(record):
    """The texts of a record as json.loads reads them, by column."""
    name = next(t["name"] for t in record["procedure"]["translate"] if t["languageId"] == 228)
    return {
        "dossier_code": record["code"], "status_name": record["dossierStatus"]["name"], "procedure_name": name,
        "agency_name": record["agency"]["name"][0]["name"], "accepted_at": record["acceptedDate"],
        "sector_name": record["procedure"]["sector"]["name"][0]["name"], "channel_name": record["applyMethod"]["name"],
    }  # fmt: skip


def test_escapes_are_read_as_an_independent_reader_reads_them():
    rng, records = random.Random(5), list(generate(400, seed=9))
    for record in records:
        record["dossierStatus"] = {"id": 5, "name": "".join(rng.choices('ếđ\t\n\\"/\u2028😀N', k=9))}
    as_sent = [json.dumps(r) if i % 2 else msgspec.json.encode(r).decode() for i, r in enumerate(records)]
    rows, _ = reader.read_page(f'{{"content":[{",".join(as_sent)}]}}'.encode())
    for text, row in zip(as_sent, rows, strict=True):
        found = dict(zip(reader.COLUMNS, row, strict=True))
        expected = _plain(json.loads(text))
        assert {k: found[k] for k in expected} == expected
    assert [c for c in CANARIES if c in str(rows)] == []
