"""What the national portal published of Gia Lai on 10 October 2026 (tests/published/data), in the shapes of its answers."""

import msgspec

from ingestion.readers.evaluation import GROUPS
from tests.published.published import metric_lines, rows

ROOT = "H21"
POINTS = {"transparency": "transparency_CKMB_max18", "progress": "progress_TDGQ_max20", "online": "online_CLGQ_max12",
          "payment": "payment_TTTT_max10", "satisfaction": "satisfaction_MDHL_max18",
          "digitisation": "digitized_MDSH_max22"}  # fmt: skip
IN_FILE = {"satisfaction": "satisfaction", "digitisation": "digitized", "transparency": "transparency"}


def number(text: str):
    """A published number as JSON has it: digits as printed, nothing for null."""
    return msgspec.Raw(text.encode()) if text else None


def bodies() -> dict[str, bytes]:
    """Group -> the answer about the year 2026: the province and its two best and two last communes."""
    province = next(r for r in rows("qd766_provinces_2026-10-10") if r["code"] == ROOT)
    units = [province, *rows("qd766_gialai_groups_2026-10-10")]
    found = {}
    for group, column in POINTS.items():
        shown = [_unit(group, u, column) for u in units]
        tree = GROUPS[group].endswith("-tree")
        data = {"parent" if tree else "overview": shown[0], "children" if tree else "evaluation": shown[1:]}
        found[group] = msgspec.json.encode({"code": "OK", "data": data, "message": None})
    totals = [_who(u) | {"totalScore": number(u["total_score"])} for u in units]
    provinces = [
        _who(r)
        | {
            "totalScore": number(r["total_score"]),
            "scoreDelta": number(r["score_delta"]),
            "groupScores": {c.split("_")[1]: number(r[c]) for c in r if "_max" in c},
        }
        for r in rows("qd766_provinces_2026-10-10")
    ]
    for group, head, below in (("total", totals[0], totals[1:]), ("nation", None, provinces)):
        data = {"overview": head, "evaluation": below}
        found[group] = msgspec.json.encode({"code": "OK", "data": data})
    return found


def _who(row: dict) -> dict:
    return {"departmentId": f"id-{row['code']}", "departmentName": row["unit"], "departmentCode": row["code"]}


def _unit(group: str, row: dict, column: str) -> dict:
    who, lines = _who(row), [m for m in metric_lines() if m["code"] == row["code"]]
    if group in IN_FILE:
        del who["departmentCode"]  # three endpoints name a unit by its id alone
        who["metrics"] = [
            {"code": m["metric"], "name": m["metric"], "numerator": number(m["numerator"]),
             "denominator": number(m["denominator"]), "score": number(m["published_score"]),
             "maxScore": number(m["max_score"])}
            for m in lines if m["group"] == IN_FILE[group]
        ]  # fmt: skip
    for m in lines:
        if group == "progress" and m["metric"] == "ON_TIME":
            who |= {"totalOnTime": number(m["numerator"]), "totalReceived": number(m["denominator"])}
    return who | {"totalScore": number(row[column]), "totalMaxScore": int(column.rpartition("max")[2])}
