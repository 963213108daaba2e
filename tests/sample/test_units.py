"""The reference seeds of the sample province: counts on each boundary, keys, names and the events between them."""

import csv
import itertools
import unicodedata
from collections import Counter

import pytest

from sample import units


def read(name):
    with open(units.SEEDS / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


UNITS = {row["unit_key"]: row for row in read("units")}
SUCCESSION = read("unit_succession")


def test_the_seeds_in_the_repository_are_those_that_the_module_writes(tmp_path):
    for path in units.write(tmp_path):
        assert path.read_bytes() == (units.SEEDS / path.name).read_bytes(), path.name


OWN = [row for row in read("units") if row["level"] != "province" or row["gso_code"] == "40"]
PROVINCES = [row for row in read("units") if row["level"] == "province"]


def on(rows, day, **facts):
    alive = [r for r in rows if r["valid_from"] <= day and (not r["valid_to"] or day < r["valid_to"])]
    return [r for r in alive if all(r[column] == value for column, value in facts.items())]


@pytest.mark.parametrize(
    ("day", "districts", "communes", "agencies", "provinces"),
    [
        ("2024-11-30", 21, 460, 21, 63),
        ("2024-12-01", 20, 412, 21, 63),
        ("2025-02-28", 20, 412, 21, 63),
        ("2025-03-01", 20, 412, 15, 63),
        ("2025-06-30", 20, 412, 15, 63),
        ("2025-07-01", 0, 130, 15, 34),
        ("2026-10-31", 0, 130, 15, 34),
    ],
)
def test_units_on_each_boundary(day, districts, communes, agencies, provinces):
    counts = [len(on(OWN, day, level=level)) for level in ("district", "commune")]
    assert [*counts, len(on(OWN, day, peer_group="department"))] == [districts, communes, agencies]
    assert len(on(PROVINCES, day)) == provinces and len(on(OWN, day, level="province")) == 1
    assert len({r["gso_code"] for r in on(OWN, day, level="commune")}) == communes
    assert len({(r["name_vi"], r["parent_unit_key"]) for r in on(OWN, day)}) == len(on(OWN, day))
    keys = {r["unit_key"] for r in on(OWN, day)}
    assert all(r["parent_unit_key"] in keys for r in on(OWN, day) if r["level"] == "commune")


@pytest.mark.parametrize(
    ("day", "facts", "number"),
    [
        ("2026-10-31", {"peer_group": "xa"}, 119),
        ("2026-10-31", {"peer_group": "phuong"}, 11),
        ("2024-11-30", {"parent_unit_key": "district-427-2020"}, 33),  # Ngọc Sơn and Lam Sơn became Bạch Ngọc
        ("2024-12-01", {"parent_unit_key": "district-427-2020"}, 32),
        ("2024-11-30", {"parent_unit_key": "district-413-2020"}, 7),
        ("2024-11-30", {"parent_unit_key": "district-412-2020"}, 25),
        ("2024-12-01", {"parent_unit_key": "district-412-2020"}, 33),  # as the press counts them: 33 wards and communes
        ("2025-03-01", {"level": "department"}, 15),  # the 14 agencies and the board of the economic zone
    ],
)
def test_counts(day, facts, number):
    assert len(on(OWN, day, **facts)) == number
    assert units.on(day, **facts) == on(OWN, day, **facts)


@pytest.mark.parametrize(
    ("unit_key", "name_vi", "name_en", "parent"),
    [
        ("department-so-noi-vu-2020", "Sở Nội vụ", "Department of Home Affairs", "province-40-2020"),
        ("district-427-2020", "Huyện Đô Lương", "Do Luong District", "province-40-2020"),
        ("commune-17344-2020", "Xã Đỉnh Sơn", "Dinh Son Commune", "district-424-2020"),
        ("commune-17344-2024", "Xã Tam Đỉnh", "Tam Dinh Commune", "district-424-2020"),
        ("commune-16717-2020", "Phường Nghi Thủy", "Nghi Thuy Ward", "district-413-2020"),
        ("commune-16717-2024", "Phường Nghi Thủy", "Nghi Thuy Ward", "district-412-2020"),
        ("commune-17662-2020", "Xã Yên Sơn", "Yen Son Commune", "district-427-2020"),
        ("commune-17662-2025", "Xã Đô Lương", "Do Luong Commune", "province-40-2020"),
    ],
)
def test_a_reused_code_names_two_units(unit_key, name_vi, name_en, parent):
    row = UNITS[unit_key]
    assert (row["name_vi"], row["name_en"], row["parent_unit_key"]) == (name_vi, name_en, parent)


def test_keys_are_unique_and_say_level_code_or_name_and_first_year():
    assert len(UNITS) == len(read("units"))
    for key, row in UNITS.items():
        slug = (
            units.ascii_of(row["name_vi"].lower().replace("khu kinh tế", "kkt"))
            .replace(" - ", " ")
            .replace(",", "")
            .replace(" ", "-")
        )
        assert key == f"{row['level']}-{row['gso_code'] or slug}-{row['valid_from'][:4]}"
        assert row["source_note"].startswith("Tỉnh mẫu")
        assert (row["parent_unit_key"] in UNITS) == (row["level"] != "province")


def test_text_is_nfc():
    for name in units.HEADERS:
        text = (units.SEEDS / f"{name}.csv").read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), name


def test_aliases_name_one_unit_at_a_time():
    rows = read("unit_aliases")
    names = {row["name_vi"].casefold() for row in UNITS.values()}
    assert not names & {row["alias"].casefold() for row in rows}
    for alias, n in Counter(row["alias"].casefold() for row in rows).items():
        lives = sorted(
            (UNITS[r["unit_key"]]["valid_from"], UNITS[r["unit_key"]]["valid_to"])
            for r in rows
            if r["alias"].casefold() == alias
        )
        assert n == 1 or all(one[1] and one[1] <= two[0] for one, two in zip(lives, lives[1:], strict=False)), alias


def test_codes_name_one_unit_in_each_source_and_both_forms_are_there():
    codes = read("unit_code_map")
    assert len({(row["source_code"], row["source_unit_code"]) for row in codes}) == len(codes)
    own = {row["unit_key"] for row in OWN}
    assert {row["unit_key"] for row in codes if row["source_code"] in ("igate", "national")} == own
    assert {r["source_unit_code"] for r in codes if r["status"] != "illustrative"} == {"H41", "000.00.00.H41"}
    portal = {r["unit_key"]: r["source_unit_code"] for r in codes if r["source_code"] == "portal"}
    assert set(portal) == {row["unit_key"] for row in OWN if not row["valid_to"]}
    forms = {(r["source_unit_code"], r["unit_key"]) for r in codes if r["source_code"] == "igate"}
    assert {("000.00.28.H41", "district-419-2020"), ("H41.28", "district-419-2020")} <= forms
    assert all(len(list(of)) == (1 if UNITS[key]["valid_from"] == "2025-07-01" else 2)
               for key, of in itertools.groupby(sorted(forms, key=lambda f: f[1]), key=lambda f: f[1]))  # fmt: skip
