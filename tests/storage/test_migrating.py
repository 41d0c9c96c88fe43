"""Migrations: from nothing, or from an earlier shape, to the tables that the program knows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect
from sqlalchemy.engine import Connection

from storage.database import Database
from storage.migrate import alembic_config, migrate
from storage.sealing import new_keyring
from storage.sessions import Session
from storage.shape import bring_to
from storage.tables import Table
from storage.typed import Typed

Rows = dict[str, list[dict[str, Any]]]
# The same everywhere, so that rows belong together.
SAMPLES = {int: 7, str: "x", bytes: b"x", bool: True, date: date(2026, 11, 22)}


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return compare_metadata(context, Table.metadata)


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def make_first_shape(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")


def fill(connection: Connection) -> None:
    """Put a row into every table."""
    held = MetaData()
    held.reflect(connection)
    for table in held.sorted_tables:
        if table.name != "alembic_version":
            values = {column.name: SAMPLES[column.type.python_type] for column in table.columns}
            connection.execute(table.insert(), values)


def rows(connection: Connection) -> Rows:
    held = MetaData()
    held.reflect(connection)
    return {
        table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
        for table in held.sorted_tables
        if table.name != "alembic_version"
    }


async def test_migrating_an_empty_database_gives_exactly_the_tables_of_the_program(empty_database: str) -> None:
    database = Database(empty_database, new_keyring(), holder="test")
    assert await database.run_sync(differences) != []
    await migrate(database)
    assert await database.run_sync(differences) == []
    assert await database.run_sync(tables) == {*Table.metadata.tables, "alembic_version"}
    await database.close()


async def test_migrating_again_changes_nothing(database: Database) -> None:
    before = await database.run_sync(rows)
    assert before["forms"]
    await migrate(database)
    assert await database.run_sync(rows) == before
    assert await database.run_sync(differences) == []


async def test_what_was_typed_in_a_help_chat_is_of_its_case_after_0007(empty_database: str) -> None:
    database = Database(empty_database, new_keyring(), holder="test")
    await database.run_sync(lambda connection: bring_to(connection, "0006"))
    await database.run_sync(talk)
    await migrate(database)
    typed = (await database.run_sync(rows))["typed"]
    assert {(row["who"], row["case"]) for row in typed} == {(b"family", 7), (b"staff", None), (b"nobody", None)}
    await database.close()


async def test_whoever_works_here_is_looked_at_once_after_0008(empty_database: str) -> None:
    database = Database(empty_database, new_keyring(), holder="test")
    await database.run_sync(lambda connection: bring_to(connection, "0007"))
    await database.run_sync(staff)
    await migrate(database)
    looks = (await database.run_sync(rows))["nudges"]
    assert [row["person"] for row in looks] == [1]
    async with database.reading() as store:
        assert await store.nudges.ready(store.real, 10) == {1: b"1"}
        assert await store.nudges.ready(store.real - timedelta(hours=1), 10) == {}
    await database.close()


def staff(connection: Connection) -> None:
    """Somebody who works here, and somebody who has left."""
    held = MetaData()
    held.reflect(connection, only=["people"])
    for person, left_on in ((1, None), (2, date(2026, 11, 22))):
        values = {"id": person, "who": str(person).encode(), "role": "agen", "name": "Bu Rina", "code": f"A-{person}",
                  "pledged_at": 7, "left_on": left_on}  # fmt: skip
        connection.execute(held.tables["people"].insert(), values)


def talk(connection: Connection) -> None:
    """A family, somebody who works here, and somebody whose chat is not there any more have typed something."""
    held = MetaData()
    held.reflect(connection, only=["sessions", "typed"])
    for table, whos in (("sessions", ("family", "staff")), ("typed", ("family", "staff", "nobody"))):
        for who in whos:
            values = {column.name: SAMPLES[column.type.python_type] for column in held.tables[table].columns}
            case = {"case": 7 if who == "family" else None} if table == "sessions" else {}
            connection.execute(held.tables[table].insert(), {**values, "who": who.encode(), **case})


async def test_a_database_of_the_first_shape_keeps_its_rows(empty_database: str) -> None:
    database = Database(empty_database, new_keyring(), holder="test")
    await database.run_sync(make_first_shape)
    await database.run_sync(fill)
    before = await database.run_sync(rows)
    await migrate(database)
    after = await database.run_sync(rows)
    assert await database.run_sync(differences) == []
    assert {name for name, held in after.items() if held} == {*before, "nudges"}  # 0008 looks at everybody once
    for name, (row,) in before.items():
        assert after[name][0].items() >= row.items()
    async with database.reading() as store:
        someone = Session(b"x", "staff", 7, "id", store.real)
        assert await store.typed.find(someone, 7) == Typed(7, 7, ("x",), "")
    await database.close()
