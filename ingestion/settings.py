"""Where the sources stand and how they are asked; everything from the environment (see .env.example)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
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


@dataclass(frozen=True)
class NationalSettings:
    """The national adapter. ``per_call`` numbers are asked for in one question (1 unless the adapter takes more, joined by a
    comma), ``per_visit`` in one night, ``pause`` seconds lie between two questions."""

    base_url: str = field(default_factory=lambda: _env("PARIX_NATIONAL_URL"))
    username: str = field(default_factory=lambda: _env("PARIX_NATIONAL_USERNAME"))
    password: str = field(default_factory=lambda: _env("PARIX_NATIONAL_PASSWORD"), repr=False)
    agency: str = field(default_factory=lambda: _env("PARIX_NATIONAL_AGENCY"))
    auth_path: str = field(default_factory=lambda: _env("PARIX_NATIONAL_AUTH_PATH", "/auth"))
    share_path: str = field(default_factory=lambda: _env("PARIX_NATIONAL_SHARE_PATH", "/share"))
    timeout_seconds: float = field(default_factory=lambda: float(_env("PARIX_NATIONAL_TIMEOUT", "60")))
    per_call: int = field(default_factory=lambda: int(_env("PARIX_NATIONAL_PER_CALL", "1")))
    per_visit: int = field(default_factory=lambda: int(_env("PARIX_NATIONAL_PER_VISIT", "20000")))
    pause: float = field(default_factory=lambda: float(_env("PARIX_NATIONAL_PAUSE", "0.2")))
    history_from: str = field(default_factory=lambda: _env("PARIX_NATIONAL_HISTORY_FROM", "2026-01-01"))
    catalogue_days: int = field(default_factory=lambda: int(_env("PARIX_NATIONAL_CATALOGUE_DAYS", "7")))
    is_illustrative: bool = field(default_factory=lambda: is_sample())


def has_national() -> bool:
    """Whether the province has given the address of its national adapter."""
    return bool(os.environ.get("PARIX_NATIONAL_URL"))


@dataclass(frozen=True)
class PortalSettings:
    """The national portal's public evaluation interface. Without a root it is not asked: its terms of use are not known,
    and a province decides that for itself (docs/decisions/0021-the-portal-is-asked-politely.md)."""

    base_url: str = field(default_factory=lambda: _env("PARIX_PORTAL_URL", "https://dichvucong.gov.vn"))
    root_id: str = field(default_factory=lambda: _env("PARIX_PORTAL_ROOT_ID", ""))
    pause_seconds: float = field(default_factory=lambda: float(_env("PARIX_PORTAL_PAUSE", "3")))
    timeout_seconds: float = field(default_factory=lambda: float(_env("PARIX_PORTAL_TIMEOUT", "60")))
    history_from: date | None = field(
        default_factory=lambda: date.fromisoformat(v) if (v := _env("PARIX_PORTAL_HISTORY_FROM", "")) else None
    )
    is_illustrative: bool = field(default_factory=lambda: is_sample())

    def __post_init__(self) -> None:
        if self.pause_seconds < 1 and not self.is_illustrative:
            raise Final("PARIX_PORTAL_PAUSE must be at least 1 second; 0 is for the sample's own stand-in only")


def now() -> datetime:
    """This moment, aware. The sample province lives at PARIX_SAMPLE_NOW, so that its nights look alike on any day."""
    given = os.environ.get("PARIX_SAMPLE_NOW") if is_sample() else None
    return datetime.fromisoformat(given) if given else datetime.now(UTC)


def is_sample() -> bool:
    """Whether the sources are the sample province (``PARIX_SAMPLE=1``); travels with every receipt."""
    return _env("PARIX_SAMPLE", "0") == "1"


def inbox() -> Path:
    """The folder into which units' workbooks are put."""
    return Path(_env("PARIX_INBOX", str(config.home() / "inbox")))


def archive() -> Path:
    """The folder of archived deliveries."""
    return Path(_env("PARIX_ARCHIVE", str(config.home() / "archive")))
