"""The command line, typed by somebody who sits before a machine of their own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import environment
from simulator import Simulator
from tests.world import HELP_TOKEN, STAFF_TOKEN

Suar = Callable[..., Awaitable[tuple[int, str, str]]]


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Commands set up logging for the whole program."""
    root, level = logging.getLogger(), logging.getLogger().level
    handlers = root.handlers[:]
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
async def telegram() -> AsyncIterator[tuple[Simulator, str]]:
    sim = Simulator(seed=5)
    sim.add_bot(token=STAFF_TOKEN, username="suar_staf_bot")
    sim.add_bot(token=HELP_TOKEN, username="ruang_tanya_bot")
    async with sim.serve() as url:
        yield sim, url


@pytest.fixture
def suar(
    tmp_path: Path,
    sqlite_url: str,
    telegram: tuple[Simulator, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Suar:
    """Type a command; gives its exit code, what it printed, and what it said."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in environment() if name.startswith("SUAR_")]:
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "SUAR_STAFF_TOKEN": STAFF_TOKEN,
        "SUAR_HELP_TOKEN": HELP_TOKEN,
        "SUAR_TELEGRAM_API": telegram[1],
        "SUAR_DATABASE_URL": sqlite_url,
        "SUAR_KEYS": str(tmp_path / "keys.json"),
    }.items():
        monkeypatch.setenv(name, value)

    async def typed(*words: str) -> tuple[int, str, str]:
        code = await asyncio.to_thread(main, words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return typed
