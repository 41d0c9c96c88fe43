"""The survey: a link is used once, nothing leads from it to an answer, and fewer than five are never told apart."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

import pytest
from sqlalchemy import select

from domain.ikm import Tally
from domain.people import Person, Role, Unit
from scheduler.retention import forget_what_is_over
from storage.database import Database
from storage.help_tables import SurveyAnswerRow, SurveyLinkRow
from storage.surveys import Answer, Batches, Place
from tests.storage.hands import NOON
from tests.world import AIR_MESU, BARUGA, KACE

PERIOD, NEXT_PERIOD = date(2026, 7, 1), date(2027, 1, 1)
MONTH = timedelta(days=30)
TIMUR, OF_KACE, OF_SATKER, FAR = (
    Place("BNNK-PGK", AIR_MESU),
    Place("BNNK-PGK", KACE),
    Place("BNNK-PGK", None),
    Place("BNNP-SULTRA", BARUGA),
)
GOOD = "333333333"
SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (date(2026, month, 3) for month in (9, 10, 11, 12))
ONE, TWO, THREE = b"1" * 32, b"2" * 32, b"3" * 32

RINA = Person(1, Role.AGEN, "Rina", "AMT-01", Unit(AIR_MESU, "Air Mesu Timur", "BNNK-PGK", "AMT"), None, None)
BUDI = Person(2, Role.PETUGAS, "Budi", "P-01", None, "BNNK-PGK", "19.71")
ANI = Person(3, Role.BNNP, "Ani", "19-01", None, None, "19")
TUTI = Person(4, Role.PUSAT, "Tuti", "PUSAT-01", None, None, None)


async def make(database: Database, digest: bytes, subject: str = "client:7", period: date = PERIOD) -> None:
    async with database.transaction() as store:
        await store.surveys.make(digest, TIMUR, subject, period, NOON + MONTH)


async def is_open(database: Database, digest: bytes, later: timedelta = timedelta()) -> bool:
    async with database.reading() as store:
        return await store.surveys.is_open(digest, NOON + later)


async def use(database: Database, digest: bytes) -> Place | None:
    async with database.transaction() as store:
        return await store.surveys.use(digest)


async def answer(database: Database, place: Place, month: date, *words: str, marks: str = GOOD) -> None:
    """One answer for each word; an empty one says nothing besides its marks."""
    async with database.transaction() as store:
        for each in words:
            await store.surveys.add(place, Answer(marks, words=each), month)


async def rows(database: Database, query: Any) -> list[Any]:
    async with database.reading() as store:
        return list(await store.surveys._work.run(query))


# --- Links -----------------------------------------------------------------------------------------


async def test_a_link_is_used_once(database: Database) -> None:
    await make(database, ONE)
    assert await is_open(database, ONE)
    assert await use(database, ONE) == TIMUR
    assert await use(database, ONE) is None
    assert not await is_open(database, ONE)


async def test_a_link_runs_out_but_who_opened_it_in_time_may_finish(database: Database) -> None:
    await make(database, ONE)
    assert not await is_open(database, ONE, MONTH)
    assert await is_open(database, ONE, MONTH - timedelta(seconds=1))
    assert await use(database, ONE) == TIMUR


async def test_a_second_link_in_a_period_takes_the_place_of_the_first(database: Database) -> None:
    await make(database, ONE)
    await make(database, TWO)
    await make(database, THREE, subject="client:8")
    assert [await is_open(database, each) for each in (ONE, TWO, THREE)] == [False, True, True]
    assert await use(database, ONE) is None


async def test_who_has_answered_is_not_asked_again_until_the_next_period(database: Database) -> None:
    """Whoever makes the second link does not learn of it: it is only found out by opening it."""
    await make(database, ONE)
    await use(database, ONE)
    await make(database, TWO)
    await make(database, THREE, period=NEXT_PERIOD)
    assert [await is_open(database, each) for each in (TWO, THREE)] == [False, True]
    assert await use(database, TWO) is None


async def test_links_are_forgotten_a_year_after_they_ran_out(database: Database) -> None:
    """Not before: who has answered may lose the link, and is not asked twice."""
    await make(database, ONE)
    for later, kept in ((timedelta(days=366), 1), (timedelta(days=367), 0)):
        await forget_what_is_over(database, NOON + MONTH + later)
        assert len(await rows(database, select(SurveyLinkRow.about))) == kept


async def test_neither_whom_a_link_is_about_nor_its_token_can_be_read(database: Database) -> None:
    await make(database, ONE, "client:7")
    await make(database, TWO, "client:7", NEXT_PERIOD)
    [one, two] = await rows(database, select(SurveyLinkRow.about))
    assert one.about != two.about
    guesses = [blake2b(told, digest_size=16).digest() for told in (b"client:7", b"survey:client:7:2026-07-01")]
    assert not {one.about, two.about} & set(guesses)


# --- Answers ---------------------------------------------------------------------------------------


async def test_of_an_answer_only_its_month_and_place_are_kept(database: Database) -> None:
    await answer(database, TIMUR, NOVEMBER, "lebih cepat", "")
    kept = [row._asdict() for row in await rows(database, select(SurveyAnswerRow.__table__))]
    assert {row["month"] for row in kept} == {date(2026, 11, 1)}
    assert {(row["satker"], row["unit"], row["marks"]) for row in kept} == {("BNNK-PGK", AIR_MESU, GOOD)}
    assert sorted(row["words"] is None for row in kept) == [False, True]
    assert all(b"cepat" not in (row["words"] or b"") for row in kept)


async def test_the_key_of_an_answer_tells_nothing_about_its_time(database: Database) -> None:
    for _ in range(12):
        await answer(database, TIMUR, NOVEMBER, "")
    ids = [row.id for row in await rows(database, select(SurveyAnswerRow.id))]
    assert max(ids) - min(ids) > 2**60  # ids that grow with time are all close together


async def shown(database: Database, person: Person, today: date) -> Batches:
    async with database.reading() as store:
        return await store.surveys.shown(person, today)


def respondents(found: Batches) -> dict[tuple[str, str | None], int]:
    return {(satker, batch.unit): batch.tally.respondents for satker, of in found.items() for batch in of}


@pytest.fixture
async def answered(database: Database) -> Database:
    """In October six about Air Mesu Timur, two about Kace, three about the satker itself, and five far away."""
    await answer(database, TIMUR, OCTOBER, "lebih cepat", *[""] * 4)
    await answer(database, TIMUR, OCTOBER, "sudah baik", marks="434343434")
    await answer(database, OF_KACE, OCTOBER, "kace kurang dekat", "")
    await answer(database, OF_SATKER, OCTOBER, *[""] * 3)
    await answer(database, FAR, OCTOBER, *["jauh"] * 5)
    return database


async def test_marks_add_up(answered: Database) -> None:
    found = await shown(answered, BUDI, NOVEMBER)
    assert found["BNNK-PGK"][0].tally == Tally(6, (19, 18, 19, 18, 19, 18, 19, 18, 19))


@pytest.mark.parametrize(
    ("person", "today", "wanted"),
    [
        (BUDI, OCTOBER, {}),
        (BUDI, NOVEMBER, {("BNNK-PGK", AIR_MESU): 6}),
        (BUDI, date(2027, 1, 1), {("BNNK-PGK", AIR_MESU): 6, ("BNNK-PGK", None): 5}),
        (RINA, date(2027, 1, 1), {("BNNK-PGK", AIR_MESU): 6}),
        (ANI, date(2027, 1, 1), {("BNNK-PGK", AIR_MESU): 6, ("BNNK-PGK", None): 5}),
        (TUTI, NOVEMBER, {("BNNK-PGK", AIR_MESU): 6, ("BNNP-SULTRA", BARUGA): 5}),
    ],
    ids=lambda each: getattr(each, "name", None),
)
async def test_everybody_sees_batches_of_their_place(
    answered: Database, person: Person, today: date, wanted: dict[tuple[str, str | None], int]
) -> None:
    assert respondents(await shown(answered, person, today)) == wanted


async def test_who_has_left_sees_nothing(answered: Database) -> None:
    gone = Person(5, Role.PETUGAS, "Wati", "P-02", None, "BNNK-PGK", "19.71", left_on=OCTOBER)
    assert await shown(answered, gone, NOVEMBER) == {}


async def test_an_agent_sees_no_batch_that_only_their_own_view_would_make(database: Database) -> None:
    """Three of a half-year, and three of the next: with what else there is they are in other batches."""
    for month in (date(2026, 3, 1), SEPTEMBER):
        await answer(database, TIMUR, month, *[""] * 3)
        await answer(database, OF_KACE, month, *[""] * 3)
    assert respondents(await shown(database, BUDI, date(2027, 1, 1))) == {("BNNK-PGK", None): 6}
    assert await shown(database, RINA, date(2027, 1, 1)) == {}


# --- What people wrote -----------------------------------------------------------------------------


async def suggestions(database: Database, person: Person, today: date, since: date) -> list[str]:
    async with database.reading() as store:
        return sorted(await store.surveys.suggestions(person, today, since))


async def test_suggestions_come_with_their_batch_and_only_to_the_petugas(answered: Database) -> None:
    year = date(2026, 1, 1)
    assert await suggestions(answered, BUDI, OCTOBER, year) == []
    assert await suggestions(answered, BUDI, NOVEMBER, year) == ["lebih cepat", "sudah baik"]
    both = ["kace kurang dekat", "lebih cepat", "sudah baik"]
    assert await suggestions(answered, BUDI, date(2027, 1, 1), year) == both
    assert await suggestions(answered, BUDI, date(2027, 1, 1), date(2026, 11, 1)) == ["kace kurang dekat"]
    for other in (RINA, ANI, TUTI):
        assert await suggestions(answered, other, date(2027, 1, 1), year) == []


@pytest.mark.parametrize("person", [RINA, BUDI, ANI, TUTI], ids=lambda person: str(person.name))
async def test_it_is_known_whether_anybody_was_asked(database: Database, person: Person) -> None:
    async def any_for(person: Person) -> bool:
        async with database.reading() as store:
            return await store.surveys.any(person)

    assert not await any_for(person)
    await make(database, ONE)
    assert await any_for(person)
    far = Person(9, Role.AGEN, "Sari", "BRG-01", Unit(BARUGA, "Baruga", "BNNP-SULTRA", "BRG"), None, None)
    assert not await any_for(far)
