"""A failed check says which rows failed, at the border out and where it only warns too."""

from pathlib import Path

from alembic import op

revision = "0015"
down_revision = "0011"


def upgrade() -> None:
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
