"""Albums in a thread: several pictures are one message, in their order, with what stands below them."""

from __future__ import annotations

import io

from domain.help_cases import HelpMessage
from simulator.faults import Fault
from tests import attachments
from tests.help.answering import a_petugas, taken
from tests.help.saying import messages, notes, say_all
from tests.transcript import Talk
from tests.world import World

WIDTHS = (40, 60, 80)


def wide(width: int) -> bytes:
    written = io.BytesIO()
    attachments.picture((width, 20)).save(written, "JPEG")
    return written.getvalue()


async def sends_album(talk: Talk, caption: str = "") -> None:
    """Three pictures at once, each wider than the one before."""
    with talk.world.sim.together():
        talk.person.album(talk.bot, [wide(width) for width in WIDTHS], caption)
    await talk.world.quiet()


def widths(talk: Talk) -> list[int]:
    """Of the pictures that the bot has sent, in order."""
    shown = [message for message in talk.chat.messages if message.from_bot and message.photo]
    return [message.photo[-1]["width"] for message in shown]


async def sent(world: World, family: Talk) -> list[HelpMessage]:
    return (await messages(world, family))[1:]


async def test_an_album_of_a_family_is_one_message_with_its_caption_in_order(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    melati = await taken(help_world, dewi)
    await dewi.says("/menu")
    melati.hears()
    dewi.hears()
    help_world.sim.faults.add(Fault("latency", method="getFile", seconds=0.3, times=1))  # the first comes last
    await sends_album(melati, "ini kamarnya")
    assert [line.splitlines()[0] for line in melati.hears()] == [
        "gone: Terima kasih sudah bercerita. Itu tidak mudah.",
        "bot: Sebentar, sedang dikirim.",
        "edit: ✅ 3 foto terkirim.",
    ]
    (album,) = await sent(help_world, melati)
    assert (album.kind, album.text) == ("album", "ini kamarnya")
    heard = dewi.hears()
    assert len(heard) == 1, "one message for the other side"
    assert "mengirim foto atau suara.\n     “ini kamarnya”" in heard[0]
    await dewi.says("[Buka]")
    assert "(beberapa foto) ini kamarnya" in dewi.shown
    assert "[Foto-foto 19.05]" in dewi.shown
    await dewi.says("[Foto-foto 19.05]")
    assert widths(dewi) == list(WIDTHS)
    await melati.says("ini kamarnya → ini kamar anak saya")
    assert [(each.version, each.kind, each.text) for each in await sent(help_world, melati)] == [
        (1, "album", "ini kamarnya"),
        (2, "album", "ini kamar anak saya"),
    ]


async def test_an_album_of_a_petugas_is_told_once_and_read_in_order(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    melati = await taken(help_world, dewi)
    melati.hears()
    await sends_album(dewi, "Alamat dan jam buka")
    assert "✅ Terkirim." in dewi.shown
    melati.hears_only("bot: Ada balasan untuk Anda.\n     [Baca]")
    await melati.says("[Baca]")
    assert [line.splitlines()[0] for line in melati.hears() if line.startswith("bot: ")] == [
        "bot: Alamat dan jam buka", "bot: (foto)", "bot: (foto)", "bot: (foto)",
    ]  # fmt: skip
    assert widths(melati) == list(WIDTHS)


async def test_of_a_petugas_a_nik_below_a_picture_is_kept_from_the_family(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await dewi.says("(foto NIK 1904030507980002)")
    assert any("Sepertinya ada NIK di pesan ini." in message.text for message in dewi.chat.messages)
    assert [each.text for each in await sent(small_help, melati)] == [""]


async def test_a_caption_of_an_album_that_raises_a_question_waits_and_the_pictures_go(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    melati = await taken(help_world, dewi)
    await sends_album(melati, "namanya Budi")
    assert melati.shown == (
        "✅ 3 foto terkirim.\n\nIni belum dikirim. Mau diapakan?\n“namanya Budi”\n[Kirim apa adanya]\n[Tulis ulang]"
    )
    assert [each.text for each in await sent(help_world, melati)] == [""]
    await melati.says("[Kirim apa adanya]")
    assert melati.shown.startswith("✅ Terkirim.")
    assert [each.text for each in await sent(help_world, melati)] == ["", "namanya Budi"]
    await say_all(melati, "(foto hubungi 081377712345)")
    assert "“hubungi (nomor dihapus)”" in melati.shown
    assert "081377712345" not in str(await notes(help_world, melati))


async def test_what_cannot_be_taken_of_an_album_is_said_and_the_rest_goes(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    album = melati.person.album_id()
    with small_help.sim.together():
        melati.person.photo(melati.bot, wide(40), media_group_id=album)
        melati.person.video(melati.bot, attachments.VIDEO, media_group_id=album)
        melati.person.document(melati.bot, b"no picture", "x.jpg", mime="image/jpeg", media_group_id=album)
        melati.person.photo(melati.bot, wide(60), media_group_id=album)
    await small_help.quiet()
    texts = [message.text.splitlines()[0] for message in melati.chat.messages if message.from_bot]
    assert "Yang bisa dikirim di sini: teks, foto, dan rekaman suara." in texts
    assert any(text.startswith("Itu bukan foto.") for text in texts)
    assert texts.count("✅ 2 foto terkirim.") == 1
    assert [each.kind for each in await sent(small_help, melati)] == ["album"]


async def test_words_below_a_picture_that_cannot_be_taken_are_not_lost(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    melati.person.document(melati.bot, b"no picture", "x.jpg", "tolong lihat", mime="image/jpeg")
    await small_help.quiet()
    assert [(each.kind, each.text) for each in await sent(small_help, melati)] == [("text", "tolong lihat")]
    assert "tolong lihat" in dewi.shown
    melati.person.document(melati.bot, b"no picture", "x.jpg", mime="image/jpeg")
    await small_help.quiet()
    assert melati.shown.startswith("Itu bukan foto.")
    assert len(await sent(small_help, melati)) == 1


async def test_a_piece_that_comes_after_its_album_was_sent_is_a_message_of_its_own(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    album = melati.person.album_id()
    for width in (40, 60):
        melati.person.photo(melati.bot, wide(width), media_group_id=album)
        await small_help.quiet()
    assert [each.kind for each in await sent(small_help, melati)] == ["photo", "photo"]


async def test_what_arrives_disturbs_no_reading_and_keeps_its_place(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await dewi.says("Selamat malam.")
    melati.hears()
    small_help.sim.faults.add(Fault("429", method="getFile", retry_after=10, times=1))
    await say_all(melati, "(foto)", "sesudah foto")
    assert melati.shown.startswith("✅ Terkirim.")
    await melati.says("[Baca]")
    await small_help.fetches()
    assert melati.shown.startswith("Selamat malam.")
    assert [each.text for each in await sent(small_help, melati)][-2:] == ["", "sesudah foto"]


async def test_a_picture_that_comes_when_the_case_is_closed_is_said_not_to_have_gone(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    small_help.sim.faults.add(Fault("429", method="getFile", retry_after=10, times=1))
    await melati.says("(foto)")
    assert melati.shown.startswith("Sebentar")
    await say_all(dewi, "[Tutup]", "[Ya, tutup]")
    await small_help.fetches()
    assert any(message.text.startswith("Belum terkirim.") for message in melati.chat.messages)
    assert len(await sent(small_help, melati)) == 1  # that the case was closed
