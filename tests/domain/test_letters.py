"""Letters survive being packed."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from domain.letters import Erase, Show, Withdraw, pack, unpack
from domain.messages import Button, File, Message

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
BUTTONS = st.one_of(
    st.builds(Button, TEXT, data=TEXT), st.builds(Button, TEXT, url=TEXT), st.builds(Button, TEXT, copy=TEXT)
)
ROWS = st.lists(st.lists(BUTTONS, max_size=3).map(tuple), max_size=3).map(tuple)
FILES = st.none() | st.builds(File, TEXT, st.binary())
MESSAGES = st.builds(Message, TEXT, ROWS, FILES, FILES, FILES, st.booleans(), st.booleans())
CARDS = st.integers(0, 2**53)
LETTERS = st.one_of(
    st.builds(Show, CARDS, MESSAGES, st.booleans()),
    st.builds(Erase, st.lists(st.integers(1, 2**53)).map(tuple)),
    st.builds(Withdraw, CARDS),
)
CHATS = st.integers(-(2**52), 2**52)


@given(CHATS, LETTERS)
def test_a_letter_comes_out_as_it_was_put_in(chat: int, what: Show | Erase | Withdraw) -> None:
    assert unpack(pack(chat, what)) == (chat, what)


@given(CHATS, LETTERS)
def test_a_letter_is_plain_json_on_its_way(chat: int, what: Show | Erase | Withdraw) -> None:
    assert json.loads(pack(chat, what))["c"] == chat
