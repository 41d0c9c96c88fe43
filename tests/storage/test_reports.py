"""Drafts and reports: sealed, numbered without gaps, corrected without losing what was sent."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from storage.database import Database
from storage.drafts import OPEN, SENT, Owner
from storage.submissions import REPLACED, VERIFIED
from storage.submissions import SENT as NEW
from tests.storage.hands import NOON, RINA, SARI, begin, join, report


async def test_a_draft_keeps_what_was_saved_last(database: Database) -> None:
    person = await join(database)
    async with database.transaction() as store:
        draft = await begin(store, person, b"first")
        store.drafts.save(draft, b"second", 1, NOON)
        store.drafts.save(draft, b"third", 2, NOON)
    async with database.reading() as store:
        kept = await store.drafts.find(draft.id, Owner(person.id))
        assert kept is not None
        assert (kept.revision, kept.status, store.drafts.opened(kept)) == (2, OPEN, b"third")


async def test_a_draft_belongs_to_its_person(database: Database) -> None:
    rina, sari = await join(database, RINA), await join(database, SARI)
    async with database.transaction() as store:
        draft = await begin(store, rina)
    async with database.reading() as store:
        assert await store.drafts.find(draft.id, Owner(sari.id)) is None
        assert await store.drafts.waiting(sari.id) == []
        assert [each.id for each in await store.drafts.waiting(rina.id)] == [draft.id]


async def test_reports_are_numbered_without_gaps_or_doubles_when_many_are_sent_at_once(
    database: Database, another: Database
) -> None:
    person = await join(database)

    async def send(by: Database, *, stumbles: bool) -> None:
        async with by.transaction() as store:
            await report(store, person)
            if stumbles:
                raise TimeoutError

    sendings = [send(by, stumbles=n % 4 == 3) for n in range(12) for by in (database, another)]
    ended = await asyncio.gather(*sendings, return_exceptions=True)
    assert [type(each) for each in ended if each].count(TimeoutError) == 6
    assert not [each for each in ended if each and not isinstance(each, TimeoutError)]
    async with database.reading() as store:
        for n in range(1, 19):
            assert await store.submissions.newest(f"AMT-2611-{n:04d}") is not None
        assert await store.submissions.count() == 18


async def test_each_prefix_has_its_own_series(database: Database) -> None:
    person = await join(database)
    async with database.transaction() as store:
        numbers = [(await report(store, person, prefix=prefix)).number for prefix in ("AMT", "BAR", "AMT")]
    assert numbers == ["AMT-2611-0001", "BAR-2611-0001", "AMT-2611-0002"]


async def test_a_draft_can_be_sent_only_once(database: Database) -> None:
    person = await join(database)
    async with database.transaction() as store:
        draft = await begin(store, person)
        first = await report(store, person, draft)
        store.drafts.close(draft, SENT, NOON)
    with pytest.raises(Exception, match=r"(?i)unique"):
        async with database.transaction() as store:
            await report(store, person, draft)
    async with database.reading() as store:
        assert await store.submissions.of_draft(draft.id) == first
        assert await store.submissions.count() == 1


async def test_a_correction_is_the_next_version_of_the_same_number_and_the_old_one_stays(database: Database) -> None:
    person = await join(database)
    async with database.transaction() as store:
        first = await report(store, person)
        for _ in range(2):
            draft = await begin(store, person, corrects=first.id)
            await report(store, person, draft)
        third = await store.submissions.newest(first.number)
        next_one = await report(store, person)
    assert third is not None
    assert (third.number, third.version) == (first.number, 3)
    assert next_one.number == "AMT-2611-0002"
    async with database.reading() as store:
        assert await store.submissions.find(first.id) == replace(first, status=REPLACED)


async def test_two_corrections_at_once_do_not_overwrite_each_other(database: Database, another: Database) -> None:
    person = await join(database)
    async with database.transaction() as store:
        first = await report(store, person)

    async def correct(by: Database) -> None:
        async with by.transaction() as store:
            await report(store, person, await begin(store, person, corrects=first.id))

    ended = await asyncio.gather(correct(database), correct(another), return_exceptions=True)
    done = [each for each in ended if each is None]
    async with database.reading() as store:
        newest = await store.submissions.newest(first.number)
    assert newest is not None
    assert newest.version == 1 + len(done)


async def test_a_report_is_not_verified_while_it_is_corrected(database: Database, another: Database) -> None:
    person = await join(database)
    async with database.transaction() as store:
        sent = await report(store, person)
    held = asyncio.Event()

    async def corrects() -> None:
        async with database.transaction() as store:
            newest = await store.submissions.held(sent.number)
            assert newest is not None
            assert newest.status == NEW
            held.set()
            await asyncio.sleep(0.1)  # time enough for the petugas to be quicker, if they could
            await report(store, person, await begin(store, person, corrects=sent.id))

    async def verifies() -> bool:
        await held.wait()
        async with another.transaction() as store:
            return await store.submissions.mark(sent.id, VERIFIED, instead_of=(NEW,))

    assert await asyncio.gather(corrects(), verifies()) == [None, False]
    async with database.reading() as store:
        assert [each.status for each in await store.submissions.versions(sent.number)] == [REPLACED, NEW]
