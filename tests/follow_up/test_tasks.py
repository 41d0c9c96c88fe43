"""Tasks: listed for the morning, one tap from their forms, put off, handed over, or done."""

from __future__ import annotations

import pytest

from domain.people import Role
from domain.tasks import What
from tests.follow_up.unit import CEMARA, SUNDAY, TERATAI, checks_in, days, does, meets, pass_by, person_of, screens
from tests.transcript import Talk
from tests.world import BARUGA


@pytest.fixture
async def morning(rina: Talk) -> Talk:
    """Sunday 29 November: a referral that is late, a check-in for today, and somebody to meet again on Tuesday."""
    await checks_in(rina, f"Teratai · {TERATAI}")
    await screens(rina, f"Cemara · {CEMARA}", "[Rujuk]")
    await pass_by(rina.world, 6)
    await meets(rina)
    await pass_by(rina.world, 1)
    return rina


async def test_an_agents_morning(morning: Talk) -> None:
    await morning.says("/menu")
    assert "\n[Catat kegiatan] [Tugas hari ini · 2]\n" in morning.shown
    morning.hears()
    await morning.plays("""
        rina: [Tugas hari ini · 2]
        edit: Tugas Anda

              ⏰ Terlambat
              1 Cemara · K-3MX-9A · rujukan, terlambat 6 hari

              Hari ini
              2 Teratai · K-7Q4-2F · pemantauan

              7 hari ke depan
              3 persetujuan dan skrining (laporan Sabtu 28 Nov), Selasa 1 Des
              [1 Cemara] [⋯ 1]
              [2 Teratai] [⋯ 2]
              [3 persetujuan dan skrining] [⋯ 3]
              [Menu]
        rina: [2 Teratai]
        edit: Pemantauan · Teratai · K-7Q4-2F · 2 dari 3
              ▰▰▱

              Kapan?
              [Hari ini] [Kemarin]
              [Besok]
              [Tanggal lain]
              [‹ Kembali] [Batal]
        rina: [Hari ini]
        edit: Pemantauan · Teratai · K-7Q4-2F · 3 dari 3
              ▰▰▰
              ✅ Minggu 29 Nov

              Kapan lagi?
              [Hari ini] [Kemarin]
              [Besok]
              [Tanggal lain]
              [‹ Kembali] [Lewati] [Batal]
        rina: [Lewati]
        edit: Periksa dulu, Bu Rina
              1 Klien: Teratai · K-7Q4-2F
              2 Tanggal: Minggu 29 Nov
              3 Berikutnya: (kosong)

              Ketuk nomornya untuk mengubah.
              [Kirim]
              [1] [2] [3]
              [Simpan draf] [Batal]
    """)
    await morning.says("[Kirim]")
    assert "\n\nBerikutnya: pemantauan, Minggu 6 Des.\n[Tugas saya]\n" in morning.shown
    morning.hears()
    await morning.plays("""
        rina: [Tugas saya]
        bot: Tugas Anda

             ⏰ Terlambat
             1 Cemara · K-3MX-9A · rujukan, terlambat 6 hari

             7 hari ke depan
             2 persetujuan dan skrining (laporan Sabtu 28 Nov), Selasa 1 Des
             3 Teratai · K-7Q4-2F · pemantauan, Minggu 6 Des
             [1 Cemara] [⋯ 1]
             [2 persetujuan dan skrining] [⋯ 2]
             [3 Teratai] [⋯ 3]
             [Menu]
    """)


async def test_without_tasks_there_is_a_kind_word_and_no_button(rina: Talk) -> None:
    await rina.plays("""
        rina: /tugas
        gone: Terima kasih, Bu Rina.
        bot: Tidak ada tugas sampai seminggu lagi. Semua sudah beres, Bu Rina.
             [Menu]
    """)
    await rina.says("[Menu]")
    assert "Tugas hari ini" not in rina.shown


