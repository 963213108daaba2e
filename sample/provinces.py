"""The provinces of the country, so that national figures have a home: 63 until 30 June 2025, 34 since.

Names, GSO codes and the merge map are the data set `vietnamadminunits`; the merge map is that of resolution
202/2025/QH15. The e-government codes of the 34 were read on the national portal of public services on 10 October 2026
(a public crawl of its evaluation API); of the provinces that ended, only those seen in public dossiers have one.
"""

import functools

from sample.unit_sources import FROM_RECORD, PROVINCE, RECORD_START, REFORM, converter, event, rows, source, unit

_PORTAL = (
    "H01 An Giang,H05 Bắc Ninh,H12 Cà Mau,H13 Cần Thơ,H14 Cao Bằng,H15 Đắk Lắk,H17 Đà Nẵng,H18 Điện Biên,H19 Đồng Nai,"
    "H20 Đồng Tháp,H21 Gia Lai,H24 Hải Phòng,H26 Hà Nội,H27 Hà Tĩnh,H29 Hồ Chí Minh,H31 Hưng Yên,H32 Khánh Hòa,"
    "H35 Lai Châu,H36 Lâm Đồng,H37 Lạng Sơn,H38 Lào Cai,H41 Nghệ An,H42 Ninh Bình,H44 Phú Thọ,H48 Quảng Ngãi,"
    "H49 Quảng Ninh,H50 Quảng Trị,H52 Sơn La,H53 Tây Ninh,H55 Thái Nguyên,H56 Thanh Hóa,H57 Huế,H60 Tuyên Quang,"
    "H61 Vĩnh Long"
)
EGOV = {name: code for code, _, name in (entry.partition(" ") for entry in _PORTAL.split(","))}
EGOV_ENDED = {"Hà Giang": "H22", "Đắk Lắk": "H15", "Gia Lai": "H21", "Quảng Ngãi": "H48"}
_HUE = "; đến 31/12/2024 là tỉnh Thừa Thiên Huế"


@functools.cache
def _changed() -> dict[str, list[str]]:
    """Key of a province of today -> keys of the provinces it was made of, where there were several."""
    return {new: sorted(old) for new, old in converter()["DICT_PROVINCE"].items() if len(old) > 1}


@functools.cache
def provinces() -> list[dict[str, str]]:
    """Rows of units.csv, our own province left out: 62 until 30 June 2025 (10 of them go on), 23 since."""
    absorbed = {key for old in _changed().values() for key in old}
    found = []
    for code, name, key in rows(
        "select distinct provinceCode, province, provinceKey from admin_units_legacy order by 1"
    ):
        if code == PROVINCE:
            continue
        end = REFORM if key in absorbed else ""
        note = f"{source()}, danh mục ngày 30/6/2025; {FROM_RECORD}{_HUE if code == '46' else ''}"
        row = unit("province", code, name, "", "province", RECORD_START, end, note)
        found.append(row | {"egov_code": (EGOV_ENDED if end else EGOV).get(row["short_name_vi"], "")})
    for code, name, key in rows("select distinct provinceCode, province, provinceKey from admin_units order by 1"):
        if key in _changed():
            note = f"{source()}, từ 01/7/2025; mã định danh theo Cổng Dịch vụ công quốc gia ngày 10/10/2026"
            row = unit("province", code, name, "", "province", REFORM, "", note)
            found.append(row | {"egov_code": EGOV[row["short_name_vi"]]})
    return found


def province_events() -> list[dict[str, str]]:
    """1 July 2025: 52 provinces become 23, each of them whole."""
    old = {key: (code, name) for code, name, key in rows(
        "select distinct provinceCode, province, provinceKey from admin_units_legacy")}  # fmt: skip
    new = rows("select distinct provinceCode, province, provinceKey from admin_units order by 1")
    return [
        event(f"province-{old[before][0]}-2020", f"province-{code}-2025", REFORM, "merge", "secondary",
              f"{old[before][1]} → {name}; Nghị quyết 202/2025/QH15; {source()}")
        for code, name, key in new for before in _changed().get(key, ())
    ]  # fmt: skip
