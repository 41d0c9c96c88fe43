"""Who saw, judged or changed whose records is in the audit: codes, and nothing that anybody wrote."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.people import Role
from storage.audit import Line
from storage.verifying import verify
from tests.handlers.test_client_cards import CHECK_IN
from tests.handlers.test_client_changes import hands_over
from tests.programme import TERATAI, opens_client, say_all
from tests.transcript import Talk
from tests.world import SUNDAY_EVENING, World

RECEIVED = ("/menu", "[Laporan masuk · 3]")


@pytest.fixture
async def rina(programme_world: World) -> Talk:
    """Bu Rina, with a client whom she has reported about."""
    rina = await programme_world.joined("Rina")
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Pemantauan]", "[Hari ini]", *CHECK_IN)
    return rina


@pytest.fixture
async def budi(programme_world: World) -> Talk:
    return await programme_world.joined("Budi", Role.PETUGAS)


async def noted(world: World) -> list[Line]:
    async with world.store() as store:
        return await store.audit.lines(SUNDAY_EVENING - timedelta(days=1), None, 0, 99)


async def deeds(world: World) -> list[str]:
    return [f"{line.actor} {line.action} {line.record} {line.subject}" for line in await noted(world)]


async def test_who_opens_the_card_of_a_client_is_noted_once_a_day(rina: Talk, budi: Talk) -> None:
    world = rina.world
    await say_all(rina, "/klien teratai")
    await say_all(budi, f"/klien {TERATAI}", "/menu", f"/klien {TERATAI}")
    assert await deeds(world) == ["AMT-01 see client K-FJ3-5K", "BNNK-PGK-01 see client K-FJ3-5K"]
    world.move(timedelta(hours=5))  # after midnight, where they live
    await say_all(budi, f"/klien {TERATAI}")
    assert (await deeds(world))[2:] == ["BNNK-PGK-01 see client K-FJ3-5K"]
    assert (await verify(world.running.database, [])).rows == 3


async def test_who_reads_and_judges_a_report_of_a_client_is_noted(rina: Talk, budi: Talk) -> None:
    await say_all(budi, *RECEIVED, "[1]", "[Kembalikan]", "[5]", "Ibunya lain lagi.")
    await say_all(budi, "/menu", "[Laporan masuk · 2]", "[Semua]", "[1]", "[Verifikasi]")
    await say_all(budi, "/menu", "[Laporan masuk · 2]", "[Semua]", "[1]", "[Buka lagi]")
    number = (await noted(budi.world))[1].subject
    assert (await deeds(budi.world))[1:] == [
        f"BNNK-PGK-01 see report about a client {number}",
        f"BNNK-PGK-01 returned report about a client {number}",
        f"BNNK-PGK-01 verified report about a client {number}",
        f"BNNK-PGK-01 unlocked report about a client {number}",
    ]


async def test_an_own_report_of_a_client_is_noted_when_it_is_opened(rina: Talk) -> None:
    await say_all(rina, "[Lihat]")
    assert (await deeds(rina.world))[1:] == ["AMT-01 see report about a client AMT-2611-0003"]


async def test_handing_over_is_noted(programme_world: World, rina: Talk, budi: Talk) -> None:
    await programme_world.joined("Joko")
    await hands_over(budi, "Bu Joko")
    assert (await deeds(programme_world))[1:] == [
        "BNNK-PGK-01 see client K-FJ3-5K",
        "BNNK-PGK-01 hand over client K-FJ3-5K",
    ]


async def test_reporting_by_itself_notes_nothing(rina: Talk) -> None:
    before = await deeds(rina.world)
    await say_all(rina, "/klien teratai", "[Pemantauan]", "[Hari ini]", *CHECK_IN)
    assert await deeds(rina.world) == before == ["AMT-01 see client K-FJ3-5K"]
