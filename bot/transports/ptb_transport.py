"""Telegram through python-telegram-bot. Only its client is used: routing and state are ours."""

from __future__ import annotations

from typing import Any

import telegram
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from telegram import Update
from telegram.error import TelegramError as LibraryError
from telegram.request import BaseRequest

from bot.transports import calls, errors, reading
from bot.transports.bodies import body_of
from bot.transports.calls import Request
from bot.transports.discretion import checked
from bot.transports.port import DOWNLOAD_PATIENCE, OFFICIAL_API, PATIENCE, Me, RawUpdate
from bot.transports.refusals import file_of, result_of
from domain.messages import Incoming, Outgoing, Sent

# One long poll, and as many calls at once as Telegram opens to a webhook of ours.
CONNECTIONS = 128


class PtbTransport:
    """One bot at Telegram, behind the port of `bot.transports.port`."""

    def __init__(self, token: str, api: str = OFFICIAL_API, timeout: float = PATIENCE) -> None:
        base = api.rstrip("/")
        self._patience = timeout
        self._requests = _AiohttpRequest(timeout)
        self._bot = _Bot(
            checked(token),
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._requests,
            get_updates_request=self._requests,
        )

    async def me(self) -> Me:
        return calls.me_of(await self._post(calls.WHO_AM_I))

    async def poll(self, offset: int, wait: float) -> list[RawUpdate]:
        return calls.updates_of(await self._post(calls.get_updates(offset, wait), longer=wait))

    def read(self, raw: RawUpdate) -> Incoming:
        return reading.read(raw, _update)

    async def send(self, call: Outgoing) -> Sent:
        return await calls.carry_out(call, self._post)

    async def fetch(self, file_id: str) -> bytes:
        path = calls.path_of(await self._post(calls.get_file(file_id)))
        try:
            return await self._bot.download(path)
        except LibraryError as failure:
            meaning = _meaning_of(failure)
        raise meaning

    async def close(self) -> None:
        await self._requests.shutdown()

    async def _post(self, request: Request, longer: float = 0) -> Any:
        try:
            return await self._bot.call(request, self._patience + longer)
        except LibraryError as failure:
            meaning = _meaning_of(failure)
        # Outside of the except, so that nothing of the library's error goes along.
        raise meaning


def _update(raw: RawUpdate) -> Update:
    try:
        return Update.de_json(raw)
    except Exception as refused:  # the library does not say what it may raise
        reason = type(refused).__name__
    raise errors.Unreadable(f"python-telegram-bot cannot read it: {reason}")


def _meaning_of(failure: LibraryError) -> errors.TelegramError:
    if isinstance(failure, _Refusal):
        return failure.meaning
    return errors.Unavailable(type(failure).__name__)


class _Refusal(LibraryError):
    """Carries our error through the library, which would otherwise make one of its own of it."""

    def __init__(self, meaning: errors.TelegramError) -> None:
        super().__init__(str(meaning))
        self.meaning = meaning


class _Bot(telegram.Bot):
    """The library's bot, with any method of the Bot API. What Telegram answers is taken as it is."""

    async def call(self, request: Request, patience: float) -> Any:
        # The library only hands the request on, to our own do_request below.
        given: Any = request
        return await self.request.post(f"{self.base_url}/{request.method}", given, read_timeout=patience)

    async def download(self, path: str) -> bytes:
        return await self.request.retrieve(f"{self.base_file_url}/{path}", read_timeout=DOWNLOAD_PATIENCE)


class _AiohttpRequest(BaseRequest):
    """The library's way to the network, over aiohttp: a sixth of httpx's processor time per call."""

    __slots__ = ("_session", "_timeout")

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._timeout

    async def initialize(self) -> None:
        """Nothing to do: the first request opens the session, inside the running loop."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: Any = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        patience = self._timeout if read_timeout is self.DEFAULT_NONE else read_timeout
        try:
            status, content = await self._ask(url, method, request_data, patience)
            if status >= 300:
                _refuse(url, method, status, content)
        except (ClientError, OSError) as failure:
            reason = f"{_name_of(url, method)}: {type(failure).__name__}"
        except errors.TelegramError as refused:
            raise _Refusal(refused) from None
        else:
            return status, content
        raise _Refusal(errors.Unavailable(reason))

    async def _ask(self, url: str, method: str, request: Request | None, patience: float) -> tuple[int, bytes]:
        body = None if request is None else body_of(request)
        wait = ClientTimeout(total=patience)
        asked = self._open().request(method, url, data=body, timeout=wait, allow_redirects=False)
        async with asked as response:
            return response.status, await response.read()

    def _open(self) -> ClientSession:
        if self._session is None or self._session.closed:
            self._session = ClientSession(
                connector=TCPConnector(limit=CONNECTIONS, ttl_dns_cache=3600),
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )
        return self._session

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The library's own writes what it cannot parse into the log, with people's words in it."""
        return {"result": result_of("Telegram", 200, payload)}


def _refuse(url: str, method: str, status: int, content: bytes) -> None:
    if method == "GET":
        file_of(status, content)
    else:
        result_of(_name_of(url, method), status, content)


def _name_of(url: str, method: str) -> str:
    """The method of the Bot API. The rest of the address holds the token, or where a file lies."""
    return "file" if method == "GET" else url.rpartition("/")[2]
