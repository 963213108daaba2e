"""The score of each kind of data and dimension of ISO/IEC 25012, gate by gate.

A check's share is the part of the rows it asked that passed (a check of a whole table: all or nothing); a score is the
mean of the shares of a kind's checks in a dimension, of 100, cut and never rounded up to a full hundred. Checks that had
no row to ask, or could not be asked, have no share.
"""

from __future__ import annotations

from itertools import groupby

RUNS_SHOWN = 20
"""Runs of a kind of data in its table; the file beside the page and the chart have all of them."""

QUERIES = {
    "score_history": """
        select
            g.gate_id, g.border, g.started_at, extract(epoch from g.started_at)::bigint as epoch, g.is_passed,
            g.release_id, r.suite, r.dimension, count(*) as checks, count(*) filter (where not r.is_passed) as failed,
            coalesce(max(r.rows_checked), 0) as rows_checked, coalesce(sum(r.rows_failed), 0) as rows_failed,
            trunc(100 * avg(case
                when r.error is not null or r.rows_checked = 0 then null
                when r.rows_checked is null then r.is_passed::integer
                else 1 - coalesce(r.rows_failed, 0)::numeric / r.rows_checked
            end), 2) as score
        from ops.gate as g inner join ops.gate_result as r on g.gate_id = r.gate_id
        where g.kind = 'whole'
        group by g.gate_id, r.suite, r.dimension
        order by r.suite, g.gate_id, r.dimension
        """,
}

DIMENSIONS = ("completeness", "accuracy", "consistency", "credibility", "currentness", "traceability")
"""In the order of their columns; others that a check names follow."""


def shape(data: dict[str, list[dict]]) -> dict:
    """``kinds``: per suite its runs (newest first), its chart and its latest scores; ``dimensions``: all that occur."""
    history = data["score_history"]
    found = dict.fromkeys(DIMENSIONS) | dict.fromkeys(sorted({r["dimension"] for r in history}))
    dimensions = [d for d in found if any(r["dimension"] == d for r in history)]
    kinds = [_kind(suite, list(rows), dimensions) for suite, rows in groupby(history, key=lambda r: r["suite"])]
    kinds.sort(key=lambda k: (k["border"] == "out", k["suite"]))
    return {"kinds": kinds, "dimensions": dimensions, "runs": len({r["gate_id"] for r in history})}


def table(data: dict[str, list[dict]]) -> list[list]:
    """The whole history as rows of a file, with their head."""
    columns = ("gate_id", "border", "started_at", "release_id", "suite", "dimension", "checks", "failed", "rows_checked",
               "rows_failed", "score")  # fmt: skip
    return [list(columns), *([r[c] for c in columns] for r in data["score_history"])]


def _kind(suite: str, rows: list[dict], dimensions: list[str]) -> dict:
    runs = [_run(list(part)) for _, part in groupby(rows, key=lambda r: r["gate_id"])]
    asked = [r for r in runs if r["scores"]]
    own = [d for d in dimensions if any(d in r["scores"] for r in asked)]
    return {
        "suite": suite,
        "border": rows[0]["border"],
        "dimensions": own,
        "latest": asked[-1] if asked else None,
        "runs": asked[: -RUNS_SHOWN - 1 : -1],
        "total": len(asked),
        "chart": {
            "kind": "lines",
            "x": [r["epoch"] for r in asked],
            "notes": [r["gate_id"] for r in asked],
            "series": [{"code": d, "values": [r["scores"].get(d) for r in asked]} for d in own],
        },
    }


def _run(rows: list[dict]) -> dict:
    """One gate's scores of a kind; what it asked no row about has none."""
    first = {k: rows[0][k] for k in ("gate_id", "started_at", "epoch", "is_passed", "release_id")}
    return first | {
        "scores": {r["dimension"]: r["score"] for r in rows if r["score"] is not None},
        "rows_checked": max(r["rows_checked"] for r in rows),
        "checks": sum(r["checks"] for r in rows),
        "failed": sum(r["failed"] for r in rows),
    }
