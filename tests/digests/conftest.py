"""A world in which digests come by themselves, and five weeks of two units of Pak Budi's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.digest_rules import SHIPPED
from domain.people import Role
from tests.digests.made_up import MONDAY, MadeUp, person_of
from tests.transcript import Talk
from tests.world import AIR_MESU, KACE, World, a_world


@pytest.fixture
async def telling(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """The whole program, with the clock's digests."""
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "digest.toml").write_text(
        SHIPPED.read_text("utf-8").replace('["help"]', '["referral", "checkin"]'), "utf-8"
    )
    async with a_world(tmp_path, database_url, rules=rules) as made:
        made.wiring = replace(made.wiring, tells_digests=True)
        async with made.program():
            yield made


@pytest.fixture
async def budi(world: World) -> Talk:
    return await petugas_of(world)


@pytest.fixture
async def told(telling: World) -> Talk:
    """Pak Budi in the world in which digests come by themselves."""
    return await petugas_of(telling)


async def petugas_of(world: World) -> Talk:
    budi = await world.joined("Budi", Role.PETUGAS)
    await five_weeks(await person_of(world, budi)).write(world)
    return budi


def five_weeks(by: int) -> MadeUp:
    """Air Mesu Timur does all its check-ins in time, Kace was last heard of on 8 November."""
    made = MadeUp(by)
    for week in range(5):
        tuesday = MONDAY + timedelta(days=1 - 7 * week)
        made.counted(AIR_MESU, tuesday, laporan__penjangkauan=5 - week, terjangkau=5 - week)
        made.counted(AIR_MESU, tuesday, pemantauan__kondisi__baik=2, laporan__pemantauan=2)
    made.counted(KACE, date(2026, 11, 8), laporan__penjangkauan=2, terjangkau=2)
    made.counted(AIR_MESU, MONDAY, laporan__rujukan=2, rujukan__sampai__ya=1, klien_baru__jk__L=1)
    first, second = (made.client(AIR_MESU, date(2026, 8, day)) for day in (18, 20))
    made.client(AIR_MESU, MONDAY)
    made.client(KACE, date(2026, 6, 1), status="selesai", ended=date(2026, 11, 3))
    made.relapse(AIR_MESU, second, date(2026, 10, 2))
    for week in range(3):
        for client in (first, second):
            due = MONDAY + timedelta(days=2 - 7 * week)
            made.check_in(AIR_MESU, client, due, due)
    made.check_in(AIR_MESU, first, MONDAY - timedelta(days=19), None)  # four weeks before, and never done
    made.referral(AIR_MESU, first, date(2026, 11, 2))
    made.stage(AIR_MESU, date(2026, 1, 5), "operasional")
    made.stage(KACE, date(2026, 2, 5), "ber_sk", "mandiri")
    made.target("satker", "BNNK-PGK", "operasional", 2)
    return made
