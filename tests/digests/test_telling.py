"""Digests that come by themselves: at their moment, once, by day, and to whoever wants them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import App
from domain.digest_times import Edition
from domain.people import Role
from scheduler.clock import Job
from storage.sessions import Session
from storage.store import Store
from tests.programme import rows
from tests.transcript import Talk
from tests.world import BARUGA, World

SENDS = "bot: Ringkasan 16–22 Nov"


def jakarta(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


async def at(world: World, there: datetime) -> None:
    """People's time is that one, and the clock looks for who is due until nobody is."""
    world.move(there - world.running.clock.now())
    for _ in range(2):
        await world.running.clock.tick(job_of(world.running))
        await world.quiet()


def job_of(app: App) -> Job:
    return next(job for job in app.clock.jobs if job.name == "digests")


def digests(talk: Talk) -> list[str]:
    """The first lines of what came; what nobody has acted on is another matter."""
    came = [line.partition("\n")[0] for line in talk.hears() if line.startswith("bot: ")]
    return [line for line in came if "perlu perhatian" not in line]


# --- The week ------------------------------------------------------------------------------------


async def test_on_monday_at_half_past_seven_picture_workbook_and_words_come_in_this_order(told: Talk) -> None:
    await at(told.world, jakarta(23, 7, 29))
    assert digests(told) == []
    await at(told.world, jakarta(23, 7, 30))
    told.hears_only("""
        bot: (foto) Ringkasan 16–22 Nov · BNNK Pangkalpinang (2 unit)
        bot: (berkas) Semua angka ringkasan ini, dengan artinya.
        bot: Ringkasan 16–22 Nov · BNNK Pangkalpinang (2 unit)
             Kabar baik: Air Mesu Timur memantau semua kliennya tepat waktu, 3 kali berturut-turut.

             Untuk minggu ini
             1 K-001-AA: hasil rujukan belum diketahui (Air Mesu Timur, 21 hari)
             2 K-001-AA: pemantauan terlewat 2 kali (Air Mesu Timur)

             Unit: dipetakan 2 · ber-SK 2 · operasional 1 dari 2 · berkelanjutan 0
             Unit yang melapor 1 dari 2
             Terjangkau 5 (▲1) · Klien baru 1 (▲1) · Klien aktif 3 (▲1)
             Rujukan dikirim 2, sampai 1 · Pemantauan tepat waktu 100%
             Tidak kambuh, 3 bulan 50% dari 2 klien (tujuan 50%)

             Belum melapor: Kace (sejak 8 Nov).

             Angka per 22 Nov 2026, 24.00 WIB.
             [1 Buka] [2 Buka]
             [Arti angka] [Tabel]
             [Masa lain] [Jangan kirim]
    """)


async def test_a_week_is_told_once_whatever_the_clock_does(told: Talk) -> None:
    world = told.world
    await at(world, jakarta(23, 7, 30))
    assert len(digests(told)) == 3
    for there in (jakarta(23, 9), jakarta(22, 20), jakarta(23, 7, 30), jakarta(25, 8)):
        await at(world, there)
        assert digests(told) == []


async def test_a_monday_that_was_missed_is_told_later_the_same_week_and_not_the_week_after(told: Talk) -> None:
    await at(told.world, jakarta(27, 10))
    assert digests(told)[-1].startswith(SENDS)
    await at(told.world, jakarta(8, 11, month=12))  # two Mondays later: of the week between nothing is told
    assert [line for line in digests(told) if "(" not in line[:8]] == [
        "bot: Ringkasan Nov 2026 · BNNK Pangkalpinang (2 unit)",
        "bot: Ringkasan 30 Nov – 6 Des · BNNK Pangkalpinang (2 unit)",
    ]


async def test_what_waits_over_a_night_until_something_newer_is_there_is_not_told(told: Talk) -> None:
    await at(told.world, jakarta(29, 20, 30))  # a Sunday night: the week that was told on the 23rd is put off
    await at(told.world, jakarta(30, 8))
    words = [line for line in digests(told) if "(" not in line[:8]]
    assert words == ["bot: Ringkasan 23–29 Nov · BNNK Pangkalpinang (2 unit)"]


async def test_nobody_is_told_at_night(told: Talk) -> None:
    await at(told.world, jakarta(23, 20))
    assert digests(told) == []
    await at(told.world, jakarta(24, 7, 59))
    assert [line for line in digests(told) if "Ringkasan" in line] == []
    await at(told.world, jakarta(24, 8))
    assert digests(told)[-1].startswith(SENDS)


async def test_each_zone_has_its_own_half_past_seven(told: Talk) -> None:
    world = told.world
    sari = await world.joined("Sari", unit=BARUGA)  # WITA: an hour earlier
    await at(world, jakarta(23, 6, 30))
    assert (digests(told), digests(sari)) == ([], ["bot: Ringkasan 16–22 Nov · Baruga"])
    await at(world, jakarta(23, 7, 30))
    assert (len(digests(told)), digests(sari)) == (3, [])


async def test_an_agent_gets_words_alone(told: Talk) -> None:
    rina = await told.world.joined("Rina")
    await at(told.world, jakarta(23, 7, 30))
    assert digests(rina) == ["bot: Ringkasan 16–22 Nov · Air Mesu Timur"]


