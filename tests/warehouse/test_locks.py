"""What only one process of any machine may do at a time."""

import threading

import pytest

from warehouse import dbt as dbt_module
from warehouse.dbt import TransformFailed, dbt
from warehouse.locks import alone

WAITS = "select count(*) from pg_locks where locktype = 'advisory' and not granted"


def test_a_second_one_waits_until_the_first_has_left_even_with_an_error(query):
    order = []

    def second():
        with alone("something", "transformer"):
            order.append("second")

    other = threading.Thread(target=second)
    with pytest.raises(ValueError), alone("something", "loader"), alone("something else", "loader"):
        other.start()
        while query(WAITS) != [(1,)]:
            assert other.is_alive()
        order.append("first")
        raise ValueError
    other.join()
    assert order == ["first", "second"]


def test_two_commands_of_dbt_wait_for_each_other_unless_their_files_are_apart(query, monkeypatch):
    """Two builds at once, by hand and at night, would count the same changes of the dossiers twice."""
    inside, go_on = [], threading.Event()

    def invoke(command, manifest=None):
        inside.append(command[0])
        if command[0] == "first":
            go_on.wait()
            raise TransformFailed("of the first")

    def first():
        with pytest.raises(TransformFailed):
            dbt("first")

    monkeypatch.setattr(dbt_module, "_invoke", invoke)
    threads = [threading.Thread(target=first), threading.Thread(target=dbt, args=("second",))]
    threads[0].start()
    while not inside:
        assert threads[0].is_alive()
    threads[1].start()
    while query(WAITS) != [(1,)]:
        assert threads[1].is_alive()
    dbt("trial", target="trial")
    assert inside == ["first", "trial"]
    go_on.set()
    for t in threads:
        t.join()
    assert inside == ["first", "trial", "second"]
