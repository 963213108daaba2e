"""Every right that nobody needs is taken back; published releases belong to a role that nobody can log in as."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
