"""Files that a run leaves for the next one, and for other processes: whole or not there."""

import os
import stat
import threading

import pytest

from warehouse import config


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
        config.write_whole(path, "54319")
    assert (path.read_text() if path.exists() else None) == before
    monkeypatch.undo()
    config.write_whole(path, "54319")
    assert path.read_text() == "54319" and [p.name for p in tmp_path.iterdir()] == ["port"]


def test_nobody_reads_half_of_it(tmp_path):
    path, texts, over, seen = tmp_path / "port", ("54318", "9" * 100_000), threading.Event(), set()
    config.write_whole(path, texts[0])

    def read():
        while not over.is_set():
            seen.add(path.read_text())

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(300):
        config.write_whole(path, texts[n % 2])
    over.set()
    reader.join()
    assert seen <= set(texts)


def test_a_private_file_is_its_owners_alone_and_made_once(tmp_path):
    path = tmp_path / "secrets" / "key"
    assert config.private_file(path, lambda: "first") == config.private_file(path, lambda: "second") == "first"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
