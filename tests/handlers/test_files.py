"""Photos, recordings, videos, documents and places as answers, from the phone to the sealed row."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from handlers.attaching import ONE_PHOTO
from simulator import Fault
from simulator.uploads import Upload
from storage.files import COMING, FAILED, KEPT, Kept
from tests import attachments
from tests.handlers.test_edits import burst
from tests.handlers.test_penjangkauan import say_all
from tests.transcript import READING, Talk
from tests.world import World, a_world

EVIDENCE = """
    | survey |
    | | type | name | label::Indonesia (id) | required | bind::suar:desimal | relevant |
    | | image | rumah | Foto rumahnya? | yes | | |
    | | audio | cerita | Ceritakan dengan suara. | | | |
    | | video | keadaan | Ada videonya? | | | |
    | | file | surat | Surat tugasnya? | | | |
    | | geopoint | tempat | Di mana? | | 2 | |
    | | image | papan | Foto papan nama? | | | ${tempat} != '' |
    | | text | catatan | Ada catatan? | | | |
    | settings |
    | | form_id | form_title | default_language | namespaces |
    | | bukti | Bukti | Indonesia (id) | suar="https://suar.example/xlsform" |
"""
TWO_PHOTOS = """
    | survey |
    | | type | name | label::Indonesia (id) |
    | | image | satu | Foto pertama? |
    | | image | dua | Foto kedua? |
    | | text | catatan | Ada catatan? |
    | settings |
    | | form_id | form_title | default_language |
    | | foto | Foto | Indonesia (id) |
