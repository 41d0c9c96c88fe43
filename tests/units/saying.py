"""Ways through the forms that many tests go."""

from __future__ import annotations

from datetime import date

from domain.stages import NO_DECREE, Reached
from tests.transcript import Talk
from tests.world import SUNDAY_EVENING, World


async def say_all(talk: Talk, *lines: str) -> None:
    for line in lines:
        await talk.says(line)
    talk.hears()


async def registers(talk: Talk, code: str, name: str) -> None:
    """Up to the review of a unit that was mapped yesterday."""
    await say_all(talk, "/lapor", "[Tentang unit ›]", "[Unit baru]", "[Kemarin]", code, name, "[Wilayah prioritas]")


async def gets_a_decree(talk: Talk, unit: str) -> None:
    """Up to the review of a stage with an SK of today."""
    await say_all(talk, "/menu", "[Unit]", f"[{unit}]", "[Tahap unit]", "[Hari ini]", "[Ber-SK]")
    await say_all(
        talk, "[☐ SK atau surat tugas]", "[Selesai]", "[Reguler]", "[SK lurah/kades]", "140/12/2026", "[Hari ini]"
    )
    await say_all(talk, f"Desa {unit}")


async def reached(world: World, *steps: tuple[str, date, str, str]) -> None:
    """Stages of units on their tracks, as if a petugas had reported them."""
    async with world.running.database.transaction() as store:
        petugas = await store.people.by_who(world.who(Talk(world, "Budi")))
        assert petugas is not None
        for unit, day, stage, track in steps:
            number = f"{unit}-{day}-{stage}"
            told = Reached(number, unit, day, stage, track, "bukti", NO_DECREE, SUNDAY_EVENING)
            await store.stages.record(told, petugas.id)


async def counted(world: World, day: date, *counts: tuple[str, str, int]) -> None:
    """Counters of units, as if agents had reported them."""
    async with world.running.database.transaction() as store:
        for unit, indicator, value in counts:
            store.counts.add(unit, day, {indicator: value})
