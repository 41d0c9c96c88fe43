# forms are tables
"""Places: rounded as the form asks, however people give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import Refused
from conversations.casting import fits
from conversations.places import METRES_A_DEGREE, coarse, decimals_of, is_place, place, read_place, said
from conversations.problems import Problem
from domain.voice import load_voices
from tests.conversations.forms import SUNDAY, form_of

DEGREES = st.floats(-90, 90, allow_nan=False)
FORM = """
    | survey |
    | | type     | name | label | bind::suar:desimal |
    | | geopoint | at   | Where? | {decimals} |
    | settings |
    | | namespaces |
    | | suar="https://suar.example/xlsform" |
"""


@pytest.mark.parametrize(
    ("decimals", "accuracy", "kept"),
    [
        (4, 0, "-2.1346 106.1135 0 12"),
        (4, 65.2, "-2.1346 106.1135 0 66"),
        (2, 65.2, "-2.13 106.11 0 1114"),
        (0, 5, "-2 106 0 111320"),
        (6, 5, "-2.134568 106.113457 0 5"),
    ],
)
def test_a_place_is_as_coarse_as_the_form_asks_and_says_so(decimals: int, accuracy: float, kept: str) -> None:
    assert place(-2.1345678, 106.1134567, accuracy, decimals) == kept


@given(DEGREES, DEGREES, st.floats(0, 1500), st.integers(0, 6))
def test_every_place_is_one_of_few_and_within_its_accuracy(
    latitude: float, longitude: float, accuracy: float, decimals: int
) -> None:
    kept = place(latitude, longitude, accuracy, decimals)
    assert fits("geopoint", kept, SUNDAY.zone)
    north, east, _, radius = map(float, kept.split())
    assert all(len(each.partition(".")[2]) == decimals for each in kept.split()[:2])
    assert abs(north - latitude) * METRES_A_DEGREE <= radius + 1e-3
    assert abs(east - longitude) * METRES_A_DEGREE <= radius + 1e-3
    assert radius >= accuracy
    assert "-0.0 " not in f"{kept} "


@pytest.mark.parametrize(
    "typed",
    [
        *("-2.13, 106.11", "-2.13 106.11", "-2.13,106.11", "-2,13 106,11", "-2,13; 106,11", "-2,13, 106,11"),
        *("(-2.13, 106.11)", "−2,13 106,11", "-2.13° 106.11°", " -2.130 ;106.110 ", "-٢.١٣ ١٠٦.١١"),
    ],
)
def test_a_place_is_read_as_people_type_it(typed: str) -> None:
    assert read_place(typed, 2) == "-2.13 106.11 0 1114"


@pytest.mark.parametrize(
    "typed", ["", "di rumah", "-2.13", "-2,13,106,11", "91, 10", "10, 181", "1 2 3", "-2.13x106"]
)
def test_what_is_no_place_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        read_place(typed, 2)


@pytest.mark.parametrize("edge", ["90 180", "-90 -180", "90, -180"])
def test_the_whole_earth_is_read(edge: str) -> None:
    assert is_place(edge)
    assert not is_place(edge.replace("90", "90.1"))
    assert not is_place(edge.replace("180", "180.1"))


def test_a_text_that_is_a_place_is_made_coarse_and_any_other_stays() -> None:
    assert coarse("-2.1345678, 106.1134567", 2) == "-2.13 106.11"
    assert coarse("-2,1345678 106,1134567", 0) == "-2 106"
    assert coarse("di rumah nomor 12", 2) == "di rumah nomor 12"


@pytest.mark.parametrize(
    ("metres", "far"), [("999", "999 m"), ("999.2", "1000 m"), ("1000", "1 km"), ("1600", "2 km"), ("0.4", "1 m")]
)
def test_far_is_said_in_metres_up_to_a_kilometre(metres: str, far: str) -> None:
    assert said(f"-2.13 106.11 0 {metres}", load_voices()["en"]) == f"±{far} around −2.13 106.11"


@pytest.mark.parametrize(
    ("kept", "language", "words"),
    [
        ("-2.13 106.11 0 1114", "id", "±1 km sekitar −2,13 106,11"),
        ("-2.1346 106.1135 0 12", "id", "±12 m sekitar −2,1346 106,1135"),
        ("-2.13 106.11 0 1114", "en", "±1 km around −2.13 106.11"),
        ("-2.13 106.11", "id", "−2,13 106,11"),
    ],
)
def test_a_place_is_said_with_how_far_off_it_may_be(kept: str, language: str, words: str) -> None:
    assert said(kept, load_voices()[language]) == words


def test_a_form_says_how_exact_it_wants_a_place() -> None:
    binds = [form_of(FORM.format(decimals=each)).binds["data", "at"] for each in ("2", "", "0")]
    assert [decimals_of(bind) for bind in binds] == [2, 4, 0]


@pytest.mark.parametrize("odd", ["7", "-1", "two", "2.5"])
def test_a_form_that_wants_it_in_another_way_is_refused_with_the_remedy(odd: str) -> None:
    with pytest.raises(Problem, match="Write how many decimals of a degree to keep, 0 to 6"):
        form_of(FORM.format(decimals=odd))
