"""From rows to what a page shows: rankings with their tables, a unit's scores as trees."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from statistics import median

from publishing import words
from publishing.quality.lookup import by
from publishing.wording import slug

Rows = list[dict]
_RANKING = ("index_code", "edition", "period_code")


def site(data: dict[str, Rows]) -> dict:
    """What every page says of the release it shows."""
    published = next(r for r in data["releases"] if r["state"] == "published")
    illustrative = sum(d["is_illustrative"] for d in data["deliveries"])
    return published | data["province"][0] | {"illustrative": illustrative, "deliveries": len(data["deliveries"])}


def rankings(data: dict[str, Rows]) -> Rows:
    """One per index, edition and period, newest period first, with a table per peer group."""
    illustrative = {_of(f) for f in data["figures"] if f["is_illustrative"]}
    differing = Counter(map(_of, data["official_differences"]))
    found = []
    for key, part in groupby(data["ranks"], key=_of):
        rows = list(part)
        more = {
            "id": slug("-".join(key)),
            "units": rows,
            "groups": [group(list(peers)) for _, peers in groupby(rows, key=lambda r: r["peer_group"])],
            "has_illustrative_figures": key in illustrative,
            "differing": differing[key],
        }
        found.append(rows[0] | more)
    return found


def choices(all_rankings: Rows) -> list[tuple]:
    """What a reader may choose rankings by: name, what it asks in both languages, and its values with their words."""
    rows = [u for r in all_rankings for u in r["units"]]
    peers = {u["peer_group"]: words.group(u) for u in rows}
    values = {
        "index": {r["index_code"]: (r["index_code"].upper(),) * 2 for r in all_rankings},
        "year": {r["period_code"][:4]: (r["period_code"][:4],) * 2 for r in all_rankings},
        "level": {u["level"]: words.levels(u["level"]) for u in rows},
        "group": peers,
    }
    asked = {"index": ("mọi chỉ số", "every index"), "year": ("mọi năm", "every year"), "level": ("mọi cấp", "every level"),
             "group": ("mọi nhóm", "every group")}  # fmt: skip
    return [(k, *asked[k], [(code, *said) for code, said in v.items()]) for k, v in values.items() if len(v) > 1]


def group(rows: Rows) -> dict:
    """The units that are ranked together, with highest, median and lowest score of those that have a rank."""
    scores = [r["score"] for r in rows if r["rank"] is not None]
    percents = [(r["percent"], r["class_vi"]) for r in rows if r["class_vi"] and r["percent"] is not None]
    best_first = dict.fromkeys(name for _, name in sorted(percents, reverse=True))
    counts = Counter(r["class_vi"] for r in rows)
    return {
        "name": words.group(rows[0]),
        "units": rows,
        "ranked": len(scores),
        "unranked": sum(not r["is_ranked"] for r in rows),
        "spread": (max(scores), median(scores), min(scores)) if scores else None,
        "classes": [(name, counts[name]) for name in best_first],
        "has_previous": any(r["comparison"] != "no_previous" for r in rows),
        "overridden": sum(r["override_count"] > 0 for r in rows),
    }


def units(data: dict[str, Rows], all_rankings: Rows) -> Iterator[dict]:
    """Per unit that stands in a ranking: its scores as trees, the figures they are made of, where these came from."""
    scores, figures, stages = (by(data[name], *_RANKING, "unit_key") for name in ("scores", "figures", "stages"))
    before, after = (by(data["succession"], f"{who}_unit_key") for who in ("successor", "predecessor"))
    months, receipts = by(data["months"], "unit_key"), {d["receipt_id"]: d for d in data["deliveries"]}
    sheets = defaultdict(list)
    for ranking in all_rankings:
        for row in ranking["units"]:
            at = (*_of(row), row["unit_key"])
            criteria = tree(scores[at], stages[at])
            position = {c["criterion_code"]: c["position"] for c in criteria}
            used = [f | {"criteria": sorted(f["criteria"], key=lambda c: position.get(c, 0))} for f in figures[at]]
            used.sort(key=lambda f: ([position.get(c, 0) for c in f["criteria"]], f["figure_code"]))
            received = {r["receipt_id"] for r in [*used, *stages[at]]}
            sheets[row["unit_key"]].append(
                {
                    "ranking": ranking,
                    "row": row,
                    "figures": used,
                    "tree": criteria,
                    "received": received,
                    "is_latest": row["index_code"] not in {s["row"]["index_code"] for s in sheets[row["unit_key"]]},
                }  # fmt: skip
            )
    for unit in data["units"]:
        key = unit["unit_key"]
        used = sorted(set().union(*(s["received"] for s in sheets[key])) & receipts.keys())
        yield {
            "unit": unit,
            "sheets": sheets[key],
            "receipts": [receipts[r] for r in used],
            "months": months[key,],
            "before": before[key,],
            "after": after[key,],
        }


def tree(criteria: Rows, stages: Rows = ()) -> Rows:
    """Criteria in the book's order, parents before their children; the root, depth 0, last.

    Each has its ``stages`` (of a criterion that somebody assessed) and ``overridden``: in how many criteria at or below
    it a council's points stand instead of the figures'.
    """
    children, given = by(criteria, "parent_code"), by(stages, "criterion_code")

    def walk(parent: str | None) -> Iterator[dict]:
        for row in sorted(children[parent,], key=lambda r: r["position"]):
            below = list(walk(row["criterion_code"]))
            own = [row, *below]
            yield row | {
                "stages": given[row["criterion_code"],],
                "overridden": sum(bool(r["is_override"]) for r in own),
            }
            yield from below

    return sorted(walk(None), key=lambda r: r["depth"] == 0)


def _of(row: dict) -> tuple:
    return tuple(row[k] for k in _RANKING)
