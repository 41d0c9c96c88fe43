"""Taking what people send: a batch of updates is handled in one transaction, and confirmed only after it.

When a batch fails it is rolled back and handled again one by one; what still fails is put in quarantine, the person
gets an apology, and the rest go on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace

from bot.admission import Admission
from bot.budget import Budget, Verdict
from bot.delivery import Delivery
from bot.desk import Desk
from bot.patience import until_it_answers
from bot.receipts import Receipts
from bot.shelf import Shelf
from bot.transports.errors import Unreadable
from bot.transports.port import RawUpdate, Transport
from bot.updates import DEEPEST, Read, first_of_each, is_deeper, number_of, shape_of, without_places
from domain.messages import Elsewhere, Incoming, Leave, Outgoing, Reached
from handlers.apologies import apologise, say_sorry, too_fast
from handlers.chat import Chat
from handlers.kit import HELP
from handlers.routing import route
from handlers.shelves import NotRead
from storage.database import DatabaseDown
from storage.sealing import Who
from storage.sessions import Session
from storage.store import Store
from storage.turns import Crossed

log = logging.getLogger(__name__)

TRIES_ALONE = 2
NO_NUMBER = -1  # what has no number of its own is set aside once in a while, and else forgotten

Apology = Callable[[Chat], Awaitable[None]]


class Intake:
    """The way in for one bot."""

    def __init__(
        self,
        desk: Desk,
        transport: Transport,
        delivery: Delivery,
        budget: Budget,
        receipts: Receipts | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        self.bot = desk.bot
        self._desk = desk
        self._shelf = shelf
        self._database = desk.database
        self._transport = transport
        self._delivery = delivery
        self._budget = budget
        self._receipts = receipts
        self._verdicts: dict[int, Verdict] = {}  # of what is being handled
        self._admission = Admission(desk, delivery, self._save) if desk.bot == HELP else None
        self.busy = False  # whether a batch is being handled

    @property
    def waiting(self) -> int:
        """How many strangers wait to come in."""
        return self._admission.waiting if self._admission is not None else 0

    async def run(self) -> None:
        """Let in who had to wait, until cancelled."""
        if self._admission is not None:
            await self._admission.run()

    async def close(self) -> None:
        """Handle what waits still."""
        if self._admission is not None:
            await self._admission.close()

    async def take(self, raws: Sequence[RawUpdate]) -> None:
        """Handle a batch. When this returns, all of it is saved, except of strangers who wait in a flood; until then
        nothing may be confirmed."""
        self.busy = True
        try:
            updates = [self._read(raw) for raw in raws]
            await (self._admission.take(updates) if self._admission is not None else self._save(updates))
        finally:
            self.busy = False

    async def _save(self, updates: Sequence[Read]) -> None:
        """Handle these. When this returns, all of it is saved."""
        if not updates:
            return
        proved = await self._proved(updates)
        try:
            await until_it_answers(lambda: self._in_turn(proved))
        finally:
            for update in updates:
                self._verdicts.pop(update.number, None)

    async def _proved(self, updates: Sequence[Read]) -> Sequence[Read]:
        """Of the help bot: what costs long is worked out before the transaction begins."""
        if self._receipts is None:
            return updates
        proved = await self._receipts.prove([update.incoming for update in updates])
        return [replace(update, incoming=each) for update, each in zip(updates, proved, strict=True)]

    def _read(self, raw: RawUpdate) -> Read:
        number = number_of(raw)
        if number is None:
            return Read(NO_NUMBER, raw, None, "Unreadable: no update_id")
        try:
            return Read(number, raw, self._discreet(self._transport.read(raw)))
        except Unreadable as unreadable:
            return Read(number, raw, None, f"Unreadable: {unreadable}")

    def _discreet(self, incoming: Incoming) -> Incoming:
        """Of whoever asks for help not even the first name goes any further, nor the language of the phone."""
        return replace(incoming, first_name="", language="") if self.bot == HELP else incoming

    async def _in_turn(self, updates: Sequence[Read]) -> None:
        """Where somebody else is at work on a chat that turns out to be needed, too, it is begun again at once, and
        that chat waited for first. Where a form of a satker has to be read, that is done before it is begun again."""
        beside: set[Who] = set()
        while True:
            try:
                await self._handle(updates, beside)
                return
            except Crossed as crossed:
                beside.add(crossed.who)
            except NotRead as not_read:
                if self._shelf is None:
                    raise
                await self._shelf.bring(not_read.editions)

    async def _handle(self, updates: Sequence[Read], beside: Collection[Who]) -> None:
        try:
            await self._together(updates, beside)
        except DatabaseDown:
            raise
        except Exception as failed:  # one odd message must not stop its neighbours
            log.warning("a batch of %d failed (%s): one by one", len(updates), type(failed).__name__)
            for update in updates:
                await self._alone(update, beside)

    async def _together(self, updates: Sequence[Read], beside: Collection[Who]) -> None:
        at_once: list[Outgoing] = []
        async with self._database.transaction() as store:
            fresh = await store.updates.take(self.bot, [update.number for update in updates])
            await self._each(store, first_of_each(updates, fresh), beside, at_once)
        self._delivery.at_once(at_once)

    async def _each(
        self, store: Store, updates: Sequence[Read], beside: Collection[Who], at_once: list[Outgoing]
    ) -> None:
        for update in updates:
            if update.incoming is None:
                await self._quarantine(store, update, update.error)
        await self._desk.load(store, {update.chat for update in updates if update.chat}, beside)
        for update in updates:
            if update.incoming is not None and isinstance(update.incoming.event, Elsewhere):
                at_once.append(Leave(update.incoming.chat))
            elif update.incoming is not None and update.chat and not update.incoming.from_bot:
                await self._one(store, update.incoming, at_once)

    async def _one(self, store: Store, incoming: Incoming, at_once: list[Outgoing]) -> None:
        session = store.sessions.in_chat(incoming.chat)
        chat = self._desk.open(store, session, incoming, at_once)
        verdict = self._verdict(session, incoming)
        if verdict in {Verdict.HANDLE, Verdict.HUSH}:
            session.active_at = store.real
            chat.hushed = verdict is Verdict.HUSH
            await route(chat)
        elif self.bot == HELP or not session.is_stranger:
            await too_fast(chat, tell=verdict is Verdict.TELL)
        if self._admission is not None:
            self._admission.note(session)

    def _verdict(self, session: Session, incoming: Incoming) -> Verdict:
        """What the sender's budget says: asked once for each message, also when the batch is handled again."""
        if isinstance(incoming.event, Reached):
            return Verdict.HANDLE
        if incoming.update not in self._verdicts:
            self._verdicts[incoming.update] = self._spend(session)
        return self._verdicts[incoming.update]

    def _spend(self, session: Session) -> Verdict:
        crowd = self._delivery.crowd
        return self._budget.spend(session.who, stranger=session.is_stranger, crowd=crowd, now=_steady())

    async def _alone(self, update: Read, beside: Collection[Who]) -> None:
        """One update, by itself. Raises `DatabaseDown` only."""
        for left in reversed(range(TRIES_ALONE)):
            try:
                await self._together([update], beside)
                return
            except DatabaseDown:
                raise
            except Exception as failed:  # the update is kept, the person is told
                if not left:
                    log.exception("an update goes to quarantine", exc_info=_without_words(failed))
                    await self._give_up(update, type(failed).__name__)

    async def _give_up(self, update: Read, error: str) -> None:
        """Set it aside, with an apology. What fails is left out: it cannot stop the ones behind it for ever."""
        for apology in (apologise, say_sorry, None):
            try:
                await self._set_aside(update, error, apology)
                return
            except DatabaseDown:
                raise
            except Exception as failed:
                log.exception("an update could not be set aside", exc_info=_without_words(failed))
        async with self._database.transaction() as store:
            await store.updates.take(self.bot, [update.number])

    async def _set_aside(self, update: Read, error: str, apology: Apology | None) -> None:
        at_once: list[Outgoing] = []
        async with self._database.transaction() as store:
            if update.number in await store.updates.take(self.bot, [update.number]):
                await self._quarantine(store, update, error)
                if apology is not None and update.incoming is not None and update.chat:
                    await apology(await self._chat(store, update.incoming, at_once))
        self._delivery.at_once(at_once)

    async def _chat(self, store: Store, incoming: Incoming, at_once: list[Outgoing]) -> Chat:
        await self._desk.load(store, [incoming.chat])
        session = store.sessions.in_chat(incoming.chat)
        return self._desk.open(store, session, incoming, at_once)

    async def _quarantine(self, store: Store, update: Read, error: str) -> None:
        # Of the help side not a word and no id is kept, not even sealed: only what kind of thing it was.
        only_its_shape = self.bot == HELP or is_deeper(update.raw, DEEPEST)
        body = shape_of(update.raw) if only_its_shape else without_places(update.raw)
        await store.quarantine.put(self.bot, update.number, error, body)


def _steady() -> float:
    return asyncio.get_running_loop().time()


def _without_words(error: BaseException) -> BaseException:
    """The same kind of error at the same place, without its text: that may quote what a person wrote."""
    return RuntimeError(type(error).__name__).with_traceback(error.__traceback__)
