"""The units of the sample province (Nghệ An) as reference seeds for dbt.

The districts and communes, their GSO codes and the succession of 1 July 2025 are real; they are read from the PyPI data set
`vietnamadminunits` (MIT), whose old list is the state of 30 June 2025. Written by hand, because that list has them no
more: Thị xã Cửa Lò (413), merged into Thành phố Vinh on 1 December 2024. `valid_from` 2020-01-01 is where our record
starts, not when a unit was founded. The departments are those before the mergers of 2025: general knowledge, not
verified against a decision (``sample.departments``). The codes by which the one-stop system names units are sample data (ILLUSTRATIVE),
apart from the province's own (H41).

`python -m sample.units` rewrites the four CSV files below `dbt_project/seeds/reference/`, byte for byte the same.
"""

import csv
import functools
import importlib.metadata
import importlib.util
import json
import sqlite3
import unicodedata
from pathlib import Path

from sample.departments import DEPARTMENTS

SEEDS = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds" / "reference"
PROVINCE = "40"
DEPARTMENTS_END = "2025-03-01"
"""ILLUSTRATIVE: the mergers of 2025 ended some departments in the first months of that year; no decision was read."""
RECORD_START, REFORM, CUA_LO_END = "2020-01-01", "2025-07-01", "2024-12-01"
HEADERS = {
    "units": "unit_key gso_code egov_code name_vi name_en short_name_vi level parent_unit_key peer_group"
    " valid_from valid_to source_note",
    "unit_succession": "predecessor_unit_key successor_unit_key event_date kind share note",
    "unit_aliases": "unit_key alias note",
    "unit_code_map": "source_code source_unit_code unit_key status",
}
_ENGLISH = {
    "Tỉnh": "Province", "Thành phố": "City", "Thị xã": "Town", "Huyện": "District",
    "Thị trấn": "Township", "Phường": "Ward", "Xã": "Commune",
}  # fmt: skip
_ABBREVIATED = {"Thành phố": "TP.", "Thị xã": "TX.", "Huyện": "H."}
_FROM_RECORD = "valid_from là ngày bắt đầu ghi nhận của kho dữ liệu, không phải ngày thành lập"


def _source() -> str:
    return f"Tỉnh mẫu; đơn vị thật theo bộ dữ liệu vietnamadminunits {importlib.metadata.version('vietnamadminunits')}"


def _data_folder() -> Path:
    # find_spec, not an import: importing the package would pull in its parsers, and we want its data only
    spec = importlib.util.find_spec("vietnamadminunits")
    return Path(spec.submodule_search_locations[0]) / "data"


def _rows(sql: str) -> list[tuple]:
    uri = (_data_folder() / "dataset.db").as_uri() + "?mode=ro&immutable=1"
    db = sqlite3.connect(uri, uri=True)
    try:
        return db.execute(sql, (PROVINCE,)).fetchall()
    finally:
        db.close()


def ascii_of(text: str) -> str:
    """Vietnamese without its marks, đ included."""
    flat = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in flat if not unicodedata.combining(c))


def _unit(level: str, code: str, name: str, parent: str, peer_group: str, start: str, end: str, note: str) -> dict:
    name = unicodedata.normalize("NFC", name)
    kind = next(k for k in _ENGLISH if name.startswith(k + " "))
    short = name.removeprefix(kind + " ")
    return {
        "unit_key": f"{level}-{code}-{start[:4]}", "gso_code": code, "egov_code": "", "name_vi": name,
        "name_en": f"{ascii_of(short)} {_ENGLISH[kind]}", "short_name_vi": short, "level": level,
        "parent_unit_key": parent, "peer_group": peer_group, "valid_from": start, "valid_to": end, "source_note": note,
    }  # fmt: skip


def _department(top: str, slug: str, name: str, english: str, peer_group: str, _: str) -> dict:
    """A department has no GSO code: its key carries its name."""
    note = f"Tỉnh mẫu; tên theo hiểu biết chung, chưa đối chiếu quyết định; ngày kết thúc minh họa; {_FROM_RECORD}"
    return {
        "unit_key": f"department-{slug}-2020", "gso_code": "", "egov_code": "", "name_vi": name, "name_en": english,
        "short_name_vi": name, "level": "department", "parent_unit_key": top, "peer_group": peer_group,
        "valid_from": RECORD_START, "valid_to": DEPARTMENTS_END, "source_note": note,
    }  # fmt: skip


