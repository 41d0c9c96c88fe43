"""Fetching the files that people sent: from Telegram, through cleaning and sealing, into the database.

Nothing waits for it: what is to be fetched is a row, claimed with a lease like a letter. That a file has arrived, or
never will, is an event of its person, handled in one transaction with what follows from it.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta
from types import ModuleType

from bot.desk import Desk
from bot.looking import looked_into
from bot.media import examined
from bot.pictures import NotThis
from bot.transports.errors import Busy, Gone, Refused, TelegramError, TooLarge
from bot.transports.port import Transport
from domain.files import Unfit, Wanted, name_of
from domain.messages import Fetched, Incoming
from handlers import attaching, help_arriving, uploading
from handlers.chat import Chat
from handlers.uploading import Looked
from storage.database import DatabaseDown
from storage.files import Coming, Sealed, seal
from storage.sealing import Seals
from storage.store import Store
from storage.turns import Crossed

log = logging.getLogger(__name__)

AT_ONCE = 3
LOOK_SECONDS = 1.0
A_MOMENT = 0.1  # seconds; somebody is at work in a chat that is to be told of the file
PATIENCE = 180.0  # seconds, well inside the lease
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 300.0
GIVE_UP_AFTER = timedelta(hours=6)
MOST_TRIES_OF_GONE = 3  # each asks Telegram anew where the file lies


class Fetching:
    """The files of one bot."""

    def __init__(self, desk: Desk, transport: Transport) -> None:
        self.bot = desk.bot
        self._desk = desk
        self._transport = transport
        self._database = desk.database
        self._woken = asyncio.Event()
        self._looking = False
        self._in_hand = 0
        self._claimed: asyncio.Queue[Coming] = asyncio.Queue()
        self._working = asyncio.Lock()  # one picture is decoded at a time: a large one takes 160 MB

    def wake(self) -> None:
        """There is something to fetch."""
        self._woken.set()

    @property
    def is_idle(self) -> bool:
        """Whether nothing can be fetched at the moment. What Telegram does not give yet is waited for elsewhere."""
        return not (self._in_hand or self._looking or self._woken.is_set())

    async def run(self) -> None:
        """Fetch until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._look_forever())
            for _ in range(AT_ONCE):
                group.create_task(self._work_forever())

    async def _look_forever(self) -> None:
        while True:
            self._looking = True
            self._woken.clear()
            try:
                await self._look()
            except Exception as failed:  # one row that cannot be opened must not stop the others
                log.warning("it could not be seen what is to be fetched: %s", type(failed).__name__)
                await asyncio.sleep(LOOK_SECONDS)  # until it was looked once more nobody may say that nothing waits
                continue
            self._looking = False
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._woken.wait()

    async def _look(self) -> None:
        free = AT_ONCE - self._in_hand
        if free <= 0:
            return
        async with self._database.reading() as store:
            waits = await store.files.waits(self.bot)
        if waits:
            async with self._database.transaction() as store:
                claimed = await store.files.claim(self.bot, free)
            self._in_hand += len(claimed)
            for coming in claimed:
                self._claimed.put_nowait(coming)

    async def _work_forever(self) -> None:
        while True:
            coming = await self._claimed.get()
            try:
                await self._until_saved(coming)
            except Exception as failed:  # it stays claimed, and is tried again when the lease runs out
                log.error("a file could not be dealt with: %s", type(failed).__name__)
            finally:
                self._in_hand -= 1
                self._woken.set()

    # --- One file ---

    async def _until_saved(self, coming: Coming) -> None:
        while True:
            try:
                await self._take(coming)
                return
            except Crossed:
                await asyncio.sleep(A_MOMENT)
            except DatabaseDown as down:
                log.error("the database does not answer (%s): a file waits", down)
                await asyncio.sleep(LOOK_SECONDS)

    async def _take(self, coming: Coming) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                content = await self._transport.fetch(coming.source)
            ready = await self._worked_on(coming, content)
        except NotThis as not_this:
            await self._refuse(coming, not_this.why)
        except TooLarge:
            await self._refuse(coming, Unfit.TOO_LARGE)
        except Refused:
            await self._refuse(coming, Unfit.LOST)
        except (TelegramError, TimeoutError) as failed:
            await self._try_later(coming, failed)
        else:
            await (self._show(coming, ready) if isinstance(ready, Looked) else self._keep(coming, *ready))

    async def _worked_on(self, coming: Coming, content: bytes) -> Looked | tuple[str, Sealed]:
        """An officer's form, looked into in a process of its own; anything else cleaned and sealed."""
        if coming.wanted is Wanted.FORM:
            return await looked_into(content)
        return await self._ready(coming, content, await self._seals(coming))

    async def _seals(self, coming: Coming) -> Seals:
        """What seals it. Raises `CaseGone` when its case was erased meanwhile."""
        async with self._database.reading() as store:
            await store.case_seals.load([coming.case])
            return store.case_seals.of(coming.case) if coming.case is not None else self._database.keyring

    async def _ready(self, coming: Coming, content: bytes, seals: Seals) -> tuple[str, Sealed]:
        async with self._working:
            return await asyncio.to_thread(_examined_and_sealed, coming, content, seals)

    async def _try_later(self, coming: Coming, failed: Exception) -> None:
        """Wait as long as Telegram asks, or longer each time; for ever only until the person has forgotten it."""
        log.warning("a file waits: %s", type(failed).__name__)
        async with self._database.transaction() as store:
            if self._is_hopeless(coming, failed, store.real):
                await self._lose(store, coming, Unfit.LOST)
            else:
                await store.files.later(coming.id, timedelta(seconds=_pause(coming, failed)))

    def _is_hopeless(self, coming: Coming, failed: Exception, real: datetime) -> bool:
        gone = isinstance(failed, Gone) and coming.tries >= MOST_TRIES_OF_GONE
        return gone or real - coming.at > GIVE_UP_AFTER

    # --- What comes of it ---

    async def _keep(self, coming: Coming, name: str, sealed: Sealed) -> None:
        async with self._database.transaction() as store:
            chat = await self._chat(store, coming)
            if not await store.files.is_ours(coming.id):
                return
            await store.files.keep(coming.id, sealed)
            if chat is None or not await _asker(coming).arrived(chat, coming, name):
                await store.files.drop(coming.id)

    async def _show(self, coming: Coming, looked: Looked) -> None:
        """What was found in a form. The file itself has done its work."""
        async with self._database.transaction() as store:
            chat = await self._chat(store, coming)
            if await store.files.is_ours(coming.id):
                await store.files.drop(coming.id)
                if chat is not None:
                    await uploading.arrived(chat, coming, looked)

    async def _refuse(self, coming: Coming, why: Unfit) -> None:
        log.info("a file was not taken: %s", why.value)
        async with self._database.transaction() as store:
            await self._lose(store, coming, why)

    async def _lose(self, store: Store, coming: Coming, why: Unfit) -> None:
        chat = await self._chat(store, coming)
        if await store.files.is_ours(coming.id):
            await store.files.fail(coming.id)
            if chat is not None:
                await _asker(coming).refused(chat, coming, why)

    async def _chat(self, store: Store, coming: Coming) -> Chat | None:
        """The chat that it belongs to. It is locked before the file, as everywhere."""
        await store.turns.wait_for([coming.who])
        session = await store.sessions.of(coming.who)
        if session is None:
            return None
        self._desk.arrivals.refresh(session)
        return self._desk.open(store, session, Incoming(0, session.chat, Fetched(coming.id)), [])


def _asker(coming: Coming) -> ModuleType:
    """Who knows what becomes of it: what belongs to no form was sent in a help thread, unless it is a form itself."""
    if coming.wanted is Wanted.FORM:
        return uploading
    return attaching if coming.draft else help_arriving


def _pause(coming: Coming, failed: Exception) -> float:
    if isinstance(failed, Busy):
        return failed.wait
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (coming.tries - 1))


def _examined_and_sealed(coming: Coming, content: bytes, seals: Seals) -> tuple[str, Sealed]:
    media = examined(coming.wanted, content)
    name = name_of(coming.wanted, coming.id, media.extension)
    return name, seal(seals, coming.id, name, media.mime, media.content)
