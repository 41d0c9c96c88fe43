"""The facts that digests are made of: of one place or of many, with the same few questions.

Reports are never read through: counters, tasks, clients and stages are. A scope comes from `domain.scopes`, which
asks the table of access.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from domain.clients import PRESENT, Change
from domain.digest import Level, Waiting
from domain.stages import Reached
from domain.survey_batches import Batch, batches
from domain.tasks import State
from storage.counts import By
from storage.datasets import OPEN_REFERRALS
from storage.programme_tables import (
    ClientEventRow,
    ClientRow,
    ConsentRow,
    FacilityRow,
    IndicatorRow,
    ReferralRow,
    StageRow,
    TargetRow,
    TaskRow,
    TerritoryRow,
)
from storage.stages import reached_of
from storage.submissions import REPLACED
from storage.surveys import Surveys
from storage.tables import SatkerRow, SubmissionRow, UnitRow
from storage.work import Work

CHECK_IN = "pemantauan"  # the kind of task, and what the form is called
RELAPSE = "kambuh"  # the form

Codes = Select[str]
Sums = Mapping[tuple[str, str], int]  # by place and counter
PROVINCE: ColumnElement[str] = func.substr(SatkerRow.territory, 1, 2)


@dataclass(frozen=True, slots=True)
class Asked:
    """Places of one level that are asked about together. Of the nation there is but one."""

    level: Level
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit and where it belongs."""

    code: str
    name: str
    satker: str
    satker_name: str
    province: str

    def place(self, by: By) -> str:
        return {By.UNIT: self.code, By.SATKER: self.satker, By.PROVINCE: self.province}[by]


@dataclass(frozen=True, slots=True)
class Heard:
    """The days of the newest report of a unit: at the end of a period, and before it began."""

    last: date | None
    before: date | None


@dataclass(frozen=True, slots=True)
class CheckIns:
    """Check-ins of a place that were due on a day, and how many of them were done in time."""

    place: str
    day: date
    due: int
    in_time: int


@dataclass(frozen=True, slots=True)
class Accompanied:
    """A client, since when, and when a relapse was first recorded."""

    unit: str
    since: date
    relapse: date | None


