"""A transaction is everything or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from sqlalchemy import text

from domain.letters import Letter, Show
from domain.messages import Message
from domain.people import Satker
from storage.database import BadDatabaseUrl, Database, DatabaseDown, read_url
from storage.due import DRAFT_REMINDER, DueThing
from storage.sealing import Keyring, new_keyring
from storage.sessions import Place
from storage.store import Store
from storage.typed import Typed
from tests.storage.hands import NOON, RINA, begin, claim, join, put, report, session_of


class Stumbled(Exception):
    """Something went wrong in the middle."""


@asynccontextmanager
async def stumbling(database: Database) -> AsyncIterator[Store]:
    """A transaction in which something goes wrong at the end."""
    with suppress(Stumbled):
        async with database.transaction() as store:
            yield store
            raise Stumbled


async def everything(store: Store, database: Database) -> None:
    """One of each thing that can be written."""
    session = await session_of(database, store)
    session.place, session.notes = Place.MENU, {"word": "x"}
    person = await store.people.by_who(session.who)
    assert person is not None
    draft = await begin(store, person)
    store.drafts.save(draft, b"more", 1, NOON)
    store.typed.note(session, Typed(7, draft.id, ("/data/note",), "words"))
    await report(store, person)
    store.due.plan(DueThing("slot", DRAFT_REMINDER, draft.id, NOON))
    await store.updates.take("staff", [1])
    await store.quarantine.put("staff", 2, "Odd", {"update_id": 2})
    await store.intakes.beat("staff")
    await store.places.add_satker(Satker("NEW", "New", "19"), NOON)


async def counted(database: Database) -> tuple[object, ...]:
    async with database.reading() as store:
        session = await store.sessions.of(database.keyring.who("staff", RINA))
        person = await store.people.by_who(database.keyring.who("staff", RINA))
        assert session is not None
        assert person is not None
        return (
            session.place,
            session.notes,
            session.seq,
            await store.drafts.count_waiting(person.id),
            await store.submissions.count(),
            await store.due.count(DRAFT_REMINDER),
            await store.quarantine.count(),
            await store.intakes.last("staff"),
            await store.places.satker("NEW"),
            await store.outbox.count(),
        )


async def test_a_transaction_that_stumbles_leaves_nothing_behind(database: Database) -> None:
    await join(database)
    before = await counted(database)
    async with stumbling(database) as store:
        await everything(store, database)
        await store.flush()
    assert await counted(database) == before
    async with database.transaction() as store:
        assert await store.updates.take("staff", [1]) == {1}


async def test_a_transaction_that_ends_well_keeps_it_all(database: Database) -> None:
    await join(database)
    before = await counted(database)
    async with database.transaction() as store:
        await everything(store, database)
    after = await counted(database)
    same = [name for name, (old, new) in enumerate(zip(before, after, strict=True)) if old == new]
    assert same == [2, 9]  # no letter was put


async def test_what_waits_for_the_commit_runs_only_after_it(database: Database) -> None:
    ran: list[str] = []
    async with stumbling(database) as store:
        store.after_commit(lambda: ran.append("lost"))
    async with database.transaction() as store:
        store.after_commit(lambda: ran.append("saved"))
        assert ran == []
    assert ran == ["saved"]


async def test_letters_are_handed_over_only_after_the_commit(database: Database) -> None:
    handed: list[Letter] = []
    database.deliver_through("staff", handed.extend)
    async with stumbling(database) as store:
        session = await session_of(database, store)
        store.outbox.show(session, Show(1, Message("lost")))
        await store.flush()
    await put(database, "one", "two")
    assert [letter.seq for letter in handed] == [1, 2]
    assert await claim(database) == []


async def test_a_database_that_is_away_is_one_error() -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/none", new_keyring(), holder="test")
    assert not await away.answers()
    with pytest.raises(DatabaseDown):
        async with away.transaction():
            pass
    with pytest.raises(DatabaseDown):
        async with away.reading():
            pass
    await away.close()


@pytest.mark.parametrize("url", ["", "mysql://x/y", "not a url", "postgresql://h:port/x"])
def test_a_url_that_cannot_be_used_is_said(url: str) -> None:
    with pytest.raises(BadDatabaseUrl):
        read_url(url)


async def test_only_whoever_has_the_keys_can_read_a_session(
    database_url: str, database: Database, keyring: Keyring
) -> None:
    await join(database)
    ring = Keyring(new_keyring().keys, keyring.lookup, keyring.press)
    thief = Database(database_url, ring, holder="thief")
    with pytest.raises(Exception, match=r"sessions\.chat"):
        async with thief.reading() as store:
            await store.sessions.of(keyring.who("staff", RINA))
    await thief.close()


SLOW = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 3000000) select count(*) from n"


async def test_what_is_cancelled_in_the_middle_of_a_question_leaves_no_lock(database: Database) -> None:
    """Whatever still holds on to the error holds on to a result, too: nobody may have to wait for it to go."""
    asking = asyncio.ensure_future(database.run_sync(lambda connection: connection.execute(text(SLOW)).scalar()))
    await asyncio.sleep(0.1)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError) as held:
        await asking
    async with asyncio.timeout(10), database.transaction() as store:
        await store.places.add_satker(Satker("NEW", "New", "19"), NOON)
    assert held.value is not None
