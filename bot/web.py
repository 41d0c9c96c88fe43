"""The web server: Telegram's webhooks, and a health page.

All updates that wait are handled together; each post is answered with 200 only after its update is saved.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.gaps import Gaps
from bot.intake import Intake
from bot.transports.port import RawUpdate
from storage.database import Database

log = logging.getLogger(__name__)

LARGEST_UPDATE = 1024 * 1024
SLOWEST_BODY = 10.0
MOST_TOGETHER = 100
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the name of a header
BEAT_SECONDS = 30.0


@dataclass
class Waiting:
    """An update that was posted, and whoever waits for it to be saved."""

    raw: RawUpdate
    saved: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Hook:
    """Where Telegram posts the updates of one bot."""

    def __init__(self, intake: Intake, gaps: Gaps, secret: str) -> None:
        self.bot = intake.bot
        self._intake = intake
        self._gaps = gaps
        self._secret = secret
        self._waiting: asyncio.Queue[Waiting] = asyncio.Queue()
        self._unsaved: set[asyncio.Future[bool]] = set()
        self._closed = False

    async def post(self, request: web.Request) -> web.Response:
        """One update from Telegram."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return web.Response(status=403)
        raw = await _update(request)
        if raw is None:
            return web.Response(status=400)
        if self._closed:
            return web.Response(status=503)
        waiting = Waiting(raw)
        self._unsaved.add(waiting.saved)
        waiting.saved.add_done_callback(self._unsaved.discard)
        self._waiting.put_nowait(waiting)
        return web.Response(status=200 if await waiting.saved else 503)

    async def run(self) -> None:
        """Handle what is posted, until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._beat())
                group.create_task(self._handle())
        finally:
            self._refuse_the_rest()

    def _refuse_the_rest(self) -> None:
        """What cannot be saved any more is answered with 503: Telegram sends it again, and does not wait for us."""
        self._closed = True
        for saved in tuple(self._unsaved):
            if not saved.done():
                saved.set_result(False)

    async def _handle(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while not self._waiting.empty() and len(batch) < MOST_TOGETHER:
                batch.append(self._waiting.get_nowait())
            await self._intake.take([waiting.raw for waiting in batch])
            for waiting in batch:
                if not waiting.saved.done():
                    waiting.saved.set_result(True)

    async def _beat(self) -> None:
        while True:
            await self._gaps.intake_works()
            await asyncio.sleep(BEAT_SECONDS)


async def _update(request: web.Request) -> RawUpdate | None:
    """The posted update; None when it is too large, too slow or no update."""
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            raw: Any = json.loads(await request.read())
    except (TimeoutError, ValueError, RecursionError, web.HTTPRequestEntityTooLarge, ConnectionError):
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None


def application(hooks: Mapping[str, Hook], database: Database) -> web.Application:
    """The pages: /hook/<bot> for each bot, and /healthz."""

    async def post(request: web.Request) -> web.Response:
        hook = hooks.get(request.match_info["bot"])
        return await hook.post(request) if hook else web.Response(status=404)

    async def health(_request: web.Request) -> web.Response:
        well = await database.answers()
        return web.json_response({"database": "ok" if well else "away"}, status=200 if well else 503)

    app = web.Application(client_max_size=LARGEST_UPDATE)
    app.router.add_post("/hook/{bot}", post)
    app.router.add_get("/healthz", health)
    return app
