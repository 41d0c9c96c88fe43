"""A family's evening and the petugas' morning: asked, taken, answered, changed on both sides."""

from __future__ import annotations

from domain.help_cases import Sender
from tests.help.answering import a_petugas, alias, asks, later, roster, versions
from tests.help.saying import ASKS, TO_THE_HOURS, say_all
from tests.transcript import Talk
from tests.world import World


async def test_what_a_family_asks_in_the_evening_is_answered_in_the_morning(help_world: World) -> None:
    dewi, siti = await a_petugas(help_world, "Dewi"), await a_petugas(help_world, "Siti")
    await roster(help_world, dewi, siti, "08:00:00", "16:00:00")
    melati = await asks(help_world)
    name = f"Keluarga {await alias(help_world, melati)}"
    dewi.hears_only("")  # nobody is on duty
    later(help_world, hours=13)
    await help_world.ticks()
    siti.hears_only("")  # she only stands in
    dewi.hears_only(f"""
        bot: (terkunci) {name} · baru · BNNK Pangkalpinang
             Orang tua · Takut ditangkap · aman bicara: ya
             Boleh dikirimi kapan saja
             Kota Pangkalpinang, Kepulauan Bangka Belitung
             “saya takut dia ditangkap”
             Janji balas: Selasa 24 Nov, 08.00 WIB
             [Saya ambil]
             [Teruskan] [Bukan untuk kami]
    """)
    await dewi.plays(f"""
        dewi: [Saya ambil]
        gone: (terkunci) {name} · baru · BNNK Pangkalpinang
        gone: Terima kasih, Bu Dewi.
        bot: (terkunci) {name} · Anda yang menjawab
             Orang tua · Takut ditangkap · aman bicara: ya
             Boleh dikirimi kapan saja
             Kota Pangkalpinang, Kepulauan Bangka Belitung
             Janji balas: Selasa 24 Nov, 08.00 WIB

             Keluarga · 22 Nov, 19.05
             saya takut dia ditangkap

             Tulis balasan untuk keluarga di sini.
             [Catatan] [Tanya rekan]
             [Teruskan] [Kembalikan]
             [Tutup] [Bisukan]
             [Bukan untuk kami]
             [‹ Daftar] [Menu]
        dewi: Selamat pagi. Rasa takut itu wajar.
        gone: (terkunci) {name} · Anda yang menjawab
        bot: (terkunci) {name} · Anda yang menjawab
             Orang tua · Takut ditangkap · aman bicara: ya
             Boleh dikirimi kapan saja
             Kota Pangkalpinang, Kepulauan Bangka Belitung

             Keluarga · 22 Nov, 19.05
             saya takut dia ditangkap

             Anda · 08.05
             Selamat pagi. Rasa takut itu wajar.

             ✅ Terkirim.

             Tulis balasan untuk keluarga di sini.
             [Catatan] [Tanya rekan]
             [Teruskan] [Kembalikan]
             [Tutup] [Bisukan]
             [Bukan untuk kami]
             [‹ Daftar] [Menu]
    """)
    await melati.says("[Baca]")
    melati.hears_only("""
        bot: Ada balasan untuk Anda.
             [Baca]
        gone: Ada balasan untuk Anda.
        gone: Terima kasih sudah bercerita. Itu tidak mudah.
        bot: Selamat pagi. Rasa takut itu wajar.
             [Balas] [Nanti]
             [Bersihkan obrolan]
    """)
    await melati.says("Umurnya 19 tahun")
    dewi.hears_only(f"""
        gone: (terkunci) {name} · Anda yang menjawab
        bot: (terkunci) {name} · Anda yang menjawab
             Orang tua · Takut ditangkap · aman bicara: ya
             Boleh dikirimi kapan saja
             Kota Pangkalpinang, Kepulauan Bangka Belitung
             Janji balas: Selasa 24 Nov, 08.05 WIB

             Keluarga · 22 Nov, 19.05
             saya takut dia ditangkap

             Anda · 08.05
             Selamat pagi. Rasa takut itu wajar.

             Keluarga · 08.05
             Umurnya 19 tahun

             Tulis balasan untuk keluarga di sini.
             [Catatan] [Tanya rekan]
             [Teruskan] [Kembalikan]
             [Tutup] [Bisukan]
             [Bukan untuk kami]
             [‹ Daftar] [Menu]
    """)
    case = await help_world.case_of(melati)
    assert case.answered_at is not None
    assert case.promised_at is not None  # they wrote again


