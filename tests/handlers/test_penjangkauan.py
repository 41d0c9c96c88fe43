"""An outreach visit, logged from the first question to the receipt."""

from __future__ import annotations

from tests.transcript import READING, Talk
from tests.world import BARUGA, World

UP_TO_THE_NOTE = (
    "/lapor", "[Penjangkauan]", "[Kemarin]", "[Keluarga]", "[Kunjungan]", "[Selesai]", "[Pikir-pikir dulu]",
    "[Ya]", "[Seminggu lagi]",
)  # fmt: skip


async def say_all(talk: Talk, *lines: str) -> None:
    for line in lines:
        await talk.says(line)
    talk.world.sim.clock.move(READING)
    talk.hears()


async def test_a_visit_is_logged_with_buttons(rina: Talk) -> None:
    await rina.plays("""
        rina: /lapor
        gone: Terima kasih, Bu Rina.
        bot: Apa yang mau dicatat?
             [Penjangkauan]
             [Menu]
        rina: [Penjangkauan]
        edit: Penjangkauan · 1 dari kira-kira 7
              ▰▱▱▱▱▱▱ Kunjungan

              Kapan kunjungannya?
              [Hari ini] [Kemarin]
              [Tanggal lain]
              [Batal]
        rina: [Kemarin]
        edit: Penjangkauan · 2 dari kira-kira 7
              ▰▰▱▱▱▱▱ Kunjungan
              ✅ Sabtu 21 Nov

              Siapa yang Anda temui?
              [Pengguna] [Keluarga]
              [Warga sekitar]
              [‹ Kembali] [Batal]
        rina: [Keluarga]
        edit: Penjangkauan · 3 dari kira-kira 7
              ▰▰▰▱▱▱▱ Kunjungan
              ✅ Keluarga

              Bagaimana bertemunya?
              [Kunjungan] [Bertemu di luar]
              [Telepon atau chat]
              [Dirujuk warga] [Datang sendiri]
              [‹ Kembali] [Batal]
        rina: [Kunjungan]
        edit: Penjangkauan · 4 dari kira-kira 7
              ▰▰▰▰▱▱▱ Kunjungan
              ✅ Kunjungan

              Siapa yang menemani Anda?
              Boleh lebih dari satu.
              [☐ AP lain] [☐ Petugas BNNK]
              [☐ Tokoh setempat] [☐ Tidak ada]
              [Selesai]
              [‹ Kembali] [Batal]
        rina: [☐ Tokoh setempat]
        edit: Penjangkauan · 4 dari kira-kira 7
              ▰▰▰▰▱▱▱ Kunjungan
              ✅ Kunjungan

              Siapa yang menemani Anda?
              Boleh lebih dari satu.
              [☐ AP lain] [☐ Petugas BNNK]
              [☑ Tokoh setempat] [☐ Tidak ada]
              [Selesai]
              [‹ Kembali] [Batal]
        rina: [Selesai]
        edit: Penjangkauan · 5 dari kira-kira 7
              ▰▰▰▰▰▱▱ Hasil
              ✅ Tokoh setempat

              Bagaimana hasilnya?
              [Bersedia skrining]
              [Pikir-pikir dulu] [Belum mau]
              [Tidak bertemu] [Darurat]
              [‹ Kembali] [Batal]
        rina: [Pikir-pikir dulu]
        edit: Penjangkauan · 6 dari kira-kira 8
              ▰▰▰▰▰▰▱▱ Hasil
              ✅ Pikir-pikir dulu

              Apakah situasinya aman?
              [Ya] [Tidak]
              [‹ Kembali] [Batal]
        rina: [Ya]
        edit: Penjangkauan · 7 dari kira-kira 8
              ▰▰▰▰▰▰▰▱ Hasil
              ✅ Ya

              Kapan rencana bertemu lagi?
              Lewati kalau belum ada rencana.
              [Hari ini] [Besok]
              [Seminggu lagi]
              [Tanggal lain]
              [‹ Kembali] [Lewati] [Batal]
        rina: [Seminggu lagi]
        edit: Penjangkauan · 8 dari kira-kira 8
              ▰▰▰▰▰▰▰▰ Hasil
              ✅ Minggu 29 Nov

              Ada catatan?
              Jangan tulis nama, NIK, atau nomor HP.
              [‹ Kembali] [Lewati] [Batal]
        rina: [Lewati]
        edit: Periksa dulu, Bu Rina
              1 Tanggal: Sabtu 21 Nov
              2 Ditemui: Keluarga
              3 Cara: Kunjungan
              4 Ditemani: Tokoh setempat
              5 Hasil: Pikir-pikir dulu
              6 Situasi aman: Ya
              7 Datang lagi: Minggu 29 Nov
              8 Catatan: (kosong)

              Ketuk nomornya untuk mengubah.
              [Kirim]
              [1] [2] [3] [4] [5]
              [6] [7] [8]
              [Simpan draf] [Batal]
    """)
    await rina.says("[Kirim]")
    receipt = rina.shown
    assert receipt.startswith("✅ Tercatat. Nomor AMT-2611-0001, Minggu 22 Nov, 19.05 WIB.\nSidik: ")
    async with rina.world.store() as store:
        sent = await store.submissions.newest("AMT-2611-0001")
    assert sent is not None
    assert sent.day.isoformat() == "2026-11-21"
    assert f"{sent.fingerprint[:4]} {sent.fingerprint[4:8]}" in receipt
    instance = sent.instance.decode()
    assert "<hasil>pikir_pikir</hasil>" in instance
    assert "<ditemani>tokoh</ditemani>" in instance
    assert "AMT-01" not in instance or "username" in instance


