"""Mornings and evenings of the follow-up world: the clock goes to an hour of a day, and the nudges tick."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.app import App
from domain.territory import WIB
from scheduler.clock import Job
from tests.follow_up.unit import SUNDAY
from tests.world import World


def at_hour(day: int, clock: str) -> datetime:
    """That hour by WIB's clock, so many days after that first Sunday."""
    return datetime.combine(SUNDAY + timedelta(days=day), time.fromisoformat(clock), WIB).astimezone(UTC)


async def at_eight_of_day(world: World, day: int) -> None:
    """It is 08.22 WIB, when everybody's moment is over."""
    await comes(world, day, "08:22")


async def at_eight_with_nothing_else(world: World, day: int) -> None:
    """The same where the clock was stopped, so that nobody hears what else it would tell by then."""
    running = world.running
    world.move(at_hour(day, "08:22") - running.clock.now())
    await job_of(running).work(running.database, running.clock.now())
    await world.quiet()


async def comes(world: World, day: int, clock: str) -> None:
    """It is that hour WIB so many days after that first Sunday."""
    await moves_to(world, at_hour(day, clock))


async def moves_to(world: World, there: datetime) -> None:
    world.move(there - world.running.clock.now())
    await nudges(world)


async def nudges(world: World) -> None:
    await world.running.clock.tick(job_of(world.running))
    await world.quiet()


def job_of(app: App) -> Job:
    return next(job for job in app.clock.jobs if job.name == "nudges")
