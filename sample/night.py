"""Sets the sample province up for a night: its one-stop system runs, its units' workbooks lie in the inbox.

Everything here is sample data; the receipts of such a night say so.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from sample.approver import DAG_ID, SampleApprover
from sample.onestop import CLIENT_ID, CLIENT_SECRET
from warehouse import config


def prepare() -> dict[str, str]:
    """Start what is not running, fill the inbox with what it never held; returns the settings for the night."""
    env = {
        "PARIX_SAMPLE": "1",
        "PARIX_ONESTOP_URL": start_onestop(),
        "PARIX_ONESTOP_CLIENT_ID": CLIENT_ID,
        "PARIX_ONESTOP_CLIENT_SECRET": CLIENT_SECRET,
        "PARIX_INBOX": str(config.home() / "inbox"),
    }
    fill_inbox(Path(env["PARIX_INBOX"]))
    return env


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


def start_onestop() -> str:
    """The stand-in's base URL; a process of its own that outlives this one, so that `parix airflow` finds it too."""
    folder = config.home() / "sample"
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / "onestop-url"
    with contextlib.suppress(OSError, httpx.HTTPError):
        url = ready.read_text().strip()
        httpx.get(f"{url}/__control", timeout=2).raise_for_status()
        return url
    ready.unlink(missing_ok=True)
    with (folder / "onestop.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "sample.onestop", "--port", "0", "--ready-file", str(ready)],
            cwd=config.REPO, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    (folder / "onestop-pid").write_text(str(process.pid))
    deadline = time.monotonic() + 60
    while not ready.exists() or not ready.read_text().strip():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the sample's one-stop system did not start; see {folder / 'onestop.log'}")
        time.sleep(0.05)
    return ready.read_text().strip()


def stop_onestop() -> None:
    """Stop the stand-in, if it runs."""
    folder = config.home() / "sample"
    with contextlib.suppress(OSError, ValueError):
        pid = int((folder / "onestop-pid").read_text())
        command = Path(f"/proc/{pid}/cmdline")
        if not command.exists() or b"sample.onestop" in command.read_bytes():
            os.kill(pid, signal.SIGTERM)
    (folder / "onestop-pid").unlink(missing_ok=True)
    (folder / "onestop-url").unlink(missing_ok=True)


def approver(dag_id: str):
    """The sample's approver for the DAG that asks for one; nothing for the others."""
    return SampleApprover() if dag_id == DAG_ID else contextlib.nullcontext()
