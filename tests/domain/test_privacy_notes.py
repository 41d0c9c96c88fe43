"""Private numbers with odd signs between their digits are found; ordinary field notes are let through."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.privacy import Private, private_number, without_numbers

NIK = "1971034506900003"
ODD = [
    "",
    ",",
    "*",
    ":",
    "|",
    ";",
    "\n",
    ", ",
    "; ",
    " | ",
    " * ",
    ": ",
    "\n\n",
    "\n- ",
    "=",
    "~",
    "#",
    "•",
    " → ",
    "😀",
]

NUMBERS = [
    ("0813,7771,2345", Private.PHONE),
    ("0813*7771*2345", Private.PHONE),
    ("0813:7771:2345", Private.PHONE),
    ("0813|7771|2345", Private.PHONE),
    ("0813;7771;2345", Private.PHONE),
    ("0813, 7771, 2345", Private.PHONE),
    ("0813 | 7771 | 2345", Private.PHONE),
    ("0813\n7771\n2345", Private.PHONE),
    ("0813\n\n7771\n\n2345", Private.PHONE),
    ("- 0813\n- 7771\n- 2345", Private.PHONE),
    ("0813=7771=2345", Private.PHONE),
    ("0813+7771+2345", Private.PHONE),
    ('"0813" "7771" "2345"', Private.PHONE),
    ("0813•7771•2345", Private.PHONE),
    ("0813😀7771😀2345", Private.PHONE),
    ("0813...7771...2345", Private.PHONE),
    ("0,8,1,3,7,7,7,1,2,3,4,5", Private.PHONE),
    ("0\n8\n1\n3\n7\n7\n7\n1\n2\n3\n4\n5", Private.PHONE),
    ("08*13*77*71*23*45", Private.PHONE),
    ("08,13,77,71,23,45", Private.PHONE),
    ("81377712345", Private.PHONE),
    ("813777123", Private.PHONE),
    ("895377712345", Private.PHONE),
    ("813 7771 2345", Private.PHONE),
    ("813-7771-2345", Private.PHONE),
    ("813,7771,2345", Private.PHONE),
    ("+62 (0) 813 7771 2345", Private.PHONE),
    ("+62(0)81377712345", Private.PHONE),
    ("+62 (0)813-7771-2345", Private.PHONE),
    ("0062 813 7771 2345", Private.PHONE),
    ("62:813:7771:2345", Private.PHONE),
    ("+62 813.777.000", Private.PHONE),
    ("+1 202 555 0143", Private.PHONE),
    ("0717;431234", Private.PHONE),
    ("(0717)\n431234", Private.PHONE),
    ("12 orang, 08.00, 081377712345", Private.PHONE),
    ("Rp 50.000 ke 0813.7771.2345", Private.PHONE),
    ("19.04.03.2004 / 0813 7771 2345", Private.PHONE),
    ("22/11/2026: 0813;7771;2345", Private.PHONE),
    ("1971,0345,0690,0003", Private.NIK),
    ("1971*0345*0690*0003", Private.NIK),
    ("1971:0345:0690:0003", Private.NIK),
    ("1971|0345|0690|0003", Private.NIK),
    ("1971;0345;0690;0003", Private.NIK),
    ("1971+0345+0690+0003", Private.NIK),
    ("1971\n0345\n0690\n0003", Private.NIK),
    ("1971, 0345, 0690, 0003", Private.NIK),
    ("1971034506\n900003", Private.NIK),
    ("197103 , 450690 , 0003", Private.NIK),
    ("197103: 450690: 0003", Private.NIK),
    ("19,71,03,45,06,90,00,03", Private.NIK),
    ("19*71*03*45*06*90*00*03", Private.NIK),
    ("1,9,7,1,0,3,4,5,0,6,9,0,0,0,0,3", Private.NIK),
    ("NIK\n1971 0345\n0690 0003", Private.NIK),
    ("19.71.03.4506 9000 03", Private.NIK),
]

NOTES = [
    "3 orang, 12 kk",
    "12 kk; 3 orang; 2 RT",
    "Hadir 12, 15, 9, 20, 18, 22, 10, 31, 14, 11",
    "12, 15, 9, 20, 18, 22, 10, 31",
    "L 12, P 15, total 27",
    "150, 200, 175, 300, 125",
    "tanggal 08, 10, 12, 14, 16, 18",
    "tanggal 08, 15, 22, 29, 05, 12",
    "tanggal 08 10 12 14 16",
    "jam 8, 10, 12",
    "08.00-10.00, 13.00-15.00",
    "08.00 - 10.00, 10.15 - 12.00, 13.00 - 15.30",
    "08:00, 10:15, 13:30, 15:45",
    "06.30: 12, 07.30: 15, 08.30: 20",
    "22/11/2026, 29/11/2026, 06/12/2026",
    "22-11-2026\n29-11-2026\n06-12-2026",
    "08 11 2026 12 orang",
    "08 11 2026 19.00",
    "01/08, 05/08, 08/08, 12/08, 15/08",
    "2019, 2020, 2021, 2022, 2023",
    "2019 2020 2021 2022",
    "2019-2020, 2021-2022",
    "Rp 1.500.000",
    "Rp 1,500,000",
    "1,500,000",
    "Rp1.500.000, Rp2.000.000, Rp12.500.000",
    "Rp 10.500.000 - 12.000.000",
    "10.500.000 - 12.000.000",
    "Rp 815.750.250",
    "815.000.000",
    "Rp815000000",
    "1. 12\n2. 15\n3. 20\n4. 18\n5. 30\n6. 11\n7. 12",
    "(1) 12 (2) 15 (3) 20 (4) 18",
    "1 12 2 15 3 20 4 18 5 30 6",
    "1. Sosialisasi 12 orang\n2. Pemetaan 3 RT\n3. Skrining 4 orang",
    "Peserta 25\n12 November 2026",
    "umur 17, 18, 19, 20, 21, 22, 23, 24",
    "umur 17, 45, 32, 28, 19, 51, 60, 33",
    "10 11 12 13 14 15 16 17",
    "Jl. Merdeka No. 45, RT 003/RW 005",
    "RT 003/005, RT 004/005, RT 007/005",
    "AMT-2611-0042, AMT-2611-0043, TS-2612-0001",
    "19.04.03.2004, 19.04.03.2005, 19.04.03.1006",
    "19.04.03.2004\n19.04.03.2005\n74.71.05.1002",
    "81.71.02.1001",
    "045/11/2026",
    "kode pos 33684, 33685, 33686",
    "119, 112, 129, 110",
    "skor 0, 1, 2, 1, 0, 0, 3, 1, 2, 0, 1, 2, 1, 0, 0, 3",
    "skor 0, 8, 4, 3, 2, 6, 1, 0, 3, 3",
    "tensi 120/80 130/90 110/70 140/95",
    "12% - 15% - 20%",
    "-2.123456, 106.123456",
    "-6.812345,106.812345",
]


@pytest.mark.parametrize(("written", "found"), NUMBERS)
def test_a_number_is_found_whatever_stands_between_its_digits(written: str, found: Private) -> None:
    assert private_number(written) is found
    assert private_number(f"katanya {written} begitu") is found


@pytest.mark.parametrize("note", NOTES)
def test_an_ordinary_note_passes(note: str) -> None:
    assert private_number(note) is None
    assert private_number(f"Catatan: {note}\nSelesai.") is None


# --- Any number, any note ------------------------------------------------------------------------


@st.composite
def niks(draw: st.DrawFn) -> str:
    """A NIK as the civil registry makes it: place, day of birth (40 more for women), running number."""
    place = draw(st.sampled_from(["190403", "197101", "747105", "317404", "910105", "820601"]))
    day = draw(st.dates()).strftime("%d%m%y")
    women = draw(st.sampled_from([0, 40]))
    return f"{place}{int(day[:2]) + women:02d}{day[2:]}{draw(st.integers(1, 9999)):04d}"


MOBILES = st.from_regex(r"(08|628|\+628|81)[1-9][0-9]{7,8}", fullmatch=True)


@st.composite
def in_groups(draw: st.DrawFn, number: str, smallest: int) -> str:
    """A number in groups, as people write it, with anything between them."""
    sizes = draw(st.lists(st.integers(smallest, 6), min_size=6, max_size=6))
    groups, rest = [], number
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    groups = [group for group in groups if group]
    if len(groups[-1]) < smallest and len(groups) > 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    signs = st.just(draw(st.sampled_from(["", ",", "*"]))) if number.startswith("8") else st.sampled_from(ODD)
    return groups[0] + "".join(draw(signs) + group for group in groups[1:])


@given(niks(), st.data())
@example("1904034501900001", None)
def test_any_nik_with_any_signs_in_it_is_found(nik: str, data: st.DataObject | None) -> None:
    written = data.draw(in_groups(nik, 4)) if data else nik
    assert private_number(f"orangnya {written} katanya") is Private.NIK


@given(niks(), st.sampled_from([",", "*", ":", "|", ";", "\n"]), st.sampled_from([1, 2]))
def test_any_nik_in_ones_or_pairs_with_one_sign_is_found(nik: str, sign: str, size: int) -> None:
    written = sign.join(nik[at : at + size] for at in range(0, 16, size))
    assert private_number(f"orangnya {written} katanya") is not None


@given(MOBILES, st.data())
def test_any_mobile_number_with_any_signs_in_it_is_found(number: str, data: st.DataObject) -> None:
    assert private_number(f"hubungi {data.draw(in_groups(number, 3))} saja") is not None


VILLAGES = st.tuples(st.sampled_from([19, 74, 81]), st.integers(1, 79), st.integers(1, 20), st.integers(2001, 2030))
DATES = st.dates(date(1940, 1, 1), date(2040, 1, 1))
COUNT = st.integers(0, 999).map(str)
DAY = st.dates().map(lambda day: f"{day:%d}")
PIECES = st.one_of(
    st.builds(
        "{} {}".format, st.integers(0, 500), st.sampled_from(["orang", "kk", "RT", "hari", "tahun", "%", "kg"])
    ),
    DATES.map(lambda day: f"{day:%d/%m/%Y}"),
    DATES.map(lambda day: f"{day.day}-{day.month}-{day:%y}"),
    st.times().map(lambda time: f"{time:%H.%M}"),
    st.builds("{:%H.%M}-{:%H.%M}".format, st.times(), st.times()),
    st.integers(1, 99_999).map(lambda thousands: f"Rp {thousands * 1000:,}".replace(",", ".")),
    st.integers(1, 99_999).map(lambda thousands: f"{thousands * 1000:,}"),
    st.builds("{}-{}-{:04d}".format, st.sampled_from(["AMT", "TS"]), st.integers(2601, 2612), st.integers(1, 9999)),
    VILLAGES.map(lambda code: "{}.{:02d}.{:02d}.{}".format(*code)),
    st.builds("RT {:03d}/RW {:03d}".format, st.integers(1, 20), st.integers(1, 20)),
    st.builds("umur {}".format, st.lists(st.integers(8, 80).map(str), min_size=1, max_size=6).map(", ".join)),
    st.builds("hadir {}".format, st.lists(COUNT, min_size=1, max_size=5).map(", ".join)),
    st.builds("tanggal {}".format, st.lists(DAY, min_size=1, max_size=6).map(", ".join)),
    st.builds("Jl. Mawar No. {}".format, st.integers(1, 300)),
    st.builds("tahun {}".format, st.integers(1950, 2040)),
)
JOINTS = st.sampled_from([" ", ", ", ". ", "; ", "\n", "\n- ", " / ", " dan "])


@given(st.lists(st.tuples(PIECES, JOINTS), min_size=1, max_size=8))
def test_any_note_of_ordinary_pieces_passes(pieces: list[tuple[str, str]]) -> None:
    assert private_number("".join(piece + joint for piece, joint in pieces)) is None


@given(st.lists(PIECES, min_size=1, max_size=8))
def test_any_numbered_list_of_ordinary_pieces_passes(pieces: list[str]) -> None:
    assert private_number("\n".join(f"{n}. {piece}" for n, piece in enumerate(pieces, 1))) is None


# --- Taken out of a text -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (f"NIK-nya {NIK}, tolong", "NIK-nya (nomor dihapus), tolong"),
        ("hubungi 0813-7771-2345 saja", "hubungi (nomor dihapus) saja"),
        ("hubungi +62 813 7771 2345.", "hubungi (nomor dihapus)."),
        ("081377712 345 ya", "(nomor dihapus) ya"),
        ("081377712345, 2 anak", "(nomor dihapus), 2 anak"),
        ("0813, 7771, 2345, 6 orang", "(nomor dihapus), 6 orang"),
        (f"{NIK} 081377712345", "(nomor dihapus) (nomor dihapus)"),
        ("081377712345/081288812345", "(nomor dihapus)/(nomor dihapus)"),
        ("RT 03 0813 7771 2345", "RT 03 (nomor dihapus)"),
        ("HP ０８１３７７７１２３４５　ya", "HP (nomor dihapus)　ya"),
        ("HP 0️⃣8️⃣1️⃣3️⃣7️⃣7️⃣7️⃣1️⃣2️⃣3️⃣4️⃣5️⃣ ya", "HP (nomor dihapus) ya"),
        ("½ ﬁ é <b>&</b> 081377712345 ½", "½ ﬁ é <b>&</b> (nomor dihapus)"),
    ],
)
def test_a_private_number_leaves_a_gap_and_all_else_stays(written: str, left: str) -> None:
    assert without_numbers(written) == left


def test_the_gap_can_be_said_in_other_words_but_not_in_digits() -> None:
    assert without_numbers("call 081377712345", "(number removed)") == "call (number removed)"
    with pytest.raises(ValueError, match="digits"):
        without_numbers("081377712345", "(nomor 1)")


@pytest.mark.parametrize("note", NOTES)
def test_an_ordinary_note_comes_back_the_same(note: str) -> None:
    assert without_numbers(note) == note


ANYTHING = st.lists(
    st.one_of(niks(), MOBILES, PIECES, st.text(max_size=5), st.text("0123456789 +-.,/()\n8", max_size=30)), max_size=6
).map("".join)


def test_numbers_that_come_together_only_when_another_goes_are_taken_out_too() -> None:
    assert without_numbers(f"08137 {NIK} 7712345 ya", "…") == "… ya"


@given(ANYTHING, st.sampled_from(["(nomor dihapus)", "…", "*", ""]))
def test_nothing_private_is_left_and_a_text_without_any_is_not_touched(text: str, gap: str) -> None:
    left = without_numbers(text, gap)
    assert private_number(left) is None
    assert (left == text) == (private_number(text) is None)


@pytest.mark.parametrize("written", [written for written, _ in NUMBERS])
def test_whatever_is_found_is_taken_out(written: str) -> None:
    left = without_numbers(f"katanya {written} begitu")
    assert left.startswith("katanya ")
    assert left.endswith(" begitu")
    assert private_number(left) is None


def test_many_numbers_can_be_taken_out() -> None:
    for text in ("1 " * 2048, "+1-" * 1300, "0813 " * 800, "081377712345 " * 300):
        assert private_number(without_numbers(text)) is None
