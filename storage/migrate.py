"""Bringing the database to the shape that this program knows."""

from __future__ import annotations

from storage.database import Database
from storage.shape import alembic_config as alembic_config
from storage.shape import bring_to


async def migrate(database: Database) -> None:
    """Apply the migrations that are missing. Raises `Unusable` where another program, or a later Suar, has been."""
    await database.run_sync(bring_to)
