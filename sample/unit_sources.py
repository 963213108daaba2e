"""Where the sample's units come from: the data set `vietnamadminunits` (MIT) and a hand-made list of what ended in 2024.

The data set's old list is the state of 30 June 2025, its new one that of 1 July 2025. `history/communes_until_2024.csv`
has the 100 communes of Nghệ An that ended on 1 December 2024: those merged (48), renamed, made wards or moved to
another district. Its codes and names are the General Statistics Office's list of 7 May 2023 (460 communes, as packaged
by vietnam-provinces 0.5.0), compared with that of 4 January 2025 (412; 0.6.0); which commune went where is what
`vietnamadminunits` gives as old names of its communes. Only facts were taken over, no text and no code.
"""

import csv
import functools
import importlib.metadata
import importlib.util
import json
import sqlite3
import unicodedata
from pathlib import Path

PROVINCE = "40"
RECORD_START, REFORM, MERGERS_2024 = "2020-01-01", "2025-07-01", "2024-12-01"
FROM_RECORD = "valid_from là ngày bắt đầu ghi nhận của kho dữ liệu, không phải ngày thành lập"
ENDED_2024 = Path(__file__).with_name("history") / "communes_until_2024.csv"
ENGLISH = {
    "Tỉnh": "Province", "Thành phố": "City", "Thị xã": "Town", "Huyện": "District",
    "Thị trấn": "Township", "Phường": "Ward", "Xã": "Commune",
}  # fmt: skip


def source() -> str:
    return f"Tỉnh mẫu; đơn vị thật theo bộ dữ liệu vietnamadminunits {importlib.metadata.version('vietnamadminunits')}"


def data_folder() -> Path:
    # find_spec, not an import: importing the package would pull in its parsers, and we want its data only
    spec = importlib.util.find_spec("vietnamadminunits")
    return Path(spec.submodule_search_locations[0]) / "data"


def rows(sql: str, *parameters: str) -> list[tuple]:
    uri = (data_folder() / "dataset.db").as_uri() + "?mode=ro&immutable=1"
    db = sqlite3.connect(uri, uri=True)
    try:
        return db.execute(sql, parameters).fetchall()
    finally:
        db.close()


def converter() -> dict[str, dict]:
    """What became of every unit on 1 July 2025, by the data set's keys."""
    return json.loads((data_folder() / "converter_2025.json").read_text(encoding="utf-8"))


def wards() -> tuple[list[tuple], list[tuple]]:
    """Communes of 30 June 2025 (ward code, ward, district code, district, key) and of today (code, ward, type, key)."""
    old = rows(
        "select wardCode, ward, districtCode, district, provinceKey || '_' || districtKey || '_' || wardKey"
        " from admin_units_legacy where provinceCode = ? order by wardCode",
        PROVINCE,
    )
    new = rows(
        "select wardCode, ward, wardType, wardKey from admin_units where provinceCode = ? order by wardCode", PROVINCE
    )
    return old, new


@functools.cache
def ended_2024() -> tuple[dict[str, str], ...]:
    """Communes that ended on 1 December 2024: gso_code, name_vi, district_code, successor_code (of 412, same code often)."""
    with ENDED_2024.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def old_key(code: str) -> str:
    """unit_key of a commune of the 412: it began in 2024 where another name, kind or district had its code before."""
    began = any(row["gso_code"] == code for row in ended_2024())
    return f"commune-{code}-{MERGERS_2024[:4] if began else RECORD_START[:4]}"


def ascii_of(text: str) -> str:
    """Vietnamese without its marks, đ included."""
    flat = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in flat if not unicodedata.combining(c))


def unit(level: str, code: str, name: str, parent: str, peer_group: str, start: str, end: str, note: str) -> dict:
    """A row of units.csv; the key is level, GSO code and first year."""
    name = unicodedata.normalize("NFC", name)
    kind = next(k for k in ENGLISH if name.startswith(k + " "))
    short = name.removeprefix(kind + " ")
    return {
        "unit_key": f"{level}-{code}-{start[:4]}", "gso_code": code, "egov_code": "", "name_vi": name,
        "name_en": f"{ascii_of(short)} {ENGLISH[kind]}", "short_name_vi": short, "level": level,
        "parent_unit_key": parent, "peer_group": peer_group, "valid_from": start, "valid_to": end, "source_note": note,
    }  # fmt: skip


def event(old: str, new: str, day: str, kind: str, status: str, note: str, share: str = "1") -> dict[str, str]:
    """A row of unit_succession.csv; an empty share cannot be divided, a share below 1 would need a stated basis."""
    row = {"predecessor_unit_key": old, "successor_unit_key": new, "event_date": day, "kind": kind, "share": share}
    return row | {"share_basis": "", "status": status, "note": unicodedata.normalize("NFC", note)}
