"""A world with the built-in forms of a petugas, bnnp and pusat, and one of an agent; compiled once."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.forms import BUILT_IN
from domain.people import Role
from tests.conftest import a_database
from tests.templates import Templates
from tests.transcript import Talk
from tests.world import World, a_world

NAMES = (
    *("unit_baru", "tahap_unit", "monitoring_awal", "hasil_asistensi", "asistensi"),
    *("fasilitas", "mitra", "hotline", "jaga", "aturan", "target"),
    *("sosialisasi", "penjangkauan"),
)


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms")
    for name in NAMES:
        shutil.copy(BUILT_IN / f"{name}.md", folder)
    return folder


@pytest.fixture(scope="session")
def compiled(forms: Path, templates: Templates) -> str:
    """An SQLite database that knows these forms."""
    return str(templates.sqlite("units", forms))


@pytest.fixture(scope="session")
def compiled_in_postgres(postgres: str, templates: Templates, forms: Path) -> Iterator[str]:
    with a_database(postgres) as url:
        templates.postgres(url, "units", forms)
        yield make_url(url).database or ""


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that knows the forms, of each kind in turn."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("compiled"), tmp_path / "suar.db")
        yield f"sqlite:///{tmp_path / 'suar.db'}"
        return
    template = request.getfixturevalue("compiled_in_postgres")
    with a_database(request.getfixturevalue("postgres"), template) as made:
        yield made


@pytest.fixture
async def programme_world(tmp_path: Path, url: str, forms: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path, url) as made:
        made.wiring = replace(made.wiring, forms=forms)
        async with made.program():
            yield made


@pytest.fixture
async def budi(programme_world: World) -> Talk:
    """Pak Budi, petugas of BNNK Pangkalpinang."""
    return await programme_world.joined("Budi", Role.PETUGAS)
