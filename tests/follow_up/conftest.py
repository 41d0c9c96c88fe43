"""A world with the forms of follow-up, compiled once, and Bu Rina, who accompanies two clients in it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.forms import load_forms
from storage.database import Database
from storage.sealing import new_keyring
from tests.conftest import a_database
from tests.follow_up.unit import (
    CEMARA,
    SUNDAY,
    TERATAI,
    checks_in,
    days,
    open_client,
    person_of,
    screens,
    write_forms,
)
from tests.transcript import Talk
from tests.world import SUNDAY_EVENING, World, a_world, prepare_database


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms")
    write_forms(folder)
    return folder


@pytest.fixture(scope="session")
def compiled(forms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("follow_up") / "suar.db"
    asyncio.run(_prepare(f"sqlite:///{path}", forms))
    return path


@pytest.fixture(scope="session")
def compiled_in_postgres(postgres: str, forms: Path) -> Iterator[str]:
    with a_database(postgres) as url:
        asyncio.run(_prepare(url, forms))
        yield make_url(url).database or ""


async def _prepare(url: str, forms: Path) -> None:
    await prepare_database(url)
    database = Database(url, new_keyring(), holder="preparing")
    try:
        await load_forms(database, SUNDAY_EVENING, forms)
    finally:
        await database.close()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that knows the forms, of each kind in turn."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("compiled"), tmp_path / "suar.db")
        yield f"sqlite:///{tmp_path / 'suar.db'}"
        return
    with a_database(request.getfixturevalue("postgres"), request.getfixturevalue("compiled_in_postgres")) as made:
        yield made


@pytest.fixture
async def unit(tmp_path: Path, url: str, forms: Path) -> AsyncIterator[World]:
    """Air Mesu Timur, with the forms of follow-up."""
    async with a_world(tmp_path, url) as made:
        made.wiring = replace(made.wiring, forms=forms)
        async with made.program():
            yield made


@pytest.fixture
async def rina(unit: World) -> Talk:
    """Bu Rina, who accompanies Teratai and Cemara since 20 November. Only Cemara lets her code be shared."""
    rina = await unit.joined("Rina")
    agent, database = await person_of(unit, rina), unit.running.database
    await open_client(database, agent.id, TERATAI, "Teratai", key=1, on=SUNDAY - days(2))
    await open_client(database, agent.id, CEMARA, "Cemara", key=2, on=SUNDAY - days(2), share=True)
    return rina


@pytest.fixture
async def busy_week(rina: Talk) -> Talk:
    """A referral for Monday, and a check-in for Sunday in a week."""
    await checks_in(rina, f"Teratai · {TERATAI}")
    await screens(rina, f"Cemara · {CEMARA}", "[Rujuk]")
    return rina
