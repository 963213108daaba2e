"""The sample dossiers: the published figures S07 to S11, the rules of business, the stated dirt, determinism."""

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict

from sample import units
from sample.dossiers import CANARIES, DIRTY, DUPLICATES, RARE, dossiers, generate

UNIT_OF = {row["source_unit_code"]: row["unit_key"] for row in units.code_map()}
PARENT = {row["unit_key"]: row["parent_unit_key"] for row in units.units()}
RECORDS = json.loads(json.dumps(dossiers()))  # what a client gets: plain JSON
DATES = ("appliedDate", "acceptedDate", "completedDate", "returnedDate", "updatedDate")
CODE = re.compile(r"(H\d{2}(\.\d+)*|\d{3}\.\d{2}\.\d{2}\.[GH]\d{2})-\d{6}-\d{4}")
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0700")
DISTRICT, COMMUNES = "district-427-2020", "communes of district-427-2020"
DEFECTS = {  # each kind of dirt, told from the record alone
    "unknown_status": lambda r: r["dossierStatus"]["id"] == 99,
    "unknown_agency": lambda r: r["agency"]["code"] not in UNIT_OF,
    "unknown_channel": lambda r: r["applyMethod"]["id"] not in (0, 1, 2),
    "completed_before_accepted": lambda r: bool(r["completedDate"]) and r["completedDate"] < (r["acceptedDate"] or ""),
    "unreadable_date": lambda r: any(r[d] and not STAMP.fullmatch(r[d]) for d in (*DATES, "appointmentDate")),
    "malformed_code": lambda r: not CODE.fullmatch(r["code"]),
    "finished_without_completed": lambda r: r["dossierStatus"]["id"] in (4, 5) and not r["completedDate"],
    "processing_without_accepted": lambda r: r["dossierStatus"]["id"] not in (0, 8) and not r["acceptedDate"],
    "status_wrong_type": lambda r: not isinstance(r["dossierStatus"]["id"], int),
}
FOUND = [(r, [kind for kind, has in DEFECTS.items() if has(r)]) for r in RECORDS]


def place(r):
    unit = UNIT_OF.get(r["agency"]["code"])
    return COMMUNES if PARENT.get(unit) == DISTRICT else unit


def within(field, last, *places):
    return [r for r in RECORDS if "2024-01-01" <= (r[field] or "")[:10] <= last and place(r) in places]


def online(r):
    return r["applyMethod"]["id"] == 0


def fully_digitised(r):
    return all(part["file"] for part in r["dossierFormFile"] if part["procedureForm"]["required"])


def on_time(r):
    return not r["appointmentDate"] or (r["completedDate"] or "2026-10-31") <= r["appointmentDate"]


def test_s07_and_s08_online():
    shop, communes = (within("acceptedDate", "2024-05-03", where) for where in (DISTRICT, COMMUNES))
    assert (sum(map(online, shop)), len(shop), sum(map(online, communes)), len(communes)) == (645, 645, 3555, 3999)


def test_s09_s10_s11_digitised():
    q1 = within("acceptedDate", "2024-03-31", DISTRICT, COMMUNES)
    some = [r for r in q1 if any(part["file"] for part in r["dossierFormFile"])]
    assert (sum(map(fully_digitised, q1)), len(some), len(q1)) == (3343, 3350, 3351)
    ended = within("completedDate", "2024-03-31", DISTRICT, COMMUNES)
    assert len(ended) == 3294 and {r["id"] for r in ended} <= {r["id"] for r in q1}
    assert {r["dossierStatus"]["id"] for r in ended} <= {4, 5}
    assert all(any(a["group"] == "result" for a in r["attachment"]) for r in ended)


def test_dirt_is_what_is_stated_and_lies_outside_do_luong():
    assert Counter(kind for _, kinds in FOUND for kind in kinds) == DIRTY
    assert max(len(kinds) for _, kinds in FOUND) == 1
    assert not {DISTRICT, COMMUNES, "commune-17662-2025"} & {place(r) for r, kinds in FOUND if kinds}
    assert sum(n == 2 for n in Counter(map(json.dumps, RECORDS)).values()) == DUPLICATES
    assert len({r["id"] for r in RECORDS}) == len({r["code"] for r in RECORDS}) == len(RECORDS) - DUPLICATES


