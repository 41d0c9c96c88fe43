"""Danger in a thread: it is not cut out of what is quoted, it ends when whoever answers says so, and what an agent
has can get the last message too."""

from __future__ import annotations

from datetime import timedelta

from domain.help_cases import Sender
from domain.presses import Do, Press, pack
from tests.handlers.test_promises import data_of
from tests.help.answering import a_petugas, alias, an_agent, asks, roster, taken, versions
from tests.help.saying import say_all
from tests.help.test_threads_hands import lent
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


async def test_a_case_that_an_agent_has_gets_the_last_message_from_who_is_on_duty(small_help: World) -> None:
    rina = await an_agent(small_help, "Rina")
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    melati = await lent(small_help, dewi, rina)
    await roster(small_help, siti)
    name = await alias(small_help, melati)
    await say_all(melati, "/kasus", "[Jangan kirim pesan dulu]")
    await say_all(siti, "/menu", "[Permintaan bantuan]", f"[{name}]")
    assert "[Nyawa terancam]" in siti.shown
    await say_all(melati, "/kasus", "[Tutup]", "[Ya, tutup]")
    melati.hears()
    await rina.says("[Buka]")
    assert "[Nyawa terancam]" not in rina.shown
    await say_all(siti, "/menu", "[Permintaan bantuan]", f"[{name}]")
    assert "[Ambil alih]" not in siti.shown
    await say_all(siti, "[Nyawa terancam]", "Nyawanya terancam.", "Hubungi 119.")
    assert "Belum terkirim. Yang diminta setuju: Bu Dewi." in siti.shown
    await dewi.says("[Setuju, kirim]")
    assert [text for sender, _, text in await versions(small_help, melati) if sender is Sender.STAFF] == [
        "Hubungi 119."
    ]
