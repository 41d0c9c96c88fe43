"""A world for tests: Telegram (simulated), the whole program, and a few people who talk with it.

The people are the same in every test: Bu Rina is an agent in Air Mesu Timur, Pak Budi her petugas at BNNK
Pangkalpinang, Sari an agent of another unit in another zone, Melati a family member, and Orang Asing a stranger.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.engine import Connection

from bot.app import App, Wiring, open_app
from bot.budget import BOUNDLESS, Budget
from bot.clocks import real_now, write_clock
from bot.forms import load_forms
from bot.maker import Say, Where, make
from bot.makers import KINDS, Kind
from bot.making import Work
from bot.pace import UNLIMITED
from bot.settings import Settings
from domain.help_cases import HelpCase
from domain.orders import Order
from domain.people import Invitation, Role, Satker
from handlers.invitations import invite
from simulator import Bot, Person, Simulator
from storage.database import Database
from storage.migrate import migrate
from storage.sealing import new_keyring
from storage.store import Store

if TYPE_CHECKING:
    from tests.transcript import Talk

STAFF_TOKEN = "111:AAAA-staff-canary"
HELP_TOKEN = "222:BBBB-help-canary"
SUNDAY_EVENING = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)  # 19.05 WIB

AIR_MESU = "19.04.03.2004"
KACE = "19.01.07.2011"
BARUGA = "74.71.05.1002"

VISIT = Path(__file__).parent / "forms" / "visit"  # one form, which changes only when a test wants it to


def making_here(kinds: Mapping[str, Kind]) -> Callable[[Where], Work]:
    """What a process of its own would make is made here, without the second that such a process takes to start."""

    async def made(where: Where, kind: str, orders: Sequence[Order], folder: Path, say: Say) -> None:
        await make(where, kinds[kind], orders, folder, say)

    return lambda where: partial(made, where)


QUICK = Wiring(
    limits=UNLIMITED,
    budget=lambda _bot: Budget(BOUNDLESS, BOUNDLESS),
    long_poll=5.0,
    gather=0.002,
    forms=VISIT,
    work=making_here(KINDS),
    tells_digests=False,  # a Monday brings them to everybody: only where they are what is looked at
)


@dataclass(frozen=True)
class Second:
    """Another program beside the first."""

    app: App

    @property
    def polls(self) -> bool:
        """Whether it asks Telegram for updates."""
        return any(polling.is_ours for polling in self.app.pollings)


@dataclass
class World:
    """Everything that a test needs to play a conversation."""

    sim: Simulator
    staff: Bot
    help: Bot
    settings: Settings
    folder: Path
    wiring: Wiring = QUICK
    waited: timedelta = timedelta()
    app: App | None = None
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def running(self) -> App:
        assert self.app is not None, "the program is not running"
        return self.app

    def person(self, name: str, language: str = "id") -> Person:
        if name not in self.people:
            self.people[name] = self.sim.add_person(name, language=language)
        return self.people[name]

    def move(self, step: timedelta) -> None:
        """Let people's time pass, at Telegram and at ours."""
        self.sim.clock.move(step)
        clock = self.folder / "clock"
        write_clock(clock, datetime.fromisoformat(clock.read_text("utf-8")) + step)

    async def quiet(self, seconds: float = 20.0) -> None:
        """Wait until everything that people did is handled and everything that follows has arrived."""
        async with asyncio.timeout(seconds):
            while not self._is_quiet():
                await asyncio.sleep(0.002)

    def _is_quiet(self) -> bool:
        return self.running.is_idle and not len(self.staff.queue) and not len(self.help.queue)

    @asynccontextmanager
    async def program(self, **changes: object) -> AsyncIterator[App]:
        """Run the program until the block ends."""
        settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        async with open_app(settings, wiring=replace(self.wiring, real=self.real)) as app:
            self.app = app
            work = asyncio.ensure_future(app.run())
            waiting = asyncio.ensure_future(app.ready.wait())
            await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
            try:
                yield app
            finally:
                work.cancel()
                waiting.cancel()
                await asyncio.gather(work, waiting, return_exceptions=True)
                self.app = None

    async def until(self, condition: Callable[[], object], seconds: float = 20.0) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.005)

    async def ticks(self, count: int = 1) -> None:
        """Let the clock look for what is due, now."""
        for _ in range(count):
            for job in self.running.clock.jobs:
                await self.running.clock.tick(job)
        await self.quiet()

    async def fetches(self) -> None:
        """Files that had to wait are tried again, now."""
        self.machine_waits(timedelta(seconds=10))
        for side in self.running.sides:
            side.fetching.wake()
        await self.quiet()

    def brings(self, name: str, form: str) -> None:
        """A form, as a table, that this world has instead of the built-in ones."""
        forms = self.folder / "forms"
        forms.mkdir(exist_ok=True)
        (forms / f"{name}.md").write_text(dedent(form).strip() + "\n", "utf-8")
        self.wiring = replace(self.wiring, forms=forms)

    async def rest(self, step: timedelta) -> None:
        """Time passes while nobody does anything: for people, and for the machine."""
        await self.quiet()
        self.machine_waits(step)
        self.move(step)
        await self.ticks()

    def machine_waits(self, step: timedelta) -> None:
        """The machine's own clock goes on by so much."""
        self.waited += step

    def real(self) -> datetime:
        return real_now() + self.waited

    async def publish_another_version(self, old: str, new: str) -> None:
        """A new version of the form, as a release would bring it."""
        forms = self.folder / "forms"
        forms.mkdir()
        source = (VISIT / "penjangkauan.md").read_text("utf-8").replace(old, new)
        (forms / "penjangkauan.md").write_text(source, "utf-8")
        self.wiring = replace(self.wiring, forms=forms)

    @asynccontextmanager
    async def another_program(self) -> AsyncIterator[Second]:
        """A second program on the same database."""
        elsewhere = replace(self.wiring, real=self.real, holder=lambda: "another-machine/1/x")
        async with open_app(self.settings, wiring=elsewhere) as app:
            work = asyncio.ensure_future(app.run())
            await app.ready.wait()
            yield Second(app)
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def invitation(
        self, role: Role = Role.AGEN, *, unit: str = AIR_MESU, by: int | None = None, token: str = ""
    ) -> str:
        """A fresh invitation; gives its token."""
        place = {
            Role.AGEN: Invitation(Role.AGEN, unit=unit),
            Role.PETUGAS: Invitation(Role.PETUGAS, satker="BNNK-PGK"),
            Role.BNNP: Invitation(Role.BNNP, territory="19"),
            Role.PUSAT: Invitation(Role.PUSAT),
        }[role]
        token = token or f"{role}-{self.sim.version}-token"
        async with self.running.database.transaction() as store:
            await invite(store, token, place, by, self.running.clock.now())
        return token

    async def joined(self, name: str, role: Role = Role.AGEN, unit: str = AIR_MESU, language: str = "id") -> Talk:
        """Somebody who has joined, with the title "Bu"."""
        from tests.transcript import Talk  # the two know each other

        talk = Talk(self, name, language=language)
        await talk.says(f"/start {await self.invitation(role, unit=unit)}")
        await talk.says(f"[Bu {name}]")
        await talk.says("[Saya berjanji menjaga rahasia]")
        talk.hears()
        return talk

    def who(self, talk: Talk) -> bytes:
        """A person's chat as the database knows it."""
        bot = "staff" if talk.bot is self.staff else "help"
        return self.running.database.keyring.who(bot, talk.person.id)

    async def case_of(self, talk: Talk) -> HelpCase:
        """The case of a chat with the help bot."""
        async with self.running.database.reading() as store:
            found = await store.doors.open("help", [talk.person.id])
            session = await store.sessions.of(next(iter(found)))
        assert session is not None
        assert session.help is not None
        return session.help

    async def sql(self, statement: str, **values: object) -> None:
        """Do to the database what no code of ours would do."""

        def work(connection: Connection) -> None:
            connection.execute(text(statement), values)

        await self.running.database.run_sync(work)

    def store(self) -> AbstractAsyncContextManager[Store]:
        """A new transaction, to look at what is really there."""
        return self.running.database.reading()


