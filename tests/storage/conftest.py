"""A database to work with, and a second process that works with the same one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from storage.database import Database
from storage.sealing import Keyring, new_keyring
from tests.storage.hands import Clock

Opens = Callable[[str], Database]


@pytest.fixture
def keyring() -> Keyring:
    return new_keyring()


@pytest.fixture
def clock() -> Clock:
    """Real time, moved by hand: leases run out when the test says so."""
    return Clock()


@pytest.fixture
async def opened(database_url: str, keyring: Keyring, clock: Clock) -> AsyncIterator[Opens]:
    """Open the database as one more process, by the name of its holder."""
    made: list[Database] = []

    def open_as(holder: str) -> Database:
        made.append(Database(database_url, keyring, holder=holder, real=clock))
        return made[-1]

    yield open_as
    for database in made:
        await database.close()


@pytest.fixture
def database(opened: Opens) -> Database:
    """The database as this process has it; it delivers the letters of the staff bot."""
    ours = opened("ours")
    ours.deliver_through("staff", lambda letters: None)
    return ours


@pytest.fixture
def another(opened: Opens) -> Database:
    """The same database in another process, which delivers for the staff bot, too."""
    theirs = opened("theirs")
    theirs.deliver_through("staff", lambda letters: None)
    return theirs
