"""Whoever does not work here any more is shown nothing: an operator can see to that at once."""

from __future__ import annotations

import pytest

from domain.people import Role
from tests.bot.conftest import Suar
from tests.world import World


@pytest.fixture(autouse=True)
def _the_same_world(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are about the world that the bots live in."""
    settings = small_world.settings
    for name, value in {
        "SUAR_DATABASE_URL": settings.database_url,
        "SUAR_KEYS": str(settings.keys),
        "SUAR_CLOCK": f"file:{settings.clock}",
    }.items():
        monkeypatch.setenv(name, value)


async def test_a_petugas_who_has_left_is_shown_nothing(small_world: World, suar: Suar) -> None:
    budi = await small_world.joined("Budi", Role.PETUGAS)
    code, _, said = await suar("leave", "BNNK-PGK-01")
    assert code == 0, said
    assert "BNNK-PGK-01 sees nothing any more." in said
    await budi.says("/menu")
    assert "Ini menu Anda" not in budi.shown


@pytest.mark.parametrize(
    ("person", "why"), [("BNNK-PGK-99", "Nobody has the code"), ("BNNK-PGK-01", "has left already")]
)
async def test_what_cannot_be_done_is_said(small_world: World, suar: Suar, person: str, why: str) -> None:
    await small_world.joined("Budi", Role.PETUGAS)
    await suar("leave", "BNNK-PGK-01")
    code, _, said = await suar("leave", person)
    assert code == 1
    assert why in said
