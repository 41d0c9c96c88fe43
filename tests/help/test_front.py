"""The first screen of the help bot, and what becomes of a text that nobody asked for."""

from __future__ import annotations

import re

import pytest

from domain.messages import Incoming
from handlers import help_routing
from handlers.chat import Chat
from tests.help.saying import ASKS, about, messages, notes, say_all, seen, theirs
from tests.transcript import Talk
from tests.world import AIR_MESU, World

POSTER = f"/start u_{AIR_MESU.replace('.', '')}"


async def test_the_first_screen_says_who_reads_what_it_is_not_and_what_nobody_can_hide(melati: Talk) -> None:
    await melati.plays("""
        melati: /start
        bot: Halo. Di sini Anda bisa bertanya, untuk keluarga atau untuk diri sendiri.

             Ada bahaya sekarang? Hubungi:
             Ambulans · 24 jam
             119

             SAPA, untuk perempuan dan anak · 24 jam
             129

             Ini tempat bertanya soal rehabilitasi narkoba.
             • Yang membaca: petugas rehabilitasi BNN, bukan bagian penindakan.
             • Petugas melihat nama samaran, bukan akun Anda. Nama dan nomor HP tidak perlu.
             • Kami tidak menanyakan bandar atau tempat.
             • Bertanya di sini gratis. Ini belum wajib lapor.
             • Telegram, dan orang yang memegang HP Anda, tetap bisa melihat obrolan ini.
             [Minta bantuan] [Tanya jawab]
             [Darurat] [Apa artinya?]
             [Bersihkan obrolan] [Hapus saya]
        melati: [Apa artinya?]
        edit: Siapa bisa melihat apa
              • Telegram: bahwa Anda mengobrol di sini, dan isinya. Obrolan dengan bot bukan obrolan rahasia.
              • Orang yang memegang HP Anda: seluruh obrolan ini, dan pemberitahuannya.
              • Petugas: nama samaran dan yang Anda tulis. Bukan nama, nomor, atau akun Anda.
              • Pengelola server memegang kunci isinya. Ia bisa memeriksa apakah suatu akun pernah menulis.

              Yang bisa Anda lakukan
              • Kunci HP, dan matikan isi pemberitahuan Telegram.
              • Selesai mengobrol? Tekan Bersihkan obrolan.
              • Tidak mau lanjut? Tekan Hapus saya. Cerita Anda dihapus dari server.
              [‹ Kembali]
    """)


async def test_what_a_notification_shows_first_names_neither_bnn_nor_drugs(dahlia: Talk) -> None:
    for line in ("/start", "/tanya", "/darurat", "anak saya pakai sabu"):
        await dahlia.says(line)
        assert not re.search(r"bnn|narkoba|sabu", dahlia.shown[:100].lower()), line


async def test_emergency_numbers_stand_alone_on_their_lines(dahlia: Talk) -> None:
    await dahlia.says("/start")
    assert {"119", "129"} <= set(dahlia.shown.splitlines())


async def test_a_number_that_works_in_one_place_only_is_shown_to_whoever_came_by_a_poster_there(dahlia: Talk) -> None:
    await dahlia.world.sql(
        "insert into hotlines (number, satker, name, line, hours, scope, coverage, active, checked_on) values"
        " ('1', 'BNNK-PGK', 'Layanan darurat', '112', '24 jam', 'darurat', 'provinsi', true, '2026-11-20')"
    )
    await dahlia.says("/start")
    assert "112" not in dahlia.shown.splitlines()
    await dahlia.says(POSTER)
    assert "112" in dahlia.shown.splitlines()


async def test_the_unit_of_a_poster_tells_the_area(help_world: World, melati: Talk) -> None:
    await say_all(melati, POSTER, "[Minta bantuan]", "[Tidak]", "[Orang tua]", "[Biaya]", "[Ya]")
    assert "Kapan kami boleh mengirim pesan di sini?" in melati.shown
    await say_all(melati, "[Kapan saja]", "[Lewati]", "[Kirim]")
    told = await about(help_world, melati)
    case = await help_world.case_of(melati)
    assert (told["provinsi"], told["kabupaten"]) == ("19", "19.04")
    assert (case.unit, case.satker) == (AIR_MESU, "BNNK-PGK")


async def test_nobody_learns_by_which_poster_somebody_came_who_does_not_want_it(dahlia: Talk) -> None:
    await dahlia.says(POSTER)
    assert "Anda datang lewat poster Air Mesu Timur. Petugas melihat nama itu." in dahlia.shown
    await dahlia.says("[Jangan sebut posternya]")
    assert "Air Mesu" not in dahlia.shown
    await say_all(dahlia, "[Minta bantuan]", "[Tidak]", "[Orang tua]", "[Biaya]", "[Ya]", "[Kapan saja]")
    await say_all(dahlia, "[Lewati]", "[Kirim]")
    case = await dahlia.world.case_of(dahlia)
    assert (case.unit, case.satker) == (None, "BNNK-PGK")


