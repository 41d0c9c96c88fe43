"""Putting a backup back: all of it or nothing, with the right keys of help cases; what was erased stays erased."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.backup_file import Backup, Header, Unreadable, open_backup
from bot.clocks import real_now
from bot.commands import Failed, tell
from bot.progress import Progress
from handlers.help_erasing import empty_staff_chats
from handlers.kit import by_chance
from scheduler.erasures import replay
from scheduler.lookup_keys import move_chats
from storage.backups import Portion
from storage.case_keys import CaseKeys
from storage.database import Database
from storage.key_copies import Copy, NoCopy, open_copy
from storage.sealing import Keyring
from storage.shape import is_known
from storage.store import Store


@dataclass(frozen=True)
class Restored:
    """What became of a backup."""

    header: Header
    erased_again: int
    keyless: int  # help cases that nobody can read
    erased_keyless: int
    letters: int


async def restore_into(database: Database, path: Path, copy: Path | None, without_keys: bool) -> Restored:
    """Look at all of it first, then write it in one transaction. Raises `Failed`, `Unreadable` and `Mismatch`."""
    backup = open_backup(path, database.keyring)
    if not is_known(backup.header.revision):
        raise Unreadable(f"{path} was made by a later version of Suar: install that one.")
    await _check_empty(database)
    keys = _keys(database)
    held = _copy(copy, database.keyring, backup.header) if copy is not None else None
    _read_through(backup)
    identity = await _settle_keys(keys, held, backup.header, without_keys)
    restored = await _put(database, keys, backup, identity, without_keys)
    await move_chats(database)
    return restored


async def _check_empty(database: Database) -> None:
    async with database.reading() as store:
        if not await store.backups.is_empty():
            raise Failed(
                "The database has tables already, and a backup goes into an empty one only: name a new file with "
                "SUAR_DATABASE_URL, or make a new database with createdb."
            )


def _read_through(backup: Backup) -> None:
    for _ in _counted(backup, "read"):
        pass


def _counted(backup: Backup, what: str) -> Iterator[Portion]:
    """The portions, while it is said how far it has come."""
    progress, done = Progress(backup.header.rows, lambda said: tell(f"{what}: {said}"), time.monotonic), 0
    for portion in backup.portions():
        yield portion
        done += len(portion.rows)
        progress.at(done)


# --- The keys of help cases ------------------------------------------------------------------------


def _keys(database: Database) -> CaseKeys:
    if database.case_keys is None:
        raise LookupError("a database without case keys cannot be restored")
    return database.case_keys


def _copy(path: Path, keyring: Keyring, header: Header) -> Copy:
    try:
        copy = open_copy(path.read_bytes(), keyring)
    except OSError as failed:
        raise Failed(f"{path} could not be read: {failed.strerror}.") from None
    except NoCopy as wrong:
        raise Failed(f"{path} cannot be used: {wrong}.") from None
    if header.keys_identity not in {None, copy.content.identity}:
        raise Failed(f"{path} does not belong with this backup: it is of another installation.")
    return copy


async def _settle_keys(keys: CaseKeys, copy: Copy | None, header: Header, without_keys: bool) -> int:
    """Have the store that belongs with the backup, or one that is new. Gives its identity."""
    identity = await keys.prepare(real_now(), by_chance())
    if header.keys_identity in {None, identity}:
        if copy is not None:
            tell("The case keys that belong with the backup are in place already: the copy was not needed.")
        return identity
    if not await keys.is_unused():
        raise Failed(
            "The store that SUAR_CASE_KEYS names is of another installation: name the one that belongs with the "
            "backup."
        )
    if copy is not None:
        await keys.put_back(copy.content)
        return copy.content.identity
    if without_keys:
        return identity
    raise Failed(
        "The case keys that belong with this backup are not here. Name their store with SUAR_CASE_KEYS, or put their "
        "copy back with --case-keys; if both are lost, --without-case-keys erases all help cases and goes on."
    )


# --- Rows ----------------------------------------------------------------------------------------


async def _put(database: Database, keys: CaseKeys, backup: Backup, identity: int, without_keys: bool) -> Restored:
    async with database.transaction() as store:
        done = await store.backups.put(backup.header.revision, _counted(backup, "restored"))
        if done != backup.header.rows:
            raise Unreadable(f"{backup.path} is not whole: take another copy of it, or an older one.")
        await store.backups.belong_to(identity)
        await store.help.note_restored()
        now = store.real
        again = await replay(store, await keys.erased(), now, _empty)
        held = await keys.held()
        keyless = [(case, who) for case, who in await store.erasing.all() if case not in held]
        if without_keys:
            for case, who in keyless:
                await _empty(store, case)
                await store.erasing.erase(case, who, now)
                await store.erasing.forget_chat(case, who)
        letters = await store.backups.drop_old_words()
        left = 0 if without_keys else len(keyless)
        return Restored(backup.header, len(again), left, len(keyless) - left, letters)


async def _empty(store: Store, case: int) -> None:
    """Officers' chats showed the case. They were emptied when it was erased, unless that very moment was lost."""
    await empty_staff_chats(store, case, store.real)
