"""What was agreed to, and what holds of all that was reported about a client."""

from __future__ import annotations

from datetime import date

import pytest

from domain.clients import Consent, Event, holding


def day(number: int) -> date:
    return date(2026, 11, number)


OPENED = Event(1, "A-1", day(3), "aktif")


def test_the_latest_day_holds_whenever_it_was_reported() -> None:
    done, late = Event(2, "A-2", day(20), "selesai"), Event(3, "A-3", day(10), "dirujuk")
    assert holding([OPENED, done, late]) == "selesai"


def test_of_the_same_day_the_later_report_holds() -> None:
    assert holding([OPENED, Event(2, "A-2", day(20), "dirujuk"), Event(3, "A-3", day(20), "aktif")]) == "aktif"


def test_a_correction_speaks_for_its_report() -> None:
    events = [OPENED, Event(2, "A-2", day(20), "selesai"), Event(3, "A-2", day(20), "berhenti")]
    assert holding(events) == "berhenti"


def test_a_correction_does_not_come_after_what_was_reported_after_its_report() -> None:
    events = [OPENED, Event(2, "A-2", day(20), "selesai"), Event(3, "A-3", day(20), "aktif")]
    assert holding([*events, Event(4, "A-2", day(20), "berhenti")]) == "aktif"


def test_what_was_taken_back_holds_no_longer() -> None:
    assert holding([OPENED, Event(2, "A-2", day(20), "selesai"), Event(3, "A-2", day(20), "")]) == "aktif"


def test_the_opening_comes_first_whatever_day_it_names() -> None:
    moved = Event(3, "A-1", day(25), "aktif")
    assert holding([OPENED, Event(2, "A-2", day(20), "selesai"), moved]) == "selesai"


def test_where_nothing_was_reported_nothing_holds() -> None:
    assert holding([]) == ""


@pytest.mark.parametrize(
    ("whose", "guardian", "age", "covered"),
    [
        ("dewasa", "", "18_25", True),
        ("dewasa", "", "10_17", False),
        ("anak", "setuju", "10_17", True),
        ("anak", "pendamping", "10_17", True),
        ("anak", "belum", "10_17", False),
        ("anak", "setuju", "18_25", False),
    ],
)
def test_a_child_needs_a_guardian(whose: str, guardian: str, age: str, covered: bool) -> None:
    assert Consent("A-1", 1, "", day(3), whose, guardian, record=True).covers(age) is covered


def test_a_consent_stands_until_it_is_withdrawn() -> None:
    assert Consent("A-1", 1, "", day(3), "dewasa", "", record=True).stands
    assert not Consent("A-1", 1, "", day(3), "dewasa", "", record=False).stands
    assert not Consent("A-1", 1, "", day(3), "dewasa", "", record=True, withdrawn_on=day(4)).stands