async def test_in_the_middle_of_a_form_nobody_is_told(told: Talk) -> None:
    rina, world = await told.world.joined("Rina"), told.world
    world.move(jakarta(23, 7, 25) - world.running.clock.now())
    await rina.says("/lapor")
    await rina.says("[Penjangkauan]")
    rina.hears()
    await at(world, jakarta(23, 7, 31))
    assert digests(rina) == []
    await at(world, jakarta(23, 7, 50))
    assert digests(rina) == ["bot: Ringkasan 16–22 Nov · Air Mesu Timur"]


async def test_who_cannot_be_reached_is_passed_over_and_who_joined_later_waits_for_the_next(told: Talk) -> None:
    world = told.world
    told.person.block(told.bot)
    await world.quiet()
    await at(world, jakarta(23, 7, 30))
    assert await rows(world, "select count(*) from audit where action = 'digest'") == [(0,)]  # nothing was made
    tini = await world.joined("Tini", Role.PETUGAS)
    told.person.unblock(told.bot)
    await world.quiet()
    await at(world, jakarta(23, 9))
    assert (digests(told), digests(tini)) == ([], [])


# --- The month, and what is urgent ----------------------------------------------------------------


async def test_the_month_is_told_in_the_first_week_of_the_next(told: Talk) -> None:
    await at(told.world, jakarta(23, 7, 30))
    told.hears()
    await at(told.world, jakarta(5, 7, 30, month=12))
    assert "bot: Ringkasan Nov 2026 · BNNK Pangkalpinang (2 unit)" in digests(told)


async def test_what_is_urgent_is_told_once_in_the_morning(told: Talk) -> None:
    world = told.world
    await at(world, jakarta(24, 7, 30))
    assert told.hears()[0] == (
        "bot: Yang mendesak, Selasa 24 Nov\n"
        "     1 K-001-AA: hasil rujukan belum diketahui (Air Mesu Timur, 22 hari)\n"
        "     2 K-001-AA: pemantauan terlewat 2 kali (Air Mesu Timur)\n"
        "     [1 Buka] [2 Buka]\n"
        "     [Jangan kirim]"
    )
    await at(world, jakarta(25, 7, 30))
    assert digests(told) == []


async def test_what_the_week_told_on_monday_is_not_told_again_on_tuesday(told: Talk) -> None:
    await at(told.world, jakarta(23, 7, 30))
    assert len(digests(told)) == 3
    await at(told.world, jakarta(24, 7, 30))
    assert digests(told) == []


async def test_where_nothing_is_urgent_no_morning_brings_anything(told: Talk) -> None:
    await told.world.sql("update referrals set status = 'selesai'")
    await told.world.sql("update tasks set state = 'closed' where state = 'open'")
    await at(told.world, jakarta(24, 7, 30))
    assert [line for line in digests(told) if "mendesak" in line] == []


# --- No, thank you -------------------------------------------------------------------------------


async def test_a_digest_can_be_declined_and_welcomed_again(told: Talk) -> None:
    world = told.world
    await at(world, jakarta(23, 7, 30))
    told.hears()
    await told.plays(
        """
        told: [Jangan kirim]
        gone: Terima kasih, Bu Budi.
        bot: Baik, ringkasan ini tidak dikirim lagi. Dengan /ringkasan Anda tetap bisa melihatnya.
             [Kirim lagi] [Menu]
    """.replace("told:", f"{told.name}:")
    )
    await at(world, jakarta(30, 7, 30))
    assert [line for line in digests(told) if "Ringkasan" in line] == []
    await told.says("[Kirim lagi]")
    assert told.shown.startswith("Baik, ringkasan ini dikirim lagi.")
    told.hears()
    await at(world, jakarta(7, 7, 30, month=12))
    assert "bot: Ringkasan 30 Nov – 6 Des · BNNK Pangkalpinang (2 unit)" in digests(told)


async def test_a_tick_asks_as_little_when_everybody_was_told(told: Talk) -> None:
    world = told.world
    await at(world, jakarta(23, 7, 30))
    open_ = "select count(*) from due where kind = 'digest' and done_at is null"
    assert await rows(world, open_) == [(0,)]
    assert await rows(world, "select count(*) > 0 from due where kind = 'digest'") == [(True,)]


@pytest.mark.parametrize("ending", ["png", "xlsx"])
async def test_without_one_of_the_files_the_rest_comes(
    told: Talk, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(f"bot.makers.digest.{'_draw' if ending == 'png' else '_write'}", spoilt)
    await at(told.world, jakarta(23, 7, 30))
    first = "(berkas)" if ending == "png" else "(foto)"
    assert [line[5 : 5 + len(first)] for line in digests(told)] == [first, "Ringkasan"[: len(first)]]


async def test_who_cannot_be_read_silences_nobody_else(told: Talk) -> None:
    world = told.world
    rina = await world.joined("Rina")
    digesting = job_of(world.running).work.__self__  # type: ignore[attr-defined]
    order, broken = digesting.order, world.who(told)

    def fails_for_one(store: Store, session: Session, edition: Edition, now: datetime) -> None:
        if session.who == broken:
            raise RuntimeError("a row that cannot be read")
        order(store, session, edition, now)

    await world.running.clock.stop()  # it would tell them by itself, within a second
    world.move(jakarta(23, 7, 30) - world.running.clock.now())
    await replace(digesting, order=fails_for_one).work(world.running.database, world.running.clock.now())
    await world.quiet()
    assert (digests(told), digests(rina)) == ([], ["bot: Ringkasan 16–22 Nov · Air Mesu Timur"])
