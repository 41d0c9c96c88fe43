"""Every kind of question as it looks in the page, at the width of a phone.

`pytest tests/bot/test_kinds_page.py --screenshots docs/screenshots/kinds` takes the pictures of the docs anew.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bot.test_demo import CHROMIUM, PHONE, QUIET, Clicks, playwright
from tests.handlers.test_penjangkauan import say_all
from tests.transcript import Talk
from tests.world import QUICK, World, a_world

FORMS = Path(__file__).parent.parent / "forms"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="to look at the page: apt-get install -y chromium")

# What is on the card, the name of its picture, and what Bu Rina does then.
KINDS = (
    ("Ini contoh semua jenis pertanyaan", "note", ("[Lanjut]",)),
    ("Hari apa kejadiannya?", "date", ("[Kemarin]",)),
    ("Jam berapa?", "time", ("[14]",)),
    ("14.15", "quarters", ("[14.30]",)),
    ("Kapan janji berikutnya?", "datetime", ("[Besok]",)),
    ("Senin 23 Nov. Jam berapa?", "datetime-hours", ("jam 8 pagi",)),
    ("Berapa kilometer dari rumah Anda?", "decimal", ("2,5",)),
    ("Seberapa yakin Anda?", "range", ("[8]",)),
    ("Kira-kira usianya?", "range-typed", ("34",)),
    ("Di mana bertemunya?", "pages-and-picture", ("[›]", "[Rumah klien]")),
    ("Kabupaten atau kota mana?", "long-list", ("bel",)),
    ("Hasil untuk “bel”.", "search", ("[Belitung Timur]",)),
    ("Dukungan apa yang ada?", "several", ("[☐ Keluarga]", "[☐ Bidan]", "[Selesai]")),
    ("Mana yang paling penting?", "rank", ("[Pekerjaan]", "[Teman bicara]", "[Tempat tinggal]", "[Selesai]")),
    ("Cerita ini hanya untuk menolong.", "acknowledge", ("[Saya sudah baca]",)),
    ("Foto papan informasi", "photo", ("(foto)",)),
    ("Cerita singkat dengan suara", "voice", ("(suara)",)),
    ("Surat dari desa", "file", ("(berkas)",)),
    ("Di mana tempat kegiatannya?", "place", ("(lokasi -2.1345678 106.1134567)",)),
    ("Ada yang mau dicatat?", "list-empty", ("[Tambah]",)),
    ("Perannya apa?", "list-turn", ("Kepala desa", "12", "[Tambah]", "Bidan", "[Lewati]")),
    ("Tambah lagi?", "list", ("[Hapus 2]",)),
    ("Hapus isian 2", "list-remove", ("[Jangan hapus]", "[Lanjut]")),
    ("Ada catatan?", "text", ("Disambut baik",)),
    ("Periksa dulu, Bu Rina", "review", ("[›]",)),
)


@pytest.fixture
async def rina_of_all_kinds(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Talk]:
    async with a_world(tmp_path, sqlite_url) as made:
        made.wiring = replace(QUICK, forms=FORMS)
        async with made.program():
            yield await made.joined("Rina")


async def test_every_kind_of_question_fits_a_phone(rina_of_all_kinds: Talk, request: pytest.FixtureRequest) -> None:
    rina, world = rina_of_all_kinds, rina_of_all_kinds.world
    wanted = request.config.getoption("--screenshots")
    await say_all(rina, "/lapor", "[Semua jenis]")
    async with playwright.async_playwright() as started:
        browser = await started.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = await browser.new_page(viewport=PHONE, reduced_motion="reduce")
        await page.goto(f"{world.settings.telegram_api}/?person=Rina&bot={world.staff.username}")
        clicks = Clicks(page, Path(wanted) if wanted else None)
        for words, name, then in KINDS:
            await clicks.sees(words)
            await nothing_sticks_out(clicks)
            await clicks.shoot(name)
            await say_all(rina, *then)
        await say_all(rina, "[Kirim]")
        await clicks.sees("Tercatat. Nomor AMT-")
        await browser.close()


async def nothing_sticks_out(clicks: Clicks) -> None:
    """The card and its buttons are no wider than the phone."""
    wide = await clicks.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]


async def test_the_report_of_all_kinds_holds_what_was_answered(rina_of_all_kinds: Talk, world: World) -> None:
    """The same conversation without the page: what is sent is what was said, and the place is rounded."""
    rina = rina_of_all_kinds
    await say_all(rina, "/lapor", "[Semua jenis]", *(words for _, _, then in KINDS for words in then), "[Kirim]")
    async with rina.world.store() as store:
        numbers = [line.split()[3] for line in rina.shown.splitlines() if line.startswith("✅ Tercatat.")]
        sent = await store.submissions.newest(numbers[0].rstrip(","))
    assert sent is not None
    xml = sent.instance.decode()
    for piece in (
        "<hari>2026-11-21</hari>", "<jam>14:30:00.000+07:00</jam>", "<janji>2026-11-23T08:00:00.000+07:00</janji>",
        "<jarak>2.5</jarak>", "<yakin>8</yakin>", "<usia>34</usia>", "<lokasi>l9</lokasi>", "<kab>k5</kab>",
        "<dukungan>d0 d3</dukungan>", "<urutan>b1 b2 b0</urutan>", "<janji_rahasia>OK</janji_rahasia>",
        "<tempat>-2.13 106.11 0 1114</tempat>", "<peran>Kepala desa</peran>", "<lama>12</lama>",
        "<peran>Bidan</peran>",
    ):  # fmt: skip
        assert piece in xml
