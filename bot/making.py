"""Making what was ordered: claimed with a lease, made in a process of its own, given in one transaction."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir

from bot.desk import Desk
from bot.holder import runs
from bot.maker import Event, Far, Ready, Say
from bot.makers import Kind
from domain.messages import File, Incoming, Unknown
from domain.orders import LARGEST_FILE, Order, Spoilt
from handlers.chat import Chat
from handlers.orders import show_progress
from storage.database import DatabaseDown
from storage.orders import Claimed
from storage.store import Store
from storage.turns import Crossed

log = logging.getLogger(__name__)

AT_ONCE = 2  # processes: a long one does not hold up the others
LOOK_SECONDS = 2.0
BEAT_SECONDS = 3.0  # so often progress is shown, and the lease renewed
A_MOMENT = 0.1
MOST_TRIES = 3
PATIENCE = 5.0  # seconds that a stop waits
PAUSE = timedelta(seconds=10)

PREFIX = "suar-made-"
Events = asyncio.Queue[Event | None]
Work = Callable[[str, Sequence[Order], Path, Say], Awaitable[None]]  # makes the orders of a kind


class Making:
    """The orders of the members, one batch after another."""

    def __init__(self, desk: Desk, work: Work, kinds: Mapping[str, Kind]) -> None:
        self._desk = desk
        self._database = desk.database
        self._work = work
        self._kinds = kinds
        self._together = {name: kind.together for name, kind in kinds.items()}
        self._woken = [asyncio.Event() for _ in range(AT_ONCE)]
        self._busy = 0

    def wake(self) -> None:
        """There is something to make."""
        for event in self._woken:
            event.set()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is to be made at the moment."""
        return not self._busy and not any(event.is_set() for event in self._woken)

    async def run(self) -> None:
        """Make until cancelled."""
        await asyncio.to_thread(sweep)
        async with asyncio.TaskGroup() as group:
            for woken in self._woken:
                group.create_task(self._run_forever(woken))

    async def _run_forever(self, woken: asyncio.Event) -> None:
        while True:
            self._busy += 1
            woken.clear()
            try:
                while batch := await self._claim():
                    await self._make(batch)
            except Exception as failed:  # the orders stay claimed, and are tried again when the lease runs out
                log.error("orders could not be dealt with: %s", type(failed).__name__)
            finally:
                self._busy -= 1
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await woken.wait()

    async def _claim(self) -> list[Claimed]:
        async with self._database.reading() as store:
            if not await store.orders.wait():
                return []
        async with self._database.transaction() as store:
            return await store.orders.claim(self._together)

    # --- One batch ---

    async def _make(self, batch: Sequence[Claimed]) -> None:
        """Until all are given, or nothing more comes of them."""
        left = {claimed.order.id: claimed for claimed in batch}
        try:
            with TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-") as folder:
                async with self._events([claimed.order for claimed in batch], Path(folder)) as events:
                    while ready := await self._next(events, left):
                        if ready.order in left and await self._is_given(left[ready.order], ready):
                            del left[ready.order]
        except asyncio.CancelledError:
            with suppress(DatabaseDown, TimeoutError):  # then the lease runs out: nobody waits for us to stop
                async with asyncio.timeout(PATIENCE):
                    await self._give_back(left)
            raise
        await self._until_saved(partial(self._give_up, left.values()))

    @asynccontextmanager
    async def _events(self, orders: Sequence[Order], folder: Path) -> AsyncIterator[Events]:
        """What the process says while it works; None at the end."""
        events: Events = asyncio.Queue()
        async with asyncio.TaskGroup() as group:
            work = group.create_task(self._work_on(orders, folder, events))
            yield events
            work.cancel()

    async def _work_on(self, orders: Sequence[Order], folder: Path, events: Events) -> None:
        try:
            await self._work(orders[0].kind, orders, folder, events.put_nowait)
        except Exception as failed:
            log.error("%d of %s could not be made: %s", len(orders), orders[0].kind, type(failed).__name__)
        finally:
            events.put_nowait(None)

    async def _next(self, events: Events, left: dict[int, Claimed]) -> Ready | None:
        """The next one that is made, while anybody waits. From time to time it is told how far they are."""
        far: dict[int, Far] = {}
        beat = time.monotonic() + BEAT_SECONDS
        while left:
            with suppress(TimeoutError):
                async with asyncio.timeout(beat - time.monotonic()):
                    event = await events.get()
                if not isinstance(event, Far):
                    return event
                far[event.order] = event
                continue
            await self._beat(left, far)
            beat = time.monotonic() + BEAT_SECONDS
        return None

    async def _beat(self, left: dict[int, Claimed], far: Mapping[int, Far]) -> None:
        """Show how far those are, and go on only with what is still wanted."""
        shown = {key: left[key] for key in far.keys() & left.keys() if left[key].order.card is not None}
        try:
            async with self._database.transaction() as store:
                await store.turns.wait_for([claimed.who for claimed in shown.values()])
                kept = await store.orders.keep(left)
                for key, claimed in shown.items():
                    chat = await self._chat(store, claimed) if key in kept else None
                    if chat is not None:
                        show_progress(chat, claimed.order, far[key].done, far[key].total)
        except DatabaseDown as down:
            log.warning("the database does not answer (%s): what is being made goes on", down)
            return
        for gone in left.keys() - kept:
            del left[gone]

    # --- What comes of it ---

    async def _is_given(self, claimed: Claimed, ready: Ready) -> bool:
        """Whether it was; else it counts as not made."""
        try:
            await self._until_saved(partial(self._give, claimed, ready))
        except Exception as failed:
            log.error("what was made of %s cannot be given: %s", claimed.order.kind, type(failed).__name__)
            return False
        return True

    async def _give(self, claimed: Claimed, ready: Ready) -> None:
        files = await asyncio.to_thread(_read, ready.files)
        if files is None:
            await self._fail(claimed, Spoilt.TOO_LARGE)
            return
        async with self._database.transaction() as store:
            chat = await self._last_look(store, claimed)
            if chat is not None:
                await self._kinds[claimed.order.kind].give(chat, claimed.order, files, ready.facts)
                if claimed.order.card is not None:
                    store.outbox.withdraw(chat.session, claimed.order.card)

    async def _fail(self, claimed: Claimed, why: Spoilt) -> None:
        async with self._database.transaction() as store:
            chat = await self._last_look(store, claimed)
            if chat is not None:
                await self._kinds[claimed.order.kind].failed(chat, claimed.order, why)

    async def _last_look(self, store: Store, claimed: Claimed) -> Chat | None:
        """The chat that gets it; None when nobody waits for it any more. The order ends with this transaction."""
        await store.turns.wait_for([claimed.who])
        if not await store.orders.take(claimed.order.id):
            return None
        return await self._chat(store, claimed)

    async def _chat(self, store: Store, claimed: Claimed) -> Chat | None:
        session = await store.sessions.of(claimed.who)
        if session is None or session.person is None or not session.person.is_active:
            return None
        self._desk.arrivals.refresh(session)
        return self._desk.open(store, session, Incoming(0, session.chat, Unknown("order")), [])

    async def _give_up(self, left: Collection[Claimed]) -> None:
        """Of these nothing came: they are tried again, each by itself, or given up."""
        for claimed in left:
            if claimed.order.tries >= MOST_TRIES:
                await self._fail(claimed, Spoilt.BROKEN)
        async with self._database.transaction() as store:
            await store.orders.later([claimed.order.id for claimed in left], PAUSE)

    async def _give_back(self, left: Collection[int]) -> None:
        """We stop: somebody else may make these."""
        async with self._database.transaction() as store:
            await store.orders.give_back(left)

    async def _until_saved(self, save: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await save()
                return
            except Crossed:
                await asyncio.sleep(A_MOMENT)
            except DatabaseDown as down:
                log.error("the database does not answer (%s): what was made waits", down)
                await asyncio.sleep(LOOK_SECONDS)


def sweep() -> None:
    """Drop what processes left that were killed while they made something: it tells of people."""
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        number = folder.name.removeprefix(PREFIX).partition("-")[0]
        if number.isdecimal() and not runs(int(number)):
            rmtree(folder, ignore_errors=True)


def _read(paths: Sequence[str]) -> list[File] | None:
    """The files as they are sent; None when one is too large for that."""
    every = [Path(path) for path in paths]
    if any(path.stat().st_size > LARGEST_FILE for path in every):
        return None
    return [File(path.name, path.read_bytes()) for path in every]
