"""Counting what passed, what was refused, and what differs on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


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

    @property
    def line(self) -> str:
        total = self.passed + len(self.failed)
        apart = f"({len(self.refused)} refused and {len(self.deliberate)} deliberate differences apart)"
        return f"{self.name}: {self.passed} of {total} {apart}"

    def report(self) -> Iterator[str]:
        yield self.line
        for heading, cases in (
            ("failed", self.failed), ("refused", self.refused), ("deliberate", self.deliberate)
        ):  # fmt: skip
            for case, reason in sorted(cases.items()):
                yield f"  {heading} {case}: {reason}"
