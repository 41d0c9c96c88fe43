"""Looking through the sheets of a form, for everything that pyxform would pass over, and all of it in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conversations.problems import Findings, Problem
from conversations.sheets import Book, Row, Sheet, kind_of

MOST_ROWS = 1000
MOST_CHOICES = 20_000


@dataclass
class Inspection:
    """One form being looked through. `files` are what lies beside it: lists, pictures, sounds."""

    book: Book
    files: Mapping[str, bytes]
    findings: Findings = field(default_factory=Findings)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def survey(self) -> Sheet:
        return self.book.sheet("survey")

    @property
    def choices(self) -> Sheet:
        return self.book.sheet("choices")

    def refuse(self, problem: Problem, sheet: Sheet, row: Row | None = None, base: str = "") -> None:
        self.findings.problems.append(_standing(problem, sheet, row, base))

    def warn(self, problem: Problem, sheet: Sheet, row: Row | None = None, base: str = "") -> None:
        self.warnings.append(_standing(problem, sheet, row, base))

    def questions(self) -> Iterable[tuple[Row, str]]:
        """The rows of the survey that say anything, with their types."""
        for row in self.survey.rows:
            kind = kind_of(self.survey.cell(row, "type"))
            if kind:
                yield row, kind

    def names(self) -> set[str]:
        return {self.survey.cell(row, "name").strip() for row, _ in self.questions()} - {""}


Look = Callable[[Inspection], None]


def _standing(problem: Problem, sheet: Sheet, row: Row | None, base: str) -> Problem:
    base = base or problem.column
    spot: dict[str, Any] = {"sheet": sheet.name, "column": sheet.header(base) if base else ""}
    return problem.standing(row=row.number if row else problem.row, **spot)
