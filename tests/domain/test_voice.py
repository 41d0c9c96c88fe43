"""Every phrase is said in every language, with the same gaps; and no catalogue keeps what nobody says."""

from __future__ import annotations

import ast
import re
import string
from datetime import date, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from domain.voice import ENGLISH, INDONESIAN, LANGUAGES, LOCALE, Html, Voice, load_voices

ROOT = Path(__file__).parents[2]
SPOKEN_IN = ("domain", "conversations", "handlers", "scheduler", "bot")
KEYWORDS = {"say", "phrase", "button", "Word", "Refused", "Misread", "plain"}
LATER = {"Problem": (0, 1), "wrong": (1,)}  # which arguments are phrases, where not the first


def spoken() -> dict[str, str]:
    """Every phrase in the source, and where it stands. Read from the syntax: Babel does not look into f-strings."""
    found: dict[str, str] = {}
    for path in (path for folder in SPOKEN_IN for path in sorted((ROOT / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for said in _said(node):
                if (
                    isinstance(said, ast.Constant)
                    and isinstance(said.value, str)
                    and re.search(r"[^\W\d]", said.value)
                ):
                    found.setdefault(said.value, f"{path.parent.name}/{path.name}:{said.lineno}")
    return found


def _said(node: ast.AST) -> list[ast.expr]:
    if not isinstance(node, ast.Call) or _name(node.func) not in KEYWORDS | set(LATER):
        return []
    return [node.args[at] for at in LATER.get(_name(node.func), (0,)) if at < len(node.args)]


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def catalogue(language: str) -> dict[str, str]:
    with (LOCALE / language / "LC_MESSAGES" / "suar.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def gaps(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


PHRASES = spoken()


def test_the_phrases_are_found_in_the_source() -> None:
    assert len(PHRASES) > 80
    assert {"Menu", "Kirim", "Saya butuh angka, misalnya 3.", "Sudah tercatat: {answer}."} <= set(PHRASES)


def test_every_phrase_is_translated() -> None:
    english = catalogue(ENGLISH)
    missing = {phrase: place for phrase, place in PHRASES.items() if not english.get(phrase)}
    assert missing == {}


def test_no_translation_is_kept_for_a_phrase_that_nobody_says() -> None:
    assert set(catalogue(ENGLISH)) - set(PHRASES) == set()


def test_every_translation_has_the_gaps_of_its_phrase() -> None:
    wrong = [phrase for phrase, said in catalogue(ENGLISH).items() if gaps(phrase) != gaps(said)]
    assert wrong == []


def test_every_translation_has_the_markup_of_its_phrase() -> None:
    tags = ("<b>", "</b>", "<i>", "</i>", "<code>", "</code>")
    wrong = [p for p, s in catalogue(ENGLISH).items() if [p.count(t) for t in tags] != [s.count(t) for t in tags]]
    assert wrong == []


def test_what_fills_a_gap_is_escaped_unless_it_is_html_already() -> None:
    voice = Voice(INDONESIAN, {})
    assert voice.say("Halo {name}", name="<b>Rina</b> & co") == "Halo &lt;b&gt;Rina&lt;/b&gt; &amp; co"
    assert voice.say("Halo {name}", name=Html("<b>Rina</b>")) == "Halo <b>Rina</b>"


def test_words_that_look_like_gaps_are_only_words() -> None:
    assert Voice(INDONESIAN, {}).say("Halo {name}", name="{other} {0} }") == "Halo {other} {0} }"


@pytest.mark.parametrize(
    ("language", "said"), [("id", "Minggu 22 Nov, 19.05 WIB"), ("en", "Sunday 22 Nov, 19.05 WIB")]
)
def test_a_moment_is_said_as_people_say_it(language: str, said: str) -> None:
    assert load_voices()[language].moment(datetime(2026, 11, 22, 19, 5), "WIB") == said  # noqa: DTZ001


def test_a_day_of_another_year_is_said_with_the_year() -> None:
    voice = load_voices()["id"]
    assert voice.day(date(2025, 12, 31), date(2026, 1, 1)) == "Rabu 31 Des 2025"
    assert voice.month(date(2026, 11, 1)) == "Nov 2026"


def test_every_language_has_a_voice() -> None:
    assert set(load_voices()) == set(LANGUAGES)
