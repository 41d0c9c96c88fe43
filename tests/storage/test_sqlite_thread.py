"""SQLite in its thread: one trip for each statement, and everything that the statement gave."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engines import Patience, make_engine, read_url
from storage.sqlite_thread import opened_in_thread


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    engine = make_engine(read_url(f"sqlite:///{tmp_path / 'numbers.db'}"), Patience())
    async with engine.connect() as opened:
        await opened.execute(text("create table numbers (n integer primary key, name text not null)"))
        yield opened
    await engine.dispose()


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went to the driver's thread."""
    seen: list[str] = []
    go = aiosqlite.Connection._execute

    async def watched(self: aiosqlite.Connection, work: Any, *given: Any, **named: Any) -> Any:
        seen.append(work.__name__)
        return await go(self, work, *given, **named)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(aiosqlite.Connection, "_execute", watched)
    return seen


async def add(connection: AsyncConnection, *numbers: tuple[int, str]) -> Any:
    rows = [{"n": n, "name": name} for n, name in numbers]
    return await connection.execute(text("insert into numbers values (:n, :name)"), rows)


async def test_a_statement_is_one_trip(connection: AsyncConnection, trips: list[str]) -> None:
    await add(connection, (1, "satu"), (2, "dua"))
    found = await connection.execute(text("select n, name from numbers order by n"))
    assert found.all() == [(1, "satu"), (2, "dua")]
    assert len(trips) == 2


async def test_columns_are_named_also_where_there_are_no_rows(connection: AsyncConnection) -> None:
    found = await connection.execute(text("select n, name as called from numbers"))
    assert list(found.keys()) == ["n", "called"]
    assert found.all() == []


async def test_how_many_rows_were_changed_is_told(connection: AsyncConnection) -> None:
    assert (await add(connection, (1, "satu"), (2, "dua"), (3, "tiga"))).rowcount == 3
    changed = await connection.execute(text("update numbers set name = 'x' where n > 1"))
    assert changed.rowcount == 2
    gone = await connection.execute(text("delete from numbers where n < 3 returning n"))
    assert sorted(gone.scalars()) == [1, 2]


async def test_an_error_is_what_the_driver_says(connection: AsyncConnection) -> None:
    await add(connection, (1, "satu"))
    with pytest.raises(IntegrityError, match="UNIQUE"):
        await add(connection, (1, "satu lagi"))
    with pytest.raises(OperationalError, match="no such table"):
        await connection.execute(text("select 1 from letters"))
    assert (await connection.execute(text("select count(*) from numbers"))).scalar() == 1


async def test_an_error_among_the_rows_undoes_as_much_as_it_should(connection: AsyncConnection) -> None:
    await add(connection, (1, "satu"))
    part = await connection.begin_nested()
    await add(connection, (2, "dua"))
    with pytest.raises(OperationalError, match="malformed JSON"):
        await connection.execute(text("select json(column1) from (values ('{}'), ('{'))"))
    await part.rollback()
    found = await connection.exec_driver_sql("select name from numbers where name like 's%'")
    assert found.scalars().all() == ["satu"]


async def test_closing_waits_for_the_statement_that_runs(tmp_path: Path) -> None:
    opened = await opened_in_thread(lambda: sqlite3.connect(tmp_path / "slow.db"))
    slow = "with recursive c(n) as (select 1 union all select n + 1 from c where n < 300000) select max(n) from c"
    running = asyncio.ensure_future(opened.outcome("execute", slow, ()))
    await asyncio.sleep(0)
    await opened.close()
    assert (await running).rows == [(300_000,)]
    with pytest.raises(ValueError, match="no active connection"):
        await opened.outcome("execute", "select 1", ())


async def test_what_is_cut_off_leaves_no_transaction_open(tmp_path: Path) -> None:
    url = read_url(f"sqlite:///{tmp_path / 'slow.db'}")
    engine = make_engine(url, Patience())
    slow = text(
        "with recursive c(n) as (select 1 union all select n + 1 from c where n < 3000000) select max(n) from c"
    )

    async def work() -> None:
        async with engine.connect() as opened, opened.begin():
            await opened.execute(slow)

    cut = asyncio.ensure_future(work())
    await asyncio.sleep(0.05)
    cut.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cut
    async with engine.connect() as opened, opened.begin():
        await opened.execute(text("create table after (n integer)"))
    await engine.dispose()
    with sqlite3.connect(make_url(str(url)).database or "") as raw:
        assert raw.execute("select name from sqlite_master").fetchall() == [("after",)]
