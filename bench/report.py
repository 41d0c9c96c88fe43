"""What was found, as text for the screen and as docs/benchmarks.md."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median

from bench.broadcast import AGENTS, TALKERS, Broadcast, p95
from bench.contenders import (
    BARE_AIOGRAM,
    BARE_PTB,
    CONTENDERS,
    ORDINARY_AIOGRAM,
    ORDINARY_PTB,
    ROOT,
    SUAR_AIOGRAM,
    SUAR_PTB,
    Contender,
)
from bench.databases import KINDS
from bench.digests import ABOUT as ABOUT_DIGESTS
from bench.digests import OfKinds
from bench.digests import table as digests_table
from bench.engine import LONG_LIST, Engine, Filtered, Sized, slow
from bench.exports import ABOUT as ABOUT_EXPORTS
from bench.exports import SIZES as EXPORTED
from bench.exports import Exports
from bench.exports import growth as more
from bench.exports import table as exports_table
from bench.load import CROWD, QUIET, Measured, cores, cpu_ratio, ratio
from bench.memory import FEW, MANY, Memory
from bench.starting import Starting
from bench.ticks import ABOUT, DUE, SIZES, Ticks, growth
from bench.ticks import table as ticks_table

PAGE = ROOT / "docs" / "benchmarks.md"

Table = list[list[str]]


@dataclass(frozen=True)
class Goal:
    """Something that was promised, and what was found."""

    about: str
    wanted: str
    found: str
    is_met: bool


# (ours, the other, at least so many times as fast)
RATIOS = (
    (SUAR_AIOGRAM, BARE_AIOGRAM, 0.6),
    (SUAR_AIOGRAM, ORDINARY_PTB, 5.0),
    (SUAR_AIOGRAM, ORDINARY_AIOGRAM, 2.5),
    (SUAR_PTB, BARE_PTB, 0.85),
)
MOST_MEMORY, MOST_GROWTH = 320.0, 10.0
SLOWEST_START = 6.0
A_QUIET_MACHINE = 0.05
SLOWEST_REPLY = 1000.0
SLOWEST_ANSWER, MOST_BEND, SLOWEST_LIST = 300.0, 2.0, 5.0
SLOWEST_TICK, MOST_BURDEN = 5.0, 1.5
SLOWEST_BOOK, MOST_FOR_A_BOOK, FLAT = 60.0, 150.0, 25.0
SLOWEST_DIGESTS = 60.0


@dataclass(frozen=True)
class Findings:
    """Whatever parts were measured."""

    load: Measured | None = None
    memory: Memory | None = None
    start: Starting | None = None
    engine: Engine | None = None
    broadcast: Broadcast | None = None
    ticks: Ticks | None = None
    exports: Exports | None = None
    digests: OfKinds | None = None

    def goals(self) -> list[Goal]:
        first = [*self._load_goals(), *self._memory_goals(), *self._start_goals(), *self._engine_goals()]
        return [*first, *self._broadcast_goals(), *self._tick_goals(), *self._export_goals(), *self._digest_goals()]

    def _load_goals(self) -> Iterable[Goal]:
        if self.load is None:
            return
        for ours, other, least in RATIOS:
            found, by_cpu = ratio(self.load, ours, other), cpu_ratio(self.load, ours, other)
            yield Goal(
                f"steps/s, {ours.about} ÷ {other.about}",
                f"≥ {least}",
                f"{found:.2f} (by processor time {by_cpu:.2f})",
                found >= least,
            )

    def _memory_goals(self) -> Iterable[Goal]:
        if self.memory is None:
            return
        held, grown = self.memory.many, self.memory.grown
        yield Goal(f"memory after {MANY} steps", f"< {MOST_MEMORY:.0f} MB", f"{held:.0f} MB", held < MOST_MEMORY)
        yield Goal(f"growth from {FEW} steps on", f"< {MOST_GROWTH:.0f} MB", f"{grown:.1f} MB", grown < MOST_GROWTH)

    def _start_goals(self) -> Iterable[Goal]:
        if self.start is None:
            return
        for about, found in (("an empty folder", self.start.first), ("a known database", self.start.later)):
            yield Goal(
                f"first answer, with {about}", f"< {SLOWEST_START:.0f} s", f"{found:.1f} s", found < SLOWEST_START
            )

    def _engine_goals(self) -> Iterable[Goal]:
        if self.engine is None:
            return
        first, last = self.engine.sizes[0], self.engine.sizes[-1]
        took, bend = median(first.answer) * 1e6, self.engine.bend
        listed = self.engine.slowest_filter * 1e3
        yield Goal(
            f"engine alone: an answer, {first.questions} questions",
            f"≤ {SLOWEST_ANSWER:.0f} µs",
            f"{took:.0f} µs",
            took <= SLOWEST_ANSWER,
        )
        yield Goal(
            f"a question's share of it, {last.questions} questions ÷ {first.questions}",
            f"< {MOST_BEND:.0f} (1 is linear)",
            f"{bend:.2f}",
            bend < MOST_BEND,
        )
        yield Goal(
            f"{LONG_LIST} choices filtered by an answer",
            f"< {SLOWEST_LIST:.0f} ms",
            f"{listed:.2f} ms",
            listed < SLOWEST_LIST,
        )

    def _broadcast_goals(self) -> Iterable[Goal]:
        if self.broadcast is None:
            return
        during, passed = p95(self.broadcast.during) * 1e3, self.broadcast.violations
        yield Goal(
            f"p95 of answers while {AGENTS} are told something",
            f"< {SLOWEST_REPLY:.0f} ms",
            f"{during:.0f} ms ({self.broadcast.ratio:.2f} times as long as without)",
            during < SLOWEST_REPLY,
        )
        yield Goal("sendings beyond Telegram's limits meanwhile", "0", str(passed), passed == 0)

    def _tick_goals(self) -> Iterable[Goal]:
        for kind in KINDS if self.ticks is not None else ():
            others, reports = SIZES[-1]
            took, grown = median(self.ticks[kind, others].wall), growth(self.ticks, kind)
            about = f"a tick that tells {DUE:,} of {DUE + others:,} agents, {reports:,} reports, {kind}"
            yield Goal(about, f"< {SLOWEST_TICK:.0f} s", f"{took:.1f} s", took < SLOWEST_TICK)
            about = f"the same ÷ with a tenth of all who have nothing to do, and of all reports, {kind}"
            yield Goal(about, f"< {MOST_BURDEN} (1 is no burden)", f"{grown:.2f}", grown < MOST_BURDEN)

    def _export_goals(self) -> Iterable[Goal]:
        (_, few), (_, many) = EXPORTED
        for kind in KINDS if self.exports is not None else ():
            took, grown = self.exports[kind, few], more(self.exports, kind)
            about = f"a workbook of {few:,} reports, {kind}"
            yield Goal(about, f"< {SLOWEST_BOOK:.0f} s", f"{took.seconds:.0f} s", took.seconds < SLOWEST_BOOK)
            about = f"memory that it takes over its start, {kind}"
            yield Goal(about, f"< {MOST_FOR_A_BOOK:.0f} MB", f"{took.grown:.0f} MB", took.grown < MOST_FOR_A_BOOK)
            about = f"memory that {many:,} reports take more than {few:,}, {kind}"
            yield Goal(about, f"< {FLAT:.0f} MB", f"{grown:.0f} MB", grown < FLAT)

    def _digest_goals(self) -> Iterable[Goal]:
        for kind, found in (self.digests or {}).items():
            took = found.satkers
            about = f"weekly digests of {found.places} satker, with files, outside the bot's process, {kind}"
            yield Goal(about, f"< {SLOWEST_DIGESTS:.0f} s", f"{took:.1f} s", took < SLOWEST_DIGESTS)


# --- On the screen -------------------------------------------------------------------------------


def screen(findings: Findings) -> str:
    blocks = [_aligned(table) for table in _tables(findings)]
    goals = [["goal", "wanted", "found", ""]]
    goals += [[g.about, g.wanted, g.found, "ok" if g.is_met else "SHORT"] for g in findings.goals()]
    words = [_disturbance(findings.load)] if findings.load else []
    return "\n\n".join([*blocks, *words, _aligned(goals)])


def _aligned(table: Table) -> str:
    widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    return "\n".join([lines[0], "─" * len(lines[0]), *lines[1:]])


def _tables(findings: Findings) -> list[Table]:
    tables = [] if findings.load is None else [_throughput(findings.load), _waiting(findings.load)]
    tables += [] if findings.engine is None else [_engine(findings.engine), _filters(findings.engine)]
    return [
        *tables,
        *([_broadcast(findings.broadcast)] if findings.broadcast is not None else []),
        *([ticks_table(findings.ticks)] if findings.ticks is not None else []),
        *([exports_table(findings.exports)] if findings.exports is not None else []),
        *([digests_table(findings.digests)] if findings.digests is not None else []),
    ]


def _throughput(load: Measured) -> Table:
    table = [
        [
            "bot, with 100 chats",
            "steps/s",
            "best turn",
            "µs of processor a step",
            "core used by Telegram",
            "unanswered",
        ]
    ]
    for one in CONTENDERS:
        series = load[one, CROWD]
        cpu, telegram = f"{series.cpu_a_step * 1e6:.0f}", f"{series.telegram_busy:.0%}"
        table.append([one.about, f"{series.rate:.0f}", f"{series.best:.0f}", cpu, telegram, str(series.stalled)])
    return table


def _waiting(load: Measured) -> Table:
    levels = (*QUIET, CROWD)
    table = [["from press to card, ms (p50 / p99)", *(f"{n} chat{'s' * (n > 1)}" for n in levels)]]
    return [*table, *([one.about, *(_waited(load, one, n) for n in levels)] for one in CONTENDERS)]


def _waited(load: Measured, one: Contender, chats: int) -> str:
    series = load[one, chats]
    return f"{series.waited(0.5) * 1e3:.1f} / {series.waited(0.99) * 1e3:.0f}"


def _engine(engine: Engine) -> Table:
    head = ["engine alone, processor time (p50 / p95)", "expressions", "an answer, µs", "everything anew, µs"]
    return [[*head, "a stored draft opened, ms"], *(_of_size(each) for each in engine.sizes)]


def _of_size(each: Sized) -> list[str]:
    return [
        f"{each.questions} questions",
        str(each.expressions),
        f"{median(each.answer) * 1e6:.0f} / {slow(each.answer) * 1e6:.0f}",
        f"{median(each.anew) * 1e6:.0f} / {slow(each.anew) * 1e6:.0f}",
        f"{median(each.restore) * 1e3:.2f} / {slow(each.restore) * 1e3:.2f}",
    ]


def _broadcast(found: Broadcast) -> Table:
    table = [["from press to card, ms", "p50", "p95", "answers"]]
    for about, waits in (("nothing else to be sent", found.without), (f"a message to {AGENTS}", found.during)):
        table.append([about, f"{median(waits) * 1e3:.0f}", f"{p95(waits) * 1e3:.0f}", str(len(waits))])
    return table


def _filters(engine: Engine) -> Table:
    head = [f"{LONG_LIST} choices, filtered by", "looked up, ms (p50 / p95)", "every row tried, ms", "times as fast"]
    return [head, *(_of_filter(each) for each in engine.filters)]


def _of_filter(each: Filtered) -> list[str]:
    quick, plain = median(each.looked_up), median(each.tried)
    looked_up = f"{quick * 1e3:.2f} / {slow(each.looked_up) * 1e3:.2f}"
    return [each.by, looked_up, f"{plain * 1e3:.1f}", f"{plain / quick:.0f}"]


# --- As a page -----------------------------------------------------------------------------------

INTRODUCTION = """\
# Benchmarks