async def test_a_task_is_put_off(morning: Talk) -> None:
    await does(morning, "/tugas")
    await morning.plays("""
        rina: [⋯ 1]
        edit: Cemara · K-3MX-9A · rujukan, terlambat 6 hari
              Dari laporan AMT-2611-0002, Minggu 22 Nov.
              [Rujukan]
              [Selesai] [Tunda]
              [Tidak bertemu] [Serahkan]
              [‹ Kembali]
        rina: [Tunda]
        edit: Cemara · K-3MX-9A · rujukan, terlambat 6 hari
              Ditunda sampai kapan?
              [Besok, Senin 30 Nov]
              [3 hari lagi, Rabu 2 Des]
              [Minggu depan, Minggu 6 Des]
              [‹ Kembali]
        rina: [3 hari lagi, Rabu 2 Des]
        edit: Ditunda sampai Rabu 2 Des: Cemara · K-3MX-9A · rujukan.

              Tugas Anda

              Hari ini
              1 Teratai · K-7Q4-2F · pemantauan

              7 hari ke depan
              2 persetujuan dan skrining (laporan Sabtu 28 Nov), Selasa 1 Des
              3 Cemara · K-3MX-9A · rujukan, Rabu 2 Des
              [1 Teratai] [⋯ 1]
              [2 persetujuan dan skrining] [⋯ 2]
              [3 Cemara] [⋯ 3]
              [Menu]
        rina: [⋯ 3]
        edit: Cemara · K-3MX-9A · rujukan, Rabu 2 Des
              Dari laporan AMT-2611-0002, Minggu 22 Nov.
              [Rujukan]
              [Selesai] [Tunda]
              [Tidak bertemu] [Serahkan]
              [‹ Kembali]
        rina: [Tunda]
        edit: Cemara · K-3MX-9A · rujukan, Rabu 2 Des
              Ditunda sampai kapan?
              [Minggu depan, Minggu 6 Des]
              [‹ Kembali]
    """)


async def test_somebody_was_not_met(morning: Talk) -> None:
    await does(morning, "/tugas", "[⋯ 2]")
    await morning.plays("""
        rina: [Tidak bertemu]
        edit: Teratai · K-7Q4-2F · pemantauan
              Mengapa belum bertemu?
              [Tidak di rumah]
              [Tidak bisa dihubungi]
              [Minta waktu]
              [Sedang pergi jauh]
              [Situasinya tidak aman]
              [Sebab lain]
              [‹ Kembali]
        rina: [Tidak di rumah]
        edit: Belum bertemu, tercatat. Coba lagi Selasa 1 Des: Teratai · K-7Q4-2F · pemantauan.

              Tugas Anda

              ⏰ Terlambat
              1 Cemara · K-3MX-9A · rujukan, terlambat 6 hari

              7 hari ke depan
              2 Teratai · K-7Q4-2F · pemantauan, Selasa 1 Des
              3 persetujuan dan skrining (laporan Sabtu 28 Nov), Selasa 1 Des
              [1 Cemara] [⋯ 1]
              [2 Teratai] [⋯ 2]
              [3 persetujuan dan skrining] [⋯ 3]
              [Menu]
    """)


async def test_a_task_is_done_without_a_report(morning: Talk) -> None:
    await does(morning, "/tugas", "[⋯ 3]")
    await morning.plays("""
        rina: [Selesai]
        edit: persetujuan dan skrining (laporan Sabtu 28 Nov), Selasa 1 Des
              Mengapa tidak perlu laporan?
              [Sudah dicatat di laporan lain]
              [Sudah ditangani orang lain]
              [Belum mau]
              [Tidak perlu lagi]
              [‹ Kembali]
        rina: [Belum mau]
        edit: ✅ Selesai: persetujuan dan skrining (laporan Sabtu 28 Nov).

              Tugas Anda

              ⏰ Terlambat
              1 Cemara · K-3MX-9A · rujukan, terlambat 6 hari

              Hari ini
              2 Teratai · K-7Q4-2F · pemantauan
              [1 Cemara] [⋯ 1]
              [2 Teratai] [⋯ 2]
              [Menu]
    """)


