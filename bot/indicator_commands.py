"""What the commands about indicators do."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from bot.commands import Failed, tell
from bot.forms import kept_forms
from bot.holder import new_holder
from bot.opening import open_database
from bot.progress import Progress
from bot.recounting import Difference, Recount, check, rebuild
from bot.settings import Settings
from storage.database import Database
from storage.sealing import Shut

MOST_SHOWN = 20


async def check_counters(settings: Settings, _options: argparse.Namespace) -> None:
    """Say whether every counter is what the reports make it."""
    async with open_database(settings, new_holder()) as database:
        wrong = await _wrong(database, await _recount(database))
    _show(wrong)
    if wrong:
        raise Failed(f"{_counters(len(wrong))} wrong: make them right with suar indicators rebuild.")
    tell("Every counter is what the reports make it.")


async def rebuild_counters(settings: Settings, _options: argparse.Namespace) -> None:
    """Make every counter what the reports make it."""
    async with open_database(settings, new_holder()) as database:
        recount = await _recount(database)
        wrong = await _wrong(database, recount)
        _show(wrong)
        if wrong:
            await rebuild(database, Recount(recount.library), {each.unit for each in wrong})
    tell(f"{_counters(len(wrong))} wrong, and made right." if wrong else "Every counter was right already.")


async def _wrong(database: Database, recount: Recount) -> list[Difference]:
    try:
        return await check(database, recount)
    except Shut as shut:
        raise Failed(
            f"A report cannot be opened ({shut}): set SUAR_KEYS to its keyring, or restore a backup."
        ) from None


async def _recount(database: Database) -> Recount:
    async with database.reading() as store:
        whole = await store.submissions.count_counting()
    return Recount(await kept_forms(database), _read_of(whole))


def _read_of(whole: int) -> Callable[[int], None]:
    progress, done = Progress(whole, tell, time.monotonic), 0

    def read(reports: int) -> None:
        nonlocal done
        done += reports
        progress.at(done)

    return read


def _show(wrong: list[Difference]) -> None:
    for each in wrong[:MOST_SHOWN]:
        print(f"{each.unit} {each.day} {each.indicator}: {each.kept}, should be {each.right}")
    if len(wrong) > MOST_SHOWN:
        print(f"… and {len(wrong) - MOST_SHOWN:,} more")


def _counters(count: int) -> str:
    return "1 counter is" if count == 1 else f"{count:,} counters are"
