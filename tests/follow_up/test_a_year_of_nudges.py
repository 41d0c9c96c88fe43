"""R6: a year of mornings and evenings in three zones, with clocks that jump, outages, crashes around sending, people
who block the bot and come back, and people who are at something else. Every slot is told at most once, nothing is
lost, and what a day had no chance to say stands in the next message.

Time passes from one moment that matters to the next, on the grid on which the clock ticks: what it finds at the ticks
in between is nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import pytest

from bot.app import App
from bot.clockwork import LOOK_EVERY
from domain.nudges import HOURS
from domain.rest_days import rest_days
from domain.tasks import Task, What, slot_of
from domain.territory import WIB
from handlers.nudging import nudge
from scheduler.nudges import Nudging
from storage.database import Database
from storage.tasks import Act
from tests.follow_up.diary import Diary, Thing
from tests.follow_up.mornings import job_of
from tests.follow_up.unit import SUNDAY, person_of
from tests.programme import rows
from tests.soak import FIGURE, soak_count
from tests.world import AIR_MESU, BARUGA, KACE, World, a_world

JAYAPURA = "91.71.01.1001"  # WIT
UNITS = (AIR_MESU, KACE, BARUGA, JAYAPURA)
AGENTS = 12
DAY, MINUTE, HOUR = timedelta(days=1), timedelta(minutes=1), timedelta(hours=1)
NEXT_LOOK = HOUR  # besides everybody's own moments
OVER_THE_LEASE = timedelta(seconds=25)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Year:
    """The world, and how the year goes."""

    world: World
    chance: Random
    diaries: list[Diary] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)
    steady_since: datetime | None = None
    reports: int = 0

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat((self.world.folder / "clock").read_text("utf-8"))

    def go(self, there: datetime) -> None:
        self.world.move(there - self.now)

    def note(self, what: str, times: int = 1) -> None:
        self.counted[what] = self.counted.get(what, 0) + times

    # --- The program ---

    @asynccontextmanager
    async def running(self) -> AsyncIterator[App]:
        """It starts, and at once looks for what is due; from then on its clock ticks when we say so."""
        must = {diary.person.id: diary.must(self.now) for diary in self.diaries}
        async with self.world.program() as app:
            await app.clock.stop()
            self.steady_since = self.now
            await self._look(app.database, must)
            yield app

    async def tick(self) -> None:
        app = self.world.running
        must = {diary.person.id: diary.must(self.now) for diary in self.diaries}
        trouble = self.chance.random() if any(must.values()) else 1.0
        if trouble < 0.06:
            await self._dies_before_the_commit(app)
        elif trouble < 0.12:
            await self._dies_before_it_sends(app)
        elif trouble < 0.18:
            await self._runs_beside_another(app)
        await self._look(app.database, must)

    async def _look(self, database: Database, must: dict[int, str]) -> None:
        now, began = self.now, perf_counter()
        await job_of(self.world.running).work(database, now)
        took = perf_counter() - began
        await self.world.quiet()
        for diary in self.diaries:
            self._note_delay(diary, must[diary.person.id], now, took)
            diary.hears(now, must[diary.person.id])

    def _note_delay(self, diary: Diary, must: str, now: datetime, took: float) -> None:
        """From the slot to the outbox, where nothing came in between."""
        own = diary.rhythm.moment(diary.today(now))
        steady = self.steady_since is not None and self.steady_since < own
        if must == "Hari" and steady and diary.today(now) not in diary.hindered:
            self.delays.append((now - own).total_seconds() + took)

    async def _dies_before_the_commit(self, app: App) -> None:
        def until_killed(*given: Any) -> None:
            nudge(app.kit)(*given)
            raise Killed

        with suppress(Killed):
            await Nudging(until_killed, app.kit.rules, rest_days()).work(app.database, self.now)
        self.note("killed before the commit")

    async def _dies_before_it_sends(self, app: App) -> None:
        """Its letters are claimed by a process that is gone: they leave when its lease is over."""
        async with self._another(app) as other:
            other.deliver_through("staff", lambda _letters: None)
            await job_of(app).work(other, self.now)
        self.world.machine_waits(OVER_THE_LEASE)
        await self._sweep(app)
        self.note("killed between queueing and sending")

    async def _runs_beside_another(self, app: App) -> None:
        async with self._another(app) as other:
            await asyncio.gather(job_of(app).work(other, self.now), job_of(app).work(app.database, self.now))
        await self._sweep(app)
        self.note("two processes at the same tick")

    async def _sweep(self, app: App) -> None:
        for side in app.sides:
            await side.delivery.sweep()

    @asynccontextmanager
    async def _another(self, app: App) -> AsyncIterator[Database]:
        other = Database(
            self.world.settings.database_url, app.database.keyring, holder="elsewhere/1/x", real=self.world.real
        )
        try:
            yield other
        finally:
            await other.close()

    # --- People ---

    async def somebody_acts(self) -> None:
        diary = self.chance.choice(self.diaries)
        acts = (
            *[self._plan] * 5,
            *[self._finish] * 2,
            *[self._tonight] * 2,
            self._talks,
            self._talks,
            self._fills_in,
        )
        await self.chance.choice((*acts, self._blocks, self._blocks, self._chooses))(diary)

    async def _plan(self, diary: Diary) -> None:
        if len(diary.things) > 4 or diary.person.unit is None:
            return
        self.reports += 1
        about, today = f"AMT-{self.reports}", diary.today(self.now)
        every_day = self.chance.random() < 0.5
        kind = "rujukan" if every_day else "pemantauan"
        due = today + timedelta(days=self.chance.randint(-2, 6))
        task = Task(
            slot_of(about, kind), diary.person.unit.code, diary.person.id, None, about, kind, kind, 1, due, due, due
        )
        async with self.world.running.database.transaction() as store:
            store.tasks.plan(task, self.now)
        diary.things[about] = Thing(about, due, every_day, self.now)

    async def _finish(self, diary: Diary) -> None:
        if diary.things:
            about = self.chance.choice(sorted(diary.things))
            async with self.world.running.database.transaction() as store:
                [task] = await store.tasks.touched_by(about)
                assert await store.tasks.close(task, Act(What.DONE, diary.person.id, self.now, "tidak_perlu"))
            del diary.things[about]

    async def _tonight(self, diary: Diary) -> None:
        today = diary.today(self.now)
        due = [each for each in diary.things.values() if each.due <= today]
        if not due or self.now >= diary.rhythm.evening(today):
            return
        thing = self.chance.choice(due)
        async with self.world.running.database.transaction() as store:
            [task] = await store.tasks.touched_by(thing.about)
            assert await store.tasks.put_off(
                task, today, Act(What.LATER, diary.person.id, self.now, "malam_ini"), evening=True
            )
        thing.due = thing.evening = today
        self.note("put off until tonight")

    async def _talks(self, diary: Diary) -> None:
        if diary.reachable:
            await diary.talk.says("/menu")
            diary.is_here(self.now, form=False)

    async def _fills_in(self, diary: Diary) -> None:
        if not diary.reachable:
            return
        await diary.talk.says("/lapor")
        if "[Mulai yang baru]" in diary.talk.shown:
            await diary.talk.says("[Mulai yang baru]")
        await diary.talk.says("[Penjangkauan]")
        diary.is_here(self.now, form=True)

    async def _blocks(self, diary: Diary) -> None:
        if diary.reachable:
            diary.talk.person.block(self.world.staff)
            self.note("blocked")
        else:
            diary.talk.person.unblock(self.world.staff)
        await self.world.quiet()
        diary.reachable = not diary.reachable

    async def _chooses(self, diary: Diary) -> None:
        hour = self.chance.choice(HOURS)
        async with self.world.running.database.transaction() as store:
            await store.people.told_at(diary.person.id, hour)
            await store.nudges.look_at(diary.person.id, self.now)
        diary.person = replace(diary.person, hour=hour)
        diary.excused.add(diary.today(self.now))
        self.note("hours chosen")

    # --- Time ---

    async def lives_through(self, day: date, *, quietly: bool = False) -> None:
        """A day from 06.00 WIT to 21.00 WIB, tick by tick."""
        begins = datetime.combine(day, datetime.min.time(), WIB) + 4 * HOUR
        if begins < self.now:
            return  # an outage has swallowed it
        acts = [] if quietly else sorted(self._chance_moment(begins) for _ in range(self.chance.randint(0, 8)))
        moments = sorted({(each, "tick") for each in self._ticks(day, begins)} | {(each, "act") for each in acts})
        for moment, what in moments:
            if moment >= self.now:
                self.go(moment)
                await (self.somebody_acts() if what == "act" else self.tick())
                if not quietly and self.chance.random() < 0.002:
                    await self._clock_jumps()

    def _chance_moment(self, begins: datetime) -> datetime:
        return begins + self.chance.random() * 17 * HOUR

    def _ticks(self, day: date, begins: datetime) -> list[datetime]:
        own = [moment(day) for each in self.diaries for moment in (each.rhythm.moment, each.rhythm.evening)]
        return [*map(self._on_the_grid, own), *(begins + n * NEXT_LOOK for n in range(18))]

    def _on_the_grid(self, moment: datetime) -> datetime:
        """The first tick from then on."""
        return begin_of(moment) + -(-(moment - begin_of(moment)) // LOOK_EVERY) * LOOK_EVERY

    async def _clock_jumps(self) -> None:
        """For some hours the clock is wrong: by hours, days or weeks, ahead or behind."""
        right, self.steady_since = self.now, None
        wrong = self.chance.choice((3 * HOUR, 11 * HOUR, DAY, 4 * DAY, 24 * DAY)) * self.chance.choice((1, -1))
        for n in range(self.chance.randint(1, 12)):
            self.go(right + wrong + n * 20 * MINUTE)
            await self.tick()
            if self.chance.random() < 0.2:
                await self.somebody_acts()
        self.go(right + 2 * MINUTE)
        self.steady_since = self.now
        self.note("jumps of the clock")

    def outage(self) -> None:
        self.go(self.now + self.chance.choice((5 * MINUTE, 3 * HOUR, 12 * HOUR, DAY, 2 * DAY)))
        self.note("outages")


def begin_of(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


@pytest.fixture
async def year(tmp_path: Path, url: str, forms: Path) -> AsyncIterator[Year]:
    """Twelve agents in three zones, each with an hour of their own."""
    async with a_world(tmp_path, url) as world:
        world.wiring = replace(world.wiring, forms=forms)
        year = Year(world, Random(6))
        async with world.program() as app:
            await app.clock.stop()
            async with app.database.transaction() as store:
                await store.places.add_unit(JAYAPURA, "Gurabesi", "BNNP-SULTRA", year.now)
            for number in range(AGENTS):
                talk = await world.joined(f"Agen{number}", unit=UNITS[number % len(UNITS)])
                year.diaries.append(Diary(talk, await person_of(world, talk), rest_days()))
            for diary in year.diaries[::2]:
                await year._chooses(diary)
                await year._plan(diary)
        yield year


@pytest.mark.soak
async def test_r6_a_year_of_nudges(year: Year, request: pytest.FixtureRequest, record_property: object) -> None:
    days = soak_count(request, 365)
    day, last = SUNDAY + DAY, SUNDAY + timedelta(days=days)
    while day <= last:
        until = min(last, day + timedelta(days=year.chance.randint(0, 12)))
        async with year.running():
            while day <= until:
                await year.lives_through(day)
                day += DAY
        year.outage()
    await _a_quiet_week(year, year.now.astimezone(WIB).date() + DAY)
    faults = [fault for diary in year.diaries for fault in diary.faults]
    assert faults == []
    assert await _slots(year) == sum(len(diary.told) + len(diary.evenings) for diary in year.diaries)
    record_property(FIGURE, _told(year, days))  # type: ignore[operator]


async def _a_quiet_week(year: Year, day: date) -> None:
    """Whatever was before: now everybody is told each day of what is due."""
    async with year.running():
        for diary in year.diaries:
            if not diary.reachable:
                await year._blocks(diary)
            await year._plan(diary)
        for n in range(7):
            await year.lives_through(day + n * DAY, quietly=True)


async def _slots(year: Year) -> int:
    """How many slots were used; the oldest are kept for ninety days, and nobody forgets them here."""
    async with year.running() as app:
        year.world.app = app
        [(count,)] = await rows(year.world, "select count(*) from due where kind = 'nudge'")
    return int(count)


def _told(year: Year, days: int) -> str:
    messages, late = (sum(getattr(diary, name) for diary in year.diaries) for name in ("messages", "late"))
    slow = sorted(year.delays)[int(len(year.delays) * 0.99)]
    troubles = ", ".join(f"{count} {what}" for what, count in sorted(year.counted.items()))
    return (
        f"{days} days, {messages} messages to {AGENTS} agents, {late} of them with what a day before could not say, "
        f"0 twice, 0 lost; from the slot to the outbox p99 {slow:.1f} s ({len(year.delays)} looked at); {troubles}"
    )
