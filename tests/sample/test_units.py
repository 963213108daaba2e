"""The reference seeds of the sample province: counts, keys, names and the succession of 2025."""

import csv
import json
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


@pytest.mark.parametrize(
    ("facts", "number"),
    [
        ({"level": "province", "gso_code": "40", "egov_code": "H41"}, 1),
        ({"level": "department", "valid_to": "2025-03-01", "gso_code": ""}, 23),
        ({"level": "department", "peer_group": "department"}, 21),
        ({"level": "district"}, 21),
        ({"level": "district", "valid_to": "2025-07-01"}, 20),
        ({"level": "district", "valid_to": "2024-12-01", "gso_code": "413", "name_vi": "Thị xã Cửa Lò"}, 1),
        ({"level": "commune", "valid_from": "2020-01-01", "valid_to": "2025-07-01", "peer_group": "commune"}, 412),
        ({"level": "commune", "valid_from": "2025-07-01", "valid_to": ""}, 130),
        ({"peer_group": "xa", "valid_from": "2025-07-01"}, 119),
        ({"peer_group": "phuong", "valid_from": "2025-07-01"}, 11),
        ({"parent_unit_key": "district-427-2020"}, 32),
        ({}, 1 + 23 + 21 + 412 + 130),
    ],
)
def test_counts(facts, number):
    assert sum(all(row[k] == v for k, v in facts.items()) for row in read("units")) == number


@pytest.mark.parametrize(
    ("unit_key", "name_vi", "name_en", "parent"),
    [
        ("department-so-noi-vu-2020", "Sở Nội vụ", "Department of Home Affairs", "province-40-2020"),
        ("district-427-2020", "Huyện Đô Lương", "Do Luong District", "province-40-2020"),
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
            units.ascii_of(row["name_vi"].lower().replace("khu kinh tế", "kkt")).replace(" - ", " ").replace(" ", "-")
        )
        assert key == f"{row['level']}-{row['gso_code'] or slug}-{row['valid_from'][:4]}"
        assert row["source_note"].startswith("Tỉnh mẫu")
        assert (row["parent_unit_key"] in UNITS) == (row["level"] != "province")


def test_text_is_nfc():
    for name in units.HEADERS:
        text = (units.SEEDS / f"{name}.csv").read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), name


def test_every_old_commune_passes_whole_into_one_of_today():
    event = [row for row in SUCCESSION if row["event_date"] == "2025-07-01"]
    old = {k for k, row in UNITS.items() if row["level"] == "commune" and row["valid_to"]}
    new = {k for k, row in UNITS.items() if row["level"] == "commune" and not row["valid_to"]}
    assert Counter(row["predecessor_unit_key"] for row in event) == Counter(old)
    assert {row["successor_unit_key"] for row in event} == new
    assert {row["share"] for row in event} == {"1"}
    sizes = Counter(row["successor_unit_key"] for row in event)
    assert sizes["commune-17662-2025"] == 9
    for row in event:
        assert (row["kind"] == "merge") == (sizes[row["successor_unit_key"]] > 1)


def test_of_the_districts_only_cua_lo_has_a_successor():
    rows = [row for row in SUCCESSION if row["predecessor_unit_key"].startswith("district")]
    assert [(r["predecessor_unit_key"], r["successor_unit_key"], r["event_date"], r["kind"]) for r in rows] == [
        ("district-413-2020", "district-412-2020", "2024-12-01", "merge")
    ]


def test_aliases_and_codes_name_one_unit_each():
    aliases, codes = read("unit_aliases"), read("unit_code_map")
    names = {row["name_vi"].casefold() for row in UNITS.values()}
    assert len({row["alias"].casefold() for row in aliases}) == len(aliases)
    assert not names & {row["alias"].casefold() for row in aliases}
    assert len({row["source_unit_code"] for row in codes}) == len(codes)
    assert {row["unit_key"] for row in codes} == set(UNITS)
    assert {row["unit_key"] for row in aliases} <= set(UNITS)
    assert {r["source_unit_code"] for r in codes if r["status"] != "illustrative"} == {"H41", "000.00.00.H41"}


def test_a_source_that_divides_a_commune_is_refused(tmp_path, monkeypatch):
    converter = json.loads((units._data_folder() / "converter_2025.json").read_text(encoding="utf-8"))
    converter["DICT_PROVINCE_WARD_DIVIDED"]["tinhnghean"] = {"tinhnghean_huyendoluong_xayenson": []}
    (tmp_path / "converter_2025.json").write_text(json.dumps(converter), encoding="utf-8")
    (tmp_path / "dataset.db").symlink_to(units._data_folder() / "dataset.db")
    monkeypatch.setattr(units, "_data_folder", lambda: tmp_path)
    with pytest.raises(ValueError, match="divided communes"):
        units.succession()
