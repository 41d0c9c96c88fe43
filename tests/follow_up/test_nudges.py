"""The message of the morning: all that is due, once a day, and nothing when there is nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import event

from domain.people import Role
from tests.follow_up.mornings import at_eight_of_day, at_eight_with_nothing_else, job_of, moves_to, nudges
from tests.follow_up.unit import TERATAI, checks_in, days, does, meets, person_of
from tests.programme import rows
from tests.transcript import Talk
from tests.world import BARUGA, KACE, SUNDAY_EVENING, World

SAME_NIGHT = timedelta(hours=13, minutes=17)  # to 08.22, when everybody's moment is over


async def test_an_agents_mornings(busy_week: Talk) -> None:
    rina, world = busy_week, busy_week.world
    await at_eight_of_day(world, 1)
    rina.hears_only("""
        bot: ⏰ Selamat pagi, Bu Rina. Hari ini ada satu hal:
             1 Cemara · K-3MX-9A · rujukan
             [1 Cemara] [Tunda 1]
    """)
    await meets(rina)  # consent and screening: Thursday
    await at_eight_of_day(world, 4)
    rina.hears_only("""
        bot: ⏰ Selamat pagi, Bu Rina. Hari ini ada 2 hal:
             1 Cemara · K-3MX-9A · rujukan, terlambat 3 hari
             2 persetujuan dan skrining (laporan Senin 23 Nov)
             [1 Cemara] [Tunda 1]
             [2 persetujuan dan skrining] [Tunda 2]
    """)
    await rina.plays("""
        rina: [Tunda 1]
        bot: Cemara · K-3MX-9A · rujukan, terlambat 3 hari
             Ditunda sampai kapan?
             [Malam ini]
             [Besok, Jumat 27 Nov]
             [3 hari lagi, Minggu 29 Nov]
             [Minggu depan, Kamis 3 Des]
             [‹ Kembali]
    """)


async def test_each_line_is_one_tap_from_its_form(busy_week: Talk) -> None:
    await at_eight_of_day(busy_week.world, 1)
    await busy_week.says("[1 Cemara]")
    assert busy_week.shown.startswith("Rujukan · Cemara · K-3MX-9A · 2 dari")
    kept = [message.text for message in busy_week.chat.messages if message.from_bot]
    assert any(text.startswith("⏰ Selamat pagi") for text in kept), "the list of the day stays"


async def test_on_one_day_people_are_told_once(busy_week: Talk) -> None:
    world = busy_week.world
    await at_eight_of_day(world, 1)
    assert len(busy_week.hears()) == 1
    for _ in range(3):
        world.move(timedelta(hours=2))
        await nudges(world)
    assert busy_week.hears() == []


async def test_what_is_done_or_put_off_is_not_told_and_nothing_is_no_message(busy_week: Talk) -> None:
    world = busy_week.world
    await does(busy_week, "/tugas", "[⋯ 1]", "[Tunda]", "[3 hari lagi, Rabu 25 Nov]")
    await at_eight_of_day(world, 1)
    assert busy_week.hears() == []
    await does(busy_week, "/tugas", "[⋯ 1]", "[Selesai]", "[Belum mau]")
    await at_eight_of_day(world, 3)
    assert busy_week.hears() == []
    assert await rows(world, "select count(*) from nudges") == [(1,)]  # the check-in is still to come
    await does(busy_week, "/tugas", "[⋯ 1]", "[Selesai]", "[Belum mau]")
    await at_eight_of_day(world, 8)
    assert busy_week.hears() == []
    assert await rows(world, "select count(*) from nudges") == [(0,)]


async def test_a_check_in_waits_over_sunday_and_a_referral_does_not(busy_week: Talk) -> None:
    await at_eight_of_day(busy_week.world, 7)
    busy_week.hears_only("""
        bot: ⏰ Selamat pagi, Bu Rina. Hari ini ada satu hal:
             1 Cemara · K-3MX-9A · rujukan, terlambat 6 hari
             [1 Cemara] [Tunda 1]
    """)
    await at_eight_of_day(busy_week.world, 8)
    busy_week.hears_only("""
        bot: ⏰ Selamat pagi, Bu Rina. Hari ini ada 2 hal:
             1 Cemara · K-3MX-9A · rujukan, terlambat 7 hari
             2 Teratai · K-7Q4-2F · pemantauan, terlambat sehari
             [1 Cemara] [Tunda 1]
             [2 Teratai] [Tunda 2]
    """)


async def test_on_a_day_of_rest_what_can_wait_is_no_message(rina: Talk) -> None:
    await checks_in(rina, f"Teratai · {TERATAI}")
    await at_eight_of_day(rina.world, 7)
    assert rina.hears() == []
    await at_eight_of_day(rina.world, 8)
    assert "1 Teratai · K-7Q4-2F · pemantauan, terlambat sehari\n" in rina.shown


async def test_days_of_rest_can_be_switched_off(unit: World, rina: Talk) -> None:
    await checks_in(rina, f"Teratai · {TERATAI}")
    unit.settings = replace(unit.settings, holidays="ignore")
    async with unit.another_program() as second:
        await job_of(second.app).work(second.app.database, SUNDAY_EVENING + days(6) + SAME_NIGHT)
        await unit.until(lambda: rina.shown.startswith("⏰ Selamat pagi, Bu Rina. Hari ini ada satu hal:"))


async def test_f16_nobody_is_told_in_the_middle_of_a_form(busy_week: Talk) -> None:
    world = busy_week.world
    world.move(SAME_NIGHT - timedelta(minutes=30))  # 07.52
    await does(busy_week, "/lapor", "[Penjangkauan]")
    for line in ("[Hari ini]", "[Bersedia]"):
        world.move(timedelta(minutes=14))
        await does(busy_week, line)
    await at_eight_of_day(world, 1)
    assert busy_week.hears() == []
    world.move(timedelta(minutes=16))
    await nudges(world)
    assert "1 Cemara · K-3MX-9A · rujukan\n" in busy_week.shown
    busy_week.hears()
    await busy_week.says("[Lewati]")  # the form is where it was
    assert [line for line in busy_week.hears() if line.startswith("edit: Periksa dulu, Bu Rina")]


async def test_f17_what_an_outage_swallowed_is_told_with_the_next_morning_and_never_at_night(busy_week: Talk) -> None:
    world = busy_week.world
    for evening in (2, 3):
        await moves_to(world, SUNDAY_EVENING + timedelta(days=evening, hours=2))  # 21.05
        assert busy_week.hears() == []
    await at_eight_of_day(world, 4)
    assert [line for line in busy_week.hears() if line.startswith("bot: ")] == [
        "bot: ⏰ Selamat pagi, Bu Rina. Hari ini ada satu hal:\n"
        "     1 Cemara · K-3MX-9A · rujukan, terlambat 3 hari\n     [1 Cemara] [Tunda 1]"
    ]


async def test_f17_a_clock_that_is_put_back_and_forth_tells_nothing_twice_and_loses_no_day(busy_week: Talk) -> None:
    world = busy_week.world
    await at_eight_of_day(world, 3)
    assert len(busy_week.hears()) == 1
    told = []
    for day in (1, 2, 3, 1, 4, 3, 4):
        await at_eight_of_day(world, day)
        told += [day] * len(busy_week.hears())
    assert told == [1, 2, 4]


async def test_f10_who_blocked_us_is_not_told_and_is_told_again_afterwards(busy_week: Talk) -> None:
    world = busy_week.world
    busy_week.person.block(world.staff)
    await world.quiet()
    for day in (1, 2):
        await at_eight_of_day(world, day)
    assert await rows(world, "select count(*) from due where kind = 'nudge'") == [(0,)]
    busy_week.person.unblock(world.staff)
    await world.quiet()
    await nudges(world)
    assert busy_week.hears() == []
    await at_eight_of_day(world, 3)
    assert "1 Cemara · K-3MX-9A · rujukan, terlambat 2 hari\n" in busy_week.shown


async def test_r6_two_processes_that_look_at_the_same_moment_tell_once(busy_week: Talk) -> None:
    world = busy_week.world
    sari = await world.joined("Sari")
    await meets(sari)
    async with world.another_program() as second:
        now, ours, other = SUNDAY_EVENING + days(2) + SAME_NIGHT, job_of(world.running), job_of(second.app)
        told = await asyncio.gather(
            ours.work(world.running.database, now), other.work(second.app.database, now),
            ours.work(world.running.database, now), other.work(second.app.database, now),
        )  # fmt: skip
        assert sum(told) == 2
        await world.until(lambda: sari.shown.startswith("⏰") and busy_week.shown.startswith("⏰"))
        await world.quiet()
    for talk in (busy_week, sari):
        assert len([line for line in talk.hears() if "⏰" in line]) == 1


async def test_a_petugas_is_told_of_what_is_theirs_and_every_petugas_of_the_satker(rina: Talk) -> None:
    world = rina.world
    budi, tini = await world.joined("Budi", Role.PETUGAS), await world.joined("Tini", Role.PETUGAS)
    await does(budi, "/lapor", "[Asistensi]", "[Air Mesu Timur]", "[Hari ini]", "[Kirim]")
    await world.running.clock.stop()  # a month without a report is told, too
    await at_eight_with_nothing_else(world, 29)
    assert budi.hears() == []
    await at_eight_with_nothing_else(world, 30)
    for talk, name in ((budi, "Budi"), (tini, "Tini")):
        talk.hears_only(f"""
            bot: ⏰ Selamat pagi, Bu {name}. Hari ini ada satu hal:
                 1 Air Mesu Timur · monitoring akhir
                 [1 Air Mesu Timur] [Tunda 1]
        """)
    await budi.says("[1 Air Mesu Timur]")
    assert budi.shown.startswith("Air Mesu Timur · monitoring akhir\nDari laporan")
    assert rina.hears() == []


async def test_what_an_agent_left_behind_is_told_to_the_petugas(busy_week: Talk) -> None:
    world = busy_week.world
    budi = await world.joined("Budi", Role.PETUGAS)
    agent = await person_of(world, busy_week)
    await at_eight_of_day(world, 1)
    assert budi.hears() == []
    busy_week.hears()
    async with world.running.database.transaction() as store:
        await store.people.leaves(agent.id, date(2026, 11, 23))
    await at_eight_of_day(world, 2)
    await at_eight_of_day(world, 3)
    assert busy_week.hears() == []
    assert "1 K-3MX-9A · rujukan, terlambat 2 hari\n" in budi.shown
    assert "Cemara" not in budi.shown


async def test_what_was_handed_over_is_told_to_whoever_has_it_now(rina: Talk) -> None:
    world = rina.world
    joko = await world.joined("Joko")
    await meets(rina)  # until Wednesday
    await does(rina, "/tugas", "[⋯ 1]", "[Serahkan]", "[Bu Joko]")
    await at_eight_of_day(world, 3)
    assert rina.hears() == []
    assert "1 persetujuan dan skrining (laporan Minggu 22 Nov)\n" in joko.shown


async def test_each_is_told_by_the_clock_of_their_own_unit(rina: Talk) -> None:
    world = rina.world
    sari = await world.joined("Sari", unit=BARUGA)
    for talk in (rina, sari):
        await meets(talk)
    there = SUNDAY_EVENING + days(2) + SAME_NIGHT - timedelta(hours=1)  # 07.22 WIB, 08.22 WITA
    await moves_to(world, there)
    assert rina.hears() == []
    assert sari.shown.startswith("⏰ Selamat pagi, Bu Sari.")


async def test_many_tasks_end_with_a_way_to_all_of_them(rina: Talk) -> None:
    world = rina.world
    for _ in range(10):
        await meets(rina)
    await at_eight_of_day(world, 3)
    assert rina.shown.startswith("⏰ Selamat pagi, Bu Rina. Hari ini ada 10 hal:\n1 ")
    assert "\n8 persetujuan" in rina.shown
    assert "\n9 " not in rina.shown
    assert rina.shown.endswith("[8 persetujuan dan skrining] [Tunda 8]\n[Semua tugas · 10]")


async def test_on_monday_what_was_done_in_time_is_praised(rina: Talk) -> None:
    world = rina.world
    await checks_in(rina, f"Teratai · {TERATAI}")  # the next is due on Sunday
    await meets(rina)
    await at_eight_of_day(world, 6)
    rina.hears()
    await checks_in(rina, f"Teratai · {TERATAI}")
    await at_eight_of_day(world, 8)
    assert rina.shown.startswith(
        "⏰ Selamat pagi, Bu Rina. Minggu lalu satu tugas selesai tepat waktu. Terima kasih.\n"
        "Hari ini ada satu hal:\n1 persetujuan"
    )


async def test_one_who_cannot_be_told_silences_nobody(rina: Talk) -> None:
    world = rina.world
    joko, sari = await world.joined("Joko"), await world.joined("Sari", unit=KACE)
    for talk in (rina, joko, sari):
        await meets(talk)
    who = world.who(joko)
    await world.sql("update sessions set chat = :broken where who = :who", broken=b"x" * 40, who=who)
    await at_eight_of_day(world, 3)
    for talk in (rina, sari):
        assert talk.shown.startswith("⏰ Selamat pagi")
    assert joko.hears() == []


async def test_people_who_are_looked_at_together_cost_no_question_each(rina: Talk) -> None:
    """Ten people cost as many statements as three."""
    world = rina.world
    for name in ("Joko", "Sari"):
        await meets(await world.joined(name))
    await meets(rina)
    few = await statements_of_a_look(world, 3, 3)
    for n in range(7):
        await meets(await world.joined(f"Agen{n}"))
    assert await statements_of_a_look(world, 4, 10) == few


async def statements_of_a_look(world: World, day: int, people: int) -> int:
    seen: list[str] = []

    def note(*words: object) -> None:
        statement = str(words[2])
        if any(part in statement for part in ("nudges", "tasks", "INTO due", "OUTER JOIN people")):  # not of delivery
            seen.append(statement)

    await world.running.clock.stop()
    engine = world.running.database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    told = await job_of(world.running).work(world.running.database, SUNDAY_EVENING + days(day - 1) + SAME_NIGHT)
    event.remove(engine, "before_cursor_execute", note)
    await world.quiet()
    assert told == people
    return len(seen)
