"""Nudges with manners: at people's own hour, in the evening if they ask for it, never at night, never in between."""

from __future__ import annotations

from datetime import timedelta

from domain.people import Role
from tests.follow_up.mornings import at_eight_of_day, comes, nudges
from tests.follow_up.unit import TERATAI, checks_in, does, meets
from tests.programme import rows
from tests.transcript import Talk
from tests.world import World

TONIGHT = ("/tugas", "[⋯ 1]", "[Tunda]", "[Malam ini]")


def told(talk: Talk) -> list[str]:
    """The first lines of what the clock told somebody."""
    return [line.splitlines()[0].removeprefix("bot: ") for line in talk.hears() if line.startswith("bot: ⏰")]


# --- Tonight --------------------------------------------------------------------------------------


async def test_what_is_put_off_until_tonight_is_told_again_in_the_evening(busy_week: Talk) -> None:
    world = busy_week.world
    await at_eight_of_day(world, 1)
    busy_week.hears()
    await busy_week.plays("""
        rina: [Tunda 1]
        bot: Cemara · K-3MX-9A · rujukan
             Ditunda sampai kapan?
             [Malam ini]
             [Besok, Selasa 24 Nov]
             [3 hari lagi, Kamis 26 Nov]
             [Minggu depan, Senin 30 Nov]
             [‹ Kembali]
        rina: [Malam ini]
        edit: Diingatkan lagi malam ini: Cemara · K-3MX-9A · rujukan.

              Tugas Anda

              Hari ini
              1 Cemara · K-3MX-9A · rujukan

              7 hari ke depan
              2 Teratai · K-7Q4-2F · pemantauan, Minggu 29 Nov
              [1 Cemara] [⋯ 1]
              [2 Teratai] [⋯ 2]
              [Menu]
    """)
    await comes(world, 1, "18:29")
    assert told(busy_week) == []
    await comes(world, 1, "18:51")
    busy_week.hears_only("""
        bot: ⏰ Selamat malam, Bu Rina. Malam ini ada satu hal:
             1 Cemara · K-3MX-9A · rujukan
             [1 Cemara] [Tunda 1]
    """)
    await comes(world, 1, "19:30")
    assert told(busy_week) == []
    await at_eight_of_day(world, 2)
    assert told(busy_week) == ["⏰ Selamat pagi, Bu Rina. Hari ini ada satu hal:"]


async def test_what_is_done_by_the_evening_is_not_told(busy_week: Talk) -> None:
    world = busy_week.world
    await at_eight_of_day(world, 1)
    await does(busy_week, *TONIGHT, "[⋯ 1]", "[Selesai]", "[Belum mau]")
    await comes(world, 1, "18:51")
    assert told(busy_week) == []


async def test_what_is_put_off_until_tonight_early_is_not_told_in_the_morning(busy_week: Talk) -> None:
    world = busy_week.world
    await meets(busy_week)  # until Wednesday
    await at_eight_of_day(world, 1)
    await comes(world, 3, "07:30")
    await does(busy_week, *TONIGHT)
    await at_eight_of_day(world, 3)
    assert [line for line in busy_week.hears() if "Cemara" in line] == []
    assert busy_week.shown.startswith("⏰ Selamat pagi, Bu Rina. Hari ini ada satu hal:\n1 persetujuan")
    await comes(world, 3, "18:51")
    assert busy_week.shown.startswith("⏰ Selamat malam, Bu Rina. Malam ini ada satu hal:\n1 Cemara")


async def test_an_evening_that_an_outage_swallowed_is_told_in_the_morning_and_never_at_night(busy_week: Talk) -> None:
    world = busy_week.world
    await at_eight_of_day(world, 1)
    await does(busy_week, *TONIGHT)
    for clock in ("20:00", "23:00"):
        await comes(world, 1, clock)
        assert told(busy_week) == []
    await at_eight_of_day(world, 2)
    assert "1 Cemara · K-3MX-9A · rujukan, terlambat sehari\n" in busy_week.shown


async def test_tonight_is_offered_while_it_is_to_come(busy_week: Talk) -> None:
    world = busy_week.world
    await comes(world, 1, "18:20")
    await does(busy_week, "/tugas", "[⋯ 1]", "[Tunda]")
    assert "[Malam ini]" in busy_week.shown
    world.move(timedelta(minutes=35))  # 18.55
    await busy_week.says("[Malam ini]")
    assert busy_week.shown.startswith("Malam ini sudah lewat. Pilih hari lain.\n\nTugas Anda")
    await does(busy_week, "[⋯ 1]", "[Tunda]")
    assert "[Malam ini]" not in busy_week.shown
    await does(busy_week, "/tugas", "[⋯ 2]", "[Tunda]")  # for Sunday: tonight would be earlier
    await comes(world, 2, "10:00")
    await does(busy_week, "/tugas", "[⋯ 2]", "[Tunda]")
    assert "[Malam ini]" not in busy_week.shown


async def test_whoever_asks_for_a_sunday_evening_has_it(rina: Talk) -> None:
    await checks_in(rina, f"Teratai · {TERATAI}")  # the next one on Sunday: it could wait
    await comes(rina.world, 7, "10:00")
    await does(rina, *TONIGHT)
    await comes(rina.world, 7, "18:51")
    assert told(rina) == ["⏰ Selamat malam, Bu Rina. Malam ini ada satu hal:"]


