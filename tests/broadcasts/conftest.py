"""A satker in the daytime."""

from __future__ import annotations

import pytest

from tests.broadcasts.satker import Team, a_team
from tests.world import World


@pytest.fixture
async def team(world: World) -> Team:
    return await a_team(world)
