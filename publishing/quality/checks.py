"""The latest gates with their checks, and what failed with examples to look up."""

from __future__ import annotations

from collections import defaultdict

from publishing.quality.lookup import EXAMPLE, by
from publishing.quality.scores import DIMENSIONS

EXAMPLES = 5

_LAST_GATES = """
    select max(gate_id) from ops.gate where kind = 'whole' group by border
    union all
    select max(gate_id) from ops.gate
    where release_id = (select release_id from ops.release where state = 'published')
"""

QUERIES = {
    "gates": f"select * from ops.gate where gate_id in ({_LAST_GATES}) order by border, gate_id desc",
    "checks": f"""
        select * from ops.gate_result where gate_id in ({_LAST_GATES})
        order by suite, is_passed, severity = 'warn', check_name
        """,
    # a field without a check in a dimension has an empty list
    "coverage": """
        select suite, field, jsonb_object_agg(dimension, checks) as checks, bool_or(checks <> '{}') as is_asked
        from ops.field_coverage group by suite, field order by suite, field
        """,
    # rows that are held now, by each check that they failed; the gate that took them tells which kind of data it was
    "held": f"""
        select r.suite, c.check_name, count(*) as rows,
            (array_agg({EXAMPLE} order by q.quarantine_id desc))[1:{EXAMPLES}] as examples
        from quarantine.row as q
        cross join lateral unnest(q.checks) as c (check_name)
        inner join ops.gate_result as r
            on q.gate_id = r.gate_id and c.check_name = r.check_name and not r.is_passed and r.severity = 'quarantine'
        inner join ops.delivery as d on q.receipt_id = d.receipt_id
        where q.state = 'open'
        group by r.suite, c.check_name
        """,
}


def shape(data: dict[str, list[dict]]) -> dict:
    """``gates`` with their checks by suite; ``failing``: each failed check of the latest gates once, with examples."""
    checks = by(data["checks"], "gate_id", "suite")
    gates = [g | {"suites": [(s, rows) for (gate, s), rows in checks.items() if gate == g["gate_id"]]}
             for g in data["gates"]]  # fmt: skip
    held = {(h["suite"], h["check_name"]): h for h in data["held"]}
    borders, newest = {g["gate_id"]: g["border"] for g in data["gates"]}, defaultdict(dict)
    for check in sorted(data["checks"], key=lambda c: c["gate_id"]):
        newest[check["suite"], check["check_name"]] = check
    failing = [
        c | {"border": borders[c["gate_id"]], "rows": found and found["rows"],
             "examples": found["examples"] if found else [], "shown": _shown(c["examples"])}
        for at, c in newest.items() for found in [held.get(at)] if not c["is_passed"]
    ]  # fmt: skip
    failing.sort(
        key=lambda c: (c["severity"] != "stop", c["severity"] != "warn", c["border"], c["suite"], c["check_name"])
    )
    return {"gates": gates, "failing": failing, "coverage": _coverage(data["coverage"])}


def _shown(examples: list[dict] | None) -> list[dict]:
    """Rows of a candidate or places of a delivery without what is empty, false or 0: what is left tells them, and is wrong."""
    return [{k: v for k, v in row.items() if v not in (None, "", 0, False)} for row in examples or []]


def _coverage(fields: list[dict]) -> list[dict]:
    """Per suite: the dimensions that its checks speak of, its fields, and how many of these no check asks about at all."""
    found = []
    for (suite,), rows in by(fields, "suite").items():
        spoken = {d for r in rows for d, checks in r["checks"].items() if checks}
        listed = [d for d in DIMENSIONS if any(d in r["checks"] for r in rows)]
        found.append({"suite": suite, "fields": rows, "unasked": sum(not r["is_asked"] for r in rows),
                      "dimensions": listed + sorted(spoken - set(listed))})  # fmt: skip
    return found
