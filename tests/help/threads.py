"""Families who ask, and petugas who answer: what many tests of the threads begin with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count

from domain.help_cases import HelpCase, Sender, State
from domain.messages import Edited, Event, Incoming, Pressed, Wrote
from domain.people import Role
from domain.presses import Do, Press
from handlers import help_case, help_notices, help_thread, thread_news
from handlers.chat import Chat
from handlers.help_promise import promised
from tests.transcript import Talk
from tests.world import World

WORDS = "anak saya pakai sabu, saya takut dia ditangkap"
TOLD = {"hubungan": "orang_tua", "kebutuhan": "ditangkap", "aman_bicara": "ya", "hubungi": "kapan_saja"}
_ALIASES = count(27)
_MESSAGES = count(900_000)


class Family:
    """Somebody who asks for help. What they do is done here; what they hear, the talk tells."""

    def __init__(self, world: World, talk: Talk, satker: str | None = "BNNK-PGK") -> None:
        self.world, self.talk, self.satker = world, talk, satker

    @asynccontextmanager
    async def chat(self, event: Event) -> AsyncIterator[Chat]:
        """Their chat, in a transaction."""
        app = self.world.running
        async with app.database.transaction() as store:
            found = await store.doors.open("help", [self.talk.person.id])
            session = (await store.sessions.load_help("help", found, "id"))[next(iter(found))]
            yield Chat(app.kit, store, session, Incoming(0, session.chat, event), app.clock.now(), [])
        await self.world.quiet()

    async def asks(self, words: str = WORDS, alias: str = "Melati-27", *, urgent: bool = False, **about: str) -> int:
        """The form is sent: the case waits, and those on duty are told."""
        async with self.chat(_wrote(words)) as chat:
            until = await promised(chat, self.satker or "", urgent=urgent)
            told = {**TOLD, "isi": words, **about}
            case = replace(
                chat.case, state=State.WAITING, alias=alias, satker=self.satker, urgent=urgent, asked_at=chat.now,
                promised_at=until, touched_at=chat.now, unit=about.get("unit"),
            )  # fmt: skip
            await chat.store.help.change(
                case.id, state=State.WAITING.value, alias=alias, satker=self.satker, urgent=urgent,
                asked_at=chat.now, promised_at=until, touched_at=chat.now, unit=about.get("unit"),
            )  # fmt: skip
            await chat.store.help.keep_about(case.id, told)
            chat.session.help = case
            await thread_news.announce(chat, case)
        return case.id

    async def writes(self, text: str, message_id: int = 0) -> None:
        async with self.chat(_wrote(text, message_id)) as chat:
            wrote = chat.incoming.event
            assert isinstance(wrote, Wrote)
            await help_thread.take_text(chat, wrote)

    async def changes(self, text: str, message_id: int) -> None:
        edited = Edited(text, message_id, self.world.real())
        async with self.chat(edited) as chat:
            assert await help_thread.take_edit(chat, edited)

    async def reads(self) -> str:
        """[Baca]: what they then have before them."""
        async with self.chat(Pressed("1", "", None)) as chat:
            await help_notices.read(chat, Press(Do.HELP_READ))
        return self.talk.shown

    async def wants_no_messages(self) -> None:
        async with self.chat(Pressed("1", "", None)) as chat:
            await help_case.set_silent(chat, Press(Do.HELP_SILENT))

    async def closes(self) -> None:
        async with self.chat(Pressed("1", "", None)) as chat:
            await help_case.close(chat, Press(Do.HELP_CLOSE_SURE))

    async def opens_again(self) -> None:
        async with self.chat(Pressed("1", "", None)) as chat:
            await help_thread.reopen(chat, Press(Do.HELP_REOPEN))

    async def case(self) -> HelpCase:
        return await self.world.case_of(self.talk)

    async def said(self) -> list[tuple[Sender, int, str]]:
        """Every version of every message of the case."""
        case = await self.case()
        async with self.world.store() as store:
            return [(each.sender, each.version, each.text) for each in await store.help_messages.of(case.id)]


def _wrote(text: str, message_id: int = 0) -> Wrote:
    from bot.clocks import real_now

    return Wrote(text, message_id or next(_MESSAGES), real_now())


async def a_family(world: World, name: str = "Melati", satker: str | None = "BNNK-PGK") -> Family:
    talk = Talk(world, name, world.help)
    await talk.says("/start")
    talk.hears()
    return Family(world, talk, satker)


async def a_petugas(world: World, name: str) -> Talk:
    return await world.joined(name, Role.PETUGAS)


async def on_duty(world: World, first: Talk, second: Talk | None = None, **hours: str) -> None:
    """A roster, as the form of it keeps one: every day, around the clock, or from `since` to `until`."""
    async with world.store() as store:
        people = [await store.people.by_who(world.who(each)) for each in (first, second) if each is not None]
    number = f"JAGA-{world.sim.version}"
    await world.sql(
        "insert into duties (number, satker, person, second, days, since, until, active) "
        "values (:number, 'BNNK-PGK', :person, :second, :days, :since, :until, true)",
        number=number,
        person=people[0].id if people[0] else None,
        second=people[1].id if len(people) > 1 and people[1] else None,
        days="senin selasa rabu kamis jumat sabtu minggu",
        since=hours.get("since", "00:00:00"),
        until=hours.get("until", "00:00:00"),
    )


async def ages(world: World, **step: float) -> None:
    """People's time passes."""
    world.move(timedelta(**step))
