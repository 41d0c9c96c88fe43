"""The way of a client through the built-in forms, from task to task."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.programme import TERATAI, consents, opens_client, say_all
from tests.transcript import Talk
from tests.world import World


async def tasks(talk: Talk) -> list[str]:
    """What /tugas shows."""
    await talk.says("/tugas")
    return [line for line in talk.shown.splitlines() if re.match(r"[0-9]+ ", line) and line != "7 hari ke depan"]


async def test_each_task_opens_its_form_and_brings_the_next(programme_world: World) -> None:
    rina = await programme_world.joined("Rina")
    await opens_client(rina)
    assert await tasks(rina) == [
        f"1 Teratai · {TERATAI} · skrining, Rabu 25 Nov",
        f"2 Teratai · {TERATAI} · pemantauan, Minggu 29 Nov",
    ]
    await say_all(rina, "[2 Teratai]", "[Hari ini]", "[Bertemu]", "[Baik]", "[Tidak]", "[Kirim]")
    assert "\n\nBerikutnya: pemantauan, Minggu 29 Nov.\n[Tugas saya]\n" in rina.shown
    await say_all(rina, "/klien teratai", "[Rujukan]")
    await say_all(rina, "[Hari ini]", "[☐ Risiko berat]", "[Selesai]", "[Puskesmas]", "[Ya]", "[Kirim]")
    programme_world.move(timedelta(days=3))
    assert await tasks(rina) == [
        f"1 Teratai · {TERATAI} · skrining",
        f"2 Teratai · {TERATAI} · rujukan: sudah sampai?",
        f"3 Teratai · {TERATAI} · pemantauan, Minggu 29 Nov",
    ]
    await say_all(rina, "[2 Teratai]", "[Hari ini]", "[Belum tahu]", "[Kirim]")
    assert "Berikutnya: rujukan: sudah sampai?, Minggu 29 Nov." in rina.shown


async def test_consent_leads_to_the_client_and_the_task_ends_with_them(programme_world: World) -> None:
    rina = await programme_world.joined("Rina")
    await consents(rina)
    assert await tasks(rina) == ["1 klien baru (laporan Minggu 22 Nov)"]
    await say_all(rina, "[1 klien baru]", "[Hari ini]", "[Perempuan]", "[26–40]", "[Penjangkauan]", "[Kirim]")
    assert len(await tasks(rina)) == 2
    await say_all(rina, "/klien teratai", "[Status klien]", "[Hari ini]", "[Selesai]")
    await say_all(rina, "[Kirim]")
    assert await tasks(rina) == []


async def test_who_comes_back_is_checked_on_again(programme_world: World) -> None:
    rina = await programme_world.joined("Rina")
    await opens_client(rina)
    await say_all(rina, "/klien teratai", "[Status klien]", "[Hari ini]", "[Berhenti]", "[Kirim]")
    assert await tasks(rina) == []
    await say_all(rina, "/klien teratai", "[Status klien]", "[Hari ini]", "[Aktif]", "[Kirim]")
    assert await tasks(rina) == [f"1 Teratai · {TERATAI} · pemantauan, Minggu 29 Nov"]
