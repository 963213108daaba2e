"""What was received and where its rows are: counts that must add up, rows held and what became of them, files refused."""

from __future__ import annotations

from publishing.quality.lookup import EXAMPLE, by

RECEIPTS_SHOWN = 200
STATES = ("open", "corrected", "released", "accepted", "withdrawn")
COUNTS = ("rows_delivered", "in_warehouse", "quarantined", "rows_duplicate")

QUERIES = {
    # loaded and quarantined are counted where the rows are, not taken from the receipt
    "deliveries": """
        select d.*, b.loaded as in_warehouse, b.quarantined, b.difference, coalesce(q.unread, 0) as quarantined_unread
        from ops.delivery as d
        inner join ops.receipt_balance as b on d.receipt_id = b.receipt_id
        left join (
            select receipt_id, count(*) as unread from quarantine.row
            where is_kept_out and check_name = 'decodable' group by receipt_id
        ) as q on d.receipt_id = q.receipt_id
        order by d.receipt_id desc
        """,
    "quarantine": f"""
        select q.source_table, q.checks, q.reason_vi, count(*) as rows,
            {", ".join(f"count(*) filter (where q.state = '{s}') as {s}" for s in STATES)},
            min(q.opened_at) filter (where q.state = 'open') as open_since,
            (array_agg({EXAMPLE} order by q.quarantine_id))[1:3] as examples
        from quarantine.row as q inner join ops.delivery as d on q.receipt_id = d.receipt_id
        group by q.source_table, q.checks, q.reason_vi
        order by open desc, rows desc, q.source_table, q.checks
        """,
    "held_by_unit": """
        select u.unit_key, u.name_vi, u.name_en, d.source_code, count(*) as rows, count(distinct q.receipt_id) as files,
            min(q.opened_at) as open_since, array_agg(distinct q.receipt_id) as receipts
        from quarantine.row as q
        inner join ops.delivery as d on q.receipt_id = d.receipt_id
        inner join marts.dim_unit as u on q.record ->> 'unit_key' = u.unit_key
        where q.state = 'open'
        group by u.unit_key, u.name_vi, u.name_en, u.sort_key, d.source_code
        order by rows desc, u.sort_key, d.source_code
        """,
    # how many rows were held at the end of each Vietnamese day on which that changed
    "held_by_day": """
        select day, extract(epoch from day at time zone 'Asia/Ho_Chi_Minh')::bigint as epoch,
            sum(sum(opened)) over (order by day) as opened, sum(sum(closed)) over (order by day) as closed
        from (
            select (opened_at at time zone 'Asia/Ho_Chi_Minh')::date as day, 1 as opened, 0 as closed
            from quarantine.row
            union all
            select (closed_at at time zone 'Asia/Ho_Chi_Minh')::date, 0, 1
            from quarantine.row where closed_at is not null
        ) as e
        group by day order by day
        """,
    "acceptances": """
        select a.accepted_at, a.accepted_by, a.reason, a.checks, a.ended_at, a.ended_by, a.ended_reason,
            count(*) as rows, array_agg(distinct q.receipt_id) as receipts
        from quarantine.acceptance as a inner join quarantine.row as q on a.quarantine_id = q.quarantine_id
        group by a.accepted_at, a.accepted_by, a.reason, a.checks, a.ended_at, a.ended_by, a.ended_reason
        order by a.ended_at is not null, a.accepted_at desc limit 200
        """,
    "rejections": "select name, sentence_vi, rejected_at from ops.rejection order by rejected_at desc, name limit 200",
}


def shape(data: dict[str, list[dict]]) -> dict:
    """Receipts and sources with their counts, and quarantine. ``adds_up``: delivered = in the warehouse + quarantined +
    duplicates (ops.receipt_balance), and the rows that the receipt calls unreadable stand in quarantine."""
    receipts = [_counted(d) for d in data["deliveries"]]
    days = data["held_by_day"]
    return {
        "sources": [
            {"source_code": source, "deliveries": len(rows), "latest": max(r["received_at"] for r in rows),
             "adds_up": all(r["adds_up"] for r in rows)}
            | {c: sum(r[c] for r in rows) for c in COUNTS}
            for (source,), rows in sorted(by(receipts, "source_code").items())
        ],
        "total": {c: sum(r[c] for r in receipts) for c in COUNTS},
        "adding_up": sum(r["adds_up"] for r in receipts),
        "receipts": receipts[:RECEIPTS_SHOWN],
        "receipt_count": len(receipts),
        "fate": {s: sum(q[s] for q in data["quarantine"]) for s in STATES},
        "held_days": days,
        "held_chart": {
            "kind": "steps",
            "x": [d["epoch"] for d in days],
            "series": [{"code": "open", "values": [d["opened"] - d["closed"] for d in days]},
                       {"code": "closed", "values": [d["closed"] for d in days]}],
        },
        **{name: data[name] for name in ("quarantine", "held_by_unit", "acceptances", "rejections")},
    }  # fmt: skip


def table(shaped: list[dict]) -> list[list]:
    """Every receipt with its counts as rows of a file, with their head."""
    columns = ("receipt_id", "source_code", "name", "sender", "period_code", "received_at", *COUNTS, "adds_up", "sha256",
               "is_illustrative")  # fmt: skip
    return [list(columns), *([_counted(d)[c] for c in columns] for d in shaped)]


def _counted(delivery: dict) -> dict:
    d = delivery
    return d | {"adds_up": d["difference"] == 0 and d["rows_undecodable"] == d["quarantined_unread"]}