"""


@pytest.fixture
async def world(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """On each kind of database, with two small forms of our own."""
    async with a_world(tmp_path, database_url) as made:
        made.brings("bukti", EVIDENCE)
        made.brings("foto", TWO_PHOTOS)
        async with made.program():
            yield made


@pytest.fixture
async def small_world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    async with a_world(tmp_path, sqlite_url) as made:
        made.brings("bukti", EVIDENCE)
        made.brings("foto", TWO_PHOTOS)
        async with made.program():
            yield made


@pytest.fixture
async def sari(small_world: World) -> Talk:
    """An agent in a world of one database, at the first question of the evidence."""
    talk = await small_world.joined("Sari")
    await say_all(talk, "/lapor", "[Bukti]")
    return talk


def telegram_holds_back(world: World) -> None:
    """The next file cannot be fetched at once: one sees what is shown meanwhile."""
    world.sim.faults.add(Fault("429", method="getFile", retry_after=3, times=1))


async def sends(talk: Talk, what: object) -> None:
    """Something was sent by hand: a person reads before that, and the bots go on until they are quiet."""
    await talk.world.quiet()
    talk.world.sim.clock.move(READING)


async def counted(world: World) -> dict[str, int]:
    async with world.store() as store:
        return {state: await store.files.count(state) for state in (COMING, KEPT, FAILED)}


async def kept_of(world: World, number: str) -> list[Kept]:
    """The files of a report that was sent."""
    async with world.store() as store:
        sent = await store.submissions.newest(number)
        assert sent is not None
        words = sent.instance.decode().replace("<", " <").replace(">", "> ").split()
        found = [await store.files.find(word) for word in words]
    return [file for file in found if file is not None]


def calls_of(world: World, method: str) -> int:
    return sum(1 for call in world.sim.calls if call.method == method)


# --- From the first question to the receipt ------------------------------------------------------


async def test_evidence_is_logged_with_whatever_fits(world: World) -> None:
    rina = await world.joined("Rina")
    await say_all(rina, "/lapor")
    telegram_holds_back(world)
    await rina.plays("""
        rina: [Bukti]
        edit: Bukti · 1 dari kira-kira 6
              ▰▱▱▱▱▱

              Foto rumahnya?
              Kirim foto lewat 📎.
              [Batal]
        rina: (foto)
        edit: Foto rumahnya?
        bot: Bukti · 1 dari kira-kira 6
             ▰▱▱▱▱▱

             Foto rumahnya?
             Foto sedang disimpan…
             [Batal]
    """)
    await world.fetches()
    rina.hears_only("""
        edit: Bukti · 2 dari kira-kira 6
              ▰▰▱▱▱▱
              ✅ Foto tersimpan

              Ceritakan dengan suara.
              Rekam suara dengan 🎤, atau kirim lewat 📎.
              [‹ Kembali] [Lewati] [Batal]
    """)
    for kind in ("suara", "video", "berkas"):
        telegram_holds_back(world)
        await rina.says(f"({kind})")
        rina.hears()
        assert "sedang disimpan…" in rina.shown
        await world.fetches()
    rina.hears_only("""
        edit: Bukti · 5 dari kira-kira 6
              ▰▰▰▰▰▱
              ✅ Berkas tersimpan

              Di mana?
              Ketuk 📎, lalu Lokasi. Atau tulis lintang dan bujurnya, misalnya -2,13 106,11.
              [‹ Kembali] [Lewati] [Batal]
    """)
    await rina.plays("""
        rina: (lokasi -2.1345678 106.1134567)
        edit: Di mana?
        bot: Bukti · 6 dari kira-kira 7
             ▰▰▰▰▰▰▱
             ✅ ±1 km sekitar −2,13 106,11

             Foto papan nama?
             Kirim foto lewat 📎.
             [‹ Kembali] [Lewati] [Batal]
        rina: [Lewati]
        edit: Bukti · 7 dari kira-kira 7
              ▰▰▰▰▰▰▰
              ✅ (kosong)

              Ada catatan?
              [‹ Kembali] [Lewati] [Batal]
        rina: [Lewati]
        edit: Periksa dulu, Bu Rina
              1 Foto rumahnya? Foto tersimpan
              2 Ceritakan dengan suara. Rekaman tersimpan
              3 Ada videonya? Video tersimpan
              4 Surat tugasnya? Berkas tersimpan
              5 Di mana? ±1 km sekitar −2,13 106,11
              6 Foto papan nama? (kosong)
              7 Ada catatan? (kosong)

              Ketuk nomornya untuk mengubah.
              [Kirim]
              [1] [2] [3] [4] [5]
              [6] [7]
              [Simpan draf] [Batal]
    """)
    await rina.says("[Kirim]")
    assert rina.shown.startswith("✅ Tercatat. Nomor AMT-2611-0001")
    files = await kept_of(world, "AMT-2611-0001")
    assert [(file.name.partition("-")[0], file.name.partition(".")[2], file.mime) for file in files] == [
        ("foto", "jpg", "image/jpeg"),
        ("suara", "ogg", "audio/ogg"),
        ("video", "mp4", "video/mp4"),
        ("berkas", "pdf", "application/pdf"),
    ]
    assert [file.content for file in files[1:]] == [attachments.VOICE, attachments.VIDEO, attachments.LETTER]
    with Image.open(io.BytesIO(files[0].content)) as seen:
        assert seen.size == (20, 40)
    assert await counted(world) == {COMING: 0, KEPT: 4, FAILED: 0}


async def test_in_english_as_well(small_world: World) -> None:
    sam = await small_world.joined("Sam")
    await say_all(sam, "/bahasa", "[English]", "/lapor", "[Bukti]")
    assert "Send a photo with 📎." in sam.shown
    await sam.says("(foto)")
    assert "✅ Photo saved" in sam.shown
    await say_all(sam, "[Skip]", "[Skip]", "[Skip]", "-2.13, 106.11")
    assert "✅ ±1 km around −2.13 106.11" in sam.shown


# --- What is not taken ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (attachments.PROGRAM, "photo.jpg", "Itu bukan foto. Kirim foto lewat 📎."),
        (attachments.LETTER, "photo.jpg", "Itu bukan foto. Kirim foto lewat 📎."),
        (
            attachments.HEIC,
            "IMG_1.HEIC",
            "Foto jenis itu tidak bisa dibuka di sini. Kirim sebagai foto, bukan sebagai berkas.",
        ),
        (attachments.bomb(), "besar.png", "Foto itu terlalu besar. Kirim sebagai foto, bukan sebagai berkas."),
        (attachments.photo()[:200], "rusak.jpg", "Kiriman itu rusak dan tidak bisa dibuka. Kirim sekali lagi, ya."),
        (
            bytes(20 * 1024 * 1024 + 1),
            "video.jpg",
            "Kiriman itu terlalu besar; paling besar 20 MB. Kirim yang lebih kecil.",
        ),
    ],
)
async def test_what_is_no_photo_is_refused_with_what_to_send_instead(
    sari: Talk, content: bytes, name: str, said: str
) -> None:
    sari.person.document(sari.bot, content, name, mime="image/jpeg")
    await sari.world.quiet()
    assert sari.shown.startswith(f"⚠ {said}")
    assert "Foto rumahnya?\nKirim foto lewat 📎." in sari.shown
    assert (await counted(sari.world))[KEPT] == 0
    await sari.says("(foto)")
    assert "✅ Foto tersimpan" in sari.shown


async def test_a_file_of_which_telegram_tells_no_size_may_still_be_too_large(sari: Talk) -> None:
    stored = sari.bot.files.keep(Upload("besar.jpg", bytes(20 * 1024 * 1024 + 1)), "document")
    sari.world.sim.clock.move(READING)
    message = {
        "message_id": sari.bot.next_message_id(),
        "date": int(sari.world.sim.clock.now().timestamp()),
        "chat": {"id": sari.person.id, "type": "private", "first_name": "Sari"},
        "from": {"id": sari.person.id, "is_bot": False, "first_name": "Sari"},
        "document": {"file_id": stored.id, "file_unique_id": stored.unique_id},
    }
    sari.world.sim.inject(sari.bot, {"message": message})
    await sari.world.quiet()
    assert sari.shown.startswith("⚠ Kiriman itu terlalu besar; paling besar 20 MB.")


async def test_a_photo_sent_as_a_document_is_a_photo(sari: Talk) -> None:
    sari.person.document(sari.bot, attachments.photo("PNG"), "IMG_1.PNG")
    await sari.world.quiet()
    assert "✅ Foto tersimpan" in sari.shown


async def test_what_telegram_does_not_call_a_photo_is_not_even_fetched(sari: Talk) -> None:
    for send in (sari.person.voice, sari.person.sticker, sari.person.contact, sari.person.video):
        send(sari.bot)
        await sari.world.quiet()
        assert sari.shown.startswith("⚠ Itu bukan foto. Kirim foto lewat 📎.")
    assert (calls_of(sari.world, "getFile"), await counted(sari.world)) == (0, {COMING: 0, KEPT: 0, FAILED: 0})


async def test_words_and_places_are_no_photo(sari: Talk) -> None:
    await sari.says("rumahnya hijau")
    assert sari.shown.startswith("⚠ Kirim fotonya, ya: ketuk 📎.")
    await sari.says("foto-abc.jpg")
    assert sari.shown.startswith("⚠ Kirim fotonya, ya: ketuk 📎.")
    await sari.says("(lokasi -2.13 106.11)")
    assert sari.shown.startswith("⚠ Kirim foto lewat 📎.")


async def test_a_program_is_no_letter_and_a_photo_is_no_document(sari: Talk) -> None:
    await say_all(sari, "(foto)", "[Lewati]", "[Lewati]")
    sari.person.document(sari.bot, attachments.PROGRAM, "surat.pdf")
    await sari.world.quiet()
    assert sari.shown.startswith("⚠ Berkas program tidak diterima. Kirim dokumen, misalnya PDF.")
    await sari.says("(foto)")
    assert sari.shown.startswith("⚠ Itu bukan berkas. Kirim lewat 📎, pilih File.")


async def test_a_photo_or_place_where_words_are_wanted_is_refused_with_a_sentence(sari: Talk) -> None:
    await say_all(sari, "(foto)", "[Lewati]", "[Lewati]", "[Lewati]", "[Lewati]")
    assert "Ada catatan?" in sari.shown
    for what in ("(foto)", "(lokasi -2.13 106.11)"):
        await sari.says(what)
        assert sari.shown.startswith("⚠ Di sini saya hanya bisa menerima teks dan tombol.")


async def test_a_caption_is_not_kept_and_that_is_said(sari: Talk) -> None:
    telegram_holds_back(sari.world)
    await sari.says("(foto rumah Pak Kenari)")
    assert sari.shown.startswith("⚠ Keterangan foto tidak disimpan.")
    assert "Foto sedang disimpan…" in sari.shown
    await sari.world.fetches()
    assert "⚠" not in sari.shown
    assert "✅ Foto tersimpan" in sari.shown


async def test_what_came_before_its_question_is_not_filed_under_it(sari: Talk) -> None:
    await say_all(sari, "(foto)")
    with sari.world.sim.together():  # the question after the next is not there yet
        sari.does("[Lewati]")
        sari.person.video(sari.bot, attachments.VIDEO)
    await sari.world.quiet()
    assert sari.shown.startswith("⚠ Kiriman itu datang sebelum pertanyaannya. Kirim sekali lagi sekarang, ya.")
    assert "Ada videonya?" in sari.shown
    await say_all(sari, "(video)")
    with sari.world.sim.together():
        sari.does("[Lewati]")
        sari.person.location(sari.bot, -2.13, 106.11)
    await sari.world.quiet()
    assert sari.shown.startswith("⚠ Kiriman itu datang sebelum pertanyaannya.")


async def test_f21_of_an_album_the_first_fitting_piece_answers_and_the_others_are_told_once(
    small_world: World,
) -> None:
    rina = await small_world.joined("Rina")
    await say_all(rina, "/lapor", "[Foto]")
    rina.world.sim.clock.move(READING)
    rina.person.album(rina.bot, [attachments.photo()] * 4)
    await rina.world.quiet()
    assert ONE_PHOTO.phrase in "\n".join(rina.hears())
    assert (await counted(small_world))[KEPT] == 1
    assert "Foto kedua?" in rina.shown


async def test_f21_pieces_of_an_album_that_come_one_by_one_are_no_answer_to_the_next_question(
    small_world: World,
) -> None:
    rina = await small_world.joined("Rina")
    await say_all(rina, "/lapor", "[Foto]")
    album, said = rina.person.album_id(), []
    for _ in range(4):
        rina.person.photo(rina.bot, attachments.photo(), media_group_id=album)
        await sends(rina, None)
        said += rina.hears()
    assert "\n".join(said).count(ONE_PHOTO.phrase) == 1
    assert "Foto kedua?" in rina.shown
    assert (await counted(small_world))[KEPT] == 1
    await rina.says("(foto)")
    assert "Ada catatan?" in rina.shown


async def test_f21_of_a_mixed_album_the_piece_that_fits_is_taken(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    await say_all(rina, "/lapor", "[Foto]")
    album = rina.person.album_id()
    rina.world.sim.clock.move(READING)
    with rina.world.sim.together():
        rina.person.video(rina.bot, attachments.VIDEO, media_group_id=album)
        rina.person.video(rina.bot, attachments.VIDEO, media_group_id=album)
        rina.person.photo(rina.bot, attachments.photo(), media_group_id=album)
    await rina.world.quiet()
    assert "Foto kedua?" in rina.shown


# --- Elsewhere by then, changed, dropped, sent ---------------------------------------------------


async def test_a_file_that_arrives_when_its_person_is_elsewhere_moves_nothing(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    await say_all(rina, "/lapor", "[Foto]", "(foto)")
    telegram_holds_back(small_world)
    await say_all(rina, "(foto)", "[‹ Kembali]")
    before = rina.shown
    assert "Foto pertama?" in before
    await small_world.fetches()
    assert rina.hears() == []
    assert (await counted(small_world))[KEPT] == 2
    await rina.says("[Biarkan]")  # a button that was drawn before the file arrived
    assert "Ada catatan?" in rina.shown


async def test_a_file_that_arrives_at_the_menu_is_there_when_the_draft_is_resumed(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    telegram_holds_back(small_world)
    await say_all(rina, "/lapor", "[Foto]", "(foto)", "/menu")
    await small_world.fetches()
    assert rina.hears() == []
    await say_all(rina, "/draf")
    await rina.says("[Lanjutkan 1]")
    assert "✅ Foto tersimpan\n\nFoto kedua?" in rina.shown


async def test_a_card_shown_again_still_says_that_the_file_is_on_its_way(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    telegram_holds_back(small_world)
    await say_all(rina, "/lapor", "[Foto]", "(foto)", "/menu", "/draf", "[Lanjutkan 1]")
    assert "Foto sedang disimpan…" in rina.shown
    await small_world.fetches()
    assert "Foto kedua?" in rina.shown


async def test_a_question_that_is_skipped_meanwhile_stays_empty(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    telegram_holds_back(small_world)
    await say_all(rina, "/lapor", "[Foto]", "(foto)", "[Lewati]")
    assert await counted(small_world) == {COMING: 0, KEPT: 0, FAILED: 0}
    await small_world.fetches()
    assert rina.hears() == []
    await say_all(rina, "[Lewati]", "[Lewati]")
    assert "1 Foto pertama? (kosong)" in rina.shown


async def test_a_new_photo_takes_the_place_of_the_old_one_which_is_deleted(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    await say_all(rina, "/lapor", "[Foto]", "(foto)", "(foto)", "[Lewati]", "[1]")
    assert "Sekarang tercatat: Foto tersimpan" in rina.shown
    telegram_holds_back(small_world)
    rina.person.photo(rina.bot, attachments.plain_photo())
    await sends(rina, None)
    assert (await counted(small_world)) == {COMING: 1, KEPT: 2, FAILED: 0}
    await small_world.fetches()
    assert (await counted(small_world)) == {COMING: 0, KEPT: 2, FAILED: 0}
    await rina.says("[Kirim]")
    files = await kept_of(small_world, "AMT-2611-0001")
    assert len(files) == 2
    assert len({file.content for file in files}) == 2


async def test_a_replacement_that_cannot_be_taken_leaves_the_old_photo(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    await say_all(rina, "/lapor", "[Foto]", "(foto)", "[Lewati]", "[Lewati]", "[1]")
    rina.person.document(rina.bot, attachments.PROGRAM, "photo.jpg")
    await sends(rina, None)
    assert rina.shown.startswith("⚠ Itu bukan foto.")
    assert "Sekarang tercatat: Foto tersimpan" in rina.shown
    await say_all(rina, "[Biarkan]", "[Kirim]")
    assert len(await kept_of(small_world, "AMT-2611-0001")) == 1


async def test_a_report_is_not_sent_while_its_photo_is_on_its_way(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    await say_all(rina, "/lapor", "[Foto]", "(foto)", "[Lewati]", "[Lewati]", "[1]")
    telegram_holds_back(small_world)
    await say_all(rina, "(foto)", "[Biarkan]")
    await rina.says("[Kirim]")
    assert rina.shown.startswith("⚠ Kiriman terakhir masih disimpan. Tunggu sebentar, lalu kirim.")
    await small_world.fetches()
    await rina.says("[Kirim]")
    assert rina.shown.startswith("✅ Tercatat.")
    assert len(await kept_of(small_world, "AMT-2611-0001")) == 1


async def test_an_emptied_question_keeps_no_photo(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    await say_all(rina, "/lapor", "[Foto]", "(foto)", "[Lewati]", "[Lewati]", "[1]", "[Kosongkan]")
    assert await counted(small_world) == {COMING: 0, KEPT: 0, FAILED: 0}


async def test_with_a_draft_its_files_are_thrown_away(world: World) -> None:
    rina = await world.joined("Rina")
    await say_all(rina, "/lapor", "[Foto]", "(foto)")
    telegram_holds_back(world)
    await say_all(rina, "(foto)", "[Batal]", "[Buang]")
    assert await counted(world) == {COMING: 0, KEPT: 0, FAILED: 0}
    await world.fetches()
    assert rina.hears() == []


async def test_what_is_not_relevant_any_more_is_not_kept_with_the_report(small_world: World) -> None:
    sari = await small_world.joined("Sari")
    await say_all(sari, "/lapor", "[Bukti]", "(foto)", "[Lewati]", "[Lewati]", "[Lewati]", "(lokasi -2.13 106.11)")
    await say_all(sari, "(foto)", "[Lewati]", "[5]")
    await sari.says("[Kosongkan]")
    assert (await counted(small_world))[KEPT] == 2
    await sari.says("[Kirim]")
    assert (await counted(small_world))[KEPT] == 1


async def test_a_correction_has_the_photos_of_the_report_and_leaves_them_to_it(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    await say_all(rina, "/lapor", "[Foto]", "(foto)", "[Lewati]", "[Lewati]", "[Kirim]", "[Koreksi]", "[1]")
    rina.person.photo(rina.bot, attachments.plain_photo())
    await sends(rina, None)
    await say_all(rina, "[Kirim]")
    async with small_world.store() as store:
        first, second = await store.submissions.versions("AMT-2611-0001")
    assert first.fingerprint != second.fingerprint
    assert (await counted(small_world))[KEPT] == 2


# --- Places --------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["-2.1345678, 106.1134567", "-2,1345678 106,1134567", "-2.134567 106.1134567"])
async def test_a_place_may_be_typed_and_is_rounded_as_well(sari: Talk, typed: str) -> None:
    await say_all(sari, "(foto)", "[Lewati]", "[Lewati]", "[Lewati]", typed)
    assert "✅ ±1 km sekitar −2,13 106,11" in sari.shown


async def test_a_place_that_was_held_first_is_remembered_no_finer_than_it_is_kept(sari: Talk) -> None:
    await say_all(sari, "(foto)", "[Lewati]", "[Lewati]", "[Lewati]")
    await burst(sari, "di rumahnya", "-2.1345, 106.1134")
    await say_all(sari, "[Pakai untuk pertanyaan berikut]")
    assert "✅ ±1 km sekitar −2,13 106,11" in sari.shown
    async with sari.world.store() as store:
        session = await store.sessions.of(sari.world.who(sari))
        assert session is not None
        found = [await store.typed.find(session, number) for number in range(1, 40)]
    assert [typed.text for typed in found if typed is not None and typed.questions] == ["-2.13 106.11"]


async def test_what_is_no_place_is_asked_for_again(sari: Talk) -> None:
    await say_all(sari, "(foto)", "[Lewati]", "[Lewati]", "[Lewati]")
    for typed in ("di rumahnya", "-2.13", "95, 200", "(foto)"):
        await sari.says(typed)
        assert sari.shown.startswith("⚠ Ketuk 📎, lalu Lokasi."), typed
        assert "Di mana?" in sari.shown
    await sari.says("190401120190 0002")
    assert "Sepertinya ada NIK" in sari.shown


async def test_a_venue_and_a_live_place_are_places(sari: Talk) -> None:
    await say_all(sari, "(foto)", "[Lewati]", "[Lewati]", "[Lewati]")
    sari.person.venue(sari.bot, -2.13, 106.11, title="Posko")
    await sends(sari, None)
    assert "✅ ±1 km sekitar −2,13 106,11" in sari.shown
    await say_all(sari, "[‹ Kembali]")
    sari.person.location(sari.bot, -2.2, 106.2, accuracy=1400, live=900)
    await sends(sari, None)
    assert "✅ ±1 km sekitar −2,20 106,20" in sari.shown


# --- Telegram, and us, in trouble ----------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "5xx", "method": "getFile"},
        {"kind": "5xx", "method": "download", "html": True},
        {"kind": "cut_before", "method": "getFile"},
        {"kind": "cut_after", "method": "download"},
        {"kind": "429", "method": "download", "retry_after": 5},
    ],
)
async def test_a_file_is_fetched_when_telegram_is_back(sari: Talk, fault: dict[str, object]) -> None:
    sari.world.sim.faults.add(Fault(**fault))  # type: ignore[arg-type]
    await sari.says("(foto)")
    assert "Foto sedang disimpan…" in sari.shown
    assert (await counted(sari.world))[COMING] == 1
    sari.world.sim.faults.clear()
    await sari.world.fetches()
    assert "✅ Foto tersimpan" in sari.shown


async def test_nobody_else_waits_for_a_file_that_does_not_come(small_world: World) -> None:
    rina, sari = await small_world.joined("Rina"), await small_world.joined("Sari")
    await say_all(rina, "/lapor", "[Foto]")
    await say_all(sari, "/lapor", "[Foto]")
    small_world.sim.faults.add(Fault("latency", method="download", seconds=60.0))
    rina.does("(foto)")
    await small_world.until(lambda: "Foto sedang disimpan…" in rina.shown)
    sari.does("[Lewati]")
    await small_world.until(lambda: "Foto kedua?" in sari.shown)
    rina.does("[Lewati]")
    await small_world.until(lambda: "Foto kedua?" in rina.shown)


async def test_telegrams_wish_to_wait_is_respected_to_the_second(sari: Talk) -> None:
    world = sari.world
    world.sim.faults.add(Fault("429", method="getFile", retry_after=60, times=1))
    await sari.says("(foto)")
    for _ in range(5):
        await world.fetches()
    assert calls_of(world, "getFile") == 1
    await world.fetches()
    assert calls_of(world, "getFile") == 2
    assert "✅ Foto tersimpan" in sari.shown


async def test_a_file_that_telegram_has_no_more_is_asked_for_again(sari: Talk) -> None:
    world = sari.world
    world.staff.files.at = lambda _path: None  # type: ignore[method-assign]
    await sari.says("(foto)")
    for _ in range(3):
        await world.fetches()
    assert sari.shown.startswith("⚠ Kiriman itu tidak bisa diambil dari Telegram. Kirim sekali lagi, ya.")
    assert "Kirim foto lewat 📎." in sari.shown
    assert await counted(world) == {COMING: 0, KEPT: 0, FAILED: 1}


async def test_what_telegram_calls_no_file_of_ours_is_asked_for_again_at_once(sari: Talk) -> None:
    sari.world.staff.files.find = lambda _id: None  # type: ignore[method-assign]
    await sari.says("(foto)")
    assert sari.shown.startswith("⚠ Kiriman itu tidak bisa diambil dari Telegram. Kirim sekali lagi, ya.")
    assert calls_of(sari.world, "getFile") == 1


async def test_after_some_hours_nobody_waits_any_more(sari: Talk) -> None:
    world = sari.world
    world.sim.faults.add(Fault("5xx", method="getFile"))
    await sari.says("(foto)")
    await world.sql("update files set at = at - :hours", hours=7 * 3600 * 1_000_000)
    await world.fetches()
    assert sari.shown.startswith("⚠ Kiriman itu tidak bisa diambil dari Telegram. Kirim sekali lagi, ya.")


async def test_what_failed_is_forgotten_by_the_clock(sari: Talk) -> None:
    world = sari.world
    sari.person.document(sari.bot, attachments.PROGRAM, "photo.jpg")
    await world.quiet()
    await world.ticks()
    assert (await counted(world))[FAILED] == 1
    await world.sql("update files set at = at - :hours", hours=49 * 3600 * 1_000_000)
    await say_all(sari, "(foto)")
    await world.ticks()
    assert await counted(world) == {COMING: 0, KEPT: 1, FAILED: 0}


async def test_a_file_that_was_asked_for_is_fetched_after_a_restart(tmp_path: Path, database_url: str) -> None:
    async with a_world(tmp_path, database_url) as world:
        world.brings("foto", TWO_PHOTOS)
        async with world.program() as app:
            rina = await world.joined("Rina")
            await say_all(rina, "/lapor", "[Foto]")
            world.sim.faults.add(Fault("latency", method="download", seconds=60.0))
            rina.does("(foto)")
            await world.until(lambda: calls_of(world, "getFile") == 1 and "disimpan…" in rina.shown)
            assert not app.is_idle
        world.sim.faults.clear()
        async with world.program():
            await world.until(lambda: "✅ Foto tersimpan" in rina.shown)
            assert (await counted(world))[KEPT] == 1


async def test_two_programs_fetch_a_file_once(tmp_path: Path, postgres_url: str) -> None:
    async with a_world(tmp_path, postgres_url) as world:
        world.brings("foto", TWO_PHOTOS)
        async with AsyncExitStack() as programs:
            await programs.enter_async_context(world.program())
            rina = await world.joined("Rina")
            await say_all(rina, "/lapor", "[Foto]")
            second = await programs.enter_async_context(world.another_program())
            telegram_holds_back(world)
            await rina.says("(foto)")
            world.machine_waits(timedelta(seconds=10))
            for app in (world.running, second.app):
                for side in app.sides:
                    side.fetching.wake()
            await world.until(lambda: "✅ Foto tersimpan" in rina.shown)
            await world.until(lambda: world.running.is_idle and second.app.is_idle)
            assert calls_of(world, "getFile") == 2  # the one that was told to wait, and the one that was not
            assert await counted(world) == {COMING: 0, KEPT: 1, FAILED: 0}
            await rina.says("(foto)")
            await world.until(lambda: "Ada catatan?" in rina.shown)


async def test_a_database_that_was_away_gets_the_file_when_it_is_back(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.database import DatabaseDown
    from storage.files import Files

    rina = await small_world.joined("Rina")
    await say_all(rina, "/lapor", "[Foto]")
    whole, left = Files.keep, [2]

    async def away(self: Files, *given: object) -> None:
        if left[0]:
            left[0] -= 1
            raise DatabaseDown("away")
        await whole(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Files, "keep", away)
    await rina.says("(foto)")
    assert "✅ Foto tersimpan" in rina.shown
    assert left == [0]


async def test_of_two_photos_sent_while_waiting_the_later_one_counts(sari: Talk) -> None:
    world = sari.world
    telegram_holds_back(world)
    await say_all(sari, "(foto)")
    telegram_holds_back(world)
    sari.person.photo(sari.bot, attachments.plain_photo())
    await sends(sari, None)
    assert await counted(world) == {COMING: 1, KEPT: 0, FAILED: 0}
    await world.fetches()
    assert await counted(world) == {COMING: 0, KEPT: 1, FAILED: 0}
    assert "✅ Foto tersimpan" in sari.shown
