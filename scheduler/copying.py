"""The one copy of the case keys: written anew soon after each erasure, and every hour."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from storage.database import Database
from storage.key_copies import seal_copy

log = logging.getLogger(__name__)

AT_LEAST = timedelta(hours=1)  # real time

Write = Callable[[bytes], None]


class Copying:
    """Writes the copy when it is due. `write` puts it in the place of the earlier one; it raises `OSError`."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._erased: set[int] | None = None  # by the copy that is there; unknown until this process wrote one
        self._at: datetime | None = None
        self._fails = False

    async def work(self, database: Database, _now: datetime) -> int:
        """As a job of the clock."""
        keys = database.case_keys
        if keys is None:
            return 0
        async with database.reading() as store:
            real = store.real
        if self._at is not None and real - self._at < AT_LEAST and (await keys.erased()).keys() == self._erased:
            return 0
        return await self._copy(database, real)

    async def _copy(self, database: Database, real: datetime) -> int:
        try:
            erased = await copy_now(database, self._write, real)
        except OSError as failed:
            if not self._fails:
                log.error(
                    "SUAR_CASE_KEYS_COPY cannot be written (%s): until it can, it keeps the keys of erased cases",
                    failed.strerror,
                )
            self._fails = True
            return 0
        if self._fails:
            log.warning("SUAR_CASE_KEYS_COPY is written again")
        self._erased, self._at, self._fails = erased, real, False
        return 1


async def copy_now(database: Database, write: Write, real: datetime) -> set[int]:
    """Write the copy. Gives the erasures that it knows of. Raises `OSError`."""
    if database.case_keys is None:
        return set()
    content = await database.case_keys.content()
    await asyncio.to_thread(write, seal_copy(content, database.keyring, real))
    return set(content.erasures)
