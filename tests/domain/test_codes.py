"""The codes of clients: what somebody mistypes is never taken for somebody else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import ALPHABET, LONGEST, SHORTEST, is_nearly_code, new_code, read_code

CHANCES = st.integers(0, 2**63 - 1)
LENGTHS = st.integers(SHORTEST, LONGEST)
CODES = st.builds(new_code, CHANCES, LENGTHS)


def signs(code: str) -> str:
    return code.replace("-", "")[1:]


def test_the_alphabet_has_31_signs_and_none_that_looks_like_another() -> None:
    assert (len(ALPHABET), len(set(ALPHABET))) == (31, 31)
    assert not set("01ILO") & set(ALPHABET)


def test_a_code_is_short_and_falls_into_two_groups() -> None:
    assert re.fullmatch(r"K-\w{3}-\w{2}", new_code(1234567890))
    assert re.fullmatch(r"K-\w{3}-\w{3}", new_code(1234567890, 5))


def test_there_are_as_many_codes_as_signs_allow() -> None:
    assert len({new_code(chance) for chance in range(31**3)}) == 31**3


@given(CODES)
def test_a_code_reads_back(code: str) -> None:
    assert read_code(code) == code


@given(CODES, st.data())
def test_it_may_be_typed_in_small_letters_without_hyphens_and_with_spaces(code: str, data: st.DataObject) -> None:
    between = st.sampled_from(["", " ", "-", "\u2013", " - "])
    typed = "".join(sign + data.draw(between) for sign in code.replace("-", ""))
    assert read_code(typed) == code
    assert read_code(typed.lower()) == code


@given(CODES, st.data())
def test_every_wrong_sign_is_found(code: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(signs(code)) - 1))
    other = data.draw(st.sampled_from(ALPHABET.replace(signs(code)[at], "")))
    assert read_code(f"K{signs(code)[:at]}{other}{signs(code)[at + 1 :]}") is None


@given(CODES, st.data())
def test_every_two_signs_that_changed_places_are_found(code: str, data: st.DataObject) -> None:
    typed = list(signs(code))
    one, other = data.draw(st.lists(st.integers(0, len(typed) - 1), min_size=2, max_size=2, unique=True))
    typed[one], typed[other] = typed[other], typed[one]
    written = "K" + "".join(typed)
    assert read_code(written) == (code if written == f"K{signs(code)}" else None)


@pytest.mark.parametrize("text", ["", "K", "K-", "7Q4-2F", "X-7Q4-2F", "K-7Q4-2", "K-7Q0-2F", "K-7Q4-2F.", "K" * 20])
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None


@given(st.text())
def test_anything_may_be_typed(text: str) -> None:
    read = read_code(text)
    assert read is None or read_code(read) == read


def test_a_code_is_neither_too_short_nor_longer_than_the_chance_goes() -> None:
    for length in (SHORTEST - 1, LONGEST + 1):
        with pytest.raises(ValueError, match="random signs"):
            new_code(1, length)


def test_a_slip_is_told_apart_from_what_is_no_code() -> None:
    code = new_code(8402532)
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert is_nearly_code(wrong.lower())
    assert not is_nearly_code(code)
    assert not is_nearly_code("Teratai")
    assert not is_nearly_code("K-7Q4")
