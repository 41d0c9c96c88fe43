"""Pak Budi's satker in the daytime: three agents in two units, and one of another satker."""

from __future__ import annotations

import pytest

from domain.people import Role
from tests.broadcasts.satker import MORNING, Team
from tests.world import BARUGA, KACE, World


@pytest.fixture
async def team(world: World) -> Team:
    """Monday, 09.05 WIB. Bu Rina and Bu Tuti work in Air Mesu Timur, Bu Ani in Kace; Bu Sari elsewhere."""
    world.move(MORNING)
    return Team(
        world,
        await world.joined("Budi", Role.PETUGAS),
        await world.joined("Rina"),
        await world.joined("Tuti"),
        await world.joined("Ani", unit=KACE),
        await world.joined("Sari", unit=BARUGA),
    )
