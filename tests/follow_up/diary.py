"""What somebody must be told, and when, worked out day by day by other means than the program's: from a list of what
there is to do, whatever its database says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from domain.nudges import Rhythm, rhythm_of
from domain.people import Person
from tests.transcript import Talk

NIGHT, SO_LONG = 20, 7  # o'clock; hours
TALKING, AT_A_FORM = timedelta(minutes=2), timedelta(minutes=15)
SAID = re.compile(r"(Hari|Malam) ini ada (satu|\d+) hal:")


@dataclass
class Thing:
    """Something to do."""

    about: str
    due: date
    every_day: bool
    planned: datetime
    evening: date | None = None


@dataclass
class Diary:
    """One agent, and what they were told."""

    talk: Talk
    person: Person
    rests: Callable[[date], bool]
    things: dict[str, Thing] = field(default_factory=dict)
    reachable: bool = True
    seen: datetime | None = None
    busy_until: datetime | None = None
    told: set[date] = field(default_factory=set)
    evenings: set[date] = field(default_factory=set)
    all_told: set[date] = field(default_factory=set)  # their day's message came in the evening, and left nothing out
    excused: set[date] = field(default_factory=set)
    hindered: set[date] = field(default_factory=set)  # by themselves: they were busy, or asked for the evening
    faults: list[str] = field(default_factory=list)
    messages: int = 0
    late: int = 0  # of them, how many told what a day before had no chance to say

    @property
    def rhythm(self) -> Rhythm:
        return rhythm_of(self.person)

    def today(self, now: datetime) -> date:
        return now.astimezone(self.person.zone).date()

    def is_busy(self, now: datetime) -> bool:
        return self.seen is not None and self.busy_until is not None and self.seen <= now < self.busy_until

    def is_here(self, now: datetime, *, form: bool) -> None:
        """They write to the bot."""
        self.seen, self.busy_until = now, now + (AT_A_FORM if form else TALKING)

    # --- What must be said ---

    def must(self, now: datetime) -> str:
        """Which message must come at this moment."""
        today = self.today(now)
        if not self.reachable:
            self.excused.add(today)  # they were looked at in vain: it is told on another day
        if self.is_busy(now) or any(each.evening == today for each in self.things.values()):
            self.hindered.add(today)
        if not self.reachable or self.is_busy(now) or today in self.excused:
            return ""
        known = [each for each in self.of_day(now) if each.planned <= self.rhythm.moment(today) or each.planned > now]
        if self.is_time_of_day(now) and today not in self.told and known:
            return "Hari"
        evening = self.is_evening(now) and today not in self.evenings and self.of_evening(now)
        return "Malam" if evening and today not in self.all_told else ""

    def of_day(self, now: datetime) -> list[Thing]:
        today = self.today(now)
        before_evening = now < self.rhythm.evening(today)
        there = [each for each in self.things.values() if each.due <= today]
        there = [each for each in there if not (each.evening == today and before_evening)]
        return [each for each in there if each.every_day or not self.rests(today)]

    def of_evening(self, now: datetime) -> list[Thing]:
        return [each for each in self.things.values() if each.evening == self.today(now)]

    def is_time_of_day(self, now: datetime) -> bool:
        local = now.astimezone(self.person.zone)
        return self.rhythm.moment(local.date()) <= now and local.hour < min(self.person.hour + SO_LONG, NIGHT)

    def is_evening(self, now: datetime) -> bool:
        local = now.astimezone(self.person.zone)
        return self.rhythm.evening(local.date()) <= now and local.time() < time(NIGHT)

    # --- What was said ---

    def hears(self, now: datetime, must: str) -> None:
        """Look at what came since the last time: nothing else than may, and what must."""
        said = [found for line in self.talk.hears() if line.startswith("bot: ⏰") and (found := SAID.search(line))]
        if len(said) > 1:
            self._complain(now, f"{len(said)} messages at once")
        if must and not any(found[1] == must for found in said):
            self._complain(now, f"no message of {must} ini")
        for found in said:
            self._judge(now, found[1], 1 if found[2] == "satu" else int(found[2]))

    def _judge(self, now: datetime, part: str, count: int) -> None:
        today, is_day = self.today(now), part == "Hari"
        seen, there = (self.told, self.of_day(now)) if is_day else (self.evenings, self.of_evening(now))
        is_time = self.is_time_of_day(now) if is_day else self.is_evening(now)
        for wrong, what in (
            (today in seen, "told twice"),
            (not is_time, "told at the wrong hour"),
            (not self.reachable, "told who cannot be reached"),
            (self.is_busy(now), "told in between"),
            (count != len(there), f"told of {count}, not of {len(there)}"),
        ):
            if wrong:
                self._complain(now, f"{part} ini: {what}")
        self.messages += 1
        self.late += is_day and any(each.due < today and today - timedelta(days=1) not in self.told for each in there)
        seen.add(today)
        if is_day and self.is_evening(now):
            self.all_told.add(today)

    def _complain(self, now: datetime, what: str) -> None:
        self.faults.append(f"{self.person.name} at {now.astimezone(self.person.zone):%Y-%m-%d %H:%M:%S}: {what}")
