"""What needs attention, kind by kind: one question each, whatever the number of units.

The constants in the questions are written out, so that the partial indexes of large tables serve them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, func, literal_column, select, tuple_
from sqlalchemy.orm import aliased

from domain.access import Record
from domain.concern_rules import ConcernRules
from domain.concerns import Concern, Kind, check_in_tasks, missed_check_ins
from domain.follow_up_rules import Rules
from domain.help_cases import State as Case
from domain.people import Role
from domain.referrals import UNDECIDED
from domain.stages import Stage
from domain.tasks import What
from domain.territory import zone_of
from storage.help_tables import HelpCaseRow
from storage.programme_tables import ClientRow, ReferralRow, StageRow, TaskEventRow, TaskRow
from storage.tables import PersonRow, SatkerRow, SessionRow, SubmissionRow, UnitRow
from storage.work import Work

Condition = ColumnElement[bool]
Found = AsyncIterator[Concern]
OPEN = literal_column("'open'", String)
SENT = literal_column("'sent'", String)


@dataclass(frozen=True)
class Scope:
    """Whose matters are asked for: a condition on a record and the column of its unit, or of its satker."""

    of_unit: Callable[[Record, Any], Condition]
    of_satker: Callable[[Record, Any], Condition]


@dataclass(frozen=True)
class Asked:
    """What is looked for, by which rules, and when that is. In the hours in which people are told of anything it is
    the same day in all of Indonesia."""

    scope: Scope
    rules: ConcernRules
    follow_up: Rules
    now: datetime
    today: date

    def before(self, kind: Kind) -> date:
        """The last day from which it is long enough ago."""
        return self.today - timedelta(days=self.rules.kinds[kind].from_when)


# --- About clients ----------------------------------------------------------------------------


async def check_ins(work: Work, asked: Asked) -> Found:
    """Clients who were not met: the days of their check-ins went by, or their agents say so."""
    met_not = select(func.count()).select_from(TaskEventRow)
    told = met_not.where(TaskEventRow.task == TaskRow.id, TaskEventRow.what == What.NOT_MET).scalar_subquery()
    columns = TaskRow.client, TaskRow.first_due, ClientRow.opened_on, ClientRow.code, told.label("told")
    query = _of_units(TaskRow, *columns).join(ClientRow, ClientRow.id == TaskRow.client)
    query = query.where(TaskRow.state == OPEN, TaskRow.first_due < asked.today, _may(asked, Record.TASK, TaskRow))
    longest: dict[int, Concern] = {}
    for row in await work.run(query.where(TaskRow.kind.in_(check_in_tasks(asked.follow_up)))):
        missed = missed_check_ins(asked.follow_up, row.opened_on, row.first_due, asked.today)
        concern = Concern(
            Kind.CHECK_IN, row.satker, row.first_due, row.unit, row.unit_name, row.client, row.code,
            count=max(missed, row.told),
        )  # fmt: skip
        before = longest.get(row.client, concern)
        longest[row.client] = max(concern, before, key=lambda each: each.count)
    for each in longest.values():
        if each.count >= asked.rules.kinds[Kind.CHECK_IN].from_when:
            yield each


async def referrals(work: Work, asked: Asked) -> Found:
    """Nobody knows what came of them."""
    query = _of_units(ReferralRow, ReferralRow.number, ReferralRow.client, ReferralRow.day, ClientRow.code)
    query = query.join(ClientRow, ClientRow.id == ReferralRow.client).where(
        ReferralRow.status.in_(UNDECIDED),
        ReferralRow.day <= asked.before(Kind.REFERRAL),
        _may(asked, Record.REFERRAL, ReferralRow),
    )
    for row in await work.run(query):
        yield Concern(Kind.REFERRAL, row.satker, row.day, row.unit, row.unit_name, row.client, row.code, row.number)


# --- About units and agents -------------------------------------------------------------------


async def decrees(work: Work, asked: Asked) -> Found:
    """The newest decree of a unit that is at work ends soon, or has ended."""
    later = aliased(StageRow)
    newer = select(later.number).where(
        later.unit == StageRow.unit,
        later.sk_on.is_not(None),
        later.day <= asked.today,
        tuple_(later.day, later.at, later.number) > tuple_(StageRow.day, StageRow.at, StageRow.number),
    )
    days = timedelta(days=asked.rules.kinds[Kind.DECREE].from_when)
    query = _of_units(StageRow, StageRow.number, StageRow.sk_until).where(
        StageRow.sk_on.is_not(None),
        StageRow.day <= asked.today,
        StageRow.sk_until <= asked.today + days,
        ~newer.exists(),
        _is_at_work(asked),
        _may(asked, Record.UNIT, StageRow),
    )
    for row in await work.run(query):
        yield Concern(Kind.DECREE, row.satker, row.sk_until, row.unit, row.unit_name, number=row.number)


async def silent_units(work: Work, asked: Asked) -> Found:
    """Units with agents, none of whom has reported for long. One that is new has its time."""
    present = and_(PersonRow.role == Role.AGEN.value, PersonRow.left_on.is_(None))
    sent = select(SubmissionRow.day).join(PersonRow, PersonRow.id == SubmissionRow.person)
    sent = sent.where(SubmissionRow.unit == UnitRow.code, PersonRow.role == Role.AGEN.value)
    last = sent.order_by(SubmissionRow.day.desc()).limit(1).correlate(UnitRow).scalar_subquery()
    first = select(func.min(PersonRow.pledged_at)).where(PersonRow.unit == UnitRow.code, present)
    query = select(UnitRow.code, UnitRow.name, UnitRow.satker, last.label("last")).add_columns(
        first.correlate(UnitRow).scalar_subquery().label("first")
    )
    query = query.where(
        ~sent.where(SubmissionRow.day > asked.before(Kind.UNIT)).correlate(UnitRow).exists(),
        _is_at_work(asked),
        asked.scope.of_unit(Record.UNIT, UnitRow.code),
    )
    for row in await work.run(query):
        since = row.last or (row.first and _day(row.first, row.code))
        if row.first is not None and since <= asked.before(Kind.UNIT):
            yield Concern(Kind.UNIT, row.satker, since, row.code, row.name)


async def agents(work: Work, asked: Asked) -> Found:
    """Agents who have blocked the bot, and when they were last heard of."""
    query = _of_units(PersonRow, PersonRow.id, PersonRow.name.label("agent"), SessionRow.active_at)
    query = query.join(SessionRow, SessionRow.who == PersonRow.who).where(
        SessionRow.reachable.is_(False),
        PersonRow.role == Role.AGEN.value,
        PersonRow.left_on.is_(None),
        _may(asked, Record.AGENT, PersonRow),
    )
    for row in await work.run(query):
        since = _day(row.active_at, row.unit)
        if since <= asked.before(Kind.AGENT):
            yield Concern(Kind.AGENT, row.satker, since, row.unit, row.unit_name, row.id, row.agent)


# --- About satkers ----------------------------------------------------------------------------


async def reports(work: Work, asked: Asked) -> Found:
    """Reports of agents that nobody has looked at."""
    query = _counted(UnitRow.satker, func.min(SubmissionRow.sent_at))
    query = query.join(SubmissionRow, SubmissionRow.unit == UnitRow.code)
    query = query.join(PersonRow, PersonRow.id == SubmissionRow.person)
    query = query.join(SatkerRow, SatkerRow.code == UnitRow.satker).where(
        SubmissionRow.status == SENT,
        SubmissionRow.sent_at <= asked.now - timedelta(days=asked.rules.kinds[Kind.REPORT].from_when),
        PersonRow.role == Role.AGEN.value,
        asked.scope.of_unit(Record.CASE, UnitRow.code),
    )
    for row in await work.run(query.group_by(UnitRow.satker, SatkerRow.territory)):
        yield Concern(Kind.REPORT, row.satker, _day(row.first, row.territory), count=row.amount)


async def help_cases(work: Work, asked: Asked) -> Found:
    """Families who wait longer than they were promised: how many, and no more."""
    query = _counted(HelpCaseRow.satker, func.min(HelpCaseRow.promised_at))
    query = query.join(SatkerRow, SatkerRow.code == HelpCaseRow.satker).where(
        HelpCaseRow.state.in_((Case.WAITING, Case.TAKEN)),
        HelpCaseRow.promised_at <= asked.now,
        asked.scope.of_satker(Record.COUNT, HelpCaseRow.satker),
    )
    for row in await work.run(query.group_by(HelpCaseRow.satker, SatkerRow.territory)):
        yield Concern(Kind.HELP, row.satker, _day(row.first, row.territory), count=row.amount)


# --- Parts of the questions -----------------------------------------------------------------------


def _of_units(table: Any, *columns: Any) -> Select[Any]:
    """Rows that name a unit, with where that belongs."""
    where = UnitRow.code.label("unit"), UnitRow.name.label("unit_name"), UnitRow.satker.label("satker")
    return select(*where, *columns).join(table, table.unit == UnitRow.code)


def _counted(satker: Any, first: Any) -> Select[Any]:
    return select(satker.label("satker"), func.count().label("amount"), first.label("first"), SatkerRow.territory)


def _may(asked: Asked, record: Record, table: Any) -> Condition:
    return asked.scope.of_unit(record, table.unit)


def _is_at_work(asked: Asked) -> Condition:
    """Whether a unit was not given up: its last stage says so, and one without any may be at work."""
    last = select(StageRow.stage).where(StageRow.unit == UnitRow.code, StageRow.day <= asked.today)
    last = last.order_by(StageRow.day.desc(), StageRow.at.desc(), StageRow.number.desc()).limit(1)
    return func.coalesce(last.correlate(UnitRow).scalar_subquery(), "") != Stage.INACTIVE


def _day(moment: datetime, place: str) -> date:
    """On which day that was, by the calendar there."""
    return moment.astimezone(zone_of(place)).date()


FIND = {
    Kind.HELP: help_cases,
    Kind.REFERRAL: referrals,
    Kind.CHECK_IN: check_ins,
    Kind.DECREE: decrees,
    Kind.UNIT: silent_units,
    Kind.AGENT: agents,
    Kind.REPORT: reports,
}
