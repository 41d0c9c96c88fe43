"""The expressions of a form, read where their author wrote them: what is wrong is told with its row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

from conversations.expressions import compile_expression
from conversations.expressions.compiler import Names
from conversations.expressions.parser import parse
from conversations.expressions.syntax import Call, Negation, Operation, Path, Tree
from conversations.features import SELECTS_FROM_FILE
from conversations.inspection import Inspection
from conversations.lists import columns_of
from conversations.problems import Problem, guess
from conversations.sheets import LANGUAGED, MEDIA, Row, Sheet, kind_of
from conversations.structure import list_of
from domain.voice import phrase

_REF = regex.compile(r"\$\{\s*(?P<last>last-saved#)?(?P<name>[^{}]*?)\s*\}")
_YES_OR_NO = frozenset(("yes", "no", "true", "false"))
_ALWAYS = ("relevant", "constraint", "calculation", "choice_filter", "repeat_count")
_UNLESS_YES_OR_NO = ("required", "readonly")
_GIVEN = frozenset(("name", "label", "itextid", "position"))  # what every choice of a list has
Dynamic = Callable[[str, str], bool]


def look_at_expressions(inspection: Inspection, is_dynamic: Dynamic) -> None:
    """Every expression by itself. `is_dynamic` tells whether a default is one."""
    for row, kind in inspection.questions():
        for base in (*_ALWAYS, *_UNLESS_YES_OR_NO, "default"):
            text = inspection.survey.cell(row, base).strip()
            plain = base in _UNLESS_YES_OR_NO and text.lower() in _YES_OR_NO
            if text and not plain and (base != "default" or is_dynamic(text, kind)):
                _look_at(inspection, inspection.survey, row, base)
    for row in inspection.book.sheet("settings").rows:
        if inspection.book.sheet("settings").cell(row, "instance_name"):
            _look_at(inspection, inspection.book.sheet("settings"), row, "instance_name")


def _look_at(inspection: Inspection, sheet: Sheet, row: Row, base: str) -> None:
    text = sheet.cell(row, base)
    with inspection.findings.noted(sheet=sheet.name, row=row.number, column=sheet.header(base), source=text):
        made = compile_expression(_stand_ins(text), (), frozenset[Names]())
        for name in sorted(made.instances - _lists(inspection)):
            near = guess(name, _lists(inspection), 0.6)
            remedy = phrase("Maksud Anda “{near}”?") if near else phrase("Tambahkan di choices, atau taruh berkasnya")
            raise Problem("tidak ada daftar “{list}”", remedy, list=name, near=near, at=text.find(f"'{name}'") + 1)
        if base == "choice_filter":
            _look_at_filter(inspection, row, text)


def _stand_ins(text: str) -> str:
    """`${name}` as a name of the same length, so that every character keeps its place."""
    return str(_REF.sub(lambda ref: "_" + regex.sub(r"[^\w.\-]", "_", ref[0][1:-1]) + "_", text))


def _lists(inspection: Inspection) -> set[str]:
    choices = inspection.choices
    named = {choices.cell(row, "list_name").strip() for row in choices.rows}
    return named | {name.rpartition(".")[0] or name for name in inspection.files} | {"__last-saved"}


# --- Filters of choices ----------------------------------------------------------------------------


def _look_at_filter(inspection: Inspection, row: Row, text: str) -> None:
    kind = kind_of(inspection.survey.cell(row, "type"))
    known = _columns(inspection, list_of(inspection, row, kind), kind)
    stand_ins = {_stand_ins(ref[0]) for ref in _REF.finditer(text)}
    if known is None:
        return
    for name in _names(parse(_stand_ins(text))):
        if name not in stand_ins and name.lower() not in _GIVEN and name not in known:
            near = guess(name, known, 0.6)
            remedy = phrase("Maksud Anda “{near}”?") if near else phrase("Tambahkan kolomnya pada daftar itu")
            raise Problem("daftarnya tidak punya kolom “{name}”", remedy, name=name, near=near, at=text.find(name))


def _columns(inspection: Inspection, name: str, kind: str) -> set[str] | None:
    """What can be filtered by; None where that is not known."""
    if kind in SELECTS_FROM_FILE:
        return set(columns_of(name, inspection.files[name])) if name in inspection.files else None
    return None if name.startswith("${") else {column.header.strip() for column in inspection.choices.columns}


def _names(tree: Tree) -> Iterator[str]:
    """The columns that a filter speaks of: names that stand alone, not those inside of other lists."""
    match tree:
        case Negation(of):
            yield from _names(of)
        case Operation(_, left, right):
            yield from _names(left)
            yield from _names(right)
        case Call(_, arguments):
            for each in arguments:
                yield from _names(each)
        case Path(steps, absolute, start) if steps and not absolute and start is None:
            first = steps[0]
            if first.axis == "child" and not first.test.endswith((")", "*")):
                yield first.test


# --- References ------------------------------------------------------------------------------------


def look_at_references(inspection: Inspection) -> None:
    """`${name}` in any cell must be a question of the form."""
    names = inspection.names()
    for sheet in (inspection.survey, inspection.choices, inspection.book.sheet("settings")):
        for row in sheet.rows:
            for header, text in row.cells.items():
                for problem in _unknown(text, names) if "${" in text else ():
                    inspection.refuse(problem, sheet, row, header)


def _unknown(text: str, names: set[str]) -> Iterator[Problem]:
    for ref in dict.fromkeys(_REF.finditer(text)):
        name = ref["name"]
        if ref["last"]:
            wrong = phrase("jawaban dari laporan sebelumnya (last-saved) tidak didukung")
            yield Problem(wrong, "Tanyakan lagi", source=text, at=ref.start())
        elif name not in names:
            near = guess(name, names, 0.6)
            remedy = phrase("Maksud Anda ${{{near}}}?") if near else phrase("Tulis nama salah satu pertanyaan")
            wrong = phrase("tidak ada pertanyaan bernama “{name}”")
            yield Problem(wrong, remedy, name=name, near=near, source=text, at=ref.start())
    if text.count("${") > len(_REF.findall(text)):
        remedy = phrase("Tulis tanda dolar, lalu nama pertanyaan di dalam kurung kurawal")
        yield Problem("kurung kurawal ini tidak ditutup", remedy, source=text, at=text.rfind("${"))


# --- Words -----------------------------------------------------------------------------------------


def look_at_translations(inspection: Inspection) -> None:
    """A text that is there in one language and not in another is told; the bot then says it in the first."""
    for sheet in (inspection.survey, inspection.choices):
        for base in sorted(LANGUAGED - {"guidance_hint"}):
            columns = list(sheet.of(base))
            if len(columns) < 2:
                continue
            for row in sheet.rows:
                absent = [column for column in columns if _is_blank(row.cells.get(column.header, ""))]
                for column in absent if len(absent) < len(columns) else ():
                    wrong = phrase("terjemahannya belum ada")
                    inspection.warn(Problem(wrong, column=column.header), sheet, row)


def _is_blank(text: str) -> bool:
    return text.strip() in ("", "-")


def look_at_media(inspection: Inspection) -> None:
    """Pictures, sounds and videos of labels lie beside the form."""
    for sheet in (inspection.survey, inspection.choices):
        columns = [column for column in sheet.columns if column.base in MEDIA]
        for row in sheet.rows:
            for column in columns:
                name = row.cells.get(column.header, "").strip()
                if name and name != "-" and "${" not in name and name not in inspection.files:
                    near = guess(name, inspection.files)
                    remedy = phrase("Maksud Anda {near}?") if near else phrase("Taruh berkasnya di samping formulir")
                    problem = Problem("berkas {file} tidak ada", remedy, file=name, near=near)
                    inspection.refuse(problem, sheet, row, column.header)
