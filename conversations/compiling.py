"""Compiling forms in processes of their own: pyxform never enters the bot's process, and cannot hold it up.

A child process reads a form a line from standard input, and writes a report a line.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from conversations import local_form
from conversations.problems import Problem, from_json, to_json
from conversations.xlsform import Compiled, Files, Report, look_into_here
from domain.voice import phrase

SECONDS = 60.0
MOST_MEMORY = 1 << 30  # bytes of a process that reads what nobody has read yet
LONGEST_LINE = 256 * 1024 * 1024  # bytes, on their way between the processes
TOO_SLOW = phrase("membaca formulir ini terlalu lama")
UNREADABLE = phrase("formulir ini tidak bisa dibaca")


@dataclass(frozen=True)
class Source:
    """A form as its author wrote it. `kind` is md, xlsx, xls or csv; `files` lie beside it.

    `local` says that an officer sent it: nothing in it is trusted, and what it asks for is looked at as well.
    """

    content: bytes
    kind: str
    name: str
    files: Files = field(default_factory=dict)
    local: bool = False


async def compile_xlsform(
    source: bytes, kind: str, name: str, files: Files | None = None, seconds: float = SECONDS
) -> Compiled:
    """Compile a form in a child process. What is wrong with the form is a Problem, or several at once."""
    return (await look_into(source, kind, name, files, seconds)).compiled()


async def look_into(
    source: bytes, kind: str, name: str, files: Files | None = None, seconds: float = SECONDS
) -> Report:
    """Everything there is to say about a source, found in a child process."""
    (report,) = await look_into_all([Source(source, kind, name, files or {})], seconds)
    return report


async def look_into_all(sources: Sequence[Source], seconds: float = SECONDS) -> list[Report]:
    """The reports on many sources, in their order: as many at a time as there are processors."""
    reports: dict[int, Report] = {}
    waiting = iter(enumerate(sources))
    children = min(len(sources), os.cpu_count() or 1)
    async with asyncio.TaskGroup() as group:
        for _ in range(children):
            group.create_task(_work_through(waiting, reports, seconds))
    return [reports[number] for number in range(len(sources))]


async def _work_through(waiting: Iterator[tuple[int, Source]], reports: dict[int, Report], seconds: float) -> None:
    """Take one source after another. A child that a source breaks is replaced for the next one."""
    following = next(waiting, None)
    while following is not None:
        async with _a_child() as child:
            while following is not None:
                number, source = following
                reports[number], is_well = await _ask(child, source, seconds)
                following = next(waiting, None)
                if not is_well:
                    break


@asynccontextmanager
async def _a_child() -> AsyncIterator[asyncio.subprocess.Process]:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "conversations.compiling",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        limit=LONGEST_LINE,
    )  # fmt: skip
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


async def _ask(child: asyncio.subprocess.Process, source: Source, seconds: float) -> tuple[Report, bool]:
    """The report, and whether the child can be asked again."""
    try:
        answer = await asyncio.wait_for(_answer(child, source), seconds)
    except TimeoutError:
        return _failed(Problem(TOO_SLOW, "Perpendek formulirnya, atau simpan lagi")), False
    except (ConnectionError, ValueError):
        answer = b""
    if not answer.endswith(b"\n"):
        return _failed(Problem(UNREADABLE, "Simpan lagi sebagai .xlsx")), False
    return _report(json.loads(answer)), True


async def _answer(child: asyncio.subprocess.Process, source: Source) -> bytes:
    assert child.stdin is not None  # noqa: S101  # both are pipes; tells the type checker
    assert child.stdout is not None  # noqa: S101
    child.stdin.write(_packed(source))
    await child.stdin.drain()
    return await child.stdout.readline()


def _failed(problem: Problem) -> Report:
    return Report((problem,))


def _packed(source: Source) -> bytes:
    asked = {
        "kind": source.kind,
        "name": source.name,
        "local": source.local,
        "source": b64encode(source.content).decode(),
        "files": {beside: b64encode(content).decode() for beside, content in source.files.items()},
    }
    return json.dumps(asked).encode() + b"\n"


def _report(answer: Mapping[str, Any]) -> Report:
    problems, warnings = (tuple(from_json(each) for each in answer[what]) for what in ("problems", "warnings"))
    return Report(problems, warnings, answer["xml"], answer["rows"], answer["about"])


# --- In the child ----------------------------------------------------------------------------------


def main() -> None:
    """Answer until nothing more is asked."""
    answers, sys.stdout = sys.stdout, sys.stderr  # the libraries that read workbooks print their doubts
    for line in sys.stdin.buffer:
        print(json.dumps(_looked_into(json.loads(line))), file=answers, flush=True)  # to the parent


def _looked_into(asked: Mapping[str, Any]) -> dict[str, Any]:
    files = {beside: b64decode(content) for beside, content in asked["files"].items()}
    source, kind, name = b64decode(asked["source"]), asked["kind"], asked["name"]
    if asked["local"]:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    report = look_into_here(source, kind, name, files)
    report = local_form.looked_at(report, files) if asked["local"] else report
    return {
        "problems": [to_json(each) for each in report.problems],
        "warnings": [to_json(each) for each in report.warnings],
        "xml": report.xml,
        "rows": report.rows,
        "about": report.about,
    }


if __name__ == "__main__":
    main()
