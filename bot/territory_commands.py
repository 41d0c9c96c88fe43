"""What the command about places does."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from bot.commands import Failed, tell
from bot.holder import new_holder
from bot.opening import open_database
from bot.progress import Progress
from bot.settings import Settings
from domain.places import BadPlaces, Place, read_places
from storage.store import Store

AT_ONCE = 5_000  # places


async def import_places(settings: Settings, options: argparse.Namespace) -> None:
    """Learn the places of a file: all of them, or none."""
    places = _read(options.file)
    async with open_database(settings, new_holder()) as database, database.transaction() as store:
        new, renamed = await _put(store, places)
    tell(f"{len(places):,} places read: {new:,} new, {renamed:,} renamed.")


async def _put(store: Store, places: Sequence[Place]) -> tuple[int, int]:
    progress = Progress(len(places), tell, time.monotonic)
    new = renamed = 0
    for first in range(0, len(places), AT_ONCE):
        added, changed = await store.territories.put(places[first : first + AT_ONCE])
        new, renamed = new + added, renamed + changed
        progress.at(first + AT_ONCE)
    return new, renamed


def _read(path: Path) -> Sequence[Place]:
    try:
        return read_places(path.read_bytes())
    except FileNotFoundError:
        raise Failed(f"There is no file {path}.") from None
    except OSError as failed:
        raise Failed(f"{path} could not be read: {failed.strerror}.") from None
    except BadPlaces as bad:
        for each in bad.wrong:
            tell(each)
        raise Failed(f"Nothing was imported: mend {path.name} where it says so above, and import it again.") from None
