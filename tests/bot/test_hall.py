"""Who waits in a flood: nobody gets ahead by writing more, and no kind of stranger takes the places of another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.budget import CROWD
from bot.hall import MOST_OF_ONE, Hall
from bot.lane import A_ROUND, Rank
from bot.updates import Read
from domain.messages import Incoming, Wrote

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SARI, RINA = 1_000_001, 1_000_002


def wrote(chat: int, number: int = 0) -> Read:
    return Read(number, {}, Incoming(number, chat, Wrote("halo", 1, NOON)))


def full_of(rank: Rank) -> Hall:
    hall = Hall()
    assert all(hall.put(wrote(chat), rank) for chat in range(1, CROWD + 1))
    return hall


def goes(hall: Hall, chat: int) -> list[int]:
    """What this chat sent, when its turn comes; by number."""
    updates = hall.sent_by([chat])
    hall.leave(updates)
    return [update.number for update in updates]


def test_all_that_one_has_sent_comes_in_at_one_turn() -> None:
    hall = Hall()
    for number, chat in enumerate((SARI, RINA, SARI)):
        hall.put(wrote(chat, number), Rank.ANY)
    assert sorted(goes(hall, hall.pick()) for _ in range(2)) == [[0, 2], [1]]
    assert len(hall) == 0


def test_what_comes_while_somebody_is_handled_waits_for_another_turn() -> None:
    hall = Hall()
    hall.put(wrote(SARI, 1), Rank.ANY)
    chat = hall.pick()
    first = hall.sent_by([chat])
    hall.put(wrote(SARI, 2), Rank.ANY)
    hall.leave(first)
    assert (SARI in hall, hall.pick(), goes(hall, SARI)) == (True, SARI, [2])


def test_of_one_so_many_wait_and_what_points_to_danger_still_finds_a_place() -> None:
    hall = Hall()
    put = [hall.put(wrote(SARI, number), Rank.ANY) for number in range(MOST_OF_ONE + 1)]
    assert put == [True] * MOST_OF_ONE + [False]
    assert hall.put(wrote(SARI, 99), Rank.IN_DANGER)
    assert goes(hall, hall.pick())[-1] == 99
    assert sum(hall.put(wrote(RINA, number), Rank.IN_DANGER) for number in range(99)) == 2 * MOST_OF_ONE


@pytest.mark.parametrize("rank", Rank)
def test_a_flood_of_one_rank_leaves_the_places_of_the_others(rank: Rank) -> None:
    hall = full_of(rank)
    assert not hall.put(wrote(SARI), rank)
    for number, other in enumerate(each for each in Rank if each is not rank):
        assert hall.put(wrote(2_000_000 + number), other)
        assert 2_000_000 + number in [hall.pick() for _ in range(A_ROUND)]


def test_words_of_danger_are_kept_where_their_places_are_full() -> None:
    hall = full_of(Rank.IN_DANGER)
    hall.put(wrote(SARI, 1), Rank.ANY)
    assert hall.put(wrote(SARI, 2), Rank.IN_DANGER)
    assert goes(hall, SARI) == [1, 2]


def test_those_in_danger_are_the_first_of_all() -> None:
    hall = Hall()
    for chat, rank in enumerate((Rank.ANY, Rank.IN_DANGER, Rank.GOING_ON), start=1):
        hall.put(wrote(chat), rank)
    assert hall.all() == [2, 3, 1]
