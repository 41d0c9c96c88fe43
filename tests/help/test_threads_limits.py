"""What is not done in a thread: numbers of people, forwards, abuse; and the one message that two may send all the
same."""

from __future__ import annotations

from domain.help_cases import Sender
from domain.presses import Do, Press, pack
from simulator.forwards import forwarded, hidden
from tests.attachments import photo
from tests.handlers.test_promises import data_of
from tests.help.answering import a_petugas, alias, asks, later, taken, versions
from tests.help.saying import say_all
from tests.transcript import Talk
from tests.world import World

NIK = "1904030507980002"


# --- What is written -------------------------------------------------------------------------------


async def test_an_answer_may_hold_the_number_of_an_office_and_never_a_nik(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await dewi.says(f"Puskesmas 0717 421234, NIK {NIK}")
    assert "Sepertinya ada NIK di pesan ini. Nomor seperti itu tidak disimpan." in dewi.shown
    await dewi.says("Puskesmas 0717 421234")
    assert "✅ Terkirim." in dewi.shown
    await dewi.says(f"Puskesmas 0717 421234 → NIK {NIK}")
    assert "Sepertinya ada NIK di pesan ini." in dewi.shown
    assert [text for sender, _, text in await versions(small_help, melati) if sender is Sender.STAFF] == [
        "Puskesmas 0717 421234"
    ]


async def test_nothing_goes_to_a_family_before_the_case_is_taken_or_while_something_is_chosen(
    small_help: World,
) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await asks(small_help)
    await say_all(dewi, "/menu", "[Permintaan bantuan · 1]", f"[{await alias(small_help, melati)}]", "Halo")
    assert "Belum terkirim. Ambil dulu permintaan ini, lalu tulis." in dewi.shown
    await say_all(dewi, "[Saya ambil]", "[Tutup]", "Halo")
    assert "Belum terkirim. Pilih dulu tombolnya, lalu tulis." in dewi.shown
    await say_all(dewi, "[Catatan]", "Hati-hati dengan yang ini.")
    assert [sender for sender, _, _ in await versions(small_help, melati)] == [Sender.FAMILY, Sender.NOTE]
    melati.hears_only("")


async def test_forwards_contacts_and_places_are_refused_to_who_answers(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    dewi.person.forward(dewi.bot, "dari orang lain", {"type": "hidden_user", "sender_user_name": "Budi", "date": 1})
    await small_help.quiet()
    assert "Pesan terusan tidak dikirim" in dewi.shown
    dewi.person.photo(dewi.bot, photo(), **forwarded(hidden("Budi"), 1))
    await small_help.quiet()
    assert "Kiriman terusan tidak diteruskan" in dewi.shown
    dewi.person.contact(dewi.bot, "+6281377712345", "Budi")
    await small_help.quiet()
    assert "Kontak tidak diteruskan" in dewi.shown
    await dewi.says("(lokasi -2.1 106.1)")
    assert "Lokasi tidak diteruskan." in dewi.shown
    await dewi.says("(video)")
    assert "Yang bisa dikirim di sini: teks, foto, dan rekaman suara." in dewi.shown
    assert len(await versions(small_help, melati)) == 1


async def test_photos_and_recordings_go_both_ways_a_voice_only_on_a_second_word(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    melati = await taken(help_world, dewi)
    await melati.says("(suara)")
    assert melati.shown == ("Suara Anda bisa dikenali orang yang mengenal Anda. Tetap kirim?\n[Kirim suara] [Jangan]")
    await melati.says("[Jangan]")
    assert melati.shown.startswith("Tidak dikirim. Rekamannya saya hapus dari obrolan ini.")
    assert len(await versions(help_world, melati)) == 1
    await say_all(melati, "(suara)", "[Kirim suara]", "(foto)")
    assert melati.shown.startswith("✅ Terkirim.")
    assert "[Suara 19.05] [Foto 19.05]" in dewi.shown
    await dewi.says("[Suara 19.05]")
    assert dewi.shown == "(terkunci) (suara)"
    await say_all(dewi, "(foto)")
    assert "✅ Terkirim." in dewi.shown
    await say_all(dewi, "(suara)", "[Kirim suara]")
    melati.hears()
    await melati.says("[Baca]")
    assert [line.splitlines()[0] for line in melati.hears() if line.startswith("bot: ")] == [
        "bot: Ada kiriman untuk Anda, di bawah ini.",
        "bot: (foto)",
        "bot: (suara)",
    ]


async def test_recordings_that_wait_are_not_lost_to_whoever_writes_or_records_on(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await say_all(melati, "(suara)", "(suara)", "tolong didengar")
    assert melati.shown.startswith("✅ Terkirim.\n\nSuara Anda bisa dikenali")
    await melati.says("[Kirim suara]")
    assert [text for _, _, text in await versions(small_help, melati)][1:] == ["tolong didengar", "", ""]


async def test_what_stands_below_a_picture_of_the_family_is_told_too(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await melati.says("(foto ini tempatnya)")
    assert [text for _, _, text in await versions(small_help, melati)] == [
        "saya takut dia ditangkap", "ini tempatnya",
    ]  # fmt: skip
    await melati.says("(foto hubungi 081377712345)")
    assert "“hubungi (nomor dihapus)”" in melati.shown


# --- Muting ----------------------------------------------------------------------------------------


async def muted(world: World, dewi: Talk) -> Talk:
    melati = await taken(world, dewi)
    await say_all(dewi, "[Bisukan]", "[7 hari]")
    assert "✅ Dibisukan sampai Minggu 29 Nov, 19.05 WIB." in dewi.shown
    dewi.hears()
    return melati


async def test_of_who_is_muted_nothing_is_kept_or_told_and_they_learn_it_once(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    melati = await muted(help_world, dewi)
    await melati.says("kata kasar")
    assert melati.shown == "Pesan Anda belum bisa diterima sampai Minggu 29 Nov, 19.05 WIB.\n[Nomor darurat]"
    melati.hears()
    await melati.says("kata kasar lagi")
    await melati.says("(foto)")
    melati.hears_only("")
    dewi.hears_only("")
    assert len(await versions(help_world, melati)) == 1
    later(help_world, days=8)
    await melati.says("Maaf.")
    assert "Maaf." in dewi.shown
    assert melati.shown.startswith("✅ Terkirim.")


async def test_who_is_muted_still_sees_the_card_of_danger_and_can_have_somebody_called(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    melati = await muted(help_world, dewi)
    alias_of = await alias(help_world, melati)
    await melati.says("saya mau bunuh diri")
    assert any("119" in message.text for message in melati.chat.messages)
    assert f"⚠ Keluarga {alias_of}, yang dibisukan, menulis kata yang menandakan bahaya." in dewi.shown
    assert not any("bunuh diri" in message.text for message in dewi.chat.messages)


async def test_who_is_muted_gets_no_further_by_closing_and_asking_anew(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await muted(small_help, dewi)
    await say_all(melati, "/kasus", "[Tutup]", "[Ya, tutup]", "[Buka lagi]")
    assert melati.shown.startswith("Pesan Anda belum bisa diterima")
    await say_all(melati, "/start", "[Minta bantuan]")
    assert melati.shown.startswith("Pesan Anda belum bisa diterima")
    assert not (await small_help.case_of(melati)).is_open


async def test_who_is_muted_gets_no_further_by_erasing(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await muted(small_help, dewi)
    await say_all(melati, "/hapus", "[Ya, hapus semuanya]")
    assert "Pesan dari sini tetap belum diterima sampai Minggu 29 Nov, 19.05 WIB." in melati.shown
    await say_all(melati, "/start", "[Minta bantuan]")
    assert melati.shown.startswith("Pesan Anda belum bisa diterima sampai Minggu 29 Nov, 19.05 WIB.")
    later(small_help, days=8)
    await say_all(melati, "/start", "[Minta bantuan]")
    assert "Apakah ada bahaya" in melati.shown


async def test_a_muted_case_that_is_given_back_is_told_to_nobody(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    await muted(small_help, dewi)
    siti.hears()
    await dewi.says("[Kembalikan]")
    siti.hears_only("")


async def test_muting_can_be_taken_back(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await muted(small_help, dewi)
    await say_all(dewi, "[Bisukan]", "[Terima lagi pesannya]")
    assert "Pesannya diterima lagi." in dewi.shown
    await melati.says("Terima kasih.")
    assert "Terima kasih." in dewi.shown


# --- Breaking the glass ----------------------------------------------------------------------------


async def closed_by_family(world: World, dewi: Talk) -> Talk:
    melati = await taken(world, dewi)
    await say_all(melati, "/kasus", "[Tutup]", "[Ya, tutup]")
    melati.hears()
    return melati


async def test_two_send_one_last_message_with_its_reason_and_never_a_second(help_world: World) -> None:
    dewi, siti = await a_petugas(help_world, "Dewi"), await a_petugas(help_world, "Siti")
    melati = await closed_by_family(help_world, dewi)
    name = f"Keluarga {await alias(help_world, melati)}"
    await say_all(dewi, "[Buka]")
    offered = dewi.chat.answer
    dewi.hears()
    siti.hears()
    await dewi.plays(f"""
        dewi: [Nyawa terancam]
        edit: (terkunci) {name}
              Hanya kalau nyawa terancam. Keluarga ini tidak ingin dikirimi pesan.
              Satu pesan terakhir, sekali saja. Rekan Anda harus setuju.

              Apa alasannya? Satu kalimat; keluarga ikut membacanya.
              [‹ Kembali]
        dewi: Anda menulis ingin mati.
        gone: (terkunci) {name}
        bot: (terkunci) {name}
             Sekarang tulis pesannya untuk keluarga.
             [‹ Kembali]
    """)
    await dewi.says("Tolong hubungi 119. Kami di sini.")
    assert "Belum terkirim. Yang diminta setuju: Bu Siti." in dewi.shown
    melati.hears_only("")
    asked = siti.chat.answer
    siti.hears_only(f"""
        bot: (terkunci) ⚠ Bu Dewi ingin mengirim satu pesan terakhir kepada {name}.
             Keluarga ini tidak ingin dikirimi pesan. Hanya kalau nyawa terancam.

             Alasan: Anda menulis ingin mati.
             “Tolong hubungi 119. Kami di sini.”
             [Setuju, kirim] [Tidak setuju]
    """)
    await siti.plays(f"""
        siti: [Setuju, kirim]
        flash: Bu Siti setuju; pesan terakhir sudah dikirim.
        edit: (terkunci) {name} · pesan terakhir sudah dikirim.
    """)
    await melati.says("[Baca]")
    melati.hears_only(f"""
        bot: Ada balasan untuk Anda.
             [Baca]
        gone: Ada balasan untuk Anda.
        gone: {name}
        bot: Petugas mengirim satu pesan terakhir. Alasannya: Anda menulis ingin mati.

             Tolong hubungi 119. Kami di sini.
             [Balas] [Nanti]
             [Bersihkan obrolan]
    """)
    await dewi.says("[Buka]")
    assert "[Nyawa terancam]" not in dewi.shown
    siti.person.press(siti.bot, data=data_of(asked, "Setuju, kirim"), message_id=asked.id)
    dewi.person.press(dewi.bot, data=data_of(offered, "Nyawa terancam"), message_id=offered.id)
    await help_world.quiet()
    melati.hears_only("")
    assert "Pesan terakhir sudah pernah dikirim." in dewi.shown


async def test_who_asks_for_the_last_message_cannot_agree_to_it_alone(help_world: World) -> None:
    dewi, siti = await a_petugas(help_world, "Dewi"), await a_petugas(help_world, "Siti")
    melati = await closed_by_family(help_world, dewi)
    await say_all(dewi, "[Buka]", "[Nyawa terancam]", "Nyawanya terancam.", "Hubungi 119.")
    siti.hears()
    async with help_world.running.database.transaction() as store:
        case = await help_world.case_of(melati)
        words = (await store.help_messages.of(case.id))[-1]
        press = Press(Do.THREAD_GLASS_SECOND, case.id, choice=words.number << 2 | 1)
        data = pack(press, help_world.who(dewi), help_world.running.kit.press_key)
    dewi.person.press(dewi.bot, data=data, message_id=dewi.chat.answer.id)
    await help_world.quiet()
    melati.hears_only("")
    await siti.says("[Tidak setuju]")
    melati.hears_only("")
    assert "Bu Siti tidak setuju; pesan terakhir tidak dikirim." in dewi.shown


async def test_a_family_that_wants_no_messages_is_written_to_only_so(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    melati = await taken(small_help, dewi)
    await dewi.says("Halo.")
    assert "[Nyawa terancam]" not in dewi.shown
    await say_all(melati, "/kasus", "[Jangan kirim pesan dulu]")
    melati.hears()
    await say_all(dewi, "Masih di sana?", "[Nyawa terancam]", "Nyawanya terancam.", "Hubungi 119.")
    melati.hears_only("")
    await siti.says("[Setuju, kirim]")
    melati.hears_only("bot: Ada balasan untuk Anda.\n     [Baca]")


async def test_a_reason_that_is_too_long_is_asked_for_again(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    await closed_by_family(small_help, dewi)
    await say_all(dewi, "[Buka]", "[Nyawa terancam]", "panjang " * 40)
    assert "Terlalu panjang. Tulis paling banyak 200 huruf." in dewi.shown
    await say_all(dewi, "Nyawanya terancam.", "Hubungi 119.")
    assert "Tidak ada rekan yang bisa diminta setuju." in dewi.shown
