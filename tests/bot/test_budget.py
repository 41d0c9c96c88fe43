"""What one sender may ask of us: a word and then silence beyond it, and back again after a rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budget import BOUNDLESS, CROWD, MOST_SENDERS, Allowance, Budget, Verdict, budget_of
from handlers.kit import HELP

SMALL = Allowance(burst=3, per_second=1)


def handled(budget: Budget, who: bytes, *moments: float, stranger: bool = True) -> list[bool]:
    return [budget.spend(who, stranger=stranger, now=now) is Verdict.HANDLE for now in moments]


def told(budget: Budget, *moments: float) -> list[float]:
    """When the sender is told that it is too much."""
    return [now for now in moments if budget.spend(b"a", stranger=False, now=now) is Verdict.TELL]


def test_after_the_burst_there_is_silence() -> None:
    assert handled(Budget(stranger=SMALL), b"a", 0, 0, 0, 0, 0) == [True, True, True, False, False]


def test_after_a_rest_it_goes_on() -> None:
    assert handled(Budget(stranger=SMALL), b"a", 0, 0, 0, 0.5, 1.5, 1.6) == [True, True, True, False, True, False]


def test_going_on_in_the_silence_does_not_make_it_longer() -> None:
    budget = Budget(stranger=SMALL)
    handled(budget, b"a", *[0] * 50, *[n / 100 for n in range(100)])
    assert handled(budget, b"a", 10) == [True]


def test_the_sender_is_told_once_in_a_flood() -> None:
    assert told(Budget(member=SMALL), 0, 0, 0, 0.1, 0.2, 0.3, 1.5, 1.6, 1.7, 2.9) == [0.1]


def test_the_next_flood_begins_when_all_is_there_again() -> None:
    assert told(Budget(member=SMALL), 0, 0, 0, 0.1, 10, 10, 10, 10.1, 10.2) == [0.1, 10.1]


def test_one_sender_does_not_spend_what_belongs_to_another() -> None:
    budget = Budget(stranger=SMALL)
    handled(budget, b"a", *[0] * 50)
    assert handled(budget, b"b", 0) == [True]


def test_a_member_may_do_more_than_a_stranger() -> None:
    ordinary = Budget()
    assert sum(handled(ordinary, b"member", *[0] * 100, stranger=False)) > sum(
        handled(ordinary, b"stranger", *[0] * 100)
    )


def test_who_asks_for_help_can_go_through_all_the_questions() -> None:
    budget, a_step_a_second = budget_of(HELP), range(30)
    assert all(handled(budget, b"new", *a_step_a_second))
    assert all(handled(budget, b"in a case", *[0] * 50, stranger=False))


def verdict_in(crowd: int, *, stranger: bool) -> Verdict:
    return Budget().spend(b"a", stranger=stranger, now=0.0, crowd=crowd)


@pytest.mark.parametrize(
    ("crowd", "verdict"),
    [
        (0, Verdict.HANDLE),
        (CROWD - 1, Verdict.HANDLE),
        (CROWD, Verdict.HUSH),
        (2 * CROWD - 1, Verdict.HUSH),
        (2 * CROWD, Verdict.IGNORE),
    ],
)
def test_in_a_crowd_a_stranger_gets_no_answer_and_nobody_else_feels_it(crowd: int, verdict: Verdict) -> None:
    assert verdict_in(crowd, stranger=True) is verdict
    assert verdict_in(crowd, stranger=False) is Verdict.HANDLE


def test_a_crowd_gives_nobody_more_than_their_own_allowance() -> None:
    budget = Budget(stranger=SMALL)
    handled(budget, b"a", 0, 0, 0)
    assert budget.spend(b"a", stranger=True, now=0.0, crowd=CROWD) is Verdict.TELL


def test_who_is_no_stranger_any_more_begins_with_a_full_purse() -> None:
    budget = Budget(member=SMALL, stranger=SMALL)
    handled(budget, b"a", *[0] * 9)
    assert sum(handled(budget, b"a", *[0] * 9, stranger=False)) == 3


def test_a_rest_gives_no_more_than_the_burst() -> None:
    budget = Budget(stranger=SMALL)
    handled(budget, b"a", 0)
    assert sum(handled(budget, b"a", *[10_000] * 9)) == 3


@given(st.lists(st.floats(0, 5), min_size=1, max_size=100), st.integers(1, 9), st.floats(0.1, 5))
def test_nobody_ever_gets_more_than_the_burst_and_what_was_added(gaps: list[float], burst: int, rate: float) -> None:
    budget, now, count = Budget(stranger=Allowance(burst, rate)), 0.0, 0
    for gap in gaps:
        now += gap
        count += budget.spend(b"a", stranger=True, now=now) is Verdict.HANDLE
        assert count <= burst + rate * (now - gaps[0]) + 1e-6


def test_a_flood_of_senders_does_not_fill_the_memory() -> None:
    budget = Budget()
    for n in range(MOST_SENDERS + 500):
        budget.spend(n.to_bytes(4, "big"), stranger=True, now=0.0)
    assert len(budget._purses) == MOST_SENDERS


@pytest.mark.parametrize("stranger", [True, False])
def test_without_bounds_nobody_is_silenced(stranger: bool) -> None:
    assert all(handled(Budget(BOUNDLESS, BOUNDLESS), b"a", *[0] * 500, stranger=stranger))
