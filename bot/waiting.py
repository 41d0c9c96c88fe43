"""What waits for one chat."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from domain.letters import Erase, Letter, Show, Wipe, Withdraw


@dataclass
class Waiting:
    """The letters of one chat, in order. `turn` is the moment from which the first one may leave."""

    letters: deque[Letter] = field(default_factory=deque)
    turn: float = 0.0
    failures: int = 0

    @property
    def only_deletes(self) -> bool:
        """Whether the next letter shows nothing: Telegram does not count such calls."""
        return isinstance(self.letters[0].what, Erase | Withdraw | Wipe)

    def add(self, letter: Letter) -> list[Letter]:
        """One more. Gives what it replaces, so that however often a card changes, little waits.

        The first one may be under way already; it is replaced only when its turn comes.
        """
        replaced = len(self.letters) > 1 and _replaces(letter, self.letters[-1])
        gone = [self.letters.pop()] if replaced else []
        self.letters.append(letter)
        return gone

    def skip_older(self) -> list[Letter]:
        """Where several states of one card wait in a row, only the last is worth sending; gives the others."""
        gone = []
        while len(self.letters) > 1 and _replaces(self.letters[1], self.letters[0]):
            gone.append(self.letters.popleft())
        return gone


def _replaces(later: Letter, earlier: Letter) -> bool:
    return (
        isinstance(later.what, Show)
        and isinstance(earlier.what, Show)
        and later.what.card == earlier.what.card
        and later.what.only_edit == earlier.what.only_edit
    )
