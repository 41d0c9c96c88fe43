"""What a family has sent and nobody has got: it is said that it waits, and it goes or is thrown away, as they say."""

from __future__ import annotations

from domain.help_cases import Sender, State
from simulator.faults import Fault
from tests.help.answering import a_petugas, taken, versions
from tests.help.saying import TO_THE_HOURS, count, messages, notes, say_all, seen, theirs
from tests.transcript import Talk
from tests.world import World

DIE = "saya mau mati saja"


async def of_family(world: World, family: Talk) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in await messages(world, family) if each.sender is Sender.FAMILY]


# --- A question about a text is open ----------------------------------------------------------------


async def test_a_picture_sent_while_a_question_is_open_goes_and_the_question_stays(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    melati = await taken(help_world, dewi)
    question = "Ini belum dikirim. Mau diapakan?\n“namanya Budi”\n[Kirim apa adanya]\n[Tulis ulang]"
    await melati.says("namanya Budi")
    help_world.sim.faults.add(Fault("429", method="getFile", retry_after=10, times=1))
    await melati.says("(foto)")
    assert melati.shown == f"Sebentar, sedang dikirim.\n\n{question}"
    await help_world.fetches()
    assert melati.shown == f"✅ Terkirim.\n\n{question}"
    await say_all(melati, "(video)")
    assert melati.shown == f"Yang bisa dikirim di sini: teks, foto, dan rekaman suara.\n\n{question}"
    await melati.says("[Kirim apa adanya]")
    assert await of_family(help_world, melati) == [
        ("text", "saya takut dia ditangkap"), ("photo", ""), ("text", "namanya Budi"),
    ]  # fmt: skip


async def test_who_leaves_the_question_is_told_what_was_not_sent(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await say_all(melati, "namanya Budi", "/kasus", "dia pulang malam")
    assert "✅ Terkirim." in melati.shown
    assert "Ada tulisan Anda yang belum dikirim.\n[Kirim ke petugas] [Buang]" in melati.shown
    await melati.says("/kasus")
    assert "Ada tulisan Anda yang belum dikirim.\n[Kirim ke petugas] [Buang]" in melati.shown
    await melati.says("[Kirim ke petugas]")
    assert "belum dikirim" not in melati.shown
    assert [text for _, text in await of_family(small_help, melati)][1:] == ["dia pulang malam", "namanya Budi"]
    await say_all(melati, "namanya Siti", "/kasus", "halo", "[Buang]")
    assert "namanya Siti" not in theirs(melati)
    assert "belum dikirim" not in melati.shown


async def test_a_recording_that_waits_is_not_forgotten_for_a_picture_or_a_page(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await say_all(melati, "(suara)", "(foto)")
    assert melati.shown == (
        "✅ Terkirim.\n\nSuara Anda bisa dikenali orang yang mengenal Anda. Tetap kirim?\n[Kirim suara] [Jangan]"
    )
    await melati.says("/start")
    assert "Ada rekaman suara Anda yang belum dikirim." in melati.shown
    await say_all(melati, "[Kirim ke petugas]", "[Kirim suara]")
    assert [kind for kind, _ in await of_family(small_help, melati)] == ["text", "photo", "voice"]
    await say_all(melati, "(suara)", "/kasus", "[Buang]")
    assert "belum dikirim" not in melati.shown
    assert len(await of_family(small_help, melati)) == 3


# --- Pictures before anything was asked for -----------------------------------------------------------


async def test_pictures_before_anything_was_asked_for_go_along_with_it(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    melati = Talk(help_world, "Melati", help_world.help)
    await say_all(melati, "/start")
    melati.hears()
    await melati.plays("""
        melati: (foto ini punya anak saya)
        gone: Halo. Di sini Anda bisa bertanya, untuk keluarga atau untuk diri sendiri.
        bot: Mau dikirim ke petugas? Belum ada yang membacanya.
             Petugas melihat nama samaran, bukan akun Anda.

             “ini punya anak saya”
             Foto: 1
             [Kirim ke petugas]
             [Buang] [‹ Kembali]
        melati: (foto)
        gone: Mau dikirim ke petugas? Belum ada yang membacanya.
        bot: Mau dikirim ke petugas? Belum ada yang membacanya.
             Petugas melihat nama samaran, bukan akun Anda.

             “ini punya anak saya”
             Foto: 2
             [Kirim ke petugas]
             [Buang] [‹ Kembali]
    """)
    await say_all(melati, "[Kirim ke petugas]", *TO_THE_HOURS[1:], "(foto)")
    assert "⚠ Foto Anda belum dikirim. Nanti ikut terkirim bersama permintaan Anda." in melati.shown
    await say_all(melati, "[Kapan saja]", "[Kirim]")
    assert any(message.text.startswith("Terima kasih sudah bercerita.") for message in melati.chat.messages)
    assert await of_family(help_world, melati) == [("text", "ini punya anak saya"), ("album", "")]
    assert "mengirim foto atau suara." in dewi.shown


async def test_what_stands_below_such_a_picture_is_checked(small_help: World) -> None:
    dahlia = Talk(small_help, "Dahlia", small_help.help)
    await say_all(dahlia, "/start", "(foto hubungi 081377712345)")
    assert "“hubungi (nomor dihapus)”" in dahlia.shown
    assert not any(message.photo for message in dahlia.chat.messages), "the number stood in that message"
    await say_all(dahlia, "[Kirim tanpa nomor]")
    assert "“hubungi (nomor dihapus)”\nFoto: 1" in dahlia.shown
    await say_all(dahlia, "(foto namanya Budi)", "[Tulis ulang]")
    assert "Budi" not in str(await notes(small_help, dahlia))
    await say_all(dahlia, "/start", "[Buang yang belum dikirim]")
    assert "belum dikirim" not in dahlia.shown
    assert not {"told", "pictures"} & {name for name, note in (await notes(small_help, dahlia)).items() if note}


async def test_whoever_calls_somebody_sends_the_picture_along(small_help: World) -> None:
    dahlia = Talk(small_help, "Dahlia", small_help.help)
    await say_all(dahlia, "/start", f"(foto {DIE})", "[Panggil petugas]")
    assert await of_family(small_help, dahlia) == [("text", DIE), ("photo", "")]


async def test_what_is_no_picture_is_refused_clearly_and_its_words_stay(small_help: World) -> None:
    dahlia = Talk(small_help, "Dahlia", small_help.help)
    await say_all(dahlia, "/start", "(suara)")
    assert dahlia.shown.startswith("Sekarang baru bisa tulisan dan foto.")
    dahlia.person.document(dahlia.bot, b"%PDF", "x.pdf", "tolong lihat")
    await small_help.quiet()
    assert any(message.text.startswith("Sekarang baru bisa tulisan dan foto.") for message in dahlia.chat.messages)
    assert "“tolong lihat”" in dahlia.shown


async def test_a_picture_for_a_closed_case_waits_until_it_is_opened_again(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await say_all(melati, "/kasus", "[Tutup]", "[Ya, tutup]", "(foto lihat ini)")
    assert melati.shown.startswith(
        "Obrolan dengan petugas sudah ditutup. Buka lagi dan kirim ini?\n“lihat ini”\nFoto: 1"
    )
    await melati.says("[Buka lagi dan kirim]")
    assert [(kind, text) for kind, text in await of_family(small_help, melati)][1:] == [
        ("text", "lihat ini"), ("photo", ""),
    ]  # fmt: skip


# --- Clearing ---------------------------------------------------------------------------------------


async def test_who_clears_the_chat_leaves_nothing_unsent_to_whoever_takes_the_phone(help_world: World) -> None:
    melati = Talk(help_world, "Melati", help_world.help)
    await say_all(melati, "/start", "[Minta bantuan]", "[Tidak]", "suami saya pakai sabu", "/bersihkan")
    assert melati.shown.startswith("Obrolan ini sudah dibersihkan.\nYang belum dikirim ikut terhapus.\nPesan Anda")
    assert (await count(help_world, "drafts"), await count(help_world, "typed")) == (0, 0)
    await melati.says("[Kembali]")
    assert "[Lanjutkan]" not in melati.shown
    await melati.says("[Minta bantuan]")
    assert "Apakah ada bahaya bagi nyawa sekarang?" in melati.shown
    assert "sabu" not in " ".join(seen(melati))


async def test_who_clears_the_chat_is_told_what_was_sent_stays_sent(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await say_all(melati, "namanya Budi", "/bersihkan")
    assert "Yang belum dikirim ikut terhapus.\nYang sudah terkirim tetap bisa dibaca petugas." in melati.shown
    await say_all(melati, "halo", "/bersihkan")
    assert "Yang belum dikirim" not in melati.shown
    assert [text for _, _, text in await versions(small_help, melati)] == ["saya takut dia ditangkap", "halo"]
    assert (await small_help.case_of(melati)).state is State.TAKEN
