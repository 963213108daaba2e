"""The schemas, the raw tables, the books of operation, and what each role may do.

Upgrades only: a warehouse that holds evidence is never migrated downwards.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
