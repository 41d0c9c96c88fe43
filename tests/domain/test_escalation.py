"""What happens when nobody answers: each is told once, in turn, and has the time that the rules give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.escalation import Escalation, Unanswered, coming, plan, promised_hours
from domain.help_rules import SHIPPED, To, read_help, shipped_help
from domain.rule_tables import BadRules

RULES = shipped_help()
PROMISED = datetime(2026, 11, 23, 2, tzinfo=UTC)
WAITING = Unanswered(PROMISED)


def after(hours: float) -> datetime:
    return PROMISED + timedelta(hours=hours)


def taken(case: Unanswered, moments: Iterator[datetime]) -> list[Escalation]:
    """Every step that is taken while the clock goes on."""
    steps = []
    for now in moments:
        step = plan(case, RULES, now)
        if step is not None:
            steps.append(step)
            case = replace(case, level=step.level, told_at=now)
    return steps


def ticks(hours: int, since: float = -5) -> Iterator[datetime]:
    return (after(since + n / 4) for n in range(hours * 4))


def test_nobody_is_told_before_the_promise_has_passed() -> None:
    assert plan(WAITING, RULES, after(-0.01)) is None
    assert plan(WAITING, RULES, after(0)) == Escalation(To.SECOND, 1, PROMISED)


def test_each_is_told_once_and_in_turn() -> None:
    steps = taken(WAITING, ticks(200))
    assert [(step.to, step.at) for step in steps] == [
        (To.SECOND, after(0)), (To.HEAD, after(4)), (To.OVERSEERS, after(28)),
    ]  # fmt: skip


def test_danger_goes_quicker() -> None:
    steps = taken(replace(WAITING, urgent=True), ticks(200))
    assert [(step.to, step.at) for step in steps] == [
        (To.SECOND, after(0)), (To.HEAD, after(1)), (To.OVERSEERS, after(3)),
    ]  # fmt: skip


def test_once_answered_nobody_is_told() -> None:
    assert coming(Unanswered(None, level=1), RULES) is None


def test_whom_there_is_not_is_passed_over() -> None:
    steps = taken(replace(WAITING, nobody=frozenset([To.SECOND, To.OVERSEERS])), ticks(200))
    assert [(step.to, step.level, step.at) for step in steps] == [(To.HEAD, 2, after(4))]


def test_after_an_outage_they_are_not_all_told_at_once() -> None:
    steps = taken(WAITING, ticks(60, since=100))
    assert [(step.to, step.at) for step in steps] == [
        (To.SECOND, after(0)), (To.HEAD, after(104)), (To.OVERSEERS, after(128)),
    ]  # fmt: skip


@given(st.booleans(), st.sets(st.sampled_from(To)), st.lists(st.floats(-10, 300)))
def test_whenever_the_clock_looks_no_step_is_taken_twice(urgent: bool, nobody: set[To], looks: list[float]) -> None:
    case = Unanswered(PROMISED, urgent=urgent, nobody=frozenset(nobody))
    steps = taken(case, map(after, sorted(looks)))
    order = [step.to for step in RULES.steps if step.to not in nobody]
    assert [step.to for step in steps] == order[: len(steps)]
    assert len(steps) <= len(looks)


# --- The promise ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "urgent", "hours"),
    [({}, False, 24), ({"janji_jam": "6"}, False, 6), ({"janji_jam": "6"}, True, 1), ({}, True, 1)]
    + [({"janji_jam": wrong}, False, 24) for wrong in ("", "0", "soon", "-3")],
)
def test_a_satker_promises_its_own_hours_or_ours(own: dict[str, str], urgent: bool, hours: int) -> None:
    assert promised_hours(RULES.promise, own, urgent=urgent) == hours


def test_in_danger_nobody_promises_more_than_otherwise() -> None:
    slow = replace(RULES.promise, urgent_hours=8)
    assert promised_hours(slow, {"janji_jam": "2"}, urgent=True) == 2


# --- The rules as data ---------------------------------------------------------------------------

SHIPPED_TEXT = SHIPPED.read_text("utf-8")


def test_the_shipped_rules_say_how_long_what_is_kept() -> None:
    assert RULES.keeping.erase_closed_days == 30
    assert RULES.keeping.rest_alias_days == 90
    assert RULES.quiet.since > RULES.quiet.until
    assert RULES.mute_days == (1, 7, 30)
    assert RULES.guesses.a_second == 1
    assert RULES.source.startswith("Sourced: ")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('to = "head"', 'to = "police"', "Step 2: to is 'police'; take one of second, head, bnnp"),
        ('to = "head"', 'to = "second"', "The file: steps tells somebody twice"),
        ("wait_hours = 4", "wait_hours = -4", "Step 2: wait_hours is -4"),
        ("hours = 24", "hours = 0", "The file, promise: hours is 0"),
        ("urgent_hours = 1 ", "urgent = 1 ", "The file, promise: urgent is no key here"),
        ("since = 20:00:00", 'since = "20.00"', "since is '20.00'; write a time without quotes"),
        ("days = [1, 7, 30]", "days = [7, 1]", r"days is \[7, 1\]; write days that grow"),
        ("days = [1, 7, 30]", "", "The file, mute: days is missing"),
        ("erase_closed_days = 30", "erase_closed_days = 0", "erase_closed_days is 0; write a whole number of days"),
        ("[quiet]", "[night]", "The file: night is no key here"),
        ("[quiet]", "[quiet", "This is no TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_rules_is_said_with_its_place(old: str, new: str, said: str) -> None:
    assert old in SHIPPED_TEXT
    with pytest.raises(BadRules, match=said):
        read_help(SHIPPED_TEXT.replace(old, new, 1))
