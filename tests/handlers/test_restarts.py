"""What outlives the program: drafts, letters, and the people who were talking."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.handlers.test_penjangkauan import UP_TO_THE_NOTE, say_all
from tests.transcript import Talk
from tests.world import BARUGA, World, a_world

AWAY = "⚠ Saya sempat tidak aktif. Kalau tadi Anda menekan tombol, tekan sekali lagi."


@pytest.fixture
async def still_world(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """Telegram is up; each test starts and stops the program by itself."""
    async with a_world(tmp_path, database_url) as made:
        yield made


async def test_a_draft_survives_a_restart(still_world: World) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        await say_all(rina, *UP_TO_THE_NOTE[:5])
    async with still_world.program():
        await say_all(rina, "[☐ AP lain]", "[Selesai]")
        assert "✅ AP lain" in rina.shown
        await say_all(rina, *UP_TO_THE_NOTE[6:], "[Lewati]", "[Kirim]")
        assert rina.shown.startswith("✅ Tercatat. Nomor AMT-2611-0001")


async def test_what_was_pressed_while_the_program_was_away_is_taken_when_it_comes_back(still_world: World) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        await say_all(rina, "/lapor", "[Penjangkauan]")
    rina.does("[Hari ini]")
    async with still_world.program():
        await still_world.quiet()
        assert "Siapa yang Anda temui?" in rina.shown


async def test_f15_a_letter_that_was_saved_but_not_sent_leaves_after_the_restart(still_world: World) -> None:
    from simulator import Fault

    async with still_world.program() as app:
        rina = await still_world.joined("Rina")
        still_world.sim.faults.add(Fault("outage", method="sendMessage"))
        rina.does("/lapor")
        await still_world.until(lambda: not len(still_world.staff.queue))
        assert not app.is_idle
    still_world.sim.faults.clear()
    async with still_world.program():
        await still_world.until(lambda: rina.shown.startswith("Apa yang mau dicatat?"))


async def test_f23_after_a_long_absence_the_card_comes_again_with_a_word(still_world: World) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
        budi = await still_world.joined("Budi")
        await say_all(budi, "/menu")
    still_world.machine_waits(timedelta(minutes=3))
    async with still_world.program():
        await still_world.until(lambda: rina.shown.startswith(AWAY))
        assert "Siapa yang Anda temui?" in rina.shown
        await still_world.until(lambda: budi.shown.startswith(AWAY.removeprefix("⚠ ")))
        await say_all(rina, "[Keluarga]")
        assert "✅ Keluarga" in rina.shown


async def test_f23_who_was_joining_gets_the_joining_card_again_with_a_word(still_world: World) -> None:
    async with still_world.program():
        await still_world.invitation(token="t0k3n")
        rina, sari, asing = (Talk(still_world, name) for name in ("Rina", "Sari", "Asing"))
        for talk in (rina, sari):
            await talk.says("/start t0k3n")
        await sari.says("[Bu Sari]")
        await asing.says("halo")
        asing.hears()
    still_world.machine_waits(timedelta(minutes=3))
    async with still_world.program():
        word = AWAY.removeprefix("⚠ ")
        await still_world.until(lambda: rina.shown.startswith(f"{word}\n\nSelamat datang di Suar."))
        assert "[Rina] [Bu Rina]" in rina.shown
        await still_world.until(lambda: sari.shown.startswith(f"{word}\n\nBaik, Bu Sari. Anda diundang"))
        await say_all(rina, "[Bu Rina]", "[Saya berjanji menjaga rahasia]")
        assert rina.shown.startswith("Terima kasih, Bu Rina.")
        assert asing.hears() == []


async def test_f23_after_a_short_absence_nothing_is_said(still_world: World) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        await say_all(rina, "/lapor", "[Penjangkauan]")
    still_world.machine_waits(timedelta(seconds=100))
    async with still_world.program():
        await say_all(rina, "[Hari ini]")
        assert "✅ Minggu 22 Nov" in rina.shown
        assert rina.chat.answer.id == min(m.id for m in rina.chat.messages if m.from_bot)


async def test_f23_after_more_than_a_day_people_are_asked_to_send_again(still_world: World) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        await say_all(rina, "/lapor", "[Penjangkauan]")
    still_world.machine_waits(timedelta(hours=25))
    async with still_world.program():
        await still_world.until(lambda: "Saya tidak aktif lebih dari sehari." in rina.shown)


async def test_f18_a_draft_stays_on_the_form_version_that_it_began_with(still_world: World) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        await say_all(rina, "/lapor", "[Penjangkauan]")
    await still_world.publish_another_version("Kapan kunjungannya?", "Tanggal berapa?")
    async with still_world.program():
        await say_all(rina, "[Tanggal lain]")
        assert "Kapan kunjungannya?" in rina.shown
        await say_all(rina, "/lapor", "[Mulai yang baru]", "[Penjangkauan]")
        assert "Tanggal berapa?" in rina.shown


async def test_f12_a_second_program_waits_until_the_first_one_stops(
    still_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        async with still_world.another_program() as second:
            await say_all(rina, "/lapor", "[Penjangkauan]")
            assert not second.polls
        await say_all(rina, "[Hari ini]")
    assert "another program polls this bot" not in caplog.text


async def test_f16_f17_a_draft_left_open_is_recalled_once_the_next_morning(still_world: World) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
        await still_world.rest(timedelta(hours=12, minutes=50))
        assert rina.hears() == []
        await still_world.rest(timedelta(minutes=10))
        await still_world.until(lambda: rina.shown.startswith("⏰ Selamat pagi, Bu Rina. Laporan ini belum selesai:"))
        assert "Siapa yang Anda temui?" in rina.shown
        rina.hears()
        for _ in range(3):
            await still_world.rest(timedelta(days=1))
        assert rina.hears() == []
        await say_all(rina, "[Keluarga]")
        assert "✅ Keluarga" in rina.shown


@pytest.mark.parametrize(
    ("away", "till_morning"),
    [
        (timedelta(days=1, minutes=56), timedelta(hours=11, minutes=58)),  # back at 20.01
        (timedelta(days=1, hours=11, minutes=54), timedelta(hours=1)),  # back at 06.59
    ],
)
async def test_after_an_outage_a_draft_is_never_recalled_at_night(
    still_world: World, away: timedelta, till_morning: timedelta
) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
    still_world.move(away)
    async with still_world.program():
        await still_world.ticks()
        still_world.move(till_morning)
        await still_world.ticks()  # 07.59
        assert rina.hears() == []
        still_world.move(timedelta(minutes=1))
        await still_world.ticks()
        assert rina.shown.startswith("⏰ Selamat pagi, Bu Rina. Laporan ini belum selesai:")


async def test_after_an_outage_people_are_greeted_by_their_own_time_of_day(still_world: World) -> None:
    async with still_world.program():
        rina, sari = await still_world.joined("Rina"), await still_world.joined("Sari", unit=BARUGA)
        for talk in (rina, sari):
            await say_all(talk, "/lapor", "[Penjangkauan]")
    still_world.move(timedelta(hours=19, minutes=30))
    async with still_world.program():
        await still_world.ticks()  # 14.35 WIB, 15.35 WITA
        assert rina.shown.startswith("⏰ Selamat siang, Bu Rina.")
        assert sari.shown.startswith("⏰ Selamat sore, Bu Sari.")


async def test_the_night_is_that_of_the_person(still_world: World) -> None:
    async with still_world.program():
        rina, sari = await still_world.joined("Rina"), await still_world.joined("Sari", unit=BARUGA)
        for talk in (rina, sari):
            await say_all(talk, "/lapor", "[Penjangkauan]")
    still_world.move(timedelta(days=1))
    async with still_world.program():
        await still_world.ticks()  # 19.05 WIB, 20.05 WITA
        assert rina.shown.startswith("⏰ Selamat malam, Bu Rina.")
        assert sari.hears() == []


async def test_f16_no_reminder_comes_in_the_middle_of_a_form(still_world: World) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        await say_all(rina, "/lapor", "[Penjangkauan]")
        await say_all(rina, "/lapor", "[Mulai yang baru]", "[Penjangkauan]")
        still_world.move(timedelta(hours=13))
        await say_all(rina, "[Hari ini]")
        await still_world.ticks(2)
        assert rina.hears() == []


async def test_a_report_that_was_sent_is_not_recalled(still_world: World) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]", "[Kirim]")
        await still_world.rest(timedelta(days=1))
        assert rina.hears() == []


async def test_f16_a_draft_that_was_just_opened_again_is_not_recalled(still_world: World) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        await say_all(rina, "/lapor", "[Penjangkauan]", "/menu")
        still_world.move(timedelta(hours=12, minutes=50))
        await say_all(rina, "/draf", "[Lanjutkan 1]")
        still_world.move(timedelta(minutes=20))
        await still_world.ticks()
        assert rina.hears() == []


async def test_f16_a_draft_that_was_just_put_aside_is_not_recalled(still_world: World) -> None:
    async with still_world.program():
        rina = await still_world.joined("Rina")
        await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]")
        still_world.move(timedelta(hours=12, minutes=50))
        await say_all(rina, "[Simpan draf]")
        still_world.move(timedelta(minutes=20))
        await still_world.ticks()
        assert rina.hears() == []
