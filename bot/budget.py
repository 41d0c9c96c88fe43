"""How much one sender may ask of us. Beyond it there is silence, so that a flood or a loop stops by itself."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

MOST_SENDERS = 20_000

Left = tuple[float, float]  # so much was left, at that moment


@dataclass(frozen=True)
class Allowance:
    """Messages that may come at once after a pause, and how many a second are added again."""

    burst: float
    per_second: float


MEMBER = Allowance(burst=60, per_second=2)
STRANGER = Allowance(burst=6, per_second=1 / 60)
STRANGERS = Allowance(burst=10, per_second=2)  # of the 30 a second that may be sent in all
BOUNDLESS = Allowance(burst=1e9, per_second=1e9)


class Budget:
    """What is left to each sender, and to all strangers together."""

    def __init__(
        self, member: Allowance = MEMBER, stranger: Allowance = STRANGER, strangers: Allowance = STRANGERS
    ) -> None:
        self._allowances = {True: member, False: stranger}
        self._left: OrderedDict[tuple[bytes, bool], Left] = OrderedDict()
        self._strangers = strangers
        self._left_to_strangers: Left | None = None

    def spend(self, who: bytes, *, member: bool, now: float) -> bool:
        """Whether one more message of this sender is handled. `now` is in seconds of a steady clock."""
        allowed, left = _spent(self._allowances[member], self._left.pop((who, member), None), now)
        self._left[who, member] = left
        while len(self._left) > MOST_SENDERS:
            self._left.popitem(last=False)
        return allowed

    def spend_on_strangers(self, now: float) -> bool:
        """Whether one more stranger is told that this is not for them: a crowd of them may not fill the way out."""
        allowed, self._left_to_strangers = _spent(self._strangers, self._left_to_strangers, now)
        return allowed


def _spent(allowance: Allowance, before: Left | None, now: float) -> tuple[bool, Left]:
    left, at = before or (allowance.burst, now)
    left = min(allowance.burst, left + (now - at) * allowance.per_second)
    allowed = left >= 1.0
    return allowed, (left - 1.0 if allowed else left, now)
