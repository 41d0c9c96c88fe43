"""Every kind of record has its period, and what is over is forgotten; not a moment before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from domain.files import Wanted
from domain.people import Invitation, Role
from domain.retention import period, retention
from scheduler.retention import forget_what_is_over
from storage import help_tables, programme_tables
from storage.case_keys import STORE
from storage.database import Database
from storage.drafts import DROPPED
from storage.due import DueThing
from storage.store import Store
from storage.surveys import Place
from storage.tables import FileRow, Table
from storage.typed import Typed
from tests.storage.hands import NOON, Clock, begin, join, session_of
from tests.world import AIR_MESU

ALMOST = timedelta(seconds=1)

Makes = Callable[[Database, Store], Awaitable[None]]


def test_every_table_has_an_entry_and_every_entry_a_table() -> None:
    assert help_tables.Table is programme_tables.Table is Table  # both have told their tables
    assert set(retention()) == {*Table.metadata.tables, *STORE.tables}


# --- What is made, and is over at NOON -----------------------------------------------------------


async def something_done(_database: Database, store: Store) -> None:
    store.due.plan(DueThing("draft:1", "draft", 1, NOON))
    await store.due.flush()
    await store.due.done("draft:1", NOON)


async def an_invitation(_database: Database, store: Store) -> None:
    await store.invites.put(b"digest", Invitation(Role.PUSAT), None, NOON, NOON)


async def a_survey_link(_database: Database, store: Store) -> None:
    await store.surveys.make(b"digest", Place("BNNK-PGK", AIR_MESU), "client:7", date(2026, 7, 1), NOON)


async def a_typed_answer(database: Database, store: Store) -> None:
    store.typed.note(await session_of(database, store), Typed(1, 1, ("cara",), "Kunjungan"))


async def a_trace(database: Database, store: Store) -> None:
    await store.traces.note(await session_of(database, store), 1)


async def a_file_that_failed(database: Database, store: Store) -> None:
    store.files.ask(await session_of(database, store), 1, "foto", Wanted.PHOTO, "file id", message_id=1)
    await store.files.flush()
    key = await store.files._work.connection.scalar(select(FileRow.id))
    assert key is not None
    await store.files.fail(key)


async def an_odd_update(_database: Database, store: Store) -> None:
    await store.quarantine.put("staff", 1, "Odd", {"text": "x"})


async def an_update(_database: Database, store: Store) -> None:
    await store.updates.take("staff", [1])


@pytest.mark.parametrize(
    ("table", "makes"),
    [
        ("due", something_done),
        ("invites", an_invitation),
        ("survey_links", a_survey_link),
        ("typed", a_typed_answer),
        ("traces", a_trace),
        ("files", a_file_that_failed),
        ("quarantine", an_odd_update),
        ("updates_done", an_update),
    ],
)
async def test_what_is_over_is_forgotten_when_its_period_ends(
    database: Database, clock: Clock, table: str, makes: Makes
) -> None:
    async with database.transaction() as store:
        await makes(database, store)
    for later, left in ((-ALMOST, 1), (ALMOST, 0)):
        clock.now = NOON + period(table) + later
        await forget_what_is_over(database, clock.now)
        assert await count(database, table) == left


async def count(database: Database, table: str) -> int:
    query = select(func.count()).select_from(Table.metadata.tables[table])
    async with database.reading() as store:
        return int(await store.due._work.connection.scalar(query) or 0)


async def test_what_is_not_done_yet_is_not_forgotten(database: Database, clock: Clock) -> None:
    async with database.transaction() as store:
        store.due.plan(DueThing("draft:1", "draft", 1, NOON))
    clock.now = NOON + 10 * period("due")
    await forget_what_is_over(database, clock.now)
    assert await count(database, "due") == 1


async def test_of_a_draft_that_was_thrown_away_no_answer_is_left(database: Database) -> None:
    rina = await join(database)
    async with database.transaction() as store:
        key = (await begin(store, rina, b'{"catatan": "..."}')).id
    async with database.transaction() as store:
        draft = await store.drafts.of(key)
        assert draft is not None
        assert store.drafts.opened(draft) == b'{"catatan": "..."}'
        store.drafts.close(draft, DROPPED, NOON)
    async with database.reading() as store:
        draft = await store.drafts.of(key)
        assert draft is not None
        assert (draft.status, store.drafts.opened(draft)) == (DROPPED, b"")
