"""The numbers of a range question: from where to where, in which steps."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from conversations.live import Question

MOST_STEPS = 1_000_000


@dataclass(frozen=True)
class Scale:
    """`count` numbers, the first at `start`; they may go down."""

    start: Decimal
    step: Decimal
    count: int

    @property
    def last(self) -> Decimal:
        return self.start + self.step * (self.count - 1)

    def written(self, number: int) -> str:
        """The number at this step, as it is stored."""
        value = self.start + self.step * number
        return f"{value.normalize():f}" if value else "0"

    def step_of(self, value: str) -> int | None:
        """Which step a number is at; None where it lies between two, or beyond the ends."""
        try:
            number, between = divmod(Decimal(value) - self.start, self.step)
        except InvalidOperation:
            return None
        return int(number) if not between and 0 <= number < self.count else None


def scale_of(question: Question) -> Scale:
    """ODK's defaults are 1, 10 and 1."""
    settings = question.control.settings
    start, end = Decimal(settings.get("start") or 1), Decimal(settings.get("end") or 10)
    step = abs(Decimal(settings.get("step") or 1)) or Decimal(1)
    count = min(int(abs(end - start) / step) + 1, MOST_STEPS)
    return Scale(start, step if end >= start else -step, count)
