"""From rows to what a page shows: rankings with their tables, a unit's scores as trees, a delivery's counts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from statistics import median

from publishing.wording import slug

Rows = list[dict]
_RANKING = ("index_code", "edition", "period_code")
RECEIPTS_SHOWN = 200


def site(data: dict[str, Rows]) -> dict:
    """What every page says of the release it shows."""
    published = next(r for r in data["releases"] if r["state"] == "published")
    illustrative = sum(d["is_illustrative"] for d in data["deliveries"])
    return published | data["province"][0] | {"illustrative": illustrative, "deliveries": len(data["deliveries"])}


def rankings(data: dict[str, Rows]) -> Rows:
    """One per index, edition and period, newest period first, with a table per peer group."""
    illustrative = {_of(f) for f in data["figures"] if f["is_illustrative"]}
    found = []
    for key, group in groupby(data["ranks"], key=_of):
        rows = list(group)
        scores = [r["score"] for r in rows if r["score"] is not None]
        percents = [(r["percent"], r["class_vi"]) for r in rows if r["class_vi"] and r["percent"] is not None]
        best_first = dict.fromkeys(name for _, name in sorted(percents, reverse=True))
        counts = Counter(r["class_vi"] for r in rows)
        more = {
            "id": slug("-".join(key)),
            "units": rows,
            "groups": [(peers, list(part)) for peers, part in groupby(rows, key=lambda r: r["peer_group"])],
            "spread": (max(scores), median(scores), min(scores)) if scores else None,
            "classes": [(name, counts[name]) for name in best_first],
            "has_previous": any(r["previous_rank"] is not None for r in rows),
            "has_illustrative_figures": key in illustrative,
        }
        found.append(rows[0] | more)
    return found


def units(data: dict[str, Rows], all_rankings: Rows) -> Iterator[dict]:
    """Per unit that stands in a ranking: its scores as trees, the figures they are made of, where these came from."""
    scores, figures = (_by(data[name], *_RANKING, "unit_key") for name in ("scores", "figures"))
    before, after = (_by(data["succession"], f"{who}_unit_key") for who in ("successor", "predecessor"))
    months, receipts = _by(data["months"], "unit_key"), {d["receipt_id"]: d for d in data["deliveries"]}
    sheets = defaultdict(list)
    for ranking in all_rankings:
        for row in ranking["units"]:
            at = (*_of(row), row["unit_key"])
            used = sorted(figures[at], key=lambda f: ([_natural(c) for c in f["criteria"]], f["figure_code"]))
            sheets[row["unit_key"]].append({"ranking": ranking, "row": row, "figures": used, "tree": tree(scores[at])})
    for unit in data["units"]:
        key = unit["unit_key"]
        used = sorted({f["receipt_id"] for s in sheets[key] for f in s["figures"]} & receipts.keys())
        yield {
            "unit": unit,
            "sheets": sheets[key],
            "receipts": [receipts[r] for r in used],
            "months": months[key,],
            "before": before[key,],
            "after": after[key,],
        }


def tree(criteria: Rows) -> Rows:
    """Criteria in the book's order (1.10 after 1.9), each with its depth; the root, depth 0, last."""
    children = _by(criteria, "parent_code")

    def walk(parent: str | None, depth: int) -> Iterator[dict]:
        for row in sorted(children[parent,], key=lambda r: _natural(r["criterion_code"])):
            yield row | {"depth": depth}
            yield from walk(row["criterion_code"], depth + 1)

    return sorted(walk(None, 0), key=lambda r: r["depth"] == 0)


def quality(data: dict[str, Rows]) -> dict:
    """Gates with their checks by suite, deliveries with counts that must add up, quarantine, releases.

    ``in_warehouse`` is what the receipt says was loaded less what quarantine holds of it now; ``adds_up`` holds the
    receipt's own counts against each other and against the unreadable rows that quarantine really holds.
    """
    checks = _by(data["checks"], "gate_id", "suite")
    gates = [g | {"suites": [(s, rows) for (gate, s), rows in checks.items() if gate == g["gate_id"]]}
             for g in data["gates"]]  # fmt: skip
    receipts = [_counted(d) for d in data["deliveries"]]
    return {
        "gates": gates,
        "sources": [
            {"source_code": source, "deliveries": len(rows), "latest": max(r["received_at"] for r in rows),
             "adds_up": all(r["adds_up"] for r in rows)}
            | {c: sum(r[c] for r in rows) for c in COUNTS}
            for (source,), rows in sorted(_by(receipts, "source_code").items())
        ],
        "total": {c: sum(r[c] for r in receipts) for c in COUNTS},
        "receipts": receipts[:RECEIPTS_SHOWN],
        **{name: data[name] for name in ("quarantine", "rejections", "releases", "official", "deliveries")},
    }  # fmt: skip


COUNTS = ("rows_delivered", "in_warehouse", "quarantined", "rows_duplicate")


def _counted(delivery: dict) -> dict:
    d = delivery
    in_warehouse = d["rows_loaded"] - (d["quarantined"] - d["quarantined_unread"])
    adds_up = d["rows_delivered"] == in_warehouse + d["quarantined"] + d["rows_duplicate"] and (
        d["rows_undecodable"] == d["quarantined_unread"]
    )
    return d | {"in_warehouse": in_warehouse, "adds_up": adds_up}


def _of(row: dict) -> tuple:
    return tuple(row[k] for k in _RANKING)


def _by(rows: Rows, *columns: str) -> defaultdict[tuple, Rows]:
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[c] for c in columns)].append(row)
    return found


def _natural(code: str) -> list[tuple]:
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in re.findall(r"\d+|[^\d.]+", code)]
