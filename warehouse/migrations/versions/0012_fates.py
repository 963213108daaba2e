"""Who mends what a check finds, what becomes of a row in quarantine, and whether the counts of a receipt add up."""

from pathlib import Path

from alembic import op

revision = "0012"
down_revision = "0010"


def upgrade() -> None:
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
