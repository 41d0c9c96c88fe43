"""The rules of the help line as data: promises, escalation, how long what is kept. What they mean: docs/duty.md."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from pathlib import Path

from domain.rule_tables import BadRules, Table

SHIPPED = Path(__file__).parent / "rules" / "help.toml"


class To(StrEnum):
    """Who is told of a case that nobody has answered."""

    SECOND = "second"
    HEAD = "head"
    OVERSEERS = "bnnp"


@dataclass(frozen=True, slots=True)
class Promise:
    """By when an answer is promised, in hours from when somebody is on duty."""

    hours: int
    urgent_hours: int


@dataclass(frozen=True, slots=True)
class Step:
    """Who is told, and how many hours after the step before, or after the promise."""

    to: To
    wait_hours: int
    urgent_wait_hours: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """After how many days without a word a case is closed or forgotten, how long after closing it is erased, and for
    how long its alias is then given to nobody else."""

    forget_looked_days: int
    close_taken_days: int
    close_waiting_days: int
    erase_closed_days: int
    rest_alias_days: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """When messages to a family are held, unless it has written within so many minutes."""

    since: time
    until: time
    awake_minutes: int


@dataclass(frozen=True, slots=True)
class Guesses:
    """How many wrong receipts a chat may try within so many hours, and all chats together in a second."""

    a_chat: int
    within_hours: int
    a_second: int


@dataclass(frozen=True, slots=True)
class HelpRules:
    """Everything that the help line goes by."""

    version: str
    checked_on: date
    source: str
    promise: Promise
    steps: tuple[Step, ...]
    keeping: Keeping
    quiet: Quiet
    mute_days: tuple[int, ...]
    guesses: Guesses


def shipped_help() -> HelpRules:
    """The rules that come with Suar."""
    return read_help(SHIPPED.read_text("utf-8"))


def read_help(text: str) -> HelpRules:
    """The rules in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows(
        "version", "checked_on", "source", "promise", "steps", "keeping", "quiet", "mute", "guesses"
    )  # fmt: skip
    return HelpRules(
        version=top.text("version"),
        checked_on=top.day("checked_on"),
        source=top.text("source").strip(),
        promise=Promise(*_numbers(top.inner("promise"), "hours", "urgent_hours")),
        steps=_steps(top),
        keeping=_keeping(top.inner("keeping")),
        quiet=_quiet(top.inner("quiet")),
        mute_days=_mute_days(top.inner("mute")),
        guesses=Guesses(*_numbers(top.inner("guesses"), "a_chat", "within_hours", "a_second")),
    )


# --- The parts -----------------------------------------------------------------------------------


def _numbers(table: Table, *keys: str) -> list[int]:
    table.knows(*keys)
    return [table.number(key, 1) for key in keys]


def _steps(top: Table) -> tuple[Step, ...]:
    steps = tuple(_step(table) for table in top.list("steps", "step"))
    if len({step.to for step in steps}) < len(steps):
        raise top.mistake("steps", "tells somebody twice; keep one step for each")
    return steps


def _step(table: Table) -> Step:
    table.knows("to", "wait_hours", "urgent_wait_hours")
    to = To(table.one_of("to", list(To)))
    return Step(to, table.number("wait_hours"), table.number("urgent_wait_hours"))


def _keeping(table: Table) -> Keeping:
    keys = ("forget_looked_days", "close_taken_days", "close_waiting_days", "erase_closed_days", "rest_alias_days")
    table.knows(*keys)
    return Keeping(*(table.days(key, 1) for key in keys))


def _quiet(table: Table) -> Quiet:
    table.knows("since", "until", "awake_minutes")
    return Quiet(table.clock("since"), table.clock("until"), table.number("awake_minutes"))


def _mute_days(table: Table) -> tuple[int, ...]:
    table.knows("days")
    return table.steps("days")
