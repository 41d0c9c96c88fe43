"""What the commands about the keyring and the audit do."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

from bot.clocks import clock_of
from bot.commands import Failed, tell
from bot.holder import new_holder
from bot.opening import open_database
from bot.progress import Progress
from bot.rotating import count_older, seal_anew
from bot.settings import Settings
from scheduler.anchoring import anchor
from storage.anchors import Anchors
from storage.chain import Broken
from storage.database import Database
from storage.key_file import add_key, drop_keys, not_learned_for
from storage.sealing import LOOK_EVERY
from storage.verifying import Sound, verify

LEARNING = 2 * LOOK_EVERY  # seconds in which every program that runs has learned of a new key
LINES_AT_ONCE = 1_000


# --- The keyring ---------------------------------------------------------------------------------


async def rotate_keys(settings: Settings, _options: argparse.Namespace) -> None:
    """Add a key, and seal all anew under it; or finish what was begun."""
    async with open_database(settings, new_holder()) as database:
        waiting = await count_older(database)
        if waiting:
            tell(f"Key {database.keyring.newest} was added before: what it does not seal yet is sealed anew.")
        else:
            add_key(settings.keys)
            database.keyring.learn()
            tell(f"Key {database.keyring.newest} was added. Copy {settings.keys} to where you keep its copy.")
        try:
            await _seal_all_anew(database, fresh=not waiting)
        finally:  # also where a damaged value was found: these lie elsewhere
            if database.case_keys is not None:
                await database.case_keys.seal_anew()
        left = await count_older(database)
    if left:
        raise Failed(f"{_values(left)} still under older keys, which stay: run suar keys rotate again.")
    tell("All is sealed under the newest key. Older keys stay until suar keys drop; backups made before need them.")


async def _seal_all_anew(database: Database, *, fresh: bool) -> None:
    shut = list(await seal_anew(database, await _sealed_of(database)))
    if fresh:  # until a program has learned of the key, it goes on sealing with the one before
        tell(f"Waiting {LEARNING:.0f} seconds, until the bots have learned of it …")
        await asyncio.sleep(LEARNING)
        shut = list(await seal_anew(database))
    if shut:
        raise Failed(
            f"{_values(len(shut))} damaged or sealed by a key that is not in SUAR_KEYS, such as {shut[0]}: "
            "put the older keyring back, or restore a backup. All others are sealed anew."
        )


async def _sealed_of(database: Database) -> Callable[[int], None]:
    return _counting(await count_older(database))


async def drop_old_keys(settings: Settings, _options: argparse.Namespace) -> None:
    """Take those keys out of the keyring that seal nothing any more."""
    async with open_database(settings, new_holder()) as database:
        old = sorted(database.keyring.keys.keys() - {database.keyring.newest})
        if not old:
            raise Failed("The keyring has one key only: there is nothing to drop.")
        _check_learned(not_learned_for(settings.keys))
        async with database.reading() as store:
            for number in old:
                count = await store.resealing.count_under(number)
                count += await database.case_keys.count_under(number) if database.case_keys is not None else 0
                if count:
                    raise Failed(f"{_values(count)} still under key {number}: run suar keys rotate first.")
        drop_keys(settings.keys, old)
    tell(f"Dropped: {', '.join(f'key {number}' for number in old)}. {_KEEP}")


_KEEP = "Backups made before need the keyring that they were made with: keep its copy with them, or delete them."


def _check_learned(wait: timedelta) -> None:
    if wait > timedelta():
        minutes = int(wait.total_seconds() // 60) + 1
        raise Failed(
            f"The keyring was written not long ago, and a bot may still use an old key: wait {minutes} minutes."
        )


# --- The audit -----------------------------------------------------------------------------------


async def verify_audit(settings: Settings, _options: argparse.Namespace) -> None:
    """Prove that the audit is as it was written, or say where it is not."""
    async with open_database(settings, new_holder()) as database:
        try:
            anchors = Anchors(settings.anchors, database.keyring).read()
            sound = await verify(database, anchors, await _rows_of(database))
        except Broken as broken:
            raise Failed(str(broken)) from None
    tell(_proved(settings, sound))


def _proved(settings: Settings, sound: Sound) -> str:
    if sound.last is None and sound.rows:
        raise Failed(
            f"The {sound.rows:,} rows of the audit are sound, but there are no anchors at {settings.anchors}, "
            "so rows may be missing at the end: put the file back, or begin one with suar audit anchor."
        )
    if sound.last is None:
        return "The audit is empty."
    anchored = f"anchored up to row {sound.last.count:,} on {sound.last.at:%Y-%m-%d}"
    return f"The audit is as it was written: {sound.rows:,} rows, {anchored}."


async def _rows_of(database: Database) -> Callable[[int], None]:
    async with database.reading() as store:
        whole = await store.audit.count()
    progress = Progress(whole, tell, time.monotonic)
    return progress.at


async def anchor_audit(settings: Settings, _options: argparse.Namespace) -> None:
    """Anchor the audit now."""
    now = clock_of(settings.clock)()
    async with open_database(settings, new_holder()) as database:
        try:
            written = await anchor(database, Anchors(settings.anchors, database.keyring), now)
        except OSError as failed:
            raise Failed(
                f"{settings.anchors} cannot be written ({failed.strerror}): set SUAR_AUDIT_ANCHOR."
            ) from None
    tell(f"Row {written.count:,} is anchored in {settings.anchors}. Keep a copy where the database is not.")


async def show_audit(settings: Settings, options: argparse.Namespace) -> None:
    """Print who did what, the oldest first."""
    since, last = clock_of(settings.clock)() - timedelta(days=options.days), 0
    async with open_database(settings, new_holder()) as database, database.reading() as store:
        while lines := await store.audit.lines(since, options.subject, last, LINES_AT_ONCE):
            for line in lines:
                print(
                    line.number,
                    f"{line.at:%Y-%m-%dT%H:%MZ}",
                    line.actor or "-",
                    line.action,
                    line.record,
                    line.subject,
                    sep="\t",
                )
            last = lines[-1].number


def _counting(whole: int) -> Callable[[int], None]:
    progress, done = Progress(whole, tell, time.monotonic), 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress.at(done)

    return count


def _values(count: int) -> str:
    return "1 value is" if count == 1 else f"{count:,} values are"
