"""Anchoring the audit: once a day its head is written to a file outside the database."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.clock import Job
from storage.anchors import Anchor, Anchors
from storage.chain import Broken
from storage.database import Database

log = logging.getLogger(__name__)

LOOK = timedelta(hours=1)


def anchoring(path: Path) -> Job:
    """Once a day, at the first look."""

    async def look(database: Database, now: datetime) -> int:
        return await anchor_of_the_day(database, path, now)

    return Job("anchor of the audit", LOOK, look)


async def anchor_of_the_day(database: Database, path: Path, now: datetime) -> int:
    """Write the anchor of this day, unless it is there. What is wrong with the file or the chain is said loudly."""
    anchors = Anchors(path, database.keyring)
    try:
        last = (await asyncio.to_thread(anchors.read))[-1:]
        if last and last[0].at.date() >= now.date():
            return 0
        await anchor(database, anchors, now)
    except Broken as broken:
        log.error("%s Run suar audit verify.", broken)
    except OSError as failed:
        log.error("the audit has no anchor of today: %s cannot be written (%s)", path, failed.strerror)
    else:
        return 1
    return 0


async def anchor(database: Database, anchors: Anchors, now: datetime) -> Anchor:
    """Write down how far the audit has come. Raises `OSError`."""
    async with database.reading() as store:
        fresh = Anchor(now, *await store.audit.head())
    await asyncio.to_thread(anchors.add, fresh)
    return fresh
