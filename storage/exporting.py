"""What goes out in files, read in portions: however much there is, only one portion is in memory.

Reports are read a few units at a time, in the order of their days, each portion beginning where the last one ended.
Of a client who took consent back, nothing is handed out.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)

from domain.access import Action, Record, opens_records
from domain.clients import Change, Event
from domain.people import Person, Unit
from domain.recap import Life
from storage.client_events import event_of
from storage.programme_tables import ClientEventRow, ClientRow, ConsentRow, IndicatorRow
from storage.reach import within, within_satker
from storage.submissions import REPLACED, instance_place
from storage.tables import PersonRow, SatkerRow, SubmissionRow, UnitRow
from storage.work import Work

AT_ONCE = 1_000  # reports
UNITS_AT_ONCE = 50
NO_UNIT = ""

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose records are taken along: those that a person may take, or, for the operator, all of a place."""

    person: Person | None
    since: date
    until: date
    unit: str = ""
    satker: str = ""
    territory: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report that counts. People are named by their codes."""

    number: str
    version: int
    form: str
    form_version: str
    author: str
    unit: str
    client: str
    day: date
    sent_at: datetime
    status: str
    instance: bytes


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A client, as they go out."""

    code: str
    unit: str
    agent: str
    sex: str
    age: str
    door: str
    status: str
    opened_on: date
    contact: bool
    share: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """What an indicator came to in a unit and a month, such as 2026-11."""

    month: str
    unit: str
    indicator: str
    total: int


