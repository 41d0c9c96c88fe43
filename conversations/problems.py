"""What is wrong with a form, told to the person who wrote it, in Indonesian or in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from functools import cache
from typing import Any

from domain.voice import ENGLISH, Voice, load_voices, phrase

AROUND = 60  # characters before and after the place of a mistake that are shown
MARK = "▸"
_OWN = ("wrong", "remedy", "gaps", "place", "sheet", "row", "column", "source", "at")


class Problem(Exception):
    """A form that cannot be used as it is: where, what is wrong, and what to do about it.

    `wrong` and `remedy` are phrases, filled in with `gaps`. `source` is the expression that is meant, and `at` the
    character in it.
    """

    def __init__(
        self,
        wrong: str,
        remedy: str = "",
        *,
        place: str = "",
        sheet: str = "",
        row: int | None = None,
        column: str = "",
        source: str = "",
        at: int = 0,
        **gaps: Any,
    ) -> None:
        self.wrong, self.remedy, self.gaps = wrong, remedy, gaps
        self.place, self.sheet, self.row, self.column = place, sheet, row, column
        self.source, self.at = source, at
        super().__init__(wrong)

    @property
    def all(self) -> tuple[Problem, ...]:
        """Every single problem in it."""
        return (self,)

    def standing(self, **spot: Any) -> Problem:
        """The same, where it stands: what is given replaces what was known."""
        kept = {name: getattr(self, name) for name in _OWN if name != "gaps"}
        return Problem(**{**kept, **spot}, **self.gaps)

    def located(self, rows: Mapping[str, int]) -> Problem:
        """The same, with the row of the survey where the question stands."""
        row = rows.get(self.place)
        return self if row is None or self.row is not None else self.standing(sheet="survey", row=row)

    def said(self, voice: Voice) -> str:
        """The whole of it in a language, as plain text."""
        parts = (self._where(voice), self._filled(voice, self.wrong) + self._quoted(voice))
        told = [*parts, self._filled(voice, self.remedy)]
        return " ".join(part if part.endswith(("?", ".")) else f"{part}." for part in told if part)

    def __str__(self) -> str:
        return self.said(english())

    def _where(self, voice: Voice) -> str:
        spots = (
            (self.sheet, phrase("lembar {it}")),
            (self.row, phrase("baris {it}")),
            (self.column, phrase("kolom {it}")),
        )
        named = [voice.plain(spot, it=it) for it, spot in spots if it]
        return ", ".join([*named, self.place] if self.place and not self.row else named)

    def _quoted(self, voice: Voice) -> str:
        if not self.source:
            return ""
        shown = excerpt(self.source, self.at)
        return voice.plain(" (huruf ke-{n} dari: {source})", n=self.at + 1, source=shown)

    def _filled(self, voice: Voice, text: str) -> str:
        return voice.plain(text, **self.gaps) if text else ""


class Problems(Problem):
    """Several problems of one form."""

    def __init__(self, several: Iterable[Problem]) -> None:
        self._all = tuple(several)
        super().__init__("")

    @property
    def all(self) -> tuple[Problem, ...]:
        return self._all

    def located(self, rows: Mapping[str, int]) -> Problem:
        return Problems(each.located(rows) for each in self._all)

    def said(self, voice: Voice) -> str:
        return "\n".join(each.said(voice) for each in self._all)


class Findings:
    """Problems gathered while a form is read, so that its author hears of all of them at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    @contextmanager
    def noted(self, **spot: Any) -> Iterator[None]:
        """What is wrong inside the block is noted, and the work goes on after it."""
        try:
            yield
        except Problem as problem:
            self.problems += [each.standing(**spot) if spot else each for each in problem.all]

    def settle(self) -> None:
        """Raise what was found, if anything was."""
        if len(self.problems) == 1:
            raise self.problems[0]
        if self.problems:
            raise Problems(self.problems)


def excerpt(source: str, at: int) -> str:
    """An expression on one line, with a mark before the place; of a long one, what lies around it."""
    start, end = max(0, at - AROUND), at + AROUND
    before = ("…" if start else "") + source[start:at]
    after = source[at:end] + ("…" if end < len(source) else "")
    return " ".join(f"{before}{MARK}{after}".split())


def guess(word: str, known: Iterable[str], likeness: float = 0.7) -> str:
    """What may have been meant by a misspelt word; empty where nothing is near."""
    near = get_close_matches(word.lower(), list(known), 1, likeness)
    return near[0] if near else ""


@cache
def english() -> Voice:
    """For logs and for those who ask for no language."""
    return load_voices()[ENGLISH]


def to_json(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in _OWN}


def from_json(held: Mapping[str, Any]) -> Problem:
    own = {name: each for name, each in held.items() if name != "gaps"}
    return Problem(**own, **held["gaps"])
