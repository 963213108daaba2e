"""Vietnamese text and numbers as people type them."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.text import MISSING, NumberUnreadable, clean, fold, looks_numeric, parse_number, words

NUMBERS = [  # cell, kind, value
    ("1.234,5", "decimal", "1234.5"),
    ("1,234.5", "decimal", "1234.5"),
    ("1 234,5", "decimal", "1234.5"),
    ("1\u00a0234", "decimal", "1234"),
    ("1.234.567", "decimal", "1234567"),
    ("12,34", "decimal", "12.34"),
    ("0,125", "decimal", "0.125"),
    ("0.125", "decimal", "0.125"),
    ("1234.567", "decimal", "1234.567"),
    ("\u2212 3".replace(" ", ""), "decimal", "-3"),
    ("'15", "decimal", "15"),
    ("  7\u200b ", "decimal", "7"),
    ("98,76%", "percent", "98.76"),
    ("98.76 %", "percent", "98.76"),
    ("100", "percent", "100"),
    ("1.234", "integer", "1234"),
    ("1,234", "integer", "1234"),
    ("1.000", "integer", "1000"),
    ("12,00", "integer", "12"),
    (1234.0, "integer", "1234"),
    (0.1, "decimal", "0.1"),
    (2**53 - 1.0, "integer", "9007199254740991"),
    (7, "decimal", "7"),
]
UNREADABLE = [  # cell, kind, what the sentence must say
    ("1.234", "decimal", "1234 hoặc 1,234"),
    ("1,000", "decimal", "1000 hoặc 1,000"),
    ("12.345", "percent", "12345"),
    ("12o3", "integer", "một số nguyên"),
    ("1,5", "integer", "không có phần lẻ"),
    (1.5, "integer", "không có phần lẻ"),
    ("98%", "integer", "phần trăm"),
    ("1.23.456", "decimal", "một số"),
    ("0123", "integer", "một số nguyên"),
    ("1e5", "decimal", "một số"),
    ("x", "integer", "một số nguyên"),
    (True, "integer", "một số nguyên"),
    (float("nan"), "decimal", "một số"),
    (float("inf"), "decimal", "một số"),
    ("#DIV/0!", "decimal", "một số"),
]
SAME = [
    ("Thanh Hoá", "Thanh Hóa"), ("Uỷ ban", "Ủy ban"), ("ĐÔ LƯƠNG", "đô lương"), ("thuý", "thúy"),
    (unicodedata.normalize("NFD", "Nghệ An"), "Nghệ An"), ("Kỳ\u00a0Sơn", "Kỳ Sơn"), ("Quỳ\u200bnh", "Quỳnh"),
    ("Trực tiếp –\n bưu chính", "Trực tiếp - bưu chính"), (" Tổng  số ", "Tổng số"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "kind", "value"), NUMBERS)
def test_numbers(cell, kind, value):
    assert parse_number(cell, kind) == (Decimal(value), None)


@pytest.mark.parametrize(("cell", "kind", "said"), UNREADABLE)
def test_what_is_no_number_is_refused(cell, kind, said):
    with pytest.raises(NumberUnreadable, match=said):
        parse_number(cell, kind)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [(None, "blank"), ("", "blank"), (" \u00a0", "blank"), ("-", "dash"), ("–", "dash"), ("Không", "stated_none"),
     ("KHÔNG CÓ", "stated_none"), ("Không áp dụng", "not_applicable")],
)  # fmt: skip
def test_missing_is_not_zero(cell, reason):
    assert parse_number(cell, "integer") == (None, reason)
    assert reason in MISSING.values()


@pytest.mark.parametrize(("one", "other"), SAME)
def test_fold_takes_spellings_for_one(one, other):
    assert fold(one) == fold(other)


def test_keys():
    assert fold("Đường Huyện Đội") == "duong huyen doi"
    assert words("7.1 Tỷ lệ (%) – Số 06a/VPCP") == "7 1 ty le % so 06a vpcp"
    assert clean("a\u200b \n\u00a0 b") == "a b"
    assert [looks_numeric(v) for v in (1.0, "1.234,5", "98%", "12o3", "", True, "-")] == [True] * 3 + [False] * 4


@given(st.text())
def test_fold_is_idempotent_and_blind_to_form(text):
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from([".,", ",."]))
def test_two_decimals_come_back_exactly(number, marks):
    text = f"{number:,.2f}".translate(str.maketrans(",.", marks))
    assert parse_number(text) == (number, None)


@given(st.integers(-(10**15), 10**15), st.sampled_from([".", ",", " ", "\u202f"]))
def test_grouped_integers_come_back(number, mark):
    assert parse_number(f"{number:,}".replace(",", mark), "integer") == (Decimal(number), None)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numeric_cells_keep_every_digit(number):
    assert float(parse_number(number)[0]) == number
