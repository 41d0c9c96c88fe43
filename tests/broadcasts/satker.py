"""What is done again and again when somebody writes to many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.app import App
from domain.nudges import MOMENT
from domain.people import Role
from handlers.broadcast_card import reporting, telling
from scheduler.broadcasts import SLICE, Broadcasting
from scheduler.clock import Job
from tests.transcript import Talk
from tests.world import BARUGA, KACE, World

MORNING = timedelta(hours=14)  # from Sunday 19.05 to Monday 09.05
A_WHILE = timedelta(seconds=4)  # of real time: a card is not shown more often than every three seconds
WORDS = "Rapat Jumat jam 9 di balai desa."


def job_of(app: App) -> Job:
    return next(job for job in app.clock.jobs if job.name == "broadcasts")


@dataclass
class Team:
    """Everybody, and what they do."""

    world: World
    budi: Talk
    rina: Talk
    tuti: Talk
    ani: Talk
    sari: Talk

    @property
    def agents(self) -> tuple[Talk, ...]:
        return self.rina, self.tuti, self.ani

    async def writes(self, *lines: str) -> None:
        """Pak Budi says these things; nobody listens to what comes back."""
        for line in lines:
            await self.budi.says(line)
        self.budi.hears()

    async def sends(self, to: str = "[Semua agen · 3]", words: str = WORDS) -> None:
        await self.writes("/menu", "[Tulis ke agen]", to, words, "[Kirim]")

    async def tick(self, count: int = 1) -> None:
        """The clock looks; what it queues arrives."""
        for _ in range(count):
            await self.looks()
            await self.world.quiet()

    async def looks(self, most: int = SLICE, after: timedelta = A_WHILE) -> int:
        """The clock looks, with so many letters under way at most; gives how many were told."""
        kit, running = self.world.running.kit, self.world.running
        self.world.machine_waits(after)
        work = Broadcasting(telling(kit), reporting(kit), most).work
        return await work(running.database, running.clock.now())

    async def tells_one(self) -> None:
        await self.looks(most=1)
        await self.world.quiet()

    def heard(self, talk: Talk) -> list[str]:
        """What somebody was told, by its words."""
        return [line for line in talk.hears() if WORDS in line]


async def a_team(world: World) -> Team:
    """Monday, 09.05 WIB. Bu Rina and Bu Tuti work in Air Mesu Timur, Bu Ani in Kace; Bu Sari elsewhere.

    The clock stands still, and looks when a test says so.
    """
    world.move(MORNING - MOMENT)
    await world.running.clock.stop()
    team = Team(
        world,
        await world.joined("Budi", Role.PETUGAS),
        await world.joined("Rina"),
        await world.joined("Tuti"),
        await world.joined("Ani", unit=KACE),
        await world.joined("Sari", unit=BARUGA),
    )
    world.move(MOMENT)  # nobody is told anything while they read their welcome
    return team
