"""How much one sender may ask of us, and how many strangers may wait for an answer.

Beyond it little is said, so that a flood or a loop stops by itself.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum, auto

from handlers.kit import HELP

MOST_SENDERS = 20_000
CROWD = 1_500  # strangers who wait for an answer: the last of them would get it after ten minutes


@dataclass(frozen=True)
class Allowance:
    """Messages that may come at once after a pause, and how many a second are added again."""

    burst: float
    per_second: float


MEMBER = Allowance(burst=60, per_second=2)
STRANGER = Allowance(burst=6, per_second=1 / 60)
FAMILY = Allowance(burst=60, per_second=1)  # in distress people write much, in many short messages
NEWCOMER = Allowance(burst=40, per_second=1 / 3)  # asking for help takes about fifteen steps, and some reading
BOUNDLESS = Allowance(burst=1e9, per_second=1e9)


class Verdict(Enum):
    """What is done with one more message."""

    HANDLE = auto()
    HUSH = auto()  # so many strangers wait that this one gets no answer, except who was invited
    TELL = auto()  # too much: the sender is told, once in a flood
    IGNORE = auto()  # still too much


@dataclass(slots=True)
class _Purse:
    """What is left to a sender, at a moment of a steady clock."""

    left: float
    at: float
    told: bool = False

    def fill(self, allowance: Allowance, now: float) -> None:
        """Add what has come together since. A flood is over once all is there again."""
        self.left = min(allowance.burst, self.left + (now - self.at) * allowance.per_second)
        self.at = now
        if self.left == allowance.burst:
            self.told = False

    def spend(self) -> Verdict:
        if self.left >= 1.0:
            self.left -= 1.0
            return Verdict.HANDLE
        told, self.told = self.told, True
        return Verdict.IGNORE if told else Verdict.TELL


class Budget:
    """What is left to each sender of one bot. Who is no stranger to it never feels how many strangers there are."""

    def __init__(self, member: Allowance = MEMBER, stranger: Allowance = STRANGER) -> None:
        self._allowances = {False: member, True: stranger}
        self._purses: OrderedDict[tuple[bytes, bool], _Purse] = OrderedDict()

    def spend(self, who: bytes, *, stranger: bool, now: float, crowd: int = 0) -> Verdict:
        """What is done with one more message of this sender, while so many strangers wait for an answer.

        `now` is in seconds of a steady clock.
        """
        verdict = self._purse(who, stranger, now).spend()
        return _in_a_crowd(crowd) if stranger and verdict is Verdict.HANDLE else verdict

    def _purse(self, who: bytes, stranger: bool, now: float) -> _Purse:
        allowance = self._allowances[stranger]
        purse = self._purses.pop((who, stranger), None) or _Purse(allowance.burst, now)
        self._purses[who, stranger] = purse
        while len(self._purses) > MOST_SENDERS:
            self._purses.popitem(last=False)
        purse.fill(allowance, now)
        return purse


def budget_of(bot: str) -> Budget:
    """What may be asked of this bot. On the help bot a stranger is somebody who has not asked yet."""
    return Budget(FAMILY, NEWCOMER) if bot == HELP else Budget()


def _in_a_crowd(waiting: int) -> Verdict:
    """Beyond twice a crowd even who was invited waits for too long to be worth the memory."""
    if waiting < CROWD:
        return Verdict.HANDLE
    return Verdict.HUSH if waiting < 2 * CROWD else Verdict.IGNORE
