"""Where the sources stand and how they are asked; everything from the environment (see .env.example)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ingestion.errors import Final
from warehouse import config

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
LAYOUTS = config.REPO / "ingestion" / "layouts"
SEEDS = config.REPO / "dbt_project" / "seeds" / "reference"


def _env(name: str, default: str | None = None) -> str:
    value = os.environ.get(name) or default
    if value is None:
        raise Final(f"the setting {name} is not given; set it in the environment")
    return value


@dataclass(frozen=True)
class OneStopSettings:
    """The provincial one-stop system (iGate style)."""

    base_url: str = field(default_factory=lambda: _env("PARIX_ONESTOP_URL"))
    client_id: str = field(default_factory=lambda: _env("PARIX_ONESTOP_CLIENT_ID"))
    client_secret: str = field(default_factory=lambda: _env("PARIX_ONESTOP_CLIENT_SECRET"), repr=False)
    page_size: int = field(default_factory=lambda: int(_env("PARIX_ONESTOP_PAGE_SIZE", "500")))
    timeout_seconds: float = field(default_factory=lambda: float(_env("PARIX_ONESTOP_TIMEOUT", "60")))
    history_from: datetime = field(
        default_factory=lambda: datetime.fromisoformat(_env("PARIX_ONESTOP_HISTORY_FROM", "2021-01-01T00:00+07:00"))
    )
    overlap: timedelta = timedelta(hours=2)
    is_illustrative: bool = field(default_factory=lambda: is_sample())


def is_sample() -> bool:
    """Whether the sources are the sample province (``PARIX_SAMPLE=1``); travels with every receipt."""
    return _env("PARIX_SAMPLE", "0") == "1"


def inbox() -> Path:
    """The folder into which units' workbooks are put."""
    return Path(_env("PARIX_INBOX", str(config.home() / "inbox")))


def archive() -> Path:
    """The folder of archived deliveries."""
    return Path(_env("PARIX_ARCHIVE", str(config.home() / "archive")))
