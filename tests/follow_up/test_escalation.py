"""What nobody has acted on: the petugas is told, then the head; until it is done, or somebody sees to it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event

from bot.app import App
from domain.people import Role
from domain.rest_days import rest_days
from handlers.escalating import count_matters, tell_matters
from scheduler.clock import Job
from scheduler.escalation import Escalating, Words
from storage.programme_tables import StageRow
from tests.follow_up.test_referrals import hears_of_it, refers
from tests.follow_up.unit import SUNDAY, TERATAI, checks_in, days, does, person_of
from tests.programme import rows
from tests.transcript import Talk
from tests.world import KACE, SUNDAY_EVENING, World

MORNING = timedelta(hours=13, minutes=17)  # from a Sunday evening to 08.22 of Monday, when everybody's moment is over


async def at_eight_of_day(world: World, day: int) -> None:
    """It is 08.22 WIB so many days after that first Sunday: day 1, 8 and 15 are Mondays."""
    await moves_to(world, SUNDAY_EVENING + days(day - 1) + MORNING)


async def moves_to(world: World, there: datetime) -> None:
    world.move(there - world.running.clock.now())
    await world.running.clock.tick(job_of(world.running))
    await world.quiet()


def job_of(app: App) -> Job:
    return next(job for job in app.clock.jobs if job.name == "attention")


@pytest.fixture
async def budi(rina: Talk) -> Talk:
    """The petugas of Bu Rina, who has met Teratai, and does not come again on Sunday the 29th."""
    await checks_in(rina, f"Teratai · {TERATAI}")
    budi = await rina.world.joined("Budi", Role.PETUGAS)
    await rina.world.sql("update submissions set status = 'verified'")
    return budi


async def head(budi: Talk) -> Talk:
    """A second petugas, whom the satker calls its head."""
    wati = await budi.world.joined("Wati", Role.PETUGAS)
    await heads(wati)
    return wati


async def heads(talk: Talk) -> None:
    await talk.world.sql(
        "insert into satker_rules (number, rule, satker, value, since)"
        " values ('R-1', 'kepala', 'BNNK-PGK', :code, :day)",
        code=(await person_of(talk.world, talk)).code, day=date(2026, 1, 1),
    )  # fmt: skip


# --- Two missed check-ins -------------------------------------------------------------------------


async def test_two_missed_check_ins_go_to_the_petugas_then_to_the_head_until_somebody_sees_to_it(budi: Talk) -> None:
    world, wati = budi.world, await head(budi)
    await at_eight_of_day(world, 14)  # a Sunday; the second one was for today
    assert budi.hears() == []
    await at_eight_of_day(world, 15)
    budi.hears_only("""
        bot: ⚠ Selamat pagi, Bu Budi. Satu hal perlu perhatian:
             1 K-7Q4-2F · Air Mesu Timur: 2 pemantauan terlewat, sejak Minggu 29 Nov
             [1 K-7Q4-2F] [Saya tangani 1]
             [Semua yang perlu perhatian]
    """)
    assert wati.hears() == []
    for day in (16, 17):
        await at_eight_of_day(world, day)
        assert budi.hears() == wati.hears() == []
    await at_eight_of_day(world, 18)
    wati.hears_only("""
        bot: ⚠ Selamat pagi, Bu Wati. Satu hal perlu perhatian:
             1 K-7Q4-2F · Air Mesu Timur: 2 pemantauan terlewat, sejak Minggu 29 Nov. Sudah 3 hari belum ditangani.
             [1 K-7Q4-2F] [Saya tangani 1]
             [Semua yang perlu perhatian]
    """)
    assert budi.hears() == []
    await wati.plays("""
        wati: [Saya tangani 1]
        bot: Terima kasih. Anda menangani K-7Q4-2F sampai Kamis 17 Des.

             Perlu perhatian
             1 K-7Q4-2F · Air Mesu Timur: 2 pemantauan terlewat, sejak Minggu 29 Nov · ditangani Bu Wati sampai 17 Des
             [1 K-7Q4-2F]
             [Menu]
    """)
    await budi.says("[Saya tangani 1]")
    assert budi.shown.startswith("Itu sudah ada yang menangani.\n")
    for day in range(19, 25):
        await at_eight_of_day(world, day)
    assert wati.hears() == []
    budi.hears()
    await at_eight_of_day(world, 25)  # it rests no longer, and nothing was done: it begins anew
    assert "1 K-7Q4-2F · Air Mesu Timur: 3 pemantauan terlewat, sejak Minggu 29 Nov\n" in budi.shown
    assert wati.hears() == []


async def test_what_somebody_sees_to_goes_no_further(budi: Talk) -> None:
    world, wati = budi.world, await head(budi)
    await at_eight_of_day(world, 15)
    await does(budi, "[Saya tangani 1]")
    for day in range(16, 22):
        await at_eight_of_day(world, day)
        assert wati.hears() == []


async def test_a_check_in_ends_it(budi: Talk, rina: Talk) -> None:
    world, wati = budi.world, await head(budi)
    await at_eight_of_day(world, 15)
    assert len(budi.hears()) == 1
    await checks_in(rina, f"Teratai · {TERATAI}")
    await budi.says("[Saya tangani 1]")
    assert budi.shown.startswith("Itu sudah selesai. Terima kasih.\n\nTidak ada yang perlu perhatian.")
    budi.hears()
    await at_eight_of_day(world, 18)
    assert budi.hears() == wati.hears() == []
    assert await rows(world, "select ended_on from escalations") in ([(date(2026, 12, 10),)], [("2026-12-10",)])


async def test_what_comes_again_is_told_again(budi: Talk, rina: Talk) -> None:
    await at_eight_of_day(budi.world, 15)
    assert len(budi.hears()) == 1
    await checks_in(rina, f"Teratai · {TERATAI}")
    await budi.world.sql("update submissions set status = 'verified'")
    for day in (16, 30):
        await at_eight_of_day(budi.world, day)
    assert "1 K-7Q4-2F · Air Mesu Timur: 2 pemantauan terlewat, sejak Senin 14 Des\n" in budi.shown


async def test_each_line_leads_to_the_place_where_somebody_can_act(budi: Talk) -> None:
    await at_eight_of_day(budi.world, 15)
    await budi.says("[1 K-7Q4-2F]")
    assert budi.shown.startswith("K-7Q4-2F")
    assert "Agen: Bu Rina" in budi.shown
    await does(budi, "/menu", "[Perlu perhatian]")
    assert budi.shown.startswith("Perlu perhatian\n1 K-7Q4-2F · Air Mesu Timur: 2 pemantauan terlewat")


async def test_what_is_told_on_one_day_is_one_message_the_most_urgent_first(budi: Talk, rina: Talk) -> None:
    world = budi.world
    await refers(rina)
    await world.sql("update submissions set status = 'sent'")
    await at_eight_of_day(world, 15)
    budi.hears_only("""
        bot: ⚠ Selamat pagi, Bu Budi. 3 hal perlu perhatian:
             1 K-3MX-9A · Air Mesu Timur: rujukan Minggu 22 Nov belum ada kabarnya
             2 K-7Q4-2F · Air Mesu Timur: 2 pemantauan terlewat, sejak Minggu 29 Nov
             3 2 laporan belum diperiksa, yang pertama sejak Minggu 22 Nov
             [1 K-3MX-9A] [Saya tangani 1]
             [2 K-7Q4-2F] [Saya tangani 2]
             [3 Laporan masuk] [Saya tangani 3]
             [Semua yang perlu perhatian]
    """)
    await world.sql("delete from due where kind = 'raised'")  # whatever else there is to tell, it waits for tomorrow
    await world.sql("update attention set at = 0")
    await at_eight_of_day(world, 15)
    assert budi.hears() == []
    await at_eight_of_day(world, 16)
    assert len(budi.hears()) == 1


async def test_an_outcome_ends_a_referral_without_one(budi: Talk, rina: Talk) -> None:
    await refers(rina)
    await checks_in(rina, "Cemara · K-3MX-9A")
    await budi.world.sql("update submissions set status = 'verified'")
    await at_eight_of_day(budi.world, 12)
    await checks_in(rina, f"Teratai · {TERATAI}")
    await hears_of_it(rina, "[Ya, sampai]")
    await budi.world.sql("update submissions set status = 'verified'")
    await at_eight_of_day(budi.world, 15)
    assert [line for line in budi.hears() if "rujukan" in line] == []


# --- Other matters --------------------------------------------------------------------------------


async def test_a_decree_that_ends_is_told_and_a_new_one_ends_that(budi: Talk) -> None:
    world = budi.world
    person = await person_of(world, budi)

    async def decree(number: str, until: date) -> None:
        row = StageRow.__table__.insert().values(
            number=number, unit=KACE, day=SUNDAY, stage="ber_sk", track="", evidence="", sk_kind="", sk_number="",
            sk_on=SUNDAY, sk_until=until, at=world.running.clock.now(), by=person.id,
        )  # fmt: skip
        await world.running.database.run_sync(lambda connection: connection.execute(row))

    await decree("S-1", date(2026, 12, 24))
    await at_eight_of_day(world, 1)
    assert budi.hears() == []
    await at_eight_of_day(world, 2)
    budi.hears_only("""
        bot: ⚠ Selamat pagi, Bu Budi. Satu hal perlu perhatian:
             1 Kace: SK akan habis Kamis 24 Des
             [1 Kace] [Saya tangani 1]
             [Semua yang perlu perhatian]
    """)
    await budi.says("[1 Kace]")
    assert budi.shown.startswith("Kace · 19.01.07.2011")
    await decree("S-2", date(2027, 12, 24))
    await does(budi, "/menu", "[Perlu perhatian]")
    assert budi.shown.startswith("Tidak ada yang perlu perhatian.")


async def test_where_there_is_no_head_the_province_is_told_how_many_and_no_more(budi: Talk) -> None:
    tini = await budi.world.joined("Tini", Role.BNNP)
    for day in (15, 17):
        await at_eight_of_day(budi.world, day)
        assert tini.hears() == []
    await at_eight_of_day(budi.world, 18)
    tini.hears_only("""
        bot: ⚠ Selamat pagi, Bu Tini. Ini belum ditangani petugas:
             BNNK Pangkalpinang: 1 hal
             Kepalanya belum dicatat di “Aturan satker”, atau tidak bisa dikirimi pesan.
             [Menu]
    """)
    await at_eight_of_day(budi.world, 19)
    assert tini.hears() == []


async def test_where_there_is_a_head_the_province_is_told_nothing(budi: Talk) -> None:
    world = budi.world
    wati, tini = await head(budi), await world.joined("Tini", Role.BNNP)
    await at_eight_of_day(world, 15)
    await at_eight_of_day(world, 18)
    assert (len(wati.hears()), len(tini.hears())) == (1, 0)


async def test_a_head_who_cannot_be_written_to_is_none(budi: Talk) -> None:
    world = budi.world
    wati, tini = await head(budi), await world.joined("Tini", Role.BNNP)
    wati.person.block(world.staff)
    await world.quiet()
    await at_eight_of_day(world, 15)
    await at_eight_of_day(world, 18)
    assert len(tini.hears()) == 1


async def test_a_head_who_is_the_only_petugas_is_told_at_once(rina: Talk) -> None:
    await checks_in(rina, f"Teratai · {TERATAI}")
    wati = await rina.world.joined("Wati", Role.PETUGAS)
    await rina.world.sql("update submissions set status = 'verified'")
    await heads(wati)
    for day, told in ((15, 1), (16, 0), (18, 1), (19, 0)):
        await at_eight_of_day(rina.world, day)
        assert len(wati.hears()) == told


async def test_a_petugas_of_elsewhere_is_told_nothing(budi: Talk) -> None:
    far = await budi.world.joined("Anwar", Role.PETUGAS)
    await budi.world.sql(
        "update people set satker = 'BNNP-SULTRA', territory = '74' where id = :id",
        id=(await person_of(budi.world, far)).id,
    )
    await at_eight_of_day(budi.world, 15)
    assert len(budi.hears()) == 1
    assert far.hears() == []


# --- Manners --------------------------------------------------------------------------------------


async def test_nobody_is_told_out_of_the_hours_of_duty(budi: Talk) -> None:
    world = budi.world
    for evening in (14, 15):  # the Sunday on which the second was missed, and 21.05 of Monday: all was down by day
        await moves_to(world, SUNDAY_EVENING + days(evening) + timedelta(hours=2))
        assert budi.hears() == []
    await moves_to(world, SUNDAY_EVENING + days(15) + timedelta(hours=12, minutes=25))  # 07.30 of Tuesday
    assert budi.hears() == []
    await at_eight_of_day(world, 16)
    assert len(budi.hears()) == 1


async def test_a_roster_says_when_the_hours_of_duty_are(budi: Talk) -> None:
    person = await person_of(budi.world, budi)
    await budi.world.sql(
        "insert into duty (number, satker, person, days, since, until, active) values"
        " ('J-1', 'BNNK-PGK', :person, 'senin rabu', '13:00', '21:00', :yes)",
        person=person.id, yes=True,
    )  # fmt: skip
    await at_eight_of_day(budi.world, 15)
    assert budi.hears() == []
    await moves_to(budi.world, SUNDAY_EVENING + days(14) + MORNING + timedelta(hours=5))  # 13.22
    assert len(budi.hears()) == 1


async def test_a_day_of_rest_is_no_day_of_duty(budi: Talk, unit: World) -> None:
    unit.settings = replace(unit.settings, holidays="ignore")
    christmas = SUNDAY_EVENING + days(32) + MORNING  # Friday 25 December
    await job_of(unit.running).work(unit.running.database, christmas)
    await unit.quiet()
    assert budi.hears() == []
    async with unit.another_program() as second:
        await unit.sql("update attention set at = 0")
        await job_of(second.app).work(second.app.database, christmas)
        await unit.until(lambda: budi.shown.startswith("⚠ Selamat pagi"))


async def test_nobody_is_told_in_the_middle_of_a_form(budi: Talk) -> None:
    world = budi.world
    world.move(days(14) + MORNING - timedelta(minutes=30))  # 07.52
    await does(budi, "/lapor", "[Asistensi]")
    world.move(timedelta(minutes=20))
    await does(budi, "[Air Mesu Timur]")
    await at_eight_of_day(world, 15)
    assert budi.hears() == []
    world.move(timedelta(minutes=16))
    await world.running.clock.tick(job_of(world.running))
    await world.quiet()
    assert [line[:20] for line in budi.hears()] == ["bot: ⚠ Selamat pagi,"]


async def test_who_blocked_us_is_told_when_they_are_back(budi: Talk) -> None:
    world = budi.world
    budi.person.block(world.staff)
    await world.quiet()
    await at_eight_of_day(world, 15)
    budi.person.unblock(world.staff)
    await world.quiet()
    await at_eight_of_day(world, 16)
    assert len(budi.hears()) == 1


async def test_who_has_left_is_told_nothing_and_looked_at_no_more(budi: Talk) -> None:
    person = await person_of(budi.world, budi)
    await budi.world.sql("update people set left_on = :day where id = :id", day=SUNDAY, id=person.id)
    await at_eight_of_day(budi.world, 15)
    assert budi.hears() == []
    assert await rows(budi.world, "select count(*) from attention") == [(0,)]


# --- Once -----------------------------------------------------------------------------------------


async def test_two_processes_that_look_at_the_same_moment_tell_once(budi: Talk) -> None:
    world, wati = budi.world, await head(budi)
    anwar = await world.joined("Anwar", Role.PETUGAS)
    now = SUNDAY_EVENING + days(14) + MORNING
    async with world.another_program() as second:
        ours, other = job_of(world.running), job_of(second.app)
        told = await asyncio.gather(
            ours.work(world.running.database, now), other.work(second.app.database, now),
            ours.work(world.running.database, now), other.work(second.app.database, now),
        )  # fmt: skip
        assert sum(told) == 2
        await world.until(lambda: budi.shown.startswith("⚠") and anwar.shown.startswith("⚠"))
        await world.quiet()
    assert [len([line for line in talk.hears() if "⚠" in line]) for talk in (budi, anwar, wati)] == [1, 1, 0]
    assert await rows(world, "select count(*) from escalations") == [(1,)]


async def test_what_was_not_saved_is_told_at_the_next_look_once(budi: Talk) -> None:
    """The process dies when all is worked out, before it is saved: neither the message nor its slots are there."""
    world, now = budi.world, SUNDAY_EVENING + days(14) + MORNING
    kit = world.running.kit
    await world.running.clock.stop()

    def dies(*what: object) -> None:
        tell_matters(kit)(*what)  # type: ignore[arg-type]
        raise asyncio.CancelledError

    dying = Escalating(Words(dies, count_matters(kit)), kit.concerns, kit.rules, rest_days())
    with pytest.raises(asyncio.CancelledError):
        await dying.work(world.running.database, now)
    assert await rows(world, "select count(*) from due where kind = 'raised'") == [(0,)]
    assert [await job_of(world.running).work(world.running.database, now) for _ in range(2)] == [1, 0]
    await world.quiet()
    assert len(budi.hears()) == 1


async def test_a_clock_that_is_put_back_and_forth_tells_nothing_twice(budi: Talk) -> None:
    told = []
    for day in (15, 2, 15, 16, 3, 17):
        await at_eight_of_day(budi.world, day)
        told += [day] * len(budi.hears())
    assert told == [15]


async def test_people_who_are_looked_at_together_cost_no_question_each(budi: Talk) -> None:
    """Eight people cost as many statements as one."""
    world = budi.world
    await world.running.clock.stop()
    await job_of(world.running).work(world.running.database, SUNDAY_EVENING + days(14) + MORNING)  # it is raised
    await world.sql("delete from due")
    few = await statements_of_a_look(world, 16, 1)
    for n in range(7):
        await world.joined(f"Petugas{n}", Role.PETUGAS)
    await world.sql("delete from due")
    assert await statements_of_a_look(world, 17, 8) == few


async def statements_of_a_look(world: World, day: int, people: int) -> int:
    seen: list[str] = []
    mine = ("attention", "escalations", "duty", "satkers", "satker_rules", "INTO due", "due.slot", "help_cases")

    def note(*words: object) -> None:
        statement = str(words[2])
        if any(part in statement for part in mine):  # not of delivery
            seen.append(statement)

    engine = world.running.database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    told = await job_of(world.running).work(world.running.database, SUNDAY_EVENING + days(day - 1) + MORNING)
    event.remove(engine, "before_cursor_execute", note)
    await world.quiet()
    assert told == people
    return len(seen)
