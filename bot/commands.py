"""What the commands do."""

from __future__ import annotations

import argparse
import errno
import secrets
import sys
from pathlib import Path

from bot.app import BOTS
from bot.app import run as run_app
from bot.clocks import clock_of, real_now
from bot.help_checks import lines_of_help
from bot.holder import new_holder
from bot.key_checks import look_at_copy
from bot.opening import open_database
from bot.settings import BadSetting, Settings, unknown_token
from bot.transports import transport_of
from bot.transports.errors import TelegramError, Unauthorized
from bot.transports.port import Transport
from domain.people import Invitation, Role, Satker
from domain.territory import PROVINCES, is_code, is_village
from handlers.invitations import VALID, invite, link
from handlers.kit import STAFF
from storage.database import Database
from storage.places import Missing, Taken


class Failed(Exception):
    """A command could not do its work. The text says what to do."""


async def run(settings: Settings, options: argparse.Namespace) -> None:
    bots = (options.only,) if options.only else BOTS
    for bot in bots:
        settings.token(bot)
    try:
        await run_app(settings, bots)
    except* Unauthorized:
        raise Failed("Telegram does not know one of the tokens: run suar doctor to see which.") from None


async def demo(_settings: Settings, options: argparse.Namespace) -> None:
    # Only the demo knows the simulator, so that nothing else can come to need it.
    from bot.demo import run_demo  # noqa: PLC0415

    try:
        await run_demo(Path(options.folder), options.port)
    except OSError as failed:
        raise _why_no_demo(failed, options) from None


def _why_no_demo(failed: OSError, options: argparse.Namespace) -> Exception:
    if failed.filename is not None:
        return Failed(f"{failed.filename} cannot be made ({failed.strerror}): choose another --folder.")
    if failed.errno in {errno.EADDRINUSE, errno.EACCES}:
        return Failed(f"Port {options.port} is in use, or not for you: choose another with --port.")
    return failed


async def migrate_now(settings: Settings, _options: argparse.Namespace) -> None:
    async with open_database(settings, new_holder()):
        tell("The database has the shape that this version needs.")


async def add_satker(settings: Settings, options: argparse.Namespace) -> None:
    _need(options.code, "code")
    _need(options.name, "name")
    if not is_code(options.territory):
        raise Failed(f"{options.territory} is no Kemendagri code of a province or kabupaten: write it like 19.71.")
    now = clock_of(settings.clock)()
    async with open_database(settings, new_holder()) as database, database.transaction() as store:
        try:
            await store.places.add_satker(Satker(options.code, options.name, options.territory), now)
        except Taken:
            raise Failed(f"There is a satker {options.code} already.") from None
    tell(f"Satker {options.code} added.")


def _need(word: str, what: str) -> None:
    if not word.strip():
        raise Failed(f"The {what} is empty: give one.")


async def add_unit(settings: Settings, options: argparse.Namespace) -> None:
    _need(options.name, "name")
    if not is_village(options.code):
        raise Failed(f"{options.code} is no Kemendagri code of a desa or kelurahan: write it like 19.04.03.2004.")
    now = clock_of(settings.clock)()
    async with open_database(settings, new_holder()) as database, database.transaction() as store:
        try:
            unit = await store.places.add_unit(options.code, options.name, options.satker, now)
        except Taken:
            raise Failed(f"There is a unit in {options.code} already.") from None
        except Missing:
            raise Failed(f"There is no satker {options.satker}: add it first with suar satker add.") from None
    tell(f"Unit {unit.name} added; its reports are numbered {unit.prefix}-….")


async def invite_somebody(settings: Settings, options: argparse.Namespace) -> None:
    invitation = _invitation(options)
    name = await username_of(settings, STAFF)
    token = secrets.token_urlsafe(24)
    async with open_database(settings, new_holder()) as database, database.transaction() as store:
        if invitation.unit and not await store.places.unit(invitation.unit):
            raise Failed(f"There is no unit {invitation.unit}: add it first with suar unit add.")
        if invitation.satker and not await store.places.satker(invitation.satker):
            raise Failed(f"There is no satker {invitation.satker}: add it first with suar satker add.")
        await invite(store, token, invitation, None, clock_of(settings.clock)())
    print(link(name, token))
    tell(f"Hand it to one person only. It works once, within {VALID.days} days.")


