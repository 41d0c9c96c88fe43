"""XLSForm source into XForm XML, with all that is wrong with it. The bot lets this be done in another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conversations import cells, columns, effects, structure
from conversations.inspection import Inspection
from conversations.lists import files_of
from conversations.mending import mended
from conversations.problems import Findings, Problem
from conversations.pyxforms import converted, is_dynamic, versioned
from conversations.sheets import rows_by_path
from conversations.tables import read_book
from conversations.xform import read_form

Files = Mapping[str, bytes]  # what lies beside a form, by name: lists, pictures, sounds
_LOOKS = (
    *(columns.look_at_sheets, columns.look_at_sizes, columns.look_at_columns),
    *(structure.look_at_types, structure.look_at_appearances, structure.look_at_structure),
    *(structure.look_at_what_is_needed, structure.look_at_lists, structure.look_at_choices),
    *(effects.look_at_effects, effects.look_at_default_language),
    *(cells.look_at_references, cells.look_at_translations, cells.look_at_media),
)


@dataclass(frozen=True)
class Compiled:
    """A form that can be played. `warnings` are for its author."""

    xml: str
    warnings: tuple[Problem, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)  # path of a question -> its row in the survey


@dataclass(frozen=True)
class Report:
    """What was found in a source: all problems and warnings, and the form where there are no problems.

    `about` is what is told of an officer's form, see `local_form.py`.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    xml: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)

    def compiled(self) -> Compiled:
        """The form. Raises what is wrong with it."""
        findings = Findings()
        findings.problems += self.problems
        findings.settle()
        return Compiled(self.xml, self.warnings, self.rows)


def compile_here(source: bytes, kind: str, name: str, files: Files | None = None) -> Compiled:
    """Compile in this process: not in the bot's. What is wrong with the form is a Problem, or several at once."""
    return look_into_here(source, kind, name, files).compiled()


def look_into_here(source: bytes, kind: str, name: str, files: Files | None = None) -> Report:
    """Read the sheets, look through them, let pyxform compile them, and read what it made: each finds mistakes of
    its own, and all are told together."""
    findings, files = Findings(), files or {}
    try:
        book = read_book(source, kind, findings)
    except Problem as problem:
        return Report((*findings.problems, problem))
    inspection = Inspection(book, files, findings)
    for look in _LOOKS:
        look(inspection)
    cells.look_at_expressions(inspection, is_dynamic)
    rows = rows_by_path(inspection.survey)
    xml = _compiled(inspection, source, name, rows)
    return Report(_in_order(findings.problems), tuple(inspection.warnings), xml, rows)


def _compiled(inspection: Inspection, source: bytes, name: str, rows: Mapping[str, int]) -> str:
    known = list(inspection.findings.problems)
    book = mended(inspection.book, known) if known else inspection.book
    try:
        xml, warnings = converted(book)
        used = [inspection.files.get(each, b"") for each in sorted(files_of(xml))]
        xml = versioned(xml, name, source, *used)
        read_form(xml, inspection.files, rows)
    except Problem as problem:
        inspection.findings.problems += [each for each in problem.all if not known or _is_new(each, known)]
        return ""
    inspection.warnings += warnings
    return xml


def _is_new(problem: Problem, known: list[Problem]) -> bool:
    """Whether it can be no consequence of what is known already."""
    spots = {(each.sheet, each.row) for each in known}
    return problem.row is not None and (problem.sheet, problem.row) not in spots


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    order = ("settings", "survey", "choices")
    return tuple(
        sorted(problems, key=lambda each: (order.index(each.sheet) if each.sheet in order else -1, each.row or 0))
    )