async def test_whoever_does_not_say_the_area_after_all_is_of_no_unit(dahlia: Talk) -> None:
    await say_all(dahlia, POSTER, "[Minta bantuan]", "[Tidak]", "[Orang tua]", "[Biaya]", "[Ya]", "[Kapan saja]")
    await say_all(dahlia, "[Lewati]", "[5]", "[Kosongkan]", "[Kirim]")
    case = await dahlia.world.case_of(dahlia)
    assert "provinsi" not in await about(dahlia.world, dahlia)
    assert (case.unit, case.satker) == (None, None)


async def test_a_poster_that_nobody_knows_changes_nothing(dahlia: Talk) -> None:
    for start in ("/start u_9999999999", "/start u_19", "/start apa_saja"):
        await dahlia.says(start)
        assert dahlia.shown.startswith("Halo.")
    assert "unit" not in await notes(dahlia.world, dahlia)


async def test_a_strangers_first_text_is_kept_and_offered(help_world: World, melati: Talk) -> None:
    await melati.says("anak saya pakai, saya bingung")
    assert melati.shown.startswith("Halo.")
    assert "Ada tulisan Anda yang belum dikirim.\n" in melati.shown
    assert (await help_world.case_of(melati)).was_asked is False
    await say_all(
        melati, "[Kirim ke petugas]", "[Tidak]", "[Orang tua]", "[Biaya]", "[Ya]", "[Lewati]", "[Kapan saja]"
    )
    assert "9 Cerita" not in melati.shown
    assert "Cerita: anak saya pakai, saya bingung" in melati.shown
    await melati.says("[Kirim]")
    assert [message.text for message in await messages(help_world, melati)] == ["anak saya pakai, saya bingung"]


async def test_texts_on_the_first_screen_are_offered_together(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "halo", "saya mau tanya")
    assert dahlia.shown == (
        "Mau dikirim ke petugas? Belum ada yang membacanya.\n"
        "Petugas melihat nama samaran, bukan akun Anda.\n\n"
        "“halo saya mau tanya”\n"
        "[Kirim ke petugas]\n"
        "[Buang] [‹ Kembali]"
    )
    await dahlia.says("[‹ Kembali]")
    assert "Ada tulisan Anda yang belum dikirim." in dahlia.shown
    await say_all(dahlia, "[Bersihkan obrolan]", "[Kembali]")
    assert "mau tanya" not in " ".join(seen(dahlia))


async def test_what_is_thrown_away_is_gone_from_the_chat_too(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "anak saya pakai", "[Buang]")
    assert "[Minta bantuan]" in dahlia.shown
    assert "anak saya pakai" not in seen(dahlia)
    assert "told" not in await notes(dahlia.world, dahlia)


async def test_a_text_that_was_changed_is_offered_as_it_reads_now(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "anak saya pakai", "anak saya pakai → anak saya sakit")
    assert "“anak saya sakit”" in dahlia.shown


async def test_an_open_case_comes_first(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *ASKS, "/start")
    assert dahlia.shown.splitlines()[-4] == "[Kasus saya]"


async def test_the_bot_speaks_english_to_whoever_wants(dahlia: Talk) -> None:
    await say_all(dahlia, "/bahasa", "[English]")
    assert dahlia.shown.startswith("Hello. Here you can ask")
    await say_all(dahlia, "[Ask for help]", "[No]", "[Parent]")
    assert "What do you most want to ask?" in dahlia.shown


async def test_contacts_places_and_forwards_are_refused_and_taken_out_of_the_chat(dahlia: Talk) -> None:
    dahlia.person.open(dahlia.bot)
    await dahlia.world.quiet()
    dahlia.person.contact(dahlia.bot, "+6281377712345", "Budi")
    await dahlia.world.quiet()
    assert dahlia.shown.startswith("Kontak tidak saya terima")
    await dahlia.says("(lokasi -2.1 106.1)")
    assert dahlia.shown.startswith("Lokasi tidak saya terima")
    dahlia.person.venue(dahlia.bot, -2.1, 106.1)
    await dahlia.world.quiet()
    assert dahlia.shown.startswith("Lokasi tidak saya terima")
    dahlia.person.forward(
        dahlia.bot, "jemput di sini", {"type": "hidden_user", "sender_user_name": "Budi", "date": 1}
    )
    await dahlia.world.quiet()
    assert dahlia.shown.startswith("Pesan terusan tidak saya terima")
    assert theirs(dahlia) == ["/start"]
    assert await notes(dahlia.world, dahlia) == {}


async def test_no_handler_ever_learns_a_name_or_the_language_of_a_phone(
    small_help: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Incoming] = []

    async def listens(chat: Chat) -> None:
        heard.append(chat.incoming)

    monkeypatch.setitem(help_routing._COMMANDS, "/tanya", listens)
    await Talk(small_help, "Kenari", small_help.help, language="en").says("/tanya")
    assert [(each.first_name, each.language) for each in heard] == [("", "")]
