"""A petugas who sends forms, in a world on each kind of database."""

from __future__ import annotations

import pytest

from tests.local_forms.officers import PETUGAS, Officer
from tests.world import World


@pytest.fixture
async def budi(world: World) -> Officer:
    """Budi, petugas of BNNK Pangkalpinang."""
    return Officer(await world.joined("Budi", PETUGAS))


@pytest.fixture
async def tono(small_world: World) -> Officer:
    """The same work on SQLite only."""
    return Officer(await small_world.joined("Tono", PETUGAS))
