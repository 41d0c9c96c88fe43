"""A petugas looks through the reports of the satker: verifies one, hands one back, and sees what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.people import Role
from simulator import Message
from tests.handlers.test_penjangkauan import UP_TO_THE_NOTE, say_all
from tests.handlers.test_promises import card, data_of
from tests.transcript import Talk
from tests.world import BARUGA, KACE, World

SENTENCE = "Hasilnya belum cocok dengan catatan."
HAND_BACK = ("/menu", "[Laporan masuk · 1]", "[1]", "[Kembalikan]", "[5]", SENTENCE)
VERIFY = ("/menu", "[Laporan masuk · 1]", "[1]", "[Verifikasi]")


@pytest.fixture
async def tuti(world: World) -> Talk:
    """Bu Tuti, the petugas of BNNK Pangkalpinang."""
    return await world.joined("Tuti", Role.PETUGAS)


async def reports(talk: Talk) -> None:
    """A visit is logged and sent."""
    await say_all(talk, "/lapor", *UP_TO_THE_NOTE[1:], "[Lewati]", "[Kirim]")


async def told(talk: Talk) -> None:
    """A moment later, when nobody is talking any more, the clock tells what is to be told."""
    talk.world.move(timedelta(minutes=2))
    await talk.world.ticks()
    await talk.world.quiet()


async def presses(talk: Talk, message: Message, label: str) -> None:
    """A button of a card as it once was."""
    talk.person.press(talk.bot, data=data_of(message, label), message_id=message.id)
    await talk.world.quiet()


async def statuses(world: World, number: str = "AMT-2611-0001") -> list[str]:
    async with world.store() as store:
        return [version.status for version in await store.submissions.versions(number)]


# --- Handing back, and correcting -----------------------------------------------------------------


async def test_a_report_is_handed_back_with_one_answer_marked_and_comes_back_corrected(
    rina: Talk, tuti: Talk
) -> None:
    await reports(rina)
    await tuti.plays(f"""
        tuti: /menu
        gone: Terima kasih, Bu Tuti.
        bot: Ini menu Anda, Bu Tuti.
             [Laporan masuk · 1]
             [Unit] [Tabel] [Formulir]
             [Undang agen] [Tulis ke agen]
             [Ringkasan] [Angka] [Ekspor]
             [Jam pengingat]
             [Bahasa] [Bantuan]
        tuti: [Laporan masuk · 1]
        edit: Laporan masuk · belum diperiksa

              Sabtu 21 Nov · Air Mesu Timur
              1 Penjangkauan AMT-2611-0001, Bu Rina
              [1]
              [Semua] [Menu]
        tuti: [1]
        edit: Penjangkauan · AMT-2611-0001
              Bu Rina · Air Mesu Timur
              Dikirim Minggu 22 Nov, 19.05 WIB

              Tanggal: Sabtu 21 Nov
              Ditemui: Keluarga
              Cara: Kunjungan
              Ditemani: (kosong)
              Hasil: Pikir-pikir dulu
              Situasi aman: Ya
              Datang lagi: Minggu 29 Nov
              Catatan: (kosong)
              [Verifikasi] [Kembalikan]
              [‹ Laporan masuk] [Menu]
        tuti: [Kembalikan]
        edit: Penjangkauan · AMT-2611-0001
              1 Tanggal: Sabtu 21 Nov
              2 Ditemui: Keluarga
              3 Cara: Kunjungan
              4 Ditemani: (kosong)
              5 Hasil: Pikir-pikir dulu
              6 Situasi aman: Ya
              7 Datang lagi: Minggu 29 Nov
              8 Catatan: (kosong)

              Jawaban mana yang perlu diperbaiki?
              [1] [2] [3] [4] [5]
              [6] [7] [8]
              [‹ Kembali] [Menu]
        tuti: [5]
        edit: AMT-2611-0001 · 5 Hasil

              Apa yang perlu diperbaiki? Tulis satu kalimat untuk penulisnya.
              Jangan tulis nama, NIK, atau nomor HP klien.
              [‹ Kembali]
        tuti: {SENTENCE}
        gone: AMT-2611-0001 · 5 Hasil
        bot: Dikembalikan: AMT-2611-0001. Penulisnya diberi tahu.

             Laporan masuk · belum diperiksa
             Tidak ada laporan di sini.
             [Semua] [Menu]
    """)
    await told(rina)
    rina.hears_only(f"""
        bot: Bu Tuti mengembalikan laporan AMT-2611-0001: “{SENTENCE}”

             Hasil: Pikir-pikir dulu
             [Perbaiki]
             [Nanti]
    """)
    await rina.plays(f"""
        rina: [Perbaiki]
        edit: Bu Tuti menulis: “{SENTENCE}”

              Penjangkauan · 5 dari kira-kira 8
              ▰▰▰▰▰▱▱▱ Hasil

              Bagaimana hasilnya?

              Sekarang tercatat: Pikir-pikir dulu
              [Bersedia skrining]
              [Pikir-pikir dulu] [Belum mau]
              [Tidak bertemu] [Darurat]
              [‹ Kembali] [Biarkan] [Batal]
        rina: [Bersedia skrining]
        edit: Periksa dulu, Bu Rina
              1 Tanggal: Sabtu 21 Nov
              2 Ditemui: Keluarga
              3 Cara: Kunjungan
              4 Ditemani: (kosong)
              5 Hasil: Bersedia skrining
              6 Situasi aman: Ya
              7 Datang lagi: Minggu 29 Nov
              8 Catatan: (kosong)

              Ketuk nomornya untuk mengubah.
              [Kirim]
              [1] [2] [3] [4] [5]
              [6] [7] [8]
              [Simpan draf] [Batal]
    """)
    async with rina.world.store() as store:
        assert [review.settled_at for review in await store.reviews.of("AMT-2611-0001")] == [None]
    await say_all(rina, "[Kirim]")
    async with rina.world.store() as store:
        assert [review.settled_at is None for review in await store.reviews.of("AMT-2611-0001")] == [False]
    assert "Koreksi ke-1; versi sebelumnya tetap disimpan." in rina.shown
    assert await statuses(rina.world) == ["replaced", "sent"]
    await say_all(tuti, "/menu", "[Laporan masuk · 1]")
    assert "1 Penjangkauan AMT-2611-0001, Bu Rina · dikoreksi" in tuti.shown
    await tuti.plays(f"""
        tuti: [1]
        edit: Penjangkauan · AMT-2611-0001
              Bu Rina · Air Mesu Timur
              Dikirim Minggu 22 Nov, 19.07 WIB · koreksi ke-1

              Tanggal: Sabtu 21 Nov
              Ditemui: Keluarga
              Cara: Kunjungan
              Ditemani: (kosong)
              Hasil: Bersedia skrining
              Situasi aman: Ya
              Datang lagi: Minggu 29 Nov
              Catatan: (kosong)

              Dikembalikan oleh Bu Tuti, Minggu 22 Nov, 19.05 WIB: “{SENTENCE}”
              [Verifikasi] [Kembalikan]
              [Versi sebelumnya]
              [‹ Laporan masuk] [Menu]
        tuti: [Versi sebelumnya]
        edit: Penjangkauan · AMT-2611-0001
              Versi 1 dari 2. Yang berubah ditandai ✎.
              Dikirim Minggu 22 Nov, 19.05 WIB

              Tanggal: Sabtu 21 Nov
              Ditemui: Keluarga
              Cara: Kunjungan
              Ditemani: (kosong)
              ✎ Hasil: Pikir-pikir dulu → Bersedia skrining
              Situasi aman: Ya
              Datang lagi: Minggu 29 Nov
              Catatan: (kosong)
              [‹ Kembali] [Menu]
    """)


async def test_the_menu_keeps_what_was_handed_back_until_it_is_corrected(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    rina.world.move(timedelta(hours=2))  # nobody is told at this hour
    await say_all(tuti, *HAND_BACK)
    await say_all(rina, "/menu")
    assert "[Perlu diperbaiki · 1]" in rina.shown
    await rina.plays(f"""
        rina: [Perlu diperbaiki · 1]
        edit: Perlu diperbaiki
              1 Penjangkauan AMT-2611-0001
              Bu Tuti: “{SENTENCE}”
              [Perbaiki 1]
              [Menu]
    """)
    notice = card(rina)
    await say_all(rina, "[Perbaiki 1]", "[Belum mau]", "[Kirim]", "/menu")
    assert "Perlu diperbaiki" not in rina.shown
    await presses(rina, notice, "Perbaiki 1")
    assert rina.shown.startswith("Laporan itu sudah tidak menunggu perbaikan.")
    rina.hears()
    rina.world.move(timedelta(hours=12))
    await told(rina)
    assert rina.hears() == []


async def test_f16_the_author_is_told_at_a_pause_not_in_the_middle_of_a_form(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
    await say_all(tuti, *HAND_BACK)
    await told(rina)
    assert rina.hears() == []
    rina.world.move(timedelta(minutes=16))
    await told(rina)
    assert rina.shown.startswith("Bu Tuti mengembalikan laporan AMT-2611-0001")
    await say_all(rina, "[Lanjutkan yang tadi]")
    assert "Siapa yang Anda temui?" in rina.shown
    await told(rina)
    assert rina.hears() == []


async def test_f17_nobody_is_told_at_night(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    rina.world.move(timedelta(hours=2))
    await say_all(tuti, *HAND_BACK)
    await told(rina)
    assert rina.hears() == []
    rina.world.move(timedelta(hours=9, minutes=54))  # 06.59
    await told(rina)
    assert rina.hears() == []
    rina.world.move(timedelta(hours=1, minutes=1))
    await told(rina)
    assert rina.shown.startswith("Bu Tuti mengembalikan laporan AMT-2611-0001")


async def test_a_report_may_be_handed_back_again_with_another_sentence(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    await say_all(tuti, *HAND_BACK, "[Semua]", "[1]", "[Kembalikan]", "[1]", "Harinya keliru.")
    await told(rina)
    await say_all(rina, "/menu", "[Perlu diperbaiki · 1]")
    assert "Bu Tuti: “Harinya keliru.”" in rina.shown
    assert SENTENCE not in rina.shown
    await say_all(rina, "[Perbaiki 1]")
    assert "Kapan kunjungannya?" in rina.shown


async def test_a_report_about_somebody_who_left_cannot_be_handed_back(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    await say_all(tuti, "/menu", "[Laporan masuk · 1]", "[1]")
    report = card(tuti)
    await rina.world.sql("update people set left_on = '2026-11-22' where name = 'Bu Rina'")
    await presses(tuti, report, "Kembalikan")
    assert "Penulisnya sudah tidak bertugas.\n[Verifikasi]\n" in tuti.shown
    await say_all(tuti, "[Verifikasi]")
    assert await statuses(tuti.world) == ["verified"]


# --- The sentence ---------------------------------------------------------------------------------


async def test_a_private_number_is_no_sentence(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    await say_all(tuti, *HAND_BACK[:-1], "Hubungi dia di 081377712345")
    assert tuti.shown.startswith("⚠ Sepertinya ada nomor HP di pesan ini.")
    assert "Apa yang perlu diperbaiki?" in tuti.shown
    assert not any("0813" in message.text for message in tuti.chat.messages)
    assert await statuses(tuti.world) == ["sent"]
    await say_all(tuti, SENTENCE)
    assert tuti.shown.startswith("Dikembalikan: AMT-2611-0001.")


async def test_what_is_too_long_or_no_text_is_asked_for_again(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    await say_all(tuti, *HAND_BACK[:-1], "panjang " * 60)
    assert tuti.shown.startswith("⚠ Kalimatnya terlalu panjang. Tulis paling banyak 300 huruf.")
    await say_all(tuti, "(foto)")
    assert tuti.shown.startswith("⚠ Yang ditunggu satu kalimat.")
    await say_all(tuti, "/tidak_ada")
    assert "Saya tidak kenal perintah itu" in tuti.shown
    await say_all(tuti, SENTENCE)
    assert await statuses(tuti.world) == ["returned"]


@pytest.mark.parametrize("leaving", ["/batal", "[‹ Kembali]", "/menu"])
async def test_who_leaves_the_sentence_hands_nothing_back(rina: Talk, tuti: Talk, leaving: str) -> None:
    await reports(rina)
    await say_all(tuti, *HAND_BACK[:-1], leaving, "Ini bukan kalimat lagi")
    assert await statuses(tuti.world) == ["sent"]
    async with tuti.world.store() as store:
        assert await store.reviews.of("AMT-2611-0001") == []


async def test_after_an_old_button_a_text_is_no_sentence(rina: Talk, tuti: Talk) -> None:
    await say_all(tuti, "/menu")
    menu = card(tuti)
    await reports(rina)
    await say_all(tuti, *HAND_BACK[:-1])
    await presses(tuti, menu, "Undang agen")
    assert tuti.shown.startswith("Agen untuk unit mana?")
    await say_all(tuti, SENTENCE)
    assert await statuses(tuti.world) == ["sent"]


async def test_what_a_petugas_wrote_is_sealed(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    await say_all(tuti, *HAND_BACK[:-1], "kalimat rahasia")
    async with tuti.world.store() as store:
        assert [review.sentence for review in await store.reviews.of("AMT-2611-0001")] == ["kalimat rahasia"]
    for file in tuti.world.folder.glob("suar.db*"):
        assert b"kalimat rahasia" not in file.read_bytes()


# --- Verifying ------------------------------------------------------------------------------------


async def test_what_was_verified_is_locked_until_it_is_opened_again(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    receipt = card(rina)
    await say_all(tuti, *VERIFY)
    assert tuti.shown.startswith("Diverifikasi: AMT-2611-0001\n")
    await presses(rina, receipt, "Koreksi")
    locked = "Laporan AMT-2611-0001 sudah diverifikasi oleh Bu Tuti, Minggu 22 Nov."
    assert rina.shown == f"{locked} Kalau masih ada yang keliru, minta dibuka lagi.\n[Menu]"
    await say_all(rina, "[Menu]", "[Laporan saya]")
    assert "1 Penjangkauan AMT-2611-0001, Sabtu 21 Nov · ✅ diverifikasi" in rina.shown
    await say_all(rina, "[1]")
    assert rina.shown.endswith("✅ Diverifikasi oleh Bu Tuti, Minggu 22 Nov, 19.05 WIB.\n[Menu]")
    await say_all(tuti, "[Semua]", "[1]")
    assert "[Verifikasi]" not in tuti.shown
    await say_all(tuti, "[Buka lagi]")
    assert "Dibuka lagi oleh Bu Tuti, Minggu 22 Nov, 19.05 WIB." in tuti.shown
    async with tuti.world.store() as store:
        assert [review.what for review in await store.reviews.of("AMT-2611-0001")] == ["unlocked", "verified"]
    await say_all(rina, "/menu", "[Laporan saya]", "[1]", "[Koreksi]")
    assert rina.shown.startswith("Periksa dulu, Bu Rina")


async def test_a_correction_that_was_begun_before_is_refused_and_kept(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    receipt = card(rina)
    await say_all(rina, "[Koreksi]", "[2]", "[Warga sekitar]")
    await say_all(tuti, *VERIFY)
    await presses(rina, receipt, "Koreksi")
    assert rina.shown.startswith("Laporan AMT-2611-0001 sudah diverifikasi oleh Bu Tuti, Minggu 22 Nov.")
    await say_all(rina, "/draf", "[Lanjutkan 1]", "[Kirim]")
    assert rina.shown.startswith("⚠ Laporan AMT-2611-0001 sudah diverifikasi oleh Bu Tuti, Minggu 22 Nov.")
    assert "2 Ditemui: Warga sekitar" in rina.shown
    assert await statuses(rina.world) == ["verified"]
    await say_all(tuti, "[Semua]", "[1]", "[Buka lagi]")
    await say_all(rina, "[Kirim]")
    assert await statuses(rina.world) == ["replaced", "sent"]


async def test_a_message_that_is_changed_later_corrects_no_verified_report(rina: Talk, tuti: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE, "Ibunya ramah", "[Kirim]")
    await say_all(tuti, *VERIFY)
    await say_all(rina, "/lapor", "[Penjangkauan]", "Ibunya ramah → Bapaknya ramah", "[Ya, pakai yang baru]")
    assert rina.shown.startswith("Laporan AMT-2611-0001 sudah diverifikasi oleh Bu Tuti")
    await say_all(rina, "/draf", "[Lanjutkan 1]")
    assert "Kapan kunjungannya?" in rina.shown


async def test_an_old_button_judges_no_version_that_its_reader_has_not_seen(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    await say_all(tuti, "/menu", "[Laporan masuk · 1]", "[1]")
    await say_all(rina, "[Koreksi]", "[2]", "[Warga sekitar]", "[Kirim]")
    await say_all(tuti, "[Verifikasi]")
    assert tuti.shown.startswith("Laporan ini baru saja dikoreksi. Ini versi yang terbaru.")
    assert await statuses(tuti.world) == ["replaced", "sent"]
    await say_all(tuti, "[Verifikasi]")
    assert await statuses(tuti.world) == ["replaced", "verified"]


async def test_two_petugas_who_judge_at_once_do_not_overrule_each_other(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    budi = await rina.world.joined("Budi", Role.PETUGAS)
    await say_all(budi, *HAND_BACK[:3])
    report = card(budi)
    await say_all(budi, *HAND_BACK[3:5])
    await say_all(tuti, *VERIFY)
    await say_all(budi, SENTENCE)
    assert "✅ Diverifikasi oleh Bu Tuti" in budi.shown
    for label in ("Kembalikan", "Verifikasi"):
        await presses(budi, report, label)
        assert "✅ Diverifikasi oleh Bu Tuti" in budi.shown
        assert "[Buka lagi]" in budi.shown
    assert await statuses(tuti.world) == ["verified"]
    async with tuti.world.store() as store:
        assert [review.by for review in await store.reviews.of("AMT-2611-0001")] == ["Bu Tuti"]


# --- Whose they are -------------------------------------------------------------------------------


async def test_only_reports_of_the_own_satker_are_listed_by_day_and_unit(rina: Talk, tuti: Talk) -> None:
    world = tuti.world
    dewi, sari = await world.joined("Dewi", unit=KACE), await world.joined("Sari", unit=BARUGA)
    for talk in (rina, dewi, sari):
        await reports(talk)
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]", *UP_TO_THE_NOTE[3:], "[Lewati]", "[Kirim]")
    await say_all(tuti, "/menu", "[Laporan masuk · 3]")
    assert tuti.shown.splitlines()[:8] == [
        "Laporan masuk · belum diperiksa",
        "",
        "Minggu 22 Nov · Air Mesu Timur",
        "1 Penjangkauan AMT-2611-0002, Bu Rina",
        "",
        "Sabtu 21 Nov · Air Mesu Timur",
        "2 Penjangkauan AMT-2611-0001, Bu Rina",
        "",
    ]
    assert "Sabtu 21 Nov · Kace\n3 Penjangkauan KAC-2611-0001, Bu Dewi" in tuti.shown
    assert "BAR-" not in tuti.shown


async def test_a_petugas_who_went_to_another_satker_opens_nothing_of_the_old_one(rina: Talk, tuti: Talk) -> None:
    await reports(rina)
    await say_all(tuti, "/menu", "[Laporan masuk · 1]", "[1]")
    await tuti.world.sql("update people set satker = 'BNNP-SULTRA' where name = 'Bu Tuti'")
    for label in ("Verifikasi", "Kembalikan"):
        await presses(tuti, card(tuti), label)
        assert tuti.shown.startswith("Laporan itu tidak ada di satker Anda.")
        assert "Laporan masuk" not in tuti.shown
        await tuti.world.sql("update people set satker = 'BNNK-PGK' where name = 'Bu Tuti'")
        await say_all(tuti, "/menu", "[Laporan masuk · 1]", "[1]")
        await tuti.world.sql("update people set satker = 'BNNP-SULTRA' where name = 'Bu Tuti'")
    assert await statuses(tuti.world) == ["sent"]


async def test_agents_look_through_nobodys_reports(rina: Talk) -> None:
    dewi = await rina.world.joined("Dewi")
    await reports(rina)
    await say_all(dewi, "/menu")
    assert "Laporan" not in dewi.shown
    async with rina.world.store() as store:
        sent = await store.submissions.newest("AMT-2611-0001")
        session = await store.sessions.of(rina.world.who(dewi))
        assert sent is not None
        assert session is not None
        assert session.person is not None
        assert await store.reports.to_review(session.person, sent.id) is None


async def test_a_long_list_is_leafed_through(rina: Talk, tuti: Talk) -> None:
    for _ in range(11):
        await reports(rina)
    await say_all(tuti, "/menu", "[Laporan masuk · 11]")
    assert "[‹] [1/2] [›]\n[Semua] [Menu]" in tuti.shown
    await say_all(tuti, "[›]")
    assert "\n11 Penjangkauan AMT-2611-0001, Bu Rina\n[11]\n[‹] [2/2] [›]" in tuti.shown
    await say_all(tuti, "[11]", "[Verifikasi]", "[Semua]")
    assert "[1/2]" in tuti.shown
    await say_all(rina, "/menu", "[Laporan saya]", "[›]")
    assert "11 Penjangkauan AMT-2611-0001, Sabtu 21 Nov · ✅ diverifikasi" in rina.shown
