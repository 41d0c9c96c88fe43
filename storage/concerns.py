"""What needs somebody's attention, as it stands now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from domain.access import Action, Reach, Record, reach
from domain.concern_rules import ConcernRules
from domain.concerns import Concern, Kind, most_urgent_first
from domain.follow_up_rules import Rules
from domain.people import Person
from storage.concern_questions import FIND, Asked, Scope
from storage.reach import within, within_satker
from storage.tables import UnitRow
from storage.work import Work

HOW = {Record.CASE: Action.REVIEW}  # who may not look through reports is not told that nobody has
FOR_MANY = {Kind.HELP, Kind.REPORT}  # one concern for all there are


class Concerns:
    """What needs attention in one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, person: Person, now: datetime, rules: ConcernRules, follow_up: Rules) -> list[Concern]:
        """What this person may see of it, the most urgent first: a petugas all of their satker, a bnnp what is about
        units, and nothing who only sees counts."""
        if reach(person.role, Action.SEE, Record.CODE) not in {Reach.SATKER, Reach.PROVINCE}:
            return []
        scope = Scope(
            lambda record, unit: within(person, HOW.get(record, Action.SEE), record, unit=unit),
            lambda record, satker: within_satker(person, Action.SEE, record, satker),
        )
        return await self._all(Asked(scope, rules, follow_up, now, now.astimezone(person.zone).date()))

    async def counts(
        self, person: Person, now: datetime, rules: ConcernRules, follow_up: Rules
    ) -> dict[str, Counter[Kind]]:
        """How much there is of each kind, by satker, as far as this person sees counts."""
        scope = Scope(
            lambda _, unit: within(person, Action.SEE, Record.COUNT, unit=unit),
            lambda _, satker: within_satker(person, Action.SEE, Record.COUNT, satker),
        )
        counts: dict[str, Counter[Kind]] = {}
        for each in await self._all(Asked(scope, rules, follow_up, now, now.astimezone(person.zone).date())):
            counted = each.count if each.kind in FOR_MANY else 1
            counts.setdefault(each.satker, Counter())[each.kind] += counted
        return counts

    async def of_satkers(
        self, satkers: Collection[str], now: datetime, today: date, rules: ConcernRules, follow_up: Rules
    ) -> list[Concern]:
        """All of some satkers: for the clock, which decides who is told what of it."""
        scope = Scope(lambda _record, _unit: UnitRow.satker.in_(satkers), lambda _, satker: satker.in_(satkers))
        return await self._all(Asked(scope, rules, follow_up, now, today)) if satkers else []

    async def _all(self, asked: Asked) -> list[Concern]:
        found = [each for kind in asked.rules.kinds async for each in FIND[kind](self._work, asked)]
        return most_urgent_first(found, asked.rules.kinds)
