"""What the descriptions of marts, metrics and readers are held to."""

import unicodedata

import pytest

from tests.dbt.bilingual import faults

SAID = {
    "Đơn vị — Unit": [],
    "": ["two parts", "not Vietnamese"],
    "Đơn vị": ["two parts"],
    "Đơn vị — ": ["two parts", "spaces"],
    " — Unit": ["two parts", "not Vietnamese", "spaces"],
    "Unit — Unit": ["not Vietnamese"],
    "Unit — Đơn vị": ["not Vietnamese", "not English"],
    "Đơn vị — Unit — key": ["more than two"],
    "Đơn\nvị — Unit": ["spaces"],
    unicodedata.normalize("NFD", "Đơn vị — Unit"): ["NFC"],
}


@pytest.mark.parametrize(("text", "wrong"), SAID.items())
def test_what_is_wrong_with_a_description(text, wrong):
    found = faults(text)
    assert len(found) == len(wrong) and all(any(w in f for f in found) for w in wrong)
