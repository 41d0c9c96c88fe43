"""A world with a petugas, an agent and a neighbour's petugas, and workbooks as officers make them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.local_forms.officers import PETUGAS, Officer
from tests.transcript import Talk
from tests.world import BARUGA, World

Join = Callable[..., object]


@pytest.fixture
async def budi(world: World) -> AsyncIterator[Officer]:
    """Pak Budi, petugas of BNNK Pangkalpinang."""
    yield Officer(await world.joined("Budi", PETUGAS))
