"""A world with the form of asking for help, and Melati, who writes to the help bot; compiled once."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.forms import BUILT_IN
from domain.aliases import alias_words
from tests.conftest import a_database
from tests.templates import Templates
from tests.transcript import Talk
from tests.world import World, a_world

CHANCE, STEP = 8402532, 90 * len(alias_words())  # every draw falls on the same alias, as long as it is free


@pytest.fixture(scope="session")
def help_forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("help_forms")
    for name in ("minta_bantuan", "penjangkauan"):
        shutil.copy(BUILT_IN / f"{name}.md", folder)
    return folder


@pytest.fixture(scope="session")
def help_sqlite(help_forms: Path, templates: Templates) -> Path:
    return templates.sqlite("help", help_forms)


@pytest.fixture(scope="session")
def help_postgres(postgres: str, templates: Templates, help_forms: Path) -> Iterator[str]:
    with a_database(postgres) as url:
        templates.postgres(url, "help", help_forms)
        yield make_url(url).database or ""


@pytest.fixture(params=["sqlite", "postgres"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that knows the form, of each kind in turn."""
    if request.param == "sqlite":
        yield _copied(request.getfixturevalue("help_sqlite"), tmp_path)
        return
    with a_database(request.getfixturevalue("postgres"), request.getfixturevalue("help_postgres")) as made:
        yield made


@pytest.fixture
def help_sqlite_url(tmp_path: Path, help_sqlite: Path) -> str:
    return _copied(help_sqlite, tmp_path)


@pytest.fixture
async def help_world(tmp_path: Path, either: str, help_forms: Path) -> AsyncIterator[World]:
    """Both bots, on each kind of database in turn."""
    async with _world(tmp_path, either, help_forms) as made, made.program():
        yield made


@pytest.fixture
async def small_help(tmp_path: Path, help_sqlite: Path, help_forms: Path) -> AsyncIterator[World]:
    """The same on SQLite only, for what has nothing to do with the database."""
    async with _world(tmp_path, _copied(help_sqlite, tmp_path), help_forms) as made, made.program():
        yield made


@pytest.fixture
async def melati(help_world: World) -> Talk:
    return Talk(help_world, "Melati", help_world.help)


@pytest.fixture
async def dahlia(small_help: World) -> Talk:
    """Somebody else who writes, where one kind of database is enough."""
    return Talk(small_help, "Dahlia", small_help.help)


def _copied(template: Path, folder: Path) -> str:
    shutil.copy(template, folder / "suar.db")
    return f"sqlite:///{folder / 'suar.db'}"


def _world(folder: Path, url: str, forms: Path):  # type: ignore[no-untyped-def]
    made = a_world(folder, url)
    return _Wired(made, forms)


class _Wired:
    """A world with these forms, and chance that always falls the same way."""

    def __init__(self, made, forms: Path) -> None:  # type: ignore[no-untyped-def]
        self._made, self._forms = made, forms

    async def __aenter__(self) -> World:
        world: World = await self._made.__aenter__()
        world.wiring = replace(world.wiring, forms=self._forms, chance=count(CHANCE, STEP).__next__)
        return world

    async def __aexit__(self, *error: object) -> None:
        await self._made.__aexit__(*error)