async def test_what_was_planned_for_a_client_twice_is_shown_once_and_put_off_as_one(morning: Talk) -> None:
    """Cemara was to be referred on Sunday already, and is screened once more today."""
    await screens(morning, f"Cemara · {CEMARA}", "[Rujuk]")
    await morning.says("/tugas")
    assert morning.shown.count("Cemara · K-3MX-9A · rujukan") == 1
    await does(morning, "[⋯ 1]", "[Tunda]", "[3 hari lagi, Rabu 2 Des]")
    assert morning.shown.count("Cemara · K-3MX-9A · rujukan, Rabu 2 Des\n") == 1
    await does(morning, "/menu")
    assert "[Tugas hari ini · 1]" in morning.shown
    await does(morning, "/tugas", "[⋯ 3]", "[Selesai]", "[Tidak perlu lagi]")
    assert "✅ Selesai: Cemara · K-3MX-9A · rujukan." in morning.shown
    assert morning.shown.count("Cemara") == 1


async def test_a_task_is_handed_to_another_agent_of_the_unit(morning: Talk) -> None:
    joko = await morning.world.joined("Joko")
    await morning.world.joined("Sari", unit=BARUGA)
    await does(morning, "/tugas", "[⋯ 3]")
    await morning.plays("""
        rina: [Serahkan]
        edit: persetujuan dan skrining (laporan Sabtu 28 Nov), Selasa 1 Des
              Kepada siapa?
              [Bu Joko]
              [‹ Kembali]
        rina: [Bu Joko]
        edit: Diserahkan kepada Bu Joko: persetujuan dan skrining (laporan Sabtu 28 Nov).

              Tugas Anda

              ⏰ Terlambat
              1 Cemara · K-3MX-9A · rujukan, terlambat 6 hari

              Hari ini
              2 Teratai · K-7Q4-2F · pemantauan
              [1 Cemara] [⋯ 1]
              [2 Teratai] [⋯ 2]
              [Menu]
    """)
    await joko.plays("""
        joko: /tugas
        gone: Terima kasih, Bu Joko.
        bot: Tugas Anda

             7 hari ke depan
             1 persetujuan dan skrining (laporan Sabtu 28 Nov), Selasa 1 Des
             [1 persetujuan dan skrining] [⋯ 1]
             [Menu]
    """)
    async with morning.world.store() as store:
        [listed] = await store.tasks.due_for(await person_of(morning.world, joko), SUNDAY + days(30))
        [act] = await store.tasks.acts_on(listed.task.id)
    assert (act.what, act.reason) == (What.HANDED, "AMT-02")


async def test_a_task_about_a_client_is_handed_over_with_the_client(morning: Talk) -> None:
    """Nobody else may record anything about them."""
    await morning.world.joined("Joko")
    await does(morning, "/tugas", "[⋯ 2]")
    await morning.plays("""
        rina: [Serahkan]
        edit: Teratai · K-7Q4-2F · pemantauan
              Tugas tentang klien ikut kliennya: hanya agennya yang boleh mencatat.
              [Serah terima klien]
              [‹ Kembali]
        rina: [Serah terima klien]
        edit: Serah terima klien · Teratai · K-7Q4-2F · 2 dari 3
              ▰▰▱

              Kapan?
              [Hari ini] [Kemarin]
              [Besok]
              [Tanggal lain]
              [‹ Kembali] [Batal]
    """)


async def test_the_same_task_leads_to_the_draft_that_it_began(morning: Talk) -> None:
    await does(morning, "/tugas", "[2 Teratai]", "[Hari ini]", "/tugas")
    await morning.says("[2 Teratai]")
    assert "Pemantauan · Teratai · K-7Q4-2F · 3 dari 3" in morning.shown
    async with morning.world.store() as store:
        assert await store.drafts.count_waiting((await person_of(morning.world, morning)).id) == 1


