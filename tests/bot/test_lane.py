"""Whose turn it is among strangers: words of danger do not wait behind a crowd, a newcomer after it neither."""

from __future__ import annotations

import asyncio

import pytest

from bot.lane import A_ROUND, Lane, Rank
from bot.lanes import Lanes
from bot.pace import Limits, Pace
from domain.letters import Letter, Withdraw

CROWD = [b"%d" % number for number in range(100)]


def lane_of(*whos: bytes, rank: Rank = Rank.ANY) -> Lane[bytes]:
    lane = Lane[bytes]()
    for who in whos:
        lane.put(who, rank)
    return lane


async def turns(lane: Lane[bytes], count: int) -> list[bytes]:
    return [await lane.next() for _ in range(count)]


async def test_everybody_gets_one_turn() -> None:
    lane = lane_of(*CROWD)
    assert sorted(await turns(lane, 100)) == sorted(CROWD)
    assert len(lane) == 0


async def test_who_has_waited_longest_and_who_came_last_get_their_turns() -> None:
    first = await turns(lane_of(*CROWD), 9)
    assert first[0] == CROWD[0]
    assert {CROWD[1], CROWD[99], CROWD[98]} <= set(first)


async def test_a_newcomer_after_a_crowd_does_not_wait_behind_it() -> None:
    lane = lane_of(*CROWD)
    await turns(lane, 10)
    lane.put(b"new")
    assert b"new" in await turns(lane, 2)


async def test_nobody_waits_for_ever_however_many_come() -> None:
    lane, served = lane_of(b"old"), []
    for who in CROWD[:A_ROUND]:
        lane.put(who)
        lane.put(who + b" goes on", Rank.GOING_ON)
        lane.put(who + b" in danger", Rank.IN_DANGER)
        served.append(await lane.next())
    assert b"old" in served


async def test_words_of_danger_go_ahead() -> None:
    lane = lane_of(*CROWD)
    await turns(lane, 10)
    lane.put(b"danger", Rank.IN_DANGER)
    assert b"danger" in await turns(lane, 2)


async def test_who_goes_on_gets_turns_beside_a_crowd_one_each_before_anybodys_second() -> None:
    lane, served = lane_of(*CROWD), []
    for who in (b"a", b"b"):
        lane.put(who, Rank.GOING_ON)
    for _ in range(9):
        served.append(await lane.next())
        if served[-1] in {b"a", b"b"}:
            lane.put(served[-1], Rank.GOING_ON)
    assert [who for who in served if who in {b"a", b"b"}] == [b"a", b"b", b"a"]


async def test_a_crowd_of_words_of_danger_leaves_turns_to_the_others() -> None:
    lane = lane_of(*CROWD, rank=Rank.IN_DANGER)
    lane.put(b"new")
    assert b"new" in await turns(lane, A_ROUND)


async def test_who_waits_already_gets_a_better_place_by_a_word_of_danger_and_by_nothing_else() -> None:
    lane = lane_of(*CROWD)
    lane.put(CROWD[50])
    lane.put(CROWD[60], Rank.IN_DANGER)
    lane.put(CROWD[60])
    first = await turns(lane, 12)
    assert CROWD[60] in first[:A_ROUND]
    assert CROWD[50] not in first
    assert len(lane) == 100 - 12


async def test_who_was_taken_out_gets_no_turn() -> None:
    lane = lane_of(b"a", b"b")
    lane.take_out(b"a")
    assert b"a" not in lane
    assert await turns(lane, 1) == [b"b"]


async def test_turns_wait_until_somebody_comes() -> None:
    lane = Lane[bytes]()
    waiting = [asyncio.ensure_future(lane.next()) for _ in range(2)]
    await asyncio.sleep(0)
    lane.put(b"a")
    await asyncio.sleep(0.01)
    assert [one.done() for one in waiting] == [True, False]
    lane.put(b"b")
    assert [await one for one in waiting] == [b"a", b"b"]


# --- Two lanes ------------------------------------------------------------------------------------


def letter(mark: str) -> Letter:
    """A letter with one of the marks: that it goes to a stranger, or to many."""
    return Letter(1, b"rina", 1, 7, Withdraw(1), stranger=mark == "stranger", bulk=mark == "bulk")


@pytest.mark.parametrize(
    ("marks", "waits"),
    [
        (["bulk"], True),
        (["bulk", "bulk"], True),
        (["bulk", "answer"], False),  # with all that was said to many before it
        (["answer", "bulk"], False),  # what was said to many after it holds it up no more
        (["answer"], False),
        (["answer", "stranger"], True),
        (["stranger", "answer"], False),
    ],
)
def test_a_chat_that_is_to_be_answered_waits_in_no_lane(marks: list[str], waits: bool) -> None:
    lanes = Lanes(Pace(Limits()), lambda: 0.0)
    for earlier in range(1, len(marks) + 1):
        put = lanes.put(b"rina", [letter(mark) for mark in marks[:earlier]])
    assert put is waits
    assert (b"rina" in lanes) is waits


async def test_what_is_said_to_many_waits_for_room() -> None:
    now, pace = 0.0, Pace(Limits(everyone=10, kept=0.5))
    lanes = Lanes(pace, lambda: now)
    for number in range(8):
        pace.reserve(b"%d" % number, now)
    lanes.put(b"rina", [letter("bulk")])
    waiting = asyncio.ensure_future(lanes.next_bulk())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not waiting.done()
    now = 0.5
    assert await waiting == b"rina"
