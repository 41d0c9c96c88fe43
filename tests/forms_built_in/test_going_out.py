"""What goes out of every built-in form: nothing that people wrote, and nothing that nobody has thought about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from conversations.expressions.compiler import Names
from conversations.flat import leaves_of, type_of
from conversations.form import Form
from conversations.giving_out import Sayings, asked_of, given, goes_out
from conversations.instance import begin, to_xml
from conversations.nodes import Node
from domain.export_rules import NEVER, Asked, shipped_export
from reports.form_tables import FormTables
from tests.forms_built_in.playing import NAMES, built_in

RULES = shipped_export()
AT = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)
MARK = "Rina-melihatnya-di-beranda"
THOUGHT_OF = (Asked.NUMBER, Asked.DAY, Asked.TIME, Asked.WORKED_OUT)  # each wants a rule of its own
VALUES = {"int": "7", "integer": "7", "decimal": "7.5", "date": "2026-11-22", "time": "10:30"}
FAMILIES = ("minta_bantuan", "survei_kepuasan")


def questions(form: Form) -> Iterator[tuple[Names, Asked, str]]:
    for path in leaves_of(form):
        asked, listed = asked_of(form, path)
        if path[1] != "meta":
            yield path, asked, listed


@pytest.mark.parametrize("name", [name for name in NAMES if name not in FAMILIES])
def test_a_rule_names_every_question_that_could_tell_too_much(name: str) -> None:
    form = built_in(name)
    forgotten = [
        path[-1]
        for path, asked, _ in questions(form)
        if asked in THOUGHT_OF and RULES.rule(f"{form.id}.{path[-1]}", asked) is None
    ]
    assert forgotten == [], f"give each a line under [questions] of export.toml, in {form.id}"


def test_every_rule_about_a_form_of_ours_is_about_a_question_of_it() -> None:
    known = {f"{name}.{path[-1]}": asked for name in NAMES for path, asked, _ in questions(built_in(name))}
    for pattern, _ in RULES.questions:
        if not pattern.startswith("*"):
            assert any(RULES.rule(question, asked) is not None for question, asked in known.items()), pattern
            stem = pattern.split("*")[0].split("[")[0]
            assert any(question.startswith(stem) for question in known), pattern


@pytest.mark.parametrize("name", FAMILIES)
def test_nothing_goes_out_of_what_families_say(name: str) -> None:
    assert not goes_out(built_in(name), RULES)
    assert given(built_in(name), RULES) == []


@pytest.mark.parametrize("name", NAMES)
def test_what_people_write_never_goes_out(name: str) -> None:
    form = built_in(name)
    written = [path for path, asked, _ in questions(form) if asked in NEVER]
    assert not {each.path for each in given(form, RULES)} & set(written)
    for language in ("id", "en"):
        tables = FormTables([form], RULES, language, AT)
        rows = list(tables.rows(form.version, answered_everywhere(form), AT.date()))
        assert MARK in answered_everywhere(form) or not written
        assert MARK not in repr(rows)


def test_single_answers_of_assist_stay_inside_and_what_follows_from_them_goes_out() -> None:
    names = {each.path[-1] for each in given(built_in("skrining_assist"), RULES)}
    assert {"skor_stimulan", "risiko_stimulan", "risiko", "q8", "saran"} <= names
    assert not {name for name in names if name.startswith(("q1", "q2", "q3", "q4", "q5", "q6", "q7"))}


def test_choices_are_told_as_the_form_calls_them() -> None:
    form = built_in("penjangkauan")
    tables = FormTables([form], RULES, "id", AT)
    (row,) = tables.rows(form.version, answered_everywhere(form), AT.date())
    told = dict(zip([column.title for column in tables.tables[row.table]], row.cells, strict=True))
    assert told == {
        "Ditemui": "Pengguna",
        "Cara": "Kunjungan",
        "Ditemani": "AP lain; Petugas BNNK",
        "Hasil": "Bersedia skrining",
        "terjangkau": 7,
        "Situasi aman": "Ya",
        "Datang lagi": AT.date(),
    }


def answered_everywhere(form: Form) -> str:
    """A report in which every question is answered: with a mark wherever somebody can write."""
    document, says = begin(form), Sayings(form, "id", AT)
    for path in leaves_of(form):
        for node in _nodes(document, path):
            node.store(_answer(form, path, says))
    return to_xml(document)


def _nodes(document: Node, path: Names) -> list[Node]:
    found = [document]
    for name in path:
        found = [child for each in found for child in each.named(name)]
    return found


def _answer(form: Form, path: Names, says: Sayings) -> str:
    """Calculations repeat what somebody wrote, where they are texts."""
    control, choices = form.controls.get(path), list(says.choices(path))
    if control is not None and control.kind in {"select1", "select", "rank"} and choices:
        return choices[0] if control.kind == "select1" else " ".join(choices[:2])
    if control is not None and control.kind in {"select1", "select"}:
        return "K-7Q4-2F"
    if control is None and type_of(form, path) == "string" and RULES.rule(f"{form.id}.{path[-1]}", Asked.WORKED_OUT):
        return f"{MARK} dan {MARK}"
    if asked_of(form, path)[0] is Asked.COUNTED:
        return "7"
    return VALUES.get(type_of(form, path), MARK)


def test_a_calculation_that_counts_gives_a_number_or_nothing() -> None:
    form = built_in("penjangkauan")
    xml = answered_everywhere(form).replace("<terjangkau>7<", f"<terjangkau>{MARK}<")
    assert MARK in xml
    (row,) = FormTables([form], RULES, "id", AT).rows(form.version, xml, AT.date())
    assert MARK not in repr(row)
