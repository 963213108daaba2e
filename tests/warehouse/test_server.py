"""The embedded server: starts twice, survives a crash, keeps its port, refuses without a password."""

import os
import signal
import socket
import subprocess
import sys

import psycopg
import pytest
from alembic.script import ScriptDirectory

from warehouse import config
from warehouse.migrate import migrate
from warehouse.server import Server, ServerError


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A server apart from the session's, to be killed."""
    server = Server(tmp_path_factory.mktemp("own"))
    yield server
    server.stop()


def answers(server: Server) -> bool:
    with psycopg.connect(server.dsn(database="postgres")) as conn:
        return conn.execute("select 1").fetchone() == (1,)


def test_start_is_repeatable_and_writes_only_below_its_home(own):
    first = own.start().pid()
    assert own.start().pid() == first
    assert answers(own)
    assert {p.name for p in own.home.iterdir()} == {"pg", "secrets"}


def test_two_first_starts_at_once_are_one_server_of_the_same_shape(tmp_path_factory):
    home = tmp_path_factory.mktemp("two")
    script = f"""
from pathlib import Path
from warehouse.migrate import migrate
from warehouse.server import Server
home = Path({str(home)!r})
print(Server(home).start().pid())
migrate(home)
"""
    both = [subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=config.REPO) for _ in range(2)]
    try:
        pids = {process.communicate()[0] for process in both}
        assert [process.returncode for process in both] == [0, 0]
        assert pids == {f"{Server(home).pid()}\n".encode()}
        assert answers(Server(home)) and {p.name for p in home.iterdir()} == {"pg", "secrets"}
    finally:
        Server(home).stop()


def test_after_a_crash_it_starts_again_on_its_port(own):
    own.start()
    port = (own.root / "port").read_text()
    os.kill(own.pid(), signal.SIGKILL)
    while own.pid() is not None:
        os.sched_yield()
    assert (own.data / "postmaster.pid").exists()
    assert answers(own.start())
    assert (own.root / "port").read_text() == port


def test_a_lock_file_that_names_another_living_process_does_not_stop_it(own):
    own.stop()
    (own.data / "postmaster.pid").write_text(f"{os.getpid()}\n{own.data}\n")
    assert own.pid() is None
    assert answers(own.start())


def test_a_taken_port_is_left_to_its_owner(own):
    own.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", int((own.root / "port").read_text())))
        taken.listen()
        assert answers(own.start())
        assert int((own.root / "port").read_text()) != taken.getsockname()[1]


def test_a_port_taken_between_the_look_and_the_launch_is_looked_for_again(own, monkeypatch):
    own.stop()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        looked, look = [], config.free_port

        def too_early(known, first):
            looked.append(look(known, first) if looked else taken.getsockname()[1])
            return looked[-1]

        monkeypatch.setattr(config, "free_port", too_early)
        assert answers(own.start())
        assert len(looked) == 2 and own.pid() is not None


def test_a_server_that_cannot_start_says_why(own, monkeypatch):
    own.stop()
    monkeypatch.setattr("warehouse.server.SETTINGS", {"shared_buffers": "no size"})
    with pytest.raises(ServerError, match="3 times(.|\n)*shared_buffers"):
        own.start()


@pytest.mark.parametrize("password", ["", "wrong"])
def test_nobody_enters_without_the_password(own, password):
    own.start()
    where = config.address(own.home)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://parix_admin:{password}@{where.host}:{where.port}/postgres")


def test_it_listens_on_loopback_only_and_secrets_are_private(own):
    own.start()
    with psycopg.connect(own.dsn(database="postgres")) as conn:
        assert conn.execute("show listen_addresses").fetchone() == ("127.0.0.1",)
        assert conn.execute("show unix_socket_directories").fetchone() == ("",)
    assert (own.home / "secrets" / "passwords.json").stat().st_mode & 0o077 == 0


def test_migration_is_repeatable(own):
    own.start()
    migrate(own.home)
    migrate(own.home)
    newest = ScriptDirectory(config.REPO / "warehouse" / "migrations").get_current_head()
    with psycopg.connect(own.dsn()) as conn:
        assert conn.execute("select version_num from alembic_version").fetchall() == [(newest,)]


def test_unknown_role_is_told_with_the_known_ones():
    with pytest.raises(KeyError, match="bi_reader"):
        config.role_name("root")
