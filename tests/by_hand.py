"""The program beside the simulator in one process, without HTTP between them: the long proofs need speed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

from bot.app import open_app
from bot.intake import Intake
from bot.settings import TransportName
from bot.transports import calls, transport_of
from bot.transports.calls import Request
from bot.transports.errors import Unavailable
from bot.transports.port import Me, RawUpdate, Transport
from bot.transports.refusals import result_of
from domain.messages import Incoming, Outgoing, Sent
from handlers.kit import STAFF
from simulator import Bot, Simulator
from simulator.faults import Cut
from simulator.refusals import Refusal
from tests.world import World


def by_hand(sim: Simulator) -> Callable[[TransportName, str, str], Transport]:
    """How the program reaches Telegram: it reads as the named library does, and calls go over by hand."""

    def transport(library: TransportName, token: str, _api: str) -> Transport:
        bot = next(bot for bot in sim.bots if bot.token == token)
        return ByHand(sim, bot, transport_of(library, token))

    return transport


class ByHand:
    """One bot at the simulator, behind the port of `bot.transports.port`."""

    def __init__(self, sim: Simulator, bot: Bot, library: Transport) -> None:
        self._sim = sim
        self._bot = bot
        self._library = library

    async def me(self) -> Me:
        return calls.me_of(await self._post(calls.WHO_AM_I))

    async def poll(self, offset: int, wait: float) -> list[RawUpdate]:
        return calls.updates_of(await self._post(calls.get_updates(offset, wait)))

    def read(self, raw: RawUpdate) -> Incoming:
        return self._library.read(raw)

    async def send(self, call: Outgoing) -> Sent:
        return await calls.carry_out(call, self._post)

    async def fetch(self, file_id: str) -> bytes:
        raise NotImplementedError(f"no file travels by hand: {file_id}")

    async def close(self) -> None:
        await self._library.close()

    async def _post(self, request: Request) -> Any:
        try:
            body = await self._sim.answer(self._bot, request.method, request.params)
        except Cut:
            raise Unavailable(f"{request.method}: cut") from None
        except Refusal as refusal:
            return result_of(request.method, refusal.status, refusal.body())
        return json.loads(body)["result"]


class Desk:
    """The program without its polling and its clock: a test says what is taken when, and when the program dies."""

    def __init__(self, world: World, bot: str = STAFF) -> None:
        self.world = world
        self.bot = bot
        self._stack = AsyncExitStack()
        self._delivering: list[asyncio.Future[None]] = []

    @property
    def intake(self) -> Intake:
        return next(side.intake for side in self.world.running.sides if side.bot == self.bot)

    @property
    def account(self) -> Bot:
        """The bot as it is at Telegram."""
        return self.world.staff if self.bot == STAFF else self.world.help

    async def __aenter__(self) -> Desk:
        await self.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.die()

    async def start(self) -> None:
        wiring = replace(self.world.wiring, real=self.world.real)
        self.world.app = await self._stack.enter_async_context(open_app(self.world.settings, wiring=wiring))
        async with self.world.running.database.transaction() as store:
            await store.leaving.free(await store.leaving.holders())
            await store.leases.free(await store.leases.holders())
        self.deliver()

    def deliver(self) -> None:
        sides = self.world.running.sides
        self._delivering = [asyncio.ensure_future(work()) for s in sides for work in (s.delivery.run, s.intake.run)]

    async def stop_delivering(self) -> None:
        for work in self._delivering:
            work.cancel()
        await asyncio.gather(*self._delivering, return_exceptions=True)

    async def die(self) -> None:
        """Everything that was only remembered is gone."""
        await self.stop_delivering()
        await self._stack.aclose()

    async def restart(self) -> None:
        await self.die()
        await self.start()

    def arrived(self) -> list[RawUpdate]:
        """What people have done since this was asked last."""
        updates = self.account.queue.all()
        self.account.queue.clear()
        return [json.loads(update.body) for update in updates]

    async def takes(self, updates: Sequence[RawUpdate], batch: int = 100) -> None:
        for start in range(0, len(updates), batch):
            await self.intake.take(updates[start : start + batch])

    async def quiet(self) -> None:
        while not self.world.running.is_idle:
            await asyncio.sleep(0.01)
