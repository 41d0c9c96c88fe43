"""The help line when time passes: answers wait for people's hours, broken promises are told, what is over goes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.help_cases import State
from domain.people import Role
from tests.help.answering import a_petugas, alias, asks, later, person_id, roster, taken
from tests.help.saying import count, say_all, seen
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


async def _is_head(world: World, talk: Talk) -> None:
    """As the form about the rules of a satker notes it."""
    key = await person_id(world, talk)
    await world.sql(
        "insert into satker_rules (number, rule, satker, value, since)"
        " select 'R-1', 'kepala', 'BNNK-PGK', code, '2026-01-01' from people where id = :key",
        key=key,
    )