def _wards() -> tuple[list[tuple], list[tuple]]:
    """Old communes (ward code, ward, district code, district, key) and new ones (ward code, ward, type, key)."""
    old = _rows(
        "select wardCode, ward, districtCode, district, provinceKey || '_' || districtKey || '_' || wardKey"
        " from admin_units_legacy where provinceCode = ? order by wardCode"
    )
    new = _rows("select wardCode, ward, wardType, wardKey from admin_units where provinceCode = ? order by wardCode")
    return old, new


@functools.cache
def units() -> list[dict[str, str]]:
    """Rows of units.csv: 1 province, 23 departments and agencies until 2025, 21 districts, 412 communes until 30/6/2025, 130 since 1/7/2025.

    Keys are unique though GSO codes were reused: 17662 was Yên Sơn and is Đô Lương since 1 July 2025.
    """
    old, new = _wards()
    source, top = _source(), f"province-{PROVINCE}-2020"
    rows = [_unit("province", PROVINCE, "Tỉnh Nghệ An", "", "province", RECORD_START, "", f"{source}; {_FROM_RECORD}")]
    rows[0]["egov_code"] = "H41"
    rows += [_department(top, *d) for d in DEPARTMENTS]
    cua_lo = f"Tỉnh mẫu; ghi bằng tay: sáp nhập vào Thành phố Vinh từ 01/12/2024; {_FROM_RECORD}"
    districts = {code: (name, REFORM, f"{source}; {_FROM_RECORD}") for _, _, code, name, _ in old}
    districts["413"] = ("Thị xã Cửa Lò", CUA_LO_END, cua_lo)
    for code, (name, end, note) in sorted(districts.items()):
        rows.append(_unit("district", code, name, top, "district", RECORD_START, end, note))
    for code, name, district, _, _ in old:
        note = f"{source}, danh mục ngày 30/6/2025 (cấp huyện trực thuộc theo ngày đó); {_FROM_RECORD}"
        parent = f"district-{district}-2020"
        rows.append(_unit("commune", code, name, parent, "commune", RECORD_START, REFORM, note))
    for code, name, kind, _ in new:
        peers = {"Xã": "xa", "Phường": "phuong"}[kind]
        rows.append(_unit("commune", code, name, top, peers, REFORM, "", f"{source}, từ 01/7/2025"))
    return rows


def succession() -> list[dict[str, str]]:
    """Rows of unit_succession.csv: old commune to new one (never divided here), and Cửa Lò to Vinh.

    The other districts have no row: they were abolished on 1 July 2025 and no unit succeeded them. `share` is the part
    of the predecessor that passed over: 1.
    """
    old, new = _wards()
    by_key = {key: (code, name) for code, name, _, _, key in old}
    converter = json.loads((_data_folder() / "converter_2025.json").read_text(encoding="utf-8"))
    if converter["DICT_PROVINCE_WARD_DIVIDED"].get("tinhnghean"):
        raise ValueError("vietnamadminunits now knows divided communes in Nghệ An: their shares must be added")
    rows = [_event("district-413-2020", "district-412-2020", CUA_LO_END, "merge", "Ghi bằng tay; có từ 01/12/2024")]
    for code, name, _, key in new:
        before = converter["DICT_PROVINCE_WARD_NO_DIVIDED"]["tinhnghean"][key]
        for old_code, old_name in sorted(by_key[k] for k in before):
            kind = "merge" if len(before) > 1 else "continue" if old_name == name else "rename"
            note = f"{old_name} → {name}; {_source()}"
            rows.append(_event(f"commune-{old_code}-2020", f"commune-{code}-2025", REFORM, kind, note))
    return rows


def _event(old: str, new: str, day: str, kind: str, note: str) -> dict[str, str]:
    row = {"predecessor_unit_key": old, "successor_unit_key": new, "event_date": day, "kind": kind, "share": "1"}
    return row | {"note": unicodedata.normalize("NFC", note)}


