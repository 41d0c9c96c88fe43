"""The aliases of help cases: easily told apart from each other, from clients' words and from people's names."""

from __future__ import annotations

import re
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from domain.aliases import WORDS, alias, alias_words
from domain.words import all_words
from tests.domain.test_words import NAMES, STREET, distance

CHANCES = st.integers(0, 2**63 - 1)
EVERY = {f"{word}-{number}" for word in alias_words() for number in range(10, 100)}


def test_there_are_enough_words_in_their_order_each_once() -> None:
    lines = WORDS.read_text("utf-8").splitlines()
    assert len(lines) >= 60
    assert lines == sorted(set(lines))
    assert all(line.isascii() and line.isalpha() and line == line.capitalize() for line in lines)


def test_no_alias_looks_like_another_or_like_the_word_of_a_client() -> None:
    pairs = [*combinations(alias_words(), 2), *((ours, theirs) for ours in alias_words() for theirs in all_words())]
    alike = [(one, other) for one, other in pairs if one[:4] == other[:4] or distance(one.lower(), other.lower()) < 3]
    assert alike == []


def test_no_alias_is_or_resembles_what_people_are_called_or_a_word_of_the_street() -> None:
    bad = [*NAMES.split(), *STREET.split()]
    assert [(word, other) for word in alias_words() for other in bad if distance(word.lower(), other) < 2] == []


@given(CHANCES)
def test_an_alias_is_a_word_and_two_digits(chance: int) -> None:
    assert re.fullmatch(r"[A-Z][a-z]+-[1-9]\d", alias(chance, []))


def test_every_alias_has_its_turn() -> None:
    assert {alias(chance, ()) for chance in range(len(EVERY))} == EVERY


@given(st.sets(st.sampled_from(sorted(EVERY))), CHANCES)
def test_an_alias_is_given_that_no_case_bears(taken: set[str], chance: int) -> None:
    assert alias(chance, taken) in EVERY - taken


def test_the_last_free_alias_is_found() -> None:
    last = alias(8402532, ())
    assert alias(1, EVERY - {last}) == last


@given(CHANCES)
def test_when_all_are_borne_the_numbers_grow_longer(chance: int) -> None:
    assert re.fullmatch(r"[A-Z][a-z]+-[1-9]\d\d", alias(chance, EVERY))
