"""Tasks: planned by reports, listed for the morning, and settled by reports or put off by people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.people import Role
from tests.following import SUNDAY, bring_forms, days, open_client, person_of
from tests.transcript import Talk
from tests.world import World, a_world

TERATAI, CEMARA = "K-7Q4-2F", "K-3MX-9A"


@pytest.fixture
async def unit(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """Air Mesu Timur, with the forms of follow-up."""
    async with a_world(tmp_path, database_url) as made:
        bring_forms(made)
        async with made.program():
            yield made


@pytest.fixture
async def rina(unit: World) -> Talk:
    """Bu Rina, who accompanies Teratai and Cemara since 20 November."""
    rina = await unit.joined("Rina")
    agent = await person_of(unit, rina)
    database = unit.running.database
    await open_client(database, agent.id, TERATAI, "Teratai", key=1, on=SUNDAY - days(2))
    await open_client(database, agent.id, CEMARA, "Cemara", key=2, on=SUNDAY - days(2), share=True)
    return rina


async def test_it_is_fast(rina: Talk) -> None:
    await rina.plays("""
        rina: /tugas
        """)
