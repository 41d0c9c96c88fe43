"""A simulator with one bot and one person, and a plain HTTP client that calls as any bot would."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession

from simulator import Bot, Chat, Person, Simulator

TOKEN = "111:AAA"


@dataclass
class Line:
    """The way from a bot program to the simulator."""

    url: str
    session: ClientSession

    async def call(self, method: str, token: str = TOKEN, **params: Any) -> Any:
        """A call that must work; gives its result."""
        status, answer = await self.ask(method, token, **params)
        assert status == 200, answer
        assert answer["ok"] is True
        return answer["result"]

    async def refused(self, method: str, token: str = TOKEN, **params: Any) -> str:
        """A call that must not work; gives "status description"."""
        status, answer = await self.ask(method, token, **params)
        assert answer["ok"] is False
        assert answer["error_code"] == status
        return f"{status} {answer['description']}"

    async def ask(self, method: str, token: str = TOKEN, **params: Any) -> tuple[int, Any]:
        async with self.session.post(f"{self.url}/bot{token}/{method}", json=params) as answer:
            return answer.status, await answer.json()


@pytest.fixture
def sim() -> Simulator:
    return Simulator(seed=1)


@pytest.fixture
def bot(sim: Simulator) -> Bot:
    return sim.add_bot(token=TOKEN, username="hello_bot", name="Hello")


@pytest.fixture
def rina(sim: Simulator, bot: Bot) -> Person:
    person = sim.add_person("Rina", language="id")
    person.open(bot)
    return person


@pytest.fixture
def chat(sim: Simulator, bot: Bot, rina: Person) -> Chat:
    return sim.chat(bot, rina)


@pytest.fixture
async def line(sim: Simulator, bot: Bot) -> AsyncIterator[Line]:
    async with sim.serve() as url, ClientSession() as session:
        yield Line(url, session)
