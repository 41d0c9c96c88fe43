"""A form that one program publishes is known to the other, also to one that has never read it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import shelf
from bot.app import App
from domain.local_forms import trial_id
from handlers.shelves import LocalShelves, NotRead
from tests.bot.test_replicas import both_quiet, press, take
from tests.handlers.test_penjangkauan import say_all
from tests.local_forms.officers import PETUGAS, POSYANDU, Officer
from tests.transcript import Talk
from tests.world import World, a_world


@pytest.fixture
async def world(tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """The programs look what is on offer when a test says so, and not by themselves."""
    monkeypatch.setattr(shelf, "LOOK_SECONDS", 3600.0)
    async with a_world(tmp_path, postgres_url) as made, made.program():
        yield made


async def presses(world: World, app: App, talk: Talk, label: str) -> None:
    """A press that this program handles."""
    await take(app, press(talk, talk.chat.answer, label))
    await both_quiet(world, world.running, app)


async def test_the_other_program_offers_it_and_withdraws_it_without_a_restart(world: World) -> None:
    budi, rina = Officer(await world.joined("Budi", PETUGAS)), await world.joined("Rina")
    async with world.another_program() as second:
        await budi.publishes(POSYANDU)
        await second.app.shelf.look()
        await rina.says("/menu")
        await presses(world, second.app, rina, "Catat kegiatan")
        assert "[Posyandu lansia]" in rina.shown
        await say_all(budi.talk, "[Tarik]", "[Ya, tarik]")
        await presses(world, second.app, rina, "Posyandu lansia")  # it has not looked since
        assert rina.shown.startswith("Formulir itu baru saja ditarik atau diganti. Pilih lagi.")


async def test_a_draft_goes_on_in_a_program_that_has_never_read_its_form(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    budi, rina = Officer(await world.joined("Budi", PETUGAS)), await world.joined("Rina")
    async with world.another_program() as second:
        await budi.publishes(POSYANDU)
        await say_all(rina, "/lapor", "[Posyandu lansia]")
        await presses(world, second.app, rina, "Pos")
        assert "Berapa yang hadir?" in rina.shown
        await budi.sends(POSYANDU.replace("| 1      ", "| 2      "))
        await budi.talk.says("[Coba isi]")
        await presses(world, second.app, budi.talk, "Balai desa")
        assert "Percobaan. Tidak ada yang disimpan." in budi.talk.shown
    assert "does not answer" not in caplog.text  # nobody waited until somebody looked what is missing
    async with world.store() as store:
        assert await store.quarantine.count() == 0


async def test_a_program_that_starts_offers_what_was_published_before(world: World) -> None:
    budi, rina = Officer(await world.joined("Budi", PETUGAS)), await world.joined("Rina")
    await budi.publishes(POSYANDU)
    async with world.another_program() as second:
        await rina.says("/menu")
        await presses(world, second.app, rina, "Catat kegiatan")
        assert "[Posyandu lansia]" in rina.shown


# --- The shelves ----------------------------------------------------------------------------------


def test_what_is_nowhere_to_be_found_is_asked_for_once() -> None:
    shelves = LocalShelves()
    with pytest.raises(NotRead):
        shelves.find((trial_id(7), "1"))
    shelves.put({}, [(trial_id(7), "1")])
    assert shelves.wanted == set()
    with pytest.raises(LookupError):
        shelves.find((trial_id(7), "1"))