async def username_of(settings: Settings, bot: str) -> str:
    """What a bot is called in its links: Telegram is asked."""
    transport = _transport(settings, bot)
    try:
        return (await transport.me()).username
    except Unauthorized:
        raise BadSetting(unknown_token(bot)) from None
    finally:
        await transport.close()


def _transport(settings: Settings, bot: str) -> Transport:
    return transport_of(settings.library(bot), settings.token(bot), settings.telegram_api)


def _invitation(options: argparse.Namespace) -> Invitation:
    role = Role(options.role)
    needed = {Role.AGEN: "unit", Role.PETUGAS: "satker", Role.BNNP: "territory", Role.PUSAT: ""}[role]
    for name in ("unit", "satker", "territory"):
        given = getattr(options, name)
        if name == needed and not given:
            raise Failed(f"An invitation for {role} needs --{name}.")
        if name != needed and given:
            raise Failed(f"An invitation for {role} takes no --{name}.")
    if options.territory and not is_code(options.territory):
        raise Failed(f"{options.territory} is no Kemendagri code: write it like 19.")
    return Invitation(role, options.unit, options.satker, options.territory)


async def doctor(settings: Settings, _options: argparse.Namespace) -> None:
    """Look at everything that can be wrong, and say of each how it is."""
    wrong = 0
    async with open_database(settings, new_holder()) as database:
        tell("database: ok, at the present shape")
        tell(f"keyring: ok ({settings.keys})")
        wrong += await _check_case_keys(settings, database)
        async with database.reading() as store:
            waiting, aside = await store.outbox.count(), await store.quarantine.count()
            satkers = await store.places.satkers()
            about_help = await lines_of_help(settings, store, clock_of(settings.clock)().date())
        tell(f"outbox: {waiting} waiting")
        tell(
            f"quarantine: {aside}"
            + (" — look at them; each is an update that Suar could not handle" if aside else "")
        )
        wrong += _check_help(settings.help_satker, satkers)
        for sentence in about_help:
            tell(sentence)
    for bot in BOTS:
        wrong += await _check_token(settings, bot)
    if wrong:
        raise Failed("Something above needs your hand.")


async def _check_case_keys(settings: Settings, database: Database) -> int:
    """The store belongs with the database, or nothing would have been opened."""
    if database.case_keys is None:
        return 0
    held = len(await database.case_keys.held())
    tell(f"case keys: ok, of {held:,} help cases")
    well, said = await look_at_copy(settings.case_keys_copy, database.case_keys, database.keyring, real_now())
    tell(f"copy of the case keys: {said}")
    return 0 if well else 1


def _check_help(named: str, satkers: list[Satker]) -> int:
    """Whether somebody answers families, wherever they live."""
    if named in {satker.code for satker in satkers}:
        tell(f"help line: ok; what no other satker serves goes to {named}")
        return 0
    if named:
        tell(f"help line: SUAR_HELP_SATKER names no satker: there is no {named}; see the code in suar satker add")
        return 1
    alone = PROVINCES - {satker.territory for satker in satkers}
    tell(
        f"help line: SUAR_HELP_SATKER is not set, and {len(alone)} of {len(PROVINCES)} provinces have no BNNP here: "
        "who asks from where no satker serves, or does not say from where, reaches nobody; set it to a satker's code"
    )
    return 0


async def _check_token(settings: Settings, bot: str) -> int:
    try:
        token = settings.token(bot)
    except BadSetting as missing:
        tell(f"{bot} bot: {missing}")
        return 1
    name = settings.library(bot)
    transport = transport_of(name, token, settings.telegram_api)
    try:
        me = await transport.me()
    except Unauthorized:
        tell(f"{bot} bot: {unknown_token(bot)}")
        return 1
    except TelegramError as failed:
        tell(
            f"{bot} bot: Telegram cannot be reached ({type(failed).__name__}); "
            "check SUAR_TELEGRAM_API and the network"
        )
        return 1
    finally:
        await transport.close()
    tell(f"{bot} bot: ok, @{me.username}, through {name}")
    return 0


def write_out(path: Path, content: bytes) -> None:
    """Write what was made to the file that was named."""
    try:
        path.write_bytes(content)
    except OSError as failed:
        raise Failed(f"{path} could not be written ({failed.strerror}): name another file with --out.") from None


def tell(sentence: str) -> None:
    """To standard error, so that what a command prints can be used by another."""
    print(sentence, file=sys.stderr)
