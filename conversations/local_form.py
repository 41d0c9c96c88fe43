"""What a form of an officer's own may hold, and what is told of it before anybody fills it in.

Looked at in the process that compiles it: nobody has read it yet, so nothing in it is trusted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

import regex

from conversations.context import Context
from conversations.expressions.compiler import Names
from conversations.form import Bind, Control, Element, Form, Text, written
from conversations.lists import from_rows
from conversations.meaning import MEANING, Meaning
from conversations.nodes import Node
from conversations.problems import Problem, guess
from conversations.sizing import size_of
from conversations.xform import read_form
from conversations.xlsform import Files, Report
from domain.form_privacy import Asked, FormPrivacy, shipped_privacy
from domain.people import Role
from domain.voice import phrase

LONGEST_NAME = 32  # letters of form_id and version
LONGEST_TITLE = 60  # letters: it stands on a button
LONGEST_LABEL = 100
LARGEST_XFORM = 5_000_000  # letters of the XForm that comes of it
SAMPLES = 3  # rows of a list that would come from the database

_NAME = regex.compile(rf"[A-Za-z0-9_.\-]{{1,{LONGEST_NAME}}}")
_OWN = "suar:"
_FOR, _PART = "suar:untuk", "suar:bagian"
_AUDIENCE = (Role.AGEN.value, Role.PETUGAS.value)
_OF_SETTINGS = (_FOR, _PART, "suar:urut")
_OF_QUESTIONS = ("suar:ringkas", "suar:ringkas_en", "suar:nanti", "suar:desimal", "suar:telepon", MEANING)
_MEANINGS = (Meaning.DAY.value, Meaning.CLIENT.value, Meaning.UNIT.value)
_NO_FILE = "berkas {file} tidak ada"


@dataclass(frozen=True)
class Telling:
    """A question that asks for what tells people apart: its name, what it says, and which kinds of things."""

    name: str
    label: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class About:
    """What is told of a form. `lists` are those that come from Suar, `telling` what wants a second pair of eyes."""

    form: str
    version: str
    title: str
    audience: tuple[str, ...]
    languages: tuple[str, ...]
    questions: int
    least: int
    most: int
    repeats: bool
    lists: tuple[str, ...]
    telling: tuple[Telling, ...]
    minutes: int = 0  # for everything, as far as one can guess; of a form that was looked at before this was told: 0


def to_json(about: About) -> dict[str, Any]:
    return asdict(about)


def from_json(held: Mapping[str, Any]) -> About:
    telling = tuple(Telling(each["name"], each["label"], tuple(each["kinds"])) for each in held["telling"])
    lists = {name: tuple(held[name]) for name in ("audience", "languages", "lists")}
    return About(**{**held, **lists, "telling": telling})


def looked_at(report: Report, files: Files) -> Report:
    """The report on an officer's form: more is refused than of ours, and it says what is told of the form."""
    if report.problems:
        return replace(report, problems=tuple(map(_sent_alone, report.problems)), xml="")
    if len(report.xml) > LARGEST_XFORM:
        wrong = phrase("formulir ini terlalu besar")
        return replace(report, problems=(Problem(wrong, "Perpendek, atau bagi menjadi beberapa formulir"),), xml="")
    form = read_form(report.xml, files, report.rows)
    problems = tuple(each.located(report.rows) for each in (*_of_settings(form), *_of_questions(form)))
    if problems:
        return replace(report, problems=problems, xml="")
    return replace(report, warnings=(*report.warnings, *_warnings(form)), about=to_json(about(form, files)))


def _sent_alone(problem: Problem) -> Problem:
    """Beside a form that comes through the chat there is no folder to put anything into."""
    if problem.wrong != _NO_FILE or problem.remedy.startswith("Maksud"):
        return problem
    remedy = phrase("Lewat obrolan hanya formulirnya yang diterima. Hapus, atau tulis daftarnya di lembar choices")
    return problem.standing(remedy=remedy)


# --- What it may not hold --------------------------------------------------------------------------


def _of_settings(form: Form) -> Iterator[Problem]:
    for column, value in (("form_id", form.id), ("version", form.version)):
        if not _NAME.fullmatch(value):
            wrong = phrase("{name} harus diisi dengan huruf, angka, titik atau garis, paling banyak {most} huruf")
            remedy = phrase("Ganti isinya, tanpa spasi")
            yield Problem(wrong, remedy, sheet="settings", column=column, name=column, most=LONGEST_NAME)
    if not 0 < len(form.title.strip()) <= LONGEST_TITLE:
        wrong = phrase("judulnya harus ada, paling banyak {most} huruf")
        yield Problem(wrong, "Isi form_title", sheet="settings", column="form_title", most=LONGEST_TITLE)
    for name, value in form.marks.items():
        if name.startswith(_OWN):
            yield from _of_mark(f"attribute::{name}", name, value, _OF_SETTINGS, {_FOR: _AUDIENCE})
    if not form.controls:
        yield Problem("formulir ini tidak menanyakan apa pun", "Tambahkan pertanyaan", sheet="survey")


