"""The help line when time passes: answers that had to wait, shifts that begin, promises that were not kept, and what
is over.

When and what is decided here; what people then see is given in as `Deeds`.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.escalation import Escalation, Unanswered, plan
from domain.help_cases import HelpCase, State
from domain.help_rules import HelpRules, To
from storage.database import Database
from storage.due import DueThing
from storage.store import Store

log = logging.getLogger(__name__)

AT_ONCE = 50
NOTICE = "help.notice"  # something for whoever asked, that had to wait for their hours
DUTY = "help.duty"  # somebody's shift begins, and a case waits

Deed = Callable[[Store, HelpCase, datetime], Awaitable[None]]


@dataclass(frozen=True)
class Deeds:
    """What is done with a case. `escalate` says whether anybody was told."""

    notice: Deed
    duty: Deed
    escalate: Callable[[Store, HelpCase, Escalation, datetime], Awaitable[bool]]
    close: Deed
    erase: Deed


def help_work(deeds: Deeds, rules: HelpRules) -> Callable[[Database, datetime], Awaitable[int]]:
    """All of it, as one job of the clock."""

    async def work(database: Database, now: datetime) -> int:
        done = await _due(database, NOTICE, deeds.notice, now)
        done += await _due(database, DUTY, deeds.duty, now)
        return done + await _escalate(database, deeds, rules, now)

    return work


def keeping_work(deeds: Deeds, rules: HelpRules) -> Callable[[Database, datetime], Awaitable[int]]:
    """What is over is closed, and what was closed is erased. Aliases that have rested are free again."""
    keeping = rules.keeping

    async def work(database: Database, now: datetime) -> int:
        async with database.transaction() as store:
            await store.help.wake_aliases((now - timedelta(days=keeping.rest_alias_days)).date())
        return sum(
            [
                await _all(database, State.TAKEN, keeping.close_taken_days, deeds.close, now),
                await _all(database, State.WAITING, keeping.close_waiting_days, deeds.close, now),
                await _all(database, State.CLOSED, keeping.erase_closed_days, deeds.erase, now),
                await _all(database, State.TOUCHED, keeping.forget_looked_days, deeds.erase, now),
            ]
        )

    return work


# --- What is due ----------------------------------------------------------------------------------


async def _due(database: Database, kind: str, deed: Deed, now: datetime) -> int:
    async with database.transaction() as store:
        things = await store.due.ready(kind, now, AT_ONCE)
        for thing in things:
            await _settle(store, thing, deed, now)
    return len(things)


async def _settle(store: Store, thing: DueThing, deed: Deed, now: datetime) -> None:
    """A case that was erased or closed meanwhile is passed over."""
    case = await store.help.of(thing.subject)
    await store.due.done(thing.slot, now)
    if case is not None:
        await deed(store, case, now)


# --- Promises -------------------------------------------------------------------------------------


async def _escalate(database: Database, deeds: Deeds, rules: HelpRules, now: datetime) -> int:
    async with database.transaction() as store:
        cases = await store.help.overdue(now, AT_ONCE)
        return sum([await _next_step(store, case, deeds, rules, now) for case in cases])


async def _next_step(store: Store, case: HelpCase, deeds: Deeds, rules: HelpRules, now: datetime) -> int:
    """Tell the next one who is to know; whom there is not is passed over."""
    nobody: set[To] = set()
    while True:
        stands = Unanswered(case.promised_at, case.level, case.told_at, case.urgent, frozenset(nobody))
        step = plan(stands, rules, now)
        if step is None:
            return 0
        if await deeds.escalate(store, case, step, now):
            await store.help.change(case.id, level=step.level, told_at=now)
            await store.help.note_event(case.id, f"told {step.to.value}", now)
            return 1
        nobody.add(step.to)


# --- What is over ---------------------------------------------------------------------------------


async def _all(database: Database, state: State, days: int, deed: Deed, now: datetime) -> int:
    """Do this with each case that has stood like that for so long, some at a time."""
    done = 0
    while True:
        async with database.transaction() as store:
            cases = await store.help.standing(state, now - timedelta(days=days), AT_ONCE)
            for case in cases:
                await deed(store, case, now)
        done += len(cases)
        if len(cases) < AT_ONCE:
            return done
