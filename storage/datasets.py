"""Lists that forms may choose from and that come from the database: each person sees what they may see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, true

from domain.access import Action, Record
from domain.people import Person, Role
from storage.programme_tables import (
    ClientRow,
    ConsentRow,
    DutyRow,
    FacilityRow,
    FindingRow,
    HotlineRow,
    PartnerRow,
    ReferralRow,
    SatkerRuleRow,
    StageRow,
    TaskRow,
    TerritoryRow,
)
from storage.reach import within, within_satker
from storage.submissions import REPLACED
from storage.tables import PersonRow, SatkerRow, SubmissionRow, UnitRow
from storage.work import Work

Query = Select[*tuple[Any, ...]]
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Asked:
    """What is asked of the database for one person: the rows that they may see, and which of them are on offer."""

    query: Query
    offered: Condition

    def also(self, names: Collection[str]) -> Query:
        """The rows on offer, and those of these names: a correction keeps what was answered once."""
        key = self.query.selected_columns[0]
        return self.query.where(or_(self.offered, key.in_(sorted(names))) if names else self.offered)


Asks = Callable[[Person, date], Asked]
MOST_ROWS = 20_000  # what a list of a form may hold
OPEN_REFERRALS = ("dikirim", "diterima", "datang", "dilayani")
PROVINCE, DISTRICT = 2, 5  # letters of a code
ARRIVED = ("datang", "dilayani", "selesai")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list for one person. Cells are texts; a day is written as ISO 8601 has it, and what is not known is empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _newest_stage(column: Any, *conditions: Any) -> Any:
    """Of the stage that a unit is in: the one with the latest day. A decree may have come with an earlier one."""
    found = select(column).where(StageRow.unit == UnitRow.code, *conditions)
    newest = found.order_by(StageRow.day.desc(), StageRow.at.desc(), StageRow.number.desc())
    return newest.limit(1).scalar_subquery()


def _units(person: Person, _today: date) -> Asked:
    query = select(
        UnitRow.code.label("name"),
        UnitRow.name.label("label"),
        UnitRow.prefix,
        UnitRow.satker,
        _newest_stage(StageRow.stage).label("stage"),
        _newest_stage(StageRow.track).label("track"),
        UnitRow.since,
        _newest_stage(StageRow.sk_until, StageRow.sk_on.is_not(None)).label("sk_until"),
    )
    may = within(person, Action.SEE, Record.UNIT, unit=UnitRow.code)
    return Asked(query.where(may).order_by(UnitRow.name, UnitRow.code), true())


def _agents(person: Person, _today: date) -> Asked:
    columns = (PersonRow.code.label("name"), PersonRow.name.label("label"), PersonRow.unit, UnitRow.satker)
    query = select(*columns).join(UnitRow, UnitRow.code == PersonRow.unit)  # only an agen belongs to a unit
    may = within(person, Action.SEE, Record.AGENT, unit=PersonRow.unit, owner=PersonRow.id)
    return Asked(query.where(may).order_by(PersonRow.name, PersonRow.code), PersonRow.left_on.is_(None))


def _officers(person: Person, _today: date) -> Asked:
    query = select(PersonRow.code.label("name"), PersonRow.name.label("label"), PersonRow.satker)
    may = within_satker(person, Action.ADD, Record.DUTY, PersonRow.satker)
    officers = query.where(may, PersonRow.role == Role.PETUGAS.value)
    return Asked(officers.order_by(PersonRow.name, PersonRow.code), PersonRow.left_on.is_(None))


def _satker(person: Person, today: date) -> Asked:
    held = select(SatkerRuleRow.value).where(
        SatkerRuleRow.satker == SatkerRow.code, SatkerRuleRow.rule == "sedang", SatkerRuleRow.since <= today
    )
    sedang = held.order_by(SatkerRuleRow.since.desc(), SatkerRuleRow.number.desc()).limit(1).scalar_subquery()
    query = select(
        SatkerRow.code.label("name"),
        SatkerRow.name.label("label"),
        SatkerRow.territory,
        func.coalesce(sedang, literal("rujuk")).label("sedang"),  # the national practice of 2025
    )
    return Asked(query.where(_serves(person)).order_by(SatkerRow.name, SatkerRow.code), true())


def _serves(person: Person) -> Any:
    """Which satkers a person belongs to, or oversees."""
    if person.role in {Role.AGEN, Role.PETUGAS}:
        return SatkerRow.code == person.home
    return within_satker(person, Action.SEE, Record.COUNT, SatkerRow.code)


def _word(person: Person) -> Any:
    """What the client's own agent calls them; empty for everybody else."""
    return case((ClientRow.agent == person.id, ClientRow.word), else_="")