def _of_questions(form: Form) -> Iterator[Problem]:
    for path, bind in form.binds.items():
        for name, value in bind.marks.items():
            if name.startswith(_OWN):
                for each in _of_mark(f"bind::{name}", name, value, _OF_QUESTIONS, {MEANING: _MEANINGS}):
                    yield each.standing(sheet="survey", place=written(path))


def _of_mark(
    column: str, name: str, value: str, known: tuple[str, ...], values: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """A column of Suar's own that such a form may not have, or a value in it."""
    if name not in known:
        near = guess(name, known)
        remedy = phrase("Maksud Anda “{near}”?") if near else phrase("Hapus kolomnya")
        wrong = phrase("kolom “{name}” tidak bisa dipakai di formulir satker")
        yield Problem(wrong, remedy, sheet="settings", column=column, name=column, near=near)
        return
    allowed = values.get(name, ())
    for word in value.split() if allowed else ():
        if word not in allowed:
            wrong = phrase("“{word}” tidak bisa dipakai di formulir satker")
            remedy = phrase("Pakai salah satu dari {known}")
            yield Problem(wrong, remedy, sheet="settings", column=column, word=word, known=", ".join(allowed))


def _warnings(form: Form) -> Iterator[Problem]:
    if _PART in form.marks:
        wrong = phrase("formulir satker punya bagian sendiri di menu; kolom ini dilewati")
        yield Problem(wrong, sheet="settings", column=f"attribute::{_PART}")


# --- What is told of it ----------------------------------------------------------------------------


def about(form: Form, files: Files, privacy: FormPrivacy | None = None) -> About:
    """What is told of a form. It is begun for that: one that cannot even be begun in time is refused."""
    size = size_of(form, _context(form, files))
    return About(
        form=form.id,
        version=form.version,
        title=form.title.strip(),
        audience=tuple(form.marks.get(_FOR, Role.AGEN).split()),
        languages=tuple(each for each in form.languages if each != "default"),
        questions=size.questions,
        least=size.least.cards,
        most=size.most.cards,
        repeats=size.repeats,
        lists=tuple(sorted(name for name in form.sources.values() if name in files)),
        telling=tuple(_telling(form, privacy or shipped_privacy())),
        minutes=size.most.minutes,
    )


def _context(form: Form, files: Files) -> Context:
    lists = {each: _samples(name, files[name]) for each, name in form.sources.items() if name in files}
    return Context(datetime.now(UTC), username="CONTOH-01", language=form.default_language, lists=lists, seed=1)


def _samples(name: str, header: bytes) -> Node:
    """A few rows in place of a list that each person sees differently."""
    rows = [[f"contoh_{n}", f"contoh {n}"] for n in range(1, SAMPLES + 1)]
    return from_rows(name, header.decode().strip().split(","), rows)


def _telling(form: Form, privacy: FormPrivacy) -> Iterator[Telling]:
    for control, titles in _asked(form.body, ()):
        bind = form.binds.get(control.path, Bind(control.path))
        label = list(_said(control.label))
        texts = (_spoken(control.path), *label, *_said(control.hint), *titles)
        constraint = bind.constraint.source if bind.constraint is not None else ""
        kinds = privacy.asks(Asked(bind.type, texts, constraint))
        if kinds and not _only_shows(control, bind):
            yield Telling(control.path[-1], (label or [control.path[-1]])[0][:LONGEST_LABEL], kinds)


def _asked(elements: tuple[Element, ...], titles: tuple[str, ...]) -> Iterator[tuple[Control, tuple[str, ...]]]:
    """Every question, with the titles of the groups around it."""
    for each in elements:
        if isinstance(each, Control):
            yield each, titles
        else:
            yield from _asked(each.children, (*titles, *_said(each.label)))


def _only_shows(control: Control, bind: Bind) -> bool:
    """Whether there is nothing to answer but "read it"."""
    is_note = bind.readonly is not None and bind.readonly.source.strip() == "true()"
    return is_note or control.kind == "trigger"


def _spoken(path: Names) -> str:
    """tanggal_lahir as words."""
    return path[-1].replace("_", " ").replace("-", " ").replace(".", " ")


def _said(text: Text) -> Iterator[str]:
    """What a label or hint says, in every language and form, without the answers within it."""
    for forms in text.words.values():
        for parts in forms.values():
            yield "".join(part for part in parts if isinstance(part, str))
