"""A frozen ranking can be corrected: by a version of its own, which a person approved; the one before stays as it is."""

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    for part in ("versions", "trace"):
        op.execute(Path(__file__).with_name(f"0016_official_{part}.sql").read_text(encoding="utf-8"))
