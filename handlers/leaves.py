"""Long lists on a card: a page of them, and the buttons that turn it."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.keyboards import in_rows
from domain.messages import Button, Rows
from domain.presses import Do
from handlers.chat import Chat

ON_A_PAGE = 10
NUMBERS_IN_A_ROW = 5


@dataclass(frozen=True)
class Leaf:
    """Which page is open, from 0, and how many there are."""

    at: int
    of: int
    size: int

    @property
    def first(self) -> int:
        """How many things lie before this page."""
        return self.at * self.size


def leaf(asked: int, count: int, size: int = ON_A_PAGE) -> Leaf:
    """The page that was asked for; where the list has become shorter, the last one."""
    of = max(1, -(-count // size))
    return Leaf(min(max(asked, 0), of - 1), of, size)


def turning(chat: Chat, open_: Leaf, do: Do, subject: int = 0) -> Rows:
    """Back and forth; nothing where one page holds all."""
    if open_.of == 1:
        return ()
    back, forth = ((open_.at + step) % open_.of for step in (-1, 1))
    here = chat.labelled(f"{open_.at + 1}/{open_.of}", Do.NOTHING)
    return ((chat.labelled("‹", do, subject, back), here, chat.labelled("›", do, subject, forth)),)


def numbered(buttons: list[Button]) -> Rows:
    """Buttons that are numbers, some in a row."""
    return in_rows(buttons, NUMBERS_IN_A_ROW)
