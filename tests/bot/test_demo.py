"""The demo as a newcomer meets it: the page opened in Debian's chromium, and a day of its people played by clicking.

`pytest tests/bot/test_demo.py --screenshots docs/screenshots` takes the screenshots of the docs anew.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.bot.test_ways_in import free_port

playwright = pytest.importorskip("playwright.async_api", reason="to click through the demo: make test installs it")

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIB = ZoneInfo("Asia/Jakarta")
READING = 1500  # milliseconds in which a person reads the question, before they write
SETTLING = 250  # milliseconds in which the page has scrolled and drawn what came
STARTING = 180  # seconds, on a machine that has much else to do
PHONE = {"width": 360, "height": 740}
HELP = "ruang_tanya_bot"
DESKTOP = {"width": 1280, "height": 800}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="to click through the demo: apt-get install -y chromium")


@dataclass
class Clicks:
    """One person at the page."""

    page: Any
    folder: Path | None

    @property
    def card(self) -> Any:
        return self.page.locator("article.from-bot").last

    async def press(self, label: str, then: str) -> None:
        """Press a button of the newest card, and wait until the card says something."""
        await self.card.get_by_role("button", name=label, exact=True).click()
        await self.sees(then)

    async def press_first(self, beginning: str, then: str) -> str:
        """The same for the first button whose label begins so; gives the rest of the label."""
        button = self.card.get_by_role("button", name=re.compile(f"^{re.escape(beginning)}")).first
        label = str(await button.inner_text())
        await button.click()
        await self.sees(then)
        return label.removeprefix(beginning)

    async def becomes(self, name: str, bot: str = "suar_staf_bot") -> Clicks:
        """Somebody else takes the phone."""
        await self.page.goto(f"{self.page.url.partition('?')[0]}?person={name}&bot={bot}")
        return self

    async def write(self, text: str, then: str) -> None:
        await self.page.wait_for_timeout(READING)
        await self.page.get_by_role("textbox", name="Message").fill(text)
        await self.page.keyboard.press("Enter")
        await self.sees(then)

    async def sees(self, text: str) -> None:
        await playwright.expect(self.card).to_contain_text(text)

    async def shoot(self, name: str, *, from_top: bool = False) -> None:
        """A long card is seen from its end, as on a phone; or from its top, where the picture is to tell of that."""
        if self.folder is not None:
            await playwright.expect(self.page.locator(".notice")).to_have_count(0)  # it would cover the card
            if from_top:
                await self.card.evaluate("card => card.scrollIntoView({block: 'start'})")
            await self.page.wait_for_timeout(SETTLING)
            await self.page.screenshot(path=self.folder / f"{name}.png")


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[str]:
    """A running demo; gives the address that it prints for the invited person."""
    command = (sys.executable, "-m", "bot.cli", "demo", "--port", str(free_port()), "--folder", str(folder))
    running = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(STARTING):
            printed = ""
            while "Ctrl+C" not in printed:
                assert running.stdout is not None
                printed += (await running.stdout.readline()).decode()
        yield re.search(r"http\S+start=\S+", printed)[0]  # type: ignore[index]
    finally:
        running.terminate()
        await running.wait()


@pytest.fixture
async def page(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Clicks]:
    """The demo, opened as the invited person; nothing of the page may fail."""
    wanted = request.config.getoption("--screenshots")
    async with demo(tmp_path) as address, playwright.async_playwright() as started:
        browser = await started.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = await browser.new_page(viewport=PHONE, reduced_motion="reduce", timezone_id="Asia/Jakarta")
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(address)
        yield Clicks(page, Path(wanted) if wanted else None)
        assert not complaints
        await browser.close()


async def test_the_demo_is_clicked_through(page: Clicks) -> None:
    """One demo for all of it: its people take ten seconds to have a past."""
    invited = page.page.url
    await morning_of_an_agent(await page.becomes("Rina"))
    await day_of_a_petugas(await page.becomes("Budi"))
    await an_overseer_looks(await page.becomes("Chandra"))

    await somebody_asks_for_the_first_time(await page.becomes("Melati", HELP))
    await evening_of_a_family(await page.becomes("Dahlia", HELP))
    await a_petugas_answers(await page.becomes("Budi"))
    await an_answer_is_told(await page.becomes("Melati", HELP))
    await somebody_erases_all(page)

    await page.page.goto(invited)
    await join(page)
    await report(page)
    await page.page.set_viewport_size(DESKTOP)
    await page.shoot("desktop")
    await let_a_day_pass(page)


async def somebody_asks_for_the_first_time(melati: Clicks) -> None:
    await melati.page.get_by_role("button", name="Start").last.click()
    await melati.sees("Halo. Di sini Anda bisa bertanya")
    await melati.shoot("help-first", from_top=True)
    await melati.press("Tanya jawab", then="Pilih pertanyaannya")
    await melati.shoot("help-questions")
    await melati.press("‹ Kembali", then="Halo.")
    await melati.press("Minta bantuan", then="Apakah ada bahaya bagi nyawa sekarang?")
    await melati.press("Tidak", then="Anda bertanya sebagai siapa?")
    await melati.shoot("help-question")
    await melati.press("Orang tua", then="Apa yang paling ingin Anda tanyakan?")
    await melati.press("Takut ditangkap", then="Amankah membaca balasan di HP ini?")
    await melati.press("Ya", then="Anda di provinsi mana?")
    await melati.press("Kepulauan Bangka Belitung", then="Kabupaten atau kota mana?")
    await melati.press("Kota Pangkalpinang", then="Kapan kami boleh mengirim pesan di sini?")
    await melati.press("Kapan saja", then="Ceritakan sedikit")
    await melati.write("saya takut dia ditangkap", then="Periksa dulu")
    await melati.press("Kirim", then="Ini kode untuk melanjutkan dari HP lain.")
    await melati.shoot("help-receipt")
    await melati.press("Sudah saya simpan", then="Terima kasih sudah bercerita.")


async def evening_of_a_family(dahlia: Clicks) -> None:
    await dahlia.sees("Ada balasan untuk Anda.")
    await dahlia.shoot("help-notice")
    await dahlia.press("Baca", then="Tidak harus.")
    await dahlia.press("Balas", then="Tulis balasan Anda di sini.")
    await dahlia.write("Mau. Dia sering pulang malam.", then="✅ Terkirim.")
    await dahlia.shoot("help-thread")
    await dahlia.press("Kasus saya", then="Petugas memanggil Anda dengan nama samaran ini.")
    await dahlia.shoot("help-case")
    await dahlia.write("dia kejang setelah pakai sabu", then="✅ Terkirim.")
    card = dahlia.page.locator("article.from-bot").filter(has_text="Panas tinggi atau kejang").last
    await playwright.expect(card).to_contain_text("112")  # works where she lives
    if dahlia.folder is not None:
        await card.evaluate("card => card.scrollIntoView({block: 'start'})")
        await dahlia.page.wait_for_timeout(SETTLING)
        await dahlia.page.screenshot(path=dahlia.folder / "help-crisis.png")


async def a_petugas_answers(budi: Clicks) -> None:
    await budi.write("/menu", then="Ini menu Anda, Pak Budi.")
    await budi.press_first("Permintaan bantuan · ", then="Belum ada yang pegang")
    await budi.shoot("help-list")
    # Dahlia, in danger, comes first; Melati asked after Kirana.
    await budi.card.get_by_role("group", name="Buttons").get_by_role("button").nth(2).click()
    await budi.sees("saya takut dia ditangkap")
    await budi.press("Saya ambil", then="Anda yang menjawab")
    await budi.write("Selamat malam. Rasa takut itu wajar.", then="Selamat malam. Rasa takut itu wajar.")
    await budi.shoot("help-answered", from_top=True)


async def an_answer_is_told(melati: Clicks) -> None:
    await melati.sees("Ada balasan untuk Anda.")
    await melati.page.get_by_role("button", name="Back to people").click()  # it shows what a notification would
    await melati.page.get_by_placeholder("Find a person").fill("Melati")
    await playwright.expect(melati.page.get_by_text("Ada balasan untuk Anda.").first).to_be_in_viewport()
    if melati.folder is not None:
        await melati.page.screenshot(path=melati.folder / "help-preview.png")
    await melati.becomes("Melati", HELP)
    await melati.press("Baca", then="Selamat malam. Rasa takut itu wajar.")
    await melati.shoot("help-read")


async def somebody_erases_all(melati: Clicks) -> None:
    await melati.write("/bersihkan", then="Obrolan ini sudah dibersihkan.")
    await melati.shoot("help-cleared")
    await melati.write("/hapus", then="Ini tidak bisa dibatalkan.")
    await melati.press("Ya, hapus semuanya", then="✅ Sudah dihapus.")
    await melati.shoot("help-certificate")


async def morning_of_an_agent(rina: Clicks) -> None:
    await rina.sees("Ini menu Anda, Bu Rina.")
    await rina.shoot("agent-menu")
    await rina.write("/tugas", then="Terlambat")
    await rina.shoot("tasks", from_top=True)
    word = await rina.press_first("1 ", then="Kapan pemantauannya?")
    await rina.press("Hari ini", then="Bagaimana caranya?")
    await rina.press("Bertemu", then="Bagaimana kondisi klien?")
    await rina.press("Baik", then="Memakai sejak pertemuan lalu?")
    await rina.shoot("check-in")
    await rina.press("Tidak", then="Periksa dulu, Bu Rina")
    await rina.shoot("check-in-review")
    await rina.press("Kirim", then="Tercatat. Nomor AMT-")
    await rina.shoot("check-in-receipt")
    await rina.press("Tugas saya", then="rujukan: sudah sampai?")
    await rina.press_first("2 ", then="Kapan kabarnya diterima?")
    await rina.press("Hari ini", then="Apakah klien sampai?")
    await rina.press("Ya, sampai", then="Sekarang bagaimana?")
    await rina.press("Sedang dilayani", then="Periksa dulu")
    await rina.press("Kirim", then="Tercatat.")
    await rina.write("/klien", then="Klien saya")
    await rina.shoot("clients")
    await rina.press(word, then="Riwayat")
    await rina.shoot("client", from_top=True)
    await rina.write("/menu", then="Perlu diperbaiki")
    await rina.press_first("Perlu diperbaiki", then="Siapa yang menemani Anda ke sana?")
    await rina.shoot("returned")
    await rina.press("Perbaiki 1", then="Siapa yang menemani Anda?")
    await rina.shoot("mending")
    await rina.press("☐ Tokoh setempat", then="Siapa yang menemani Anda?")
    await rina.card.get_by_role("button", name="☑ Tokoh setempat", exact=True).wait_for()
    await rina.press("Selesai", then="Periksa dulu")
    await rina.press("Kirim", then="Tercatat")


async def day_of_a_petugas(budi: Clicks) -> None:
    await budi.sees("Ini menu Anda, Pak Budi.")
    await budi.shoot("petugas-menu")
    await budi.press_first("Laporan masuk", then="belum diperiksa")
    await budi.shoot("reports", from_top=True)
    await budi.press("1", then="Verifikasi")
    await budi.shoot("report")
    await budi.press("Kembalikan", then="Jawaban mana yang perlu diperbaiki?")
    await budi.press("1", then="Apa yang perlu diperbaiki?")
    await budi.shoot("return")
    await budi.write("Tanggalnya belum cocok.", then="Penulisnya diberi tahu.")
    await budi.write("/menu", then="Ini menu Anda")
    await budi.press("Unit", then="Air Mesu Timur")
    await budi.shoot("units")
    await budi.press("Air Mesu Timur", then="Riwayat")
    await budi.shoot("unit", from_top=True)
    await budi.press("Menu", then="Ini menu Anda")
    await budi.press("Tabel", then="Mau melihat yang mana?")
    await budi.press("Nomor penting", then="Ambulans")
    await budi.shoot("hotlines")
    await budi.press("Menu", then="Ini menu Anda")
    await budi.press("Angka", then="Peserta sosialisasi")
    await budi.shoot("figures")
    await budi.press("2", then="Jumlah")
    await budi.shoot("figure")


async def an_overseer_looks(chandra: Clicks) -> None:
    await chandra.sees("Ini menu Anda, Pak Chandra.")
    await chandra.press("Capaian", then="dari target 6")
    await chandra.shoot("attained")
    await chandra.press("Menu", then="Ini menu Anda")
    await chandra.press("Angka", then="tidak ditampilkan")
    await chandra.shoot("figures-hidden")


async def let_a_day_pass(sari: Clicks) -> None:
    """The time of the page is the time of the bots: Sari is told what waits, opens it, and leaves it open."""
    morning = datetime.now(WIB) + timedelta(days=1)
    morning += timedelta(hours=(9 - morning.hour) % 24)  # everybody's moment of the day has passed by then
    await press_times(sari, "+1 day", 1)
    await press_times(sari, "+1 h", (9 - datetime.now(WIB).hour) % 24)
    told = sari.page.locator(f"article[data-day='{morning:%a}, {morning.day} {morning:%B %Y}']")
    nudge = told.filter(has_text="⏰ Selamat pagi, Kak Sari. Hari ini")
    await nudge.get_by_role("button", name="1 bertemu lagi", exact=True).click()
    said = sari.page.locator("article.from-bot")  # on a Monday a digest may stand below
    await playwright.expect(said.filter(has_text="Kapan kunjungannya?")).to_be_visible()
    await press_times(sari, "+1 day", 2)  # whoever tests this by night has not yet reached the next morning after one
    reminder = said.filter(has_text="⏰ Selamat pagi, Kak Sari. Laporan ini belum selesai:")
    await playwright.expect(reminder).to_contain_text("Kapan kunjungannya?")
    await sari.shoot("reminder")


async def press_times(sari: Clicks, jump: str, times: int) -> None:
    for _ in range(times):
        await sari.page.get_by_role("button", name=jump, exact=True).click()


async def join(sari: Clicks) -> None:
    await sari.page.get_by_role("button", name="Start").last.click()
    await sari.sees("Anda ingin dipanggil apa?")
    await sari.press("Kak Sari", then="apa yang Anda catat adalah rahasia klien")
    await sari.shoot("joining")
    await sari.press("Saya berjanji menjaga rahasia", then="Ini menu Anda")


async def report(sari: Clicks) -> None:
    await sari.press("Catat kegiatan", then="Apa yang mau dicatat?")
    await sari.press("Penjangkauan", then="Kapan kunjungannya?")
    await sari.shoot("question")
    await sari.press("Tanggal lain", then="Kapan kunjungannya?")
    await sari.card.get_by_role("button", name="‹", exact=True).wait_for()
    await sari.shoot("calendar")
    await sari.press("‹", then="Kapan kunjungannya?")
    await sari.card.get_by_role("button", name="28", exact=True).wait_for()
    await sari.press("28", then="Siapa yang Anda temui?")
    await sari.press("Keluarga", then="Bagaimana bertemunya?")
    await sari.press("Kunjungan", then="Bagaimana hasilnya?")
    await sari.press("Pikir-pikir dulu", then="Apakah situasinya aman?")
    await sari.press("Ya", then="Kapan rencana bertemu lagi?")
    await sari.press("Besok", then="Periksa dulu, Kak Sari")
    await sari.press("4", then="Siapa yang menemani Anda?")
    await sari.press("☐ AP lain", then="Siapa yang menemani Anda?")
    await sari.card.get_by_role("button", name="☑ AP lain", exact=True).wait_for()
    await sari.shoot("several")
    await sari.press("Selesai", then="Periksa dulu, Kak Sari")
    await sari.press("8", then="Ada catatan?")
    await sari.write("081377712345, di rumahnya", then="Nomor seperti itu tidak disimpan.")
    await sari.shoot("private-number")
    await sari.write("Ibunya mau bicara lagi hari Sabtu", then="Periksa dulu, Kak Sari")
    await sari.shoot("review")
    await sari.press("Kirim", then="Tercatat. Nomor AMT-")
    await sari.shoot("receipt")
    await sari.press("Menu", then="Ini menu Anda, Kak Sari.")