class Exporting:
    """What goes out in one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def units(self, scope: Scope) -> list[Unit]:
        """The units whose records these are, by name."""
        query = select(UnitRow).where(_place(scope, UnitRow.code), _may(scope, Record.COUNT, UnitRow.code))
        rows = await self._work.run(query.order_by(UnitRow.name, UnitRow.code))
        return [Unit(row.code, row.name, row.satker, row.prefix, row.since) for row in rows]

    # --- Reports ---

    async def counts(self, scope: Scope) -> dict[str, int]:
        """How many reports there are about each unit; about none, under the empty name."""
        query = _reports(scope, SubmissionRow.unit, func.count().label("reports"))
        theirs = query.where(or_(_of_units(scope), _of_no_unit(scope)))
        rows = await self._work.run(theirs.group_by(SubmissionRow.unit).order_by(SubmissionRow.unit))
        return {row.unit or NO_UNIT: row.reports for row in rows}

    async def forms(self, scope: Scope) -> list[tuple[str, str]]:
        """The forms that these reports were made with, in all their versions."""
        query = _reports(scope, SubmissionRow.form, SubmissionRow.form_version).distinct()
        rows = await self._work.run(query.where(or_(_of_units(scope), _of_no_unit(scope))))
        return [(row.form, row.form_version) for row in rows]

    async def reports(self, scope: Scope, counts: Mapping[str, int]) -> AsyncIterator[list[Report]]:
        """The reports of the units that have so many, and then those about no unit, in portions."""
        query = _reports(scope, *_COLUMNS)
        for units in _portions_of({unit: count for unit, count in counts.items() if unit != NO_UNIT}):
            async for portion in self._portions(query.where(_of_units(scope), SubmissionRow.unit.in_(units))):
                yield portion
        async for portion in self._portions(query.where(_of_no_unit(scope))):
            yield portion

    async def _portions(self, query: Select[Any]) -> AsyncIterator[list[Report]]:
        key = (SubmissionRow.day, SubmissionRow.id)
        ordered = query.order_by(*key).limit(AT_ONCE)
        rows = (await self._work.run(ordered)).all()
        while rows:
            yield [self._report(row) for row in rows]
            if len(rows) < AT_ONCE:
                return
            after = tuple_(*key) > tuple_(literal(rows[-1].day), literal(rows[-1].id))
            rows = (await self._work.run(ordered.where(after))).all()

    def _report(self, row: Row[Any]) -> Report:
        return Report(
            row.number, row.version, row.form, row.form_version, row.author, row.unit or "", row.client_code or "",
            row.day, row.sent_at, row.status, self._work.keyring.open(row.instance, instance_place(row.id)),
        )  # fmt: skip

    # --- Clients and counters ---

    async def clients(self, scope: Scope, units: Sequence[Unit]) -> AsyncIterator[list[ClientLine]]:
        """The clients of these units, a few units at a time."""
        may = _may(scope, Record.CLIENT, ClientRow.unit, ClientRow.agent)
        columns = (*ClientRow.__table__.columns, PersonRow.code.label("agent_code"), ConsentRow.contact)
        query = select(*columns, ConsentRow.share).join(ConsentRow, ConsentRow.client == ClientRow.id)
        query = query.join(PersonRow, PersonRow.id == ClientRow.agent).where(may, _STANDS)
        query = query.where(ClientRow.opened_on <= scope.until).order_by(ClientRow.unit, ClientRow.code)
        for codes in _some_units(units):
            rows = await self._work.run(query.where(ClientRow.unit.in_(codes)))
            yield [_client(row) for row in rows]

    async def monthly(
        self, scope: Scope, units: Sequence[Unit], indicators: Sequence[str] | None = None
    ) -> AsyncIterator[Counted]:
        """What was counted in these units, month by month, by these indicators or all; for nobody from whom small
        counts are hidden."""
        if scope.person is not None and not opens_records(scope.person.role):
            raise LookupError("small counts are hidden from whoever oversees")
        month = func.substr(cast(IndicatorRow.day, String), 1, 7).label("month")
        columns = (IndicatorRow.unit, month, IndicatorRow.indicator)
        query = select(*columns, func.sum(IndicatorRow.value).label("total"))
        query = query.where(_may(scope, Record.COUNT, IndicatorRow.unit), _place(scope, IndicatorRow.unit))
        query = query.where(IndicatorRow.day.between(scope.since, scope.until)).group_by(*columns).order_by(*columns)
        query = query if indicators is None else query.where(IndicatorRow.indicator.in_(indicators))
        for codes in _some_units(units):
            for row in (await self._work.run(query.where(IndicatorRow.unit.in_(codes)))).all():
                if row.total:
                    yield Counted(row.month, row.unit, row.indicator, int(row.total))

    async def satker_of(self, client: str) -> str | None:
        """The satker that a client of this code belongs to. For the operator only: nobody's reach is asked."""
        query = select(UnitRow.satker).join(ClientRow, ClientRow.unit == UnitRow.code)
        return await self._work.connection.scalar(query.where(ClientRow.code == client))

    # --- The recap of a unit ---

    async def lives(self, unit: Unit, until: date) -> dict[int, Life]:
        """What a recap counts of the clients of a unit, up to a day: no code, no name."""
        columns = (ClientRow.id, ClientRow.sex, ClientRow.age, ClientRow.opened_on, ConsentRow.withdrawn_on)
        query = select(*columns).join(ConsentRow, ConsentRow.client == ClientRow.id)
        rows = await self._work.run(query.where(ClientRow.unit == unit.code, ClientRow.opened_on <= until))
        events = await self._events(unit)
        return {
            row.id: Life(row.sex, row.age, row.opened_on, tuple(events.get(row.id, ())), row.withdrawn_on)
            for row in rows
        }

    async def _events(self, unit: Unit) -> dict[int, list[Event]]:
        query = select(ClientEventRow).join(ClientRow, ClientRow.id == ClientEventRow.client)
        rows = await self._work.run(query.where(ClientRow.unit == unit.code, ClientEventRow.what == Change.STATUS))
        found: dict[int, list[Event]] = {}
        for row in rows:
            found.setdefault(row.client, []).append(event_of(row))
        return found

    async def last_of_each(self, unit: Unit, form: str, until: date) -> AsyncIterator[tuple[int, Report]]:
        """The last report by a form about each client of a unit, up to a day, of those whose consent stands."""
        scope = Scope(None, date.min, until, unit=unit.code)
        query = _reports(scope, *_COLUMNS, SubmissionRow.client)
        about = query.where(ClientRow.unit == unit.code, SubmissionRow.form == form)
        newest: dict[int, Row[Any]] = {}
        for row in await self._work.run(about.order_by(SubmissionRow.day, SubmissionRow.sent_at, SubmissionRow.id)):
            newest[row.client] = row
        for client, row in newest.items():
            yield client, self._report(row)


