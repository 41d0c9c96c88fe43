"""The simulator over HTTP: the Bot API, files, the people's side, and the page."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from .api import Api, method_named
from .bodies import read_fields
from .bots import Bot
from .faults import Cut, Fault, Faults
from .person_api import PersonApi
from .refusals import BadRequest, Failed, NotFound, Refusal, TooLarge, TooManyRequests, Unauthorized

LARGEST_BODY = 64 * 1024 * 1024
JSON_TYPE = "application/json"
DOWNLOAD = "download"  # what faults call the fetching of a file, which is no method of the Bot API
JSON_HEADERS = {"Content-Type": JSON_TYPE}

Work = Callable[[], Awaitable[bytes]]


class Serving:
    """Answers one request after another."""

    def __init__(self, bots: Mapping[str, Bot], api: Api, faults: Faults, people: PersonApi) -> None:
        self._bots = bots
        self._api = api
        self._faults = faults
        self._people = people

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path, _, query = request.raw_path.partition("?")
        if path.startswith("/bot"):
            return await self._call(request, path, query)
        if path.startswith("/file/bot"):
            return await self._download(request, path)
        return await self._people.answer(request, path)

    async def _call(self, request: web.BaseRequest, path: str, query: str) -> web.StreamResponse:
        token, _, name = path[4:].partition("/")
        try:
            bot = self._bot(token)
            method = method_named(name.rstrip("/"))
            fields = read_fields(request.headers.get("Content-Type", ""), await _body(request), query)
            body = await self.answer(bot, method, fields)
        except (Cut, Refusal) as trouble:
            return _in_trouble(request, trouble)
        return web.Response(body=body, headers=JSON_HEADERS)

    async def answer(self, bot: Bot, method: str, fields: Mapping[str, Any]) -> bytes:
        """The body of a good answer. Everything else is raised: a Refusal, or Cut."""
        return await self._answered(bot, method, fields, lambda: self._api.answer(bot, method, fields))

    def _bot(self, token: str) -> Bot:
        bot = self._bots.get(token) or self._bots.get(token.replace("%3A", ":"))
        if bot is None:
            raise Unauthorized()
        return bot

    async def _answered(self, bot: Bot, method: str, fields: Mapping[str, Any], work: Work) -> bytes:
        return await (self._in_trouble(bot, method, fields, work) if self._faults.active else work())

    async def _in_trouble(self, bot: Bot, method: str, fields: Mapping[str, Any], work: Work) -> bytes:
        """Slowness is half on the way there and half on the way back."""
        struck = self._faults.strike(bot, method, str(fields.get("chat_id", "")))
        kinds = {fault.kind for fault in struck}
        delay = sum(fault.seconds for fault in struck if fault.kind == "latency") / 2
        if delay:
            await asyncio.sleep(delay)
        if kinds & {"outage", "cut_before", "429", "5xx"}:
            # Nothing is done, but it was said: whoever searches the calls must find it.
            self._api.note(bot, method, dict(fields))
        if kinds & {"outage", "cut_before"}:
            raise Cut
        for fault in struck:
            _raise_error(fault)
        body = await work()
        if delay:
            await asyncio.sleep(delay)
        if "cut_after" in kinds:
            raise Cut
        return body

    async def _download(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        token, _, place = path.removeprefix("/file/bot").partition("/")

        async def read() -> bytes:
            stored = bot.files.at(place)
            if stored is None:
                raise NotFound()
            return stored.data

        try:
            bot = self._bot(token)
            content = await self._answered(bot, DOWNLOAD, {}, read)
        except (Cut, Refusal) as trouble:
            return _in_trouble(request, trouble)
        return web.Response(body=content, content_type="application/octet-stream")


async def _body(request: web.BaseRequest) -> bytes:
    if not request.can_read_body:
        return b""
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise TooLarge() from None
    except ValueError:
        raise BadRequest("can't read the request") from None


def _raise_error(fault: Fault) -> None:
    if fault.kind == "429":
        raise TooManyRequests(fault.retry_after)
    if fault.kind == "5xx":
        raise Failed(fault.status, as_page=fault.html)


def _in_trouble(request: web.BaseRequest, trouble: Cut | Refusal) -> web.Response:
    if isinstance(trouble, Cut):
        return _cut(request)
    return _failure(trouble) if isinstance(trouble, Failed) else _refused(trouble)


def _cut(request: web.BaseRequest) -> web.Response:
    """Nothing written after this reaches anybody."""
    if request.transport:
        request.transport.abort()
    return web.Response()


def _failure(failed: Failed) -> web.Response:
    if failed.as_page:
        return web.Response(body=failed.page(), status=failed.status, content_type="text/html")
    return _refused(failed)


def _refused(refusal: Refusal) -> web.Response:
    headers = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooManyRequests) else None
    return web.Response(body=refusal.body(), status=refusal.status, content_type=JSON_TYPE, headers=headers)