def _clients(person: Person, _today: date) -> Asked:
    of_client = (SubmissionRow.client == ClientRow.id, SubmissionRow.status != REPLACED)
    last = select(func.max(SubmissionRow.day)).where(*of_client, SubmissionRow.form == "pemantauan")
    sessions = select(func.count()).select_from(SubmissionRow).where(*of_client, SubmissionRow.form == "layanan")
    query = select(
        ClientRow.code.label("name"),
        _word(person).label("label"),
        ClientRow.unit,
        PersonRow.code.label("agent"),
        ClientRow.status,
        ClientRow.sex,
        ClientRow.age,
        ClientRow.opened_on.label("since"),
        last.scalar_subquery().label("last"),
        sessions.scalar_subquery().label("sessions"),
        ConsentRow.share,
        ConsentRow.contact,
    )
    consented = and_(ConsentRow.record, ConsentRow.withdrawn_on.is_(None))
    may = within(person, Action.CHANGE, Record.CLIENT, unit=ClientRow.unit, owner=ClientRow.agent)
    found = query.join(ConsentRow, ConsentRow.client == ClientRow.id).join(PersonRow, PersonRow.id == ClientRow.agent)
    return Asked(found.where(may).order_by(_word(person), ClientRow.code), consented)


def _consents(person: Person, _today: date) -> Asked:
    query = select(ConsentRow.number.label("name"), ConsentRow.day.label("label"), ConsentRow.age)
    may = within(person, Action.ADD, Record.CLIENT, unit=ConsentRow.unit, owner=ConsentRow.agent)
    own = query.where(may, ConsentRow.record).order_by(ConsentRow.day.desc(), ConsentRow.number.desc())
    return Asked(own, and_(ConsentRow.client.is_(None), ConsentRow.withdrawn_on.is_(None)))


def _referrals(person: Person, _today: date) -> Asked:
    query = select(
        ReferralRow.number.label("name"),
        _word(person).label("label"),
        ClientRow.code.label("client"),
        ReferralRow.status,
        ReferralRow.day,
        func.coalesce(FacilityRow.name, "").label("facility"),
    )
    may = within(person, Action.CHANGE, Record.REFERRAL, unit=ReferralRow.unit, owner=ClientRow.agent)
    found = query.join(ClientRow, ClientRow.id == ReferralRow.client)
    found = found.outerjoin(FacilityRow, FacilityRow.number == ReferralRow.facility)
    is_open = ReferralRow.status.in_(OPEN_REFERRALS)
    return Asked(found.where(may).order_by(ReferralRow.day, ReferralRow.number), is_open)


def _facilities(person: Person, _today: date) -> Asked:
    query = select(FacilityRow.number.label("name"), FacilityRow.name.label("label"), FacilityRow.kind)
    may = within_satker(person, Action.SEE, Record.FACILITY, FacilityRow.satker)
    return Asked(query.where(may).order_by(FacilityRow.name, FacilityRow.number), FacilityRow.active.is_(True))


def _partners(person: Person, _today: date) -> Asked:
    query = select(PartnerRow.number.label("name"), PartnerRow.name.label("label"), PartnerRow.kind)
    may = within_satker(person, Action.SEE, Record.PARTNER, PartnerRow.satker)
    return Asked(query.where(may).order_by(PartnerRow.name, PartnerRow.number), PartnerRow.active.is_(True))


def _hotlines(person: Person, _today: date) -> Asked:
    query = select(HotlineRow.number.label("name"), HotlineRow.name.label("label"), HotlineRow.line)
    may = within_satker(person, Action.SEE, Record.HOTLINE, HotlineRow.satker)
    return Asked(query.where(may).order_by(HotlineRow.name, HotlineRow.number), HotlineRow.active.is_(True))


def _duty(person: Person, _today: date) -> Asked:
    query = select(DutyRow.number.label("name"), PersonRow.name.label("label"), DutyRow.days)
    may = within_satker(person, Action.SEE, Record.DUTY, DutyRow.satker)
    found = query.join(PersonRow, PersonRow.id == DutyRow.person)
    return Asked(found.where(may).order_by(PersonRow.name, DutyRow.number), DutyRow.active.is_(True))


def _findings(person: Person, _today: date) -> Asked:
    """The newest that was found of each aspect, at the start and at the end."""
    later = FindingRow.__table__.alias("later")
    newer = select(literal(1)).where(
        later.c.unit == FindingRow.unit,
        later.c.aspect == FindingRow.aspect,
        later.c.phase == FindingRow.phase,
        or_(later.c.day > FindingRow.day, and_(later.c.day == FindingRow.day, later.c.number > FindingRow.number)),
    )
    query = select(
        FindingRow.aspect.label("name"),
        FindingRow.aspect.label("label"),
        FindingRow.unit,
        func.max(case((FindingRow.phase == "awal", FindingRow.value))).label("start"),
        func.max(case((FindingRow.phase == "akhir", FindingRow.value))).label("end"),
    )
    may = within(person, Action.SEE, Record.UNIT, unit=FindingRow.unit)
    grouped = query.where(may, ~newer.exists()).group_by(FindingRow.unit, FindingRow.aspect)
    return Asked(grouped.order_by(FindingRow.unit, FindingRow.aspect), true())


