"""A small country with one of every record in every unit, to see who reaches what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from domain.access import Reach, Record
from domain.people import Person, Role, Unit
from domain.small_cells import LEAST
from storage.database import Database
from storage.help_tables import SurveyAnswerRow
from storage.programme_tables import (
    ClientRow,
    ConsentRow,
    DutyRow,
    EscalationRow,
    FacilityRow,
    HotlineRow,
    IndicatorRow,
    PartnerRow,
    ReferralRow,
    SatkerRuleRow,
    TargetRow,
    TaskRow,
)
from storage.tables import LocalFormRow, PersonRow, SatkerRow, SubmissionRow, UnitRow
from tests.storage.hands import NOON

DAY = date(2026, 11, 22)
SATKERS = {"BNNK-A": "19.71", "BNNK-B": "19.01", "BNNP-C": "74"}  # two in one province, one in another
UNITS = {
    "19.04.03.2001": "BNNK-A",
    "19.71.01.1001": "BNNK-A",
    "19.01.07.2012": "BNNK-B",
    "74.71.05.1003": "BNNP-C",
}


@dataclass(frozen=True)
class Thing:
    """A record, and what decides who reaches it."""

    key: str
    satker: str
    unit: str | None = None
    owner: int | None = None


@dataclass
class Country:
    """Everybody, and everything that there is."""

    people: list[Person] = field(default_factory=list)
    things: dict[Record, list[Thing]] = field(default_factory=dict)
    rows: list[tuple[Any, Mapping[str, Any]]] = field(default_factory=list)

    def add(self, record: Record, thing: Thing, row: Any = None, **values: Any) -> None:
        self.things.setdefault(record, []).append(thing)
        if row is not None:
            self.rows.append((row, values))

    def agents_of(self, unit: str) -> list[Person]:
        return [each for each in self.people if each.unit is not None and each.unit.code == unit]

    def known(self, record: Record) -> set[str]:
        """All there is of this kind here: the test database has a few satkers and units besides."""
        return {thing.key for thing in self.things.get(record, ())}

    def expected(self, person: Person, record: Record, how_far: Reach) -> set[str]:
        """Who reaches what, said once more, by itself."""
        return {thing.key for thing in self.things.get(record, ()) if _reaches(person, thing, how_far)}


def _reaches(person: Person, thing: Thing, how_far: Reach) -> bool:
    if not person.is_active:
        return False
    match how_far:
        case Reach.OWN:
            return thing.owner == person.id
        case Reach.UNIT:
            return person.unit is not None and thing.unit == person.unit.code
        case Reach.SATKER:
            return thing.satker == (person.unit.satker if person.unit else person.satker)
        case Reach.PROVINCE:
            return SATKERS[thing.satker][:2] == person.territory
        case Reach.NATION:
            return True
    return False


def a_country() -> Country:
    country = Country()
    country.rows += [
        (SatkerRow, {"code": code, "name": code, "territory": territory, "added_at": NOON})
        for code, territory in SATKERS.items()
    ]
    country.rows += [
        (UnitRow, {"code": unit, "name": unit, "satker": satker, "prefix": f"U{n}", "added_at": NOON, "since": None})
        for n, (unit, satker) in enumerate(UNITS.items())
    ]
    _people(country)
    for unit, satker in UNITS.items():
        country.add(Record.UNIT, Thing(unit, satker, unit))
        _of_unit(country, unit, satker)
    for satker in SATKERS:
        _of_satker(country, satker)
    return country


def _people(country: Country) -> None:
    """Two agents a unit, one of whom has left in the first unit besides; two petugas a satker; bnnp and pusat."""
    number = 0
    for n, (unit, satker) in enumerate(UNITS.items()):
        for left in (None, None, DAY) if n == 0 else (None, None):
            number += 1
            home = Unit(unit, unit, satker, f"U{n}")
            person = Person(number, Role.AGEN, f"A{number}", f"U{n}-{number}", home, None, None, left)
            country.people.append(person)
            country.add(Record.AGENT, Thing(person.code, satker, unit, person.id))
    for satker, territory in SATKERS.items():
        for left in (None, DAY):
            number += 1
            petugas = Person(number, Role.PETUGAS, f"P{number}", f"{satker}-{number}", None, satker, territory, left)
            country.people.append(petugas)
    for province in ("19", "74"):
        number += 1
        country.people.append(Person(number, Role.BNNP, f"B{number}", f"{province}-1", None, None, province))
    country.people.append(Person(number + 1, Role.PUSAT, "Pusat", "PUSAT-01", None, None, None))
    country.rows += [(PersonRow, person_row(each)) for each in country.people]


def person_row(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "who": f"who-{person.id:012}".encode(),
        "role": person.role.value,
        "name": person.name,
        "code": person.code,
        "unit": person.unit.code if person.unit else None,
        "satker": person.satker,
        "territory": person.territory,
        "pledged_at": NOON,
        "left_on": person.left_on,
    }


def _of_unit(country: Country, unit: str, satker: str) -> None:
    country.add(
        Record.COUNT, Thing(unit, satker, unit), IndicatorRow, unit=unit, day=DAY, indicator="laporan.x", value=3
    )
    _answers(country, Thing(unit, satker, unit))
    for agent in country.agents_of(unit):
        _of_agent(country, agent, Thing("", satker, unit, agent.id))


def _answers(country: Country, of: Thing) -> None:
    """As many answers to the survey as are shown, about a unit or a satker; what they say of it is its code."""
    answer = {"month": DAY.replace(day=1), "marks": "3" * 9, "sex": "", "age": "", "words": None}
    country.add(Record.SURVEY, of)
    country.add(Record.SUGGESTION, of)
    for _ in range(LEAST):
        values = {"id": len(country.rows), "satker": of.satker, "unit": of.unit, "service": of.key, **answer}
        country.rows.append((SurveyAnswerRow, values))


def _of_agent(country: Country, agent: Person, where: Thing) -> None:
    """A client with consent, a report about them and one about nobody, a task and a referral."""
    client, unit = 1000 + agent.id, where.unit
    code, number = f"K-{agent.id:03}-XX", f"N-{agent.id}"

    def mine(key: str) -> Thing:
        return Thing(key, where.satker, unit, agent.id)

    country.add(
        Record.CLIENT, mine(code), ClientRow, id=client, code=code, unit=unit, agent=agent.id, word="Teratai",
        sex="L", age="18_25", door="penjangkauan", status="aktif", opened_on=DAY, number=f"{number}-K",
    )  # fmt: skip
    country.add(Record.CODE, mine(code))
    country.rows.append((ConsentRow, _consent(agent, unit or "", client)))
    for record, of in ((Record.CASE, client), (Record.ACTIVITY, None)):
        key = f"{number}-{record.name}"
        country.add(record, mine(key), SubmissionRow, **_report(agent, unit or "", key, of))
    country.add(
        Record.TASK, mine(f"{number}-T"), TaskRow, id=3000 + agent.id, slot=f"{number}-T", unit=unit,
        person=agent.id, client=client, about="", kind="pemantauan", form="pemantauan", step=1, since=DAY, due=DAY,
        first_due=DAY, state="open", done_by="", done_on=None, closed_at=None,
    )  # fmt: skip
    country.add(
        Record.REFERRAL, mine(f"{number}-R"), ReferralRow, number=f"{number}-R", client=client, unit=unit,
        kind="puskesmas", facility="", day=DAY, status="dikirim", status_on=DAY,
    )  # fmt: skip


def _consent(agent: Person, unit: str, client: int) -> dict[str, Any]:
    return {
        "number": f"N-{agent.id}-P",
        "agent": agent.id,
        "unit": unit,
        "day": DAY,
        "age": "dewasa",
        "guardian": "",
        "record": True,
        "contact": True,
        "share": True,
        "client": client,
        "withdrawn_on": None,
    }


def _report(agent: Person, unit: str, number: str, client: int | None) -> dict[str, Any]:
    return {
        "id": 5000 + agent.id * 10 + bool(client),
        "number": number,
        "version": 1,
        "draft": 7000 + agent.id * 10 + bool(client),
        "form": "x",
        "form_version": "1",
        "person": agent.id,
        "unit": unit,
        "day": DAY,
        "sent_at": NOON,
        "instance": b"",
        "fingerprint": "f",
        "client": client,
        "status": "sent",
    }


def _of_satker(country: Country, satker: str) -> None:
    where, province = Thing(satker, satker), SATKERS[satker][:2]
    _answers(country, where)
    petugas = next(each.id for each in country.people if each.satker == satker)
    kept = {"number": satker, "satker": satker, "active": True}
    country.add(
        Record.FACILITY, where, FacilityRow, **kept, name="F", kind="puskesmas", area="", phone="", hours="",
        checked_on=DAY,
    )  # fmt: skip
    country.add(Record.PARTNER, where, PartnerRow, **kept, name="M", kind="usaha", field="", contact="")
    country.add(
        Record.HOTLINE, where, HotlineRow, **kept, name="H", line="119", hours="", scope="", coverage="",
        checked_on=DAY,
    )  # fmt: skip
    country.add(
        Record.DUTY, where, DutyRow, **kept, person=petugas, second=None, days="senin", since="08:00", until="16:00"
    )
    country.add(
        Record.RULE, where, SatkerRuleRow, number=satker, rule="sedang", satker=satker, value="rujuk", since=DAY
    )
    country.add(
        Record.CONCERN, where, EscalationRow, id=9000 + len(country.rows), key=satker, satker=satker, since=DAY,
        raised_on=DAY, turn=1,
    )  # fmt: skip
    country.add(
        Record.LOCAL_FORM, where, LocalFormRow, id=8000 + len(country.rows), satker=satker, form=satker, version="1",
        title="G", state="published", about="{}", xml=None, source_hash=b"", sent_by=petugas, sent_at=NOON,
        released_by=None, published_at=NOON, ended_by=None, ended_at=None,
    )  # fmt: skip
    bnnp = next(each.id for each in country.people if each.role is Role.BNNP and each.territory == province)
    country.add(
        Record.TARGET, where, TargetRow, number=satker, year=2026, level="satker", place=satker, stage="operasional",
        amount=5, at=NOON, by=bnnp,
    )  # fmt: skip


async def settle(database: Database, country: Country) -> None:
    """Put the country into the database."""

    def work(connection: Connection) -> None:
        for row, values in country.rows:
            connection.execute(insert(row).values(**values))

    await database.run_sync(work)
