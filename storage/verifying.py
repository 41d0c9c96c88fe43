"""Proving that the audit is as it was written: the chain from its first row on, and every anchor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.anchors import Anchor, by_count, compare, compare_end
from storage.audit import PURPOSE
from storage.chain import Walk
from storage.database import Database

AT_ONCE = 1_000  # rows: a long audit is never held as a whole


@dataclass(frozen=True, slots=True)
class Sound:
    """What was proved: so many rows, and the last moment up to which none can be missing at the end."""

    rows: int
    last: Anchor | None


async def verify(
    database: Database, anchors: Sequence[Anchor], read: Callable[[int], None] = lambda _count: None
) -> Sound:
    """Go through the whole chain while the bots go on. Raises `Broken`; `read` is told how far it has come."""
    walk, anchored, last = Walk(database.keyring.derived(PURPOSE)), by_count(anchors), None
    compare(anchored.get(0, ()), 0, walk.link)
    async with database.reading() as store:
        while rows := await store.audit.portion(last, AT_ONCE):
            for entry in rows:
                walk.on(entry)
                compare(anchored.get(walk.number, ()), walk.number, walk.link)
            last = rows[-1].number
            read(walk.number)
    compare_end(anchors, walk.number)
    return Sound(walk.number, anchors[-1] if anchors else None)
