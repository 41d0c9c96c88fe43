"""What the commands about exports do. The operator takes along what they name; each time stands in the audit."""

from __future__ import annotations

import argparse
import time
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clocks import clock_of
from bot.commands import Failed, tell
from bot.holder import new_holder
from bot.makers.export import ENDINGS, MAKERS
from bot.makers.source import source_of
from bot.makers.taking import NotTheirs, Taking
from bot.opening import open_database
from bot.progress import Progress
from bot.settings import Settings
from domain.access import Action
from domain.exports import BEGINNING, Ask, What, month_of
from domain.people import Person, Role
from domain.territory import WIB, is_code, zone_of
from handlers.exports import file_name
from storage.database import Database
from storage.store import Store

NATION = "nasional"  # what files and the audit call all of it


async def export(settings: Settings, options: argparse.Namespace) -> None:
    """Write the tables of a place: rows of a satker or unit; of a province or the nation counts, or rows if asked."""
    today = clock_of(settings.clock)().astimezone(zone_of(options.territory) if options.territory else WIB).date()
    since, until = options.since or BEGINNING, options.until or today
    if since > until:
        raise Failed("--from is after --until: swap them.")
    if options.territory and not is_code(options.territory):
        raise Failed(f"{options.territory} is no Kemendagri code of a province or kabupaten: write it like 19.")
    place = {"unit": options.unit or "", "satker": options.satker or "", "territory": options.territory or ""}
    ask = Ask(What(options.format), since, until, options.bahasa, **place)
    await _make(settings, ask, options.out, _overseer(options))


def _overseer(options: argparse.Namespace) -> Person | None:
    """Who may see as much as goes out: of more than a satker, nobody sees rows of people."""
    if options.satker or options.unit or options.rows:
        return None
    role = Role.BNNP if options.territory else Role.PUSAT
    return Person(0, role, "", NATION, None, None, options.territory or None)


async def recap(settings: Settings, options: argparse.Namespace) -> None:
    """Write the recap of a unit."""
    since, until = month_of(options.month)
    await _make(settings, Ask(What.RECAP, since, until, options.bahasa, unit=options.unit), options.out)


async def handoff(settings: Settings, options: argparse.Namespace) -> None:
    """Write the sheet for SIRENA of a client."""
    today = clock_of(settings.clock)().astimezone(WIB).date()
    await _make(settings, Ask(What.HANDOFF, today, today, options.bahasa, client=options.client), options.out)


async def _make(settings: Settings, ask: Ask, out: Path | None, person: Person | None = None) -> None:
    """Make the file beside where it shall be, note it in the audit, and only then put it there."""
    at = clock_of(settings.clock)()
    path = out or Path(file_name(ask, NATION, f".{ENDINGS.get(ask.what, 'pdf')}"))
    async with open_database(settings, new_holder()) as database:
        with _folder_beside(path) as folder:
            made = Path(folder) / "made"
            rows = await _write(settings, database, ask, person, at, made)
            async with database.transaction() as store:
                store.audit.note(None, Action.EXPORT, ask.what, ask.noted(NATION, rows), at)
            _put(made, path)
    print(path)
    tell(f"{rows:,} rows. Keep it where nobody else can read it; that it was made is written in the audit.")


def _folder_beside(path: Path) -> TemporaryDirectory[str]:
    if path.is_dir():
        raise Failed(f"{path} could not be written (Is a directory): name another file with --out.")
    try:
        return TemporaryDirectory(prefix=".suar-", dir=path.parent)
    except OSError as failed:
        raise Failed(_not_written(path, failed)) from None


def _put(made: Path, path: Path) -> None:
    try:
        made.chmod(0o600)
        made.replace(path)
    except OSError as failed:
        raise Failed(_not_written(path, failed)) from None


def _not_written(path: Path, failed: OSError) -> str:
    return f"{path} could not be written ({failed.strerror}): name another file with --out."


async def _write(
    settings: Settings, database: Database, ask: Ask, person: Person | None, at: datetime, made: Path
) -> int:
    source = source_of(database, made.parent, settings.rules)
    async with database.reading() as store:
        await store.counts.hold_still(for_change=False)
        named = await _named(store, ask)
        try:
            facts = await MAKERS[ask.what](Taking(source, store, named, person, at, _far()), made)
        except NotTheirs:
            raise Failed("This client has not agreed that anything is shared: there is no sheet of them.") from None
        except OSError as failed:
            raise Failed(_not_written(made, failed)) from None
    return int(facts["rows"])


async def _named(store: Store, ask: Ask) -> Ask:
    """The same, once it is sure that what was named is there."""
    if ask.unit and await store.places.unit(ask.unit) is None:
        raise Failed(f"There is no unit {ask.unit}: add it first with suar unit add.")
    if ask.satker and await store.places.satker(ask.satker) is None:
        raise Failed(f"There is no satker {ask.satker}: add it first with suar satker add.")
    if ask.client:
        satker = await store.exporting.satker_of(ask.client)
        if satker is None:
            raise Failed(f"There is no client {ask.client}: look at the code again.")
        return Ask(ask.what, ask.since, ask.until, ask.language, satker=satker, client=ask.client)
    return ask


def _far() -> Callable[[int, int], Awaitable[None]]:
    """Says how far it is, while that takes longer than people like to wait in silence."""
    progress: list[Progress] = []

    async def far(done: int, whole: int) -> None:
        if not progress:
            progress.append(Progress(whole, tell, time.monotonic))
        progress[0].at(done)

    return far


def day(text: str) -> date:
    """A day, as it is typed."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day: write it like 2026-11-01") from None


def month(text: str) -> date:
    """The first day of a month, as it is typed."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no month: write it like 2026-11") from None
