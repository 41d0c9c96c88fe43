"""A PostgreSQL that accepts and never answers is one that is away: nobody waits for it without end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from sqlalchemy.engine import make_url

from storage.case_keys import CaseKeys
from storage.database import Database, DatabaseDown
from storage.engines import Patience, read_url
from storage.sealing import Keyring
from tests.storage.hands import NOON

SHORT = Patience(connecting=1.0, answering=1.0)  # a busy machine, too, lets in and answers within it
LONG = 20.0  # seconds; far more than it takes


@pytest.fixture
async def silent() -> AsyncIterator[str]:
    """Somebody at a port who accepts, and says nothing."""
    over = asyncio.Event()

    async def say_nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server:
        yield f"postgresql://suar@127.0.0.1:{server.sockets[0].getsockname()[1]}/suar"
        over.set()


class Line:
    """A way to a real PostgreSQL that can be cut without anybody noticing: nothing is closed."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self._open = asyncio.Event()
        self._open.set()
        self.port = 0

    def hush(self) -> None:
        self._open.clear()

    def heal(self) -> None:
        self._open.set()

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[Line]:
        async with await asyncio.start_server(self._join, "127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            yield self
            self.heal()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to_there = await asyncio.open_unix_connection(self._socket)
        with suppress(OSError):
            await asyncio.gather(self._carry(reader, to_there), self._carry(there, writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(65536):
            await self._open.wait()
            writer.write(said)
        writer.close()


@pytest.fixture
async def line(postgres: str) -> AsyncIterator[Line]:
    async with Line(f"{make_url(postgres).query['host']}/.s.PGSQL.5432").laid() as laid:
        yield laid


def through(line: Line, url: str) -> str:
    """The same database, at the other end of the line."""
    parsed = make_url(url).set(host="127.0.0.1", port=line.port, query={"ssl": "disable"})
    return parsed.render_as_string(hide_password=False)


async def test_a_store_of_keys_that_never_answers_is_away(silent: str, keyring: Keyring) -> None:
    keys = CaseKeys(read_url(silent), keyring, SHORT)
    async with asyncio.timeout(LONG):
        with pytest.raises(DatabaseDown):
            await keys.of([1])
        await keys.close()


async def test_a_store_of_keys_that_falls_silent_is_away_until_it_answers_again(
    line: Line, empty_postgres: str, keyring: Keyring
) -> None:
    keys = CaseKeys(read_url(through(line, empty_postgres)), keyring, SHORT)
    await keys.prepare(NOON, 1)
    made = await keys.make([7], NOON)
    async with asyncio.timeout(LONG):
        line.hush()
        with pytest.raises(DatabaseDown):
            await keys.of([7])
        line.heal()
        assert await keys.of([7]) == made
        await keys.close()


async def test_a_database_that_falls_silent_is_away_until_it_answers_again(
    line: Line, empty_postgres: str, keyring: Keyring
) -> None:
    database = Database(through(line, empty_postgres), keyring, holder="test", patience=SHORT)
    async with asyncio.timeout(LONG):
        with pytest.raises(DatabaseDown):
            await cut_short(database, line)
        assert not await database.answers()
        line.heal()
        assert await database.answers()
        await database.close()


async def cut_short(database: Database, line: Line) -> None:
    """A transaction in the middle of which the line is cut."""
    async with database.transaction() as store:
        await store.backups.count()
        line.hush()
        await store.backups.count()