async def test_what_is_changed_afterwards_stays_in_both_versions_on_both_sides(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    melati = await asks(help_world)
    await dewi.says("[Saya ambil]")
    await melati.says("Umurnya 19 tahun")
    await melati.says("Umurnya 19 tahun → Umurnya 20 tahun")
    assert "19.05, diubah 19.05\nUmurnya 20 tahun\n\ntadinya:\nUmurnya 19 tahun" in dewi.shown
    await dewi.says("Baik.")
    await melati.says("[Baca]")
    assert melati.shown.startswith("Baik.\n")
    await dewi.says("Baik. → Baik, terima kasih.")
    assert "✅ Diubah. Yang lama tetap tercatat." in dewi.shown
    await melati.says("[Baca]")
    assert melati.shown.startswith("Baik, terima kasih. (diubah)")
    assert await versions(help_world, melati) == [
        (Sender.FAMILY, 1, "saya takut dia ditangkap"),
        (Sender.FAMILY, 1, "Umurnya 19 tahun"),
        (Sender.FAMILY, 2, "Umurnya 20 tahun"),
        (Sender.STAFF, 1, "Baik."),
        (Sender.STAFF, 2, "Baik, terima kasih."),
    ]


async def test_messages_of_both_chats_that_have_the_same_number_are_told_apart(help_world: World) -> None:
    """Telegram counts the messages of each chat by itself."""
    dewi = await a_petugas(help_world, "Dewi")
    melati = await asks(help_world)
    await dewi.says("[Saya ambil]")
    case = await help_world.case_of(melati)
    async with help_world.running.database.transaction() as store:
        now = help_world.running.clock.now()
        person = await store.people.by_who(help_world.who(dewi))
        assert person is not None
        await store.help_messages.add(case.id, Sender.FAMILY, "dari keluarga", now, message_id=5000)
        await store.help_messages.add(case.id, Sender.STAFF, "dari petugas", now, person=person.id, message_id=5000)
        staffs = await store.help_messages.by_message(case.id, 5000, Sender.STAFF)
        assert staffs is not None
        await store.help_messages.edit(staffs, "dari petugas, diubah", now)
        of_family = await store.help_messages.by_message(case.id, 5000, Sender.FAMILY)
        of_staff = await store.help_messages.by_message(case.id, 5000, Sender.STAFF, person=person.id)
        of_nobody = await store.help_messages.by_message(case.id, 5000, Sender.STAFF, person=person.id + 1)
    assert of_family is not None
    assert of_family.text == "dari keluarga"
    assert of_staff is not None
    assert of_staff.text == "dari petugas, diubah"
    assert of_nobody is None


async def test_what_nobody_wrote_is_not_called_an_answer(small_help: World) -> None:
    """Families wait for a human: a sentence of ours must not look like one."""
    dewi = await a_petugas(small_help, "Dewi")
    melati = await asks(small_help)
    await say_all(dewi, "[Saya ambil]", "[Kembalikan]")
    melati.hears_only("bot: Ada pemberitahuan untuk Anda.\n     [Baca]")
    await say_all(dewi, f"[{await alias(small_help, melati)}]", "[Saya ambil]", "Selamat malam.")
    melati.hears_only("bot: Ada balasan untuk Anda.\n     [Baca]")


async def test_an_answer_waits_for_the_hours_of_the_family_and_who_answered_is_told_so(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await asks(small_help)
    later(small_help, hours=2)  # 21.05, and the family wrote two hours ago
    await dewi.says("[Saya ambil]")
    await dewi.says("Selamat malam.")
    assert "✅ Tersimpan. Keluarga diberi tahu Senin 23 Nov, 07.00 WIB." in dewi.shown
    melati.hears_only("")


async def test_their_hours_are_those_of_the_clock_where_they_are(small_help: World) -> None:
    """A satker of another zone answers: at 20.05 by its clock it is 21.05 by theirs."""
    dewi = await a_petugas(small_help, "Dewi")
    melati = Talk(small_help, "Melati", small_help.help)
    await say_all(melati, "/start", *TO_THE_HOURS[:5], "[Sulawesi Tenggara]", "[Lewati]", "[Jam tertentu saja]")
    await say_all(melati, "[☐ Malam, 18–21]", "[Selesai]", *ASKS[-2:])
    await small_help.sql("update help_cases set satker = 'BNNK-PGK'")
    await say_all(dewi, "/menu", "[Permintaan bantuan · 1]", f"[{await alias(small_help, melati)}]")
    assert "Boleh dikirimi jam 18–21 WITA\n" in dewi.shown
    later(small_help, hours=1)
    melati.hears()
    await say_all(dewi, "[Saya ambil]", "Selamat malam.")
    assert "✅ Tersimpan. Keluarga diberi tahu Senin 23 Nov, 17.00 WIB." in dewi.shown
    melati.hears_only("")


async def test_to_a_family_that_wants_no_messages_none_is_sent_and_who_answered_is_told_so(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await asks(small_help)
    await dewi.says("[Saya ambil]")
    await melati.says("/kasus")
    await melati.says("[Jangan kirim pesan dulu]")
    melati.hears()
    await dewi.says("Selamat malam.")
    assert "✅ Tersimpan. Keluarga minta tidak dikirimi pesan;" in dewi.shown
    melati.hears_only("")
    await melati.says("/kasus")
    assert "[Baca balasan · 1]" in melati.shown


async def test_answers_that_no_message_can_hold_together_are_all_read(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await asks(small_help)
    await dewi.says("[Saya ambil]")
    first, second = "pertama " * 500, "kedua " * 680
    await dewi.says(first)
    await dewi.says(second)
    melati.hears()
    await melati.says("[Baca]")
    read = "".join(message.text for message in melati.chat.messages if message.sender.get("id") != melati.person.id)
    assert (read.count("pertama"), read.count("kedua")) == (500, 680)


async def test_a_promise_that_has_passed_is_not_said_as_if_it_held(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    await roster(small_help, dewi)
    melati = await asks(small_help)
    later(small_help, hours=30)
    await melati.says("Masih ada orang?")
    assert melati.shown.startswith(
        "✅ Terkirim.\nMaaf, jawabannya terlambat. Seharusnya paling lambat Senin 23 Nov, 19.05 WIB.\nMau menambah?"
    )
    await melati.says("/kasus")
    assert (
        "Maaf, jawabannya terlambat. Seharusnya paling lambat Senin 23 Nov, 19.05 WIB.\n[" in melati.shown
    )  # nobody else was told of it
    case = await small_help.case_of(melati)
    async with small_help.running.database.transaction() as store:
        await store.help.change(case.id, level=2)
    await melati.says("/kasus")
    assert "Atasan petugas sudah diberi tahu." in melati.shown


async def test_a_case_that_somebody_has_read_is_not_called_unread(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await asks(small_help)
    await say_all(dewi, "[Saya ambil]", "Halo.", "[Kembalikan]")
    await melati.says("/kasus")
    assert "Menunggu jawaban petugas." in melati.shown


# --- A case that was closed -------------------------------------------------------------------------


async def closed(world: World) -> Talk:
    dewi = await a_petugas(world, "Dewi")
    melati = await asks(world)
    await say_all(dewi, "[Saya ambil]", "[Tutup]", "[Ya, tutup]")
    return melati


async def test_all_that_is_written_to_a_closed_case_waits_and_goes_when_it_is_opened(small_help: World) -> None:
    melati = await closed(small_help)
    await say_all(melati, "dia pulang", "dia mabuk")
    assert melati.shown.startswith(
        "Obrolan dengan petugas sudah ditutup. Buka lagi dan kirim ini?\n“dia pulang dia mabuk”"
    )
    await melati.says("[Buka lagi dan kirim]")
    assert melati.shown.startswith("✅ Terkirim.")
    assert [text for _, _, text in await versions(small_help, melati)][-2:] == ["dia pulang", "dia mabuk"]


async def test_what_is_thrown_away_or_left_is_not_sent_when_a_case_is_opened_again(small_help: World) -> None:
    melati = await closed(small_help)
    before = await versions(small_help, melati)
    await say_all(melati, "dia pulang", "[Buang]", "dia mabuk", "/kasus", "[Buka lagi]")
    assert "Terkirim" not in melati.shown
    assert await versions(small_help, melati) == before
    await melati.says("/start")
    assert "Ada tulisan Anda yang belum dikirim." in melati.shown


async def test_a_text_that_was_changed_before_a_closed_case_was_opened_goes_as_it_reads_now(
    small_help: World,
) -> None:
    melati = await closed(small_help)
    await say_all(melati, "dia pulang", "dia pulang → dia pergi")
    assert melati.shown.startswith("Obrolan dengan petugas sudah ditutup.")
    await say_all(melati, "[Buka lagi dan kirim]", "dia pergi → dia pergi jauh")
    assert [text for _, _, text in await versions(small_help, melati)][-2:] == ["dia pergi", "dia pergi jauh"]
