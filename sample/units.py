"""The units of the sample province (Nghệ An) as reference seeds for dbt.

The provinces, districts and communes, their GSO codes and what became of them on 1 December 2024 and on 1 July 2025 are
real (``sample.unit_sources``, ``sample.unit_events``, ``sample.provinces``); so are the 14 agencies since 1 March 2025
(``sample.departments``). `valid_from` 2020-01-01 is where our record starts, not when a unit was founded. A unit keeps
its key while its name, kind and district stay, though others were merged into it (Vinh); the key of a unit that began
later ends in that year. The codes by which the one-stop system, the national portal and its exchange name units are
sample data (ILLUSTRATIVE), apart from the province's own (H41).

`python -m sample.units` rewrites the four CSV files below `dbt_project/seeds/reference/`, byte for byte the same.
"""

import csv
import functools
from collections.abc import Iterator
from pathlib import Path

from sample import unit_events
from sample.departments import DEPARTMENTS, GIVEN_UP, MERGED_ON, MERGERS, MERGERS_SOURCE
from sample.provinces import province_events, provinces
from sample.unit_aliases import aliases
from sample.unit_sources import (
    FROM_RECORD,
    MERGERS_2024,
    PROVINCE,
    RECORD_START,
    REFORM,
    ascii_of,
    ended_2024,
    old_key,
    source,
    unit,
    wards,
)

__all__ = ["RECORD_START", "REFORM", "ascii_of"]  # others read them here
SEEDS = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds" / "reference"
HEADERS = {
    "units": "unit_key gso_code egov_code name_vi name_en short_name_vi level parent_unit_key peer_group"
    " valid_from valid_to source_note",
    "unit_succession": "predecessor_unit_key successor_unit_key event_date kind share share_basis status note",
    "unit_aliases": "unit_key alias note",
    "unit_code_map": "source_code source_unit_code unit_key status",
}
_TOP = f"province-{PROVINCE}-2020"


def _department(slug: str, name: str, english: str, peer_group: str, start: str, end: str, note: str) -> dict:
    """A department has no GSO code: its key carries its name."""
    return {
        "unit_key": f"department-{slug}-{start[:4]}", "gso_code": "", "egov_code": "", "name_vi": name,
        "name_en": english, "short_name_vi": name, "level": "department", "parent_unit_key": _TOP,
        "peer_group": peer_group, "valid_from": start, "valid_to": end, "source_note": note,
    }  # fmt: skip


def _departments() -> Iterator[dict[str, str]]:
    merged = {origin for *_, origins in MERGERS for origin in origins}
    known = "Tỉnh mẫu; tên theo hiểu biết chung, chưa đối chiếu quyết định"
    for slug, name, english, peers, _ in DEPARTMENTS:
        end = MERGED_ON if slug in merged or slug in GIVEN_UP else ""
        fate = "; ngày kết thúc minh họa" if slug in GIVEN_UP else f"; hợp nhất theo {MERGERS_SOURCE}" if end else ""
        yield _department(slug, name, english, peers, RECORD_START, end, f"{known}{fate}; {FROM_RECORD}")
    for slug, name, english, _, _ in MERGERS:
        yield _department(slug, name, english, "department", MERGED_ON, "", f"Tỉnh mẫu; {MERGERS_SOURCE}")


def _communes() -> Iterator[dict[str, str]]:
    old, new = wards()
    for row in ended_2024():
        note = f"Tỉnh mẫu; đơn vị thật theo danh mục của Tổng cục Thống kê ngày 07/5/2023; {FROM_RECORD}"
        parent = f"district-{row['district_code']}-2020"
        yield unit("commune", row["gso_code"], row["name_vi"], parent, "commune", RECORD_START, MERGERS_2024, note)
    for code, name, district, _, _ in old:
        note = f"{source()}, danh mục ngày 30/6/2025 (cấp huyện trực thuộc theo ngày đó)"
        start = RECORD_START if old_key(code).endswith("2020") else MERGERS_2024
        note += f"; {FROM_RECORD}" if start == RECORD_START else ", từ 01/12/2024"
        yield unit("commune", code, name, f"district-{district}-2020", "commune", start, REFORM, note)
    for code, name, kind, _ in new:
        peers = {"Xã": "xa", "Phường": "phuong"}[kind]
        yield unit("commune", code, name, _TOP, peers, REFORM, "", f"{source()}, từ 01/7/2025")


