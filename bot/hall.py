"""Where strangers wait in a flood, with what they sent, before anything is done for them: only in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.budget import CROWD
from bot.lane import Lane, Rank
from bot.updates import Read

MOST_OF_ONE = 6  # messages of one chat; what points to danger has as many places more


@dataclass(slots=True)
class _Guest:
    """One chat that waits, with what it sent, in order."""

    rank: Rank
    sent: list[Read] = field(default_factory=list)


class Hall:
    """The chats that wait. All that one has sent gets one turn: nobody gets ahead by writing more."""

    def __init__(self) -> None:
        self._lane = Lane[int]()
        self._guests: dict[int, _Guest] = {}

    def __len__(self) -> int:
        return len(self._guests)

    def __contains__(self, chat: int) -> bool:
        return chat in self._guests

    def count(self, rank: Rank) -> int:
        """How many of this rank wait for their turn."""
        return self._lane.count(rank)

    def put(self, update: Read, rank: Rank) -> bool:
        """Let this wait, if there is a place for it. Says whether.

        Each rank has places of its own, so that a flood of one leaves those of the others.
        """
        is_full = self.count(rank) >= CROWD
        guest = self._guests.get(update.chat)
        if guest is None:
            if is_full:
                return False
            guest = self._guests[update.chat] = _Guest(rank)
        elif len(guest.sent) >= (2 * MOST_OF_ONE if rank is Rank.IN_DANGER else MOST_OF_ONE):
            return False
        elif not is_full:
            guest.rank = max(guest.rank, rank)
        guest.sent.append(update)
        self._lane.put(update.chat, guest.rank)
        return True

    async def somebody(self) -> None:
        """Wait until somebody waits."""
        await self._lane.somebody()

    def pick(self) -> int:
        """Whose turn it is. They stay here until `leave`: what comes meanwhile is handled after what they sent."""
        return self._lane.pick()

    def sent_by(self, chats: Iterable[int]) -> list[Read]:
        return [update for chat in chats for update in self._guests[chat].sent]

    def leave(self, updates: Iterable[Read]) -> None:
        """These are handled. Who has sent more meanwhile waits for another turn."""
        for update in updates:
            self._guests[update.chat].sent.remove(update)
        for chat in {update.chat for update in updates}:
            if not self._guests[chat].sent:
                del self._guests[chat]
                self._lane.take_out(chat)

    def all(self) -> list[int]:
        """Everybody, those in danger first."""
        return sorted(self._guests, key=lambda chat: -self._guests[chat].rank)
