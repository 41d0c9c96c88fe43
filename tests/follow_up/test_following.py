"""What reports plan and settle, in whatever order they are entered, corrected or sent again."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, update

from conversations.answered import Answers
from domain.messages import Incoming, Reached
from domain.people import Invitation, Person, Role
from domain.tasks import State, Task, What
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
from storage.programme_tables import ClientRow
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
            filed = await self._filed(store, report)
            await follow(filed)
        return filed.told

    async def _filed(self, store: Store, report: Report) -> Filed:
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
        subject = Subject(day, self.rina.unit, client)
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


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with a_desk(database_url) as made:
        yield made


OPENING = Report("N-0", 0, "klien_baru")


def shown(tasks: dict[str, Task]) -> dict[str, str]:
    """Each task in a word: when it is due, or by which report it was done and on which day."""
    return {slot: _shown(task) for slot, task in sorted(tasks.items())}


def _shown(task: Task) -> str:
    due = (task.first_due - OPENED).days
    if task.done_on is not None:
        return f"{task.state} {due}, {task.done_by} on {(task.done_on - OPENED).days}"
    return f"{task.state} {due}"


# --- Planning and settling -----------------------------------------------------------------------


async def test_each_report_settles_the_oldest_task_and_plans_the_next(desk: Desk) -> None:
    await desk.takes(OPENING, Report("N-1", 7), Report("N-2", 15))
    assert shown(await desk.tasks("N-0", "N-1", "N-2")) == {
        "N-0:pemantauan:1": "done 7, N-1 on 7",
        "N-0:skrining:1": "open 3",
        "N-1:pemantauan:1": "done 14, N-2 on 15",
        "N-2:pemantauan:1": "open 22",
    }


async def test_the_same_report_twice_plans_once(desk: Desk) -> None:
    await desk.takes(OPENING, Report("N-1", 7), Report("N-1", 7))
    assert shown(await desk.tasks("N-1")) == {
        "N-0:pemantauan:1": "done 7, N-1 on 7",
        "N-1:pemantauan:1": "open 14",
    }


async def test_done_late_and_entered_late_are_told_apart(desk: Desk) -> None:
    await desk.takes(OPENING, Report("N-1", 7, entered=12), Report("N-2", 16), Report("N-3", 24, entered=26))
    first, second, third = [await desk.the(f"N-{n}:pemantauan:1") for n in range(3)]
    assert (first.was_late, first.was_entered_late) == (False, True)
    assert (second.was_late, second.was_entered_late) == (True, False)
    assert (third.was_late, third.was_entered_late) == (True, True)


async def test_a_task_that_a_form_was_begun_from_is_the_one_that_is_settled(desk: Desk) -> None:
    visits = [Report(f"N-{n}", 0, "penjangkauan", {"hasil": "bersedia"}, client=None) for n in (1, 2)]
    await desk.takes(*visits)
    later = await desk.the("N-2:persetujuan:1")
    await desk.takes(Report("N-3", 1, "persetujuan", client=None, task=later.id))
    assert shown(await desk.tasks("N-1", "N-2")) == {
        "N-1:persetujuan:1": "open 3",
        "N-2:persetujuan:1": "done 3, N-3 on 1",
    }


async def test_an_activity_that_names_nobody_settles_nothing_by_itself(desk: Desk) -> None:
    """Whose visit it was, nobody knows: a guess would forget somebody."""
    await desk.takes(Report("N-1", 0, "penjangkauan", {"hasil": "bersedia"}, client=None))
    await desk.takes(Report("N-2", 1, "persetujuan", client=None))
    assert (await desk.the("N-1:persetujuan:1")).is_open


async def test_a_report_about_one_client_leaves_the_tasks_of_others(desk: Desk) -> None:
    await desk.takes(OPENING, replace(OPENING, number="N-9", client=2), Report("N-1", 7, client=2))
    assert (await desk.the("N-0:pemantauan:1")).is_open
    assert (await desk.the("N-9:pemantauan:1")).done_by == "N-1"


async def test_whatever_the_screening_advises_is_planned(desk: Desk) -> None:
    await desk.takes(
        Report("N-1", 0, "skrining_assist", {"saran": "layani"}),
        Report("N-2", 0, "skrining_assist", {"saran": "rujuk"}),
        Report("N-3", 0, "skrining_assist", {"saran": "kie"}),
    )
    assert list(shown(await desk.tasks("N-1", "N-2", "N-3"))) == ["N-1:layanan:1", "N-2:rujukan:1"]


async def test_a_client_who_is_accompanied_no_longer_gets_no_task(desk: Desk) -> None:
    await desk.takes(OPENING)
    async with desk.database.transaction() as store:
        await store.tasks.close_client(TERATAI, "N-1")
    await _set_status(desk, "meninggal")
    assert await desk.takes(Report("N-2", 7)) == []
    assert shown(await desk.tasks("N-0", "N-2")) == {"N-0:pemantauan:1": "closed 7", "N-0:skrining:1": "closed 3"}


async def _set_status(desk: Desk, status: str) -> None:
    statement = update(ClientRow).where(ClientRow.id == TERATAI).values(status=status)
    await desk.database.run_sync(lambda connection: connection.execute(statement))


async def test_the_receipt_says_what_comes_next(desk: Desk) -> None:
    assert await desk.takes(OPENING) == ["Berikutnya: skrining, Kamis 5 Nov; pemantauan, Senin 9 Nov."]


@pytest.mark.parametrize(
    ("form", "most"), [("sosialisasi", 0), ("penjangkauan", 0), ("persetujuan", 0), ("pemantauan", 1)]
)
async def test_what_plans_and_settles_nothing_costs_no_statement(desk: Desk, form: str, most: int) -> None:
    statements: list[str] = []
    engine = desk.database._engine.sync_engine
    async with desk.database.transaction() as store:
        client = TERATAI if form == "pemantauan" else None
        filed = await desk._filed(store, Report("N-1", 400, form, {"hasil": "menolak"}, client=client))
        event.listen(engine, "before_cursor_execute", lambda *words: statements.append(words[2]))
        await follow(filed)
        await store.tasks.flush()
        assert len(statements) == most


# --- Entered in another order --------------------------------------------------------------------


CHAIN = (OPENING, Report("N-1", 7), Report("N-2", 14), Report("N-3", 22), Report("N-4", 27))


@pytest.mark.parametrize("order", [(1, 2, 3, 4), (4, 3, 2, 1), (2, 1, 4, 3), (3, 1, 4, 2)])
async def test_reports_that_are_entered_late_find_their_places(desk: Desk, order: Sequence[int]) -> None:
    await desk.takes(CHAIN[0], *(replace(CHAIN[n], entered=30) for n in order))
    assert shown(await desk.tasks("N-0", "N-1", "N-2", "N-3", "N-4")) == {
        "N-0:pemantauan:1": "done 7, N-1 on 7",
        "N-0:skrining:1": "open 3",
        "N-1:pemantauan:1": "done 14, N-2 on 14",
        "N-2:pemantauan:1": "done 21, N-3 on 22",
        "N-3:pemantauan:1": "done 29, N-4 on 27",
        "N-4:pemantauan:1": "open 34",
    }


# --- Corrections ---------------------------------------------------------------------------------


def corrected(report: Report, **changes: object) -> Report:
    return replace(report, version=report.version + 1, **changes)  # type: ignore[arg-type]


async def test_a_correction_moves_the_next_check_in(desk: Desk) -> None:
    report = Report("N-1", 7, answers={"berikut_tgl": "2026-11-12"})
    await desk.takes(OPENING, report)
    await desk.takes(corrected(report, answers={"berikut_tgl": "2026-11-20"}))
    assert shown(await desk.tasks("N-1")) == {"N-0:pemantauan:1": "done 7, N-1 on 7", "N-1:pemantauan:1": "open 18"}


async def test_a_corrected_day_is_the_day_on_which_it_was_done(desk: Desk) -> None:
    report = Report("N-1", 9, entered=9)
    await desk.takes(OPENING, report)
    assert (await desk.the("N-0:pemantauan:1")).was_late
    await desk.takes(corrected(report, day=6))
    assert not (await desk.the("N-0:pemantauan:1")).was_late
    assert shown(await desk.tasks("N-1")) == {"N-0:pemantauan:1": "done 7, N-1 on 6", "N-1:pemantauan:1": "open 13"}


async def test_what_a_corrected_report_would_plan_no_longer_is_withdrawn_and_can_come_back(desk: Desk) -> None:
    report = Report("N-1", 2, "skrining_assist", {"saran": "layani"})
    away = corrected(report, answers={"saran": "rujuk"})
    await desk.takes(OPENING, report, away)
    assert shown(await desk.tasks("N-1")) == {
        "N-0:skrining:1": "done 3, N-1 on 2",
        "N-1:layanan:1": "withdrawn 9",
        "N-1:rujukan:1": "open 3",
    }
    await desk.takes(corrected(away, answers={"saran": "layani"}))
    assert shown(await desk.tasks("N-1")) == {
        "N-0:skrining:1": "done 3, N-1 on 2",
        "N-1:layanan:1": "open 9",
        "N-1:rujukan:1": "withdrawn 3",
    }


async def test_a_correction_to_another_client_gives_back_what_it_had_settled(desk: Desk) -> None:
    report = Report("N-1", 7)
    await desk.takes(OPENING, replace(OPENING, number="N-9", client=2), report, corrected(report, client=2))
    assert (await desk.the("N-0:pemantauan:1")).is_open
    assert (await desk.the("N-9:pemantauan:1")).done_by == "N-1"
    assert (await desk.the("N-1:pemantauan:1")).client == 2


async def test_what_was_put_off_stays_put_off_unless_its_day_is_corrected(desk: Desk) -> None:
    await desk.takes(OPENING)
    await _put_off(desk, "N-0:pemantauan:1", 10)
    await desk.takes(corrected(OPENING))
    assert (await desk.the("N-0:pemantauan:1")).due == OPENED + timedelta(days=10)
    await desk.takes(corrected(OPENING, day=-1))
    assert (await desk.the("N-0:pemantauan:1")).due == OPENED + timedelta(days=6)


async def _put_off(desk: Desk, slot: str, day: int) -> None:
    async with desk.database.transaction() as store:
        task, act = await desk.the(slot), Act(What.LATER, desk.rina.id, noon(OPENED), "besok")
        assert await store.tasks.put_off(task, OPENED + timedelta(days=day), act)


# --- Whatever happens ----------------------------------------------------------------------------

DAYS = st.integers(1, 90)
ACTS = st.one_of(
    st.tuples(st.just("report"), DAYS),
    st.tuples(st.just("again"), st.integers(0, 5)),
    st.tuples(st.just("correct"), st.integers(0, 5), DAYS),
    st.tuples(st.just("put_off"), st.integers(0, 5), DAYS),
    st.tuples(st.just("hand_over"), st.booleans()),
)


@settings(max_examples=40)
@given(st.lists(ACTS, max_size=9))
def test_no_slot_is_planned_twice_and_no_task_is_lost(
    sqlite_template: Path, acts: list[tuple[str, int, int]]
) -> None:
    asyncio.run(_plays(sqlite_template, acts))


@settings(max_examples=25)
@given(st.permutations(CHAIN[1:]), st.data())
def test_the_order_of_entry_makes_no_difference(
    sqlite_template: Path, order: list[Report], data: st.DataObject
) -> None:
    days = data.draw(st.lists(st.integers(1, 60), min_size=4, max_size=4, unique=True).map(sorted))
    moved = {report.number: replace(report, day=day) for report, day in zip(CHAIN[1:], days, strict=True)}
    entered = [moved[report.number] for report in order]
    asyncio.run(_compares(sqlite_template, list(moved.values()), entered))


async def _compares(template: Path, in_order: list[Report], entered: list[Report]) -> None:
    outcomes = []
    for reports in (in_order, entered):
        async with _fresh(template) as desk:
            await desk.takes(OPENING, *reports)
            outcomes.append(shown(await desk.tasks(*(report.number for report in CHAIN))))
    assert outcomes[0] == outcomes[1]


@asynccontextmanager
async def _fresh(template: Path) -> AsyncIterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(template, f"{folder}/suar.db")
        async with a_desk(f"sqlite:///{folder}/suar.db") as desk:
            yield desk


async def _plays(template: Path, acts: list[tuple[str, int, int]]) -> None:
    async with _fresh(template) as desk:
        await desk.takes(OPENING)
        sent: list[Report] = [OPENING]
        for act in acts:
            await _play(desk, sent, *act)
            await _nothing_is_lost(desk, sent)


async def _play(desk: Desk, sent: list[Report], what: str, number: int, day: int = 0) -> None:
    if what == "report":
        sent.append(Report(f"N-{len(sent)}", number))
        await desk.takes(sent[-1])
    elif what == "again":
        await desk.takes(sent[number % len(sent)])
    elif what == "correct" and number % len(sent):
        sent[number % len(sent)] = corrected(sent[number % len(sent)], day=day)
        await desk.takes(sent[number % len(sent)])
    elif what == "put_off":
        tasks = await desk.open_tasks()
        await _put_off(desk, tasks[number % len(tasks)].slot, day)
    elif what == "hand_over":
        async with desk.database.transaction() as store:
            await store.tasks.hand_over_client(TERATAI, (desk.joko if number else desk.rina).id)


async def _nothing_is_lost(desk: Desk, sent: list[Report]) -> None:
    """Everything planned is there once; each open task is on exactly one list; somebody is still to check in."""
    tasks = await desk.tasks(*(report.number for report in sent))
    assert len(tasks) == len({(task.about, task.kind, task.step) for task in tasks.values()})
    assert {f"{report.number}:pemantauan:1" for report in sent} <= tasks.keys()
    async with desk.database.reading() as store:
        lists = [await store.tasks.due_for(person, date.max) for person in (desk.rina, desk.joko, desk.budi)]
    listed = [each.task.slot for some in lists for each in some]
    assert sorted(listed) == sorted(slot for slot, task in tasks.items() if task.is_open)
    assert any(task.is_open and task.kind == "pemantauan" for task in tasks.values())
    assert all(task.state is State.DONE or task.is_open for task in tasks.values())
