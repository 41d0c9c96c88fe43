"""How much one sender may ask of us. Beyond it there is silence, so that a flood or a loop stops by itself."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

MOST_SENDERS = 20_000


@dataclass(frozen=True)
class Allowance:
    """Messages that may come at once after a pause, and how many a second are added again."""

    burst: float
    per_second: float


MEMBER = Allowance(burst=60, per_second=2)
STRANGER = Allowance(burst=6, per_second=1 / 60)
BOUNDLESS = Allowance(burst=1e9, per_second=1e9)


class Budget:
    """What is left to each sender."""

    def __init__(self, member: Allowance = MEMBER, stranger: Allowance = STRANGER) -> None:
        self._allowances = {True: member, False: stranger}
        self._left: OrderedDict[tuple[bytes, bool], tuple[float, float]] = OrderedDict()

    def spend(self, who: bytes, *, member: bool, now: float) -> bool:
        """Whether one more message of this sender is handled. `now` is in seconds of a steady clock."""
        allowance = self._allowances[member]
        left, at = self._left.pop((who, member), (allowance.burst, now))
        left = min(allowance.burst, left + (now - at) * allowance.per_second)
        allowed = left >= 1.0
        self._left[who, member] = (left - 1.0 if allowed else left, now)
        while len(self._left) > MOST_SENDERS:
            self._left.popitem(last=False)
        return allowed
