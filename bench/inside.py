"""Looking into Suar while it works: where processor time goes, which statements it runs, how large its batches are.

A signal every millisecond of processor time asks what the main thread is doing. What other threads use meanwhile
(SQLite's, mostly) is counted apart, and so is collecting garbage.
"""

from __future__ import annotations

import cProfile
import gc
import pstats
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from time import process_time, thread_time
from types import CodeType, FrameType
from typing import Any

from greenlet import getcurrent
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.app import App

ROOT = str(Path(__file__).parents[1])
EVERY = 0.001
TOP = 45

# The first that any frame of the stack fits, by the end of its file and the beginning of its function.
AREAS: Sequence[tuple[str, str, str]] = (
    ("sealing", "storage/sealing.py", ""),
    ("signing buttons", "domain/presses.py", ""),
    ("cards", "conversations/cards.py", ""),
    ("engine: state to JSON and back", "conversations/state.py", ""),
    ("engine: live form to XML", "conversations/live.py", "to_xml"),
    ("engine", "/conversations/", ""),
    ("letters packed", "domain/letters.py", ""),
    ("SQL: updates marked done", "storage/intake.py", "take"),
    ("SQL: load chats", "storage/sessions.py", "load"),
    ("SQL: save chats", "storage/sessions.py", "flush"),
    ("SQL: save drafts", "storage/drafts.py", "flush"),
    ("SQL: begin a draft", "storage/drafts.py", "begin"),
    ("SQL: other of drafts", "storage/drafts.py", ""),
    ("SQL: put letters", "storage/outbox.py", "flush"),
    ("SQL: settle letters", "storage/outbox.py", "settle"),
    ("SQL: other", "/storage/outbox.py", ""),
    ("SQL: other", "/storage/submissions.py", ""),
    ("SQL: other", "/storage/due.py", ""),
    ("SQL: other", "/storage/intake.py", ""),
    ("SQL: other", "/storage/people.py", ""),
    ("SQL: begin, commit, connection", "/storage/database.py", ""),
    ("handlers", "/handlers/", ""),
    ("reading updates", "bot/transports/reading.py", ""),
    ("intake", "bot/intake.py", ""),
    ("HTTP: get updates", "bot/transports/", "poll"),
    ("HTTP: edit or send", "bot/carrying.py", "_show"),
    ("HTTP: answer presses", "bot/at_once.py", "_call"),
    ("delivery itself", "bot/delivery.py", ""),
    ("HTTP: what comes in", "/aiohttp/", ""),
    ("SQL: results handed to the loop", "/aiosqlite/", ""),
    ("SQL: results handed to the loop", "/sqlalchemy/", ""),
)
LOOP, WAITING, GARBAGE = "the loop", "the loop: waiting", "collecting garbage"


class Watch:
    """What was seen."""

    def __init__(self) -> None:
        self.on = False
        self.updates = 0
        self.batches: Counter[int] = Counter()
        self.statements: Counter[str] = Counter()
        self.transactions = 0
        self.areas: dict[str, float] = defaultdict(float)
        self.own: dict[str, float] = defaultdict(float)
        self.main = 0.0
        self.all = 0.0
        self.collections: Counter[int] = Counter()
        self._last = 0.0
        self._collects = False
        self._ranks: dict[CodeType, int] = {}

    def begin(self) -> None:
        self.on = True
        self.main, self.all = thread_time(), process_time()
        self._last = self.main

    def end(self) -> None:
        self.on = False
        self.main, self.all = thread_time() - self.main, process_time() - self.all

    def sample(self, _number: int, frame: FrameType | None) -> None:
        if not self.on or frame is None or self._collects:
            return
        inmost = frame.f_code
        spent = self._spent()
        if inmost.co_name == "select" and inmost.co_filename.endswith("selectors.py"):
            self.areas[WAITING] += spent
        else:
            rank = min(self._rank(code) for code in _codes(frame))
            self.areas[AREAS[rank][0] if rank < len(AREAS) else LOOP] += spent
        self.own[_told(inmost)] += spent
        self._last = thread_time()  # looking is not work

    def collecting(self, phase: str, about: dict[str, int]) -> None:
        if not self.on or current_thread() is not main_thread():
            return
        self._collects = phase == "start"
        spent = self._spent()  # what was done since the last look is left out: the next looks stand for it
        if phase == "stop":
            self.collections[about["generation"]] += 1
            self.areas[GARBAGE] += spent

    def _spent(self) -> float:
        now = thread_time()
        spent, self._last = now - self._last, now
        return spent

    def _rank(self, code: CodeType) -> int:
        """The first area that this function belongs to."""
        rank = self._ranks.get(code)
        if rank is None:
            fits = (
                number
                for number, (_, place, function) in enumerate(AREAS)
                if place in code.co_filename and code.co_name.startswith(function)
            )
            rank = self._ranks[code] = next(fits, len(AREAS))
        return rank

    def took(self, size: int) -> None:
        if self.on:
            self.batches[size] += 1
            self.updates += size

    def ran(self, statement: str, many: bool) -> None:
        if self.on:
            words = " ".join(statement.split())
            self.statements[("many " if many else "") + words[:90]] += 1

    def committed(self) -> None:
        self.transactions += self.on


