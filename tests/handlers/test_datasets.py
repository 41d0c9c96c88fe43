"""Lists from the database: a form offers what this person may see, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain.people import Role
from handlers.datasets import headers
from tests.transcript import Talk
from tests.world import BARUGA, KACE, World, a_world

NAMES = ("units.csv", "satker.csv", "agents.csv")
TODAY = date(2026, 11, 22)
FORM = """
| survey |
| | type                            | name  | label        | choice_filter   |
| | select_one_from_file units.csv  | unit  | Unit mana?   |                 |
| | select_one_from_file agents.csv | agent | Dengan siapa? | unit = ${unit} |
"""


@pytest.fixture
async def world(world: World) -> World:
    """Rina and Joko in Air Mesu Timur, Sari in Baruga (another satker), Dewi in Kace."""
    for name, unit in (("Rina", ""), ("Joko", ""), ("Sari", BARUGA), ("Dewi", KACE)):
        await world.joined(name, unit=unit) if unit else await world.joined(name)
    return world


async def seen_by(world: World, talk: Talk) -> Mapping[str, list[str]]:
    async with world.store() as store:
        person = await store.people.by_who(world.who(talk))
        assert person is not None
        lists = {name: await store.datasets.of(person, name, TODAY) for name in NAMES}
    return {name: [row[1] for row in listed.rows] for name, listed in lists.items()}


@pytest.mark.parametrize(
    ("role", "units", "satker", "agents"),
    [
        (Role.AGEN, ["Kace"], ["BNNK Pangkalpinang"], ["Bu Budi", "Bu Dewi"]),
        (
            Role.PETUGAS,
            ["Air Mesu Timur", "Kace"],
            ["BNNK Pangkalpinang"],
            ["Bu Dewi", "Bu Joko", "Bu Rina"],
        ),
        (Role.BNNP, ["Air Mesu Timur", "Kace"], ["BNNK Pangkalpinang"], []),
        (
            Role.PUSAT,
            ["Air Mesu Timur", "Baruga", "Kace"],
            ["BNNK Pangkalpinang", "BNNP Sulawesi Tenggara"],
            [],
        ),
    ],
)
async def test_each_role_sees_its_own_part(
    world: World, role: Role, units: list[str], satker: list[str], agents: list[str]
) -> None:
    budi = await world.joined("Budi", role, unit=KACE)
    assert await seen_by(world, budi) == {"units.csv": units, "satker.csv": satker, "agents.csv": agents}


def test_every_list_has_a_value_and_a_label_first() -> None:
    assert all(header.decode().split()[0].split(",")[:2] == ["name", "label"] for header in headers().values())


TRAINED = """
| survey |
| | type                                    | name   | label     |
| | select_multiple_from_file agents.csv    | agents | Siapa saja? |
"""


@pytest.fixture
async def visits(tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    """A world whose forms ask for a unit and an agent, and for several agents."""
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "visits.md").write_text(FORM, "utf-8")
    (tmp_path / "forms" / "trained.md").write_text(TRAINED, "utf-8")
    async with a_world(tmp_path, sqlite_url) as made:
        made.wiring = replace(made.wiring, forms=tmp_path / "forms")
        async with made.program():
            yield made


async def test_a_form_offers_the_units_and_agents_of_the_person(visits: World) -> None:
    rina = await visits.joined("Rina")
    await visits.joined("Joko")
    await visits.joined("Sari", unit=BARUGA)
    await rina.says("/lapor")
    await rina.says("[visits]")
    assert "[Air Mesu Timur]" in rina.shown
    assert "Baruga" not in rina.shown
    await rina.says("[Air Mesu Timur]")
    assert "[Bu Joko]" in rina.shown
    assert "[Bu Rina]" in rina.shown
    assert "Sari" not in rina.shown
    await rina.says("[Bu Joko]")
    assert "1 Unit mana? Air Mesu Timur" in rina.shown
    assert "2 Dengan siapa? Bu Joko" in rina.shown


async def test_a_correction_keeps_each_of_several_who_are_listed_no_longer(visits: World) -> None:
    rina, joko = await visits.joined("Rina"), await visits.joined("Joko")
    for line in ("/lapor", "[trained]", "[☐ Bu Joko]", "[☐ Bu Rina]", "[Selesai]", "[Kirim]"):
        await rina.says(line)
    async with visits.running.database.transaction() as store:
        person = await store.people.by_who(visits.who(joko))
        assert person is not None
        await store.people.leaves(person.id, TODAY)
    await rina.says("[Koreksi]")
    assert "1 Siapa saja? Bu Joko, Bu Rina" in rina.shown
    await rina.says("[Kirim]")
    assert "Koreksi ke-1" in rina.shown


async def test_a_draft_finds_its_lists_again_after_a_restart(visits: World) -> None:
    rina = await visits.joined("Rina")
    await rina.says("/lapor")
    await rina.says("[visits]")
    await rina.says("[Air Mesu Timur]")
    visits.running.kit.warm.clear()
    await rina.says("[Bu Rina]")
    await rina.says("[Kirim]")
    await rina.says("[Lihat]")
    assert "Unit mana? Air Mesu Timur" in rina.shown
    assert "Dengan siapa? Bu Rina" in rina.shown


def test_the_lists_stand_in_the_docs_for_authors_of_forms() -> None:
    page = (Path(__file__).parents[2] / "docs" / "forms.md").read_text("utf-8")
    for name, header in headers().items():
        columns = ", ".join(f"`{column}`" for column in header.decode().strip().split(","))
        assert f"| `{name}` | {columns} |" in page
