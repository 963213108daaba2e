"""Traceability: from a published figure or rank back to its receipts and places, and from a receipt forward."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0014"

PARTS = ("words", "rule", "places", "figure", "rank", "receipt")


def upgrade() -> None:
    for part in PARTS:
        op.execute(Path(__file__).with_name(f"0011_trace_{part}.sql").read_text(encoding="utf-8"))
