"""Who waits to come in while there is a flood, and in which order: in the help bot, where a stranger costs much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.admission import AT_ONCE, LOOKED_AT, Admission
from bot.arrivals import Arrivals
from bot.desk import Desk
from bot.updates import Read
from domain.messages import LONGEST_TEXT, Incoming, Wrote
from handlers.kit import HELP
from storage.sessions import Place, Session
from tests.world import World

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
IN_DANGER = "saya mau bunuh diri"
LONG = "halo " * (LONGEST_TEXT // 5)
CROWD = range(1, AT_ONCE + 2)  # one more than are handled as they come


class Door(Admission):
    """The door of a running bot, with a list in place of all that is done for an update."""

    def __init__(self, world: World) -> None:
        running = world.running
        desk = Desk(HELP, running.database, running.kit, Arrivals(), lambda: NOON)
        side = next(side for side in running.sides if side.bot == HELP)
        super().__init__(desk, side.delivery, self._keep)
        self.handled: list[int] = []

    async def _keep(self, updates: Sequence[Read]) -> None:
        self.handled += [update.number for update in updates]


def wrote(number: int, chat: int, text: str = "halo") -> Read:
    return Read(number, {}, Incoming(number, chat, Wrote(text, number, NOON)))


async def a_crowd_at(door: Door) -> None:
    await door.take([wrote(chat, chat) for chat in CROWD])


async def test_a_few_strangers_come_in_at_once_and_a_crowd_waits(small_help: World) -> None:
    door = Door(small_help)
    await door.take([wrote(chat, chat) for chat in CROWD[:-1]])
    assert (door.handled, door.waiting) == ([*CROWD[:-1]], 0)
    await a_crowd_at(door)
    assert (door.handled, door.waiting) == ([*CROWD[:-1]], len(CROWD))
    await door.close()
    assert door.handled == [*CROWD[:-1], *CROWD]


async def test_what_belongs_to_no_chat_is_not_kept_waiting(small_help: World) -> None:
    door = Door(small_help)
    await a_crowd_at(door)
    await door.take([wrote(98, 0), Read(99, {}, None, "Unreadable")])
    assert door.handled == [98, 99]


async def test_who_became_a_family_does_not_overtake_what_they_wrote_before(small_help: World) -> None:
    door = Door(small_help)
    await a_crowd_at(door)
    for family in (CROWD[0], 50):
        door.note(Session(b"who", HELP, family, "id", NOON, Place.JOINING))
    await door.take([wrote(98, CROWD[0]), wrote(99, 50)])
    assert door.handled == [99]
    await door.close()
    assert door.handled[1:3] == [CROWD[0], 98]


async def test_every_short_text_is_looked_at_for_danger_however_many_long_ones_come(small_help: World) -> None:
    door = Door(small_help)
    long = [wrote(number, number, LONG) for number in range(1, LOOKED_AT // LONGEST_TEXT + 2)]
    await door.take([*long, wrote(98, 98, LONG + IN_DANGER), wrote(99, 99, IN_DANGER)])
    await door.close()
    assert door.handled[0] == 99
    assert set(door.handled) == {*range(1, len(long) + 1), 98, 99}