class Summaries:
    """The questions of one transaction."""

    def __init__(self, work: Work, surveys: Surveys) -> None:
        self._work = work
        self._surveys = surveys

    # --- Places ---

    async def units(self, asked: Asked) -> list[Placed]:
        """Every unit of a place, by name."""
        query = select(UnitRow.code, UnitRow.name, UnitRow.satker, SatkerRow.name, PROVINCE)
        query = query.join(SatkerRow, SatkerRow.code == UnitRow.satker).where(_within(asked))
        return [Placed(*row) for row in await self._rows(query.order_by(UnitRow.name, UnitRow.code))]

    async def satkers(self, asked: Asked) -> dict[str, str]:
        """The satkers of a place by name, also those without units."""
        query = (
            select(SatkerRow.code, SatkerRow.name).where(_of_satkers(asked)).order_by(SatkerRow.name, SatkerRow.code)
        )
        return dict(await self._rows(query))

    async def provinces(self) -> dict[str, str]:
        """The provinces that have satkers."""
        name = func.coalesce(TerritoryRow.name, PROVINCE)
        query = select(PROVINCE, name).outerjoin(TerritoryRow, TerritoryRow.code == PROVINCE).distinct()
        return dict(sorted(await self._rows(query)))

    # --- Counters ---

    async def sums(self, asked: Asked, by: By, since: date, until: date, names: Collection[str]) -> Sums:
        """What these counters came to, by place."""
        place = _place(by)
        query = select(place, IndicatorRow.indicator, func.sum(IndicatorRow.value)).where(
            IndicatorRow.indicator.in_(names), IndicatorRow.day.between(since, until)
        )
        placed = _placed(query, by, asked, IndicatorRow.unit)
        rows = await self._rows(placed.group_by(place, IndicatorRow.indicator))
        return {(code, name): int(total) for code, name, total in rows}

    async def reports(self, asked: Asked, since: date, until: date) -> dict[str, int]:
        """How many reports of whatever kind each unit sent."""
        query = select(IndicatorRow.unit, func.sum(IndicatorRow.value)).where(
            IndicatorRow.unit.in_(_codes(asked)),
            IndicatorRow.day.between(since, until),
            IndicatorRow.indicator.startswith("laporan.", autoescape=True),
        )
        return {unit: int(total) for unit, total in await self._rows(query.group_by(IndicatorRow.unit))}

    async def heard(self, asked: Asked, since: date, until: date) -> dict[str, Heard]:
        """When each unit was heard of: whatever is counted comes from a report."""
        newest = [_newest(IndicatorRow.day <= until), _newest(IndicatorRow.day < since)]
        rows = await self._rows(select(UnitRow.code, *newest).where(UnitRow.code.in_(_codes(asked))))
        return {code: Heard(last, before) for code, last, before in rows}

    # --- Clients ---

    async def check_ins(self, asked: Asked, by: By, since: date, until: date) -> list[CheckIns]:
        """The check-ins that were due, by place and day. Those that were put off keep their first day."""
        place, in_time = _place(by), case((TaskRow.done_on <= TaskRow.first_due, 1), else_=0)
        query = select(place, TaskRow.first_due, func.count(), func.sum(in_time)).where(
            TaskRow.unit.in_(_codes(asked)),
            TaskRow.state.in_([State.OPEN.value, State.DONE.value]),
            TaskRow.due >= since,
            TaskRow.first_due.between(since, until),
            TaskRow.kind == CHECK_IN,
        )
        placed = _placed(query, by, asked, TaskRow.unit)
        rows = await self._rows(placed.group_by(place, TaskRow.first_due))
        return [CheckIns(code, day, due, int(done)) for code, day, due, done in rows]

    async def active(self, asked: Asked, day: date) -> dict[str, int]:
        """How many clients each unit accompanied on a day."""
        status = and_(ClientEventRow.client == ClientRow.id, ClientEventRow.what == Change.STATUS.value)
        ended = select(func.max(ClientEventRow.day)).where(status).scalar_subquery()
        query = select(ClientRow.unit, func.count()).join(ConsentRow, ConsentRow.client == ClientRow.id)
        query = query.where(
            ClientRow.unit.in_(_codes(asked)),
            ClientRow.opened_on <= day,
            or_(ConsentRow.withdrawn_on.is_(None), ConsentRow.withdrawn_on > day),
            or_(ClientRow.status.in_([each.value for each in PRESENT]), ended > day),
        )
        return dict(await self._rows(query.group_by(ClientRow.unit)))

    async def opened(self, asked: Asked, since: date, until: date) -> list[Accompanied]:
        """Who was opened in these days, and whether they were recorded to relapse: looked up client by client."""
        told = and_(
            SubmissionRow.client == ClientRow.id, SubmissionRow.form == RELAPSE, SubmissionRow.status != REPLACED
        )
        relapse = select(func.min(SubmissionRow.day)).where(told).scalar_subquery()
        query = select(ClientRow.unit, ClientRow.opened_on, relapse)
        query = query.join(ConsentRow, ConsentRow.client == ClientRow.id).where(
            ClientRow.unit.in_(_codes(asked)),
            ClientRow.opened_on.between(since, until),
            ConsentRow.withdrawn_on.is_(None),
        )
        return [Accompanied(*row) for row in await self._rows(query)]

    async def referrals(self, asked: Asked, until: date) -> dict[str, list[Waiting]]:
        """Referrals of which the end is not known, by satker, the oldest first."""
        query = (
            select(
                UnitRow.satker,
                ClientRow.code,
                UnitRow.name,
                func.coalesce(FacilityRow.name, ReferralRow.kind),
                ReferralRow.day,
                ReferralRow.status,
            )
            .join(ClientRow, ClientRow.id == ReferralRow.client)
            .join(UnitRow, UnitRow.code == ReferralRow.unit)
            .outerjoin(FacilityRow, FacilityRow.number == ReferralRow.facility)
            .where(ReferralRow.unit.in_(_codes(asked)), ReferralRow.day <= until)
            .where(ReferralRow.status.in_(OPEN_REFERRALS))
            .order_by(ReferralRow.day, ReferralRow.number)
        )
        found: dict[str, list[Waiting]] = {}
        for satker, *about in await self._rows(query):
            found.setdefault(satker, []).append(Waiting(*about))
        return found

    # --- Units ---

    async def histories(self, asked: Asked, until: date) -> dict[str, list[Reached]]:
        """The history of each unit, up to a day."""
        query = select(StageRow).where(StageRow.unit.in_(_codes(asked)), StageRow.day <= until)
        histories: dict[str, list[Reached]] = {}
        for row in await self._work.run(query.order_by(StageRow.unit, StageRow.day, StageRow.at, StageRow.number)):
            histories.setdefault(row.unit, []).append(reached_of(row))
        return histories

    async def goals(self, year: int) -> dict[tuple[str, str], dict[str, int]]:
        """The targets of a year, by level and place, then by stage. The newest one holds."""
        query = select(TargetRow).where(TargetRow.year == year).order_by(TargetRow.at, TargetRow.number)
        goals: dict[tuple[str, str], dict[str, int]] = {}
        for row in await self._work.run(query):
            goals.setdefault((row.level, row.place), {})[row.stage] = row.amount
        return goals

    async def surveyed(self, asked: Asked, today: date) -> dict[str, list[Batch]]:
        """What may be shown of the survey, by satker. Only whole satkers can be put into batches."""
        satkers = sorted(await self.satkers(asked)) if asked.level is not Level.NATION else None
        tallies = await self._surveys.tallies_of(satkers)
        return {satker: batches(answers, today) for satker, answers in tallies.items()}

    async def _rows(self, query: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await self._work.run(query)]


