"""Danger in a thread: it is not cut out of what is quoted, and ends when whoever answers says so."""

from __future__ import annotations

from datetime import timedelta

from domain.presses import Do, Press, pack
from tests.handlers.test_promises import data_of
from tests.help.answering import a_petugas, asks, taken
from tests.help.saying import say_all
from tests.world import SUNDAY_EVENING, World

OVER = "Bahaya lewat"


async def test_of_a_long_story_the_beginning_and_the_end_are_quoted(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await asks(small_help)
    text = f"Awalnya begini. {'panjang ' * 200}Sekarang pisaunya ada di tangannya."
    await melati.says(text)
    assert "“Awalnya begini. panjang" in dewi.shown
    assert "Sekarang pisaunya ada di tangannya.”" in dewi.shown
    assert f"… (dipendekkan; {len(text) - 700} huruf tidak tampil di sini) …" in dewi.shown


async def test_who_answers_says_that_the_danger_is_over_and_the_family_reads_nothing_new(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    melati = await taken(small_help, dewi)
    assert f"[{OVER}]" not in dewi.shown
    await melati.says("saya mau bunuh diri")
    assert "⚠ Mungkin ada bahaya bagi nyawa." in dewi.shown
    before = await small_help.case_of(melati)
    melati.hears()
    await dewi.says(f"[{OVER}]")
    assert "⚠ Mungkin ada bahaya bagi nyawa." not in dewi.shown
    assert f"[{OVER}]" not in dewi.shown
    assert "(bahaya sudah lewat)" in dewi.shown
    after = await small_help.case_of(melati)
    assert (before.urgent, after.urgent, after.promised_at) == (True, False, before.promised_at)
    melati.hears_only("")
    await say_all(dewi, "[Tanya rekan]", "[Bu Siti]")
    await siti.says("[Buka]")
    assert "(bahaya sudah lewat)" in siti.shown
    async with small_help.store() as store:
        lines = await store.audit.lines(SUNDAY_EVENING - timedelta(days=1), None, 0, 100)
    assert [line.action for line in lines if line.action != "see"] == ["taken", "danger over", "colleague asked"]
    await melati.says("saya mau bunuh diri")
    assert (await small_help.case_of(melati)).urgent, "new words are a new danger"


async def test_what_the_family_wrote_since_is_read_before_the_danger_is_over(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await melati.says("saya mau bunuh diri")
    earlier = dewi.chat.answer
    data = data_of(earlier, OVER)
    await melati.says("saya mau bunuh diri sekarang")
    dewi.person.press(dewi.bot, data=data, message_id=earlier.id)
    await small_help.quiet()
    assert "Keluarga menulis lagi. Baca dulu." in dewi.shown
    assert (await small_help.case_of(melati)).urgent


async def test_only_who_has_the_case_says_that_the_danger_is_over(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    melati = await taken(small_help, dewi)
    await melati.says("saya mau bunuh diri")
    await say_all(dewi, "[Tanya rekan]", "[Bu Siti]")
    await siti.says("[Buka]")
    assert f"[{OVER}]" not in siti.shown
    case = await small_help.case_of(melati)
    data = pack(
        Press(Do.THREAD_DANGER_OVER, case.id, choice=99), small_help.who(siti), small_help.running.kit.press_key
    )
    siti.person.press(siti.bot, data=data, message_id=siti.chat.answer.id)
    await small_help.quiet()
    assert (await small_help.case_of(melati)).urgent
