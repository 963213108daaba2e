"""Commands about releases before there is anything to tell: they say so."""

import pytest
from typer.testing import CliRunner

import parix

EMPTY = {
    "verify": (1, "nothing is sealed yet"),
    "verify 7": (1, "there is no seal 7; `parix verify` shows them all"),
    "bridge": (0, "No rank or score moved against the release before."),
    "bridge 7": (1, "there is no release 7"),
    "evidence 7": (1, "there is no seal 7"),
}


@pytest.mark.parametrize("command", EMPTY)
def test_nothing_there_yet(warehouse, command, tmp_path):
    code, told = EMPTY[command]
    done = CliRunner().invoke(parix.app, command.split())
    assert done.exit_code == code
    assert told in " ".join((done.output + str(done.exception)).split())
