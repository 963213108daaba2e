"""Sets the sample province up for a night: its one-stop system runs, its units' workbooks lie in the inbox.

Everything here is sample data; the receipts of such a night say so.
"""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from sample.adapter import AGENCY, PASSWORD, USERNAME
from sample.approver import DAG_ID, SampleApprover
from sample.onestop import CLIENT_ID, CLIENT_SECRET
from sample.portal_answers import ROOT_ID
from warehouse import config
from warehouse.files import private_file

STAND_INS = ("onestop", "portal", "adapter")

PORTAL = {
    "PARIX_PORTAL_ROOT_ID": ROOT_ID,
    "PARIX_PORTAL_PAUSE": "0",
    "PARIX_PORTAL_HISTORY_FROM": "2026-09-01",
    "PARIX_SAMPLE_NOW": "2026-11-01T06:20+07:00",
}
"""How the stand-in of the national portal is asked, on the morning after the sample's last day."""

NATIONAL = {
    "PARIX_NATIONAL_USERNAME": USERNAME,
    "PARIX_NATIONAL_PASSWORD": PASSWORD,
    "PARIX_NATIONAL_AGENCY": AGENCY,
    "PARIX_NATIONAL_PER_CALL": "50",
    "PARIX_NATIONAL_PAUSE": "0",
    "PARIX_NATIONAL_HISTORY_FROM": "2026-10-01",
}
"""How the stand-in of the national adapter is asked: for what changed in the sample's last month."""


def prepare() -> dict[str, str]:
    """Start what is not running, fill the inbox with what it never held; returns the settings for the night."""
    launch()
    env = {
        **PORTAL,
        **NATIONAL,
        "PARIX_SAMPLE": "1",
        "PARIX_ONESTOP_URL": _wait("onestop"),
        "PARIX_PORTAL_URL": _wait("portal"),
        "PARIX_NATIONAL_URL": _wait("adapter"),
        "PARIX_ONESTOP_CLIENT_ID": CLIENT_ID,
        "PARIX_ONESTOP_CLIENT_SECRET": CLIENT_SECRET,
        "PARIX_INBOX": str(config.home() / "inbox"),
        "PARIX_SEAL_KEY": private_file(config.home() / "secrets" / "sample-seal-key", _new_key),
    }
    fill_inbox(Path(env["PARIX_INBOX"]))
    return env


def launch() -> None:
    """Start what is not running, and do not wait: each needs a second or two to make its records."""
    for name in STAND_INS:
        _launch(name)


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def fill_inbox(inbox: Path) -> None:
    """Put the sample's workbooks into the inbox, each once: a file that was loaded or rejected does not come again."""
    from sample.workbooks import write_inbox

    inbox.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=config.home()) as folder:
        for path in write_inbox(Path(folder)):
            name = path.relative_to(folder)
            if not any((inbox / room / name).exists() for room in ("", "loaded", "rejected")):
                (inbox / name).parent.mkdir(parents=True, exist_ok=True)
                path.replace(inbox / name)


def _launch(name: str) -> None:
    """Start the stand-in ``sample.<name>`` unless it answers already or is about to."""
    if name in _launched and _launched[name].poll() is None:
        return
    folder = config.home() / "sample"
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / f"{name}-url"
    with contextlib.suppress(OSError, httpx.HTTPError):
        httpx.get(f"{ready.read_text().strip()}/__control", timeout=10).raise_for_status()
        return
    ready.unlink(missing_ok=True)
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"sample.{name}", "--port", "0", "--ready-file", str(ready)],
            cwd=config.REPO, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    (folder / f"{name}-pid").write_text(str(process.pid))
    _launched[name] = process


_launched: dict[str, subprocess.Popen] = {}


def _wait(name: str) -> str:
    """The base URL of a stand-in that was launched, once it listens."""
    folder = config.home() / "sample"
    ready, deadline = folder / f"{name}-url", time.monotonic() + 300
    while not ready.exists() or not ready.read_text().strip():
        # asked of the process itself: its command line is empty for a moment after it was started
        if name in _launched and _launched[name].poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the sample's stand-in {name} did not start; see {folder / f'{name}.log'}")
        time.sleep(0.05)
    return ready.read_text().strip()


def _runs(name: str, pid: int) -> bool:
    with contextlib.suppress(OSError):
        return f"sample.{name}".encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def stop_stand_ins() -> None:
    """Stop the stand-ins, if they run."""
    folder = config.home() / "sample"
    for name in STAND_INS:
        with contextlib.suppress(OSError, ValueError):
            pid = int((folder / f"{name}-pid").read_text())
            if _runs(name, pid):
                os.kill(pid, signal.SIGTERM)
        (folder / f"{name}-pid").unlink(missing_ok=True)
        (folder / f"{name}-url").unlink(missing_ok=True)


def approver(dag_id: str):
    """The sample's approver for the DAG that asks for one; nothing for the others."""
    return SampleApprover() if dag_id == DAG_ID else contextlib.nullcontext()
