"""Logs never hold a token or what people wrote, whatever goes wrong and however much is logged."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.logs import log_to_stderr
from bot.transports.discretion import TALKATIVE
from simulator import Fault
from tests.transcript import Talk
from tests.world import World, a_world

STAFF_CANARY = "7123456789:AAcanaryStaff-0123456789_abcdefghijk"
HELP_CANARY = "7987654321:BBcanaryHelp_-0123456789_abcdefghijkl"
WORDS = "Kenaribiru"
TROUBLES = ("429", "5xx", "cut_before", "cut_after", "outage")


Said = Callable[[], str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Iterator[Said]:
    """What was logged to standard error."""
    loggers = [logging.getLogger(name) for name in ("", "apscheduler", *TALKATIVE)]
    before = [(logger.level, logger.handlers[:]) for logger in loggers]
    yield lambda: capsys.readouterr().err
    for logger, (level, handlers) in zip(loggers, before, strict=True):
        logger.setLevel(level)
        logger.handlers[:] = handlers


def talk_of_everything(style: str) -> None:
    log_to_stderr(style)
    for name in ("", "apscheduler", *TALKATIVE):
        logging.getLogger(name).setLevel(logging.DEBUG)


@asynccontextmanager
async def a_world_with_canaries(folder: Path, url: str) -> AsyncIterator[World]:
    tokens = {"staff_token": STAFF_CANARY, "help_token": HELP_CANARY}
    async with a_world(folder, url, **tokens) as world:
        staff = world.sim.add_bot(token=STAFF_CANARY, username="suar_kenari_bot")
        helper = world.sim.add_bot(token=HELP_CANARY, username="tanya_kenari_bot")
        yield replace(world, staff=staff, help=helper)


async def live_through_everything(world: World) -> None:
    """People talk while everything goes wrong that can."""
    rina = await world.joined("Rina")
    melati = Talk(world, "Melati", bot=world.help)
    for words in ("/lapor", "[Penjangkauan]", WORDS, "[Hari ini]", f"/{WORDS}"):
        await rina.says(words)
    for kind in TROUBLES:
        for method in ("getUpdates", "sendMessage", "editMessageText", "answerCallbackQuery", "deleteMessage"):
            world.sim.faults.add(Fault(kind, method=method, times=1, retry_after=1, html=True))
        for talk in (rina, melati):
            talk.does(f"{WORDS} {kind}")
        await world.quiet()
        rina.does("[Hari ini]" if "Hari ini" in rina.chat.answer.labels else "[‹ Kembali]")
        await world.quiet()
        world.sim.faults.clear()
    for bot in (world.staff, world.help):
        world.sim.inject(bot, {"message": {"text": WORDS, "chat": 5}})
        world.sim.inject(bot, {"callback_query": {"data": WORDS}})
        world.sim.inject(bot, {"poll": {"question": WORDS}})
    await world.quiet()
    rina.person.block(rina.bot)
    await world.quiet()


@pytest.mark.parametrize("style", ["text", "json"])
async def test_s9_no_token_and_no_words_are_ever_logged(
    style: str, tmp_path: Path, sqlite_url: str, said: Said
) -> None:
    async with a_world_with_canaries(tmp_path, sqlite_url) as world:
        talk_of_everything(style)
        async with world.program():
            await live_through_everything(world)
        person = str(world.people["Melati"].id)
    log = said()
    assert len(log) > 1000
    for canary in (STAFF_CANARY, HELP_CANARY, "canaryStaff", "canaryHelp"):
        assert canary not in log
    ours = [line for line in log.splitlines() if not re_library(line)]
    assert not [line for line in ours if WORDS in line or person in line]


def re_library(line: str) -> bool:
    """At INFO and above the libraries are silent; at DEBUG they quote what they send."""
    return any(f" {name}" in line or f'"from": "{name}' in line for name in TALKATIVE)


@pytest.mark.parametrize("style", ["text", "json"])
async def test_as_it_is_set_up_the_libraries_say_nothing_of_what_people_wrote(
    style: str, tmp_path: Path, sqlite_url: str, said: Said
) -> None:
    async with a_world_with_canaries(tmp_path, sqlite_url) as world:
        log_to_stderr(style)
        async with world.program():
            await live_through_everything(world)
        person = str(world.people["Melati"].id)
    log = said()
    assert "a letter waits" in log
    for canary in (STAFF_CANARY, HELP_CANARY, WORDS, person):
        assert canary not in log


def test_json_is_one_object_a_line_also_with_a_traceback(said: Said) -> None:
    log_to_stderr("json")
    log = logging.getLogger("bot.test")
    log.info("two\nlines “quoted”")
    try:
        raise ValueError(f"https://api.telegram.org/bot{STAFF_CANARY}/sendMessage")
    except ValueError:
        log.exception("it failed: %s", STAFF_CANARY)
    first, second = (json.loads(line) for line in said().splitlines())
    assert (first["says"], first["level"], first["from"]) == ("two\nlines “quoted”", "info", "bot.test")
    assert second["says"] == "it failed: <token>"
    assert "ValueError" in second["trace"]
    assert "canary" not in json.dumps(second)


@pytest.mark.parametrize(
    "words", [STAFF_CANARY, f"/bot{STAFF_CANARY}/getMe", STAFF_CANARY.replace(":", "%3A"), f"('{STAFF_CANARY}',)"]
)
@pytest.mark.parametrize("style", ["text", "json"])
def test_a_token_is_taken_out_wherever_it_stands(words: str, style: str, said: Said) -> None:
    log_to_stderr(style)
    logging.getLogger("anything").warning("it was %s", words)
    logging.getLogger("anything").warning(words)
    logging.getLogger("anything").warning("wrong %d arguments", words)
    assert "canary" not in said()
