"""What goes out in files: whose, of when, in which order, and none of who took consent back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.access import Action, Record, reach
from domain.people import Person, Role
from storage import exporting
from storage.database import Database
from storage.exporting import Scope
from storage.store import Store
from storage.submissions import REPLACED, instance_place
from storage.tables import SubmissionRow
from tests.storage.programme import DAY, Country, a_country, settle

ALWAYS = (date(2000, 1, 1), date(2100, 1, 1))


def sealed(database: Database, country: Country) -> Country:
    """Reports that can be opened."""

    def open_to_us(values: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**values, "instance": database.keyring.seal(b"<x/>", instance_place(values["id"]))}

    country.rows[:] = [
        (table, open_to_us(values) if table is SubmissionRow else values) for table, values in country.rows
    ]
    return country


@pytest.fixture
async def country(database: Database) -> Country:
    made = sealed(database, a_country())
    await settle(database, made)
    return made


async def numbers(store: Store, scope: Scope) -> list[str]:
    counts = await store.exporting.counts(scope)
    return [report.number async for portion in store.exporting.reports(scope, counts) for report in portion]


async def codes(store: Store, scope: Scope) -> set[str]:
    units = await store.exporting.units(scope)
    return {client.code async for clients in store.exporting.clients(scope, units) for client in clients}


def expected(country: Country, person: Person, record: Record) -> set[str]:
    return country.expected(person, record, reach(person.role, Action.EXPORT, record))


async def test_everybody_takes_along_what_the_table_says_and_nothing_else(
    database: Database, country: Country
) -> None:
    async with database.reading() as store:
        for person in country.people:
            scope = Scope(person, *ALWAYS)
            found = set(await numbers(store, scope))
            reports = expected(country, person, Record.ACTIVITY) | expected(country, person, Record.CASE)
            assert found == reports, person
            assert await codes(store, scope) == expected(country, person, Record.CLIENT), person
            assert sum((await store.exporting.counts(scope)).values()) == len(found)
            assert {form for form, _ in await store.exporting.forms(scope)} == ({"x"} if found else set())


async def test_an_overseer_gets_neither_rows_nor_open_counts(database: Database, country: Country) -> None:
    overseers = [person for person in country.people if person.role in {Role.BNNP, Role.PUSAT}]
    async with database.reading() as store:
        for person in overseers:
            scope = Scope(person, *ALWAYS)
            assert await numbers(store, scope) == []
            with pytest.raises(LookupError):
                await anext(store.exporting.monthly(scope, await store.exporting.units(scope)))


async def test_a_place_narrows_what_somebody_takes_along_and_widens_nothing(
    database: Database, country: Country
) -> None:
    petugas = next(person for person in country.people if person.satker == "BNNK-A" and person.is_active)
    async with database.reading() as store:
        every = set(await numbers(store, Scope(petugas, *ALWAYS)))
        one = set(await numbers(store, Scope(petugas, *ALWAYS, unit="19.04.03.2001")))
        assert one < every
        assert await numbers(store, Scope(petugas, *ALWAYS, unit="74.71.05.1003")) == []
        assert await numbers(store, Scope(petugas, *ALWAYS, satker="BNNP-C")) == []
        whole = Scope(petugas, *ALWAYS)
        units = await store.exporting.units(whole)
        counted = [(each.unit, each.total) async for each in store.exporting.monthly(whole, units)]
        assert counted == [("19.04.03.2001", 3), ("19.71.01.1001", 3)]


async def test_the_operator_takes_along_what_they_name(database: Database, country: Country) -> None:
    every = country.known(Record.ACTIVITY) | country.known(Record.CASE)

    def of(satkers: set[str]) -> set[str]:
        things = [*country.things[Record.ACTIVITY], *country.things[Record.CASE]]
        return {thing.key for thing in things if thing.satker in satkers}

    async with database.reading() as store:
        assert set(await numbers(store, Scope(None, *ALWAYS))) == every
        assert set(await numbers(store, Scope(None, *ALWAYS, satker="BNNK-B"))) == of({"BNNK-B"})
        assert set(await numbers(store, Scope(None, *ALWAYS, territory="19"))) == of({"BNNK-A", "BNNK-B"})


@pytest.mark.parametrize("at_once", [1, 3, 1000])
async def test_portions_lose_nothing_and_repeat_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", at_once)
    country = a_country()
    first = next(values for table, values in country.rows if table is SubmissionRow)
    for number in range(7):  # several on one day, and on others
        more: dict[str, Any] = {
            "id": 9_000 - number,
            "draft": 9_100 + number,
            "number": f"M-{number}",
            "client": None,
        }
        country.rows.append((SubmissionRow, {**first, **more, "day": DAY + timedelta(days=number % 3)}))
    await settle(database, sealed(database, country))
    scope = Scope(None, *ALWAYS, unit=str(first["unit"]))
    async with database.reading() as store:
        found = await numbers(store, scope)
        counts = await store.exporting.counts(scope)
        assert len(found) == len(set(found)) == sum(counts.values())
        days = [each.day async for portion in store.exporting.reports(scope, counts) for each in portion]
        assert days == sorted(days)


async def test_of_the_versions_of_a_report_the_newest_goes_out(database: Database) -> None:
    country = a_country()
    first = next(values for table, values in country.rows if table is SubmissionRow)
    country.rows = [
        (table, {**values, "status": REPLACED} if values is first else values) for table, values in country.rows
    ]
    country.rows.append((SubmissionRow, {**first, "id": 1, "draft": 1, "version": 2}))
    await settle(database, sealed(database, country))
    async with database.reading() as store:
        counts = await store.exporting.counts(Scope(None, *ALWAYS))
        found = [
            report.version
            async for portion in store.exporting.reports(Scope(None, *ALWAYS), counts)
            for report in portion
            if report.number == first["number"]
        ]
    assert found == [2]


async def test_only_reports_about_these_days_go_out(database: Database, country: Country) -> None:
    async with database.reading() as store:
        assert await numbers(store, Scope(None, DAY + timedelta(days=1), ALWAYS[1])) == []
        assert await numbers(store, Scope(None, ALWAYS[0], DAY - timedelta(days=1))) == []
        assert await numbers(store, Scope(None, DAY, DAY)) != []


async def test_of_a_client_who_took_consent_back_nothing_goes_out(database: Database, country: Country) -> None:
    thing = country.things[Record.CLIENT][0]
    async with database.transaction() as store:
        await store.consents.withdraw(1000 + (thing.owner or 0), DAY)
    scope = Scope(None, *ALWAYS)
    async with database.reading() as store:
        assert thing.key not in await codes(store, scope)
        found = await numbers(store, scope)
        assert f"N-{thing.owner}-CASE" not in found
        assert f"N-{thing.owner}-ACTIVITY" in found
        assert len(found) == sum((await store.exporting.counts(scope)).values())


async def test_an_agent_takes_along_no_report_about_a_client_who_is_somebody_elses_by_now(
    database: Database, country: Country
) -> None:
    agent, other = country.agents_of("19.71.01.1001")[:2]
    async with database.transaction() as store:
        await store.clients.change(1000 + agent.id, agent=other.id, word="Kenanga")
    async with database.reading() as store:
        assert await numbers(store, Scope(agent, *ALWAYS)) == [f"N-{agent.id}-ACTIVITY"]
        assert f"N-{agent.id}-CASE" not in await numbers(store, Scope(other, *ALWAYS))


async def test_whoever_has_left_takes_nothing_along(database: Database, country: Country) -> None:
    agent = replace(country.agents_of("19.71.01.1001")[0], left_on=DAY)
    async with database.reading() as store:
        assert await numbers(store, Scope(agent, *ALWAYS)) == []
        assert await codes(store, Scope(agent, *ALWAYS)) == set()