async def test_any_answer_can_be_changed_before_sending(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]")
    await rina.plays("""
        rina: [2]
        edit: Penjangkauan · 2 dari kira-kira 8
              ▰▰▱▱▱▱▱▱ Kunjungan

              Siapa yang Anda temui?

              Sekarang tercatat: Keluarga
              [Pengguna] [Keluarga]
              [Warga sekitar]
              [‹ Kembali] [Biarkan] [Batal]
        rina: [Warga sekitar]
        edit: Periksa dulu, Bu Rina
              1 Tanggal: Sabtu 21 Nov
              2 Ditemui: Warga sekitar
              3 Cara: Kunjungan
              4 Ditemani: (kosong)
              5 Hasil: Pikir-pikir dulu
              6 Situasi aman: Ya
              7 Datang lagi: Minggu 29 Nov
              8 Catatan: (kosong)

              Ketuk nomornya untuk mengubah.
              [Kirim]
              [1] [2] [3] [4] [5]
              [6] [7] [8]
              [Simpan draf] [Batal]
    """)


async def test_an_answer_that_no_longer_counts_is_said(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]", "[5]", "[Belum mau]")
    assert rina.shown.startswith("Jawaban ini tidak dipakai lagi: Kapan rencana bertemu lagi?.")
    assert "Minggu 29 Nov" not in rina.shown
    await rina.says("[Kirim]")
    async with rina.world.store() as store:
        sent = await store.submissions.newest("AMT-2611-0001")
    assert sent is not None
    assert "ulang_tgl" not in sent.instance.decode()


async def test_danger_is_answered_with_a_calm_word_before_anything_else(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]", "[Pengguna]", "[Kunjungan]", "[Selesai]")
    await say_all(rina, "[Darurat]", "[Tidak]")
    assert "Keselamatan dulu: hubungi petugas, atau ambulans 119 kalau ada bahaya." in rina.shown
    await rina.says("[Lanjut]")
    assert "Ada catatan?" in rina.shown


async def test_nobody_cannot_come_along_with_somebody(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]", "[Pengguna]", "[Kunjungan]")
    await say_all(rina, "[☐ AP lain]", "[☐ Tidak ada]", "[Selesai]")
    assert rina.shown.startswith('⚠ "Tidak ada" tidak bisa dipilih bersama yang lain.')
    await say_all(rina, "[☑ Tidak ada]", "[Selesai]")
    assert "✅ AP lain" in rina.shown


async def test_kembali_goes_back_and_keeps_what_was_answered(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]", "[Pengguna]", "[‹ Kembali]")
    assert "Siapa yang Anda temui?" in rina.shown
    assert "Sekarang tercatat: Pengguna" in rina.shown
    await rina.says("[‹ Kembali]")
    assert "Kapan kunjungannya?" in rina.shown
    await rina.says("[Kemarin]")
    assert "Bagaimana bertemunya?" in rina.shown


