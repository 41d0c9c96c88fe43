"""Whose turn it is among strangers: words of danger do not wait behind a crowd, a newcomer after it neither."""

from __future__ import annotations

import asyncio

from bot.lane import Lane

CROWD = [b"%d" % number for number in range(100)]


def lane_of(*whos: bytes, urgent: bool = False) -> Lane:
    lane = Lane()
    for who in whos:
        lane.put(who, urgent=urgent)
    return lane


async def turns(lane: Lane, count: int) -> list[bytes]:
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
    lane.put(b"new", urgent=False)
    assert b"new" in await turns(lane, 3)


async def test_nobody_waits_for_ever_however_many_come() -> None:
    lane, served = lane_of(b"old"), []
    for who in CROWD[:3]:
        lane.put(who, urgent=False)
        lane.put(who + b" in danger", urgent=True)
        served.append(await lane.next())
    assert b"old" in served


async def test_words_of_danger_go_ahead() -> None:
    lane = lane_of(*CROWD)
    await turns(lane, 10)
    lane.put(b"danger", urgent=True)
    assert b"danger" in await turns(lane, 3)


async def test_a_crowd_of_words_of_danger_leaves_turns_to_the_others() -> None:
    lane = lane_of(*CROWD, urgent=True)
    lane.put(b"new", urgent=False)
    assert b"new" in await turns(lane, 3)


async def test_who_waits_already_gets_a_better_place_by_a_word_of_danger_and_by_nothing_else() -> None:
    lane = lane_of(*CROWD)
    lane.put(CROWD[50], urgent=False)
    lane.put(CROWD[60], urgent=True)
    first = await turns(lane, 12)
    assert CROWD[60] in first[:3]
    assert CROWD[50] not in first
    assert len(lane) == 100 - 12


async def test_who_was_taken_out_gets_no_turn() -> None:
    lane = lane_of(b"a", b"b")
    lane.take_out(b"a")
    assert b"a" not in lane
    assert await turns(lane, 1) == [b"b"]


async def test_turns_wait_until_somebody_comes() -> None:
    lane = Lane()
    waiting = [asyncio.ensure_future(lane.next()) for _ in range(2)]
    await asyncio.sleep(0)
    lane.put(b"a", urgent=False)
    await asyncio.sleep(0.01)
    assert [one.done() for one in waiting] == [True, False]
    lane.put(b"b", urgent=False)
    assert [await one for one in waiting] == [b"a", b"b"]
