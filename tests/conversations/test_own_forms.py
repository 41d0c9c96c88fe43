"""What an officer's own form may hold, and what is told of it before anybody fills it in."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest

from conversations.local_form import LARGEST_XFORM, LONGEST_LABEL, Telling, about, from_json, looked_at, to_json
from conversations.problems import Problem
from conversations.xform import read_form
from conversations.xlsform import Report, look_into_here
from domain.form_privacy import read_privacy
from domain.voice import load_voices

SUAR = 'suar="urn:suar:xform"'
GOOD = f"""
    | survey |
    | | type              | name   | label::Indonesia (id) | label::English (en) | required | bind::suar:ringkas | bind::suar:arti |
    | | date              | hari   | Kapan?                | When?               |          |                    | hari            |
    | | select_one tempat | tempat | Di mana?              | Where?              | yes      | Tempat             |                 |
    | | begin repeat      | rumah  | Rumah                 | House               |          |                    |                 |
    | | integer           | hadir  | Berapa yang hadir?    | How many came?      |          | Hadir              |                 |
    | | end repeat        |        |                       |                     |          |                    |                 |
    | choices |
    | | list_name | name  | label::Indonesia (id) | label::English (en) |
    | | tempat    | balai | Balai desa            | Hall                |
    | settings |
    | | form_id  | form_title        | version | default_language | namespaces | attribute::suar:untuk | attribute::suar:urut |
    | | posyandu |  Posyandu lansia  | 1       | Indonesia (id)   | {SUAR}     | agen petugas          | 5                    |
"""
SETTINGS = """
    | survey |
    | | type    | name  | label  |
    | | integer | hadir | Hadir? |
    | settings |
    | | form_id | form_title | version | {more} |
    | | {id}    | {title}    | {version} | {cells} |
"""
LISTED = """
    | survey |
    | | type                             | name | label | choice_filter |
    | | select_one_from_file klien.csv   | who  | Who?  | unit = 'a'    |
    | | select_one_from_file warna.csv   | tint | Tint? |               |
    | settings |
    | | form_id | form_title | version |
    | | pick    | Pick       | 1       |
