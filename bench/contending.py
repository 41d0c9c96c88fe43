"""What every contender is given when it is started."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Given:
    """Where Telegram is, who the bot is there, and where it may keep things."""

    api: str
    token: str
    folder: Path


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("--api", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    return parser


def given() -> Given:
    read = options().parse_args()
    return Given(read.api, read.token, read.folder)
