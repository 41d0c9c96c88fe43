"""The people's side over HTTP, as the page and other programs use it."""

import asyncio
import json
import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from simulator import Bot, Chat, Person, Simulator

from .conftest import Line

RINA: dict[str, Any] = {"bot": "hello_bot", "person": "Rina"}


class Side:
    """The people's side of a simulator."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def get(self, path: str, **params: Any) -> Any:
        async with self._line.session.get(f"{self._line.url}/sim/{path}", params=params) as answer:
            return await answer.json()

    async def do(self, action: str, **asked: Any) -> Any:
        async with self._line.session.post(f"{self._line.url}/sim/{action}", json=asked) as answer:
            done = await answer.json()
            assert (answer.status == 200) is done["ok"]
            return done


@pytest.fixture
def side(line: Line, rina: Person) -> Side:
    return Side(line)


async def test_the_state_names_everybody(side: Side, rina: Person) -> None:
    state = await side.get("state")
    assert [one["username"] for one in state["bots"]] == ["hello_bot"]
    assert [(one["id"], one["name"]) for one in state["people"]] == [(rina.id, "Rina")]
    assert state["chats"][0]["opened"] is True
    assert "111:AAA" not in json.dumps(state)


async def test_a_whole_conversation(side: Side, line: Line, chat: Chat, rina: Person) -> None:
    await side.do("open", **RINA, start="tok")
    keys = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    sent = await line.call("sendMessage", chat_id=rina.id, text="<i>?</i>", parse_mode="HTML", reply_markup=keys)
    seen = (await side.get("chat", **RINA))["messages"]
    assert [message["html"] for message in seen] == ["/start", "/start tok", "<i>?</i>"]
    assert seen[-1]["rows"] == [[{"label": "Yes", "data": "y"}]]
    pressed = await side.do("press", **RINA, label="Yes")
    assert (await side.get("chat", **RINA))["spinning"] == [sent["message_id"]]
    await line.call("answerCallbackQuery", callback_query_id=pressed["press"]["id"], text="noted")
    written = (await side.do("write", **RINA, text="thre"))["message"]
    await side.do("edit", **RINA, message_id=written["id"], text="three")
    view = await side.get("chat", **RINA, since=pressed["version"])
    assert (view["toast"], [message["text"] for message in view["messages"]]) == ("noted", ["three"])
    await side.do("delete", **RINA, message_id=written["id"])
    view = await side.get("chat", **RINA, since=view["version"])
    assert (view["messages"], view["deleted"]) == ([], [{"id": written["id"], "by": "person"}])


async def test_everything_else_people_do(side: Side, line: Line, sim: Simulator, bot: Bot, chat: Chat) -> None:
    data = b64encode(b"\xff\xd8\xff").decode()
    budi = (await side.do("people", name="Budi", language="id"))["person"]
    await side.do("bots", token="222:BBB", username="other_bot")
    for action, asked in {
        "photo": {"data": data, "caption": "x"},
        "album": {"photos": [data, data]},
        "document": {"data": data, "name": "a.pdf"},
        "voice": {},
        "audio": {},
        "video": {"data": data, "caption": "x"},
        "sticker": {},
        "location": {"lat": 1.5, "lon": 2.5, "accuracy": 20},
        "contact": {},
        "forward": {"text": "x", "from": "channel", "name": "Kabar"},
        "clear": {},
        "block": {},
        "unblock": {},
    }.items():
        assert (await side.do(action, **{**RINA, "person": budi["id"]}, **asked))["ok"], action
    group = (await side.do("groups", title="Posko"))["group"]["id"]
    for action in ("group/add", "group/write", "group/remove"):
        assert (await side.do(action, **RINA, group=group, text="hi"))["ok"], action
    await side.do("update", bot="hello_bot", update={"telepathy": 1})
    await side.do("together", **RINA, actions=[{"do": "write", "text": "a"}, {"do": "write", "text": "b"}])
    assert [message.text for message in chat.messages[-2:]] == ["a", "b"]
    await side.do("deactivate", person=budi["id"])
    state = await side.get("state")
    assert state["people"][1]["deactivated"] is True


async def test_clock_faults_and_limits(side: Side, line: Line, sim: Simulator) -> None:
    await side.do("clock", seconds=3600)
    assert (await side.get("state"))["offset_seconds"] == 3600
    await side.do("faults", kind="5xx", method="getMe")
    assert (await side.get("faults"))["faults"][0]["kind"] == "5xx"
    assert await line.refused("getMe") == "502 Bad Gateway"
    async with line.session.delete(f"{line.url}/sim/faults") as answer:
        assert answer.status == 200
    await line.call("getMe")
    assert (await side.do("limits", enforce=True))["enforced"] is True
    assert (await side.get("limits"))["violations"] == []


async def test_what_bots_said_can_be_searched(side: Side, line: Line, rina: Person) -> None:
    await line.call("sendMessage", chat_id=rina.id, text="canary")
    await line.call("sendMessage", chat_id=rina.id, text="other")
    (found,) = (await side.get("calls", text="canary"))["calls"]
    assert (found["method"], found["params"]["text"]) == ("sendMessage", "canary")


async def test_mistakes_are_explained(side: Side) -> None:
    assert (await side.do("press", **RINA, label="No"))["why"] == "no button 'No'; there are []"
    assert "no such person: Siti" in (await side.do("write", bot="hello_bot", person="Siti", text="x"))["why"]
    assert "no such action" in (await side.do("dance", **RINA))["why"]
    assert "'text' is missing" in (await side.do("write", **RINA))["why"]


async def test_events_can_be_waited_for(side: Side, bot: Bot, rina: Person) -> None:
    version = (await side.get("state"))["version"]
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(side.get("events", since=version, timeout=20))
        await asyncio.sleep(0)
        rina.write(bot, "hello")
    (event,) = waiting.result()["events"]
    assert (event["kind"], event["by"], event["person"]) == ("sent", "person", rina.id)
    assert (await side.get("events", since=event["version"], timeout=0))["events"] == []


async def test_events_can_be_streamed(line: Line, bot: Bot, rina: Person) -> None:
    wanted = {"Accept": "text/event-stream"}
    async with line.session.get(f"{line.url}/sim/events?since=0", headers=wanted) as stream:
        first = await _next_event(stream.content)
        rina.write(bot, "hello")
        second = await _next_event(stream.content)
    assert (first["kind"], second["kind"]) == ("sent", "sent")
    assert second["version"] > first["version"]


async def test_files_of_people_can_be_shown(line: Line, bot: Bot, rina: Person) -> None:
    photo = (rina.photo(bot, b"\xff\xd8\xff").photo or [])[0]["file_id"]
    async with line.session.get(f"{line.url}/sim/file", params={"bot": "hello_bot", "id": photo}) as answer:
        assert (await answer.read(), answer.content_type) == (b"\xff\xd8\xff", "image/jpeg")


async def test_the_page_is_served_and_nothing_beside_it(line: Line) -> None:
    async with line.session.get(f"{line.url}/") as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
    reader, writer = await asyncio.open_connection("127.0.0.1", int(line.url.rsplit(":", 1)[1]))
    writer.write(b"GET /../clock.py HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert (await reader.read()).startswith(b"HTTP/1.1 404")
    writer.close()


async def test_it_runs_by_itself() -> None:
    command = [
        sys.executable,
        "-m",
        "simulator",
        "--port",
        "0",
        "--bot",
        "111:AAA:hello_bot:Hello",
        "--person",
        "Rina:id",
    ]
    root = Path(__file__).parents[2]
    process = await asyncio.create_subprocess_exec(*command, cwd=root, stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
    process.terminate()
    await process.wait()
    assert "Telegram is simulated at http://127.0.0.1:" in said
    assert os.path.sep not in said.split("at ")[0]


async def _next_event(lines: asyncio.StreamReader | Any) -> Any:
    async for raw in lines:
        if raw.startswith(b"data: "):
            return json.loads(raw.removeprefix(b"data: "))
    return None
