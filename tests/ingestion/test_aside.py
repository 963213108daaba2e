"""A process of its own makes items; whatever happens to it is said here."""

import fcntl
import os
import signal
import struct
import termios
from contextlib import closing
from datetime import date

import pytest

from ingestion.aside import Aside
from ingestion.errors import EmptyExtract, NotData, SourceDown, SourceThrottled
from ingestion.sources import dossier_pages
from ingestion.windows import Accepted
from sample.dossiers import generate
from sample.onestop import CLIENT_ID, CLIENT_SECRET, OneStop


def on_its_way(aside):
    """Bytes that wait in the pipe."""
    return struct.unpack("i", fcntl.ioctl(aside._process.stdout, termios.FIONREAD, bytes(4)))[0]


def squares(count, error=None):
    print("a library that prints")
    for number in range(count):
        yield number * number
    if error:
        raise error


def endless():
    while True:
        yield b"x" * 100_000


def itself():
    yield os.getpid()
    yield from endless()


def test_items_come_in_order_from_another_process():
    with closing(Aside(squares, 2000)) as aside:
        assert list(aside) == [n * n for n in range(2000)]
    with closing(Aside(itself)) as aside:
        assert next(aside) != os.getpid()


ERRORS = [NotData("a login page came"), SourceThrottled("slower", 7.0), EmptyExtract("nothing"), ValueError("x", 1)]


@pytest.mark.parametrize("error", ERRORS, ids=[type(e).__name__ for e in ERRORS])
def test_its_errors_are_raised_here(error):
    with closing(Aside(squares, 1, error)) as aside:
        assert next(aside) == 0
        with pytest.raises(type(error)) as raised:
            next(aside)
    assert (str(raised.value), raised.value.args) == (str(error), error.args)
    assert getattr(raised.value, "retry_after", None) == getattr(error, "retry_after", None)


def one_item():
    yield os.getpid()
    signal.pause()


class KillsItself:
    def __reduce__(self):
        os.kill(os.getpid(), signal.SIGKILL)


def half_an_item():
    yield 0
    yield b"x" * 100_000, KillsItself()


def more_than_a_pipe_holds():
    yield os.getpid()
    yield b"x" * 10_000_000


def test_a_process_that_is_killed_is_an_error_and_no_end():
    """Between two items, while one is made, and while one is on its way: it may be cut anywhere."""
    for make, waits_for in ((one_item, 0), (half_an_item, 0), (more_than_a_pipe_holds, 100_000)):
        with closing(Aside(make)) as aside:
            pid = next(aside)
            while on_its_way(aside) < waits_for:
                pass
            if pid:
                os.kill(pid, signal.SIGKILL)
            with pytest.raises(SourceDown, match=r"ended unexpectedly \(exit code -9\); try again"):
                next(aside)


def test_it_ends_with_us():
    with closing(Aside(itself)) as aside:
        pid = next(aside)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.fixture
def source(monkeypatch):
    with OneStop(generate(1050, seed=3)) as running:
        for name, value in {
            "URL": running.url, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET, "PAGE_SIZE": "100"
        }.items():  # fmt: skip
            monkeypatch.setenv(f"PARIX_ONESTOP_{name}", value)
        yield running


EVERYTHING = Accepted(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(("long", "handed_over"), [(2, 5), (2, 3), (9, 11), (10, 20), (40, 80)])
def test_a_long_list_reads_the_same_in_two_processes(source, monkeypatch, long, handed_over):
    monkeypatch.setattr(dossier_pages, "LONG", long)
    monkeypatch.setattr(dossier_pages, "HANDED_OVER", handed_over)
    here = list(dossier_pages.read_from(EVERYTHING))
    assert [len(page.keys()) for page in here] == [100] * 10 + [50]
    assert list(dossier_pages.read(EVERYTHING)) == here
