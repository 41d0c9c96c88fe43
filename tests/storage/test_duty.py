"""Which satker a help case goes to, and who of it is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert
from sqlalchemy.engine import Connection

from domain.duty import Shift
from domain.people import Role
from storage.database import Database
from storage.duty import Duty, Paging
from storage.programme_tables import DutyRow, SatkerRuleRow, TerritoryRow
from storage.store import Store
from storage.tables import PersonRow, SatkerRow, UnitRow
from tests.storage.hands import NOON

BABEL, KOTA, BANGKA, SULTRA = "BNNP-BABEL", "BNNK-KOTA", "BNNK-BANGKA", "BNNP-SULTRA"
SATKERS = {BABEL: "19", KOTA: "19.71", BANGKA: "19.01", SULTRA: "74"}
UNITS = {
    "19.04.03.2001": KOTA, "19.04.03.2002": KOTA, "19.04.03.2003": BANGKA, "19.40.01.2001": BANGKA,
    "19.71.01.1001": BANGKA, "19.71.01.1002": BANGKA, "19.03.01.2001": KOTA, "19.03.01.2002": BANGKA,
}  # fmt: skip
NAMES = {
    "19": "Babel",
    "19.01": "Bangka",
    "19.04": "Bangka Tengah",
    "19.71": "Pangkalpinang",
    "74": "Sultra",
    "11": "Aceh",
}
BUDI, SITI, WATI, LEFT, ELSEWHERE, AGEN, BOSS, OTHER_BOSS, GONE_BOSS = range(1, 10)
TODAY = date(2026, 11, 22)


@pytest.fixture
async def change(database: Database) -> Callable[..., Any]:
    """Puts the satkers, their units and people into the database; then does to it what a test says."""

    async def execute(*statements: Any) -> None:
        def work(connection: Connection) -> None:
            for statement in statements:
                connection.execute(statement)

        await database.run_sync(work)

    await execute(
        delete(UnitRow),
        delete(SatkerRow),
        delete(TerritoryRow),
        *(
            insert(SatkerRow).values(code=code, name=code, territory=place, added_at=NOON)
            for code, place in SATKERS.items()
        ),
        *(_unit(code, satker) for code, satker in UNITS.items()),
        insert(TerritoryRow).values([{"code": code, "name": name} for code, name in NAMES.items()]),
        *(_person(number, Role.PETUGAS, satker=KOTA, territory="19.71") for number in (BUDI, SITI, WATI)),
        _person(LEFT, Role.PETUGAS, satker=KOTA, territory="19.71", left_on=TODAY),
        _person(ELSEWHERE, Role.PETUGAS, satker=BANGKA, territory="19.01"),
        _person(AGEN, Role.AGEN, unit="19.04.03.2001", satker=KOTA),
        _person(BOSS, Role.BNNP, territory="19"),
        _person(OTHER_BOSS, Role.BNNP, territory="74"),
        _person(GONE_BOSS, Role.BNNP, territory="19", left_on=TODAY),
    )
    return execute


def _unit(code: str, satker: str) -> Any:
    return insert(UnitRow).values(code=code, name=code, satker=satker, prefix=code, added_at=NOON)


def _person(number: int, role: Role, **where: Any) -> Any:
    known = {"id": number, "who": bytes([number]), "role": role.value, "name": f"P{number}", "code": f"P-{number}"}
    return insert(PersonRow).values(**known, pledged_at=NOON, **where)


def _shift(number: str, person: int, second: int | None = None, **others: Any) -> Any:
    hours = {"days": "minggu", "since": "08:00", "until": "16:00", "active": True, "satker": KOTA}
    return insert(DutyRow).values(number=number, person=person, second=second, **{**hours, **others})


def _rule(number: str, rule: str, value: str, since: date = TODAY, satker: str = KOTA) -> Any:
    return insert(SatkerRuleRow).values(number=number, satker=satker, rule=rule, value=value, since=since)


def duty_of(store: Store) -> Duty:
    return Duty(store.places._work)


# --- Which satker --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "unit", "satker"),
    [
        ("19.01", "19.04.03.2001", KOTA),  # the unit that is named, wherever somebody lives
        ("19.71", "19.99.01.2001", KOTA),  # a unit that is not there any more
        ("19.71", None, KOTA),  # its own kabupaten, though another serves units there
        ("19.04", None, KOTA),  # nobody's kabupaten: who serves the most units in it
        ("19.03", None, BANGKA),  # as many: always the same one
        ("19.40", None, BANGKA),
        ("19.05", None, BABEL),  # nobody serves it: the province
        ("19.05.01", None, BABEL),
        ("19", None, BABEL),
        ("74.71", None, SULTRA),
        ("11.01", None, BANGKA),  # no BNNP: whom the operator has named
        ("", None, BANGKA),
        ("", "19.04.03.2001", KOTA),
    ],
)
async def test_a_case_goes_to_whoever_is_nearest(
    database: Database, change: Any, area: str, unit: str | None, satker: str
) -> None:
    await change(
        _person(20, Role.PETUGAS, satker=BABEL, territory="19"),
        _person(21, Role.PETUGAS, satker=SULTRA, territory="74"),
    )
    async with database.reading() as store:
        assert await duty_of(store).satker_for(area, unit, BANGKA) == satker


async def test_a_satker_where_nobody_works_is_passed_over_unless_there_is_no_other(
    database: Database, change: Any
) -> None:
    async with database.reading() as store:
        assert await duty_of(store).satker_for("74.71", None, BANGKA) == BANGKA
        assert await duty_of(store).satker_for("74.71") == SULTRA


async def test_without_anybody_a_case_goes_nowhere(database: Database, change: Any) -> None:
    async with database.reading() as store:
        assert await duty_of(store).satker_for("11") is None
        assert await duty_of(store).satker_for("") is None
        assert await duty_of(store).satker_for("", None, "NOT-THERE") is None


# --- Who of it -----------------------------------------------------------------------------------


async def test_a_roster_holds_who_still_works_there(database: Database, change: Any) -> None:
    await change(
        _shift("1", BUDI, SITI, days="senin selasa", since="20:00", until="06:30"),
        _shift("2", WATI, LEFT),
        _shift("3", LEFT, WATI),
        _shift("4", LEFT),
        _shift("5", ELSEWHERE),
        _shift("6", BUDI, active=False),
        _shift("7", BUDI, satker=BANGKA),
    )
    day, hours = frozenset(["minggu"]), (time(8), time(16))
    async with database.reading() as store:
        assert await duty_of(store).shifts_of(KOTA) == [
            Shift(BUDI, SITI, frozenset(["senin", "selasa"]), time(20), time(6, 30)),
            Shift(WATI, None, day, *hours),
            Shift(WATI, None, day, *hours),
        ]


def at(clock: str, day: int = 22) -> datetime:
    """A moment of November, by UTC: seven hours earlier than in Pangkalpinang."""
    hour, minute = clock.split(".")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=UTC) - timedelta(hours=7)


async def test_those_on_duty_are_paged_and_who_stands_in(database: Database, change: Any) -> None:
    await change(_shift("1", BUDI, SITI), _shift("2", WATI, BUDI))
    async with database.reading() as store:
        paging = await duty_of(store).whom_to_page(KOTA, at("08.00"))
    assert paging == Paging((BUDI, WATI), (SITI,), next_shift=at("08.00", 29))


async def test_while_nobody_is_on_duty_a_case_waits_for_the_next_one(database: Database, change: Any) -> None:
    await change(_shift("1", BUDI, SITI))
    async with database.reading() as store:
        paging = await duty_of(store).whom_to_page(KOTA, at("16.00"))
        assert paging == Paging((), (), nobody=True, next_duty=at("08.00", 29))
        assert paging.next_duty is not None
        assert (await duty_of(store).whom_to_page(KOTA, paging.next_duty)).persons == (BUDI,)


async def test_without_a_roster_every_petugas_is_paged(database: Database, change: Any) -> None:
    async with database.reading() as store:
        assert await duty_of(store).whom_to_page(KOTA, NOON) == Paging((BUDI, SITI, WATI), nobody=True)
        assert await duty_of(store).whom_to_page(SULTRA, NOON) == Paging((), nobody=True)


async def test_hours_are_those_of_the_wall_clock_where_the_satker_is(database: Database, change: Any) -> None:
    await change(
        _person(20, Role.PETUGAS, satker=SULTRA, territory="74"), _shift("1", 20, satker=SULTRA), _shift("2", BUDI)
    )
    async with database.reading() as store:
        east, west = [await duty_of(store).whom_to_page(code, at("07.30")) for code in (SULTRA, KOTA)]
    assert (east.persons, east.nobody) == ((20,), False)
    assert (west.persons, west.nobody) == ((), True)


# --- Rules, and those above ----------------------------------------------------------------------


async def test_the_newest_rule_holds_from_its_day_on_each_for_itself(database: Database, change: Any) -> None:
    await change(
        _rule("2", "janji_jam", "6", date(2026, 11, 1)),
        _rule("1", "janji_jam", "12", date(2026, 11, 10)),
        _rule("3", "janji_jam", "48", date(2026, 11, 23)),
        _rule("2", "sedang", "layani", date(2026, 11, 1)),
        _rule("4", "sedang", "rujuk", TODAY),
        _rule("5", "sedang", "layani", TODAY, satker=BANGKA),
    )
    async with database.reading() as store:
        assert await duty_of(store).rules_of(KOTA, TODAY) == {"janji_jam": "12", "sedang": "rujuk"}
        assert await duty_of(store).rules_of(KOTA, date(2026, 11, 9)) == {"janji_jam": "6", "sedang": "layani"}
        assert await duty_of(store).rules_of(SULTRA, TODAY) == {}


@pytest.mark.parametrize(
    ("code", "head"), [(BUDI, BUDI), (LEFT, None), (ELSEWHERE, None), (AGEN, None), (BOSS, None), (99, None)]
)
async def test_the_head_is_somebody_who_works_there(
    database: Database, change: Any, code: int, head: int | None
) -> None:
    await change(_rule("1", "kepala", f"P-{code}"))
    async with database.reading() as store:
        assert await duty_of(store).head_of(KOTA, TODAY) == head
        assert await duty_of(store).head_of(SULTRA, TODAY) is None


async def test_overseers_are_the_bnnp_of_the_province(database: Database, change: Any) -> None:
    async with database.reading() as store:
        assert await duty_of(store).overseers_of(KOTA) == await duty_of(store).overseers_of(BABEL) == (BOSS,)
        assert await duty_of(store).overseers_of(SULTRA) == (OTHER_BOSS,)
        assert await duty_of(store).overseers_of("NOT-THERE") == ()


async def test_all_satkers_are_listed(database: Database, change: Any) -> None:
    async with database.reading() as store:
        assert [each.code for each in await store.places.satkers()] == sorted(SATKERS)
