"""Files that a run leaves for the next one, and for other processes: whole or not there."""

import os
import stat
import subprocess
import sys
import threading

import pytest

from warehouse.config import REPO
from warehouse.files import Busy, held, private_file, write_whole


class Killed(BaseException):
    """What a test raises in the place of a SIGKILL."""


@pytest.mark.parametrize("before", [None, "54318"])
def test_a_kill_while_a_file_is_written_leaves_what_stood(tmp_path, monkeypatch, before):
    path = tmp_path / "port"
    if before:
        path.write_text(before)

    def killed(_):
        raise Killed

    monkeypatch.setattr(os, "fsync", killed)
    with pytest.raises(Killed):
        write_whole(path, "54319")
    assert (path.read_text() if path.exists() else None) == before
    monkeypatch.undo()
    write_whole(path, "54319")
    assert path.read_text() == "54319" and [p.name for p in tmp_path.iterdir()] == ["port"]


def test_nobody_reads_half_of_it(tmp_path):
    path, texts, over, seen = tmp_path / "port", ("54318", "9" * 100_000), threading.Event(), set()
    write_whole(path, texts[0])

    def read():
        while not over.is_set():
            seen.add(path.read_text())

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(300):
        write_whole(path, texts[n % 2])
    over.set()
    reader.join()
    assert seen <= set(texts)


def test_a_private_file_is_its_owners_alone_and_made_once(tmp_path):
    path = tmp_path / "secrets" / "key"
    assert private_file(path, lambda: "first") == private_file(path, lambda: "second") == "first"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700


HOLDS = """
import sys, time
from pathlib import Path
from warehouse.files import held
with held(Path(sys.argv[1])):
    print("inside", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("place", [".", "run.lock"])
def test_one_process_holds_a_place_and_lets_go_when_it_is_killed(tmp_path, place):
    process = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path / place)], stdout=subprocess.PIPE, cwd=REPO)
    with process:
        assert process.stdout.readline() == b"inside\n"
        with (
            pytest.raises(Busy, match="wait until it has ended"),
            held(tmp_path / place, busy="wait until it has ended"),
        ):
            pass
        process.kill()
    with held(tmp_path / place, busy="nobody is there"), pytest.raises(Busy), held(tmp_path / place, busy="we are"):
        pass
    with held(tmp_path / place):
        pass


def test_an_error_of_what_is_done_inside_is_not_taken_for_another_process(tmp_path):
    with pytest.raises(BlockingIOError, match="of the work"), held(tmp_path, busy="somebody is there"):
        raise BlockingIOError("of the work")


def test_two_that_need_a_private_file_at_once_get_the_same(tmp_path):
    both, given = threading.Barrier(2), []

    def need(secret):
        both.wait()
        given.append(private_file(tmp_path / "secrets" / "key", lambda: secret))

    for n in range(50):
        threads = [threading.Thread(target=need, args=(f"{n} of {one}",)) for one in "ab"]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert len(set(given)) == 1 and len(given) == 2
        (tmp_path / "secrets" / "key").unlink()
        given.clear()


@pytest.mark.parametrize("command", ["run", "build"])
def test_a_second_night_in_the_same_home_is_told_to_wait(tmp_path, command):
    with held(tmp_path / "run.lock"):
        done = subprocess.run(
            [sys.executable, "parix.py", command], cwd=REPO, env=os.environ | {"PARIX_HOME": str(tmp_path)},
            capture_output=True, text=True,
        )  # fmt: skip
    assert done.returncode == 1
    assert "another `parix run` or `parix build` works in this home; wait until it has ended" in " ".join(
        done.stderr.split()
    )
    assert not (tmp_path / "pg").exists()
