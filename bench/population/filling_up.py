"""Putting it all together, in the order in which it would have happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from time import monotonic

from sqlalchemy import text
from sqlalchemy.engine import Connection

from bench.population.lives import Lives
from bench.population.people import Agent, Staff, put_agents, put_officers
from bench.population.places import TWO_YEARS, UNITS, put_places, put_stages, satkers, units
from bench.population.reports import CLIENTS_AN_AGENT, OPENING, Reports, by_weekday
from bench.population.writing import Writer
from bot.forms import load_forms
from bot.progress import Progress
from domain.follow_up_rules import shipped_rules
from domain.nudges import slot_of
from domain.rest_days import SUNDAY
from domain.territory import WIB
from storage.database import Database, real_now
from storage.due import NUDGE
from storage.migrate import migrate
from storage.tables import DueRow

AGENTS, SUBMISSIONS, DUE = 25_000, 1_000_000, 5_000
MORNINGS = 10  # on which agents were told something, and of which the slots are still there


async def populate(
    database: Database,
    agents: int = AGENTS,
    submissions: int = SUBMISSIONS,
    due: int = DUE,
    now: datetime | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Fill an empty database. So many agents have something to do today; what there is otherwise grows with the rest.

    Agent number n writes from the chat `FIRST_CHAT + n`. The same numbers give the same people and reports; ids of
    reports, their keys and seals differ. Reports end yesterday.
    """
    now, chance = (now or real_now()).astimezone(WIB), Random(7)
    await migrate(database)
    library = await load_forms(database, now)
    writer = Writer(database)
    places = satkers()
    posts = units(places, max(1, min(UNITS, agents)), now.date())
    put_places(writer, places, posts, now)
    staff = Staff(writer, database.keyring, now)
    people = put_agents(staff, posts, agents)
    put_stages(writer, posts, put_officers(staff, places), now, chance)
    staff.count_codes()
    lives = Lives(writer, shipped_rules(), now, chance)
    reports = Reports(writer, database.keyring, library, lives, chance, now)
    await _live(writer, reports, people, submissions, now.date(), Progress(submissions, say, monotonic))
    reports.close()
    lives.settle(people, due)
    _use_slots(writer, people, now)
    await writer.write()
    await database.run_sync(_analyze)
    say(f"{writer.written:,} rows")


async def _live(
    writer: Writer, reports: Reports, people: list[Agent], submissions: int, today: date, progress: Progress
) -> None:
    """Day by day, but for Sundays. Clients are opened in turn by all agents, as many on each day."""
    days = [day for n in range(TWO_YEARS, 0, -1) if (day := today - timedelta(days=n)).weekday() != SUNDAY]
    clients = min(len(people) * CLIENTS_AN_AGENT, submissions // (len(OPENING) * 5))
    out = by_weekday(people)
    opened = 0
    for number, day in enumerate(days, 1):
        count = submissions * number // len(days) - reports.sent
        until = min(clients * number // len(days), opened + count // len(OPENING))
        opening = [people[each % len(people)] for each in range(opened, until)]
        opened = until
        reports.write_day(day, out[day.weekday()] or people, opening, count)
        await writer.write_some()
        progress.at(reports.sent)


def _use_slots(writer: Writer, people: list[Agent], now: datetime) -> None:
    """On some mornings everybody was told something."""
    for agent in people:
        for ago in range(1, MORNINGS + 1):
            day, at = now.date() - timedelta(days=ago), now - timedelta(days=ago)
            writer.put(DueRow, slot=slot_of(agent.id, day), kind=NUDGE, subject=agent.id, at=at, done_at=at)


def _analyze(connection: Connection) -> None:
    """PostgreSQL learns by itself how large its tables are, but only after a minute."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("analyze"))