def test_rules_of_business_hold_for_every_clean_row():
    with open(units.SEEDS / "dossier_status_map.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["source_code"] == "igate"]
    statuses = {int(row["source_status_id"]): row for row in rows}
    for r in (r for r, kinds in FOUND if not kinds):
        moments = [r[d] for d in DATES if r[d]]
        assert moments == sorted(moments) and moments[-1] < "2026-10-31T23:59:01", r
        status = statuses[r["dossierStatus"]["id"]]
        assert status["source_status_name"] == r["dossierStatus"]["name"]
        assert bool(r["acceptedDate"]) == (status["status_group"] != "not_received")
        assert bool(r["completedDate"]) == (status["status_group"] in ("finished", "withdrawn"))
        assert r["code"].startswith(r["agency"]["code"] + "-") and re.fullmatch("[0-9a-f]{24}", r["id"])
        assert not r["undefindedCompleteTime"] or r["dueDate"] is None


def test_what_is_seldom_is_there_and_lies_outside_do_luong():
    kinds = Counter()
    for r in (r for r, dirt in FOUND if dirt != ["unknown_agency"]):
        waits = [(w["requestedDate"], w["completedDate"]) for w in r["dossierSupplement"]]
        kinds["supplemented", len(waits)] += bool(waits) and bool(waits[-1][1])
        kinds["waited for", len(waits)] += bool(waits) and not waits[-1][1]
        kinds["deleted"] += bool(r["deletedDate"])
        kinds["elsewhere", r["procedure"]["code"]] += r["task"][-1]["agency"]["code"] != r["agency"]["code"]
        assert waits == sorted(waits) and all(b is None or a < b for a, b in waits)
        assert all(a >= r["acceptedDate"] and (b or a) <= r["updatedDate"] for a, b in waits)
        assert not (waits or r["deletedDate"]) or place(r) not in (DISTRICT, COMMUNES)
    once, twice = RARE["supplemented_once"], RARE["supplemented_twice"]
    assert (kinds["supplemented", 1], kinds["supplemented", 2]) == (once, twice)
    assert (kinds["waited for", 2], kinds["deleted"]) == (RARE["waiting_again"], RARE["deleted"])
    assert kinds["waited for", 1] == sum(r["dossierStatus"]["id"] == 3 for r in RECORDS) - RARE["waiting_again"] > 100
    assert kinds["elsewhere", "2.002621.H41"] == RARE["interlinked"]
    assert kinds["elsewhere", "1.012790.000.00.00.H41"] == RARE["received_for_another"]


def test_every_commune_of_today_has_its_own_quality_and_open_dossiers_remain():
    today = defaultdict(list)
    for r in (r for r, kinds in FOUND if (r["acceptedDate"] or "") >= "2026" and not kinds):
        today[place(r)].append(r)
    assert len(today) == 130 and all(100 <= len(rows) < 200 for rows in today.values())
    for quality in (online, fully_digitised, on_time):
        shares = [sum(map(quality, rows)) / len(rows) for rows in today.values()]
        assert max(shares) - min(shares) > 0.15
    assert sum(r["dossierStatus"]["id"] == 2 for rows in today.values() for r in rows) > 100


def test_personal_fields_hold_canaries_and_the_others_none():
    personal = {"applicant", "accepter", "task", "currentTask", "eForm", "dossierFormFile", "attachment"}
    others = json.dumps([{k: v for k, v in r.items() if k not in personal} for r in RECORDS])
    own = json.dumps([{k: r[k] for k in personal} for r in RECORDS[:400]])
    assert [c for c in CANARIES if c in others or c not in own] == []


def test_the_same_in_every_process_and_generate_is_clean():
    made = list(generate(3000, 1))
    assert not [r for r in made if any(has(r) for has in DEFECTS.values())]
    assert len({r["code"] for r in made}) == len({r["id"] for r in made}) == 3000
    assert len({place(r) for r in made}) == 130 and len({r["acceptedDate"][:7] for r in made}) == 16
    script = "import json; from sample.dossiers import *; print(json.dumps([*dossiers()[::10], *generate(3000, 1)]))"
    where = {"env": os.environ | {"PYTHONHASHSEED": "1"}, "cwd": units.SEEDS.parents[2]}
    there = subprocess.check_output([sys.executable, "-c", script], **where)
    assert there.strip() == json.dumps([*RECORDS[::10], *made]).encode()
