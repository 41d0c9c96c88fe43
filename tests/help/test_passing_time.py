"""The help line when time passes: answers wait for people's hours, broken promises are told, what is over goes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.help_cases import State
from domain.people import Role
from tests.help.answering import a_petugas, alias, asks, later, person_id, roster, taken
from tests.help.saying import ASKS, TO_THE_HOURS, count, say_all, seen
from tests.transcript import Talk
from tests.world import World


async def passes(world: World, **step: float) -> None:
    """So much time passes, and the clock looks for what is due."""
    later(world, **step)
    await world.ticks()


async def test_a_broken_promise_is_told_to_the_second_the_head_and_the_province_in_turn(help_world: World) -> None:
    dewi, siti = await a_petugas(help_world, "Dewi"), await a_petugas(help_world, "Siti")
    hadi = await a_petugas(help_world, "Hadi")
    overseer = await help_world.joined("Oki", Role.BNNP)
    await roster(help_world, dewi, siti)
    await _is_head(help_world, hadi)
    melati = await asks(help_world)
    name = f"Keluarga {await alias(help_world, melati)}"
    for talk in (dewi, siti, hadi, overseer):
        talk.hears()

    await passes(help_world, hours=25)
    assert f"{name}" in siti.shown
    assert "Belum dijawab; Anda penggantinya." in siti.shown
    hadi.hears_only("")
    await passes(help_world, hours=1)
    hadi.hears_only("")  # not yet
    await passes(help_world, hours=4)
    hadi.hears_only(f"""
        bot: (terkunci) ⏰ {name} belum dijawab. Janjinya Senin 23 Nov, 19.05 WIB.
    """)
    await passes(help_world, hours=25)
    overseer.hears_only("""
        bot: ⏰ BNNK Pangkalpinang: 1 permintaan bantuan belum dijawab sampai janjinya lewat.
             [Menu]
    """)
    await melati.says("/kasus")
    assert "Maaf, jawabannya terlambat." in melati.shown


async def test_each_of_them_is_told_once(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    await roster(small_help, dewi, siti)
    await asks(small_help)
    siti.hears()
    await passes(small_help, hours=25)
    assert "Anda penggantinya" in siti.shown
    siti.hears()
    await passes(small_help, minutes=1)
    siti.hears_only("")


async def test_nobody_is_told_of_a_promise_that_was_kept(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    await roster(small_help, dewi, siti)
    await taken(small_help, dewi)
    await dewi.says("Selamat malam.")
    siti.hears()
    await passes(small_help, hours=48)
    siti.hears_only("")


async def test_an_answer_that_came_at_night_is_told_in_the_morning_once(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    await roster(help_world, dewi)
    melati = await taken(help_world, dewi)
    later(help_world, hours=4)
    await dewi.says("Selamat malam.")
    await dewi.says("Besok saya jelaskan.")
    melati.hears_only("")
    await passes(help_world, hours=9)
    melati.hears_only("""
        bot: Ada balasan untuk Anda.
             [Baca]
    """)
    await passes(help_world, hours=1)
    melati.hears_only("")


async def test_what_was_read_meanwhile_is_not_told(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    await roster(small_help, dewi)
    melati = await taken(small_help, dewi)
    later(small_help, hours=4)
    await dewi.says("Selamat malam.")
    await say_all(melati, "/kasus", "[Baca balasan · 1]")
    melati.hears()
    await passes(small_help, hours=10)
    melati.hears_only("")


async def test_what_is_told_late_waits_for_their_hours_again(small_help: World) -> None:
    """Suar was away in the hours of the family; or they have told other hours since."""
    dewi = await a_petugas(small_help, "Dewi")
    melati = Talk(small_help, "Melati", small_help.help)
    await say_all(melati, "/start", *TO_THE_HOURS, "[Jam tertentu saja]", "[☐ Pagi, 06–10]", "[Selesai]", *ASKS[-2:])
    later(small_help, hours=1)
    await say_all(dewi, "[Saya ambil]", "Selamat malam.")
    melati.hears()
    await passes(small_help, hours=15)  # 11.05
    melati.hears_only("")
    await passes(small_help, hours=19)  # 06.05
    melati.hears_only("""
        bot: Ada balasan untuk Anda.
             [Baca]
    """)


async def test_whoever_had_blocked_us_is_told_of_what_came_meanwhile(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    melati.person.block(melati.bot)
    await small_help.quiet()
    await dewi.says("Selamat malam.")
    assert "Obrolan keluarga sedang tidak bisa dicapai" in dewi.shown
    melati.person.unblock(melati.bot)
    await small_help.quiet()
    assert melati.hears() == ["bot: Ada balasan untuk Anda.\n     [Baca]"]
    await melati.says("[Baca]")
    melati.person.block(melati.bot)
    melati.person.unblock(melati.bot)
    await small_help.quiet()
    assert "Ada balasan" not in melati.shown


async def test_nobody_else_gets_the_alias_of_an_erased_case_before_three_months_are_over(help_world: World) -> None:
    melati = await asks(help_world)
    first = await alias(help_world, melati)
    await say_all(melati, "/hapus", "[Ya, hapus semuanya]")
    assert "Nama samaran Anda tidak diberikan ke orang lain selama 90 hari." in melati.shown
    assert await alias(help_world, await asks(help_world, "Dahlia")) != first
    await passes(help_world, days=90)
    assert first in await taken_aliases(help_world)
    await passes(help_world, days=1)
    assert first not in await taken_aliases(help_world)


async def taken_aliases(world: World) -> set[str]:
    async with world.store() as store:
        return await store.help.aliases()


async def test_a_case_that_nobody_goes_on_with_is_closed_and_a_month_later_erased(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    await roster(help_world, dewi)
    melati = await taken(help_world, dewi)
    await dewi.says("Selamat malam.")
    await passes(help_world, days=31)
    assert (await help_world.case_of(melati)).state is State.CLOSED
    await passes(help_world, days=31)
    await passes(help_world, days=2)
    assert await count(help_world, "help_cases") == 0
    assert await count(help_world, "doors") == 0
    assert await count(help_world, "help_messages") == 0
    assert "Selamat malam." not in "\n".join(seen(melati))
    assert "saya takut dia ditangkap" not in "\n".join(seen(dewi))


async def test_somebody_who_only_looked_is_forgotten_after_a_week(help_world: World) -> None:
    melati = Talk(help_world, "Melati", help_world.help)
    await melati.says("/start")
    assert await count(help_world, "help_cases") == 1
    await help_world.rest(timedelta(days=8))
    await help_world.rest(timedelta(days=2))
    assert await count(help_world, "help_cases") == 0
    assert await count(help_world, "sessions") == 0
    assert not await help_world.running.database.case_keys.held()  # type: ignore[union-attr]
    await melati.says("/start")
    assert "Halo." in melati.shown


async def test_who_comes_back_within_the_week_is_not_forgotten(small_help: World) -> None:
    melati = Talk(small_help, "Melati", small_help.help)
    await melati.says("/start")
    await small_help.rest(timedelta(days=6))
    await melati.says("[Minta bantuan]")
    await small_help.rest(timedelta(days=6))
    await melati.says("[Tidak]")
    assert "Anda bertanya sebagai siapa?" in melati.shown


@pytest.mark.parametrize("days", [1, 29])
async def test_an_open_case_is_kept(small_help: World, days: int) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    await roster(small_help, dewi)
    melati = await taken(small_help, dewi)
    await dewi.says("Selamat malam.")
    await passes(small_help, days=days)
    assert (await small_help.case_of(melati)).state is State.TAKEN


async def test_a_case_that_was_taken_late_or_opened_again_is_not_closed_at_once(small_help: World) -> None:
    """What was done with it counts like a word: else the clock would close it before anybody can write."""
    dewi = await a_petugas(small_help, "Dewi")
    melati = await asks(small_help)
    await passes(small_help, days=40)
    await say_all(dewi, "/menu", "[Permintaan bantuan · 1]", f"[{await alias(small_help, melati)}]", "[Saya ambil]")
    await passes(small_help, hours=2)
    assert (await small_help.case_of(melati)).state is State.TAKEN
    await passes(small_help, days=31)
    assert (await small_help.case_of(melati)).state is State.CLOSED
    await say_all(melati, "/kasus", "[Buka lagi]")
    await passes(small_help, hours=2)
    assert (await small_help.case_of(melati)).state is State.TAKEN


async def test_a_case_that_its_family_opens_again_is_promised_an_answer(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    await roster(small_help, dewi, siti)
    melati = await asks(small_help)
    await say_all(melati, "/kasus", "[Tutup]", "[Ya, tutup]", "[Buka lagi]")
    assert "Kami usahakan ada jawaban paling lambat Senin 23 Nov, 19.05 WIB." in melati.shown
    assert "Janji balas: Senin 23 Nov, 19.05 WIB" in dewi.shown
    siti.hears()
    await passes(small_help, hours=25)
    assert "Belum dijawab; Anda penggantinya." in siti.shown


async def _is_head(world: World, talk: Talk) -> None:
    """As the form about the rules of a satker notes it."""
    key = await person_id(world, talk)
    await world.sql(
        "insert into satker_rules (number, rule, satker, value, since)"
        " select 'R-1', 'kepala', 'BNNK-PGK', code, '2026-01-01' from people where id = :key",
        key=key,
    )
