"""A desk where reports come in, without the chat around them: to see what they plan and settle."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from conversations.answered import Answers
from domain.messages import Incoming, Reached
from domain.people import Invitation, Person, Role
from domain.tasks import Task, What
from domain.voice import load_voices
from handlers.chat import Chat
from handlers.filed import Filed
from handlers.following import follow
from handlers.kit import Kit
from handlers.library import Library
from handlers.subject import Subject
from storage.database import Database
from storage.drafts import SENT as DRAFT_SENT
from storage.drafts import Draft
from storage.sealing import new_keyring
from storage.sessions import Session
from storage.store import Store
from storage.submissions import SENT, Submission
from storage.tasks import Act
from tests.follow_up.unit import open_client
from tests.world import AIR_MESU

OPENED = date(2026, 11, 2)  # of the client
KIT = Kit(Library(), load_voices(), b"k" * 32)
TERATAI = 1


@dataclass(frozen=True)
class Report:
    """A report as it was sent: about the client, unless it says otherwise."""

    number: str
    day: int  # since the client was opened
    form: str = "pemantauan"
    answers: dict[str, str] = field(default_factory=dict)
    version: int = 1
    entered: int | None = None  # the day of its entry
    client: int | None = TERATAI
    task: int | None = None
    of_unit: bool = False


@dataclass
class Desk:
    """A database where reports come in, one transaction each. Bu Rina and Pak Joko are agents, Pak Budi a petugas."""

    database: Database
    rina: Person
    joko: Person
    budi: Person

    async def takes(self, *reports: Report) -> list[str]:
        """Each report plans and settles; gives what the receipts said."""
        return [said for report in reports for said in await self._take(report)]

    async def _take(self, report: Report) -> list[str]:
        async with self.database.transaction() as store:
            filed = await self.filed(store, report)
            await follow(filed)
        return filed.told

    async def filed(self, store: Store, report: Report) -> Filed:
        day = OPENED + timedelta(days=report.day)
        now = noon(OPENED + timedelta(days=report.day if report.entered is None else report.entered))
        client = await store.clients.find(self.rina, report.client) if report.client is not None else None
        client = client or await store.clients.find(self.joko, report.client or 0)
        session = Session(b"who", "staff", 7, "id", now, person=self.rina)
        chat = Chat(KIT, store, session, Incoming(1, 7, Reached(True)), now)
        sent = Submission(
            1, report.number, report.version, report.form, "1", self.rina.id, AIR_MESU, day, now, b"", "",
            report.client, SENT,
        )  # fmt: skip
        draft = Draft(1, self.rina.id, report.form, "1", 1, DRAFT_SENT, now, now, None, b"", task=report.task)
        subject = Subject(day, self.rina.unit, client, of_unit=report.of_unit)
        return Filed(chat, draft, sent, subject, Answers(report.answers), Answers() if report.version > 1 else None)

    async def tasks(self, *numbers: str) -> dict[str, Task]:
        """What these reports have planned, by slot."""
        async with self.database.reading() as store:
            found = [task for number in numbers for task in await store.tasks.touched_by(number)]
        return {task.slot: task for task in found}

    async def the(self, slot: str) -> Task:
        return (await self.tasks(slot.partition(":")[0]))[slot]

    async def open_tasks(self) -> list[Task]:
        async with self.database.reading() as store:
            return [listed.task for listed in await store.tasks.of_client(self.budi, TERATAI)]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


@asynccontextmanager
async def a_desk(url: str) -> AsyncIterator[Desk]:
    database = Database(url, new_keyring(), holder="ours")
    try:
        people = [
            await _joined(database, b"r", "Bu Rina", Invitation(Role.AGEN, unit=AIR_MESU)),
            await _joined(database, b"j", "Pak Joko", Invitation(Role.AGEN, unit=AIR_MESU)),
            await _joined(database, b"b", "Pak Budi", Invitation(Role.PETUGAS, satker="BNNK-PGK")),
        ]
        await open_client(database, people[0].id, "K-7Q4-2F", "Teratai", key=TERATAI, on=OPENED)
        await open_client(database, people[0].id, "K-3MX-9A", "Cemara", key=2, on=OPENED)
        yield Desk(database, *people)
    finally:
        await database.close()


async def _joined(database: Database, key: bytes, name: str, invitation: Invitation) -> Person:
    who = database.keyring.who("staff", ord(key))
    async with database.transaction() as store:
        await store.people.add(who, name, invitation, noon(OPENED))
        person = await store.people.by_who(who)
    assert person is not None
    return person


OPENING = Report("N-0", 0, "klien_baru")


def shown(tasks: dict[str, Task]) -> dict[str, str]:
    """Each task in a word: when it is due, or by which report it was done and on which day."""
    return {slot: _shown(task) for slot, task in sorted(tasks.items())}


def _shown(task: Task) -> str:
    due = (task.first_due - OPENED).days
    if task.done_on is not None:
        return f"{task.state} {due}, {task.done_by} on {(task.done_on - OPENED).days}"
    return f"{task.state} {due}"


CHAIN = (OPENING, Report("N-1", 7), Report("N-2", 14), Report("N-3", 22), Report("N-4", 27))


def corrected(report: Report, **changes: object) -> Report:
    return replace(report, version=report.version + 1, **changes)  # type: ignore[arg-type]


async def put_off(desk: Desk, slot: str, day: int) -> None:
    async with desk.database.transaction() as store:
        task, act = await desk.the(slot), Act(What.LATER, desk.rina.id, noon(OPENED), "besok")
        assert await store.tasks.put_off(task, OPENED + timedelta(days=day), act)
