"""What the commands about backups do."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.backup_file import BackupWriter, Header, Unreadable
from bot.clocks import real_now
from bot.commands import Failed, tell
from bot.holder import new_holder
from bot.key_copy import writer_of
from bot.opening import open_case_keys, open_database
from bot.progress import Progress
from bot.restoring import Restored, restore_into
from bot.settings import BadSetting, Settings
from domain.voice import load_voices
from handlers.help_clock import erase_deed
from handlers.kit import Kit
from handlers.library import Library
from scheduler.copying import copy_now
from storage.backups import Mismatch
from storage.database import Database
from storage.sealing import Keyring, has_keyring, load_keyring
from storage.store import Store

MANY = 1_000_000


async def backup(settings: Settings, options: argparse.Namespace) -> None:
    """Write all rows, as they are at one moment, to a file. The bots may go on."""
    path: Path = options.file
    _check_new(path)
    async with _database(settings) as database, database.reading() as store:
        await store.backups.hold_still()
        header = await _header(store)
        try:
            size = await _write(store, path, header, database.keyring)
        except OSError as failed:
            raise Failed(f"{path} could not be written ({failed.strerror}): name another file.") from None
    tell(f"{header.rows:,} rows as of {_moment(header.made_at)}, {size / MANY:,.1f} MB: {path}")
    tell(f"It can be read with the keyring only: keep a copy of {settings.keys} in another place.")
    tell("The keys of help cases are never in a backup: see SUAR_CASE_KEYS_COPY.")


def _check_new(path: Path) -> None:
    if path.exists():
        raise Failed(f"There is something at {path} already: name another file.")


async def _header(store: Store) -> Header:
    revision = await store.backups.revision()
    if revision is None:
        raise Failed("There is nothing in the database yet: check SUAR_DATABASE_URL.")
    identity = await store.backups.keys_identity()
    return Header(revision, store.real.isoformat(), await store.backups.count(), identity)


async def _write(store: Store, path: Path, header: Header, keyring: Keyring) -> int:
    progress, done = Progress(header.rows, tell, time.monotonic), 0
    with BackupWriter(path, header, keyring) as writer:
        async for portion in store.backups.portions():
            writer.add(portion)
            done += len(portion.rows)
            progress.at(done)
        return writer.end()


async def restore(settings: Settings, options: argparse.Namespace) -> None:
    """Put a backup into an empty database, and erase again what was erased since it was made."""
    async with _database(settings) as database:
        try:
            restored = await restore_into(database, options.file, options.case_keys, options.without_case_keys)
        except Unreadable as unreadable:
            raise Failed(str(unreadable)) from None
        except Mismatch as wrong:
            raise Failed(
                f"The table {wrong} of the backup is not as Suar makes it; was it changed by hand? Nothing was "
                "restored."
            ) from None
    _tell_of(restored)


def _tell_of(restored: Restored) -> None:
    header = restored.header
    tell(f"{header.rows:,} rows restored, as they were on {_moment(header.made_at)}.")
    if restored.erased_again:
        tell(f"Erased again, because they were erased since: {restored.erased_again} help cases.")
    if restored.erased_keyless:
        tell(f"Erased, because their keys are lost: {restored.erased_keyless} help cases.")
    if restored.keyless:
        tell(
            f"{restored.keyless} help cases cannot be read: their keys are not in the store that SUAR_CASE_KEYS "
            "names. If you have a newer store or copy, restore anew with it; else their families have to ask anew."
        )
    if restored.letters:
        tell(f"{restored.letters} messages that waited to be sent then are not sent now.")
    tell("What was reported after the backup is lost. Look with suar doctor, then start suar run.")


def _moment(iso: str) -> str:
    return iso[:16].replace("T", " ") + " UTC"


async def erase(settings: Settings, options: argparse.Namespace) -> None:
    """Erase a help case from outside, as /hapus does: for whoever asks for that where they cannot press it."""
    alias = _alias(options.alias)
    async with open_database(settings, new_holder()) as database:
        if not options.yes and _typed_again(alias) != alias:
            raise Failed("That is another alias: nothing was erased.")
        messages = await _erase(database, alias)
        copied = await _copy_anew(settings, database)
    tell(f"Keluarga {alias} is erased: {messages} messages can be read no more, in no backup either.")
    tell(copied)
    tell("What the bots wrote in the chats of both sides is deleted or emptied while suar run runs.")
    tell("What the family wrote more than 48 hours ago is still in their chat; only they can delete it.")
    tell("What stays: bare counts of the month, and the number of the case in the list of what was erased.")


def _alias(typed: str) -> str:
    """As it is kept, however it was typed: it may stand behind "Keluarga", as staff see it."""
    word, _, number = typed.strip().split(" ")[-1].partition("-")
    return f"{word.capitalize()}-{number}"


def _typed_again(alias: str) -> str:
    tell(f"This cannot be undone. Type {alias} to erase it:")
    return _alias(sys.stdin.readline())


async def _erase(database: Database, alias: str) -> int:
    kit = Kit(Library(()), load_voices(), database.keyring.press)
    async with database.transaction() as store:
        case = await store.help.by_alias(alias)
        if case is None:
            raise Failed(f"There is no help case {alias}: take its alias as the staff bot shows it.")
        messages = await store.help_messages.count(case.id)
        await erase_deed(kit)(store, case, store.real)
    return messages


async def _copy_anew(settings: Settings, database: Database) -> str:
    path = settings.case_keys_copy
    if path is None:
        return "There is no copy of its key."
    try:
        await copy_now(database, writer_of(path), real_now())
    except OSError as failed:
        raise Failed(
            f"It is erased here, but {path} still holds its key and cannot be written ({failed.strerror}): "
            "delete that file, or let suar run write it anew."
        ) from None
    return f"The copy of the keys at {path} was overwritten: its key is in no copy."


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    """The database as it is: it is neither prepared nor brought to another shape."""
    if not has_keyring(settings.keys):
        raise BadSetting(f"SUAR_KEYS: there is no keyring at {settings.keys}: put its copy back first.")
    keyring = load_keyring(settings.keys)
    case_keys = open_case_keys(settings, keyring)
    database = Database(settings.database_url, keyring, holder=new_holder(), real=real_now, case_keys=case_keys)
    try:
        yield database
    finally:
        await database.close()
