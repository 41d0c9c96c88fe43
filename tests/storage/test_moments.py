"""Moments and ids in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from storage.database import Database
from storage.due import DueThing
from storage.ids import Ids
from storage.moments import UtcDateTime

DIALECT = sqlite.dialect()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 7_000_000_000_000_000).map(lambda n: EPOCH + timedelta(microseconds=n))  # until 2191


@given(MOMENTS, st.integers(-12, 14))
def test_a_moment_comes_back_to_the_microsecond_in_utc(moment: datetime, hours: int) -> None:
    kept = UtcDateTime().process_bind_param(moment.astimezone(timezone(timedelta(hours=hours))), DIALECT)
    again = UtcDateTime().process_result_value(kept, DIALECT)
    assert again == moment
    assert again.tzinfo is UTC


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_they_follow_each_other(one: datetime, other: datetime) -> None:
    kept = [UtcDateTime().process_bind_param(moment, DIALECT) for moment in (one, other)]
    assert (one < other) == (kept[0] < kept[1])


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 22), DIALECT)  # noqa: DTZ001  # that is the point


async def test_a_moment_is_found_when_it_has_come_wherever_it_was_written(database: Database) -> None:
    wit = datetime(2026, 11, 22, 8, 0, 0, 7, tzinfo=timezone(timedelta(hours=9)))
    async with database.transaction() as store:
        store.due.plan(DueThing("a", "draft", 1, wit))
    async with database.reading() as store:
        assert await store.due.ready("draft", wit - timedelta(microseconds=1), 9) == []
        assert [thing.at for thing in await store.due.ready("draft", wit, 9)] == [wit]


def test_ids_only_grow_also_when_the_clock_is_set_back() -> None:
    times = iter([50, 50, 50, 10, 10, 60])
    ids = Ids(lambda: next(times))
    made = [ids.new() for _ in range(6)]
    assert made == sorted(set(made))
    assert max(made) < 2**63


def test_ids_of_two_processes_do_not_clash() -> None:
    one, other = Ids(lambda: 5), Ids(lambda: 5)
    assert one.new() != other.new()
