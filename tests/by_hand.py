"""The program beside the simulator in one process, without HTTP between them: the long proofs need speed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.settings import TransportName
from bot.transports import calls, transport_of
from bot.transports.calls import Request
from bot.transports.errors import Unavailable
from bot.transports.port import Me, RawUpdate, Transport
from bot.transports.refusals import result_of
from domain.messages import Incoming, Outgoing, Sent
from simulator import Bot, Simulator
from simulator.faults import Cut
from simulator.refusals import Refusal


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
