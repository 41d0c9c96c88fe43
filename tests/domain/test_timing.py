"""People's days: mornings, nights, and how people greet each other."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.timing import coming_morning, greeting, is_quiet, next_morning

WIT = ZoneInfo("Asia/Jayapura")


def at(clock: str, day: int = 22) -> datetime:
    """A moment of Sunday 22 November, by the clock on the wall in Jayapura."""
    hour, minute = clock.split(".")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=WIT)


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ("00.00", "malam"), ("03.59", "malam"), ("04.00", "pagi"), ("10.59", "pagi"), ("11.00", "siang"),
        ("14.59", "siang"), ("15.00", "sore"), ("17.59", "sore"), ("18.00", "malam"), ("23.59", "malam"),
    ],
)  # fmt: skip
def test_people_are_greeted_by_the_time_of_day(clock: str, said: str) -> None:
    assert greeting(at(clock)) == f"Selamat {said}, {{name}}."


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("06.59", True), ("07.00", False), ("12.00", False), ("19.59", False), ("20.00", True), ("00.00", True)],
)
def test_nights_are_quiet(clock: str, quiet: bool) -> None:
    assert is_quiet(at(clock)) is quiet


@pytest.mark.parametrize(("clock", "day"), [("00.00", 22), ("07.59", 22), ("08.00", 23), ("23.59", 23)])
def test_the_coming_morning_is_the_first_one_ahead(clock: str, day: int) -> None:
    morning = coming_morning(at(clock))
    assert morning == at("08.00", day)
    assert morning.tzinfo is UTC


@pytest.mark.parametrize("clock", ["00.00", "07.59", "08.00", "23.59"])
def test_the_next_morning_is_always_that_of_the_day_after(clock: str) -> None:
    assert next_morning(at(clock)) == at("08.00", 23)
