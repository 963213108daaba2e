"""Runs of DAGs beside each other: the second process tells what failed there, and never outlives the first."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from dags import by_hand

REPO = Path(__file__).resolve().parents[2]
PARENT = """
import os, sys
from dags import by_hand

if __name__ == "__main__":
    process = by_hand.second_process()
    print(process.submit(os.getpid).result(), flush=True)
    sys.stdin.read()
"""


def fails():
    raise by_hand.DagFailed("ingest_dossiers: the task load failed")


def test_what_failed_beside_is_told_here():
    with by_hand.second_process() as process, pytest.raises(by_hand.DagFailed, match="the task load failed"):
        process.submit(fails).result()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such signal")
def test_the_second_process_ends_with_the_first_even_by_sigkill(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    env = os.environ | {"PYTHONPATH": str(REPO)}
    with subprocess.Popen(
        [sys.executable, script], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        second = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
        assert select.select([second], [], [], 120)[0], "the second process runs on without the first"
    os.close(second)