def _newest(condition: ColumnElement[bool]) -> Any:
    """The newest day of a unit with something counted: one step into the key, however many there are."""
    days = select(IndicatorRow.day).where(IndicatorRow.unit == UnitRow.code, IndicatorRow.value > 0, condition)
    return days.order_by(IndicatorRow.day.desc()).limit(1).scalar_subquery()


def _within(asked: Asked) -> ColumnElement[bool]:
    """Units of these places; the query knows their satkers."""
    return UnitRow.code.in_(asked.places) if asked.level is Level.UNIT else _of_satkers(asked)


def _of_satkers(asked: Asked) -> ColumnElement[bool]:
    match asked.level:
        case Level.UNIT:
            return SatkerRow.code.in_(select(UnitRow.satker).where(UnitRow.code.in_(asked.places)))
        case Level.SATKER:
            return SatkerRow.code.in_(asked.places)
        case Level.PROVINCE:
            return PROVINCE.in_(asked.places)
    return SatkerRow.code.is_not(None)


def _codes(asked: Asked) -> Codes:
    """The codes of the units of a place."""
    return select(UnitRow.code).join(SatkerRow, SatkerRow.code == UnitRow.satker).where(_within(asked))


_PLACES = {By.UNIT: UnitRow.code, By.SATKER: UnitRow.satker, By.PROVINCE: PROVINCE}


def _place(by: By) -> Any:
    return _PLACES[by]


def _placed(query: Select[*tuple[Any, ...]], by: By, asked: Asked, unit: Any) -> Select[*tuple[Any, ...]]:
    """The query with what it takes to know the place of each unit."""
    query = query.join(UnitRow, UnitRow.code == unit)
    return query.join(SatkerRow, SatkerRow.code == UnitRow.satker).where(_within(asked))
