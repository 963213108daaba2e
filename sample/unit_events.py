"""What became of the units of the sample province: rows of unit_succession.csv.

kind: `merge` (several become one), `rename`, `continue` (only the district changed, or nothing), `split` (a part of a
unit that ends goes there), `transfer` (a part goes there and the unit goes on). `share` is the part of the
predecessor that passed over; empty: cannot be divided. `status`: `official` was read in a text of the resolution,
`secondary` stands in a data set or in the press, `unverified` in neither.
"""

from sample.departments import MERGED_ON, MERGERS, MERGERS_SOURCE, TRANSFERS
from sample.unit_sources import MERGERS_2024, REFORM, converter, ended_2024, event, old_key, source, wards

RESOLUTION = "Nghị quyết 1243/NQ-UBTVQH15"
_TO_VINH_429 = ("17902", "17905", "17917", "17926")  # quoted in the press from the resolution


def of_2024() -> list[dict[str, str]]:
    """1 December 2024: Cửa Lò and four communes of Nghi Lộc into Vinh; 460 communes become 412."""
    day = MERGERS_2024
    quoted = f"{RESOLUTION} theo trích đăng của soha.vn ngày 17/11/2024"
    rows = [
        event("district-413-2020", "district-412-2020", day, "merge", "secondary", f"toàn bộ Thị xã Cửa Lò; {quoted}"),
        event("district-429-2020", "district-412-2020", day, "transfer", "secondary",
              f"bốn xã của Huyện Nghi Lộc vào Thành phố Vinh, không có tỷ lệ cho số liệu cấp huyện; {quoted}", ""),
    ]  # fmt: skip
    today = {code: (name, district) for code, name, district, _, _ in wards()[0]}
    ended = ended_2024()
    for row in ended:
        name, district = today[row["successor_code"]]
        sources = sum(r["successor_code"] == row["successor_code"] for r in ended)
        if sources > 1 or row["successor_code"] != row["gso_code"]:
            kind = "merge"
        else:
            kind = "rename" if name != row["name_vi"] else "continue"
        moved = f", chuyển sang đơn vị cấp huyện {district}" if district != row["district_code"] else ""
        in_vinh = row["gso_code"] in _TO_VINH_429 or row["district_code"] == "413" or name.startswith("Phường")
        note = f"{row['name_vi']} → {name}{moved}; {quoted if in_vinh and kind != 'merge' else RESOLUTION}; {source()}"
        old, new = f"commune-{row['gso_code']}-2020", old_key(row["successor_code"])
        rows.append(event(old, new, day, kind, "secondary", note))
    return rows


def of_departments() -> list[dict[str, str]]:
    """1 March 2025: 20 specialised agencies become 14; what left an agency for a third one has no share."""
    born = {slug for slug, *_ in MERGERS}
    leaving = {slug for slug, *_ in TRANSFERS}
    rows = []
    for slug, name, _, _, origins in MERGERS:
        for origin in origins:
            old, new = f"department-{origin}-2020", f"department-{slug}-{MERGED_ON[:4]}"
            kind = "split" if origin in leaving else "merge" if len(origins) > 1 else "rename"
            note = f"vào {name}; {MERGERS_SOURCE}"
            rows.append(event(old, new, MERGED_ON, kind, "secondary", note, "" if origin in leaving else "1"))
    for origin, slug, what, where in TRANSFERS:
        new = f"department-{slug}-{MERGED_ON[:4] if slug in born else '2020'}"
        note = f"chuyển nhiệm vụ {what}, không có tỷ lệ; {where}"
        rows.append(event(f"department-{origin}-2020", new, MERGED_ON, "split", "secondary", note, ""))
    return rows


def of_2025() -> list[dict[str, str]]:
    """1 July 2025: 412 communes become 130, none of them divided. The districts have no row: nothing succeeded them."""
    old, new = wards()
    by_key = {key: (code, name) for code, name, _, _, key in old}
    became = converter()
    if became["DICT_PROVINCE_WARD_DIVIDED"].get("tinhnghean"):
        raise ValueError("vietnamadminunits now knows divided communes in Nghệ An: their shares must be added")
    rows = []
    for code, name, _, key in new:
        before = became["DICT_PROVINCE_WARD_NO_DIVIDED"]["tinhnghean"][key]
        for old_code, old_name in sorted(by_key[k] for k in before):
            kind = "merge" if len(before) > 1 else "continue" if old_name == name else "rename"
            note = f"{old_name} → {name}; {source()}"
            rows.append(event(old_key(old_code), f"commune-{code}-2025", REFORM, kind, "secondary", note))
    return rows
