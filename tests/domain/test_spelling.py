"""What people type in a chat, read as plain words."""

from __future__ import annotations

import pytest

from domain.spelling import readings, spelled


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Matiiii", "mati"),
        ("saaaya\n  mau", "saya / mau"),
        ("mati-matian (sekali)", "mati matian sekali"),
        ("mati. Lampu", "mati / lampu"),
        ("mati2an", "mati matian"),
        ("anak²", "anak anak"),
        ("m a t i", "mati"),
        ("m.a.t.i", "mati"),
        ("a, b", "a / b"),
        ("b*n*h d*ri, don't", "bnh dri / dont"),
        ("ｂｕｎｕｈ bu\u200bnúh", "bunuh bunuh"),
        ("  ", ""),
    ],
)
def test_many_spellings_are_one(typed: str, read: str) -> None:
    assert readings(typed) == [read]


@pytest.mark.parametrize(
    ("typed", "letters", "numbers"),
    [
        ("m4t1", "mati", "m 4 t 1"),
        ("10thn", "iothn", "10 thn"),
        ("@nak $@bu!", "anak sabu", "nak / bu"),
    ],
)
def test_a_digit_may_be_a_letter_or_a_number(typed: str, letters: str, numbers: str) -> None:
    assert readings(typed) == [letters, numbers]


def test_a_word_of_a_list_reads_as_the_same_word_does_in_a_text() -> None:
    assert spelled("nggak") == readings("NGGAAAK")[0] == "ngak"
