"""Those who answer, and what many tests of the threads begin with."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import insert

from domain.duty import HEAD_RULE
from domain.help_cases import HelpCase, Sender
from domain.messages import Incoming, Unknown
from domain.people import Role
from handlers.chat import Chat
from storage.programme_tables import SatkerRuleRow
from storage.store import Store
from tests.help.saying import ASKS, say_all
from tests.transcript import Talk
from tests.world import AIR_MESU, World

ALL_DAYS = "senin selasa rabu kamis jumat sabtu minggu"


async def a_petugas(world: World, name: str) -> Talk:
    return await world.joined(name, Role.PETUGAS)


async def asks(world: World, name: str = "Melati") -> Talk:
    """Somebody asks for help, and has read the thanks."""
    talk = Talk(world, name, world.help)
    await say_all(talk, "/start", *ASKS)
    talk.hears()
    return talk


async def taken(world: World, petugas: Talk, name: str = "Melati") -> Talk:
    """Somebody asks, and this petugas takes it."""
    family = await asks(world, name)
    await petugas.says("[Saya ambil]")
    petugas.hears()
    return family


async def roster(
    world: World, first: Talk, second: Talk | None = None, since: str = "00:00:00", until: str = "00:00:00"
) -> None:
    """Who is on duty at BNNK Pangkalpinang every day, as a petugas would note it."""
    people = [await person_id(world, each) for each in (first, second) if each is not None]
    await world.sql(
        "insert into duty (number, satker, person, second, days, since, until, active) "
        "values (:number, 'BNNK-PGK', :person, :second, :days, :since, :until, true)",
        number=f"JAGA-{people[0]}",
        person=people[0],
        second=people[1] if len(people) > 1 else None,
        days=ALL_DAYS,
        since=since,
        until=until,
    )


async def heads(world: World, talk: Talk) -> None:
    """This petugas heads the rehabilitation section."""
    async with world.store() as store:
        person = await store.people.by_who(world.who(talk))
    assert person is not None
    rule = insert(SatkerRuleRow).values(
        number="ATURAN-1", satker="BNNK-PGK", rule=HEAD_RULE, value=person.code, since=date(2026, 1, 1)
    )
    await world.running.database.run_sync(lambda connection: connection.execute(rule))


async def person_id(world: World, talk: Talk) -> int:
    async with world.store() as store:
        person = await store.people.by_who(world.who(talk))
    assert person is not None
    return person.id


def clock_chat(world: World, store: Store, session: object) -> Chat:
    """A chat for what nobody asked for just now, as the clock makes one."""
    app = world.running
    return Chat(app.kit, store, session, Incoming(0, 0, Unknown("clock")), app.clock.now(), [])  # type: ignore[arg-type]


async def versions(world: World, family: Talk) -> list[tuple[Sender, int, str]]:
    """Every version of every message of a case."""
    case = await world.case_of(family)
    async with world.store() as store:
        return [(each.sender, each.version, each.text) for each in await store.help_messages.of(case.id)]


async def alias(world: World, family: Talk) -> str:
    case: HelpCase = await world.case_of(family)
    return str(case.alias)


def later(world: World, **step: float) -> None:
    world.move(timedelta(**step))


async def an_agent(world: World, name: str, unit: str = AIR_MESU) -> Talk:
    return await world.joined(name, Role.AGEN, unit=unit)
