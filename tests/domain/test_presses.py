"""Buttons, packed and signed: nobody can make one up, or press one that was drawn for another chat."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages import LONGEST_CALLBACK_DATA
from domain.presses import Do, Press, pack, unpack

WHO, KEY = b"w" * 16, b"k" * 32
PRESSES = st.builds(
    Press,
    st.sampled_from(Do),
    st.integers(0, 2**64 - 1),
    st.integers(0, 2**16 - 1),
    st.integers(0, 2**16 - 1),
    st.integers(-(2**31), 2**31 - 1),
)


@given(PRESSES)
def test_a_button_comes_back_as_it_was_drawn_and_is_short(press: Press) -> None:
    packed = pack(press, WHO, KEY)
    assert unpack(packed, WHO, KEY) == press
    assert len(packed.encode()) < 40 < LONGEST_CALLBACK_DATA


@given(PRESSES, st.integers(0, 10**6))
def test_a_button_fits_the_screen_it_was_drawn_in_also_after_very_many_changes(press: Press, revision: int) -> None:
    drawn = unpack(pack(Press(press.do, revision=revision), WHO, KEY), WHO, KEY)
    assert drawn is not None
    assert drawn.fits(revision)
    assert not drawn.fits(revision + 1)


@given(PRESSES)
def test_drawn_for_another_chat_or_signed_with_another_key_it_is_nothing(press: Press) -> None:
    packed = pack(press, WHO, KEY)
    assert unpack(packed, b"x" * 16, KEY) is None
    assert unpack(packed, WHO, b"x" * 32) is None


@given(PRESSES, st.integers(0, 24), st.integers(1, 255))
def test_with_one_byte_changed_it_is_nothing(press: Press, place: int, change: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(pack(press, WHO, KEY) + "=="))
    raw[place] ^= change
    assert unpack(base64.urlsafe_b64encode(raw).rstrip(b"=").decode(), WHO, KEY) is None


@given(PRESSES, st.integers(0, 33))
def test_cut_or_lengthened_it_is_nothing(press: Press, length: int) -> None:
    packed = pack(press, WHO, KEY)
    assert unpack(packed[:length], WHO, KEY) is None
    assert unpack(packed + packed[:length] + "A", WHO, KEY) is None


@given(
    st.one_of(
        st.text(), st.text("ABCabc-_=", max_size=64), st.binary(max_size=48).map(base64.b64encode).map(bytes.decode)
    )
)
def test_whatever_is_made_up_is_nothing_and_never_fails(data: str) -> None:
    assert unpack(data, WHO, KEY) is None


def test_a_kind_that_is_not_known_any_more_is_nothing() -> None:
    press = Press(Do.MENU)
    object.__setattr__(press, "do", 255)
    assert unpack(pack(press, WHO, KEY), WHO, KEY) is None


def test_the_numbers_of_the_kinds_are_never_changed() -> None:
    """They live on in old messages. A new kind is added here; none is ever changed or used again."""
    assert {do.name: int(do) for do in Do}.items() >= {
        "MENU": 1, "REPORT": 2, "BEGIN": 3, "DRAFTS": 4, "HELP": 5, "LANGUAGE": 6, "CALL_ME": 10, "WRITE_NAME": 11,
        "PLEDGE": 12, "READ_PLEDGE": 13, "ANSWER": 20, "ON": 21, "OFF": 22, "DONE": 23, "DAY": 24, "CALENDAR": 25,
        "SKIP": 26, "BACK": 27, "NEXT": 28, "CHANGE": 29, "SEND": 30, "KEEP": 31, "CANCEL": 32, "DROP": 33,
        "RESUME": 34, "USE_HELD": 35, "JOIN_HELD": 36, "DROP_HELD": 37, "VIEW": 38, "CORRECT": 39,
        "ACCEPT_EDIT": 40, "REFUSE_EDIT": 41, "REVIEW": 42, "PAGE": 43, "NOTHING": 49, "INVITE": 60,
        "INVITE_UNIT": 61,
    }.items()  # fmt: skip


@pytest.mark.parametrize("do", Do)
def test_every_kind_can_be_pressed(do: Do) -> None:
    assert unpack(pack(Press(do), WHO, KEY), WHO, KEY) == Press(do)
