"""Conversations that are played on PostgreSQL as well.

What is said does not depend on the database, and to play all of it twice takes five minutes more: `make test` plays
it on SQLite, and CI (`make test-all`) on both. Whatever is about the database itself, about several processes or
about a promise of docs/promises.md always runs on both.
"""

from __future__ import annotations

import re

import pytest

FOLDERS = {"broadcasts", "digests", "exports", "follow_up", "handlers", "help", "local_forms", "units"}
PROMISE = re.compile(r"test_[frs]\d")


def is_twin(item: pytest.Item) -> bool:
    """Whether the same conversation is played on SQLite, too."""
    played_with = getattr(item, "callspec", None)
    on_postgres = played_with is not None and "postgres" in played_with.params.values()
    return on_postgres and item.path.parent.name in FOLDERS and not PROMISE.match(item.name)
