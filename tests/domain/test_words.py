"""The words for clients: easily told apart, and neither names of people nor words of the street."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from domain.words import WORDS, all_words, word_for

NAMES = """
    melati mawar dahlia lili lily seruni cempaka kenari nila delima melur sakura widuri azalea aster pipit nuri elang
    damar jati bintang bulan fajar senja surya embun awan mega intan mutiara kartika purnama samudra bayu puspa ratna
    sari dewi indah ayu tifa turi asoka saron kamila nirmala wulan langit satria rangga gading sekar
"""
STREET = """
    ganja cimeng gele gelek rumput sayur bayam daun hijau cimenk tembakau gorila hanoman sinte kecubung kratom jamur
    sabu ubas kristal es batu salju putih gula garam tepung bedak putaw putau pete etep heroin kokain koka opium candu
    madat inex ineks kancing apel permen boti kupu pil koplo kapsul nipam dumolid camlet lexo lele pinang pala gambir
    tuak arak anggur bong pakaw pakau sakaw sakau fly layangan suntik jarum lem kopi kucing ayam bandar kuda sirup
"""


def distance(one: str, other: str) -> int:
    """How many letters must be changed, added or dropped."""
    before = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for place, against in enumerate(other, 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != against)))
        before = row
    return before[-1]


def test_there_are_enough_words_in_their_order_each_once() -> None:
    lines = WORDS.read_text("utf-8").splitlines()
    assert len(lines) >= 150
    assert lines == sorted(set(lines))
    assert all(line.isascii() and line.isalpha() and line == line.capitalize() for line in lines)


def test_no_two_words_look_alike() -> None:
    alike = [
        (one, other)
        for one, other in combinations(sorted(all_words()), 2)
        if one[:4] == other[:4] or distance(one.lower(), other.lower()) < 3
    ]
    assert alike == []


def test_no_word_is_what_people_are_called() -> None:
    assert {word.lower() for word in all_words()} & set(NAMES.split()) == set()


def test_no_word_is_or_resembles_a_word_of_the_street() -> None:
    near = [(word, bad) for word in all_words() for bad in STREET.split() if distance(word.lower(), bad) < 2]
    assert near == []


@given(st.sets(st.sampled_from(sorted(all_words()))), st.integers(0, 2**63 - 1))
def test_a_word_is_given_that_this_agent_does_not_use_yet(taken: set[str], chance: int) -> None:
    word = word_for(taken, chance)
    assert word not in taken
    assert word in all_words() or taken == all_words()


def test_every_word_has_its_turn() -> None:
    assert {word_for([], chance) for chance in range(len(all_words()))} == all_words()


def test_when_all_words_are_used_they_come_again_with_a_number() -> None:
    given: set[str] = set()
    for chance in range(2 * len(all_words()) + 1):
        given.add(word_for(given, chance * 7919))
    assert len(given) == 2 * len(all_words()) + 1
    assert {"Teratai", "Teratai 2"} <= given
    assert sum(word.endswith(" 3") for word in given) == 1
