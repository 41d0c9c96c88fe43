"""Whatever is reported, corrected, put off or handed over: nothing is planned twice, and nothing is lost."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.tasks import State
from tests.follow_up.desk import (
    CHAIN,
    OPENED,
    OPENING,
    TERATAI,
    Desk,
    Report,
    a_desk,
    corrected,
    noon,
    put_off,
    shown,
)

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
        await put_off(desk, tasks[number % len(tasks)].slot, day)
    elif what == "hand_over":
        async with desk.database.transaction() as store:
            await store.tasks.hand_over_client(TERATAI, (desk.joko if number else desk.rina).id, noon(OPENED))


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