async def test_the_same_report_sent_twice_plans_once(rina: Talk) -> None:
    await does(rina, "/lapor", "[Pemantauan]", f"[Teratai · {TERATAI}]", "[Hari ini]", "[Lewati]")
    rina.does("[Kirim]")
    await rina.says("[Kirim]")
    await rina.says("/tugas")
    assert rina.shown.count("pemantauan") == 1


# --- Old buttons ---------------------------------------------------------------------------------


async def test_an_old_button_of_a_task_that_is_done_is_kind(morning: Talk) -> None:
    await does(morning, "/tugas", "[⋯ 3]")
    await morning.world.sql("update tasks set state = 'closed' where kind = 'persetujuan'")
    await morning.says("[Tunda]")
    assert morning.shown.startswith("Tugas itu sudah selesai. Terima kasih.\n\nTugas Anda")
    assert "persetujuan" not in morning.shown


async def test_an_old_button_of_a_task_that_somebody_else_has_is_kind(morning: Talk) -> None:
    joko = await person_of(morning.world, await morning.world.joined("Joko"))
    await does(morning, "/tugas", "[⋯ 3]", "[Tunda]")
    await morning.world.sql("update tasks set person = :joko where kind = 'persetujuan'", joko=joko.id)
    await morning.says("[Minggu depan, Minggu 6 Des]")
    assert morning.shown.startswith("Tugas itu sekarang dipegang orang lain.\n\nTugas Anda")


# --- A petugas -------------------------------------------------------------------------------------


async def test_a_petugas_sees_what_names_nobody(morning: Talk) -> None:
    budi = await morning.world.joined("Budi", Role.PETUGAS)
    await does(budi, "/lapor", "[Asistensi]", "[Air Mesu Timur]", "[Hari ini]", "[Kirim]")
    await pass_by(morning.world, 30)
    await budi.plays("""
        budi: /tugas
        bot: Tugas Anda

             Hari ini
             1 Air Mesu Timur · monitoring akhir
             [1 Air Mesu Timur ⋯]
             [Menu]
        budi: [1 Air Mesu Timur ⋯]
        edit: Air Mesu Timur · monitoring akhir
              Dari laporan AMT-2611-0004, Minggu 29 Nov.
              [Selesai] [Tunda]
              [‹ Kembali]
        budi: [‹ Kembali]
        edit: Tugas Anda

              Hari ini
              1 Air Mesu Timur · monitoring akhir
              [1 Air Mesu Timur ⋯]
              [Menu]
    """)


async def test_the_tasks_of_an_agent_who_left_are_with_the_petugas_under_their_codes(morning: Talk) -> None:
    budi = await morning.world.joined("Budi", Role.PETUGAS)
    await morning.world.sql("update people set left_on = :day where name = 'Bu Rina'", day=SUNDAY)
    await budi.says("/tugas")
    assert "1 K-3MX-9A · rujukan, terlambat 6 hari\n" in budi.shown
    assert "2 K-7Q4-2F · pemantauan\n" in budi.shown
    assert "Teratai" not in budi.shown
    assert "Cemara" not in budi.shown


async def test_a_petugas_of_another_satker_sees_nothing(morning: Talk) -> None:
    await morning.world.sql("update tasks set person = null")
    sari = await morning.world.joined("Sari", Role.PETUGAS)
    await morning.world.sql("update people set satker = 'BNNP-SULTRA' where name = 'Bu Sari'")
    await sari.says("/tugas")
    assert sari.shown.startswith("Tidak ada tugas sampai seminggu lagi.")


# --- Many ------------------------------------------------------------------------------------------


async def test_many_tasks_are_shown_in_parts(rina: Talk) -> None:
    for _ in range(9):
        await meets(rina)
    await rina.says("/tugas")
    assert "[8 persetujuan dan skrining] [⋯ 8]\n[›] [Menu]" in rina.shown
    await rina.says("[›]")
    assert "[9 persetujuan dan skrining] [⋯ 9]\n[‹] [Menu]" in rina.shown
    await rina.says("[‹]")
    assert "1 persetujuan" in rina.shown
