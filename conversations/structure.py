"""The rows of the survey: types, names, groups and repeats, and the lists that questions choose from."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from conversations.features import (
    ASKED,
    FILE_TYPES,
    NOT_IN_A_CHAT,
    SELECTS,
    SELECTS_FROM_FILE,
    passed_over,
    refuse_appearance,
    refuse_type,
)
from conversations.inspection import Inspection
from conversations.lists import columns_of
from conversations.problems import Problem, guess
from conversations.sheets import MEDIA, Row, type_of
from domain.voice import phrase

DEEPEST_REPEAT = 2
DEEPEST_GROUP = 50
_NAME = regex.compile(r"[^\W\d][\w.\-]*")
_NAMELESS = frozenset(("end_group", "end_repeat", "audit", "end_loop"))
_PARAMETER = regex.compile(r"\b(value|label)\s*=\s*([^\s,;]+)")
_LISTS = ("csv", "xml", "geojson")


def look_at_types(inspection: Inspection) -> None:
    for row, kind in inspection.questions():
        problem = refuse_type(kind)
        if problem:
            inspection.refuse(problem, inspection.survey, row)
        elif kind == "audit":
            inspection.warn(Problem("audit tidak dicatat di obrolan", column="type"), inspection.survey, row)
        elif kind in NOT_IN_A_CHAT:
            wrong = phrase("“{kind}” tidak ada di obrolan: isinya selalu kosong")
            inspection.warn(Problem(wrong, kind=kind, column="type"), inspection.survey, row)


def look_at_appearances(inspection: Inspection) -> None:
    for row, _ in inspection.questions():
        look = inspection.survey.cell(row, "appearance")
        problem = refuse_appearance(look) if look else None
        if problem:
            inspection.refuse(problem, inspection.survey, row)
        elif look:
            for warning in passed_over(look):
                inspection.warn(warning, inspection.survey, row)


# --- Names and groups ------------------------------------------------------------------------------


def look_at_structure(inspection: Inspection) -> None:
    open_: list[tuple[Row, str]] = []
    taken: list[dict[str, int]] = [{}]
    for row, kind in inspection.questions():
        if kind.startswith("end_"):
            _close(inspection, row, kind, open_, taken)
            continue
        _look_at_name(inspection, row, kind, taken[-1])
        if kind.startswith("begin_"):
            open_.append((row, kind))
            taken.append({})
            _look_at_depth(inspection, row, open_)
    for row, kind in open_:
        remedy = phrase("Tambahkan baris {end}")
        wrong = phrase("{kind} ini tidak ditutup")
        problem = Problem(wrong, remedy, kind=_spoken(kind), end=_spoken(kind.replace("begin", "end")), column="type")
        inspection.refuse(problem, inspection.survey, row)


def _close(
    inspection: Inspection, row: Row, kind: str, open_: list[tuple[Row, str]], taken: list[dict[str, int]]
) -> None:
    wanted = kind.replace("end", "begin")
    if open_ and open_[-1][1] == wanted:
        open_.pop()
        taken.pop()
        return
    wrong = phrase("{kind} ini tidak punya {begin} di atasnya")
    remedy = phrase("Hapus barisnya, atau tambahkan {begin}")
    problem = Problem(wrong, remedy, kind=_spoken(kind), begin=_spoken(wanted), column="type")
    inspection.refuse(problem, inspection.survey, row)


def _spoken(kind: str) -> str:
    return kind.replace("_", " ")


def _look_at_name(inspection: Inspection, row: Row, kind: str, taken: dict[str, int]) -> None:
    name = inspection.survey.cell(row, "name").strip()
    problem = None
    if not name and kind not in _NAMELESS:
        problem = Problem("baris ini tidak punya nama", "Isi kolom name, misalnya tanggal_lahir")
    elif name and not _NAME.fullmatch(name):
        remedy = phrase("Pakai huruf, angka dan _, mulai dengan huruf")
        problem = Problem("“{name}” tidak bisa menjadi nama", remedy, name=name)
    elif name.lower() == "meta":
        problem = Problem("nama “meta” sudah dipakai XLSForm", "Beri nama lain")
    elif name.lower() in taken:
        wrong = phrase("nama “{name}” sudah dipakai di baris {other}")
        problem = Problem(wrong, "Beri nama lain", name=name, other=taken[name.lower()])
    taken.setdefault(name.lower(), row.number)
    if problem:
        inspection.refuse(problem, inspection.survey, row, "name")


def _look_at_depth(inspection: Inspection, row: Row, open_: list[tuple[Row, str]]) -> None:
    depth = sum(kind == "begin_repeat" for _, kind in open_)
    if depth > DEEPEST_REPEAT and open_[-1][1] == "begin_repeat":
        wrong = phrase("pengulangan lebih dalam dari {most} tingkat tidak didukung")
        problem = Problem(wrong, "Pakai kelompok, atau formulir lain", most=DEEPEST_REPEAT, column="type")
        inspection.refuse(problem, inspection.survey, row)
    if len(open_) == DEEPEST_GROUP + 1:
        wrong = phrase("kelompok lebih dalam dari {most} tingkat tidak didukung")
        problem = Problem(wrong, "Kurangi kelompok di dalam kelompok", most=DEEPEST_GROUP, column="type")
        inspection.refuse(problem, inspection.survey, row)


def look_at_what_is_needed(inspection: Inspection) -> None:
    """A question has words, a calculation something to calculate."""
    survey = inspection.survey
    for row, kind in inspection.questions():
        asked = kind in ASKED | SELECTS | SELECTS_FROM_FILE
        if asked and not any(survey.cell(row, base) for base in ("label", "hint", "calculation", *MEDIA)):
            inspection.refuse(Problem("pertanyaan ini tidak punya label", "Isi kolom label"), survey, row, "label")
        if kind == "calculate" and not any(survey.cell(row, base) for base in ("calculation", "default", "trigger")):
            problem = Problem("calculate ini tidak menghitung apa pun", "Isi kolom calculation")
            inspection.refuse(problem, survey, row, "calculation")


# --- Lists -----------------------------------------------------------------------------------------


def list_of(inspection: Inspection, row: Row, kind: str) -> str:
    """The list or file that a question chooses from."""
    words = type_of(inspection.survey.cell(row, "type")).split()
    return words[1] if kind in SELECTS | SELECTS_FROM_FILE and len(words) > 1 else ""


def look_at_lists(inspection: Inspection) -> None:
    for row, kind in inspection.questions():
        problems: Iterator[Problem] = iter(())
        if kind in SELECTS:
            problems = _in_the_choices(inspection, list_of(inspection, row, kind), kind)
        elif kind in SELECTS_FROM_FILE:
            parameters = inspection.survey.cell(row, "parameters")
            problems = _in_a_file(inspection, list_of(inspection, row, kind), parameters)
        elif kind in FILE_TYPES:
            name = inspection.survey.cell(row, "name").strip() + "." + kind.partition("-")[0]
            problems = _missing(inspection, name)
        for problem in problems:
            inspection.refuse(problem, inspection.survey, row)


def _in_the_choices(inspection: Inspection, name: str, kind: str) -> Iterator[Problem]:
    choices = inspection.choices
    known = {choices.cell(row, "list_name").strip() for row in choices.rows} - {""}
    if not name:
        yield Problem("pertanyaan ini tidak menyebut daftarnya", "Tulis {kind} NAMA_DAFTAR", kind=kind, column="type")
    elif name not in known and not name.startswith("${"):
        near = guess(name, known, 0.6)
        remedy = phrase("Maksud Anda “{near}”?") if near else phrase("Tambahkan pilihannya di lembar choices")
        wrong = phrase("lembar choices tidak punya daftar “{list}”")
        yield Problem(wrong, remedy, list=name, near=near, column="type")


def _in_a_file(inspection: Inspection, name: str, parameters: str) -> Iterator[Problem]:
    ending = name.rpartition(".")[2].lower()
    if ending not in _LISTS:
        wrong = phrase("“{file}” bukan berkas daftar")
        yield Problem(wrong, "Pakai berkas .csv, .xml atau .geojson", file=name, column="type")
        return
    missing = list(_missing(inspection, name))
    yield from missing
    if missing:
        return
    columns = columns_of(name, inspection.files[name])
    asked = {"value": "id" if ending == "geojson" else "name", "label": "title" if ending == "geojson" else "label"}
    for what, column in {**asked, **dict(_PARAMETER.findall(parameters))}.items():
        if columns and column not in columns:
            near = guess(column, columns, 0.6)
            remedy = phrase("Maksud Anda {what}={near}?") if near else phrase("Sebutkan kolomnya: {what}=NAMA_KOLOM")
            wrong = phrase("{file} tidak punya kolom “{name}”")
            yield Problem(wrong, remedy, file=name, name=column, what=what, near=near, column="parameters")


def _missing(inspection: Inspection, name: str) -> Iterator[Problem]:
    if name not in inspection.files:
        near = guess(name, inspection.files)
        remedy = phrase("Maksud Anda {near}?") if near else phrase("Taruh berkasnya di samping formulir")
        yield Problem("berkas {file} tidak ada", remedy, file=name, near=near, column="type")


def look_at_choices(inspection: Inspection) -> None:
    seen: dict[tuple[str, str], int] = {}
    settings = inspection.book.sheet("settings")
    may_repeat = any(settings.cell(row, "allow_choice_duplicates").lower() == "yes" for row in settings.rows)
    for row in inspection.choices.rows:
        name = inspection.choices.cell(row, "list_name").strip()
        value = inspection.choices.cell(row, "name").strip()
        problem = None
        if name and not value:
            problem = Problem("pilihan ini tidak punya nilai", "Isi kolom name")
        elif len(value.split()) > 1:
            problem = Problem("nilai “{value}” berisi spasi", "Pakai _ di antara katanya", value=value)
        elif name and (name, value) in seen and not may_repeat:
            wrong = phrase("nilai “{value}” sudah ada di baris {other}")
            problem = Problem(wrong, "Beri nilai lain", value=value, other=seen[name, value])
        seen.setdefault((name, value), row.number)
        if problem:
            inspection.refuse(problem, inspection.choices, row, "name")