async def test_who_is_at_a_form_in_the_evening_is_told_after_a_pause(busy_week: Talk) -> None:
    world = busy_week.world
    await at_eight_of_day(world, 1)
    await does(busy_week, *TONIGHT)
    world.move(timedelta(hours=10, minutes=20))  # 18.42
    await does(busy_week, "/lapor", "[Penjangkauan]")
    await comes(world, 1, "18:51")
    assert told(busy_week) == []
    await comes(world, 1, "18:58")
    assert told(busy_week) == ["⏰ Selamat malam, Bu Rina. Malam ini ada satu hal:"]


# --- An hour of one's own ---------------------------------------------------------------------------


async def test_an_agent_chooses_their_hour(busy_week: Talk) -> None:
    world = busy_week.world
    await does(busy_week, "/menu")
    await busy_week.plays("""
        rina: [Jam pengingat]
        edit: Jam berapa Suar mengingatkan Anda tentang tugas? Sekarang sekitar jam 08.00.
              [07.00] [✓ 08.00] [09.00] [10.00]
              [11.00] [12.00] [13.00] [14.00]
              [15.00] [16.00] [17.00] [18.00]
              [19.00]
              [‹ Menu]
    """)
    await busy_week.says("[18.00]")
    assert busy_week.shown.startswith("Baik. Suar mengingatkan Anda sekitar jam 18.00.\n\nIni menu Anda:")
    for clock in ("08:22", "15:30", "17:59"):
        await comes(world, 1, clock)
        assert told(busy_week) == []
    await comes(world, 1, "18:22")
    assert told(busy_week) == ["⏰ Selamat malam, Bu Rina. Hari ini ada satu hal:"]
    await comes(world, 2, "20:05")
    assert told(busy_week) == []
    await comes(world, 3, "18:22")
    assert "1 Cemara · K-3MX-9A · rujukan, terlambat 2 hari\n" in busy_week.shown
    await does(busy_week, "/menu", "[Jam pengingat]")
    assert "[✓ 18.00]" in busy_week.shown


async def test_an_hour_that_is_over_today_is_told_soon_and_only_once(busy_week: Talk) -> None:
    world = busy_week.world
    await does(busy_week, "/menu", "[Jam pengingat]", "[18.00]")
    await comes(world, 1, "10:00")
    await does(busy_week, "/menu", "[Jam pengingat]", "[07.00]")
    await comes(world, 1, "10:03")
    assert told(busy_week) == ["⏰ Selamat pagi, Bu Rina. Hari ini ada satu hal:"]
    await does(busy_week, "/menu", "[Jam pengingat]", "[12.00]")
    await comes(world, 1, "12:22")
    assert told(busy_week) == []
    await comes(world, 2, "12:22")
    assert told(busy_week) == ["⏰ Selamat siang, Bu Rina. Hari ini ada satu hal:"]


async def test_who_has_an_evening_hour_is_told_once_an_evening(busy_week: Talk) -> None:
    world = busy_week.world
    await does(busy_week, "/menu", "[Jam pengingat]", "[19.00]")
    await comes(world, 1, "12:00")
    await does(busy_week, *TONIGHT)
    await comes(world, 1, "18:51")
    assert told(busy_week) == []
    await comes(world, 1, "19:22")
    assert told(busy_week) == ["⏰ Selamat malam, Bu Rina. Hari ini ada satu hal:"]
    await comes(world, 1, "19:50")
    assert told(busy_week) == []


async def test_what_comes_is_planned_for_the_hour_that_was_chosen(rina: Talk) -> None:
    await does(rina, "/menu", "[Jam pengingat]", "[07.00]")
    await meets(rina)  # until Wednesday
    await comes(rina.world, 3, "07:22")
    assert told(rina) == ["⏰ Selamat pagi, Bu Rina. Hari ini ada satu hal:"]


async def test_whoever_is_told_of_tasks_has_an_hour_and_others_have_none(unit: World) -> None:
    for role, has in ((Role.PETUGAS, True), (Role.BNNP, False), (Role.PUSAT, False)):
        talk = await unit.joined(role.value.title(), role)
        await talk.says("/menu")
        assert ("[Jam pengingat]" in talk.shown) is has


# --- In between ------------------------------------------------------------------------------------


async def test_who_is_talking_with_the_bot_is_told_a_moment_later(busy_week: Talk) -> None:
    world = busy_week.world
    await comes(world, 1, "07:59")
    world.move(timedelta(minutes=22))  # 08.21
    await does(busy_week, "/menu")
    await nudges(world)
    assert told(busy_week) == []
    world.move(timedelta(minutes=1))
    await does(busy_week, "/klien")
    await comes(world, 1, "08:23")
    assert told(busy_week) == []
    world.move(timedelta(minutes=2))
    await nudges(world)
    assert told(busy_week) == ["⏰ Selamat pagi, Bu Rina. Hari ini ada satu hal:"]


async def test_a_clock_that_was_ahead_makes_nobody_busy(busy_week: Talk) -> None:
    """A form that was touched next week, by a clock that is right again, is no form that somebody is at."""
    world = busy_week.world
    await comes(world, 8, "07:00")
    await does(busy_week, "/lapor", "[Penjangkauan]", "[Hari ini]")
    await at_eight_of_day(world, 1)
    assert told(busy_week) == ["⏰ Selamat pagi, Bu Rina. Hari ini ada satu hal:"]


async def test_who_cannot_be_reached_is_marked_so_and_left_alone(busy_week: Talk) -> None:
    """The digest tells the petugas."""
    world = busy_week.world
    busy_week.person.block(world.staff)
    await world.quiet()
    assert not (await rows(world, "select reachable from sessions where bot = 'staff'"))[0][0]
    for day in (1, 2):
        await at_eight_of_day(world, day)
    assert await rows(world, "select count(*) from due where kind = 'nudge'") == [(0,)]
