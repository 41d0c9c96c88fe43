"""Who sees what of a case: a message of it is protected, and shown to nobody whom it does not concern."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

from domain.people import Role
from tests.help.answering import a_petugas, alias, an_agent, asks, heads, later, roster, taken
from tests.help.saying import count, say_all, seen
from tests.transcript import Talk
from tests.world import SUNDAY_EVENING, World

WORDS = ("ditangkap", "sabu", "Kenari")


def ever_sent(talk: Talk) -> Iterable[str]:
    """Every message of the bot that ever stood in this chat, as a transcript writes it."""
    talk._version = 0
    return [line for line in talk.hears() if line.startswith(("bot: ", "edit: "))]


def tells_of(line: str, name: str) -> bool:
    return name in line or any(word in line for word in WORDS)


async def test_everything_that_shows_a_case_is_protected_and_noted_so_that_it_can_be_emptied(
    help_world: World,
) -> None:
    dewi, siti = await a_petugas(help_world, "Dewi"), await a_petugas(help_world, "Siti")
    melati = await taken(help_world, dewi)
    name = await alias(help_world, melati)
    await say_all(melati, "Kenari pertama", "(foto)")
    await say_all(dewi, "Baik, Kenari.", "[Foto 19.05]", "/menu")
    await say_all(melati, "Kenari kedua", "Kenari kedua → Kenari ketiga")
    await say_all(dewi, "[Buka]", "[Tanya rekan]", "[Bu Siti]", "[Catatan]", "Kenari catatan", "[Bisukan]")
    await say_all(dewi, "[‹ Kembali]", "[Bukan untuk kami]", "[‹ Kembali]", "[Tutup]", "[‹ Kembali]")
    await say_all(siti, "[Buka]", "Kenari rekan")
    await say_all(dewi, "[Buka]", "[‹ Daftar]", f"[{name}]", "[Teruskan]", "[Bu Siti]")
    await say_all(siti, "[Buka]", "[Tutup]", "[Ya, tutup]", f"[{name}]", "[Buka lagi]", "[Kembalikan]")
    shown = [line for talk in (dewi, siti) for line in ever_sent(talk) if tells_of(line, name)]
    assert len(shown) > 20
    assert [line for line in shown if not line.startswith(("bot: (terkunci)", "edit: (terkunci)"))] == []
    await say_all(melati, "/hapus", "[Ya, hapus semuanya]")
    left = [message.text for talk in (dewi, siti) for message in talk.chat.messages if message.sender.get("is_bot")]
    assert [text for text in left if any(word in text for word in WORDS)] == []


async def test_nobody_else_is_shown_or_told_anything(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    rina = await an_agent(small_help, "Rina")
    bnnp = await small_help.joined("Bima", Role.BNNP)
    pusat = await small_help.joined("Putri", Role.PUSAT)
    await roster(small_help, dewi)
    melati = await taken(small_help, dewi)
    await melati.says("Kenari")
    await dewi.says("Baik.")
    name = await alias(small_help, melati)
    for talk in (siti, rina, bnnp, pusat):
        await talk.says("/menu")
        assert "Permintaan bantuan" not in talk.shown
        assert not any(tells_of(line, name) for line in ever_sent(talk)), talk.name


@pytest.mark.parametrize("button", ["[Buka]", "[Foto 19.05]"])
async def test_a_button_of_a_case_that_went_to_somebody_else_opens_nothing(small_help: World, button: str) -> None:
    dewi, _siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    melati = await taken(small_help, dewi)
    await say_all(melati, "(foto)")
    await say_all(dewi, "/menu")
    await say_all(melati, "Kenari")
    pressed = dewi.chat.answer
    data = next(each.data for row in pressed.rows for each in row if each.label == "Buka")
    if button == "[Foto 19.05]":
        await dewi.says("[Buka]")
        pressed = dewi.chat.answer
        data = next(each.data for row in pressed.rows for each in row if each.label == "Foto 19.05")
    else:
        await dewi.says("[Buka]")
    await say_all(dewi, "[Teruskan]", "[Bu Siti]")
    dewi.hears()
    dewi.person.press(dewi.bot, data=data, message_id=pressed.id)
    await small_help.quiet()
    heard = "\n".join(dewi.hears())
    assert "Kenari" not in heard
    assert "dipegang orang lain" in heard or "sudah tidak ada" in heard


# --- Nobody answers --------------------------------------------------------------------------------


async def passes(world: World, **step: float) -> None:
    world.move(timedelta(**step))
    await world.ticks()


async def test_who_stands_in_is_shown_the_case_the_head_an_alias_and_the_province_a_number(help_world: World) -> None:
    dewi, siti = await a_petugas(help_world, "Dewi"), await a_petugas(help_world, "Siti")
    budi, bima = await a_petugas(help_world, "Budi"), await help_world.joined("Bima", Role.BNNP)
    await roster(help_world, dewi, siti)
    await heads(help_world, budi)
    melati = await asks(help_world)
    name = f"Keluarga {await alias(help_world, melati)}"
    for talk in (siti, budi, bima):
        talk.hears_only("")
    await passes(help_world, hours=25)
    assert "Belum dijawab; Anda penggantinya.\n" in siti.shown
    assert "“saya takut dia ditangkap”" in siti.shown
    await passes(help_world, hours=4)
    budi.hears_only(f"bot: (terkunci) ⏰ {name} belum dijawab. Janjinya Senin 23 Nov, 19.05 WIB.")
    await passes(help_world, hours=24)
    bima.hears_only("""
        bot: ⏰ BNNK Pangkalpinang: 1 permintaan bantuan belum dijawab sampai janjinya lewat.
             [Menu]
    """)
    await passes(help_world, hours=8)  # 08.05: their hours
    await say_all(melati, "[Baca]")
    assert "Jawabannya terlambat. Petugas pengganti sudah diberi tahu." in melati.shown
    assert "BNN provinsi sudah diberi tahu." in melati.shown
    await say_all(siti, "[Saya ambil]", "Maaf menunggu.")
    assert "✅ " in siti.shown


async def test_who_is_on_duty_takes_over_what_another_does_not_answer_in_time(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    await roster(small_help, dewi, siti)
    melati = await taken(small_help, dewi)
    await siti.says("/menu")
    siti.hears()
    await passes(small_help, hours=25)
    assert "dijawab Bu Dewi" in siti.shown
    await siti.says("[Ambil alih]")
    assert "Anda yang menjawab" in siti.shown
    await say_all(siti, "Maaf menunggu.")
    assert not any("ditangkap" in message.text for message in dewi.chat.messages)
    await passes(small_help, hours=11)  # 07.05: their hours
    await say_all(melati, "[Baca]")
    assert "Sekarang dijawab oleh petugas lain." in melati.shown


async def test_danger_is_told_to_everybody_on_duty_what_was_said_only_to_the_one_who_has_the_case(
    small_help: World,
) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    melati = await taken(small_help, dewi)
    siti.hears()
    await melati.says("Kenari, saya mau bunuh diri")
    name = f"Keluarga {await alias(small_help, melati)}"
    siti.hears_only(f"bot: (terkunci) ⚠ {name} menulis kata yang menandakan bahaya bagi nyawa. (dijawab Bu Dewi)")
    assert any("⚠ Mungkin ada bahaya bagi nyawa." in line for line in dewi.hears())


# --- The audit -------------------------------------------------------------------------------------


async def test_who_saw_and_dealt_with_a_case_is_in_the_audit_without_a_word_of_it(help_world: World) -> None:
    dewi, siti = await a_petugas(help_world, "Dewi"), await a_petugas(help_world, "Siti")
    await roster(help_world, dewi)
    melati = await taken(help_world, dewi)
    await say_all(dewi, "[Tanya rekan]", "[Bu Siti]")
    await say_all(siti, "[Buka]")
    await say_all(melati, "/kasus", "[Tutup]", "[Ya, tutup]")
    await say_all(dewi, "[Buka]", "[Nyawa terancam]", "Nyawanya terancam.", "Hubungi 119.")
    await say_all(siti, "[Setuju, kirim]")
    case = await help_world.case_of(melati)
    async with help_world.store() as store:
        lines = await store.audit.lines(SUNDAY_EVENING - timedelta(days=1), None, 0, 100)
    assert [(line.action, line.record) for line in lines if line.action != "see"] == [
        ("taken", "help thread"),
        ("colleague asked", "help thread"),
        ("last message", "help thread"),
        ("last message agreed", "help thread"),
    ]
    assert [line.actor for line in lines if line.action == "see"] == ["BNNK-PGK-01", "BNNK-PGK-02"]
    assert {line.subject[:5] for line in lines} == {"case:"}
    assert str(case.alias) not in str(lines)


async def test_what_was_typed_as_an_answer_goes_from_the_staffs_chat_with_the_case(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    await roster(small_help, dewi)
    melati = await taken(small_help, dewi)
    await dewi.says("Selamat malam, Ibu.")
    await say_all(melati, "/hapus", "[Ya, hapus semuanya]")
    assert "Selamat malam, Ibu." not in "\n".join(seen(dewi))


async def test_what_is_shown_without_a_tap_is_in_the_audit_too(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await dewi.says("/menu")
    later(small_help, days=2)
    before = await count(small_help, "audit")
    await melati.says("Dia belum pulang.")
    assert "Dia belum pulang." in dewi.shown
    assert await count(small_help, "audit") == before + 1
