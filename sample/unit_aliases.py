"""How senders write units besides their official names: rows of unit_aliases.csv."""

from sample.departments import DEPARTMENTS, MERGED_ON, MERGERS

_ABBREVIATED = {"Thành phố": "TP.", "Thị xã": "TX.", "Huyện": "H."}


def aliases(units: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows of unit_aliases.csv: how senders write departments, districts and today's communes besides the official name.

    ``units`` are the rows of units.csv. A bare short name is no alias: "Đô Lương" is a district, an old township and a commune of today.
    """
    rows = []
    shorts = {f"department-{slug}-2020": short for slug, _, _, _, short in DEPARTMENTS}
    shorts |= {f"department-{slug}-{MERGED_ON[:4]}": short for slug, _, _, short, _ in MERGERS}
    for row in units:
        if row["level"] == "department":
            full = row["name_vi"].removesuffix(" tỉnh") + " tỉnh Nghệ An"
            variants = {full: "tên kèm tên tỉnh", shorts[row["unit_key"]]: "viết tắt"}
            if "UBND" in full:
                variants[row["name_vi"].replace("UBND", "Ủy ban nhân dân")] = "viết đủ"
            rows += [{"unit_key": row["unit_key"], "alias": a, "note": f"Tỉnh mẫu; {n}"} for a, n in variants.items()]
            continue
        kind = row["name_vi"].removesuffix(" " + row["short_name_vi"])
        spoken = f"{kind.lower()} {row['short_name_vi']}"
        variants = {"UBND " + spoken: "Ủy ban nhân dân"}
        if row["level"] == "district":
            variants[f"Bộ phận một cửa {spoken}"] = "Bộ phận Tiếp nhận và Trả kết quả"
            variants[f"{_ABBREVIATED[kind]} {row['short_name_vi']}"] = "Viết tắt"
        elif row["peer_group"] in ("xa", "phuong"):
            variants[f"TT PVHCC {spoken}"] = "Trung tâm Phục vụ hành chính công, viết tắt"
            variants[f"Trung tâm Phục vụ hành chính công {spoken}"] = "Trung tâm Phục vụ hành chính công"
        elif row["level"] == "commune":
            continue
        rows += [{"unit_key": row["unit_key"], "alias": a, "note": f"Tỉnh mẫu; {n}"} for a, n in variants.items()]
    hue = {"unit_key": "province-46-2020", "alias": "Tỉnh Thừa Thiên Huế", "note": "Tên đến ngày 31/12/2024"}
    return [*rows, hue]
