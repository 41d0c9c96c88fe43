"""People who take something along: an agent with a client, their petugas, and overseers."""

from __future__ import annotations

import pytest

from domain.people import Role
from tests.exports.taking import NOTE
from tests.programme import TERATAI, opens_client, say_all
from tests.transcript import Talk
from tests.world import World

SHARES = ("[Ya]", "[18 tahun ke atas]", "[Ya]", "[Ya]", "[Ya]", "[Kirim]")
RISKY = (
    *("[☐ Tidak ada]", "[Selesai]", "[Lanjut]", "[☐ Stimulan (sabu, ekstasi)]", "[Selesai]"),
    *["[Tiap hari]", "[Tiap hari]", "[Tiap hari]", "[Tiap hari]"],
)


@pytest.fixture
async def budi(programme_world: World) -> Talk:
    return await programme_world.joined("Budi", Role.PETUGAS)


@pytest.fixture
async def rina(programme_world: World) -> Talk:
    """Bu Rina has a client, whom she has looked in on, with a note."""
    talk = await programme_world.joined("Rina")
    await opens_client(talk, *SHARES)
    await say_all(talk, f"/klien {TERATAI}", "[Pemantauan]", "[Hari ini]", "[Bertemu]", "[Baik]", "[Tidak]")
    await say_all(talk, "[15]", NOTE, "[Kirim]")
    talk.hears()
    return talk
