"""Who is known here: remembered while the program runs, so that a flood finds out without the database."""

from __future__ import annotations

from collections import OrderedDict

MOST_CHATS = 20_000


class Remembered:
    """Chats, the latest so many."""

    def __init__(self, most: int = MOST_CHATS) -> None:
        self._most = most
        self._chats: OrderedDict[int, None] = OrderedDict()

    def __contains__(self, chat: int) -> bool:
        return chat in self._chats

    def note(self, chat: int, *, belongs: bool = True) -> None:
        """That this chat belongs here, or not any more."""
        self._chats.pop(chat, None)
        if belongs:
            self._chats[chat] = None
        while len(self._chats) > self._most:
            self._chats.popitem(last=False)