"""


def report(table: str, files: dict[str, bytes] | None = None) -> Report:
    return looked_at(look_into_here(dedent(table).strip().encode(), "md", "a_form", files), files or {})


def told(table: str) -> list[str]:
    found = report(table)
    assert not found.xml or not found.problems
    return [str(problem) for problem in found.problems]


def settings(id: str = "coba", title: str = "Coba", version: str = "1", more: str = "", cells: str = "") -> str:
    return SETTINGS.format(id=id, title=title, version=version, more=more, cells=cells)


def telling(*rows: str, head: str = "name | label | constraint") -> list[Telling]:
    survey = "\n".join(f"| | {row} |" for row in rows)
    made = report(
        f"| survey |\n| | type | {head} |\n{survey}\n| settings |\n| | form_id | form_title | version |\n| | a | A | 1 |"
    )
    assert made.problems == ()
    return list(from_json(made.about).telling)


def test_what_is_told_of_a_form_names_it_and_says_how_long_it_is() -> None:
    made = report(GOOD)
    assert (made.problems, made.warnings) == ((), ())
    known = from_json(json.loads(json.dumps(made.about)))
    assert (known.form, known.version, known.title) == ("posyandu", "1", "Posyandu lansia")
    assert known.audience == ("agen", "petugas")
    assert known.languages == ("Indonesia (id)", "English (en)")
    assert (known.questions, known.repeats, known.lists, known.telling) == (3, True, (), ())
    assert 0 < known.least < known.most
    assert to_json(known) == made.about
    assert made.xml


def test_a_form_that_says_nothing_of_it_is_for_agents_in_the_language_it_has() -> None:
    known = from_json(report(settings()).about)
    assert (known.audience, known.languages, known.questions) == (("agen",), (), 1)
    assert (known.least, known.repeats) == (known.most, False)


def test_lists_of_suar_are_told_and_filled_with_examples() -> None:
    files = {"klien.csv": b"name,label,unit\n", "warna.csv": b"name,label\nred,Red\n"}
    known = from_json(report(LISTED, files).about)
    assert known.lists == ("klien.csv", "warna.csv")
    assert known.questions == 2


@pytest.mark.parametrize("column", ["form_id", "version"])
@pytest.mark.parametrize("value", ["a b", "ä" * 3, "x" * 33])
def test_the_name_and_the_version_are_short_and_plain(column: str, value: str) -> None:
    made = settings(**{"id" if column == "form_id" else column: value})
    assert told(made) == [
        f"sheet settings, column {column}. {column} must be made of letters, digits, dots or dashes, at most 32 of"
        " them. Change it, without blanks."
    ]


@pytest.mark.parametrize("value", ["a", "x" * 32, "A-b_c.9"])
def test_names_and_versions_of_up_to_32_letters_digits_dots_and_dashes_are_taken(value: str) -> None:
    assert told(settings(id=value, version=value)) == []


@pytest.mark.parametrize(("length", "is_taken"), [(60, True), (61, False)])
def test_a_title_fits_on_a_button(length: int, is_taken: bool) -> None:
    wrong = "sheet settings, column form_title. there must be a title, of at most 60 letters. Fill in form_title."
    assert told(settings(title="j" * length)) == ([] if is_taken else [wrong])


def test_a_form_asks_for_something() -> None:
    nothing = settings().replace("| integer | hadir | Hadir? |", "| calculate | satu |  |")
    nothing = nothing.replace("| type    | name  | label  |", "| type | name | calculation |").replace(
        "|  |", "| 1 |"
    )
    assert [each for each in told(nothing) if "asks" in each] == [
        "sheet survey. this form asks nothing. Add a question."
    ]


def test_columns_of_suar_that_are_not_for_officers_are_refused_with_the_nearest_that_is() -> None:
    more = "namespaces | attribute::suar:utuk | attribute::suar:xyzzy"
    assert told(settings(more=more, cells=f"{SUAR} | agen | 1")) == [
        "sheet settings, column attribute::suar:utuk. the column “attribute::suar:utuk” cannot be used in the form of a satker."
        " Did you mean “suar:untuk”?",
        "sheet settings, column attribute::suar:xyzzy. the column “attribute::suar:xyzzy” cannot be used in the form of a satker."
        " Remove the column.",
    ]


def test_a_form_is_for_agents_or_officers_never_for_families() -> None:
    more = "namespaces | attribute::suar:untuk"
    assert told(settings(more=more, cells=f"{SUAR} | agen keluarga")) == [
        "sheet settings, column attribute::suar:untuk. “keluarga” cannot be used in the form of a satker."
        " Use one of agen, petugas."
    ]


def test_what_a_question_may_not_mean_is_told_in_its_row() -> None:
    meant = GOOD.replace("| hari            |", "| rujukan         |")
    assert told(meant) == [
        "sheet survey, row 2, column bind::suar:arti. “rujukan” cannot be used in the form of a satker."
        " Use one of hari, klien, unit."
    ]
    assert [each.partition(". ")[0] for each in told(GOOD.replace("bind::suar:ringkas", "bind::suar:indikator"))] == [
        f"sheet survey, row {row}, column bind::suar:indikator" for row in (3, 5)
    ]


def test_a_part_of_the_menu_is_passed_over_with_a_word() -> None:
    made = report(GOOD.replace("suar:urut", "suar:bagian"))
    assert [str(each) for each in made.warnings] == [
        "sheet settings, column attribute::suar:bagian. forms of a satker have a part of their own in the menu; this"
        " column is passed over."
    ]
    assert made.problems == ()


def test_a_list_that_is_a_file_belongs_into_the_form() -> None:
    assert told(LISTED) == [
        f"sheet survey, row {row}, column type. the file {file} is missing. Only the form itself can come through the chat."
        " Remove it, or write the list into the sheet choices."
        for row, file in ((2, "klien.csv"), (3, "warna.csv"))
    ]


def test_a_misspelt_file_keeps_the_better_advice() -> None:
    files = {"kliem.csv": b"name,label,unit\n", "warna.csv": b"name,label\nred,Red\n"}
    (only,) = report(LISTED, files).problems
    assert only.said(load_voices()["id"]).endswith("Maksud Anda kliem.csv?")


def test_other_mistakes_are_told_as_ever_and_nothing_is_kept() -> None:
    made = report(settings().replace("integer", "integr"))
    assert [str(each) for each in made.problems] == [
        "sheet survey, row 2, column type. there is no type “integr”. Did you mean “integer”?"
    ]
    assert (made.xml, made.about) == ("", {})


@pytest.mark.parametrize(("more", "is_taken"), [(0, True), (1, False)])
def test_a_form_that_would_become_very_large_is_refused(more: int, is_taken: bool) -> None:
    made = look_into_here(dedent(settings()).strip().encode(), "md", "a_form")
    large = looked_at(Report((), xml=made.xml.ljust(LARGEST_XFORM + more), rows=made.rows), {})
    assert [str(each) for each in large.problems] == (
        [] if is_taken else ["this form is too large. Shorten it, or make several forms of it."]
    )
    assert bool(large.xml) is is_taken


def test_a_problem_that_no_question_causes_stays_as_it_is() -> None:
    problem = Problem("apa saja", "Perbaiki")
    assert looked_at(Report((problem,), xml="<h/>"), {}) == Report((problem,), xml="")


def test_questions_that_tell_people_apart_are_told_by_their_words_names_and_limits() -> None:
    assert telling(
        "text | siapa | Siapa nama kepala keluarga? |",
        "text | nama_lengkap | Lengkapnya? |",
        "text | nomor | Nomor? | regex(., '^[0-9]{16}$')",
        "integer | hadir | Berapa yang hadir? |",
    ) == [
        Telling("siapa", "Siapa nama kepala keluarga?", ("nama",)),
        Telling("nama_lengkap", "Lengkapnya?", ("nama",)),
        Telling("nomor", "Nomor?", ("nik",)),
    ]


def test_hints_and_the_titles_around_a_question_tell_as_well() -> None:
    found = telling(
        "text | a | Siapa? | Tulis nama lengkapnya",
        "begin group | g | Nama ibu kandung |",
        "text | b | Tulis |",
        "end group | | |",
        "text | c | Tulis |",
        head="name | label | hint",
    )
    assert [each.name for each in found] == ["a", "b"]


def test_what_is_only_shown_tells_nothing() -> None:
    assert telling("note | a | Nama lengkap akan ditanya |", "acknowledge | b | Nama lengkap tidak ditulis |") == []


def test_a_long_label_is_told_in_part_and_one_without_a_label_by_its_name() -> None:
    (long,) = telling(f"text | a | Nama lengkap {'x' * 200} |")
    assert len(long.label) == LONGEST_LABEL
    assert long.label.startswith("Nama lengkap x")


def test_other_rules_of_privacy_can_be_asked() -> None:
    rules = read_privacy(
        'version = "1"\nchecked_on = 2026-01-01\nsource = "a test"\ndenials = ["jangan"]\n'
        '[asks.tint]\nid = "warna"\nen = "colour"\nwords = ["warna"]\n'
    )
    form = read_form(report(settings().replace("Hadir?", "Warna apa?")).xml)
    assert [each.kinds for each in about(form, {}, rules).telling] == [("tint",)]
    assert about(form, {}).telling == ()