`make bench` (`python -m bench --write`) measures all of this anew and writes this page. Parts:
`--only load|memory|start|engine|broadcast|ticks|export|digests`, `--rounds`, `--seconds`. Where the time goes:
`python -m bench.profile aiogram`.

## What is measured

Simulated Telegram and 100 people run on one core; one bot at a time works on the other. Each person waits until
their card has changed and then at once presses its next button; a press and the card that it leads to is a *step*.
The visit is a whole one: choose the form, eight questions with ticks and dates, the review, the receipt, and the next
visit.

Suar runs as in production, from the updates to the sealed drafts, the outbox and SQLite with `synchronous=FULL`,
except that the rates at which it may send and be asked are unlimited: an argument of its wiring, not a setting.
Beside it, on the same simulator and with the same two calls a step (`answerCallbackQuery`, `editMessageText`), with
cards of the same size:

- (a) a bot that stores nothing, once on each library, as their guides show it (python-telegram-bot with four updates
  at once, which is its best here);
- (b) the same visit on python-telegram-bot's `ConversationHandler`, with one SQLAlchemy commit for every update;
- (c) the same on aiogram's FSM with its storage in memory, with one SQLAlchemy commit for every update.

(b) and (c) keep their answers unsealed in one table, on the same SQLite settings, over one connection, which is their
best here. All bots are up during the whole run and take turns, a second or two each, again and again. A ratio is the
median of the ratios of neighbouring turns, so a machine that is busy with other things is busy for both; the rates by
themselves are only of that day and machine. Processor time a step (of the bot's process) is steadier than the clock.
With 100 people who never pause, waiting is mostly for each other: 100 ÷ rate.

The engine is measured alone, in processor time: forms of 100, 300 and 1000 questions with 1.2 expressions a question
(conditions, constraints, calculations, dates, choices), 400 answers at random places. Each is held against its
constraint and stored, and everything is worked out again. Opening a stored draft is reading its XML and working
everything out.

A message to many is measured at the pace of production, with Telegram's limits enforced: a petugas writes to 5,000
agents while 60 others report, each pressing a button six to eighteen seconds after the last answer. Their answers
are timed for a minute before it, and until all have it who are not at a form.
"""


def page(findings: Findings, rounds: int, seconds: float) -> str:
    day = datetime.now(UTC).date().isoformat()
    library = _versions()
    how = (
        f"Measured on {day}: {cores()} cores, {platform.system()}, Python {platform.python_version()}, {library}; "
        f"{rounds} rounds of {seconds:g} s a turn."
    )
    goals = [["Goal", "Wanted", "Found", ""]]
    goals += [[g.about, g.wanted, g.found, "ok" if g.is_met else "**short**"] for g in findings.goals()]
    parts = [
        INTRODUCTION,
        ABOUT,
        ABOUT_EXPORTS,
        ABOUT_DIGESTS,
        "## Results",
        how,
        _markdown(goals),
        *map(_markdown, _tables(findings)),
        *_notes(findings),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _notes(findings: Findings) -> Sequence[str]:
    notes = [_disturbance(findings.load)] if findings.load else []
    if findings.memory is not None:
        memory = findings.memory
        notes.append(
            f"Memory is what the one process with both bots has resident: {memory.started:.0f} MB once it polls, "
            f"{memory.few:.0f} MB after {FEW} steps, {memory.many:.0f} MB after {MANY}. pyxform runs in a process of "
            "its own, which is gone when the forms are compiled "
            f"({memory.children:.0f} MB in child processes at the end)."
        )
    if findings.start is not None:
        notes.append(
            "The start is `suar run` with both bots: from the command to the answer that somebody gets who had "
            "written before; the median of "
            f"{len(findings.start.fresh)} ({_seconds(findings.start.fresh)}; "
            f"and again {_seconds(findings.start.again)}). "
            "With an empty folder the keyring is made, the tables too, and the forms are compiled."
        )
    if findings.broadcast is not None:
        found = findings.broadcast
        notes.append(
            f"The message to {AGENTS} took {found.seconds:.0f} s: {found.told / found.seconds:.1f} a second, beside "
            f"the answers to {TALKERS} who talked."
        )
    if findings.engine is not None:
        notes.append(
            "Where a filter says what a column has to equal, the list is looked up in an index, which all drafts "
            "share, and only what is found there is held against the filter. Under any other condition every row is "
            "tried."
        )
    return notes


def _disturbance(load: Measured) -> str:
    words = f"Other programs used {load.others:.0%} of the cores meanwhile."
    if load.others < A_QUIET_MACHINE:
        return words
    return (
        words
        + " On so busy a machine the clock is unfair to bots that go back and forth often: each time they wait for "
        "their turn again. The ratios by processor time are the ones to believe."
    )


def _seconds(measured: Sequence[float]) -> str:
    return ", ".join(f"{each:.1f}" for each in measured) + " s"


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("aiogram", "python-telegram-bot", "SQLAlchemy"))


def _markdown(table: Table) -> str:
    rows = ["| " + " | ".join(row) + " |" for row in table]
    return "\n".join([rows[0], "|" + " --- |" * len(table[0]), *rows[1:]])
