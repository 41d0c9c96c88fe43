"""The key that chats of the help bot are looked up by lives for a week. Then all are kept under the next one."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.retention import period
from storage.case_key import Generation
from storage.case_keys import CaseKeys
from storage.database import Database

LIVES = period("generations")  # a week, real time
STILL_USED = timedelta(minutes=10)  # longer than a transaction that knows the earlier key only
AT_ONCE = 200
BOT = "help"


async def renew_lookup_key(database: Database, _now: datetime) -> int:
    """Begin a new generation when the newest is a week old, move all chats to it, and destroy the older ones.

    They go at the next look: a chat that came while all were moved may be kept under one. Gives how many chats were
    moved.
    """
    keys = database.case_keys
    if keys is None:
        return 0
    newest, *older = await keys.generations()
    async with database.reading() as store:
        real = store.real
    if real - newest.made_at >= LIVES:
        newest, older = await keys.begin_generation(real), [newest, *older]
    moved = await _move_all(database, newest)  # also from keys that are gone: a backup may have brought them back
    if real - newest.made_at >= STILL_USED:
        await _end(database, keys, older)
    return moved


async def move_chats(database: Database) -> int:
    """Keep all chats under the newest lookup key, so that they are found."""
    if database.case_keys is None:
        return 0
    return await _move_all(database, (await database.case_keys.generations())[0])


async def _move_all(database: Database, newest: Generation) -> int:
    moved = 0
    while True:
        async with database.transaction() as store:
            whos = await store.doors.older_than(newest.number, AT_ONCE)
            await store.turns.wait_for(whos)
            for who in whos:
                session = await store.sessions.of(who)
                if session is None:  # its case is gone: whoever writes from there is new
                    await store.doors.close(who)
                else:
                    await store.doors.renew(who, newest.hash(BOT, session.chat), newest.number)
        moved += len(whos)
        if len(whos) < AT_ONCE:
            return moved


async def _end(database: Database, keys: CaseKeys, older: list[Generation]) -> None:
    """Destroy the keys that nothing is kept under any more."""
    async with database.reading() as store:
        in_use = await store.doors.generations()
    for generation in older:
        if generation.number not in in_use:
            await keys.end_generation(generation.number)
