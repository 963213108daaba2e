"""Electronic identifiers in both forms, and texts that hold a code and a name."""

import pytest

from ingestion import unit_codes


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("000.00.12.H41", "H41.12"), ("H41.12", "H41.12"), ("000.05.28.h41", "H41.28.05"), ("000.00.00.H41", "H41"),
        ("001.05.28.H41", "H41.28.05.001"), ("H15.50.05.13", "H15.50.05.13"), ("17662", "17662"), ("Xã A", "Xã A"),
    ],
)  # fmt: skip
def test_both_forms_of_an_identifier_are_one(code, kept):
    assert unit_codes.canonical(code) == kept


def test_identifiers_are_compared_by_whole_segments():
    assert unit_codes.is_below("H56.14.02", "H56.14") and unit_codes.is_below("000.02.14.H56", "H56.14")
    assert unit_codes.is_below("H56.14", "000.00.14.H56")
    assert not unit_codes.is_below("H56.140", "H56.14") and not unit_codes.is_below("H56.14", "H56.140")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("17662 - Xã Đô Lương", ("17662", "Xã Đô Lương")),
        ("Xã Đô Lương (mã số: 17662)", ("17662", "Xã Đô Lương")),
        ("000.00.28.H41 – Huyện Nghĩa Đàn", ("000.00.28.H41", "Huyện Nghĩa Đàn")),
        ("Huyện Nghĩa Đàn [H41.28]", ("H41.28", "Huyện Nghĩa Đàn")),
        ("Xã Nam Sơn (Quỳ Hợp)", None), ("17662", None), ("Phường 12", None), ("Xã Đô Lương", None),
    ],
)  # fmt: skip
def test_a_code_beside_a_name(text, found):
    assert unit_codes.parted(text) == found
