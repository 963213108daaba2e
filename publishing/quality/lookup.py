"""How a held row is shown: by keys to look it up, never by its contents."""

from __future__ import annotations

from collections import defaultdict

# A dossier code that is none could be anything a clerk typed: the system's id then.
EXAMPLE = r"""jsonb_build_object(
    'receipt_id', q.receipt_id, 'row_no', q.row_no, 'name', d.name, 'sheet', q.record ->> 'sheet',
    'cell', coalesce(q.record ->> 'cell', q.record ->> 'sheet_row'), 'reason', q.reason_vi,
    'dossier', case when q.record ->> 'dossier_code' ~ '^[A-Z0-9.]{3,30}-\d{6,8}-\d{4,7}$'
        then q.record ->> 'dossier_code' else left(q.record ->> 'dossier_id', 40) end
)"""


def by(rows: list[dict], *columns: str) -> defaultdict[tuple, list[dict]]:
    """Rows by the values of columns."""
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[c] for c in columns)].append(row)
    return found
