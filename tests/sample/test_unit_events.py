"""What became of the units of the sample province: the events of 2024 and 2025 in the seeds."""

import csv
import json
from collections import Counter, defaultdict

import pytest

from sample import unit_events, unit_sources, units
from sample.departments import MERGERS
from tests.sample.test_units import OWN, PROVINCES, SUCCESSION, UNITS, on


@pytest.mark.parametrize("day", ["2024-12-01", "2025-07-01"])
def test_every_commune_that_ended_passed_whole_into_one(day):
    event = [r for r in SUCCESSION if r["event_date"] == day and r["predecessor_unit_key"].startswith("commune")]
    ended = {k for k, row in UNITS.items() if row["level"] == "commune" and row["valid_to"] == day}
    born = {k for k, row in UNITS.items() if row["level"] == "commune" and row["valid_from"] == day}
    assert Counter(row["predecessor_unit_key"] for row in event) == Counter(ended)
    assert len(ended) == {"2024-12-01": 100, "2025-07-01": 412}[day]
    assert {row["successor_unit_key"] for row in event} >= born
    assert {row["share"] for row in event} == {"1"} and {row["status"] for row in event} == {"secondary"}
    into = defaultdict(set)  # a unit that merely takes others in keeps its key and is of its own making too
    for row in event:
        into[row["successor_unit_key"]].add(row["predecessor_unit_key"])
    for row in event:
        origins, keeps = into[row["successor_unit_key"]], row["successor_unit_key"] not in born
        assert (row["kind"] == "merge") == (len(origins) + keeps > 1), row
        if row["kind"] == "continue":
            assert UNITS[row["predecessor_unit_key"]]["name_vi"] == UNITS[row["successor_unit_key"]]["name_vi"]
    assert len(into["commune-17662-2025"]) == (9 if day > "2025" else 0)


def test_2024_lost_48_communes_11_changed_the_district_and_four_became_wards():
    pairs = [(UNITS[r["predecessor_unit_key"]], UNITS[r["successor_unit_key"]]) for r in SUCCESSION
             if r["event_date"] == "2024-12-01" and r["predecessor_unit_key"].startswith("commune")]  # fmt: skip
    assert sum(old["gso_code"] != new["gso_code"] for old, new in pairs) == 48
    moved = [
        (old["parent_unit_key"], old["name_vi"])
        for old, new in pairs
        if old["parent_unit_key"] != new["parent_unit_key"]
    ]
    assert Counter(district for district, _ in moved) == {"district-413-2020": 7, "district-429-2020": 4}
    wards = {old["name_vi"] for old, new in pairs
             if old["short_name_vi"] == new["short_name_vi"] and (old["name_vi"] + new["name_vi"]).count("Xã") == 1}  # fmt: skip
    assert wards == {"Xã Nghi Phú", "Xã Hưng Đông", "Xã Hưng Lộc", "Xã Nghi Đức", "Xã Diễn Thành", "Xã Hoa Thành"}
    assert all(old["valid_to"] == "2024-12-01" for old, _ in pairs)


def test_districts_and_departments_say_where_nothing_can_be_divided():
    rows = {(r["predecessor_unit_key"], r["successor_unit_key"]): (r["event_date"], r["kind"], r["share"])
            for r in SUCCESSION if not r["predecessor_unit_key"].startswith(("commune", "province"))}  # fmt: skip
    districts = {pair: event for pair, event in rows.items() if pair[0].startswith("district")}
    assert districts == {
        ("district-413-2020", "district-412-2020"): ("2024-12-01", "merge", "1"),
        ("district-429-2020", "district-412-2020"): ("2024-12-01", "transfer", ""),
    }
    home_affairs = "department-so-noi-vu-2025"
    assert rows["department-so-noi-vu-2020", home_affairs] == ("2025-03-01", "split", "")
    assert rows["department-so-tai-chinh-2020", "department-so-tai-chinh-2025"] == ("2025-03-01", "merge", "1")
    assert rows["department-ban-dan-toc-2020", "department-so-dan-toc-va-ton-giao-2025"][1] == "rename"
    agencies = {r["name_vi"] for r in on(OWN, "2025-03-01", level="department")} - {"Ban Quản lý Khu kinh tế Đông Nam"}
    assert len(agencies) == 14 and {name for _, name, *_ in MERGERS} <= agencies


def test_shares_of_a_unit_are_all_known_or_none_and_a_part_has_a_basis():
    for key in {r["predecessor_unit_key"] for r in SUCCESSION}:
        parts = [r for r in SUCCESSION if r["predecessor_unit_key"] == key and r["kind"] != "transfer"]
        shares = {r["share"] for r in parts}
        assert shares in ({"1"}, {""}, set()), key
        assert len(parts) < 2 or shares == {""}, key
    assert {r["kind"] for r in SUCCESSION} == {"merge", "rename", "continue", "split", "transfer"}
    assert "official" not in {r["status"] for r in SUCCESSION}  # the resolution's own text was not read


def test_provinces_of_today_and_what_they_were_made_of():
    events = [r for r in SUCCESSION if r["predecessor_unit_key"].startswith("province")]
    assert len(events) == 52 and {(r["event_date"], r["kind"], r["share"]) for r in events} == {
        ("2025-07-01", "merge", "1")
    }
    today = on(PROVINCES, "2025-07-01")
    assert len({r["egov_code"] for r in today}) == 34 and all(r["egov_code"] for r in today)
    with open(units.SEEDS.parents[2] / "tests/published/data/qd766_provinces_2026-10-10.csv", encoding="utf-8") as file:
        portal = {r["code"]: r["unit"] for r in csv.DictReader(file)}
    assert all(portal[r["egov_code"]].casefold().endswith(r["short_name_vi"].casefold()) for r in today)
    into = [
        UNITS[r["predecessor_unit_key"]]["short_name_vi"]
        for r in events
        if r["successor_unit_key"] == "province-52-2025"
    ]
    assert into == ["Bình Định", "Gia Lai"] and UNITS["province-52-2025"]["egov_code"] == "H21"


def test_a_source_that_divides_a_commune_is_refused(tmp_path, monkeypatch):
    converter = unit_sources.converter()
    converter["DICT_PROVINCE_WARD_DIVIDED"]["tinhnghean"] = {"tinhnghean_huyendoluong_xayenson": []}
    (tmp_path / "converter_2025.json").write_text(json.dumps(converter), encoding="utf-8")
    (tmp_path / "dataset.db").symlink_to(unit_sources.data_folder() / "dataset.db")
    monkeypatch.setattr(unit_sources, "data_folder", lambda: tmp_path)
    with pytest.raises(ValueError, match="divided communes"):
        unit_events.of_2025()
