"""F27: both bots, delivery, the clock, the command line and another process write at once, and nothing gets lost."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from pathlib import Path

import pytest

from storage.database import Database
from tests.storage.hands import join, put, report
from tests.transcript import Talk
from tests.world import AIR_MESU, World

ROOT = Path(__file__).parents[2]
TIMES = 25
TELLING_OF_TROUBLE = ("does not answer", "locked", "failed", "quarantine", "one by one")


async def another_process(*words: str, **variables: str) -> None:
    """Run one, and let it be well."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *words, cwd=ROOT, env={**os.environ, **variables},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, said = await process.communicate()
    assert process.returncode == 0, said.decode()


async def sequence_of(database: Database, chat: int) -> int:
    async with database.reading() as store:
        session = await store.sessions.of(database.keyring.who("staff", chat))
    assert session is not None
    return session.seq


async def test_f27_everything_writes_at_once_and_no_update_is_lost(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    rina, melati = await world.joined("Rina"), Talk(world, "Melati", bot=world.help)
    settings, database = world.settings, world.running.database
    before = await sequence_of(database, rina.person.id)
    chat = rina.person.id
    variables = {
        "SUAR_STAFF_TOKEN": settings.staff_token,
        "SUAR_TELEGRAM_API": settings.telegram_api,
        "SUAR_DATABASE_URL": settings.database_url,
        "SUAR_KEYS": str(settings.keys),
    }

    async def people_talk() -> None:
        for n in range(TIMES):
            melati.does(f"halo {n}")
            Talk(world, f"Asing{n % 5}").does(f"halo {n}")
            await asyncio.sleep(0)

    async def this_process_writes() -> None:
        for n in range(TIMES):
            await put(database, str(n), chat=chat)
            async with database.transaction() as store:
                person = await store.people.by_who(database.keyring.who("staff", chat))
                assert person is not None
                await report(store, person)

    await asyncio.gather(
        people_talk(),
        this_process_writes(),
        another_process("tests.storage.hammer", settings.database_url, str(settings.keys), str(chat), str(TIMES)),
        another_process("bot.cli", "invite", "--role", "agen", "--unit", AIR_MESU, **variables),
    )
    await drained(world)
    assert await sequence_of(database, chat) == before + 2 * TIMES
    async with database.reading() as store:
        assert await store.submissions.count() == 2 * TIMES
        assert await store.submissions.newest(f"AMT-2611-{2 * TIMES:04d}") is not None
        assert await store.quarantine.count() == 0
    said = [record.getMessage() for record in caplog.records]
    assert not [line for line in said if any(word in line for word in TELLING_OF_TROUBLE)]


async def drained(world: World) -> None:
    """Wait until every letter has left, those of the other process too."""
    await world.quiet()
    async with asyncio.timeout(30):
        while True:
            async with world.store() as store:
                if not await store.outbox.count():
                    return
            await asyncio.sleep(0.05)


async def test_f27_many_at_once_in_this_process_lose_nothing_either(database: Database) -> None:
    person = await join(database)

    async def one(n: int) -> None:
        await put(database, str(n))
        async with database.transaction() as store:
            await report(store, person)

    await asyncio.gather(*map(one, range(60)))
    async with database.reading() as store:
        assert await store.submissions.count() == 60
        assert await store.outbox.count() == 60
        session = await store.sessions.of(database.keyring.who("staff", 7_000_000_001))
    assert session is not None
    assert session.seq == 60
