"""XLSForm source into XForm XML, with pyxform in a process of its own: it never enters the bot's process."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import regex

from conversations.problems import Problem
from conversations.sheets import check_columns, rows_by_path

SECONDS = 60.0
LARGEST = 1_000_000  # bytes of a source
KINDS = ("md", "xlsx", "xls", "csv")
_PYXFORM_ROW = regex.compile(r"\[row : (\d+)\]\s*")
_PYXFORM_SHEET = regex.compile(r"[Oo]n the '(\w+)' sheet(?:, the '([^']+)' (?:column|value))?")
_SEPARATOR = regex.compile(r"^[ \t]*\|([ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*$", regex.MULTILINE)


@dataclass(frozen=True)
class Compiled:
    xml: str
    warnings: tuple[str, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)  # path of a question -> its row in the survey


async def compile_xlsform(source: bytes, kind: str, name: str, seconds: float = SECONDS) -> Compiled:
    """Compile a form in a child process. What is wrong with the form is a Problem."""
    _check(source, kind)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "conversations.xlsform", kind, name,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        answer, _ = await asyncio.wait_for(child.communicate(source), seconds)
    except TimeoutError:
        raise Problem("the form took too long to read", "Make it shorter, or save it again") from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        raise Problem("the form could not be read", "Save it again as .xlsx")
    return _opened(json.loads(answer))


def _opened(answer: dict[str, Any]) -> Compiled:
    if "problem" in answer:
        raise Problem(**answer["problem"])
    return Compiled(answer["xml"], tuple(answer["warnings"]), answer["rows"])


def _check(source: bytes, kind: str) -> None:
    if kind not in KINDS:
        raise Problem(f"a form cannot be a .{kind} file", f"Use one of {', '.join(KINDS)}")
    if len(source) > LARGEST:
        raise Problem(f"the file is larger than {LARGEST // 1_000_000} MB", "Make it smaller")


def compile_here(source: bytes, kind: str, name: str) -> Compiled:
    """Compile in this process: for the child, for tests and for building; not for the bot."""
    # pyxform costs 0.24 s and 31 MB: only where it is wanted
    from pyxform.xls2json_backends import get_xlsform  # noqa: PLC0415
    from pyxform.xls2xform import convert  # noqa: PLC0415

    _check(source, kind)
    warnings: list[str] = []
    given: Any = _tidied(source.decode("utf-8-sig")) if kind == "md" else source
    try:
        sheets = get_xlsform(xlsform=given, file_type=f".{kind}")
        for sheet in ("survey", "choices", "settings"):
            headers = getattr(sheets, f"{sheet}_header") or [{}]
            warnings += check_columns(sheet, headers[0])
        made = convert(given, warnings=warnings, form_name="data", file_type=f".{kind}")
    except Problem:
        raise
    except Exception as error:  # pyxform lets IndexError, BadZipFile, TypeError and more through
        raise _problem(error, kind) from error
    rows = rows_by_path(sheets.survey or ())
    return Compiled(_versioned(made.xform, source, name), tuple(warnings), rows)


def _tidied(markdown: str) -> str:
    """Without separator rows: pyxform stumbles over `| --- |`, which formatters of Markdown write."""
    return str(_SEPARATOR.sub("", markdown))


def _versioned(xml: str, source: bytes, name: str) -> str:
    """Where the settings name no version, it is a fingerprint of the source; where no id, the file's name."""
    root = regex.search(r"<instance>\s*<data\b[^>]*>", xml)
    if root is None:
        raise Problem("the form could not be compiled", "Check its settings sheet")
    opening = str(root[0])
    if ' version="' not in opening:
        fingerprint = hashlib.sha256(source).hexdigest()[:12]
        opening = regex.sub(r"/?>$", lambda end: f' version="{fingerprint}"{end[0]}', opening)
    if ' id="data"' in opening:
        opening = opening.replace(' id="data"', f' id="{name}"')
    return xml[: int(root.start())] + opening + xml[int(root.end()) :]


def _problem(error: Exception, kind: str) -> Problem:
    name = type(error).__name__
    if name != "PyXFormError" or "'definition' was not recognized" in str(error):
        hint = "Check that no row is longer than its header" if kind in ("md", "csv") else "Save it again as .xlsx"
        return Problem(f"the file could not be read as an XLSForm ({name})", hint)
    text = str(error)
    row, sheet = _PYXFORM_ROW.search(text), _PYXFORM_SHEET.search(text)
    return Problem(
        _PYXFORM_ROW.sub("", text).strip(),
        sheet=sheet[1] if sheet else "survey" if row else "",
        row=int(row[1]) if row else None,
        column=sheet[2] or "" if sheet else "",
    )


def main(kind: str, name: str) -> None:
    try:
        made = compile_here(sys.stdin.buffer.read(), kind, name)
        answer: dict[str, Any] = {"xml": made.xml, "warnings": made.warnings, "rows": made.rows}
    except Problem as problem:
        answer = {"problem": vars(problem)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
