"""The program as it is killed: a parent imports everything once, and each start is a fork of it.

The parent reads lines from standard input. A line of settings (JSON) starts a program and is answered with its
process id; the line "bury <id>" is answered once that one is really gone. The parent never runs a loop of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import Wiring, open_app
from bot.budget import BOUNDLESS, Budget
from bot.pace import UNLIMITED
from bot.settings import Listen, Settings
from bot.transports import transport_of
from domain.voice import load_voices
from storage.migrate import alembic_config

VISIT = Path(__file__).parents[1] / "forms" / "visit"
QUICK = Wiring(limits=UNLIMITED, budget=lambda _bot: Budget(BOUNDLESS, BOUNDLESS), long_poll=5.0, forms=VISIT)


async def program(settings: Settings) -> None:
    async with open_app(settings, bots=("staff",), wiring=QUICK) as app:
        await app.run()


def settings_of(line: str) -> Settings:
    held: dict[str, Any] = json.loads(line)
    held["keys"] = Path(held["keys"])
    if "webhook_listen" in held:
        held["webhook_listen"] = Listen(*held["webhook_listen"])
    return Settings(**held)


def start(line: str) -> int:
    child = os.fork()
    if child:
        return child
    try:
        asyncio.run(program(settings_of(line)))
    finally:
        os._exit(1)


def warm_up() -> None:
    """Do once what every start would do again: the libraries, the languages."""
    transport_of("aiogram", "1:x", "http://127.0.0.1:1")
    for voice in load_voices().values():
        voice.moment(datetime.now(UTC), "WIB")
        voice.month(datetime.now(UTC).date())
    alembic_config()


def main() -> None:
    warm_up()
    children: set[int] = set()
    for line in sys.stdin:
        if line.startswith("bury"):
            child = int(line.split()[1])
            os.waitpid(child, 0)
            children.discard(child)
        else:
            child = start(line)
            children.add(child)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
