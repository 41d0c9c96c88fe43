"""Receipts: what somebody mistypes is never taken for somebody else's, and no NIK is taken for a receipt."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.privacy import Private, private_number
from domain.receipts import DIGITS, RECEIPTS, holds_receipt, is_nearly_receipt, new_receipt, receipt_in, spoken

RECEIPT = new_receipt(482_190_731_156_284)
CHANCES = st.integers(0, RECEIPTS - 1)
DRAWN = st.builds(new_receipt, CHANCES)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def slips(receipt: str) -> list[str]:
    """The receipt with each digit in turn mistaken for each other one."""
    return [
        receipt[:at] + other + receipt[at + 1 :]
        for at, digit in enumerate(receipt)
        for other in "0123456789"
        if other != digit
    ]


def swaps(receipt: str) -> list[str]:
    """The receipt with two neighbours swapped, wherever they differ."""
    swapped = [receipt[:at] + receipt[at + 1] + receipt[at] + receipt[at + 2 :] for at in range(len(receipt) - 1)]
    return [each for each in swapped if each != receipt]


@given(DRAWN)
def test_a_receipt_reads_back_as_it_is_and_as_it_is_spoken(receipt: str) -> None:
    assert len(receipt) == DIGITS
    assert receipt_in(receipt) == receipt_in(spoken(receipt)) == receipt


@given(CHANCES, CHANCES)
def test_other_chances_are_other_receipts(one: int, other: int) -> None:
    assert (new_receipt(one) == new_receipt(other)) == (one == other)


def test_a_greater_chance_begins_anew() -> None:
    assert new_receipt(RECEIPTS + 7) == new_receipt(7)


@given(DRAWN)
def test_every_single_slip_is_caught(receipt: str) -> None:
    assert len(slips(receipt)) == 9 * DIGITS
    assert [slip for slip in slips(receipt) if receipt_in(slip)] == []


@given(DRAWN)
def test_every_swap_of_neighbours_is_caught(receipt: str) -> None:
    assert [swap for swap in swaps(receipt) if receipt_in(swap)] == []


@given(DRAWN, st.data())
def test_it_may_be_typed_in_groups_and_with_other_digits(receipt: str, data: st.DataObject) -> None:
    between = st.sampled_from(["", " ", "-", ".", "\u2013", "\u00a0", "\n", " - "])
    typed = "".join(digit + data.draw(between) for digit in receipt)
    assert receipt_in(f" {typed}\n") == receipt
    assert receipt_in(typed.translate(FULL_WIDTH)) == receipt


def test_it_is_spoken_in_groups_of_four() -> None:
    assert spoken("4821907311562840") == "4821 9073 1156 2840"


@pytest.mark.parametrize(
    "text",
    ["", " ", "16", RECEIPT[:-1], f"{RECEIPT}0", f"kode {RECEIPT}", f"{RECEIPT}?", f"{RECEIPT} {RECEIPT}", "½" * 16],
)
def test_what_is_more_or_less_than_a_receipt_is_none(text: str) -> None:
    assert receipt_in(text) is None


@given(st.text())
def test_anything_may_be_typed(text: str) -> None:
    assert receipt_in(text) is None or private_number(text) is not None
    is_nearly_receipt(text)


# --- Beside the sieve of private numbers ---------------------------------------------------------

BIRTHDAYS = st.dates(date(1930, 1, 1), date(2026, 12, 31))


@st.composite
def niks(draw: st.DrawFn) -> str:
    """A NIK: place, day of birth (40 more for women), running number."""
    place, born, number = draw(st.integers(110101, 969999)), draw(BIRTHDAYS), draw(st.integers(1, 9999))
    return f"{place}{born.day + draw(st.sampled_from([0, 40])):02d}{born:%m%y}{number:04d}"


@given(niks())
def test_no_nik_is_taken_for_a_receipt_or_for_one_with_a_slip(nik: str) -> None:
    assert receipt_in(nik) is None
    assert not is_nearly_receipt(nik)


@given(DRAWN)
def test_the_sieve_would_stop_a_receipt_so_it_is_asked_about_first(receipt: str) -> None:
    assert private_number(receipt) is Private.NIK


@given(DRAWN, st.data())
def test_a_slip_is_told_where_a_receipt_is_asked_for(receipt: str, data: st.DataObject) -> None:
    wrong = data.draw(st.sampled_from([slip for slip in slips(receipt) if slip[8] not in "01"]))
    assert is_nearly_receipt(spoken(wrong))
    assert is_nearly_receipt(receipt[:-1])
    assert is_nearly_receipt(f"{receipt}4")
    assert not is_nearly_receipt(receipt)


@pytest.mark.parametrize("text", ["", "081377712345", "6281377712345", "Pinus-27", "48219073", "tidak punya kode"])
def test_what_is_something_else_is_no_slip(text: str) -> None:
    assert not is_nearly_receipt(text)


@given(DRAWN)
def test_a_receipt_is_seen_among_words_and_a_nik_is_not_taken_for_one(receipt: str) -> None:
    assert holds_receipt(f"kode saya {spoken(receipt)}, mohon dibantu")
    assert holds_receipt(f"HP 2 {spoken(receipt)}")
    assert not any(holds_receipt(f"kode saya {slip}") for slip in slips(receipt)[:9])
    assert not holds_receipt(f"kode saya {receipt}7")
    assert not any(holds_receipt(f"NIK 19710141079000{last:02d}") for last in range(100))
