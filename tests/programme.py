"""A world with the real forms about clients, in which chance always falls the same way, and people who use them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from bot.app import Wiring
from bot.forms import BUILT_IN
from tests.transcript import Talk
from tests.world import QUICK, World

FORMS = (
    "persetujuan",
    "klien_baru",
    "skrining_assist",
    "pemantauan",
    "rujukan",
    "hasil_rujukan",
    "bina_lanjut",
    "status_klien",
    "serah_terima",
    "tarik_persetujuan",
    "agen_berhenti",
    "asistensi",
    "survei_kepuasan",
)
CHANCE = 8402532  # draws Teratai, and K-FJ3-5K
TERATAI, GERIMIS = "K-FJ3-5K", "K-FJ3-5BX"  # the first client of an agent, and the second


def some_forms(folder: Path) -> Path:
    """Some of the built-in forms: to compile all of them takes half a minute."""
    folder.mkdir(parents=True)
    for name in FORMS:
        shutil.copy(BUILT_IN / f"{name}.md", folder)
    return folder


def wiring(forms: Path) -> Wiring:
    return replace(QUICK, forms=forms, chance=lambda: CHANCE)


async def say_all(talk: Talk, *lines: str) -> None:
    for line in lines:
        await talk.says(line)


AGREES = ("[Ya]", "[18 tahun ke atas]", "[Ya]", "[Ya]", "[Tidak]", "[Kirim]")  # read aloud; record, contact, share


async def consents(talk: Talk, *answers: str) -> None:
    """Somebody says what they agree to, today."""
    await say_all(talk, "/lapor", "[Mulai yang baru]") if "Draf" in await menu(talk) else await talk.says("/lapor")
    await say_all(talk, "[Persetujuan]", "[Hari ini]", *(answers or AGREES))


async def opens_client(talk: Talk, *answers: str, sex: str = "Perempuan", age: str = "26–40") -> None:
    """A client is opened from a fresh consent."""
    await consents(talk, *answers)
    await say_all(talk, "[Lanjut: Klien baru]", "[Hari ini]", f"[{sex}]", f"[{age}]", "[Penjangkauan]", "[Kirim]")


async def menu(talk: Talk) -> str:
    await talk.says("/menu")
    return talk.shown


async def rows(world: World, query: str) -> list[tuple[Any, ...]]:
    """What really stands in the database."""
    found: list[tuple[Any, ...]] = []

    def work(connection: Connection) -> None:
        found.extend(tuple(row) for row in connection.execute(text(query)))

    await world.running.database.run_sync(work)
    return found
