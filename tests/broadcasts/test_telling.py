"""Who is told when: in slices, never at night or in the middle of a form, once, and whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.broadcasts import State
from domain.nudges import MOMENT
from domain.people import Role
from simulator import Fault
from storage.broadcasts import Step
from tests.broadcasts.satker import A_WHILE, MORNING, WORDS, Team, a_team, job_of
from tests.programme import rows
from tests.world import World, a_world

HOURS = timedelta(hours=1)
MINUTES = timedelta(minutes=1)
ONCE_EACH = [1, 1, 1]


def told(team: Team) -> list[int]:
    return [len(team.heard(talk)) for talk in team.agents]


async def tuti_leaves(team: Team) -> None:
    await team.world.sql("update people set left_on = '2026-11-23' where name = 'Bu Tuti'")


# --- Night, and forms that are open ---------------------------------------------------------------


async def test_at_night_it_waits_for_the_morning_and_the_preview_says_so(team: Team) -> None:
    team.world.move(12 * HOURS)  # 21.05
    await team.writes("/menu", "[Tulis ke agen]", "[Semua agen · 3]")
    await team.budi.says(WORDS)
    assert (
        "Penerima: 3 agen.\nDi tempat 3 agen sekarang malam: mereka menerimanya pagi, jam 08.00." in team.budi.shown
    )
    await team.writes("[Kirim]")
    for hours in (0, 4, 6):  # until 07.05
        team.world.move(hours * HOURS)
        await team.tick()
    assert told(team) == [0, 0, 0]
    team.world.move(HOURS)
    await team.tick(2)
    assert told(team) == ONCE_EACH


async def test_what_is_not_told_by_the_evening_waits_for_the_next_morning(team: Team) -> None:
    await team.sends()
    team.world.move(12 * HOURS)
    await team.tick()
    assert told(team) == [0, 0, 0]
    team.world.move(12 * HOURS)
    await team.tick(2)
    assert told(team) == ONCE_EACH


async def test_f16_who_is_at_a_form_is_told_beside_it_after_a_pause(team: Team) -> None:
    for line in ("/lapor", "[Penjangkauan]", "[Hari ini]"):
        await team.rina.says(line)
    await team.sends()
    await team.tick(2)
    assert told(team) == [0, 1, 1]
    assert "Siapa yang Anda temui?" in team.rina.shown
    team.world.move(16 * MINUTES)
    await team.tick()
    assert told(team) == [1, 0, 0]
    await team.rina.says("[Keluarga]")  # the form is where it was
    assert [line for line in team.rina.hears() if line.startswith("edit: ") and "✅ Keluarga" in line]


async def test_the_running_program_does_all_this_by_itself(world: World) -> None:
    world.move(MORNING)
    budi, rina = await world.joined("Budi", Role.PETUGAS), await world.joined("Rina")
    world.move(MOMENT)
    for line in ("/menu", "[Tulis ke agen]", "[Semua agen · 1]", WORDS, "[Kirim]"):
        await budi.says(line)
    await world.until(lambda: WORDS in rina.shown)
    world.machine_waits(A_WHILE)
    await world.until(lambda: "✅ Selesai. 1 dari 1 agen menerimanya." in budi.shown)


# --- Slices ---------------------------------------------------------------------------------------


async def test_no_more_of_it_lies_in_the_outbox_than_a_slice(team: Team) -> None:
    await team.sends()
    team.world.sim.faults.add(Fault("outage", method="sendMessage"))
    assert [await team.looks(most=2) for _ in range(3)] == [2, 0, 0]
    team.world.sim.faults.clear()
    await team.world.quiet()
    assert await team.looks(most=2) == 1
    await team.world.quiet()
    assert told(team) == ONCE_EACH


async def test_its_card_says_how_far_it_is_and_is_not_edited_more_often_than_can_be_read(team: Team) -> None:
    await team.sends()
    await team.tells_one()
    await team.tells_one()
    assert team.budi.shown == "Pesan untuk semua agen\nTerkirim 1 dari 3 · menunggu 2\n[Hentikan] [Menu]"
    team.budi.hears()
    for _ in range(2):
        await team.looks(after=timedelta())
        await team.world.quiet()
    assert team.budi.hears() == [], "less than three seconds have passed"
    await team.tick(2)
    assert team.budi.shown.startswith("Pesan untuk semua agen\n✅ Selesai. 3 dari 3 agen menerimanya.")


async def test_what_has_not_left_can_be_stopped(team: Team) -> None:
    await team.sends()
    await team.tells_one()
    await team.budi.plays("""
        budi: [Hentikan]
        edit: Pesan untuk semua agen
              Terkirim 0 dari 3 · menunggu 1
              [Menu]
        flash: Dihentikan.
    """)
    await team.tick(2)
    team.budi.hears_only("""
        edit: Pesan untuk semua agen
              Dihentikan. 1 agen sudah menerimanya, 2 tidak.
              [Menu]
    """)
    assert sum(told(team)) == 1
    query = "select action, subject from audit where record = 'message to many agents' order by number"
    assert await rows(team.world, query) == [("send", "BNNK-PGK:3"), ("stop", "BNNK-PGK:2")]


async def test_a_stop_that_comes_too_late_stops_nothing(team: Team) -> None:
    await team.sends()
    card = team.budi.chat.answer
    await team.tick(2)
    team.budi.hears()
    team.budi.person.press(team.budi.bot, data=card.rows[0][0].data, message_id=card.id)
    await team.world.quiet()
    assert team.budi.hears()[-1] == "flash: Tidak ada lagi yang menunggu."
    assert told(team) == ONCE_EACH


async def test_its_card_can_be_had_again_below(team: Team) -> None:
    await team.sends()
    await team.writes("/menu", "[Tulis ke agen]")
    await team.budi.plays("""
        budi: [Pesan terakhir]
        gone: Pesan untuk semua agen
        edit: Pesan untuk semua agen
              Terkirim 0 dari 3 · menunggu 3
              [Hentikan] [Menu]
    """)
    await team.tick(2)
    assert team.budi.shown.startswith("Pesan untuk semua agen\n✅ Selesai.")


# --- People who come, go, and cannot be reached ---------------------------------------------------


async def test_f10_who_has_blocked_us_is_named_and_holds_up_nobody(team: Team) -> None:
    team.ani.person.block(team.world.staff)
    await team.world.quiet()
    await team.writes("/menu", "[Tulis ke agen]", "[Semua agen · 3]")
    await team.budi.says(WORDS)
    assert (
        "Penerima: 3 agen.\n1 sedang tidak bisa dicapai: memblokir bot ini, atau keluar darinya." in team.budi.shown
    )
    await team.writes("[Kirim]")
    await team.tick(2)
    assert team.budi.shown.splitlines()[1:3] == [
        "✅ Selesai. 2 dari 3 agen menerimanya.",
        "Tidak bisa dicapai (1): Bu Ani (Kace)",
    ]
    team.ani.person.unblock(team.world.staff)
    await team.world.quiet()
    await team.tick(2)
    assert told(team) == [1, 1, 0]


async def test_f10_who_turns_out_to_have_left_telegram_is_named_too(team: Team) -> None:
    team.world.sim.faults.add(Fault("5xx", chat=team.ani.person.id, status=403))
    await team.sends()
    await team.tick(3)
    assert "Tidak bisa dicapai (1): Bu Ani (Kace)" in team.budi.shown
    assert told(team) == [1, 1, 0]


async def test_many_who_cannot_be_reached_are_not_all_named(team: Team) -> None:
    for letter in "ABCDEFGHIJK":
        talk = await team.world.joined(f"Eka{letter}")
        talk.person.block(team.world.staff)
    await team.world.quiet()
    await team.sends("[Semua agen · 14]")
    await team.tick(3)
    assert "Tidak bisa dicapai (11): Bu EkaA (Air Mesu Timur), " in team.budi.shown
    assert "Bu EkaJ (Air Mesu Timur), dan 1 lagi" in team.budi.shown


async def test_who_joins_meanwhile_is_not_told_and_who_has_left_neither(team: Team) -> None:
    await team.sends()
    eka = await team.world.joined("Eka")
    await tuti_leaves(team)
    await team.tick(2)
    assert (told(team), team.heard(eka)) == ([1, 0, 1], [])
    assert team.budi.shown.splitlines()[1:3] == [
        "✅ Selesai. 2 dari 3 agen menerimanya.",
        "1 sudah tidak bertugas di sini.",
    ]


async def test_who_works_elsewhere_by_now_is_not_told(team: Team) -> None:
    await team.sends()
    await team.world.sql("update people set unit = '74.71.05.1002' where name = 'Bu Tuti'")
    await team.tick(2)
    assert told(team) == [1, 0, 1]


async def test_who_has_left_is_not_among_those_who_are_written_to(team: Team) -> None:
    await tuti_leaves(team)
    await team.writes("/menu")
    await team.budi.says("[Tulis ke agen]")
    assert "[Semua agen · 2]\n[Air Mesu Timur · 1]\n" in team.budi.shown


# --- Once, whatever happens -----------------------------------------------------------------------


async def test_two_processes_that_look_at_the_same_moment_tell_once(team: Team) -> None:
    await team.sends()
    async with team.world.another_program() as second:
        await second.app.clock.stop()  # it would look by itself, too
        now, ours, other = team.world.running.clock.now(), job_of(team.world.running), job_of(second.app)
        counts = await asyncio.gather(
            ours.work(team.world.running.database, now), other.work(second.app.database, now),
            ours.work(team.world.running.database, now), other.work(second.app.database, now),
            return_exceptions=True,
        )  # fmt: skip
        assert sum(count for count in counts if isinstance(count, int)) == 3
        await team.world.until(lambda: all(WORDS in talk.shown for talk in team.agents))
        await team.world.quiet()
    assert told(team) == ONCE_EACH


async def test_of_two_messages_each_agent_gets_each_once(team: Team) -> None:
    await team.sends()
    await team.sends("[Kace · 1]")
    await team.tick(3)
    assert told(team) == [1, 1, 2]


@pytest.fixture
async def still_world(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    async with a_world(tmp_path, database_url) as made:
        yield made


async def test_f15_a_program_that_dies_in_the_middle_loses_nobody_and_tells_nobody_twice(still_world: World) -> None:
    async with still_world.program():
        team = await a_team(still_world)
        await team.sends()
        await team.tells_one()
    still_world.sim.faults.add(Fault("outage", method="sendMessage"))
    async with still_world.program() as app:
        await still_world.until(lambda: not app.is_idle)  # two letters are saved, and have not left
    still_world.sim.faults.clear()
    async with still_world.program() as app:
        await app.clock.stop()
        await team.tick(3)
        assert told(team) == ONCE_EACH
        assert team.budi.shown.startswith("Pesan untuk semua agen\n✅ Selesai. 3 dari 3 agen menerimanya.")


async def test_a_letter_is_not_given_up_while_it_is_on_its_way(team: Team) -> None:
    team.world.sim.faults.add(Fault("429", chat=team.ani.person.id, retry_after=1, times=1))
    await team.sends()
    await team.looks()
    await team.looks(most=0)
    assert (await rows(team.world, "select count(*) from broadcast_recipients where state = 'unreachable'")) == [(0,)]
    await team.world.quiet()
    await team.tick(2)
    assert told(team) == ONCE_EACH


async def test_what_cannot_be_opened_silences_nobody_else(team: Team) -> None:
    await team.sends("[Kace · 1]")
    await team.world.sql("update broadcasts set text = :junk", junk=b"\x01junk")
    await team.sends("[Air Mesu Timur · 2]")
    await team.tick(4)
    assert told(team) == [1, 1, 0]
    assert await rows(team.world, "select count(*) from broadcasts where finished_at is null") == [(0,)]


async def test_from_each_state_there_is_no_way_back(team: Team) -> None:
    await team.sends()
    ((key, person),) = (await rows(team.world, "select broadcast, person from broadcast_recipients"))[:1]
    async with team.world.running.database.transaction() as store:
        due = await store.broadcasts.due(team.world.running.clock.now(), 10)
        await store.broadcasts.step([Step(key, person, State.ARRIVED, team.world.running.clock.now())])
        _, waiting = await store.broadcasts.take(due)
    assert len(due) == 3
    assert len(waiting) == 2
