"""S10, F19: thousands of strangers write to the staff bot at once. Simulated, with Telegram's limits as they are."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from bot.budget import STRANGERS, Budget
from bot.pace import Limits
from simulator.limits import COUNTED
from tests.by_hand import Desk, by_hand
from tests.leaping import run_leaping
from tests.soak import FIGURE, soak_count
from tests.transcript import Talk
from tests.world import a_world

AT_ONCE = 100  # strangers in one second, each of whom does three things
JOINING = ("[Bu {name}]", "[Saya berjanji menjaga rahasia]")


class Flood:
    """The staff bot under strangers, and its members among them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.world = desk.world
        self.members: set[int] = set()
        self.most_ahead = 0

    async def joins(self, name: str) -> Talk:
        """Somebody with an invitation gets in."""
        talk = Talk(self.world, name)
        self.members.add(talk.person.id)
        for line in (f"/start {await self.world.invitation()}", *JOINING):
            await self.does(talk, line.format(name=name))
        return talk

    async def does(self, talk: Talk, *lines: str) -> None:
        """A member does something and waits for the answer; what strangers get meanwhile is noted."""
        for line in lines:
            version, before = talk.chat.answer.version, self.to_strangers()
            talk.does(line)
            await self.desk.takes(self.desk.arrived())
            await self.world.sim.until(lambda version=version: talk.chat.answer.version != version, 60)  # type: ignore[misc]
            self.most_ahead = max(self.most_ahead, self.to_strangers() - before)

    async def wave(self, number: int) -> None:
        """Strangers write, open the bot, and try an invitation that is none."""
        for n in range(AT_ONCE):
            person = self.world.sim.add_person(f"Asing {number} {n}")
            person.open(self.world.staff)
            person.write(self.world.staff, "halo")
            person.open(self.world.staff, start="undangan-palsu")
        await self.desk.takes(self.desk.arrived())
        await asyncio.sleep(1.0)

    def to_strangers(self) -> int:
        """How many calls that Telegram counts went to strangers."""
        calls = [call for call in self.world.sim.calls if call.method in COUNTED]
        return sum(call.params["chat_id"] not in self.members for call in calls)


async def flood(folder: Path, url: str, strangers: int) -> str:
    """A member goes on as ever and a new one gets in, while strangers get a tenth of what may be sent at most."""
    async with a_world(folder, url) as world:
        world.wiring = replace(world.wiring, transport=by_hand(world.sim), limits=Limits(), budget=Budget)
        async with Desk(world) as desk:
            crowd, clock = Flood(desk), asyncio.get_running_loop()
            rina = await crowd.joins("Rina")
            await crowd.does(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
            begun = clock.time()
            lines = cycle(("[Keluarga]", "[‹ Kembali]"))
            for number in range(strangers // AT_ONCE):
                await crowd.wave(number)
                await crowd.does(rina, next(lines))
            sari = await crowd.joins("Sari")
            assert sari.shown.startswith("Terima kasih, Bu Sari.")
            spent, part = crowd.to_strangers(), crowd.to_strangers() / (Limits().everyone * (clock.time() - begun))
    assert 0 < part <= 0.1
    assert crowd.most_ahead <= STRANGERS.burst
    return f"{strangers} strangers got {spent} answers, {part:.1%} of what may be sent"


def test_f19_strangers_cannot_fill_the_way_out(tmp_path: Path, sqlite_url: str) -> None:
    run_leaping(flood(tmp_path, sqlite_url, strangers=1_200))


@pytest.mark.soak
def test_s10_soak(request: pytest.FixtureRequest, tmp_path: Path, sqlite_url: str) -> None:
    said = run_leaping(flood(tmp_path, sqlite_url, soak_count(request, 10_000)))
    request.node.user_properties.append((FIGURE, said))