def _codes(frame: FrameType | None) -> Iterator[CodeType]:
    """The stack from the inside out, through the greenlets of SQLAlchemy."""
    greenlet = getcurrent()
    while frame is not None or greenlet.parent is not None:
        if frame is None:
            greenlet = greenlet.parent
            frame = greenlet.gr_frame
            continue
        yield frame.f_code
        frame = frame.f_back


def _told(code: CodeType) -> str:
    short = code.co_filename.removeprefix(ROOT + "/")
    if "/site-packages/" in short:
        short = short.partition("/site-packages/")[2]
    elif short == code.co_filename:
        short = "/".join(Path(short).parts[-2:])
    return f"{short}:{code.co_firstlineno} {code.co_name}"


@contextmanager
def watched(app: App, how: str) -> Iterator[None]:
    """Watch from the signal USR1 on, and tell in the end."""
    watch, trace = Watch(), cProfile.Profile()

    def begin(*_: Any) -> None:
        watch.begin()
        if how == "trace":
            trace.enable()
        else:
            signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    for side in app.sides:
        _count_batches(watch, side)
    event.listen(Engine, "before_cursor_execute", lambda *given: watch.ran(given[2], given[5]))
    event.listen(Engine, "commit", lambda _connection: watch.committed())
    gc.callbacks.append(watch.collecting)
    signal.signal(signal.SIGPROF, watch.sample)
    signal.signal(signal.SIGUSR1, begin)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        trace.disable()
        watch.end()
        tell(watch)
        if how == "trace":
            pstats.Stats(trace, stream=sys.stdout).sort_stats("tottime").print_stats(TOP)


def _count_batches(watch: Watch, side: Any) -> None:
    take = side.intake.take

    async def counted(raws: Sequence[Any]) -> None:
        watch.took(len(raws))
        await take(raws)

    side.intake.take = counted


def tell(watch: Watch) -> None:
    steps = max(1, watch.updates)
    rounds = max(1, sum(watch.batches.values()))
    print(f"\n{watch.updates} updates in {rounds} batches ({steps / rounds:.1f} each), {watch.transactions} commits")
    print("batches by size: " + ", ".join(f"{size}×{n}" for size, n in sorted(watch.batches.items())))
    print(
        f"processor: {watch.all / steps * 1e6:.0f} µs a step, of which main thread {watch.main / steps * 1e6:.0f} µs"
    )
    print(
        "collections by generation: " + ", ".join(f"{n}: {times}" for n, times in sorted(watch.collections.items()))
    )
    print("\nstatements a batch")
    for statement, count in watch.statements.most_common(30):
        print(f"  {count / rounds:6.2f}  {statement}")
    seen = max(1e-9, sum(watch.areas.values()))
    print(f"\nµs a step of the main thread, by area (looked at: {seen / max(1e-9, watch.main):.0%} of its time)")
    for area, spent in sorted(watch.areas.items(), key=lambda each: -each[1]):
        print(f"  {spent / steps * 1e6:7.0f}  {spent / seen:5.1%}  {area}")
    print("\nµs a step, by function (own time)")
    for function, spent in sorted(watch.own.items(), key=lambda each: -each[1])[:TOP]:
        print(f"  {spent / steps * 1e6:7.1f}  {function}")
    sys.stdout.flush()
