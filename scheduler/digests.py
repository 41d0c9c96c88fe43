"""Digests that come by themselves: found at their moment, once in each zone, and then told reader by reader.

A tick asks whether a moment has come, and who is due; so it costs the same however many people are not. What it finds
it takes in portions, so that not all are told in one second.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from domain.concern_rules import ConcernRules
from domain.concerns import Concern
from domain.digest_rules import DigestRules
from domain.digest_times import DAILY, READERS, ZONES, Edition, edition_of, editions, is_over, slot_of
from domain.follow_up_rules import Rules
from domain.people import Person
from domain.scopes import scope_of
from domain.timing import coming_morning, is_quiet
from scheduler.portions import next_portion
from scheduler.reminders import busy_until
from storage.database import Database
from storage.due import DueThing
from storage.readers import DIGEST, Due
from storage.sessions import Session
from storage.store import Store

log = logging.getLogger(__name__)

AT_ONCE = 100  # in a transaction
A_TICK = 300  # readers; Telegram takes 30 messages a second

Order = Callable[[Store, Session, Edition, datetime], None]  # have a digest made for somebody
Urge = Callable[[Store, Session, Sequence[Concern], datetime], Awaitable[None]]  # tell what is urgent


@dataclass(frozen=True)
class Digesting:
    """A job of the clock: the words are given in."""

    order: Order
    urge: Urge
    rules: DigestRules
    concerns: ConcernRules
    follow_up: Rules

    async def work(self, database: Database, now: datetime) -> int:
        """Find out who is due, and have a portion of them told; gives how many."""
        await self._begin(database, now)
        told = 0
        for _ in range(A_TICK // AT_ONCE):
            looked, some = await self._next(database, now)
            told += some
            if not looked:
                break
        if told:
            log.info("digests: %d people get one", told)
        return told

    # --- The moment ---

    async def _begin(self, database: Database, now: datetime) -> None:
        """Where a moment has come, everybody there is due."""
        come = _moments(self.rules, now)
        async with database.reading() as store:
            begun = await store.readers.begun(come)
        for slot in come.keys() - begun:
            zone, edition, at = come[slot]
            async with database.transaction() as store:
                if await store.due.use([DueThing(slot, DIGEST, 0, at)], now):
                    await store.readers.expect(edition.name, zone, READERS[edition.kind], at)

    # --- Reader by reader ---

    async def _next(self, database: Database, now: datetime) -> tuple[int, int]:
        some, drop = partial(self._some, database, now), partial(_drop, database, now)
        return await next_portion(some, AT_ONCE, drop, "digests", log)

    async def _some(self, database: Database, now: datetime, most: int) -> tuple[int, int]:
        async with database.transaction() as store:
            due = await store.readers.ready(now, most)
            if not due:
                return 0, 0
            chats = {chat.who: chat for chat in await store.sessions.there([each.who for each in due])}
            refused = await store.readers.refused([each.person for each in due])
            able, later = [], dict[str, datetime]()
            for each in due:
                chat = chats.get(each.who)
                person = chat.person if chat is not None else None
                edition = edition_of(each.slot)
                if chat is None or person is None or (each.person, edition.kind) in refused:
                    continue
                if not _is_told(chat, person, edition, now):
                    continue
                at = _not_before(chat, person, now)
                if at is not None:
                    later[each.slot] = at
                else:
                    able.append((each, chat, edition))
            await store.readers.put_off(later)
            used = await store.readers.use([each.slot for each in due if each.slot not in later], now)
            return len(due), await self._tell(store, [told for told in able if told[0].slot in used], now)

    async def _tell(self, store: Store, able: Sequence[tuple[Due, Session, Edition]], now: datetime) -> int:
        for _, chat, edition in able:
            if edition.kind != DAILY:
                self.order(store, chat, edition, now)
        daily = [chat for _, chat, edition in able if edition.kind == DAILY]
        others = [chat for _, chat, edition in able if edition.kind != DAILY]
        for chat, urgent in await self._news(store, daily, now):
            await self.urge(store, chat, urgent, now)
            others.append(chat)
        await self._news(store, [chat for _, chat, edition in able if edition.kind != DAILY], now)
        return len(others)

    async def _news(
        self, store: Store, chats: Sequence[Session], now: datetime
    ) -> list[tuple[Session, Sequence[Concern]]]:
        """For whom something urgent is there that they were not told of before. From now on it counts as told: what
        is in the digest of a week is not told again the next morning."""
        people = [chat.person for chat in chats if chat.person is not None]
        urgent = await self._urgent(store, people, now)
        return [
            (chat, mine)
            for chat in chats
            if chat.person is not None and (mine := urgent.get(chat.person.satker or "", []))
            if await _is_news(store, chat.person, mine, now)
        ]

    async def _urgent(self, store: Store, people: Sequence[Person], now: datetime) -> dict[str, list[Concern]]:
        """What is urgent in the satkers of these people, with a few questions for all of them."""
        satkers = sorted({person.satker for person in people if person.satker})
        if not satkers:
            return {}
        today = max(now.astimezone(person.zone).date() for person in people)
        found = await store.concerns.of_satkers(satkers, now, today, self.concerns, self.follow_up)
        urgent: dict[str, list[Concern]] = {}
        for concern in found:
            if concern.kind in self.rules.urgent:
                urgent.setdefault(concern.satker, []).append(concern)
        return urgent


async def _drop(database: Database, now: datetime) -> tuple[int, int]:
    """The first that is due is given up."""
    async with database.transaction() as store:
        await store.readers.use([each.slot for each in await store.readers.ready(now, 1)], now)
    return 1, 0


async def pass_over(database: Database, rules: DigestRules, now: datetime) -> None:
    """Nobody is told of the days before now."""
    async with database.transaction() as store:
        things = [DueThing(slot, DIGEST, 0, at) for slot, (_, _, at) in _moments(rules, now).items()]
        await store.due.use(things, now)


def _moments(rules: DigestRules, now: datetime) -> dict[str, tuple[ZoneInfo, Edition, datetime]]:
    """Those that have come, in each zone, by their slots."""
    return {
        slot_of(zone, edition): (zone, edition, at) for zone in ZONES for edition, at in editions(rules, zone, now)
    }


def _is_told(chat: Session, person: Person, edition: Edition, now: datetime) -> bool:
    """Whether somebody still works here, can be written to, and is not too late for it."""
    late = is_over(edition, now.astimezone(person.zone).date())
    return scope_of(person) is not None and chat.reachable and not late


def _not_before(chat: Session, person: Person, now: datetime) -> datetime | None:
    """When to look again: never at night, or while they are at a form."""
    local = now.astimezone(person.zone)
    if is_quiet(local):
        return coming_morning(local)
    return busy_until(chat, now)


async def _is_news(store: Store, person: Person, concerns: Sequence[Concern], now: datetime) -> bool:
    """Whether one of these is new to them; all of them count as told now."""
    slots = [DueThing(f"urgent:{person.id}:{each.key}", "urgent", person.id, now) for each in concerns]
    return bool(await store.due.use(slots, now))
