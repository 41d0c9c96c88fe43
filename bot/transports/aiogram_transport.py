"""Telegram through aiogram. Only its client is used: routing and state are ours."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import aiogram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from pydantic import ValidationError

from bot.transports import calls, reading
from bot.transports.bodies import body_of
from bot.transports.calls import Request
from bot.transports.discretion import checked
from bot.transports.errors import Unavailable, Unreadable
from bot.transports.port import DOWNLOAD_PATIENCE, OFFICIAL_API, PATIENCE, Me, RawUpdate
from bot.transports.refusals import file_of, result_of
from domain.messages import Incoming, Outgoing, Sent

if TYPE_CHECKING:
    from aiogram import Bot

# One long poll, and as many calls at once as Telegram opens to a webhook of ours.
CONNECTIONS = 128


class AiogramTransport:
    """One bot at Telegram, behind the port of `bot.transports.port`."""

    def __init__(self, token: str, api: str = OFFICIAL_API, timeout: float = PATIENCE) -> None:
        self._session = _Session(limit=CONNECTIONS, api=TelegramAPIServer.from_base(api), timeout=timeout)
        self._bot = aiogram.Bot(checked(token), session=self._session)

    async def me(self) -> Me:
        return calls.me_of(await self._post(calls.WHO_AM_I))

    async def poll(self, offset: int, wait: float) -> list[RawUpdate]:
        return calls.updates_of(await self._post(calls.get_updates(offset, wait), longer=wait))

    def read(self, raw: RawUpdate) -> Incoming:
        return reading.read(raw, _update)

    async def send(self, call: Outgoing) -> Sent:
        return await calls.carry_out(call, self._post, tables=True)

    async def fetch(self, file_id: str) -> bytes:
        path = calls.path_of(await self._post(calls.get_file(file_id)))
        return await self._session.download(self._session.api.file_url(self._bot.token, path))

    async def close(self) -> None:
        await self._session.close()

    async def _post(self, request: Request, longer: float = 0) -> Any:
        call = _Call(request)
        patience = ceil(self._session.timeout + longer) if longer else None
        try:
            return await self._session.make_request(self._bot, call, timeout=patience)
        except (ClientError, OSError) as failure:
            # Its words may hold the address, and with it the token. Only its kind is told.
            reason = type(failure).__name__
        # Outside of the except, so that nothing of the library's error goes along.
        raise Unavailable(f"{request.method}: {reason}")


def _update(raw: RawUpdate) -> Update:
    try:
        return Update.model_validate(raw)
    except ValidationError as refused:
        wrong = refused.errors(include_url=False, include_context=False, include_input=False)
    places = (".".join(str(part) for part in place["loc"]) + " " + place["type"] for place in wrong)
    raise Unreadable("aiogram cannot read " + ", ".join(places))


@dataclass(frozen=True, slots=True)
class _Call:
    """Any method of the Bot API, as aiogram's session needs it. Its own models cost time and tell us nothing more."""

    request: Request

    @property
    def __api_method__(self) -> str:
        return self.request.method


class _Session(AiohttpSession):
    """aiogram's session, but requests travel as JSON where they can, and answers are not made into models."""

    async def create_session(self) -> ClientSession:
        if self._session is None or self._session.closed:
            self._session = ClientSession(
                connector=TCPConnector(**self._connector_init),
                cookie_jar=DummyCookieJar(),
                timeout=ClientTimeout(total=self.timeout),
            )
        return self._session

    async def make_request(
        self,
        bot: Bot,
        method: Any,
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> Any:
        session = await self.create_session()
        url = self.api.api_url(bot.token, method.__api_method__)
        patience = ClientTimeout(total=self.timeout if timeout is None else timeout)
        body = body_of(method.request)
        async with session.post(url, data=body, timeout=patience, allow_redirects=False) as response:
            return result_of(method.__api_method__, response.status, await response.read())

    async def download(self, url: str) -> bytes:
        session = await self.create_session()
        patience = ClientTimeout(total=DOWNLOAD_PATIENCE)
        try:
            async with session.get(url, timeout=patience, allow_redirects=False) as response:
                return file_of(response.status, await response.read())
        except (ClientError, OSError) as failure:
            reason = type(failure).__name__
        raise Unavailable(f"file: {reason}")

    async def close(self) -> None:
        # aiogram sleeps a quarter of a second here, for versions of aiohttp older than ours.
        if self._session is not None:
            await self._session.close()
