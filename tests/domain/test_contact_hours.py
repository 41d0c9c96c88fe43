"""When a family may be written to: at their hours, never at night, and at once while they are awake."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.contact_hours import not_before, spans_of
from domain.help_rules import Quiet
from domain.territory import WIB

QUIET = Quiet(time(20), time(7), 30)
LONG_AGO = datetime(2026, 11, 1, tzinfo=WIB)
ANY_TIME = {"hubungi": "kapan_saja"}
EVENING = {"hubungi": "jam", "jam": "jam_18_21"}


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=WIB)


@pytest.mark.parametrize(
    ("told", "local", "expected"),
    [
        (ANY_TIME, at(10), None),
        (ANY_TIME, at(21), at(7) + timedelta(days=1)),
        (ANY_TIME, at(3), at(7)),
        ({}, at(23), at(7) + timedelta(days=1)),
        (EVENING, at(10), at(18)),
        (EVENING, at(19), None),
        (EVENING, at(21), at(18) + timedelta(days=1)),
        ({"hubungi": "jam", "jam": "jam_06_10 jam_18_21"}, at(12), at(18)),
        ({"hubungi": "jam", "jam": "jam_06_10 jam_18_21"}, at(22), at(6) + timedelta(days=1)),
        ({"hubungi": "jam"}, at(10), None),
    ],
)
def test_an_answer_waits_for_their_hours(told: dict[str, str], local: datetime, expected: datetime | None) -> None:
    assert not_before(told, QUIET, LONG_AGO, local) == expected


def test_who_has_just_written_is_awake_whatever_the_hour() -> None:
    assert not_before(EVENING, QUIET, at(2, 40), at(3)) is None
    assert not_before(EVENING, QUIET, at(2, 20), at(3)) == at(18)


CHOICES = ("jam_06_10", "jam_10_15", "jam_15_18", "jam_18_21")


@given(st.lists(st.sampled_from(CHOICES), unique=True), st.integers(0, 24 * 60 - 1))
def test_what_waits_is_told_within_a_day_and_within_the_hours(chosen: list[str], minute: int) -> None:
    told = {"hubungi": "jam", "jam": " ".join(chosen)}
    local = at(minute // 60, minute % 60)
    until = not_before(told, QUIET, LONG_AGO, local)
    moment = until or local
    assert timedelta(0) <= moment - local <= timedelta(days=1)
    assert any(since <= moment.time() < ends for since, ends in spans_of(told, QUIET))
