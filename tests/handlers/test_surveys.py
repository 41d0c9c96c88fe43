"""The satisfaction survey on the staff side: a link is handed over, and answers come back in batches of five."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

import pytest

from conversations.answered import Answers
from domain.messages import Incoming, Unknown
from domain.people import Role
from handlers.chat import Chat
from handlers.help_survey import LINK, open_link, take
from handlers.invitations import digest_of
from storage.surveys import Answer, Place
from tests.programme import TERATAI, menu, opens_client, rows, say_all
from tests.transcript import Talk
from tests.world import AIR_MESU, BARUGA, KACE, World

TIMUR, OF_KACE, OF_SATKER = Place("BNNK-PGK", AIR_MESU), Place("BNNK-PGK", KACE), Place("BNNK-PGK", None)
FAR = Place("BNNP-SULTRA", BARUGA)
CHECK_IN = ("[Pemantauan]", "[Hari ini]", "[Bertemu]", "[Baik]", "[Tidak]", "[Kirim]")
OCTOBER = date(2026, 10, 1)


@pytest.fixture
async def rina(programme_world: World) -> Talk:
    return await programme_world.joined("Rina")


@pytest.fixture
async def budi(programme_world: World) -> Talk:
    return await programme_world.joined("Budi", Role.PETUGAS)


async def served(talk: Talk) -> None:
    """A client whom somebody has looked after; their card is open."""
    await opens_client(talk)
    await say_all(talk, "[Lihat Teratai]", *CHECK_IN, "/klien teratai")
    talk.hears()


async def answered(world: World, place: Place, month: date, *marks: str, words: str = "") -> None:
    async with world.running.database.transaction() as store:
        for each in marks:
            await store.surveys.add(place, Answer(each, words=words), month)


@pytest.fixture
async def asked_world(programme_world: World) -> World:
    """In October six answered about Air Mesu Timur, and two about Kace; in November a seventh."""
    world = programme_world
    await answered(world, TIMUR, OCTOBER, *["333333333"] * 5)
    await answered(world, TIMUR, OCTOBER, "424444444", words="Jam 8 <pagi> saja")
    await answered(world, TIMUR, date(2026, 11, 1), "111111111", words="buruk")
    await answered(world, OF_KACE, OCTOBER, *["222222222"] * 2)
    await answered(world, FAR, OCTOBER, *["444444444"] * 5)
    return world


# --- The link ----------------------------------------------------------------------------------------


def token_in(text: str) -> str:
    found = re.search(r"https://t\.me/ruang_tanya_bot\?start=s_([\w-]+)\n", text)
    assert found is not None, text
    return found[1]


async def test_an_agent_hands_a_link_over(rina: Talk) -> None:
    await opens_client(rina)
    await rina.says("[Lihat Teratai]")
    assert "Tautan survei" not in rina.shown  # nothing was done for them yet
    await say_all(rina, *CHECK_IN, "/klien teratai")
    await rina.says("[Tautan survei]")
    token = token_in(rina.shown)
    assert rina.shown == (
        "Tautan survei untuk klien ini:\n"
        f"https://t.me/ruang_tanya_bot?start=s_{token}\n"
        "Kirim kepada klien, atau serahkan HP ini sebentar. Klien memilih sendiri, tanpa dibantu. "
        "Tanpa nama: jawaban satu orang tidak ditampilkan kepada agen atau petugas. "
        "Berlaku satu kali, sampai Selasa 22 Des. Tiap klien menjawab sekali dalam 6 bulan.\n"
        "[Salin tautan] [Buka]\n"
        f"[‹ Teratai · {TERATAI}] [Menu]"
    )
    assert await rows(rina.world, "select satker, unit, used from survey_links") == [("BNNK-PGK", AIR_MESU, 0)]


async def test_a_second_link_takes_the_place_of_the_first(rina: Talk) -> None:
    await served(rina)
    await rina.says("[Tautan survei]")
    first = token_in(rina.shown)
    await say_all(rina, f"[‹ Teratai · {TERATAI}]", "[Tautan survei]")
    second = token_in(rina.shown)
    async with rina.world.store() as store:
        now = rina.world.running.clock.now()
        assert [await store.surveys.is_open(digest_of(each), now) for each in (first, second)] == [False, True]


async def test_a_petugas_makes_one_without_seeing_the_word_of_the_client(rina: Talk, budi: Talk) -> None:
    await served(rina)
    await say_all(budi, f"/klien {TERATAI}")
    await budi.says("[Tautan survei]")
    assert "Teratai" not in budi.shown
    assert token_in(budi.shown)


async def test_nobody_makes_one_for_a_client_of_another(rina: Talk) -> None:
    """The button of an old card, whose client was handed over since."""
    await served(rina)
    joko = await rina.world.joined("Joko")
    budi = await rina.world.joined("Budi", Role.PETUGAS)
    await say_all(budi, f"/klien {TERATAI}", "[Serah terima klien]", "[Hari ini]", "[Bu Joko]")
    await say_all(budi, "[Klien pindah]", "[Kirim]")
    await rina.says("[Tautan survei]")
    assert rina.shown.startswith("Klien itu tidak ada di daftar Anda lagi.")
    assert await rows(rina.world, "select count(*) from survey_links") == [(0,)]
    await say_all(joko, f"/klien {TERATAI}", "[Tautan survei]")
    assert await rows(rina.world, "select count(*) from survey_links") == [(1,)]


async def test_who_took_consent_back_is_not_asked(rina: Talk) -> None:
    await served(rina)
    data = next(button.data for button in rina.chat.answer.buttons if button.label == "Tautan survei")
    await say_all(rina, "[Tarik persetujuan]", "[Hari ini]", "[Saya sudah baca]", "[Kirim]", "/klien teratai")
    assert "Tautan survei" not in rina.shown
    rina.person.press(rina.bot, data=data, message_id=rina.chat.answer.id)
    await rina.world.quiet()
    assert await rows(rina.world, "select count(*) from survey_links") == [(0,)]


# --- What came of it -----------------------------------------------------------------------------------


async def test_it_stands_in_the_menu_once_somebody_was_asked(rina: Talk) -> None:
    assert "[Survei]" not in await menu(rina)
    await served(rina)
    await rina.says("[Tautan survei]")
    assert "[Survei]" in await menu(rina)


async def test_a_petugas_sees_what_five_have_answered(asked_world: World) -> None:
    budi = await asked_world.joined("Budi", Role.PETUGAS)
    await budi.says("/menu")
    budi.hears()
    await budi.plays("""
        budi: [Survei]
        edit: Survei kepuasan (IKM)
              12 bulan terakhir, per 31 Okt 2026

              Air Mesu Timur: 78,24 (B, Baik), 6 jawaban
              terendah: Alur layanan 2,83, Persyaratan 3,17
              Kace: jawaban belum cukup
              Semua: 78,24 (B, Baik), 6 jawaban
              terendah: Alur layanan 2,83, Persyaratan 3,17

              ⚠ Kalau semua menjawab “Baik”, nilainya 75,00 (C, Kurang baik).
              Jangan arahkan jawaban klien.
              Nilai tampil dari 5 jawaban, sesudah bulannya selesai. Yang kurang menunggu.
              Bobot tiap unsur 0,11, dihitung tepat 1/9.
              [Tahun ini] [Saran · 1]
              [Menu]
        budi: [Saran · 1]
        edit: Saran dari survei · 1
              12 bulan terakhir, per 31 Okt 2026

              • Jam 8 <pagi> saja
              [‹ Survei] [Menu]
        budi: [‹ Survei]
        edit: Survei kepuasan (IKM)
              12 bulan terakhir, per 31 Okt 2026

              Air Mesu Timur: 78,24 (B, Baik), 6 jawaban
              terendah: Alur layanan 2,83, Persyaratan 3,17
              Kace: jawaban belum cukup
              Semua: 78,24 (B, Baik), 6 jawaban
              terendah: Alur layanan 2,83, Persyaratan 3,17

              ⚠ Kalau semua menjawab “Baik”, nilainya 75,00 (C, Kurang baik).
              Jangan arahkan jawaban klien.
              Nilai tampil dari 5 jawaban, sesudah bulannya selesai. Yang kurang menunggu.
              Bobot tiap unsur 0,11, dihitung tepat 1/9.
              [Tahun ini] [Saran · 1]
              [Menu]
    """)


async def test_what_was_too_little_joins_the_satker_and_years_are_apart(asked_world: World) -> None:
    """Two of Kace and the one of November, with two about the satker itself: five, when the half-year is over."""
    await answered(asked_world, OF_SATKER, date(2026, 12, 1), *["444444444"] * 2)
    asked_world.move(timedelta(days=45))
    budi = await asked_world.joined("Budi", Role.PETUGAS)
    await say_all(budi, "/menu", "[Survei]")
    assert "12 bulan terakhir, per 31 Des 2026" in budi.shown
    assert "Air Mesu Timur: 78,24 (B, Baik), 6 jawaban" in budi.shown
    assert "Kace: jawaban belum cukup" in budi.shown
    assert "Semua: 72,22 (C, Kurang baik), 11 jawaban" in budi.shown
    await budi.says("[Tahun ini]")
    assert "tahun 2027, per 31 Des 2026\n\nAir Mesu Timur: jawaban belum cukup" in budi.shown
    assert "Semua: jawaban belum cukup" in budi.shown
    assert "Saran" not in budi.shown
    await budi.says("[12 bulan terakhir]")
    assert "[Tahun ini] [Saran · 2]" in budi.shown


async def test_an_agent_sees_the_index_of_their_unit_and_no_words(asked_world: World) -> None:
    rina = await asked_world.joined("Rina")
    await say_all(rina, "/menu", "[Survei]")
    assert "\n\nAir Mesu Timur: 78,24 (B, Baik), 6 jawaban\nterendah: Alur layanan 2,83" in rina.shown
    assert not re.search("Kace|Semua:|Saran|pagi", rina.shown)


async def test_an_agent_of_a_unit_with_few_answers_sees_nothing_of_them(asked_world: World) -> None:
    dedi = await asked_world.joined("Dedi", unit=KACE)
    await say_all(dedi, "/menu", "[Survei]")
    assert "\n\nKace: jawaban belum cukup\n\n" in dedi.shown


async def test_overseers_see_satkers_and_provinces(asked_world: World) -> None:
    ani = await asked_world.joined("Ani", Role.BNNP)
    await say_all(ani, "/menu", "[Survei]")
    assert "\n\nBNNK Pangkalpinang: 78,24 (B, Baik), 6 jawaban\nSemua: 78,24" in ani.shown
    tuti = await asked_world.joined("Tuti", Role.PUSAT)
    await say_all(tuti, "/menu", "[Survei]")
    assert "Kepulauan Bangka Belitung: 78,24 (B, Baik), 6 jawaban\nSulawesi Tenggara: 100,00 (A" in tuti.shown
    assert "Semua: 88,13 (B, Baik), 11 jawaban" in tuti.shown
    assert not re.search("Saran|pagi", ani.shown + tuti.shown)


async def test_it_is_told_in_english(asked_world: World) -> None:
    budi = await asked_world.joined("Budi", Role.PETUGAS)
    await say_all(budi, "/bahasa", "[English]", "/menu", "[Survey]")
    assert "Air Mesu Timur: 78.24 (B, Good), 6 answers\nlowest: How to get service 2.83" in budi.shown


async def test_many_suggestions_are_leafed_through(asked_world: World) -> None:
    await answered(asked_world, TIMUR, date(2026, 9, 1), *["333333333"] * 9, words="lebih cepat")
    budi = await asked_world.joined("Budi", Role.PETUGAS)
    await say_all(budi, "/menu", "[Survei]", "[Saran · 10]")
    assert "[‹] [1/2] [›]" in budi.shown
    first = budi.shown.count("•")
    await budi.says("[›]")
    assert (first, budi.shown.count("•")) == (8, 2)


# --- The help side, in a chat that can fill in a form ---------------------------------------------------


@asynccontextmanager
async def a_chat(talk: Talk) -> AsyncIterator[Chat]:
    app, who = talk.world.running, talk.world.who(talk)
    async with app.database.transaction() as store:
        session = (await store.sessions.load("staff", {who: talk.person.id}, "id"))[who]
        yield Chat(app.kit, store, session, Incoming(0, session.chat, Unknown("row")), app.clock.now())


async def linked(talk: Talk) -> str:
    await served(talk)
    await talk.says("[Tautan survei]")
    return token_in(talk.shown)


MARKS = Answers(
    {f"u{n}": mark for n, mark in enumerate("343434321", 1)} | {"saran": " lebih dekat ", "umur": "26_40"}
)


async def test_an_answer_is_kept_once_and_nothing_of_it_stays_with_the_chat(rina: Talk) -> None:
    token = await linked(rina)
    async with a_chat(rina) as chat:
        assert await open_link(chat, token)
        assert chat.session.notes[LINK] == digest_of(token).hex()
    await rina.world.quiet()
    async with a_chat(rina) as chat:
        await take(chat, MARKS)
        assert LINK not in chat.session.notes
        assert not await open_link(chat, token)
    kept = await rows(rina.world, "select satker, unit, month, marks, service, sex, age from survey_answers")
    assert [(*row[:2], str(row[2]), *row[3:]) for row in kept] == [
        ("BNNK-PGK", AIR_MESU, "2026-11-01", "343434321", "", "", "26_40")
    ]


async def test_of_two_chats_with_one_link_the_first_to_send_counts(rina: Talk) -> None:
    token = await linked(rina)
    joko = await rina.world.joined("Joko")
    for talk in (rina, joko):
        async with a_chat(talk) as chat:
            assert await open_link(chat, token)
    for talk in (joko, rina):
        async with a_chat(talk) as chat:
            await take(chat, MARKS)
    assert await rows(rina.world, "select count(*) from survey_answers") == [(1,)]


async def test_opening_a_link_again_goes_on_with_the_same_draft(rina: Talk) -> None:
    token = await linked(rina)
    for _ in range(2):
        async with a_chat(rina) as chat:
            assert await open_link(chat, token)
    drafts = await rows(rina.world, "select count(*) from drafts where form = 'survei_kepuasan'")
    assert drafts == [(1,)]


async def test_an_unknown_link_opens_nothing(rina: Talk) -> None:
    async with a_chat(rina) as chat:
        assert not await open_link(chat, "made-up")
        await take(chat, MARKS)
    assert await rows(rina.world, "select count(*) from survey_answers") == [(0,)]


async def test_a_family_fills_it_in_in_the_help_bot_and_no_draft_is_left(rina: Talk) -> None:
    token = await linked(rina)
    melati = Talk(rina.world, "Melati", rina.world.help)
    await say_all(melati, f"/start s_{token}", "[Mudah]", "[Mudah]", "[Cepat]", "[Sangat sesuai]", "[Sesuai]")
    await say_all(melati, "[Memahami]", "[Sangat sopan]", "[Nyaman]", "[Ditanggapi]", "[Kirim]")
    assert melati.shown == "Terima kasih. Jawaban Anda tersimpan tanpa nama."
    assert await rows(rina.world, "select marks from survey_answers") == [("333433433",)]
    drafts = await rows(rina.world, "select count(*) from drafts where form = 'survei_kepuasan'")
    assert drafts == [(0,)]
    await melati.says(f"/start s_{token}")
    assert melati.shown.startswith("Tautan survei ini sudah dipakai")
