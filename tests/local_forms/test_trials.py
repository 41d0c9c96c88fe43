"""Trying a form: it looks like the real thing, and nothing is left of it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.engine import Connection

from tests import attachments
from tests.handlers.test_penjangkauan import say_all
from tests.local_forms.officers import POSYANDU, Officer
from tests.transcript import READING
from tests.world import World

WITH_PHOTO = POSYANDU.replace("| | integer           | hadir |", "| | image             | hadir |")


async def counted(world: World, *tables: str) -> dict[str, int]:
    def work(connection: Connection) -> dict[str, int]:
        return {each: connection.execute(text(f"select count(*) from {each}")).scalar_one() for each in tables}  # noqa: S608

    return dict(await world.running.database.run_sync(work))


async def test_nothing_is_kept_counted_or_told(world: World, budi: Officer) -> None:
    await budi.sends(POSYANDU)
    await say_all(budi.talk, "[Coba isi]", "[Pos]", "4", "[Kirim]")
    assert await counted(world, "drafts", "typed", "submissions", "indicator_counts", "due") == {
        "drafts": 0, "typed": 0, "submissions": 0, "indicator_counts": 0, "due": 0,
    }  # fmt: skip


async def test_a_photo_of_a_trial_goes_with_it(world: World, budi: Officer) -> None:
    await budi.sends(WITH_PHOTO)
    await say_all(budi.talk, "[Coba isi]", "[Pos]")
    world.sim.clock.move(READING)
    budi.talk.person.photo(budi.talk.bot, attachments.photo())
    await world.quiet()
    assert await counted(world, "files") == {"files": 1}
    await budi.talk.says("[Kirim]")
    assert budi.talk.shown.startswith("Percobaan selesai.")
    assert await counted(world, "files", "drafts") == {"files": 0, "drafts": 0}


async def test_a_trial_that_is_left_is_no_draft_reminds_nobody_and_is_forgotten(world: World, budi: Officer) -> None:
    await budi.sends(POSYANDU)
    await say_all(budi.talk, "[Coba isi]", "[Pos]", "/menu")
    assert "Draf" not in budi.talk.shown
    await budi.talk.says("/draf")
    assert budi.talk.shown.startswith("Tidak ada draf.")
    budi.talk.hears()
    await world.rest(timedelta(days=1, hours=14))
    assert "belum selesai" not in "\n".join(budi.talk.hears())
    assert await counted(world, "drafts") == {"drafts": 0}


async def test_trying_again_begins_anew(world: World, budi: Officer) -> None:
    await budi.sends(POSYANDU)
    await say_all(budi.talk, "[Coba isi]", "[Pos]", "/menu", "[Formulir]", "[1]", "[Coba isi]")
    assert "Di mana?" in budi.talk.shown
    assert await counted(world, "drafts") == {"drafts": 1}


async def test_publishing_ends_what_is_still_tried(world: World, budi: Officer) -> None:
    await budi.sends(POSYANDU)
    await say_all(budi.talk, "[Coba isi]", "[Pos]", "/menu", "[Formulir]", "[1]", "[Terbitkan]")
    assert await counted(world, "drafts", "quarantine") == {"drafts": 0, "quarantine": 0}
    await budi.talk.says("12")
    assert budi.talk.shown.startswith("Saya belum mengerti pesan itu.")


async def test_a_nik_is_stopped_in_a_trial_too(world: World, budi: Officer) -> None:
    await budi.sends(POSYANDU.replace("| | integer           | hadir |", "| | text              | hadir |"))
    await say_all(budi.talk, "[Coba isi]", "[Pos]", "1904032004850001")
    assert "NIK" in budi.talk.shown
    assert "Percobaan. Tidak ada yang disimpan." in budi.talk.shown


async def test_trial_goes_on_after_a_restart(world: World, budi: Officer) -> None:
    await budi.sends(POSYANDU)
    await say_all(budi.talk, "[Coba isi]", "[Pos]")
    world.running.kit.warm.clear()
    world.running.kit.library.local.tidy(0)
    await budi.talk.says("4")
    assert "2 Hadir: 4" in budi.talk.shown
