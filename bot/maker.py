"""The process that makes files: `python -m bot.maker`. The bot's own process stays free meanwhile.

A line of JSON on standard input says what is to be made; lines on standard output say how far it is and what came of
it. One process makes one batch, and ends.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from traceback import extract_tb
from typing import Any

from bot.makers import KINDS, Kind
from bot.makers.source import source_of
from domain.orders import Order
from storage.database import Database
from storage.sealing import load_keyring

LONGEST_LINE = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Where:
    """Where the database and its keys are, and the operator's own rules."""

    database: str
    keys: str
    rules: str | None


@dataclass(frozen=True, slots=True)
class Far:
    """How much of an order is done."""

    order: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Ready:
    """An order is made."""

    order: int
    files: tuple[str, ...]
    facts: dict[str, Any]


Event = Far | Ready
Say = Callable[[Event], None]


async def make(where: Where, kind: Kind, orders: Sequence[Order], folder: Path, say: Say) -> None:
    """Make these orders of one kind, and say what comes of each."""
    database = Database(where.database, load_keyring(Path(where.keys)), holder="maker")

    async def tell(order: int, done: int, total: int) -> None:
        say(Far(order, done, total))
        await asyncio.sleep(0)

    try:
        source = source_of(database, folder, Path(where.rules) if where.rules else None)
        async for made in kind.make(source, orders, tell):
            say(Ready(made.order, tuple(map(str, made.files)), dict(made.facts)))
    finally:
        await database.close()


# --- Through a process of its own -----------------------------------------------------------------


async def make_apart(where: Where, kind: str, orders: Sequence[Order], folder: Path, say: Say) -> None:
    """The same in a process of its own. It is killed when nobody waits any more. Raises `Broken`."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.maker",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LONGEST_LINE,
    )  # fmt: skip
    assert child.stdin is not None  # noqa: S101  # both are pipes
    assert child.stdout is not None  # noqa: S101
    try:
        child.stdin.write(_asked(where, kind, orders, folder))
        child.stdin.close()
        async for line in child.stdout:
            say(_event(json.loads(line)))
        if await child.wait():
            raise Broken(f"the process that makes files ended with {child.returncode}")
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


class Broken(Exception):
    """The process could not make what was ordered."""


def _asked(where: Where, kind: str, orders: Sequence[Order], folder: Path) -> bytes:
    each = [{**asdict(order), "at": order.at.isoformat()} for order in orders]
    return json.dumps({"where": asdict(where), "kind": kind, "orders": each, "folder": str(folder)}).encode() + b"\n"


def _event(held: dict[str, Any]) -> Event:
    return Ready(held["order"], tuple(held["files"]), held["facts"]) if "files" in held else Far(**held)


def _order(held: dict[str, Any]) -> Order:
    return Order(**{**held, "at": datetime.fromisoformat(held["at"])})


def main() -> None:
    """What the child does. An error is told by its name and place only: its text may hold what people wrote."""
    try:
        asked = json.loads(sys.stdin.readline())
        orders = [_order(each) for each in asked["orders"]]
        asyncio.run(make(Where(**asked["where"]), KINDS[asked["kind"]], orders, Path(asked["folder"]), _write))
    except Exception as failed:
        places = [
            f"{frame.name} ({Path(frame.filename).name}:{frame.lineno})" for frame in extract_tb(failed.__traceback__)
        ]
        sys.exit(f"{type(failed).__name__} in {' < '.join(reversed(places))}")


def _write(event: Event) -> None:
    sys.stdout.write(json.dumps(asdict(event)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