def aliases() -> list[dict[str, str]]:
    """Rows of unit_aliases.csv: how senders write departments, districts and today's communes besides the official name.

    A bare short name is no alias: "Đô Lương" is a district, an old township and a commune of today.
    """
    rows = []
    shorts = {f"department-{slug}-2020": short for slug, _, _, _, short in DEPARTMENTS}
    for unit in units():
        if unit["level"] == "department":
            full = unit["name_vi"].removesuffix(" tỉnh") + " tỉnh Nghệ An"
            variants = {full: "tên kèm tên tỉnh", shorts[unit["unit_key"]]: "viết tắt"}
            if "UBND" in full:
                variants[unit["name_vi"].replace("UBND", "Ủy ban nhân dân")] = "viết đủ"
            rows += [{"unit_key": unit["unit_key"], "alias": a, "note": f"Tỉnh mẫu; {n}"} for a, n in variants.items()]
            continue
        kind = unit["name_vi"].removesuffix(" " + unit["short_name_vi"])
        spoken = f"{kind.lower()} {unit['short_name_vi']}"
        variants = {"UBND " + spoken: "Ủy ban nhân dân"}
        if unit["level"] == "district":
            variants[f"Bộ phận một cửa {spoken}"] = "Bộ phận Tiếp nhận và Trả kết quả"
            variants[f"{_ABBREVIATED[kind]} {unit['short_name_vi']}"] = "Viết tắt"
        elif unit["peer_group"] in ("xa", "phuong"):
            variants[f"TT PVHCC {spoken}"] = "Trung tâm Phục vụ hành chính công, viết tắt"
            variants[f"Trung tâm Phục vụ hành chính công {spoken}"] = "Trung tâm Phục vụ hành chính công"
        elif unit["level"] == "commune":
            continue
        rows += [{"unit_key": unit["unit_key"], "alias": a, "note": f"Tỉnh mẫu; {n}"} for a, n in variants.items()]
    return rows


@functools.cache
def code_map() -> list[dict[str, str]]:
    """Rows of unit_code_map.csv: the sample one-stop system's code of every unit; only the province's is verified.

    Old form (QCVN 102:2016) for units before 1 July 2025, specific to general: `000.00.NN.H41` a district,
    `000.CC.NN.H41` its commune; departments from 51 on. New form (QĐ 20/2020/QĐ-TTg), general to specific: `H41.NNN`.
    """
    codes: dict[str, str] = {}
    seen: dict[str, int] = {}
    for unit in units():
        key, parent = unit["unit_key"], unit["parent_unit_key"]
        group = unit["level"] if unit["level"] != "commune" else unit["valid_from"] + parent
        seen[group] = number = seen.get(group, 0) + 1
        if unit["level"] == "province":
            codes[key] = "000.00.00.H41"
        elif unit["level"] == "department":
            codes[key] = f"000.00.{50 + number:02d}.H41"
        elif unit["level"] == "district":
            codes[key] = f"000.00.{20 + number:02d}.H41"
        elif unit["valid_from"] == RECORD_START:
            codes[key] = f"000.{number:02d}.{codes[parent][7:9]}.H41"
        else:
            codes[key] = f"H41.{100 + number}"
    status = dict.fromkeys(codes, "illustrative") | {f"province-{PROVINCE}-2020": "verified"}
    rows = [("igate", code, key, status[key]) for key, code in codes.items()]
    rows.insert(1, ("igate", "H41", f"province-{PROVINCE}-2020", "verified"))
    return [dict(zip(HEADERS["unit_code_map"].split(), row, strict=True)) for row in rows]


def agency_id(source_code: str) -> str:
    """Mongo-like id (24 hex digits) of a thing of the sample one-stop system, made from the digits of its code."""
    return f"64a1b2c3{''.join(c for c in source_code if c.isdigit()):0>16}"


@functools.cache
def agencies() -> dict[str, dict]:
    """Department, district or commune by unit_key, as the sample one-stop system writes it: the JSON object `agency`."""
    codes = {row["unit_key"]: row["source_unit_code"] for row in reversed(code_map())}
    found = {}
    for unit in units()[1:]:
        code, parent = codes[unit["unit_key"]], codes[unit["parent_unit_key"]]
        office = "UBND" if unit["valid_to"] else "Trung tâm Phục vụ hành chính công"
        name = f"{office} {unit['name_vi'][0].lower()}{unit['name_vi'][1:]}"
        if unit["level"] == "department":
            name = unit["name_vi"]
        above = dict.fromkeys([agency_id(parent), agency_id(codes[f"province-{PROVINCE}-2020"])])
        found[unit["unit_key"]] = {
            "id": agency_id(code), "code": code, "name": [{"languageId": 228, "name": name}],
            "parent": {"id": agency_id(parent), "code": parent}, "ancestors": [{"id": i} for i in above],
        }  # fmt: skip
    return found


def write(folder: Path = SEEDS) -> list[Path]:
    """Write the four seeds into `folder` (UTF-8, LF, header row) and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"units": units, "unit_succession": succession, "unit_aliases": aliases, "unit_code_map": code_map}
    paths = []
    for name, rows in tables.items():
        paths.append(folder / f"{name}.csv")
        with open(paths[-1], "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADERS[name].split(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows())
    return paths


if __name__ == "__main__":
    for path in write():
        print(path)