def _portions_of(counts: Mapping[str, int]) -> Iterator[list[str]]:
    """Units that have so many reports together that they are read at once; one with more stands alone."""
    together: list[str] = []
    whole = 0
    for unit, count in counts.items():
        if together and whole + count >= AT_ONCE:
            yield together
            together, whole = [], 0
        together.append(unit)
        whole += count
    if together:
        yield together


def _some_units(units: Sequence[Unit]) -> Iterator[list[str]]:
    codes = [unit.code for unit in units]
    return (codes[first : first + UNITS_AT_ONCE] for first in range(0, len(codes), UNITS_AT_ONCE))


_STANDS = and_(ConsentRow.record, ConsentRow.withdrawn_on.is_(None))
_WITHDRAWN = or_(
    exists().where(ConsentRow.client == SubmissionRow.client, ~_STANDS),
    exists().where(ConsentRow.number == SubmissionRow.number, ConsentRow.withdrawn_on.is_not(None)),
)
_COLUMNS = (
    SubmissionRow.id,
    SubmissionRow.number,
    SubmissionRow.version,
    SubmissionRow.form,
    SubmissionRow.form_version,
    PersonRow.code.label("author"),
    SubmissionRow.unit,
    ClientRow.code.label("client_code"),
    SubmissionRow.day,
    SubmissionRow.sent_at,
    SubmissionRow.status,
    SubmissionRow.instance,
)


def _reports(scope: Scope, *columns: Any) -> Select[Any]:
    """The versions that count, of this time."""
    query = select(*columns).select_from(SubmissionRow).join(PersonRow, PersonRow.id == SubmissionRow.person)
    query = query.outerjoin(ClientRow, ClientRow.id == SubmissionRow.client)
    counts = SubmissionRow.status != REPLACED
    return query.where(counts, SubmissionRow.day.between(scope.since, scope.until), ~_WITHDRAWN)


def _of_units(scope: Scope) -> Condition:
    """A report about a client goes with whoever may take both: the report, and the client as they are now."""
    unit, owner, about_nobody = SubmissionRow.unit, SubmissionRow.person, SubmissionRow.client.is_(None)
    case = _may(scope, Record.CASE, unit, owner)
    client = _may(scope, Record.CLIENT, ClientRow.unit, ClientRow.agent)
    activity = and_(about_nobody, _may(scope, Record.ACTIVITY, unit, owner))
    return and_(_place(scope, unit), or_(activity, and_(~about_nobody, case, client)))


def _of_no_unit(scope: Scope) -> Condition:
    """Reports about no unit, such as a row of a table, are those of a satker."""
    nowhere, satkers = SubmissionRow.unit.is_(None), _satkers(scope)
    if scope.unit:
        return and_(nowhere, false())
    if scope.person is not None:
        return and_(nowhere, within_satker(scope.person, Action.EXPORT, Record.ACTIVITY, PersonRow.satker))
    return and_(nowhere, PersonRow.satker.in_(satkers)) if satkers is not None else nowhere


def _may(scope: Scope, record: Record, unit: Any, owner: Any = None) -> Condition:
    """What the person may take along; the operator, everything."""
    return within(scope.person, Action.EXPORT, record, unit=unit, owner=owner) if scope.person else true()


def _place(scope: Scope, unit: Any) -> Condition:
    """The units of the place that was asked for."""
    satkers = _satkers(scope)
    if scope.unit:
        return and_(unit == scope.unit)
    return unit.in_(select(UnitRow.code).where(UnitRow.satker.in_(satkers))) if satkers is not None else true()


def _satkers(scope: Scope) -> Select[str] | None:
    """The satkers of that place; None for all."""
    query = select(SatkerRow.code)
    if scope.satker:
        return query.where(SatkerRow.code == scope.satker)
    return query.where(SatkerRow.territory.startswith(scope.territory, autoescape=True)) if scope.territory else None


def _client(row: Row[Any]) -> ClientLine:
    return ClientLine(
        row.code, row.unit, row.agent_code, row.sex, row.age, row.door, row.status, row.opened_on, row.contact,
        row.share,
    )  # fmt: skip
