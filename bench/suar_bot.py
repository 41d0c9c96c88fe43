"""Suar itself, wired as in production but for the rates at which it sends and takes."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from bench.contending import options
from bench.crowd import start_of
from bench.members import A_MORNING, ABOUT, join
from bot.app import BOTS, App, Wiring, open_app
from bot.budget import BOUNDLESS, Budget
from bot.clocks import write_clock
from bot.logs import log_to_stderr
from bot.pace import UNLIMITED, Limits
from bot.settings import Settings
from domain.people import Invitation, Role, Satker
from handlers.invitations import invite
from handlers.kit import STAFF

SATKER = Satker("BNNK-PGK", "BNNK Pangkalpinang", "19.71")
UNIT = "19.04.03.2004"

VISIT = Path(__file__).parents[1] / "tests" / "forms" / "visit"  # the form that every contender asks
FREELY = Wiring(limits=UNLIMITED, budget=lambda _bot: Budget(BOUNDLESS, BOUNDLESS), forms=VISIT)


def read() -> argparse.Namespace:
    parser = options()
    parser.add_argument("--transport", choices=("aiogram", "ptb"), default="aiogram")
    parser.add_argument("--help-token", default="", help="run the help bot as well")
    parser.add_argument("--people", type=int, default=100, help="how many are invited")
    parser.add_argument(ABOUT, type=int, default=0, help="how many agents are there, told at the pace of production")
    parser.add_argument("--profile", choices=("sample", "trace"), help="say at the end where the time went")
    return parser.parse_args()


def settings_of(read: argparse.Namespace) -> Settings:
    return Settings(
        staff_token=read.token,
        help_token=read.help_token,
        staff_transport=read.transport,
        help_transport="ptb" if read.transport == "aiogram" else "aiogram",
        telegram_api=read.api,
        database_url=f"sqlite:///{read.folder / 'suar.db'}",
        keys=read.folder / "keys.json",
        clock=read.folder / "clock" if read.members else None,
    )


async def invite_everybody(app: App, people: int) -> None:
    """One unit, and an invitation for each person: joining is the first thing that they play."""
    async with app.database.transaction() as store:
        if await store.places.satker(SATKER.code):
            return
        now = app.clock.now()
        await store.places.add_satker(SATKER, now)
        await store.places.add_unit(UNIT, "Air Mesu Timur", SATKER.code, now)
        for number in range(people):
            await invite(store, start_of(number), Invitation(Role.AGEN, unit=UNIT), None, now)


async def main(read: argparse.Namespace) -> None:
    bots = BOTS if read.help_token else (STAFF,)
    if read.members:
        write_clock(read.folder / "clock", A_MORNING)
    wiring = replace(FREELY, limits=Limits()) if read.members else FREELY
    async with open_app(settings_of(read), bots, wiring) as app:
        await invite_everybody(app, read.people)
        if read.members:
            await join(app.database, read.members, UNIT, SATKER.code)
        work = asyncio.ensure_future(app.run())
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, work.cancel)
        with suppress(asyncio.CancelledError):
            if read.profile:
                from bench.inside import watched  # noqa: PLC0415 - what only looks must not weigh

                with watched(app, read.profile):
                    await work
            else:
                await work
    # pyxform is compiled with in a process of its own, and so never weighs on this one.
    if "pyxform" in sys.modules:
        sys.stderr.write("pyxform is in the bot's own process\n")


if __name__ == "__main__":
    log_to_stderr("text")
    asyncio.run(main(read()))
