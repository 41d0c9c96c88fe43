"""Counting what passed, what was refused, and what differs on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from conversations.problems import Problem
from tests.conformance.limits import within

SECONDS = 30.0  # for one case; the slowest form takes a few


@dataclass
class Tally:
    name: str
    passed: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)  # by a Problem at load, on purpose
    deliberate: dict[str, str] = field(default_factory=dict)  # another answer, on purpose, with the reason

    def note(self, case: str, wrong: str | None) -> None:
        if wrong is None:
            self.passed += 1
        else:
            self.failed[case] = wrong

    def attempt(self, case: str, work: Callable[[], str | None]) -> None:
        """Note what a case gives: whatever breaks, or takes too long, is a failure of this case, not of the run."""
        try:
            with within(SECONDS):
                wrong = work()
        except Problem as problem:
            self.refused[case] = str(problem)
        except Exception as error:
            self.failed[case] = f"{type(error).__name__} {error}"
        else:
            self.note(case, wrong)

    @property
    def total(self) -> int:
        return self.passed + len(self.failed)

    @property
    def share(self) -> float:
        return self.passed / self.total if self.total else 0.0

    @property
    def line(self) -> str:
        apart = f"({len(self.refused)} refused and {len(self.deliberate)} deliberate differences apart)"
        return f"{self.name}: {self.passed} of {self.total} {apart}"

    def report(self) -> Iterator[str]:
        yield self.line
        for heading, cases in (
            ("failed", self.failed), ("refused", self.refused), ("deliberate", self.deliberate)
        ):  # fmt: skip
            for case, reason in sorted(cases.items()):
                yield f"  {heading} {case}: {' '.join(reason.split())}"