def _records(person: Person, today: date) -> Asked:
    """What a unit has done this year."""
    since = date(today.year, 1, 1)
    reports = (SubmissionRow.unit == UnitRow.code, SubmissionRow.status != REPLACED, SubmissionRow.day >= since)
    referrals = (ReferralRow.unit == UnitRow.code, ReferralRow.day >= since)
    checkins = (TaskRow.unit == UnitRow.code, TaskRow.kind == "pemantauan", TaskRow.first_due >= since)
    query = select(
        UnitRow.code.label("name"),
        UnitRow.name.label("label"),
        _count(SubmissionRow, *reports, SubmissionRow.client.is_(None)).label("activities"),
        _count(ClientRow, ClientRow.unit == UnitRow.code, ClientRow.opened_on >= since).label("clients"),
        _count(ReferralRow, *referrals).label("referrals"),
        _count(ReferralRow, *referrals, ReferralRow.status.in_(ARRIVED)).label("arrived"),
        _count(TaskRow, *checkins, TaskRow.done_on.is_not(None)).label("checkins"),
        _count(TaskRow, *checkins, TaskRow.done_on <= TaskRow.first_due).label("on_time"),
    )
    may = within(person, Action.CHANGE, Record.UNIT, unit=UnitRow.code)
    return Asked(query.where(may).order_by(UnitRow.name, UnitRow.code), true())


def _count(table: Any, *conditions: Any) -> Any:
    return select(func.count()).select_from(table).where(*conditions).scalar_subquery()


def _provinces(person: Person, _today: date) -> Asked:
    query = select(TerritoryRow.code.label("name"), TerritoryRow.name.label("label")).where(
        func.length(TerritoryRow.code) == 2
    )
    if person.role is not Role.PUSAT:
        query = query.where(TerritoryRow.code == (person.territory or "")[:2])
    return Asked(query.order_by(TerritoryRow.name), true())


def _regions(_person: Person, _today: date) -> Asked:
    """The provinces that a satker answers families in, for anybody."""
    query = select(TerritoryRow.code.label("name"), TerritoryRow.name.label("label"))
    return Asked(query.where(_answered(PROVINCE)).order_by(TerritoryRow.name), true())


def _districts(_person: Person, _today: date) -> Asked:
    """The kabupaten and kota that a satker answers families in, for anybody."""
    province = func.substr(TerritoryRow.code, 1, PROVINCE).label("province")
    query = select(TerritoryRow.code.label("name"), TerritoryRow.name.label("label"), province)
    return Asked(query.where(_answered(DISTRICT)).order_by(TerritoryRow.name), true())


def _answered(letters: int) -> Condition:
    """Whether a place of so many letters is one that a satker is for, or serves a unit in."""
    satkers = select(func.substr(SatkerRow.territory, 1, letters))
    units = select(func.substr(UnitRow.code, 1, letters))
    return and_(func.length(TerritoryRow.code) == letters, TerritoryRow.code.in_(satkers.union(units)))


# One entry for each: the name that forms call it by, and the question put to the database. The columns `name` (what
# is stored) and `label` (what is shown) come first; the others are there to filter by.
DATASETS: Mapping[str, Asks] = {
    "units.csv": _units,
    "satker.csv": _satker,
    "agents.csv": _agents,
    "officers.csv": _officers,
    "clients.csv": _clients,
    "consents.csv": _consents,
    "referrals.csv": _referrals,
    "facilities.csv": _facilities,
    "partners.csv": _partners,
    "hotlines.csv": _hotlines,
    "duty.csv": _duty,
    "findings.csv": _findings,
    "records.csv": _records,
    "provinces.csv": _provinces,
    "regions.csv": _regions,
    "districts.csv": _districts,
}
PUBLIC = frozenset(("regions.csv", "districts.csv"))
NOBODY = Person(0, Role.PUSAT, "", "", None, None, None)


@cache
def columns_of(name: str) -> tuple[str, ...]:
    """The columns of a list."""
    return tuple(DATASETS[name](NOBODY, date.min).query.selected_columns.keys())


class Datasets:
    """The lists of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, person: Person | None, name: str, today: date, also: Collection[str] = ()) -> Listed:
        """A list as this person may see it; `also` are names of rows that are no longer on offer.

        Who asks for help is nobody here, and sees what anybody may see.
        """
        if person is None and name not in PUBLIC:
            return Listed(columns_of(name), ())
        query = DATASETS[name](person or NOBODY, today).also(also)
        rows = await self._work.run(query.limit(MOST_ROWS))
        cells = tuple(tuple(_cell(cell) for cell in row) for row in rows)
        return Listed(tuple(query.selected_columns.keys()), cells)

    async def any(self, person: Person, name: str, today: date) -> bool:
        """Whether there is anything to choose from."""
        query = DATASETS[name](person, today).also(())
        return (await self._work.run(query.limit(1))).first() is not None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return value.isoformat() if isinstance(value, date) else str(value)