@functools.cache
def units() -> list[dict[str, str]]:
    """The province and all units below it at any time: 30 departments and agencies, 21 districts (20 since December
    2024), 460 communes until 30 November 2024, 412 until 30 June 2025, 130 since. Other provinces are in `provinces`.

    Keys are unique though GSO codes were reused: 17662 was Yên Sơn and is Đô Lương since 1 July 2025.
    """
    rows = [unit("province", PROVINCE, "Tỉnh Nghệ An", "", "province", RECORD_START, "", f"{source()}; {FROM_RECORD}")]
    rows[0]["egov_code"] = "H41"
    rows += _departments()
    ended = f"Tỉnh mẫu; ghi bằng tay: sáp nhập vào Thành phố Vinh từ 01/12/2024; {FROM_RECORD}"
    districts = {code: (name, REFORM, f"{source()}; {FROM_RECORD}") for _, _, code, name, _ in wards()[0]}
    districts["413"] = ("Thị xã Cửa Lò", MERGERS_2024, ended)
    for code, (name, end, note) in sorted(districts.items()):
        rows.append(unit("district", code, name, _TOP, "district", RECORD_START, end, note))
    return rows + sorted(_communes(), key=lambda row: (row["valid_from"], row["gso_code"]))


def on(day: str, **facts: str) -> list[dict[str, str]]:
    """Units of the province valid on `day` (ISO) whose columns have these values, in the order of units.csv."""
    return [
        u for u in units()
        if u["valid_from"] <= day and (not u["valid_to"] or day < u["valid_to"])
        and all(u[column] == value for column, value in facts.items())
    ]  # fmt: skip


def succession() -> list[dict[str, str]]:
    """Rows of unit_succession.csv: 2024, the departments, 2025, the provinces."""
    return [
        *unit_events.of_2024(), *unit_events.of_departments(), *unit_events.of_2025(), *province_events(),
    ]  # fmt: skip


@functools.cache
def code_map() -> list[dict[str, str]]:
    """Rows of unit_code_map.csv: the codes of every unit in the sample's sources; only the province's is verified.

    A unit is written in two forms. Old (QCVN 102:2016), specific to general: `000.00.NN.H41` a district or (from 51 on)
    a department, `000.CC.NN.H41` a commune of a district. New (QĐ 20/2020/QĐ-TTg), general to specific: `H41.NN`,
    `H41.NN.CC`; the communes of today have the new form only, `H41.NNN`. The first row of a unit is what `agencies` uses.
    """
    codes: dict[str, tuple[str, ...]] = {}
    seen: dict[str, int] = {}
    for row in units():
        key, parent = row["unit_key"], row["parent_unit_key"]
        group = row["level"] if row["level"] != "commune" else parent
        seen[group] = number = seen.get(group, 0) + 1
        if row["level"] == "province":
            codes[key] = ("000.00.00.H41", "H41")
        elif row["level"] in ("department", "district"):
            number += 50 if row["level"] == "department" else 20
            codes[key] = (f"000.00.{number:02d}.H41", f"H41.{number:02d}")
        elif parent != _TOP:
            district = codes[parent][1]
            codes[key] = (f"000.{number:02d}.{district[4:]}.H41", f"{district}.{number:02d}")
        else:
            codes[key] = (f"H41.{100 + number}",)
    rows = [(s, c, key) for s in ("igate", "national") for key, forms in codes.items() for c in forms]
    today = {row["unit_key"] for row in units() if not row["valid_to"]}
    rows += [("portal", forms[-1], key) for key, forms in codes.items() if key in today]
    status = {_TOP: "verified"}
    header = HEADERS["unit_code_map"].split()
    return [dict(zip(header, (*row, status.get(row[2], "illustrative")), strict=True)) for row in rows]


def agency_id(source_code: str) -> str:
    """Mongo-like id (24 hex digits) of a thing of the sample one-stop system, made from the digits of its code."""
    return f"64a1b2c3{''.join(c for c in source_code if c.isdigit()):0>16}"


@functools.cache
def agencies() -> dict[str, dict]:
    """Department, district or commune by unit_key, as the sample one-stop system writes it: the JSON object `agency`."""
    codes = {row["unit_key"]: row["source_unit_code"] for row in reversed(code_map()) if row["source_code"] == "igate"}
    found = {}
    for row in units()[1:]:
        code, parent = codes[row["unit_key"]], codes[row["parent_unit_key"]]
        office = "UBND" if row["valid_to"] else "Trung tâm Phục vụ hành chính công"
        name = f"{office} {row['name_vi'][0].lower()}{row['name_vi'][1:]}"
        if row["level"] == "department":
            name = row["name_vi"]
        above = dict.fromkeys([agency_id(parent), agency_id(codes[_TOP])])
        found[row["unit_key"]] = {
            "id": agency_id(code), "code": code, "name": [{"languageId": 228, "name": name}],
            "parent": {"id": agency_id(parent), "code": parent}, "ancestors": [{"id": i} for i in above],
        }  # fmt: skip
    return found


def write(folder: Path = SEEDS) -> list[Path]:
    """Write the four seeds into `folder` (UTF-8, LF, header row) and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"units": [*units(), *provinces()], "unit_succession": succession(), "unit_aliases": aliases(units()),
              "unit_code_map": code_map()}  # fmt: skip
    paths = []
    for name, rows in tables.items():
        paths.append(folder / f"{name}.csv")
        with open(paths[-1], "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADERS[name].split(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return paths


if __name__ == "__main__":
    for path in write():
        print(path)