async def prepare_database(url: str, *folders: Path, known: str = "") -> None:
    """Tables, forms, and the satkers and units that everybody belongs to. `known`: a database that has compiled the
    forms already."""
    database = Database(url, new_keyring(), holder="preparing")
    try:
        await migrate(database)
        if known:
            await _copy_forms(known, database)
        await load_forms(database, SUNDAY_EVENING, *(folders or (VISIT,)))
        async with database.transaction() as store:
            places = store.places
            await places.add_satker(Satker("BNNK-PGK", "BNNK Pangkalpinang", "19.71"), SUNDAY_EVENING)
            await places.add_satker(Satker("BNNP-SULTRA", "BNNP Sulawesi Tenggara", "74"), SUNDAY_EVENING)
            await places.add_unit(AIR_MESU, "Air Mesu Timur", "BNNK-PGK", SUNDAY_EVENING)
            await places.add_unit(KACE, "Kace", "BNNK-PGK", SUNDAY_EVENING)
            await places.add_unit(BARUGA, "Baruga", "BNNP-SULTRA", SUNDAY_EVENING)
    finally:
        await database.close()


async def _copy_forms(known: str, database: Database) -> None:
    there = Database(known, new_keyring(), holder="preparing")
    try:
        async with there.reading() as store:
            forms = await store.forms.all()
    finally:
        await there.close()
    async with database.transaction() as store:
        for form in forms:
            await store.forms.add(form, SUNDAY_EVENING)


@asynccontextmanager
async def a_world(folder: Path, database_url: str, **settings: object) -> AsyncIterator[World]:
    """Telegram is up; the program is not running yet."""
    sim = Simulator(seed=7)
    staff = sim.add_bot(token=STAFF_TOKEN, username="suar_staf_bot", name="Suar")
    help_bot = sim.add_bot(token=HELP_TOKEN, username="ruang_tanya_bot", name="Ruang Tanya")
    clock = folder / "clock"
    write_clock(clock, SUNDAY_EVENING)
    async with sim.serve() as url:
        made = Settings(
            staff_token=STAFF_TOKEN,
            help_token=HELP_TOKEN,
            telegram_api=url,
            database_url=database_url,
            keys=folder / "keys.json",
            clock=clock,
        )
        yield World(sim, staff, help_bot, replace(made, **settings), folder)  # type: ignore[arg-type]
