"""The people's side over HTTP: questions, actions, a stream of events, and the page."""

import json
from collections import deque
from collections.abc import Mapping
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from .actions import Stage, do
from .calls import Call
from .journal import NeverHappened
from .phone import NotPossible
from .refusals import Refusal
from .views import bot_view, call_view, event_view, fault_view, peer_view, written

Json = dict[str, Any]
Asked = Mapping[str, str]

PAGE = Path(__file__).parent / "page"
LONGEST_WAIT = 25.0


class PersonApi:
    """Everything below /sim/, and the files of the page everywhere else."""

    def __init__(self, stage: Stage, calls: deque[Call]) -> None:
        self._stage = stage
        self._calls = calls
        self._journal = stage.world.journal

    async def answer(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        if not path.startswith("/sim/"):
            return _page_file(path)
        name = path.removeprefix("/sim/").strip("/")
        asked = dict(parse_qsl(request.raw_path.partition("?")[2]))
        try:
            if request.method == "POST":
                return self._answered(do(self._stage, name, await _json(request)))
            if request.method == "DELETE" and name == "faults":
                return self._answered(do(self._stage, "faults/clear", {}))
            return await self._read(request, name, asked)
        except (NotPossible, Refusal, LookupError, ValueError, TypeError, AttributeError) as wrong:
            return _refused(wrong)

    def _answered(self, view: Json, status: int = 200) -> web.Response:
        body = written({"ok": True, "version": self._journal.version, **view})
        return web.Response(body=body, status=status, content_type="application/json")

    async def _read(self, request: web.BaseRequest, name: str, asked: Asked) -> web.StreamResponse:
        if name == "events":
            return await self._events(request, asked)
        if name == "file":
            return self._file(asked)
        views = {"state": self._state, "calls": self._called, "limits": self._limits, "faults": self._faults}
        if name == "chat":
            return self._answered(do(self._stage, "chat", dict(asked)))
        if name not in views:
            return web.json_response({"ok": False, "why": f"no such question: {name}"}, status=404)
        return self._answered(views[name](asked))

    def _state(self, asked: Asked) -> Json:
        world, cast = self._stage.world, self._stage.cast
        return {
            "now": world.clock.now().isoformat(),
            "offset_seconds": world.clock.offset.total_seconds(),
            "bots": [bot_view(bot) for bot in world.bots.values()],
            "people": [peer_view(person.peer) for person in cast.people.values()],
            "groups": [peer_view(group.peer) for group in cast.groups.values()],
            "chats": [
                {
                    "bot": bot.username,
                    "person": chat.peer.id,
                    "opened": chat.opened,
                    "blocked": chat.blocked,
                    "version": chat.last.version,
                }
                for bot, chat in world.chats()
            ],
            **self._faults(asked),
            "limits": {
                "enforced": self._stage.limits.enforced,
                "violations": len(self._stage.limits.violations),
            },
        }

    def _faults(self, asked: Asked) -> Json:
        return {"faults": [fault_view(fault) for fault in self._stage.faults.active]}

    def _limits(self, asked: Asked) -> Json:
        limits = self._stage.limits
        return {
            "enforced": limits.enforced,
            "violations": [
                {
                    "bot_id": one.bot_id,
                    "chat": one.chat,
                    "method": one.method,
                    "at": one.at,
                    "early": one.early,
                }
                for one in limits.violations
            ],
        }

    def _called(self, asked: Asked) -> Json:
        """The newest calls, at most `limit`; with `text` only those that contain it."""
        found: deque[Json] = deque(maxlen=int(asked.get("limit", 100)))
        for call in self._calls:
            view = call_view(call)
            if asked.get("text", "") in written(view).decode():
                found.append(view)
        return {"calls": list(found)}

    def _file(self, asked: Asked) -> web.Response:
        stored = self._stage.world.find_bot(asked["bot"]).files.find(asked["id"])
        if stored is None:
            raise KeyError(f"no such file: {asked['id']}")
        # What people upload is shown, but must not run in the page.
        headers = {"Content-Type": stored.mime, "Content-Security-Policy": "sandbox"}
        return web.Response(body=stored.data, headers=headers)

    async def _events(self, request: web.BaseRequest, asked: Asked) -> web.StreamResponse:
        since = int(request.headers.get("Last-Event-ID") or asked.get("since") or self._journal.version)
        if "text/event-stream" in request.headers.get("Accept", ""):
            return await self._stream(request, since)
        await self._wait_beyond(since, min(float(asked.get("timeout", LONGEST_WAIT)), LONGEST_WAIT))
        return self._answered({"events": [event_view(event) for event in self._journal.since(since)]})

    async def _stream(self, request: web.BaseRequest, since: int) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        while not self._journal.closed:
            events = self._journal.since(since)
            for event in events:
                since = event.version
                await stream.write(b"id: %d\ndata: %s\n\n" % (since, written(event_view(event))))
            if not events:
                await stream.write(b": still here\n\n")
            await self._wait_beyond(since, LONGEST_WAIT)
        return stream

    async def _wait_beyond(self, version: int, seconds: float) -> None:
        try:
            await self._journal.until(lambda: self._journal.closed or self._journal.newest > version, seconds)
        except NeverHappened:
            return


async def _json(request: web.BaseRequest) -> Json:
    body = await request.read()
    asked = json.loads(body or b"{}")
    if not isinstance(asked, dict):
        raise NotPossible("the body must be a JSON object")
    return asked


def _refused(wrong: Exception) -> web.Response:
    why = f"{wrong} is missing or unknown" if isinstance(wrong, KeyError) else str(wrong)
    return web.json_response({"ok": False, "why": why}, status=400)


def _page_file(path: str) -> web.Response:
    place = (PAGE / (path.lstrip("/") or "index.html")).resolve()
    if not place.is_relative_to(PAGE) or not place.is_file():
        return web.Response(status=404, text="Not found")
    kind = guess_type(place.name)[0] or "application/octet-stream"
    return web.Response(body=place.read_bytes(), headers={"Content-Type": kind, "Cache-Control": "no-store"})
