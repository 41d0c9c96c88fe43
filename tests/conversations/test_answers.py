"""Reading what people type, in the ways in which people here type it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import Refused, read_choice, read_day, read_decimal, read_text, read_whole, tidy

SUNDAY = date(2026, 11, 22)
ANY = st.one_of(
    st.text(max_size=80),
    st.text("0123456789.,-+/ ٣５①㊿²", max_size=30),
    st.text("㊿9", min_size=3000, max_size=3001),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hari ini", "2026-11-22"),
        ("Hari  Ini", "2026-11-22"),
        ("today", "2026-11-22"),
        ("kemarin", "2026-11-21"),
        ("KEMAREN", "2026-11-21"),
        ("yesterday", "2026-11-21"),
        ("kemarin dulu", "2026-11-20"),
        ("besok", "2026-11-23"),
        ("lusa", "2026-11-24"),
        ("minggu depan", "2026-11-29"),
        ("minggu lalu", "2026-11-15"),
        ("minggu", "2026-11-15"),
        ("senin", "2026-11-16"),
        ("hari sabtu", "2026-11-21"),
        ("Jum'at", "2026-11-20"),
        ("friday", "2026-11-20"),
        ("12-5-2026", "2026-05-12"),
        ("12.05.26", "2026-05-12"),
        ("1 / 12", "2026-12-01"),
        ("3/1", "2027-01-03"),
        ("12 mei 2025", "2025-05-12"),
        ("Selasa, 24 Nov", "2026-11-24"),
        ("17 agt", "2026-08-17"),
        ("5 Nopember 2026", "2026-11-05"),
        ("24 november", "2026-11-24"),
        ("5 aug", "2026-08-05"),
        ("2026-5-2", "2026-05-02"),
        ("29/2/2024", "2024-02-29"),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, meant: str) -> None:
    assert read_day(typed, SUNDAY) == meant


@pytest.mark.parametrize(
    "typed", ["", "entah", "31/2", "12", "0/5", "5/13", "29/2/2026", "12/5/126", "2026-13-01", "5 foo", "12 5 6 7"]
)
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_day(typed, SUNDAY)
    assert "12/5" in refused.value.why


def test_a_day_without_a_year_is_the_nearest_that_the_form_allows() -> None:
    for typed in ("12/5", "12 Mei"):
        assert read_day(typed, SUNDAY, lambda day: day <= SUNDAY) == "2026-05-12"
        assert read_day(typed, SUNDAY, lambda day: day > SUNDAY) == "2027-05-12"
        assert read_day(typed, SUNDAY, lambda _day: False) == "2027-05-12"
    assert read_day("sabtu", SUNDAY, lambda day: day > SUNDAY) == "2026-11-28"


@given(st.integers(-150, 180))
def test_a_day_without_a_year_is_the_nearest_one(days: int) -> None:
    day = SUNDAY + timedelta(days=days)
    assert read_day(f"{day.day}/{day.month}", SUNDAY) == day.isoformat()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("3", "3"), (" 12 ", "12"), ("007", "7"), ("-4", "-4"), ("+4", "4"), ("1.200", "1200"), ("1,200", "1200"),
     ("1.500.000", "1500000"), ("٣", "3"), ("１２", "12")],
)  # fmt: skip
def test_whole_numbers_are_read_with_or_without_points(typed: str, meant: str) -> None:
    assert read_whole(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "tiga", "3 orang", "1,5", "1.5", "0.500", "1.2.3", "1.200,50", "1e5", "1234567890"]
)
def test_what_is_no_whole_number_is_refused_and_never_made_into_another(typed: str) -> None:
    with pytest.raises(Refused, match="misalnya 3"):
        read_whole(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("007,50", "7.50"),
        ("-0,5", "-0.5"),
        ("3", "3"),
        ("+1,25", "1.25"),
        ("٢,٥", "2.5"),
    ],
)
def test_decimals_are_read_with_a_comma_or_a_point(typed: str, meant: str) -> None:
    assert read_decimal(typed) == meant


@pytest.mark.parametrize("typed", ["", "dua", "1,2,3", ".", "2,", "1e5", "0x10", "NaN"])
def test_what_is_no_decimal_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match=r"misalnya 2,5"):
        read_decimal(typed)


LABELS = ["Pengguna", "Keluarga", "Warga sekitar", "Warga desa lain"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2", 1),
        ("keluarga", 1),
        ("KELUARGA!", 1),
        ("kel", 1),
        ("warga sekitar", 2),
        ("warga d", 3),
        ("peng", 0),
        ("2.", 1),
    ],
)
def test_a_choice_is_meant_by_its_number_its_label_or_the_beginning_of_it(typed: str, meant: int) -> None:
    assert read_choice(typed, LABELS) == meant


@pytest.mark.parametrize("typed", ["", "?", "0", "5", "99999999999", "warga", "w", "luarga"])
def test_what_fits_no_choice_or_several_is_not_guessed(typed: str) -> None:
    assert read_choice(typed, LABELS) is None


def test_a_label_that_is_a_number_counts_before_the_number_in_the_list() -> None:
    assert read_choice("1", ["0", "1", "2 atau lebih"]) == 1
    assert read_choice("3", ["3", "4", "5"]) == 0


def test_a_number_that_begins_the_label_of_another_choice_is_not_guessed() -> None:
    """ "2" of "1 orang, 2 orang, 3 orang" is clear; of "0, 1, 2 atau lebih" the list and the label disagree."""
    assert read_choice("2", ["1 orang", "2 orang", "3 orang"]) == 1
    assert read_choice("2", ["0", "1", "2 atau lebih"]) in {None, 2}


@given(ANY)
def test_nothing_that_people_type_raises_anything_but_a_refusal(typed: str) -> None:
    for read, shape in (
        (read_whole, r"-?[0-9]+"),
        (read_decimal, r"-?[0-9]+(\.[0-9]+)?"),
        (lambda text: read_day(text, SUNDAY), r"\d{4}-\d{2}-\d{2}"),
        (read_text, r"(?s).+"),
    ):
        try:
            taken = read(typed)
        except Refused:
            continue
        assert re.fullmatch(shape, taken)
    chosen = read_choice(typed, LABELS)
    assert chosen is None or 0 <= chosen < len(LABELS)


def test_a_very_long_number_of_odd_signs_is_no_choice() -> None:
    assert read_choice("㊿" * 4096, LABELS) is None


@given(st.text(max_size=200))
def test_tidying_twice_changes_nothing_more(typed: str) -> None:
    assert tidy(tidy(typed)) == tidy(typed)


def test_a_text_has_no_control_signs_and_an_end() -> None:
    assert read_text(" a\x00b\x07\nc\t ") == "ab\nc"
    assert len(read_text("x" * 4000)) == 4000
    for typed in ("x" * 4001, " \n ", "\x00"):
        with pytest.raises(Refused):
            read_text(typed)


def test_a_refusal_passes_through_a_with_block_as_it_is() -> None:
    """Python notes the traceback in an error on its way: a frozen error would become another one there."""

    @contextmanager
    def block() -> Iterator[None]:
        yield

    with pytest.raises(Refused), block():
        read_whole("tiga")
