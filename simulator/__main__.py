"""The simulator by itself: python -m simulator --port 8081 --bot 111:AAA:suar_bot:Suar --person Rina"""

import argparse
import asyncio
from contextlib import suppress

from . import Simulator


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--bot", action="append", default=[], metavar="ID:SECRET:USERNAME[:NAME]")
    parser.add_argument("--person", action="append", default=[], metavar="NAME[:LANGUAGE]")
    parser.add_argument("--lenient", action="store_true", help="pass over unknown parameters, as Telegram does")
    return parser.parse_args()


def _prepared(chosen: argparse.Namespace) -> Simulator:
    sim = Simulator(strict=not chosen.lenient)
    for bot in chosen.bot:
        number, secret, username, *name = bot.split(":", 3)
        sim.add_bot(f"{number}:{secret}", username, *name)
    for person in chosen.person:
        name, _, language = person.partition(":")
        sim.add_person(name, language=language or None)
    return sim


async def _serve(chosen: argparse.Namespace) -> None:
    async with _prepared(chosen).serve(chosen.host, chosen.port) as url:
        print(f"Telegram is simulated at {url}; the people's page is there, too", flush=True)  # noqa: T201
        await asyncio.Event().wait()


with suppress(KeyboardInterrupt):
    asyncio.run(_serve(_arguments()))
