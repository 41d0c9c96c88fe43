"""Bringing the database to the shape that this program knows."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from storage import programme_tables as programme_tables
from storage.database import Database, Unusable
from storage.help_tables import Table as Table

HERE = Path(__file__).parent / "migrations"


def alembic_config() -> Config:
    """Alembic, told where the migrations are. There is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    return config


async def migrate(database: Database) -> None:
    """Apply the migrations that are missing. Raises `Unusable` where another program, or a later Suar, has been."""

    def work(connection: Connection) -> None:
        config = alembic_config()
        _check(connection, ScriptDirectory.from_config(config))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    await database.run_sync(work)


def _check(connection: Connection, known: ScriptDirectory) -> None:
    present = MigrationContext.configure(connection).get_current_revision()
    if present is None and set(inspect(connection).get_table_names()) & set(Table.metadata.tables):
        raise Unusable("it holds tables of another program; name an empty database")
    if present is not None and present not in {script.revision for script in known.walk_revisions()}:
        raise Unusable("it was made by a later version of Suar; install that one")
