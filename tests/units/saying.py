"""Ways through the forms that many tests go."""

from __future__ import annotations

from tests.transcript import Talk


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
