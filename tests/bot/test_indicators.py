"""Proving the counters right: every report is counted anew, and a counter that was broken is found and mended."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot import recounting
from bot.forms import kept_forms
from bot.recounting import Difference, Recount, check, rebuild
from storage.database import Database
from storage.drafts import SENT, Draft
from storage.sealing import load_keyring
from storage.submissions import Sending
from tests.bot.conftest import Suar
from tests.handlers.test_penjangkauan import UP_TO_THE_NOTE, say_all
from tests.transcript import Talk
from tests.world import AIR_MESU, KACE, World

SATURDAY = date(2026, 11, 21)
VISITS = "laporan.penjangkauan"
INVENTED = "insert into indicator_counts select code, '2026-11-21', 'unheard', 4 from units where name = 'Kace'"


@pytest.fixture
async def recount(world: World, rina: Talk) -> Recount:
    """Three visits, one of them moved to another day by a correction."""
    for _ in range(3):
        await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]", "[Kirim]")
    await say_all(rina, "[Koreksi]", "[1]", "[Hari ini]", "[Kirim]")
    return Recount(await kept_forms(world.running.database))


async def wrong(world: World, recount: Recount) -> list[Difference]:
    return await check(world.running.database, recount)


async def test_what_was_counted_by_and_by_is_what_the_reports_say(world: World, recount: Recount) -> None:
    assert await wrong(world, recount) == []
    async with world.store() as store:
        kept = await store.counts.of_unit(AIR_MESU)
    assert (kept[SATURDAY, VISITS], kept[date(2026, 11, 22), VISITS]) == (2, 1)


@pytest.mark.parametrize(
    ("breaking", "found"),
    [
        ("update indicator_counts set value = 7 where value = 2", [Difference(AIR_MESU, SATURDAY, VISITS, 7, 2)]),
        ("delete from indicator_counts where value = 2", [Difference(AIR_MESU, SATURDAY, VISITS, 0, 2)]),
        (
            INVENTED,
            [Difference(KACE, SATURDAY, "unheard", 4, 0)],
        ),
    ],
    ids=["changed", "lost", "invented"],
)
async def test_a_broken_counter_is_found_and_mended(
    world: World, recount: Recount, breaking: str, found: list[Difference]
) -> None:
    await world.sql(breaking)
    assert await wrong(world, recount) == found
    await rebuild(world.running.database, recount, {each.unit for each in found})
    assert await wrong(world, recount) == []


async def test_mending_one_unit_leaves_the_others(world: World, recount: Recount) -> None:
    await world.sql(INVENTED)
    await rebuild(world.running.database, recount, {AIR_MESU})
    assert await wrong(world, recount) == [Difference(KACE, SATURDAY, "unheard", 4, 0)]


async def test_reports_are_read_in_portions(world: World, recount: Recount, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "AT_ONCE", 2)
    read: list[int] = []
    assert await wrong(world, Recount(recount.library, read.append)) == []
    assert read == [2, 1]


async def test_a_report_that_comes_meanwhile_counts_once(world: World, rina: Talk, recount: Recount) -> None:
    await world.sql("delete from indicator_counts")
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]", "[Kirim]")
    found = await wrong(world, recount)
    assert Counter(each.unit for each in found).keys() == {AIR_MESU}
    await rebuild(world.running.database, recount, {AIR_MESU})
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]", "[Kirim]")
    assert await wrong(world, recount) == []
    async with world.store() as store:
        assert (await store.counts.of_unit(AIR_MESU))[SATURDAY, VISITS] == 4


async def test_mending_waits_for_a_report_that_is_being_counted(world: World, rina: Talk, recount: Recount) -> None:
    """What was sent but not yet saved is neither forgotten nor counted twice."""
    database = world.running.database
    await world.sql("update indicator_counts set value = 7 where value = 2")
    async with world.store() as store:
        person = await store.people.by_who(world.who(rina))
        sent = await store.submissions.newest("AMT-2611-0001")
    assert person is not None
    assert sent is not None
    draft = Draft(1, person.id, sent.form, sent.form_version, 0, SENT, sent.sent_at, sent.sent_at, None, b"")
    sending = Sending("AMT", AIR_MESU, SATURDAY, sent.instance, sent.fingerprint)
    async with database.transaction() as store:
        await store.submissions.add(draft, sending, SATURDAY, sent.sent_at)
        store.counts.add(AIR_MESU, SATURDAY, {VISITS: 1})
        await store.flush()
        mending = asyncio.ensure_future(rebuild(database, recount, {AIR_MESU}))
        await asyncio.sleep(0.3)
        assert not mending.done()
    await mending
    assert await wrong(world, recount) == []
    async with world.store() as store:
        assert (await store.counts.of_unit(AIR_MESU))[SATURDAY, VISITS] == 3


# --- The commands ---------------------------------------------------------------------------------


async def test_the_commands_say_what_is_wrong_and_make_it_right(suar: Suar, tmp_path: Path, sqlite_url: str) -> None:
    code, printed, said = await suar("indicators", "check")
    assert (code, printed, said.splitlines()[-1]) == (0, "", "Every counter is what the reports make it.")
    database = Database(sqlite_url, load_keyring(tmp_path / "keys.json"), holder="test")
    async with database.transaction() as store:
        store.counts.add(AIR_MESU, SATURDAY, {f"unheard.{n:02}": 3 for n in range(22)})
    await database.close()
    code, printed, said = await suar("indicators", "check")
    assert (code, printed.splitlines()[0]) == (1, f"{AIR_MESU} 2026-11-21 unheard.00: 3, should be 0")
    assert printed.splitlines()[-1] == "… and 2 more"
    assert "22 counters are wrong: make them right with suar indicators rebuild." in said
    code, _, said = await suar("indicators", "rebuild")
    assert (code, "22 counters are wrong, and made right." in said) == (0, True)
    assert (await suar("indicators", "check"))[0] == 0
    assert "Every counter was right already." in (await suar("indicators", "rebuild"))[2]


async def test_a_report_that_was_damaged_is_named_and_no_counter_is_changed(
    small_world: World, suar: Suar, tmp_path: Path, sqlite_url: str
) -> None:
    rina = await small_world.joined("Rina")
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]", "[Kirim]")
    await small_world.sql("update submissions set instance = :damaged", damaged=b"\x01damaged")
    for command in ("check", "rebuild"):
        code, _, said = await suar("indicators", command)
        assert (code, "A report cannot be opened (submissions.instance." in said) == (1, True)
