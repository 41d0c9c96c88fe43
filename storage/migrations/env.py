"""Alembic's entry: the connection is handed in by storage/migrate.py."""

from typing import Any, Literal

from alembic import context

from storage.moments import UtcDateTime
from storage.tables import Table


def plain_types(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Migrations speak of the database's own types, so that they still run when ours have changed."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    render_item=plain_types,
)
with context.begin_transaction():
    context.run_migrations()
