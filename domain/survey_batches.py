"""Answers to the survey are opened in batches of at least five, so that nobody can work out a single one.

Every figure that is shown, of whatever place and time, adds up whole batches. So the difference of two figures is
made of batches as well, or is nothing: neither a satker less its units, nor this year less the last twelve months,
nor today's look less yesterday's leaves the answers of fewer than five.

A month is opened once it is over. What a unit has too little of waits; when a half-year ends it goes to the others
of its satker, where it waits for company as long as it must.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from domain.ikm import Tally
from domain.small_cells import LEAST
from domain.territory import zone_of

Source = tuple[str | None, date]  # the answers of a unit in a month; of no unit, where they are the satker's alone


@dataclass(frozen=True, slots=True)
class Batch:
    """Answers that belong together. `unit` is none where they are of several; `month` is the one that filled it."""

    unit: str | None
    month: date
    tally: Tally
    sources: frozenset[Source]


def day_of(moment: datetime) -> date:
    """The day by which months are told apart here: by Jakarta's clock, the last one in the country. So a month that
    is over for anybody who looks gets no answer any more, wherever one is given."""
    return moment.astimezone(zone_of(None)).date()


def batches(answers: Mapping[Source, Tally], today: date) -> list[Batch]:
    """What can be shown of one satker's answers; all that it ever got have to be among them."""
    this_month = today.replace(day=1)
    shown: list[Batch] = []
    of_all: list[Batch] = []
    for (unit, half), months in _by_half(answers, this_month).items():
        full, left = _gathered(months) if unit is not None else ([], months)
        shown += full
        if unit is None:
            of_all += left
        elif half < this_month:
            of_all += [replace(each, unit=None, month=half) for each in left]
    return shown + _gathered(of_all)[0]


def total(found: Iterable[Batch], since: date, until: date) -> Tally:
    """What the batches of these months add up to."""
    return sum((batch.tally for batch in found if since <= batch.month <= until), Tally())


def _by_half(answers: Mapping[Source, Tally], this_month: date) -> Mapping[Source, list[Batch]]:
    """The months that are over, by unit and half-year; that one is called by its last month."""
    halves: dict[Source, list[Batch]] = defaultdict(list)
    for (unit, month), tally in answers.items():
        if month < this_month:
            half = month.replace(month=6 if month.month <= 6 else 12)
            halves[unit, half].append(Batch(unit, month, tally, frozenset({(unit, month)})))
    return halves


def _gathered(parts: Iterable[Batch]) -> tuple[list[Batch], list[Batch]]:
    """Month by month: put together as soon as there is enough; and what is left over."""
    full: list[Batch] = []
    waiting: list[Batch] = []
    for _, of_month in groupby(sorted(parts, key=attrgetter("month")), key=attrgetter("month")):
        waiting += of_month
        if sum(each.tally.respondents for each in waiting) >= LEAST:
            full.append(_together(waiting))
            waiting = []
    return full, waiting


def _together(parts: Sequence[Batch]) -> Batch:
    tally = sum((each.tally for each in parts), Tally())
    sources = frozenset[Source]().union(*(each.sources for each in parts))
    return Batch(parts[-1].unit, parts[-1].month, tally, sources)
