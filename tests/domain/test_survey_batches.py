"""Answers are opened in batches of at least five: whatever two looks are compared, never fewer are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from domain.ikm import Tally
from domain.ikm_rules import UNSUR
from domain.survey_batches import Batch, Source, batches, day_of, total

UNITS = ("Air Mesu", "Kace", "Mendo", None)
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)


def month(number: int) -> date:
    """Month 1 is January 2026."""
    return date(2026 + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def people(count: int) -> Tally:
    return Tally(count, (3 * count,) * UNSUR)


def answers(*given: tuple[str | None, int, int]) -> dict[Source, Tally]:
    """How many answered, by unit and month."""
    return {(unit, month(number)): people(count) for unit, number, count in given}


def shown(found: list[Batch]) -> list[tuple[str | None, int, int]]:
    """Unit, month and number of people of each batch."""
    return [(batch.unit, batch.month.month, batch.tally.respondents) for batch in found]


def test_a_unit_is_shown_as_soon_as_five_have_answered_and_their_months_are_over() -> None:
    given = answers(("Kace", 1, 3), ("Kace", 3, 2), ("Kace", 4, 4))
    assert shown(batches(given, date(2026, 3, 31))) == []
    assert shown(batches(given, date(2026, 4, 1))) == [("Kace", 3, 5)]
    assert shown(batches(given, date(2026, 5, 1))) == [("Kace", 3, 5)]


def test_what_a_unit_has_too_little_of_joins_others_of_its_satker_when_a_half_year_ends() -> None:
    given = answers(("Kace", 1, 3), ("Mendo", 2, 2), ("Mendo", 7, 4))
    assert shown(batches(given, date(2026, 6, 30))) == []
    assert shown(batches(given, date(2026, 7, 1))) == [(None, 6, 5)]
    assert shown(batches(given, date(2027, 1, 1))) == [(None, 6, 5)]  # the four wait on for company


def test_a_half_year_with_too_few_everywhere_waits() -> None:
    given = answers(("Kace", 1, 3), (None, 8, 2))
    assert shown(batches(given, date(2026, 7, 1))) == []
    assert shown(batches(given, date(2026, 9, 1))) == [(None, 8, 5)]


def test_a_total_is_of_the_batches_that_its_months_filled() -> None:
    found = batches(answers(("Kace", 1, 5), ("Kace", 7, 6), ("Mendo", 2, 4)), date(2027, 1, 1))
    assert total(found, month(1), month(12)).respondents == 11
    assert total(found, month(7), month(12)) == people(6)
    assert total(found, month(2), month(6)) == Tally()


def test_a_month_is_over_when_it_is_over_in_jakarta() -> None:
    """In Jayapura it was December for two hours already."""
    assert day_of(datetime(2026, 11, 30, 16, 59, tzinfo=UTC)) == date(2026, 11, 30)
    assert day_of(datetime(2026, 11, 30, 17, 0, tzinfo=UTC)) == date(2026, 12, 1)


# --- Nobody stands alone -----------------------------------------------------------------------------

some_answers = st.dictionaries(
    st.tuples(st.sampled_from(UNITS), st.integers(1, 20).map(month)), st.integers(1, 7).map(people), max_size=30
)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def looks(given: Mapping[Source, Tally], today: date) -> list[frozenset[Source]]:
    """Whose answers stand behind each figure that can be seen on this day: of a unit or the satker, in the last
    twelve months or this year."""
    found = batches(given, today)
    windows = [(today.replace(year=today.year - 1, day=1), today), (date(today.year, 1, 1), today)]
    seen = []
    for since, until in windows:
        for unit in (*UNITS, "all"):
            chosen = [each for each in found if since <= each.month <= until and unit in {each.unit, "all"}]
            seen.append(frozenset[Source]().union(*(each.sources for each in chosen)))
    return seen


@given(some_answers, days, days)
def test_no_two_looks_differ_by_fewer_than_five(given: dict[Source, Tally], one: date, another: date) -> None:
    for here, there in combinations({*looks(given, one), *looks(given, another)}, 2):
        for rest in (here - there, there - here):
            assert not 0 < sum(given[source].respondents for source in rest) < 5


@given(some_answers, days, days)
def test_a_batch_stays_as_it_was_first_shown(given: dict[Source, Tally], one: date, another: date) -> None:
    earlier, later = sorted((one, another))
    assert set(batches(given, earlier)) <= set(batches(given, later))


@given(some_answers, days)
def test_everybody_is_in_one_batch_at_most_and_fewer_than_five_wait_in_the_end(
    given: dict[Source, Tally], today: date
) -> None:
    found = batches(given, today)
    assert all(batch.tally.respondents >= 5 for batch in found)
    assert set(Counter(source for batch in found for source in batch.sources).values()) <= {1}
    at_last = batches(given, date(2028, 1, 1))
    everybody = sum(tally.respondents for tally in given.values())
    assert everybody - sum(batch.tally.respondents for batch in at_last) < 5
    assert sum((batch.tally for batch in at_last), Tally()) == total(at_last, FIRST, LAST)
