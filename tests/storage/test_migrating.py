"""Migrations: from nothing to the tables that the program knows."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from storage.database import Database
from storage.migrate import is_current, migrate
from storage.sealing import new_keyring
from storage.tables import Table


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return compare_metadata(context, Table.metadata)


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def test_migrating_an_empty_database_gives_exactly_the_tables_of_the_program(empty_database: str) -> None:
    database = Database(empty_database, new_keyring(), holder="test")
    assert not await is_current(database)
    await migrate(database)
    assert await is_current(database)
    assert await database.run_sync(differences) == []
    assert await database.run_sync(tables) == {*Table.metadata.tables, "alembic_version"}
    await database.close()


async def test_migrating_again_changes_nothing(database: Database) -> None:
    async with database.reading() as store:
        before = await store.forms.all()
    await migrate(database)
    async with database.reading() as store:
        assert await store.forms.all() == before
    assert await is_current(database)
