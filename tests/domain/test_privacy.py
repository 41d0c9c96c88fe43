"""What looks like a NIK or a phone number is found in whatever way it is written; the rest of life passes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.privacy import Private, private_number

NIK = "1971034506900003"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
BOLD = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")


def keycaps(digits: str) -> str:
    return "".join(f"{digit}\ufe0f\u20e3" if digit.isdecimal() else digit for digit in digits)


def joined_by(sign: str, digits: str) -> str:
    return sign.join(digits)


@pytest.mark.parametrize(
    "written",
    [
        NIK,
        f"NIK:{NIK}.",
        "1971 0345 0690 0003",
        "19.71.03.450690.0003",
        "1971-03-450690-0003",
        "197103 450690 0003",
        "19 71 03 45 06 90 00 03",
        "197103/450690/0003",
        "(1971)(0345)(0690)(0003)",
        NIK.translate(FULL_WIDTH),
        NIK.translate(ARABIC),
        NIK.translate(BENGALI),
        NIK.translate(BOLD),
        keycaps(NIK),
        joined_by("\u200d", NIK),
        joined_by("\u200b", NIK),
        joined_by("\u2060", NIK),
        joined_by("\u00ad", NIK),
        joined_by(" ", NIK),
        joined_by("\u00a0", NIK),
        joined_by("\u2009", NIK),
        "1971_0345_0690_0003",
        "1971 – 0345 – 0690 – 0003",
    ],
)
def test_a_nik_is_found_however_it_is_written(written: str) -> None:
    assert private_number(f"orangnya {written} katanya") is Private.NIK


@pytest.mark.parametrize(
    "written",
    [
        "081377712345",
        "0813 7771 2345",
        "0813-7771-2345",
        "0813.7771.2345",
        "(0813) 7771 2345",
        "+6281377712345",
        "+62 813-7771-2345",
        "+62 (813) 7771 2345",
        "6281377712345",
        "62 813 7771 2345",
        "0 8 1 3 7 7 7 1 2 3 4 5",
        "0717 431234",
        "(0717) 431234",
        "0717-431-234",
        "021 3456 7890",
        "+60 12-345 6789",
        "081377712345".translate(FULL_WIDTH),
        "٠٨١٣٧٧٧١٢٣٤٥",
        keycaps("081377712345"),
        joined_by("\u200d", "081377712345"),
        "0813\u20117771\u20112345",
        "0813 / 7771 / 2345",
        "wa:081377712345",
        "wa.me/6281377712345",
        "HP0813-7771-2345ya",
    ],
)
def test_a_phone_number_is_found_however_it_is_written(written: str) -> None:
    assert private_number(f"hubungi {written} saja") is Private.PHONE


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (f"{NIK} 081377712345", Private.NIK),
        (f"081377712345 {NIK}", Private.PHONE),
        ("081377712345 081288812345", Private.PHONE),
        ("081377712345/081288812345", Private.PHONE),
        ("5 081377712345", Private.PHONE),
        ("RT 03 0813 7771 2345", Private.PHONE),
        (f"2026 {NIK}", Private.NIK),
        ("22/11/2026 081377712345", Private.PHONE),
        ("19.05 081377712345", Private.PHONE),
    ],
)
def test_numbers_side_by_side_do_not_hide_each_other(written: str, found: Private) -> None:
    assert private_number(written) is found


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Ibunya ingin bicara lagi",
        "22/11/2026",
        "22-11-2026 dan 29-11-2026",
        "2026-11-22",
        "22.11.26, 19.05 WIB",
        "19.05-21.30",
        "08.00 sampai 16.00",
        "08:15",
        "Rp1.500.000",
        "Rp 1.500.000,00",
        "Rp2.500.000 per bulan",
        "12 orang",
        "12 orang, 3 keluarga, 2 RT",
        "tahun 2019, 2020 dan 2021",
        "struk 12345678",
        "AMT-2611-0001",
        "RT 03 RW 05",
        "Jl. Merdeka 45",
        "kode pos 33684",
        "119 atau 112",
        "19.04.03.2004",
        "umur 17, 18, 19",
        "3 x 500 mg",
        "0,5 gram",
        "22/11/2026 08.00",
        "mulai 08.00, 22 orang, 14 hari",
        "0001 dan 0002",
    ],
)
def test_days_times_amounts_and_counts_pass(written: str) -> None:
    assert private_number(written) is None


SEPARATORS = st.sampled_from(["", "", " ", ".", "-", " - ", "\u200d", "\u00a0", "\u2013"])
WORDS = st.text(st.characters(categories=["L"]), min_size=1, max_size=10)
DIGITS = st.sampled_from([None, FULL_WIDTH, ARABIC, BOLD])


@st.composite
def spaced(draw: st.DrawFn, number: str) -> str:
    """A number in groups, as people write it, in some kind of digits."""
    groups, rest = [], number
    while rest:
        size = draw(st.integers(2 if len(rest) > 3 else len(rest), max(4, len(rest))))
        groups.append(rest[:size])
        rest = rest[size:]
    assume(not _like_days(groups))
    separator = draw(SEPARATORS)
    table = draw(DIGITS)
    written = separator.join(groups)
    return written.translate(table) if table else written


def _like_days(groups: Sequence[str]) -> bool:
    """“08 10 12 14 16”: days or ages, which may be written. A telephone number in such pairs passes with them."""
    numbers = [int(group) for group in groups]
    return all(len(group) <= 2 for group in groups) and numbers == sorted(set(numbers))


@given(WORDS, WORDS, st.data())
def test_any_nik_between_words_is_found(before: str, after: str, data: st.DataObject) -> None:
    digits = data.draw(st.from_regex(r"[1-9][0-9]{15}", fullmatch=True))
    written = data.draw(spaced(digits))
    assert private_number(f"{before} {written} {after}") is not None


@given(WORDS, WORDS, st.data())
def test_any_mobile_number_between_words_is_found(before: str, after: str, data: st.DataObject) -> None:
    digits = data.draw(st.from_regex(r"(08|628|\+628)[1-9][0-9]{7,9}", fullmatch=True))
    written = data.draw(spaced(digits))
    assert private_number(f"{before} {written} {after}") is not None


@given(st.integers(0, 99_999_999), WORDS)
def test_a_short_number_with_a_word_passes(number: int, word: str) -> None:
    assert private_number(f"{number} {word}") is None


@given(st.text())
def test_looking_at_any_text_never_fails(text: str) -> None:
    private_number(text)


def test_a_text_of_nothing_but_numbers_can_be_looked_at() -> None:
    for text in ("1 " * 2048, "1" * 4096, "+1-" * 1300, "0813 " * 800):
        private_number(text)
