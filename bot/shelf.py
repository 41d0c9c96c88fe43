"""Keeping the library up with the forms that satkers publish and withdraw, here or in another process.

A counter in the database moves whenever something comes on offer or is taken off: looking at it costs little.
Versions are read when somebody needs them, in a thread: a long form takes a while.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from bot.forms import read_local
from conversations.form import Form
from conversations.problems import Problem
from handlers.shelves import LocalShelves
from storage.database import Database, DatabaseDown
from storage.local_forms import Edition

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0


class Shelf:
    """The forms of satkers in one process."""

    def __init__(self, database: Database, local: LocalShelves) -> None:
        self._database = database
        self._local = local
        self._turn = -1

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.look()
            except DatabaseDown:
                log.warning("the database does not answer: what satkers offer is looked for later")
            except Exception as failed:  # a row that cannot be read must not end the looking
                log.error("it could not be seen what satkers offer: %s", type(failed).__name__)

    async def look(self) -> None:
        """See whether anything else is on offer, and read what somebody waits for."""
        async with self._database.reading() as store:
            turn = await store.local_forms.turn()
            if turn != self._turn:
                self._local.offer(await store.local_forms.shelves())
                self._turn = turn
        self._local.tidy()
        if self._local.wanted:
            await self.bring(self._local.wanted)

    async def bring(self, editions: Iterable[Edition]) -> None:
        """Read these versions."""
        async with self._database.reading() as store:
            sources = {edition: await store.local_forms.source(edition) for edition in sorted(editions)}
        found: dict[Edition, Form] = {}
        for edition, xml in sources.items():
            form = await asyncio.to_thread(_read, edition, xml) if xml is not None else None
            if form is not None:
                found[edition] = form
        self._local.put(found, sources.keys() - found.keys())


def _read(edition: Edition, xml: str) -> Form | None:
    try:
        return read_local(edition, xml)
    except Problem:
        log.error("a form that was published cannot be read any more: %s", edition[0])
        return None
