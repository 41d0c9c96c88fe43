"""`python -m bench.population --database URL`: fill an empty database; `suar run` opens it with the same keys."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bench.population.filling_up import AGENTS, DUE, SUBMISSIONS, populate
from bench.population.people import FIRST_CHAT
from bot.holder import new_holder
from bot.opening import open_database
from bot.settings import Settings


def read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.population", description="Fill an empty database.")
    parser.add_argument("--database", required=True, help="sqlite:///… or postgresql://…")
    parser.add_argument("--keys", type=Path, default=Path("var/keys.json"), help="the keyring; made where none is")
    parser.add_argument("--agents", type=int, default=AGENTS)
    parser.add_argument("--submissions", type=int, default=SUBMISSIONS)
    parser.add_argument("--due", type=int, default=DUE, help="how many agents have something to do today")
    return parser.parse_args()


async def main(options: argparse.Namespace) -> None:
    settings = Settings(database_url=options.database, keys=options.keys)
    async with open_database(settings, new_holder()) as database:
        await populate(database, options.agents, options.submissions, options.due, say=_say)
    _say(f"The chats of the agents begin at {FIRST_CHAT}.")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    asyncio.run(main(read()))
