"""Opening the database: at its present shape, with the keyring and the store of case keys that belong with it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from bot.clocks import real_now
from bot.settings import BadSetting, Settings
from domain.places import shipped_places
from handlers.kit import by_chance
from storage.case_keys import CaseKeys, keys_url
from storage.database import BadDatabaseUrl, Database
from storage.migrate import migrate
from storage.sealing import Keyring, has_keyring, load_keyring, new_keyring, save_keyring

log = logging.getLogger(__name__)


@asynccontextmanager
async def open_database(
    settings: Settings, holder: str, real: Callable[[], datetime] = real_now
) -> AsyncIterator[Database]:
    """The database at its present shape, with its keyring and the places that come with Suar."""
    keyring = await _keyring(settings)
    case_keys = open_case_keys(settings, keyring)
    database = Database(settings.database_url, keyring, holder=holder, real=real, case_keys=case_keys)
    try:
        identity = await case_keys.prepare(real_now(), by_chance())
        await _check_not_new(database, case_keys)
        await migrate(database)
        await _match(database, identity)
        await _name_places(database)
        yield database
    finally:
        await database.close()


def open_case_keys(settings: Settings, keyring: Keyring) -> CaseKeys:
    """The store of case keys, which may not be there yet."""
    try:
        return CaseKeys(keys_url(settings.case_keys, settings.database_url, settings.keys), keyring)
    except BadDatabaseUrl as bad:
        raise BadSetting(f"SUAR_CASE_KEYS: {bad}; write it like var/case-keys.db.") from None


async def _check_not_new(database: Database, case_keys: CaseKeys) -> None:
    """A new database knows no case: it would take every key for one of nobody, and destroy it."""
    async with database.reading() as store:
        is_new = await store.backups.is_empty() or await store.backups.keys_identity() is None
    if is_new and not await case_keys.is_unused():
        raise BadSetting(
            "SUAR_CASE_KEYS: this store holds keys of help cases, but the database is new and knows none of them. "
            "Put its backup back with suar restore, or name a store that is new, too."
        )


async def _match(database: Database, identity: int) -> None:
    """A database belongs with one store of keys: with another, all help cases would seem to be erased."""
    async with database.transaction() as store:
        if await store.help.keys_belong(identity):
            return
    raise BadSetting(
        "SUAR_CASE_KEYS: this is not the store of case keys that belongs with the database. "
        "Name the right one; without it the help cases cannot be read."
    )


async def _name_places(database: Database) -> None:
    shipped = shipped_places()
    async with database.reading() as store:
        known = await store.territories.names([place.code for place in shipped])
    if len(known) < len(shipped):
        async with database.transaction() as store:
            await store.territories.put_if_absent(shipped)


async def _keyring(settings: Settings) -> Keyring:
    """The keyring; made on the first run, refused when it is missing where sealed rows exist."""
    if has_keyring(settings.keys):
        return load_keyring(settings.keys)
    keyring = new_keyring()
    probe = Database(settings.database_url, keyring, holder="probe")
    try:
        await migrate(probe)
        async with probe.reading() as store:
            sealed = await store.sessions.any()
    finally:
        await probe.close()
    if sealed:
        raise BadSetting(
            f"SUAR_KEYS: there is no keyring at {settings.keys}, but the database holds sealed rows. "
            "Put the keyring back from its backup; without it they cannot be read."
        )
    save_keyring(keyring, settings.keys)
    log.info("a new keyring was made at %s: keep a copy of it in a safe place", settings.keys)
    return load_keyring(settings.keys)
