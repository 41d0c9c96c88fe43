"""What lies on a disk: as it lies there, and all that somebody can open who holds the keyring and the case keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection, make_url

from bot.opening import open_case_keys
from bot.settings import Settings
from domain.help_cases import Sender, State
from domain.messages import Incoming, Message, Unknown
from domain.people import Role
from handlers import help_erasing
from handlers.chat import Chat
from storage.backups import Portion
from storage.database import Database
from storage.help_tables import Table
from storage.sealing import Seals, Shut, load_keyring
from storage.sessions import Session
from storage.store import Store
from tests.transcript import Talk
from tests.world import World

CANARY = "anak saya disiksa bandar kenari"
ALIAS = "Melati-27"


@dataclass(frozen=True)
class Told:
    """Somebody who asked for help, and an officer who has it in front of them."""

    case: int
    family: Talk
    officer: Talk


async def a_case(world: World, canary: str = CANARY, alias: str = ALIAS, name: str = "Melati") -> Told:
    """A family has asked, with these words; an officer looks at them, and has answered."""
    officer = await world.joined("Budi" if alias == ALIAS else "Wati", Role.PETUGAS)
    family = Talk(world, name, world.help)
    await family.says("/start")
    case = (await world.case_of(family)).id
    async with world.running.database.transaction() as store:
        now = world.running.clock.now()
        await store.help.change(case, state=State.WAITING.value, alias=alias, satker="BNNK-PGK", asked_at=now)
        await store.help.keep_about(case, {"isi": canary})
        await store.help_messages.add(case, Sender.FAMILY, canary, now)
        await store.help_messages.add(case, Sender.STAFF, f"Kami baca: {canary}", now)
    async with world.running.database.transaction() as store:
        chat = await _chat(world, store, world.who(officer))
        chat.show_case(Message(f"Keluarga {alias}\n{canary}"), case)
    async with world.running.database.transaction() as store:
        chat = await _chat(world, store, (await _of(store, case)).who)
        chat.beside(Message(f"Balasan: {canary}"))
    await world.quiet()
    return Told(case, family, officer)


async def erases(world: World, told: Told) -> None:
    """The family presses "Ya, hapus semuanya"."""
    async with world.running.database.transaction() as store:
        await help_erasing.erase(await _chat(world, store, (await _of(store, told.case)).who))
    await world.quiet()


async def _of(store: Store, case: int) -> Session:
    found = await store.help.of(case)
    assert found is not None
    await store.turns.wait_for([found.who])
    session = await store.sessions.of(found.who)
    assert session is not None
    return session


async def _chat(world: World, store: Store, who: bytes) -> Chat:
    await store.turns.wait_for([who])
    session = await store.sessions.of(who)
    assert session is not None
    return Chat(
        world.running.kit, store, session, Incoming(0, session.chat, Unknown("test")), world.running.clock.now()
    )


def said_in(talk: Talk) -> str:
    """All that can be read in a chat."""
    return "\n".join(message.text for message in talk.chat.messages)


# --- Looking -------------------------------------------------------------------------------------


async def traces_of(settings: Settings, canary: str = CANARY) -> list[str]:
    """Every place of a database and of its store of case keys from which these words can be had."""
    raw = [str(path) for path in _files(settings) if canary.encode() in path.read_bytes()]
    return raw + await _opened(settings, canary.encode())


def _files(settings: Settings) -> Iterator[Path]:
    main = make_url(settings.database_url)
    keys = Path(settings.case_keys.removeprefix("sqlite:///")) if settings.case_keys else settings.keys.with_name("-")
    folders = {keys.parent, *([Path(main.database or "").parent] if main.get_backend_name() == "sqlite" else [])}
    for folder in folders:
        yield from (path for path in folder.glob("*") if path.is_file() and path.suffix != ".backup")


async def _opened(settings: Settings, canary: bytes) -> list[str]:
    keyring = load_keyring(settings.keys)
    case_keys = open_case_keys(settings, keyring)
    database = Database(settings.database_url, keyring, holder="looking", case_keys=case_keys)
    try:
        every: list[Seals] = [keyring, *(await case_keys.of(await case_keys.held())).values()]
        values = await database.run_sync(_every_value)
    finally:
        await database.close()
    return [place for place, value in values if any(canary in seen for seen in _seen(place, value, every))]


async def opened(world: World) -> list[tuple[str, bytes]]:
    """By column, all that can be read of a running world with its keyring and all case keys."""
    database = world.running.database
    assert database.case_keys is not None
    every: list[Seals] = [database.keyring, *(await database.case_keys.of(await database.case_keys.held())).values()]
    values = await database.run_sync(_every_value)
    return [(".".join(place.split(".")[:2]), seen) for place, value in values for seen in _seen(place, value, every)]


def _every_value(connection: Connection) -> list[tuple[str, Any]]:
    found = []
    for table in Table.metadata.sorted_tables:
        rows = connection.execute(text(f'select * from "{table.name}"')).mappings()  # noqa: S608  # our own names
        found += [(_place(table.name, name, table.primary_key, row), row[name]) for row in rows for name in row]
    return found


def _place(table: str, column: str, keys: Iterable[Any], row: Any) -> str:
    """The place that a value is sealed for: all repositories name it so."""
    parts = (row[key.name] for key in keys)
    return ".".join([table, column, *(part.hex() if isinstance(part, bytes) else str(part) for part in parts)])


def _seen(place: str, value: Any, every: list[Seals]) -> Iterator[bytes]:
    if not isinstance(value, bytes):
        yield str(value).encode()
        return
    yield value
    for seals in every:
        with suppress(Shut):
            yield seals.open(value, place)


def words_of(portions: Iterable[Portion]) -> str:
    """All that a backup says to somebody who has the keyring."""
    return "\n".join(str(value) for portion in portions for row in portion.rows for value in row)
