"""A list of places, as spreadsheets write it: what is right is read, and every line that is wrong is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.places import BadPlaces, Place, read_places, shipped_places
from domain.territory import PROVINCES, is_code, is_village

TWO = [Place("19.04", "Kabupaten Bangka Tengah"), Place("19.04.03.2004", "Air Mesu Timur")]


def told(content: bytes | str) -> list[str]:
    with pytest.raises(BadPlaces) as refused:
        read_places(content if isinstance(content, bytes) else content.encode())
    return list(refused.value.wrong)


@pytest.mark.parametrize("titles", ["", "kode,nama\n", "Kode Wilayah,Nama\n", "\n\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_spelling_of_a_csv_is_read(titles: str, mark: bytes, between: str, end: str) -> None:
    text = titles + "19.04, Kabupaten Bangka Tengah \n\n19.04.03.2004,Air Mesu Timur"
    assert read_places(mark + text.replace(",", between).replace("\n", end).encode()) == TWO


def test_titles_say_where_code_and_name_stand() -> None:
    assert read_places(b"no;nama;kode\n1;Aceh;11\n2;Bali;51\n") == [Place("11", "Aceh"), Place("51", "Bali")]


def test_a_name_may_hold_a_comma_when_it_is_quoted_or_semicolons_are_used() -> None:
    assert read_places(b'19,"Bangka, Kep."\n') == read_places(b"19;Bangka, Kep.\n") == [Place("19", "Bangka, Kep.")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("19.4,Bangka Tengah", "Line 2: 19.4 is no code: write it with all zeros and dots, like 19.04"),
        ("1904032004,Air Mesu Timur", "Line 2: 1904032004 is no code: write it with all zeros and dots"),
        ("20.01,Nowhere", "Line 2: 20.01 begins with no code of a province: look it up"),
        (",Air Mesu Timur", "Line 2: there is no code: write one like 19.04.03.2004"),
        ("19.04", "Line 2: 19.04 has no name: write it into the next cell."),
        ("19.04,  ", "Line 2: 19.04 has no name"),
        (f"19.04,{'x' * 101}", "Line 2: the name of 19.04 is no name of a place"),
        ("19.04,Bangka\0Tengah", "Line 2: the name of 19.04 is no name of a place"),
        ("11,Atjeh", "Line 2: 11 stands on line 1 already, with another name: keep one of the two."),
        ("a\0b,Aceh", "Line 2: 'a\\x00b'… is no code"),
        ('19.04,"Bangka\nTengah"', "Line 2: the name of 19.04 is no name of a place"),
        ('19.04,"Bangka', "Line 2: its quotation marks do not fit together: take them out."),
        ('19.04,"Bangka\n' + "x" * 140_000, "Line 2: its quotation marks do not fit together"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line: str, why: str) -> None:
    (said,) = told(f"11,Aceh\n{line}\n")
    assert why in said


def test_every_wrong_line_is_told_with_its_number() -> None:
    wrong = told('kode,nama\n11,Aceh\nx,y\n\n12,"Sumatera Utara"\n19.4,Bangka\n99,Nowhere\n')
    assert [said.partition(":")[0] for said in wrong] == ["Line 3", "Line 6", "Line 7"]


def test_a_file_in_another_encoding_is_told_how_to_be_saved() -> None:
    for encoding in ("utf-16", "latin-1"):
        assert told("11;Ac\u00e9h".encode(encoding)) == ["The file is not UTF-8: save it as “CSV UTF-8”."]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"kode,nama\n", b"\xef\xbb\xbf"])
def test_a_list_without_places_is_told(content: bytes) -> None:
    assert told(content) == ["The file holds no places: write a code and a name on each line."]


def test_the_same_place_twice_is_one_place() -> None:
    assert read_places(b"11,Aceh\n11,Aceh\n") == [Place("11", "Aceh")]


@given(st.binary() | st.text(alphabet='0123456789.,;"\n\r\tAb\0 ').map(str.encode))
def test_whatever_the_file_holds_it_is_read_or_told(content: bytes) -> None:
    try:
        places = read_places(content)
    except BadPlaces as bad:
        places, wrong = [], list(bad.wrong)
    else:
        wrong = []
    assert places or wrong
    assert all(is_code(place.code) and place.name for place in places)


def test_all_provinces_and_the_places_of_the_sample_are_shipped() -> None:
    names = {place.code: place.name for place in shipped_places()}
    assert names.keys() >= PROVINCES
    assert {names[code] for code in names if is_village(code)} == {"Air Mesu Timur", "Kace", "Baruga"}
    for code in names:
        assert code.rpartition(".")[0] in {"", *names}, f"{code} lies nowhere"
