"""Sending what the outbox holds. A message may come twice after a crash; none is ever lost.

Each chat has its own queue and at most one letter under way, so order is kept and one slow chat delays nobody else.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.arrivals import Arrivals
from bot.pace import Limits, Pace
from bot.transports.errors import Busy, Gone, OtherKind, Refused, Stale, Unauthorized, Unavailable, Unreachable
from bot.transports.port import Transport
from bot.wiping import wipe
from domain.letters import Erase, Letter, Show, Wipe, Withdraw
from domain.messages import Delete, Edit, Outgoing, Send, Sent
from handlers.kit import HELP
from storage.database import Database, DatabaseDown
from storage.outbox import LEASE, Arrived
from storage.store import Store

log = logging.getLogger(__name__)

SENDERS = 48
ANSWERERS = 24
LONGEST_BACKOFF = 30.0
SWEEP_SECONDS = 1.0
GATHER_SECONDS = 0.05  # letters that leave together are settled together; nobody waits for it
CHATS_OF_A_FLOOD = 3
MOST_FAILURES = 5
LATE = 0.25  # seconds after which a turn is over
SLOW = 1.0  # seconds after which nobody knows when a call reached Telegram
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class _Queue:
    """What waits for one chat. `turn` is the moment from which the first letter may leave."""

    letters: deque[Letter] = field(default_factory=deque)
    turn: float = 0.0
    failures: int = 0


class Delivery:
    """The way out for one bot."""

    def __init__(
        self,
        bot: str,
        transport: Transport,
        database: Database,
        arrivals: Arrivals,
        limits: Limits,
        gather: float = GATHER_SECONDS,
    ) -> None:
        self.bot = bot
        self._transport = transport
        self._database = database
        self._arrivals = arrivals
        self._pace = Pace(limits)
        self._gather = gather
        self._queues: dict[bytes, _Queue] = {}
        self._ready: asyncio.Queue[bytes] = asyncio.Queue()
        self._urgent: asyncio.Queue[Outgoing] = asyncio.Queue()
        self._under_way = 0
        self._done: list[int] = []
        self._arrived: list[Arrived] = []
        self._unreachable: list[tuple[bytes, int]] = []
        self._settle = asyncio.Event()
        self._busy_chats: dict[bytes, float] = {}

    # --- Coming in ---

    def take(self, letters: Iterable[Letter]) -> None:
        """Letters that this process may send now."""
        for letter in letters:
            queue = self._queues.setdefault(letter.who, _Queue())
            queue.letters.append(letter)
            if len(queue.letters) == 1:
                self._schedule(letter.who)

    def at_once(self, calls: Iterable[Outgoing]) -> None:
        """Calls that are made once and never stored, such as answers to button presses."""
        for call in calls:
            self._urgent.put_nowait(call)

    @property
    def is_idle(self) -> bool:
        """Whether everything has left and is settled."""
        nothing_left = not self._queues and self._urgent.empty() and not self._under_way
        return nothing_left and not (self._done or self._arrived or self._unreachable)

    def _schedule(self, who: bytes) -> None:
        """Give the next letter of this chat its turn."""
        wait = self._take_turn(who)
        if wait <= 0.0:
            self._ready.put_nowait(who)
        else:
            asyncio.get_running_loop().call_later(wait, self._ready.put_nowait, who)

    def _schedule_later(self, who: bytes, seconds: float) -> None:
        # The turn is taken after the pause: one that was taken before would come on top of those of that time.
        asyncio.get_running_loop().call_later(seconds, self._schedule, who)

    def _take_turn(self, who: bytes) -> float:
        """How many seconds the next letter of this chat has to wait."""
        queue, now = self._queues[who], _steady()
        deletes = isinstance(queue.letters[0].what, Erase | Withdraw)  # Telegram does not count these
        wait = 0.0 if deletes else self._pace.reserve(who, now)
        queue.turn = now + wait
        return wait

    def _missed_its_turn(self, who: bytes) -> bool:
        """When all senders were busy for long, what has piled up must not leave at once."""
        if _steady() - self._queues[who].turn < LATE:
            return False
        wait = self._take_turn(who)
        if wait > 0.0:
            asyncio.get_running_loop().call_later(wait, self._ready.put_nowait, who)
        return wait > 0.0

    # --- Working ---

    async def run(self) -> None:
        """Send until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(SENDERS):
                group.create_task(self._send_forever())
            for _ in range(ANSWERERS):
                group.create_task(self._answer_forever())
            group.create_task(self._settle_forever())
            group.create_task(self._sweep_forever())

    async def _answer_forever(self) -> None:
        while True:
            call = await self._urgent.get()
            self._under_way += 1
            try:
                await self._transport.send(call)
            except Stale:
                pass  # the person pressed long ago, or the press was answered already: nothing is lost
            except Exception as failed:  # it is made once, whatever happens
                log.info("a %s was not taken: %s", type(call).__name__, type(failed).__name__)
            finally:
                self._under_way -= 1

    async def _send_forever(self) -> None:
        while True:
            who = await self._ready.get()
            self._under_way += 1
            try:
                await self._send_next(who)
            finally:
                self._under_way -= 1

    async def _send_next(self, who: bytes) -> None:
        if self._missed_its_turn(who):
            return
        queue = self._queues[who]
        letter = self._newest_of_card(queue.letters)
        try:
            await self._deliver_counting(letter)
        except Busy as busy:
            self._wait_for_telegram(who, busy.wait)
        except (
            Unavailable,
            Unauthorized,
            DatabaseDown,
        ) as failed:  # a token may be changed: nothing is lost meanwhile
            queue.failures += 1
            log.warning("a letter waits: %s", type(failed).__name__)
            self._schedule_later(who, min(LONGEST_BACKOFF, 0.25 * 2**queue.failures))
        except Unreachable:
            self._give_up_chat(who)
        except Refused as refused:
            log.error("Telegram will never take this letter: %s", refused)
            self._finish(queue, letter)
        except Exception as failed:  # a bug of ours must neither stop the others nor block its chat for ever
            self._fail(queue, letter, type(failed).__name__)
        else:
            queue.failures = 0
            self._finish(queue, letter)

    def _fail(self, queue: _Queue, letter: Letter, error: str) -> None:
        queue.failures += 1
        if queue.failures < MOST_FAILURES:
            log.error("a letter failed (%s); trying again", error)
            self._schedule_later(letter.who, LONGEST_BACKOFF)
        else:
            log.error("a letter is given up after %d tries (%s)", queue.failures, error)
            queue.failures = 0
            self._finish(queue, letter)

    def _newest_of_card(self, letters: deque[Letter]) -> Letter:
        """The next letter; where several states of one card wait in a row, only the last is worth sending."""
        while len(letters) > 1 and _replaces(letters[1], letters[0]):
            self._note_done(letters.popleft())
        return letters[0]

    def _finish(self, queue: _Queue, letter: Letter) -> None:
        queue.letters.popleft()
        self._note_done(letter)
        if queue.letters:
            self._schedule(letter.who)
        else:
            del self._queues[letter.who]

    def _note_done(self, letter: Letter) -> None:
        self._done.append(letter.id)
        self._settle.set()

    def _wait_for_telegram(self, who: bytes, seconds: float) -> None:
        """A 429 pauses its chat. When several chats get one at the same time, it is meant for the whole bot."""
        now = _steady()
        self._busy_chats = {chat: at for chat, at in self._busy_chats.items() if now - at < 1.0} | {who: now}
        if len(self._busy_chats) >= CHATS_OF_A_FLOOD:
            self._pace.pause(seconds, now)
        log.warning("Telegram asks to wait %s s", seconds)
        self._schedule_later(who, seconds)

    def _give_up_chat(self, who: bytes) -> None:
        queue = self._queues.pop(who)
        for letter in queue.letters:
            self._note_done(letter)
        self._unreachable.append((who, queue.letters[-1].seq))

    # --- One letter ---

    async def _deliver_counting(self, letter: Letter) -> None:
        left = _steady()
        try:
            await self._deliver(letter)
        finally:
            if _steady() - left > SLOW:
                # It may have reached Telegram only now, so it counts again now.
                self._pace.reserve(letter.who, _steady())

    async def _deliver(self, letter: Letter) -> None:
        what = letter.what
        if not await self._may_be_read(letter):
            return
        if isinstance(what, Wipe):
            await wipe(self._transport, letter.chat, what.message_id)
        elif isinstance(what, Erase):
            await self._delete(letter.chat, what.message_ids)
        elif isinstance(what, Withdraw):
            message_id = await self._message_id(letter, what.card)
            await self._delete(letter.chat, (message_id,) if message_id else ())
        else:
            await self._show(letter, what)

    async def _delete(self, chat: int, message_ids: tuple[int, ...]) -> None:
        if message_ids:
            # Older than 48 hours, or gone already: nothing more can be done.
            with suppress(Gone):
                await self._transport.send(Delete(chat, message_ids))

    async def _show(self, letter: Letter, show: Show) -> None:
        message_id = await self._message_id(letter, show.card)
        sent = await self._edit(letter, show, message_id) if message_id else None
        if sent is None and not show.only_edit:
            sent = await self._transport.send(Send(letter.chat, show.message))
        if sent is not None and await self._may_be_read(letter):
            self._note_arrival(letter, show.card, sent)
        elif sent is not None:  # its case was erased while it was on its way
            await wipe(self._transport, letter.chat, sent.message_id)

    async def _may_be_read(self, letter: Letter) -> bool:
        """Whether the case that a letter shows something of is still there."""
        keys = self._database.case_keys
        return letter.case is None or keys is None or bool(await keys.of([letter.case]))

    async def _edit(self, letter: Letter, show: Show, message_id: int) -> Sent | None:
        try:
            return await self._transport.send(Edit(letter.chat, message_id, show.message))
        except OtherKind:
            await self._delete(letter.chat, (message_id,))  # its buttons must not stay beside the new ones
            return None
        except Gone:
            return None  # the person deleted it: a fresh one takes its place

    async def _message_id(self, letter: Letter, card: int) -> int | None:
        arrived = self._arrivals.find(letter.who, card)
        if arrived is not None:
            return arrived.message_id
        if letter.message_id is not None:
            return letter.message_id or None
        async with self._database.reading() as store:
            return await store.outbox.message_of(letter.who, card, self._case(letter))

    def _case(self, letter: Letter) -> int | None:
        """The case that masks the messages of this chat: those of the help bot have one."""
        return letter.case if self.bot == HELP else None

    def _note_arrival(self, letter: Letter, card: int, sent: Sent) -> None:
        before = self._arrivals.find(letter.who, card)
        at = sent.at or (before.at if before else LONG_AGO)
        arrived = Arrived(letter.who, card, letter.seq, sent.message_id, at, self._case(letter))
        self._arrivals.note(arrived)
        self._arrived.append(arrived)

    # --- Telling the database ---

    async def _settle_forever(self) -> None:
        while True:
            await self._settle.wait()
            await asyncio.sleep(self._gather)
            self._settle.clear()
            try:
                await self.settle()
            except Exception as failed:  # what has left is settled later; until then it may come twice
                log.warning("letters could not be settled: %s", type(failed).__name__)
                await asyncio.sleep(1.0)
                self._settle.set()

    async def settle(self) -> None:
        """Remove what has left from the outbox, and remember which messages the cards are."""
        done, arrived, unreachable = self._done[:], self._arrived[:], self._unreachable[:]
        if not (done or unreachable):
            return
        async with self._database.transaction() as store:
            await store.outbox.settle(done, arrived)
            for who, seq in unreachable:
                await self._drop(store, who, seq)
        del self._done[: len(done)], self._arrived[: len(arrived)], self._unreachable[: len(unreachable)]

    async def _drop(self, store: Store, who: bytes, seq: int) -> None:
        """Nothing more to this chat; unless its person has come back and been written to since."""
        await store.outbox.drop_chat(who, seq)
        session = await store.sessions.of(who)
        if session is not None and session.seq <= seq:
            session.reachable = False

    async def _sweep_forever(self) -> None:
        while True:
            try:
                await self.sweep()
            except Exception as failed:  # one letter that cannot be opened must not stop the others
                log.warning("the outbox could not be looked through: %s", type(failed).__name__)
            await asyncio.sleep(SWEEP_SECONDS)

    async def sweep(self) -> None:
        """Take over letters that nobody works on, and keep those that wait here."""
        async with self._database.reading() as store:
            forgotten, aging = await store.outbox.look(self.bot, self._held(), LEASE / 2)
        if forgotten or aging:
            async with self._database.transaction() as store:
                await store.outbox.renew(aging)
                claimed = await store.outbox.claim(self.bot) if forgotten else []
            held = set(self._held())
            self.take(letter for letter in claimed if letter.id not in held)

    def _held(self) -> list[int]:
        waiting = [letter.id for queue in self._queues.values() for letter in queue.letters]
        return [*waiting, *self._done]


def _replaces(later: Letter, earlier: Letter) -> bool:
    return (
        isinstance(later.what, Show)
        and isinstance(earlier.what, Show)
        and later.what.card == earlier.what.card
        and later.what.only_edit == earlier.what.only_edit
    )


def _steady() -> float:
    return asyncio.get_running_loop().time()
