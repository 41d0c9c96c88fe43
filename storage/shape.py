"""The shape of the tables, one version after the other: what Alembic does to a plain connection."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from storage import broadcast_tables as broadcast_tables
from storage import programme_tables as programme_tables
from storage.engines import Unusable
from storage.help_tables import Table as Table

HERE = Path(__file__).parent / "migrations"


def alembic_config() -> Config:
    """Alembic, told where the migrations are. There is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    return config


def bring_to(connection: Connection, revision: str = "head") -> None:
    """Bring the tables to a shape. Raises `Unusable` where another program, or a later Suar, has been."""
    _check(connection)
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def revision_of(connection: Connection) -> str | None:
    """The shape that the tables have; None where there are none yet. Raises `Unusable` as `bring_to` does."""
    _check(connection)
    return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether this version of Suar knows tables of that shape."""
    known = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    return revision in {script.revision for script in known}


def _check(connection: Connection) -> None:
    present = MigrationContext.configure(connection).get_current_revision()
    if present is None and set(inspect(connection).get_table_names()) & set(Table.metadata.tables):
        raise Unusable("it holds tables of another program; name an empty database")
    if present is not None and not is_known(present):
        raise Unusable("it was made by a later version of Suar; install that one")
