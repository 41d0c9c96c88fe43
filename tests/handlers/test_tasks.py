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
    unit = rina.world
    joko, budi = await unit.joined("Joko"), await unit.joined("Budi", Role.PETUGAS)
    async def lines(talk, *words):
        for word in words:
            await talk.says(word)
            print("\n".join([f"{talk.name}: {word}", *talk.hears()]))
    await lines(rina, "/lapor", "[Rujukan]", "[Teratai · K-7Q4-2F]","[Hari ini]", "[Puskesmas]", "[Ya]", "[Tidak ada]", "[Kirim]")
    rina.hears()
    unit.move(days(3)); await unit.quiet()
    print("=====")
    await lines(rina, "/tugas", "[1 Teratai]", "[Hari ini]", "[Belum tahu]", "[Lewati]", "[Kirim]", "[Koreksi]", "[3]", "[Ya, sampai]", "[4]", "[Selesai dilayani]", "[Kirim]","/tugas", "/menu")
    await lines(rina, "/lapor", "[Hasil rujukan]", "/menu")
    m=[m for m in rina.chat.messages if "Koreksi ke-1" in m.text][-1]
    rina.person.press(rina.bot, "Koreksi"); await unit.quiet(); print(rina.hears())
    await lines(rina, "[3]", "[Belum tahu]", "[Kirim]")
    await lines(budi, "/tugas")
    async with unit.store() as store:
        print(await store.referrals.news_of("AMT-2611-0001"))
    assert False
