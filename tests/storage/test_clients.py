"""Clients: no code and no word twice, and what two processes report at once is not lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

from domain.clients import Change, Client, Consent, Event, Status
from domain.people import Person
from storage.database import Database
from storage.store import Store
from tests.storage.hands import NOON, SARI, join
from tests.world import AIR_MESU, KACE

DAY = date(2026, 11, 22)


def a_client(person: Person, code: str = "K-FJ3-5K", word: str = "Teratai", number: str = "AMT-2611-0002") -> Client:
    unit = person.unit.code if person.unit is not None else ""
    return Client(0, code, unit, person.id, word, "P", "26_40", "keluarga", Status.ACTIVE, DAY, number)


async def opened(store: Store, person: Person, client: Client) -> Client:
    """The client, with the consent that they stand on."""
    fresh = await store.clients.open(client)
    assert fresh is not None
    consent = Consent(f"consent-{client.number}", person.id, fresh.unit, DAY, "dewasa", "", record=True)
    await store.consents.put(consent)
    await store.consents.use(consent.number, fresh.id)
    return fresh


async def test_no_code_is_given_twice_and_no_word_of_an_agent(database: Database) -> None:
    rina, sari = await join(database), await join(database, SARI)
    async with database.transaction() as store:
        await opened(store, rina, a_client(rina))
        assert await store.clients.open(a_client(rina, word="Gerimis", number="AMT-2611-0003")) is None
        assert await store.clients.open(a_client(rina, code="K-UCV-XD", number="AMT-2611-0003")) is None
        assert await store.clients.open(a_client(sari, code="K-UCV-XD", number="AMT-2611-0003")) is not None


async def test_an_agent_finds_only_the_own_clients(database: Database) -> None:
    rina, sari = await join(database), await join(database, SARI, KACE)
    async with database.transaction() as store:
        client = await opened(store, rina, a_client(rina))
        for person, sees in ((rina, True), (sari, False)):
            assert (await store.clients.by_code(person, "K-FJ3-5K") is not None) is sees
            assert (await store.clients.by_word(person, "teratai") is not None) is sees
            assert (await store.clients.find(person, client.id) is not None) is sees
            assert (await store.clients.opened_by(person, "AMT-2611-0002") is not None) is sees
            assert bool(await store.clients.labels(person, {"K-FJ3-5K"})) is sees
            assert bool(await store.clients.alike(person, "P", "26_40")) is sees
            assert bool(await store.clients.page(person, most=8)) is sees
            assert bool(await store.clients.count(person)) is sees
            assert bool(await store.clients.counts(person)) is sees
            assert bool(await store.clients.count_of(person, rina.id)) is sees


async def test_who_has_left_finds_nobody(database: Database) -> None:
    rina = await join(database)
    async with database.transaction() as store:
        await opened(store, rina, a_client(rina))
        assert await store.clients.by_code(replace(rina, left_on=DAY), "K-FJ3-5K") is None


async def test_a_correction_of_consent_keeps_its_client_and_its_withdrawal(database: Database) -> None:
    rina = await join(database)
    async with database.transaction() as store:
        client = await opened(store, rina, a_client(rina))
        await store.consents.withdraw(client.id, DAY)
        said = Consent("consent-AMT-2611-0002", rina.id, AIR_MESU, DAY, "dewasa", "", record=True, share=True)
        await store.consents.put(said)
        kept = await store.consents.find(rina, said.number)
    assert kept == replace(said, client=client.id, withdrawn_on=DAY)


async def test_the_same_said_again_is_no_second_event(database: Database) -> None:
    rina = await join(database)
    async with database.transaction() as store:
        client = await opened(store, rina, a_client(rina))
        for _ in range(2):
            event = Event(0, "AMT-2611-0002", DAY, "aktif")
            assert await store.client_events.note(client.id, Change.STATUS, event, rina.id, NOON) == "aktif"
        assert len(await store.client_events.of(client.id, Change.STATUS)) == 1


async def test_two_reports_at_once_see_each_other(database: Database, another: Database) -> None:
    rina = await join(database)
    async with database.transaction() as store:
        client = await opened(store, rina, a_client(rina))

    noted = asyncio.Event()

    async def first() -> None:
        async with database.transaction() as store:
            await store.client_events.note(client.id, Change.STATUS, later, rina.id, NOON)
            noted.set()
            await asyncio.sleep(0.1)  # time enough for the other one to overtake, if it could

    async def second() -> str:
        await noted.wait()
        async with another.transaction() as store:
            return await store.client_events.note(client.id, Change.STATUS, earlier, rina.id, NOON)

    later, earlier = (Event(0, f"AMT-2611-00{day}", date(2026, 11, day), f"status {day}") for day in (20, 10))
    opening = Event(0, "AMT-2611-0002", DAY, "aktif")
    async with database.transaction() as store:
        await store.client_events.note(client.id, Change.STATUS, opening, rina.id, NOON)
    assert await asyncio.gather(first(), second()) == [None, "status 20"]
