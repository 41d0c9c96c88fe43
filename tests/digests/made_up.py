"""Five weeks of two units, put into the database as reports would have: counters, clients, tasks, stages, targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from storage.programme_tables import (
    ClientEventRow,
    ClientRow,
    ConsentRow,
    IndicatorRow,
    ReferralRow,
    StageRow,
    TargetRow,
    TaskRow,
)
from storage.tables import SubmissionRow
from tests.world import World

MONDAY = date(2026, 11, 16)  # of the week that is told on 23 November
NOON = datetime(2026, 11, 1, 5, 0, tzinfo=UTC)


@dataclass
class MadeUp:
    """Rows to be written. Whoever reports is person number `by`."""

    by: int
    rows: list[tuple[Any, Mapping[str, Any]]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def counted(self, unit: str, day: date, **counters: int) -> None:
        """Counters of a day; two underlines stand for a dot."""
        for name, value in counters.items():
            indicator = name.replace("__", ".")
            self.rows.append((IndicatorRow, {"unit": unit, "day": day, "indicator": indicator, "value": value}))

    def client(self, unit: str, opened: date, status: str = "aktif", ended: date | None = None) -> int:
        key = next(self._numbers)
        number = f"C{key}"
        consent = {"agent": self.by, "unit": unit, "day": opened, "age": "dewasa", "guardian": "", "record": True}
        self.rows.append(
            (ConsentRow, {"number": f"P{key}", **consent, "contact": False, "share": False, "client": key})
        )
        about = {"code": f"K-{key:03}-AA", "unit": unit, "agent": self.by, "word": f"Kata {key}", "sex": "L"}
        more = {"age": "26_35", "door": "penjangkauan", "status": status, "opened_on": opened, "number": number}
        self.rows.append((ClientRow, {"id": key, **about, **more}))
        if ended is not None:
            event = {"id": key, "client": key, "what": "status", "before": "aktif", "after": status, "day": ended}
            self.rows.append((ClientEventRow, {**event, "at": NOON, "by": self.by, "number": f"S{key}"}))
        return key

    def check_in(self, unit: str, client: int, due: date, done: date | None) -> None:
        key = next(self._numbers)
        state = "open" if done is None else "done"
        days = {"since": due - timedelta(days=7), "due": due, "first_due": due, "done_on": done}
        what = {"about": "", "kind": "pemantauan", "form": "pemantauan", "step": 1, "state": state, "done_by": ""}
        who = {"unit": unit, "person": self.by, "client": client}
        self.rows.append((TaskRow, {"id": key, "slot": f"T{key}", **who, **what, **days, "closed_at": None}))

    def referral(self, unit: str, client: int, day: date, status: str = "dikirim") -> None:
        row = {"client": client, "unit": unit, "kind": "puskesmas", "facility": "", "day": day}
        self.rows.append(
            (ReferralRow, {"number": f"R{next(self._numbers)}", **row, "status": status, "status_on": day})
        )

    def relapse(self, unit: str, client: int, day: date) -> None:
        key = next(self._numbers)
        sealed = {"instance": b"", "fingerprint": ""}
        about = {"form": "kambuh", "form_version": "1", "person": self.by, "unit": unit, "day": day, "client": client}
        at = {"sent_at": NOON, "status": "sent"}
        self.rows.append(
            (SubmissionRow, {"id": key, "number": f"K{key}", "version": 1, "draft": key, **about, **at, **sealed})
        )

    def stage(self, unit: str, day: date, stage: str, track: str = "reguler") -> None:
        sk = {"sk_kind": "", "sk_number": "", "sk_on": None, "sk_until": None}
        row = {"unit": unit, "day": day, "stage": stage, "track": track, "evidence": "", "at": NOON, "by": self.by}
        self.rows.append((StageRow, {"number": f"U{next(self._numbers)}", **row, **sk}))

    def target(self, level: str, place: str, stage: str, amount: int, year: int = 2026) -> None:
        row = {"year": year, "level": level, "place": place, "stage": stage, "amount": amount, "at": NOON}
        self.rows.append((TargetRow, {"number": f"X{next(self._numbers)}", **row, "by": self.by}))

    async def write(self, world: World) -> None:
        def work(connection: Connection) -> None:
            for table, values in self.rows:
                connection.execute(insert(table), values)

        await world.running.database.run_sync(work)


async def person_of(world: World, talk: Any) -> int:
    async with world.store() as store:
        found = await store.people.by_who(world.who(talk))
    assert found is not None
    return found.id
