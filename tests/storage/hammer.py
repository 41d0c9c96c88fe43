"""Another process that writes to the same database: so many letters and reports of one person."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from storage.database import Database
from storage.sealing import load_keyring
from tests.storage.hands import put, report


async def hammer(url: str, keys: str, chat: int, times: int) -> None:
    database = Database(url, load_keyring(Path(keys)), holder=f"hammer {chat}")
    who = database.keyring.who("staff", chat)
    for n in range(times):
        await put(database, str(n), chat=chat)
        async with database.transaction() as store:
            person = await store.people.by_who(who)
            assert person is not None
            await report(store, person)
    await database.close()


if __name__ == "__main__":
    asyncio.run(hammer(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