async def test_a_day_is_picked_from_a_calendar(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    await rina.plays("""
        rina: [Tanggal lain]
        edit: Penjangkauan · 1 dari kira-kira 7
              ▰▱▱▱▱▱▱ Kunjungan

              Kapan kunjungannya?
              [‹] [Nov 2026] [›]
              [Sn] [Sl] [Rb] [Km] [Jm] [Sb] [Mg]
              [·] [·] [·] [·] [·] [·] [1]
              [2] [3] [4] [5] [6] [7] [8]
              [9] [10] [11] [12] [13] [14] [15]
              [16] [17] [18] [19] [20] [21] [22]
              [Batal]
    """)
    await say_all(rina, "[‹]", "[31]")
    assert "✅ Sabtu 31 Okt" in rina.shown


async def test_a_day_may_be_typed_as_people_type_it(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "kemaren dulu")
    assert rina.shown.startswith("⚠ Saya belum mengerti tanggal itu.")
    await rina.says("20/11")
    assert "✅ Jumat 20 Nov" in rina.shown


async def test_a_day_to_come_is_refused_with_the_words_of_the_form(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "besok")
    assert rina.shown.startswith("⚠ Tanggalnya hari ini atau sebelumnya, paling lama setahun lalu.")


async def test_a_note_that_is_too_long_is_refused_and_nothing_is_lost(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE, "panjang " * 60)
    assert rina.shown.startswith("⚠ Catatannya terlalu panjang. Tulis paling banyak 300 huruf.")
    await rina.says("Pendek saja")
    assert "8 Catatan: Pendek saja" in rina.shown


async def test_a_question_that_was_answered_by_typing_stays_above_its_answer(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE)
    await rina.says("Ibunya <baik> & ramah")
    assert rina.hears()[0] == "edit: Ada catatan?"


async def test_batal_asks_what_to_do_and_throws_away_only_when_told(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
    await rina.plays("""
        rina: [Batal]
        edit: Laporan ini belum dikirim. Mau diapakan?
              [Lanjutkan mengisi]
              [Simpan draf]
              [Buang]
        rina: [Lanjutkan mengisi]
        edit: Penjangkauan · 2 dari kira-kira 7
              ▰▰▱▱▱▱▱ Kunjungan

              Siapa yang Anda temui?
              [Pengguna] [Keluarga]
              [Warga sekitar]
              [‹ Kembali] [Batal]
    """)
    await say_all(rina, "[Batal]", "[Buang]")
    assert rina.shown.startswith("Draf dibuang.\n\nIni menu Anda:")
    await rina.says("/draf")
    assert rina.shown.startswith("Tidak ada draf.")


async def test_several_drafts_wait_and_lapor_offers_to_go_on(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]", "[Batal]", "[Simpan draf]")
    assert "[Draf · 1]" in rina.shown
    await say_all(rina, "/lapor", "[Mulai yang baru]", "[Penjangkauan]", "[Kemarin]", "[Keluarga]", "/menu")
    assert "[Draf · 2]" in rina.shown
    await rina.says("/lapor")
    assert rina.shown == (
        "Ini yang belum selesai:\n"
        "1 Penjangkauan, Minggu 22 Nov, 19.05 WIB\n"
        "2 Penjangkauan, Minggu 22 Nov, 19.05 WIB\n"
        "[Lanjutkan 1] [Buang 1]\n"
        "[Lanjutkan 2] [Buang 2]\n"
        "[Mulai yang baru] [Menu]"
    )
    await rina.says("[Lanjutkan 1]")
    assert "Bagaimana bertemunya?" in rina.shown
    await say_all(rina, "/draf", "[Buang 2]")
    assert rina.shown.startswith("Laporan ini belum dikirim.")
    await say_all(rina, "[Buang]", "/draf", "[Lanjutkan 1]")
    assert "Bagaimana bertemunya?" in rina.shown


async def test_reports_of_a_unit_are_numbered_by_the_month(world: World) -> None:
    rina, sari = await world.joined("Rina"), await world.joined("Sari", unit=BARUGA)
    for talk in (rina, sari, rina):
        await say_all(talk, "/lapor", *UP_TO_THE_NOTE[1:], "[Lewati]", "[Kirim]")
    assert "Nomor AMT-2611-0002, Minggu 22 Nov, 19.05 WIB." in rina.shown
    assert "Nomor BAR-2611-0001, Minggu 22 Nov, 20.05 WITA." in sari.shown


async def test_the_whole_form_speaks_english(rina: Talk) -> None:
    await say_all(rina, "/bahasa", "[English]", "[Log an activity]", "[Penjangkauan]", "[Yesterday]")
    assert rina.shown == (
        "Penjangkauan · 2 of about 7\n"
        "▰▰▱▱▱▱▱ Visit\n"
        "✅ Saturday 21 Nov\n\n"
        "Whom did you meet?\n"
        "[Person who uses] [Family]\n"
        "[Neighbours]\n"
        "[‹ Back] [Cancel]"
    )
