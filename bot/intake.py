"""Taking what people send: a batch of updates is handled in one transaction, and confirmed only after it.

When a batch fails it is rolled back and handled again one by one; what still fails is put in quarantine, the person
gets an apology, and the rest go on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.budget import Budget, Verdict
from bot.delivery import Delivery
from bot.desk import Desk
from bot.receipts import Receipts
from bot.transports.errors import Unreadable
from bot.transports.port import RawUpdate, Transport
from domain.messages import Elsewhere, Incoming, Leave, Outgoing, Reached, Unknown
from handlers.apologies import apologise, say_sorry, too_fast
from handlers.chat import Chat
from handlers.kit import HELP
from handlers.routing import route
from storage.database import DatabaseDown
from storage.sealing import Who
from storage.sessions import Session
from storage.store import Store
from storage.turns import Crossed

log = logging.getLogger(__name__)

PLACES = frozenset(("location", "venue"))
TRIES_ALONE = 2
LONGEST_WAIT = 5.0
NO_NUMBER = -1  # what has no number of its own is set aside once in a while, and else forgotten
NUMBERS = range(2**52)
DEEPEST = 50  # levels; Telegram's own updates have about ten

Apology = Callable[[Chat], Awaitable[None]]


@dataclass(frozen=True)
class Read:
    """An update, as far as it could be read."""

    number: int
    raw: RawUpdate
    incoming: Incoming | None
    error: str = ""


class Intake:
    """The way in for one bot."""

    def __init__(
        self,
        desk: Desk,
        transport: Transport,
        delivery: Delivery,
        budget: Budget,
        receipts: Receipts | None = None,
    ) -> None:
        self.bot = desk.bot
        self._desk = desk
        self._database = desk.database
        self._transport = transport
        self._delivery = delivery
        self._budget = budget
        self._receipts = receipts
        self._verdicts: dict[int, Verdict] = {}  # of the batch that is being handled
        self._beside: set[Who] = set()  # whose chats it needs, too
        self.busy = False  # whether a batch is being handled

    async def take(self, raws: Sequence[RawUpdate]) -> None:
        """Handle a batch. When this returns, all of it is saved; until then nothing may be confirmed."""
        self.busy = True
        try:
            await self._until_saved(await self._proved([self._read(raw) for raw in raws]))
        finally:
            self._verdicts.clear()
            self._beside.clear()
            self.busy = False

    async def _proved(self, updates: Sequence[Read]) -> Sequence[Read]:
        """Of the help bot: what costs long is worked out before the transaction begins."""
        if self._receipts is None:
            return updates
        proved = await self._receipts.prove([update.incoming for update in updates])
        return [replace(update, incoming=each) for update, each in zip(updates, proved, strict=True)]

    async def _until_saved(self, updates: Sequence[Read]) -> None:
        wait = 0.1
        while updates:
            try:
                await self._handle(updates)
                return
            except Crossed as crossed:  # begun again at once, and knowing whom to wait for first
                self._beside.add(crossed.who)
            except DatabaseDown as down:
                log.error("the database does not answer (%s): nothing is confirmed, trying again", down)
                await asyncio.sleep(wait)
                wait = min(LONGEST_WAIT, wait * 2)

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

    async def _handle(self, updates: Sequence[Read]) -> None:
        try:
            await self._together(updates)
        except DatabaseDown:
            raise
        except Exception as failed:  # one odd message must not stop its neighbours
            log.warning("a batch of %d failed (%s): one by one", len(updates), type(failed).__name__)
            for update in updates:
                await self._alone(update)

    async def _together(self, updates: Sequence[Read]) -> None:
        at_once: list[Outgoing] = []
        async with self._database.transaction() as store:
            fresh = await store.updates.take(self.bot, [update.number for update in updates])
            await self._each(store, _first_of_each(updates, fresh), at_once)
        self._delivery.at_once(at_once)

    async def _each(self, store: Store, updates: Sequence[Read], at_once: list[Outgoing]) -> None:
        for update in updates:
            if update.incoming is None:
                await self._quarantine(store, update, update.error)
        chats = {u.incoming.chat for u in updates if u.incoming is not None and _is_private(u.incoming)}
        await self._desk.load(store, chats, self._beside)
        for update in updates:
            if update.incoming is not None:
                await self._one(store, update.incoming, at_once)

    async def _one(self, store: Store, incoming: Incoming, at_once: list[Outgoing]) -> None:
        if isinstance(incoming.event, Elsewhere):
            at_once.append(Leave(incoming.chat))
            return
        if not _is_private(incoming) or incoming.from_bot:
            return
        session = store.sessions.in_chat(incoming.chat)
        chat = self._desk.open(store, session, incoming, at_once)
        verdict = self._verdict(session, incoming)
        if verdict in {Verdict.HANDLE, Verdict.HUSH}:
            session.active_at = store.real
            chat.hushed = verdict is Verdict.HUSH
            await route(chat)
        elif self.bot == HELP or not session.is_stranger:
            await too_fast(chat, tell=verdict is Verdict.TELL)

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

    async def _alone(self, update: Read) -> None:
        """One update, by itself. Raises `DatabaseDown` only."""
        for left in reversed(range(TRIES_ALONE)):
            try:
                await self._together([update])
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
                if apology is not None and update.incoming is not None and _is_private(update.incoming):
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


def number_of(raw: Any) -> int | None:
    """The number of an update, if that is one."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if type(number) is int and number in NUMBERS else None


def _first_of_each(updates: Sequence[Read], fresh: set[int]) -> list[Read]:
    """The updates that are new, each once, in the order in which they came."""
    left = set(fresh)
    kept = []
    for update in updates:
        if update.number in left:
            left.discard(update.number)
            kept.append(update)
    return kept


def _is_private(incoming: Incoming) -> bool:
    return incoming.chat != 0 and not isinstance(incoming.event, Elsewhere | Unknown)


def _steady() -> float:
    return asyncio.get_running_loop().time()


def is_deeper(value: Any, levels: int) -> bool:
    """Whether things lie in each other deeper than so. What is nested a thousand times nobody can write down."""
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not levels or any(is_deeper(each, levels - 1) for each in within)


def shape_of(value: Any, levels: int = DEEPEST) -> Any:
    """The names and types in an update, without any value."""
    if isinstance(value, dict) and levels:
        return {name: shape_of(each, levels - 1) for name, each in value.items()}
    if isinstance(value, list) and levels:
        return [shape_of(each, levels - 1) for each in value[:1]]
    return type(value).__name__


def without_places(value: Any) -> Any:
    """The same without where somebody was: a place is only kept as coarse as a form asks for it."""
    if isinstance(value, dict):
        return {n: shape_of(each) if n in PLACES else without_places(each) for n, each in value.items()}
    return [without_places(each) for each in value] if isinstance(value, list) else value


def _without_words(error: BaseException) -> BaseException:
    """The same kind of error at the same place, without its text: that may quote what a person wrote."""
    return RuntimeError(type(error).__name__).with_traceback(error.__traceback__)
