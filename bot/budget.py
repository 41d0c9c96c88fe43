"""How much one sender may ask of us. Beyond it little is said, so that a flood or a loop stops by itself."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum, auto

MOST_SENDERS = 20_000


@dataclass(frozen=True)
class Allowance:
    """Messages that may come at once after a pause, and how many a second are added again."""

    burst: float
    per_second: float


MEMBER = Allowance(burst=60, per_second=2)
STRANGER = Allowance(burst=6, per_second=1 / 60)
STRANGERS = Allowance(burst=10, per_second=2)  # of the 30 a second that may be sent in all
BOUNDLESS = Allowance(burst=1e9, per_second=1e9)


class Verdict(Enum):
    """What is done with one more message."""

    HANDLE = auto()
    HUSH = auto()  # handled, but so many strangers write that this one gets no answer
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
    """What is left to each sender, and to all strangers together."""

    def __init__(
        self, member: Allowance = MEMBER, stranger: Allowance = STRANGER, strangers: Allowance = STRANGERS
    ) -> None:
        self._allowances = {True: member, False: stranger}
        self._purses: OrderedDict[tuple[bytes, bool], _Purse] = OrderedDict()
        self._strangers = strangers
        self._purse_of_strangers: _Purse | None = None

    def spend(self, who: bytes, *, member: bool, now: float) -> Verdict:
        """What is done with one more message of this sender. `now` is in seconds of a steady clock."""
        allowance = self._allowances[member]
        purse = self._purses.pop((who, member), None) or _Purse(allowance.burst, now)
        self._purses[who, member] = purse
        while len(self._purses) > MOST_SENDERS:
            self._purses.popitem(last=False)
        purse.fill(allowance, now)
        return purse.spend()

    def spend_on_strangers(self, now: float) -> bool:
        """Whether one more stranger is told that this is not for them: a crowd of them may not fill the way out."""
        purse = self._purse_of_strangers = self._purse_of_strangers or _Purse(self._strangers.burst, now)
        purse.fill(self._strangers, now)
        return purse.spend() is Verdict.HANDLE
