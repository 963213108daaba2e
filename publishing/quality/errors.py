"""The register of known errors: what people wrote into known_errors.csv, and what the database itself knows to be so."""

from __future__ import annotations

QUERIES = {
    "known_errors": """
        select * from marts.dim_known_error order by known_until is not null, error_code
        """,
}


def shape(data: dict[str, list[dict]]) -> dict:
    """``written``: the register; ``found``: warnings of the gates, rows accepted although they fail, standing differences
    with the portal, receipts that do not add up. ``standing``: how many of both stand."""
    published = next((r["release_id"] for r in data["releases"] if r["state"] == "published"), None)
    ours = {g["gate_id"] for g in data["gates"] if g["border"] == "in" or g["release_id"] == published}
    warned = {
        (c["suite"], c["check_name"]): c
        for c in sorted(data["checks"], key=lambda c: c["gate_id"])
        if c["gate_id"] in ours
    }
    found = {
        "warned": [c for c in warned.values() if c["severity"] == "warn" and not c["is_passed"]],
        "accepted": [a for a in data["acceptances"] if a["ended_at"] is None],
        "differing": [r for r in data["reconciliation"] if r["outside"]],
    }
    written = data["known_errors"]
    return {
        "written": written,
        "standing": sum(e["known_until"] is None for e in written) + sum(map(len, found.values())),
        **found,
    }
