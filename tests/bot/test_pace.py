"""Sending inside Telegram's limits: never more than it takes, nobody held up by somebody else, a pause for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import UNLIMITED, Limits, Pace

A_HAIR = 1e-6
WISHES = st.lists(st.tuples(st.integers(0, 5), st.floats(0, 3)), min_size=1, max_size=80)
LIMITS = st.builds(Limits, st.sampled_from([2.0, 5.0, 30.0]), st.sampled_from([0.5, 1.0]), st.integers(1, 5))


def sendings(limits: Limits, wishes: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """When each letter leaves: a chat asks for its next one only after the one before has left."""
    pace, free, now = Pace(limits), defaultdict(float), 0.0
    waiting = []
    for chat, gap in wishes:
        now += gap
        waiting.append((now, chat))
    sent = []
    while waiting:
        waiting.sort(key=lambda wish: max(wish[0], free[wish[1]]))
        asked, chat = waiting.pop(0)
        asks = max(asked, free[chat])
        leaves = asks + pace.reserve(bytes([chat]), asks)
        free[chat] = leaves
        sent.append((chat, leaves))
    return sorted(sent, key=lambda each: each[1])


def never_more(times: Sequence[float], rate: float, burst: float) -> None:
    """In any window of so many seconds: no more than may come at once, and what is added meanwhile."""
    for first, start in enumerate(times):
        for last in range(first, len(times)):
            assert last - first + 1 <= burst + rate * (times[last] - start) + 1 + A_HAIR


@given(LIMITS, WISHES)
def test_no_chat_ever_gets_more_than_its_limit_in_any_window(limits: Limits, wishes: list[tuple[int, float]]) -> None:
    sent = sendings(limits, wishes)
    for chat in {chat for chat, _ in sent}:
        never_more([at for to, at in sent if to == chat], limits.chat, limits.chat_burst)


@given(LIMITS, WISHES)
def test_never_more_than_the_limit_of_all_leaves_in_any_window(
    limits: Limits, wishes: list[tuple[int, float]]
) -> None:
    never_more([at for _, at in sendings(limits, wishes)], limits.everyone, limits.everyone)


def test_many_chats_that_had_to_wait_for_their_own_limit_do_not_all_leave_at_once() -> None:
    limits = Limits(everyone=5, chat=0.1, chat_burst=1)
    pace = Pace(limits)
    chats = [bytes([n]) for n in range(20)]
    first = [n / 5 + pace.reserve(chat, n / 5) for n, chat in enumerate(chats)]
    again = [4.0 + pace.reserve(chat, 4.0) for chat in chats]
    never_more(sorted([*first, *again]), limits.everyone, limits.everyone)


def test_a_chat_that_asks_for_much_does_not_hold_up_another() -> None:
    pace = Pace(Limits(everyone=30, chat=1, chat_burst=5))
    for _ in range(20):
        pace.reserve(b"much", 0.0)
    assert pace.reserve(b"little", 0.0) == 0.0


def test_some_may_come_at_once_after_a_rest() -> None:
    pace = Pace(Limits(chat=1, chat_burst=5))
    waits = [pace.reserve(b"a", 0.0) for _ in range(7)]
    assert waits[:5] == [0.0] * 5
    assert waits[5:] == pytest.approx([1.0, 2.0])
    assert pace.reserve(b"a", 100.0) == 0.0


@given(LIMITS, WISHES, st.floats(0.1, 60), st.lists(st.floats(0, 100), max_size=20))
def test_a_pause_holds_everybody(
    limits: Limits, wishes: list[tuple[int, float]], seconds: float, later: list[float]
) -> None:
    pace, now = Pace(limits), 0.0
    for chat, gap in wishes:
        now += gap
        pace.reserve(bytes([chat]), now)
    pace.pause(seconds, now)
    for number, after in enumerate(sorted(later)):
        at = now + after
        assert at + pace.reserve(bytes([100 + number]), at) >= now + seconds - A_HAIR


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    pace = Pace(Limits())
    pace.pause(30, 0.0)
    pace.pause(1, 0.0)
    assert pace.reserve(b"a", 0.0) >= 30


def test_without_limits_nobody_waits_to_speak_of() -> None:
    pace = Pace(UNLIMITED)
    assert max(pace.reserve(b"a", 0.0) for _ in range(1000)) < 0.001


def in_the_lane(pace: Pace, count: int, seats: int = 4) -> list[float]:
    """When letters to strangers leave: so many at a time wait for their share, and then for a place among all."""
    free, sent = [0.0] * seats, []
    for _ in range(count):
        seat = min(range(seats), key=free.__getitem__)
        asks = free[seat] + pace.reserve_for_stranger(free[seat])
        free[seat] = asks + pace.reserve(b"stranger %d" % len(sent), asks)
        sent.append(free[seat])
    return sorted(sent)


def test_strangers_get_a_tenth_of_what_may_be_sent_in_any_ten_seconds() -> None:
    times = in_the_lane(Pace(Limits()), 500)
    most = max(sum(start <= at < start + 10 for at in times) for start in times)
    assert 25 <= most <= Limits().everyone * 10 / 10


def test_nobody_waits_behind_strangers_who_wait_for_their_share() -> None:
    pace = Pace(Limits())
    assert max(pace.reserve_for_stranger(0.0) for _ in range(1000)) > 300
    assert pace.reserve(b"family", 0.0) == 0.0


def told(pace: Pace, count: int, since: float = 0.0) -> float:
    """So many are told something, each as soon as there is room; gives when the last one is."""
    now = since
    for number in range(count):
        while (wait := pace.until_bulk(now)) > 0.0:
            now += wait + A_HAIR
            assert now < 1000, "there is never room"
        pace.reserve(b"agent %d" % number, now)
    return now


def test_what_is_said_to_many_uses_all_that_nobody_else_needs() -> None:
    assert told(Pace(Limits()), 5000) == pytest.approx(5000 / Limits().everyone, abs=1.0)


def test_as_many_as_are_kept_free_can_be_answered_at_once_at_any_moment_of_it() -> None:
    limits = Limits()
    for count in (1, 14, 100, 1000):
        pace = Pace(limits)
        now = told(pace, count)
        free = int(limits.everyone * limits.kept)
        assert [pace.reserve(b"rina %d" % number, now) for number in range(free)] == [0.0] * free


def test_while_as_much_as_may_be_is_sent_as_answers_nothing_is_said_to_many() -> None:
    pace = Pace(Limits())
    for number in range(20):
        pace.reserve(b"rina %d" % number, 0.0)
    waits = []
    for number in range(280):
        now = number / 28
        waits.append(pace.until_bulk(now))
        assert pace.reserve(b"sari %d" % number, now) <= 1 / 28
    assert min(waits) > 0.0


@pytest.mark.parametrize("everyone", [0.5, 1.0, 2.0, 28.0])
def test_however_little_may_be_sent_there_is_room_for_many_once_it_is_quiet(everyone: float) -> None:
    assert told(Pace(Limits(everyone=everyone)), 3) < 3.1 / everyone


def test_a_pause_holds_what_is_said_to_many_too() -> None:
    pace = Pace(Limits())
    pace.pause(30, 0.0)
    assert told(pace, 1) >= 30
