"""What a petugas finds of each aspect of a unit: at the start, at the end, and what was agreed on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.people import Role
from tests.transcript import Talk
from tests.units.saying import say_all
from tests.world import World, a_world

FORM = """
| survey |
| | type | name | label | required | bind::suar:arti |
| | select_one_from_file units.csv | unit | Unit? | yes | unit |
| | date | tgl | Kapan? | yes | hari |
| | integer | {first} | Satu? | | |
| | integer | {second} | Dua? | | |
| settings |
| | form_id | form_title | namespaces | attribute::suar:untuk |
| | {name} | {name} | suar="urn:suar:xform" | petugas |
"""
FORMS = {
    "monitoring_awal": ("keadaan_sdm", "keadaan_dana"),
    "monitoring_akhir": ("akhir_sdm", "akhir_dana"),
    "hasil_asistensi": ("nilai_sdm", "akhir_dana"),
}


@pytest.fixture
async def found_world(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    async with a_world(tmp_path, database_url) as world:
        for name, (first, second) in FORMS.items():
            world.brings(name, FORM.format(name=name, first=first, second=second))
        async with world.program():
            yield world


async def findings(world: World, talk: Talk) -> dict[str, tuple[str, str]]:
    """By aspect: how it was at the start, and at the end."""
    async with world.store() as store:
        person = await store.people.by_who(world.who(talk))
        assert person is not None
        listed = await store.datasets.of(person, "findings.csv", world.running.clock.now().date())
    start, end = listed.columns.index("start"), listed.columns.index("end")
    return {row[0]: (row[start], row[end]) for row in listed.rows}


async def reports(talk: Talk, form: str, first: str, second: str) -> None:
    await say_all(talk, "/lapor", f"[{form}]", "[Kace]", "[Hari ini]", first, second, "[Kirim]")


async def test_each_phase_is_kept_and_a_correction_replaces_its_own(found_world: World) -> None:
    budi = await found_world.joined("Budi", Role.PETUGAS)
    await reports(budi, "monitoring_awal", "2", "[Lewati]")
    assert await findings(found_world, budi) == {"sdm": ("2", "")}
    await say_all(budi, "[Koreksi]", "[4]", "1", "[Kirim]")
    assert await findings(found_world, budi) == {"sdm": ("2", ""), "dana": ("1", "")}
    await reports(budi, "monitoring_akhir", "4", "3")
    assert await findings(found_world, budi) == {"sdm": ("2", "4"), "dana": ("1", "3")}
    await reports(budi, "hasil_asistensi", "3", "2")
    assert await findings(found_world, budi) == {"sdm": ("2", "3"), "dana": ("1", "2")}
    await say_all(budi, "[Koreksi]", "[3]", "[Kosongkan]", "[Kirim]")
    assert (await findings(found_world, budi))["sdm"] == ("2", "4")
