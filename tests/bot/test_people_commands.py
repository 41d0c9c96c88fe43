"""Whoever does not work here any more is shown nothing: an operator can see to that at once."""

from __future__ import annotations

import pytest

from domain.help_cases import State
from domain.people import Role
from domain.tasks import Task
from tests.bot.conftest import Suar
from tests.help.saying import say_all
from tests.transcript import Talk
from tests.world import SUNDAY_EVENING, World


@pytest.fixture(autouse=True)
def _the_same_world(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are about the world that the bots live in."""
    settings = small_world.settings
    for name, value in {
        "SUAR_DATABASE_URL": settings.database_url,
        "SUAR_KEYS": str(settings.keys),
        "SUAR_CLOCK": f"file:{settings.clock}",
    }.items():
        monkeypatch.setenv(name, value)


async def test_a_petugas_who_has_left_is_shown_nothing(small_world: World, suar: Suar) -> None:
    budi = await small_world.joined("Budi", Role.PETUGAS)
    code, _, said = await suar("leave", "BNNK-PGK-01")
    assert code == 0, said
    assert "BNNK-PGK-01 sees nothing any more." in said
    await budi.says("/menu")
    assert "Ini menu Anda" not in budi.shown


async def test_families_of_a_petugas_who_has_left_wait_for_others_at_once(small_world: World, suar: Suar) -> None:
    budi, dewi = await small_world.joined("Budi", Role.PETUGAS), await small_world.joined("Dewi", Role.PETUGAS)
    melati, dahlia = (Talk(small_world, name, small_world.help) for name in ("Melati", "Dahlia"))
    for family in (melati, dahlia):
        await say_all(family, "/start u_1904032004", "saya mau mati saja", "[Panggil petugas]")
    await budi.says("[Saya ambil]")  # Dahlia's; Melati's still waits
    dewi.hears()
    code, _, said = await suar("leave", "BNNK-PGK-01")
    assert code == 0, said
    assert "1 help cases were theirs: they wait again" in said
    await small_world.until(lambda: "[Saya ambil]" in dewi.shown)
    await small_world.quiet()
    assert "“saya mau mati saja”" in dewi.shown
    assert (await small_world.case_of(dahlia)).state is State.WAITING
    await small_world.until(lambda: not any("mati" in message.text for message in budi.chat.messages))
    await small_world.until(lambda: "[Baca]" in dahlia.shown)
    await dahlia.says("[Baca]")
    assert dahlia.shown.startswith("Petugas lain akan menjawab Anda.")


async def test_open_tasks_of_an_agent_who_has_left_stand_on_the_list_of_the_petugas(
    small_world: World, suar: Suar
) -> None:
    rina = await small_world.joined("Rina")
    budi = await small_world.joined("Budi", Role.PETUGAS)
    async with small_world.running.database.transaction() as store:
        person = await store.people.by_who(small_world.who(rina))
        assert person is not None
        assert person.unit is not None
        today = SUNDAY_EVENING.date()
        of = (person.unit.code, person.id, None)
        task = Task("AMT-1:asistensi:1", *of, "AMT-1", "asistensi", "asistensi", 1, today, today, today)
        store.tasks.plan(task, SUNDAY_EVENING)
    code, _, said = await suar("leave", person.code)
    assert code == 0, said
    assert "Their open tasks stand on the lists of the petugas now" in said
    await budi.says("/menu")
    assert "[Tugas hari ini · 1]" in budi.shown


@pytest.mark.parametrize(
    ("person", "why"), [("BNNK-PGK-99", "Nobody has the code"), ("BNNK-PGK-01", "has left already")]
)
async def test_what_cannot_be_done_is_said(small_world: World, suar: Suar, person: str, why: str) -> None:
    await small_world.joined("Budi", Role.PETUGAS)
    await suar("leave", "BNNK-PGK-01")
    code, _, said = await suar("leave", person)
    assert code == 1
    assert why in said
