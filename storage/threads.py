"""Help cases for those who answer: who may open one, and whose it is now. Nothing of what was said is read here.

Until one has taken it, a case is open to whoever is on duty, and then to that one alone: to a petugas, or to the
agent to whom a petugas has handed it. A colleague who was asked may look. When the promise has passed, or the one who
had it has left, those on duty may take it over; what an agent answers, they and whoever handed it over, at any time.
Those on duty see what an agent had when it is closed, too: only petugas may send the last message.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, false, func, or_, select, update

from domain.access import Action, Reach, Record, reach
from domain.help_cases import HelpCase, State
from domain.people import Person, Role, Satker
from storage.duty import Duty
from storage.help_cases import HELP_CASE, case_of
from storage.help_tables import HelpCardRow, HelpCaseRow, HelpEventRow, HelpGuestRow
from storage.reach import within
from storage.sealing import Who
from storage.tables import PersonRow, SatkerRow, UnitRow
from storage.work import Work

TAKEN, HANDED, CLOSED, REOPENED = "taken", "handed over", "closed", "reopened"
ASKED, GIVEN_BACK, PASSED_ON, MUTED = "colleague asked", "given back", "passed on", "muted"
GLASS, GLASS_AGREED = "last message", "last message agreed"
DANGER_OVER = "danger over"


@dataclass(frozen=True, slots=True)
class Counted:
    """For the menu: how many cases wait for an answer of this person, and whether there are any to look at."""

    waiting: int
    any: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a case, and since when; or that it is closed, whoever had it."""

    name: str
    since: datetime | None
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to whom a case can be given. `unit` is the one of an agent."""

    id: int
    name: str
    code: str
    unit: str = ""


class Threads:
    """Who may see and answer which cases, in one transaction."""

    def __init__(self, work: Work, duty: Duty) -> None:
        self._work = work
        self._duty = duty

    async def find(self, person: Person, case: int, action: Action, now: datetime) -> HelpCase | None:
        """A case, if this person may do that with it now."""
        query = select(*HELP_CASE).where(HelpCaseRow.id == case, await self._may(person, action, now))
        row = (await self._work.run(query)).first()
        return case_of(row) if row else None

    async def listed(self, person: Person, now: datetime) -> list[HelpCase]:
        """All that this person may see now: the oldest promise first, then what nothing was promised for."""
        query = select(*HELP_CASE).where(await self._may(person, Action.SEE, now))
        latest = func.coalesce(HelpCaseRow.closed_at, HelpCaseRow.touched_at).desc()
        rows = await self._work.run(
            query.order_by(HelpCaseRow.promised_at.is_(None), HelpCaseRow.promised_at, latest)
        )
        return [case_of(row) for row in rows]

    async def count(self, person: Person, now: datetime) -> Counted:
        """One small question; who is on duty is only asked where something waits."""
        how_far = reach(person.role, Action.SEE, Record.THREAD)
        if how_far is Reach.NOTHING or not person.is_active:
            return Counted(0, False)
        rows = await self._counts(person, how_far)
        mine = [row for row in rows if row.taken_by == person.id]
        others = [row for row in rows if row.taken_by != person.id]
        waiting = sum(row.promised for row in mine if row.state == State.TAKEN.value)
        looked_at = sum(row.asked + row.lent_out for row in others)
        if others:
            paging = await self._duty.whom_to_page(person.home or "", now)
            if person.id in paging.persons:
                waiting += sum(row.waiting for row in others)
                looked_at += sum(row.lent for row in others)
            elif person.id in paging.second:
                waiting += sum(row.late for row in others)
        return Counted(waiting, bool(waiting or mine or looked_at))

    async def _counts(self, person: Person, how_far: Reach) -> Sequence[Any]:
        """By who has it and how it stands: how many wait, how many of them too long, how many are only looked at."""
        mine = HelpCaseRow.taken_by == person.id
        asks, late = _asks(person), HelpCaseRow.level > 0
        waits = HelpCaseRow.state == State.WAITING.value
        free = or_(waits, and_(HelpCaseRow.state == State.TAKEN.value, late))
        lent, lent_out = _is_agents(), _lent_by(person)
        theirs = and_(HelpCaseRow.satker == person.home, or_(free, asks, lent))
        there = mine if how_far is Reach.OWN else or_(mine, theirs)
        query = select(
            HelpCaseRow.taken_by,
            HelpCaseRow.state,
            func.count(HelpCaseRow.promised_at).label("promised"),
            func.sum(case((free, 1), else_=0)).label("waiting"),
            func.sum(case((and_(free, late), 1), else_=0)).label("late"),
            func.sum(case((asks, 1), else_=0)).label("asked"),
            func.sum(case((lent, 1), else_=0)).label("lent"),
            func.sum(case((lent_out, 1), else_=0)).label("lent_out"),
        ).where(there, HelpCaseRow.state != State.TOUCHED.value)
        return (await self._work.run(query.group_by(HelpCaseRow.taken_by, HelpCaseRow.state))).all()

    async def _may(self, person: Person, action: Action, now: datetime) -> ColumnElement[bool]:
        how_far = reach(person.role, action, Record.THREAD)
        if how_far is Reach.NOTHING or not person.is_active or person.home is None:
            return false()
        ways: list[ColumnElement[bool]] = [HelpCaseRow.taken_by == person.id]
        if how_far is Reach.ON_DUTY:
            ways += [await self._free_for(person, now), _lent_by(person)]
            ways += [_asks(person)] if action is Action.SEE else []
        asked = HelpCaseRow.state != State.TOUCHED.value
        return and_(asked, HelpCaseRow.satker == person.home, or_(*ways))

    async def _free_for(self, person: Person, now: datetime) -> ColumnElement[bool]:
        """What whoever is on duty may open: what nobody has, what the one who has it does not answer, and what an
        agent has, or had when it was closed."""
        paging = await self._duty.whom_to_page(person.home or "", now)
        left = select(PersonRow.id).where(PersonRow.left_on.is_not(None))
        unheld = or_(HelpCaseRow.taken_by.is_(None), HelpCaseRow.taken_by.in_(left))
        late = and_(HelpCaseRow.state != State.CLOSED.value, HelpCaseRow.level > 0)
        if person.id in paging.persons:
            return or_(unheld, late, _is_agents())
        if person.id in paging.second:
            return or_(late, and_(unheld, HelpCaseRow.urgent))
        return false()

    # --- Whose it is -----------------------------------------------------------------------------

    async def move(self, case: HelpCase, **values: Any) -> bool:
        """Change whose a case is or how it stands. False when somebody was quicker: it is not as it was read."""
        same = HelpCaseRow.taken_by == case.taken_by if case.taken_by is not None else HelpCaseRow.taken_by.is_(None)
        moved = await self._work.run(
            update(HelpCaseRow)
            .where(HelpCaseRow.id == case.id, HelpCaseRow.state == case.state.value, same)
            .values(**values)
        )
        return bool(moved.rowcount)

    async def holder(self, person: Person, case: int) -> Holder | None:
        """Who has a case of this petugas' satker, or that it is closed: a name and a time of day, and nothing of the
        case."""
        if reach(person.role, Action.SEE, Record.THREAD) is not Reach.ON_DUTY or not person.is_active:
            return None
        since = select(func.max(HelpEventRow.at)).where(
            HelpEventRow.case == case, HelpEventRow.what.in_((TAKEN, HANDED))
        )
        is_closed = HelpCaseRow.state == State.CLOSED.value
        query = (
            select(PersonRow.name, since.scalar_subquery().label("since"), is_closed.label("is_closed"))
            .select_from(HelpCaseRow)
            .outerjoin(PersonRow, HelpCaseRow.taken_by == PersonRow.id)
            .where(HelpCaseRow.id == case, HelpCaseRow.satker == person.home)
            .where(or_(is_closed, PersonRow.id.is_not(None)))
        )
        row = (await self._work.run(query)).first()
        return Holder(row.name or "", row.since, bool(row.is_closed)) if row else None

    async def of_colleagues(self, person: Person, case: int) -> HelpCase | None:
        """A case of this petugas' satker, whoever has it: for a question that only a second person may answer, and
        only once."""
        if reach(person.role, Action.SEE, Record.THREAD) is not Reach.ON_DUTY or not person.is_active:
            return None
        asked = HelpCaseRow.state != State.TOUCHED.value
        query = select(*HELP_CASE).where(HelpCaseRow.id == case, HelpCaseRow.satker == person.home, asked)
        if self._work.locks_rows:
            query = query.with_for_update()
        row = (await self._work.run(query)).first()
        return case_of(row) if row else None

    async def count_late(self, satker: str, now: datetime) -> int:
        """How many cases of a satker wait longer than was promised."""
        late = (HelpCaseRow.satker == satker, HelpCaseRow.state != State.CLOSED.value, HelpCaseRow.promised_at <= now)
        query = select(func.count()).select_from(HelpCaseRow).where(*late)
        return int(await self._work.connection.scalar(query) or 0)

    async def last_event(self, case: int, what: str) -> tuple[int | None, datetime] | None:
        """Who did this last with the case (None: its family, or Suar itself), and when."""
        query = select(HelpEventRow.person, HelpEventRow.at).where(
            HelpEventRow.case == case, HelpEventRow.what == what
        )
        row = (await self._work.run(query.order_by(HelpEventRow.at.desc(), HelpEventRow.id.desc()).limit(1))).first()
        return (row.person, row.at) if row else None

    # --- Colleagues ------------------------------------------------------------------------------

    async def satkers_that_answer(self) -> list[Satker]:
        """Those with at least one petugas: nobody else could answer."""
        officers = select(PersonRow.satker).where(
            PersonRow.role == Role.PETUGAS.value, PersonRow.left_on.is_(None), PersonRow.satker.is_not(None)
        )
        query = select(SatkerRow).where(SatkerRow.code.in_(officers)).order_by(SatkerRow.code)
        return [Satker(row.code, row.name, row.territory) for row in await self._work.run(query)]

    async def officers(self, person: Person) -> list[Colleague]:
        """The other petugas of this person's satker; for nobody else."""
        if person.role is not Role.PETUGAS or not person.is_active:
            return []
        query = select(PersonRow.id, PersonRow.name, PersonRow.code).where(
            PersonRow.satker == person.home,
            PersonRow.role == Role.PETUGAS.value,
            PersonRow.left_on.is_(None),
            PersonRow.id != person.id,
        )
        rows = await self._work.run(query.order_by(PersonRow.name, PersonRow.code))
        return [Colleague(row.id, row.name, row.code) for row in rows]

    async def agents(
        self, person: Person, *, within_unit: str | None = None, but: str | None = None
    ) -> list[Colleague]:
        """The agents whom this person may see: of one unit, or of all but one."""
        may = within(person, Action.SEE, Record.AGENT, unit=PersonRow.unit, owner=PersonRow.id)
        query = select(PersonRow.id, PersonRow.name, PersonRow.code, UnitRow.name.label("unit_name"))
        query = query.join(UnitRow, UnitRow.code == PersonRow.unit).where(
            may, PersonRow.role == Role.AGEN.value, PersonRow.left_on.is_(None), PersonRow.id != person.id
        )
        if within_unit is not None:
            query = query.where(PersonRow.unit == within_unit)
        if but is not None:
            query = query.where(PersonRow.unit != but)
        rows = await self._work.run(query.order_by(UnitRow.name, PersonRow.name, PersonRow.code))
        return [Colleague(row.id, row.name, row.code, row.unit_name) for row in rows]

    async def names(self, people: Collection[int]) -> dict[int, str]:
        """What these people are called."""
        query = select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(sorted(people)))
        return {row.id: row.name for row in await self._work.run(query)} if people else {}

    async def ask(self, case: int, person: int, now: datetime) -> None:
        """From now on this colleague may look at the case, until it is closed or changes hands."""
        await self._work.put_if_absent(HelpGuestRow, [{"case": case, "person": person, "at": now}])

    async def dismiss(self, case: int) -> None:
        """Nobody who was asked looks any more."""
        await self._work.run(delete(HelpGuestRow).where(HelpGuestRow.case == case))

    async def held_by(self, person: int) -> list[HelpCase]:
        """The open cases that somebody answers."""
        query = select(*HELP_CASE).where(HelpCaseRow.taken_by == person, HelpCaseRow.state == State.TAKEN.value)
        return [case_of(row) for row in await self._work.run(query.order_by(HelpCaseRow.id))]

    async def lent(self, cases: Collection[int]) -> set[int]:
        """Those of these cases that an agent answers."""
        query = select(HelpCaseRow.id).where(HelpCaseRow.id.in_(sorted(cases)), _is_lent())
        return set((await self._work.run(query)).scalars()) if cases else set()

    async def where_writing(self, person: Person) -> list[int]:
        """The open cases that this person writes in: answers, or notes as a colleague who was asked."""
        mine = or_(HelpCaseRow.taken_by == person.id, _asks(person))
        query = select(HelpCaseRow.id).where(mine, HelpCaseRow.state != State.CLOSED.value)
        return list((await self._work.run(query)).scalars())

    # --- Cards -----------------------------------------------------------------------------------

    async def cards_in(self, who: Who) -> dict[int, list[int]]:
        """The cards of one chat that show cases, by case."""
        found: dict[int, list[int]] = {}
        for row in await self._work.run(
            select(HelpCardRow.case, HelpCardRow.card).where(HelpCardRow.who == who).order_by(HelpCardRow.card)
        ):
            found.setdefault(row.case, []).append(row.card)
        return found

    async def forget_cards_in(self, who: Who) -> None:
        """Nothing in this chat shows a case any more."""
        await self._work.run(delete(HelpCardRow).where(HelpCardRow.who == who))

    async def forget_cards(self, case: int, but: Who | None = None) -> None:
        """These cards show nothing of the case any more, except those in one chat."""
        gone = delete(HelpCardRow).where(HelpCardRow.case == case)
        await self._work.run(gone if but is None else gone.where(HelpCardRow.who != but))


def _asks(person: Person) -> ColumnElement[bool]:
    """Whether they were asked about it as a colleague."""
    return HelpCaseRow.id.in_(select(HelpGuestRow.case).where(HelpGuestRow.person == person.id))


def _is_lent() -> ColumnElement[bool]:
    """Whether an agent answers it, to whom a petugas has handed it."""
    return and_(HelpCaseRow.state == State.TAKEN.value, _is_agents())


def _is_agents() -> ColumnElement[bool]:
    """Whether an agent answers it, or did until it was closed."""
    agents = select(PersonRow.id).where(PersonRow.role == Role.AGEN.value, PersonRow.left_on.is_(None))
    begun = HelpCaseRow.state.in_((State.TAKEN.value, State.CLOSED.value))
    return and_(begun, HelpCaseRow.taken_by.in_(agents))


def _lent_by(person: Person) -> ColumnElement[bool]:
    """Whether it was this person who handed it to the agent who answers it."""
    handed = select(HelpEventRow.id).where(
        HelpEventRow.case == HelpCaseRow.id,
        HelpEventRow.what == HANDED,
        HelpEventRow.person == person.id,
        HelpEventRow.other == HelpCaseRow.taken_by,
    )
    return and_(_is_lent(), handed.exists())
