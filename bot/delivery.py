"""Sending what the outbox holds. A message may come twice after a crash; none is ever lost.

Each chat has its own queue and at most one letter under way, so order is kept and one slow chat delays nobody else.
Letters to strangers wait in a lane of their own, and so does what is said to many.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from bot.arrivals import Arrivals
from bot.at_once import AtOnce
from bot.carrying import Carrier
from bot.lanes import Lanes
from bot.pace import Limits, Pace
from bot.settling import Settling
from bot.transports.errors import Busy, Refused, Unauthorized, Unavailable, Unreachable
from bot.transports.port import Transport
from bot.waiting import Waiting
from domain.letters import Letter
from domain.messages import Outgoing
from storage.database import Database, DatabaseDown
from storage.outbox import LEASE

log = logging.getLogger(__name__)

SENDERS = 48
SENDERS_TO_STRANGERS = 4
SENDERS_TO_MANY = 12  # enough for 30 a second where a call takes 0.4 seconds
LONGEST_BACKOFF = 30.0
SWEEP_SECONDS = 1.0
GATHER_SECONDS = 0.05  # letters that leave together are settled together
CHATS_OF_A_FLOOD = 3
MOST_FAILURES = 5
LATE = 0.25  # seconds after which a turn is over
SLOW = 1.0  # seconds after which nobody knows when a call reached Telegram


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
        self._database = database
        self._carrier = Carrier(bot, transport, database, arrivals)
        self._settling = Settling(transport, database, gather)
        self._pace = Pace(limits)
        self._queues: dict[bytes, Waiting] = {}
        self._ready: asyncio.Queue[bytes] = asyncio.Queue()
        self._lanes = Lanes(self._pace, _steady)
        self._at_once = AtOnce(transport)
        self._under_way = 0
        self._busy_chats: dict[bytes, float] = {}

    # --- Coming in ---

    def take(self, letters: Iterable[Letter]) -> None:
        """Letters that this process may send now."""
        for letter in letters:
            queue = self._queues.setdefault(letter.who, Waiting())
            self._settling.note_done(*queue.add(letter))
            if len(queue.letters) == 1 or letter.who in self._lanes:
                self._schedule(letter.who)

    def at_once(self, calls: Iterable[Outgoing]) -> None:
        """Calls that are made once and never stored, such as answers to button presses."""
        self._at_once.put(calls)

    @property
    def is_idle(self) -> bool:
        """Whether everything has left and is settled."""
        nothing_left = not self._queues and not self._under_way
        return nothing_left and self._at_once.is_idle and self._settling.is_idle

    @property
    def crowd(self) -> int:
        """How many strangers wait for an answer."""
        return self._lanes.strangers

    def _schedule(self, who: bytes) -> None:
        """Give the next letter of this chat its turn, here or in a lane."""
        if self._lanes.put(who, self._queues[who].letters):
            return
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
        wait = 0.0 if queue.only_deletes else self._pace.reserve(who, now)
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
            for _ in range(SENDERS_TO_STRANGERS):
                group.create_task(self._send_to_strangers_forever())
            for _ in range(SENDERS_TO_MANY):
                group.create_task(self._send_to_many_forever())
            group.create_task(self._at_once.run())
            group.create_task(self._settling.run())
            group.create_task(self._sweep_forever())

    async def _send_forever(self) -> None:
        while True:
            who = await self._ready.get()
            if self._missed_its_turn(who):
                continue
            self._under_way += 1
            try:
                await self._send_next(who)
            finally:
                self._under_way -= 1

    async def _send_to_strangers_forever(self) -> None:
        """The only ones who wait for a turn in their seat: here nobody else waits behind them."""
        while True:
            who = await self._lanes.next_stranger()
            self._under_way += 1
            try:
                await self._wait_in_the_lane(who)
                await self._send_next(who)
            finally:
                self._under_way -= 1

    async def _send_to_many_forever(self) -> None:
        """What is said to many, as far as there is room."""
        while True:
            who = await self._lanes.next_bulk()
            wait = self._take_turn(who)  # before anybody else looks for room
            self._under_way += 1
            try:
                await asyncio.sleep(wait)
                await self._send_next(who)
            finally:
                self._under_way -= 1

    async def _wait_in_the_lane(self, who: bytes) -> None:
        """First for the share of strangers, and only then for a place among all."""
        if not self._queues[who].only_deletes:
            await asyncio.sleep(self._pace.reserve_for_stranger(_steady()))
        await asyncio.sleep(self._take_turn(who))

    async def _send_next(self, who: bytes) -> None:
        queue = self._queues[who]
        self._settling.note_done(*queue.skip_older())
        letter = queue.letters[0]
        try:
            await self._carry_counting(letter)
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

    def _fail(self, queue: Waiting, letter: Letter, error: str) -> None:
        queue.failures += 1
        if queue.failures < MOST_FAILURES:
            log.error("a letter failed (%s); trying again", error)
            self._schedule_later(letter.who, LONGEST_BACKOFF)
        else:
            log.error("a letter is given up after %d tries (%s)", queue.failures, error)
            queue.failures = 0
            self._finish(queue, letter)

    def _finish(self, queue: Waiting, letter: Letter) -> None:
        queue.letters.popleft()
        self._settling.note_done(letter)
        if queue.letters:
            self._schedule(letter.who)
        else:
            del self._queues[letter.who]

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
        self._settling.note_done(*queue.letters)
        self._settling.note_unreachable(queue.letters[-1])

    async def _carry_counting(self, letter: Letter) -> None:
        left = _steady()
        try:
            arrived = await self._carrier.carry(letter)
        finally:
            if _steady() - left > SLOW:
                # It may have reached Telegram only now, so it counts again now.
                self._pace.reserve(letter.who, _steady())
        if arrived is not None:
            self._settling.note_arrival(arrived)

    async def settle(self) -> None:
        """Tell the database what has left."""
        await self._settling.settle()

    # --- Taking over ---

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
            forgotten, aging = await store.leaving.look(self.bot, self._held(), LEASE / 2)
        if forgotten or aging:
            async with self._database.transaction() as store:
                await store.leaving.renew(aging)
                claimed = await store.leaving.claim(self.bot) if forgotten else []
            held = set(self._held())
            self.take(letter for letter in claimed if letter.id not in held)

    def _held(self) -> list[int]:
        waiting = [letter.id for queue in self._queues.values() for letter in queue.letters]
        return [*waiting, *self._settling.unsettled]


def _steady() -> float:
    return asyncio.get_running_loop().time()
