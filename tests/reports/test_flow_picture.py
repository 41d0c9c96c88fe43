"""The picture of a form: everything is on it, pages are cut between questions, and nothing is lost."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from conversations.flow import Asked, Branch, Flow, Section
from reports.flow_layout import MARGIN, PAGE, WIDTH, Box, Said, Sheet, Words, lines_of
from reports.flow_picture import draw, page_tops

WORDS = Words("legend", "required if", "must be", "out of", "later", "worked out", "begin", "send")
QUESTION = Asked(1, "age", "How old are you?", "a whole number", required=True, must="answer > 0")
SMALL = Flow(
    "Visit",
    "visit · version 7",
    (
        QUESTION,
        Branch("age > 17", (Asked(2, "job", "What do you do?", "text", required_if="age < 60"),)),
        Section("Children", (Asked(3, "name", "Their ${job}?", "choose one", "A", "x = 1", later=True),), "again"),
    ),
    ("twice = age × 2",),
)  # fmt: skip
LONG = Flow("Long", "long", tuple(Asked(n, f"q{n}", f"Question {n}?", "text") for n in range(1, 101)), ())


def pages(flow: Flow) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(draw(flow, WORDS, "pdf"))]


def test_everything_is_said_in_the_picture() -> None:
    (text,) = pages(SMALL)
    for said in (
        *("Visit", "visit · version 7", "legend", "begin", "1 How old are you?", "age", "a whole number"),
        *("must be answer > 0", "age > 17", "2 What do you do?", "required if age < 60", "Children", "again"),
        *("3 Their ${job}?", "out of x = 1", "choose one: A", "later", "send", "worked out", "twice = age × 2"),
        "Visit · 1/1",
    ):
        assert said in text, said


def test_a_hundred_questions_are_pages_on_which_each_question_stands_once_and_whole() -> None:
    texts = pages(LONG)
    assert 4 <= len(texts) <= 10
    for number in range(1, 101):
        assert sum(f"\n{number} Question {number}?" in "\n" + text.replace("\r", "") for text in texts) == 1, number
    assert [f"Long · {n + 1}/{len(texts)}" in text for n, text in enumerate(texts)] == [True] * len(texts)


def test_a_page_ends_between_two_questions_and_every_page_fits() -> None:
    sheet = Sheet(WORDS)
    height = sheet.whole(LONG)
    tops = page_tops(sheet.breaks, height)
    boxes = [mark for mark in sheet.marks if isinstance(mark, Box)]
    for top, end in zip(tops, [*tops[1:], height - MARGIN], strict=True):
        assert end - top <= PAGE - 2 * MARGIN
        assert not [box for box in boxes if box.y < top < box.y + box.height]


def test_what_cannot_be_cut_between_questions_is_cut_all_the_same() -> None:
    assert page_tops([], 3 * PAGE)[:2] == [0, PAGE - 2 * MARGIN]


def test_nothing_leaves_the_sheet_however_deep_it_stands() -> None:
    step = Asked(1, "a" * 40, "word " * 60 + "x" * 400, "text", " · ".join(["choice"] * 90), must="1 + " * 300)
    inner: Section | Branch = Section("deep", (step,), "again")
    for depth in range(6):
        inner = Branch("a condition that is rather long " * 6, (inner,)) if depth % 2 else Section("s", (inner,))
    sheet = Sheet(WORDS)
    sheet.whole(Flow("t", "", (inner,), ("formula " * 300,)))
    for mark in sheet.marks:
        if isinstance(mark, Box):
            assert MARGIN <= mark.x < mark.x + mark.width <= WIDTH - MARGIN
        if isinstance(mark, Said):
            assert MARGIN <= mark.x <= WIDTH - MARGIN


def test_lines_hold_what_fits_and_too_much_ends_with_dots() -> None:
    assert lines_of("one two three", 1000, 9) == ["one two three"]
    assert lines_of("one two three", 30, 9) == ["one", "two", "three"]
    assert lines_of("one two three", 30, 9, 2) == ["one", "two …"]
    assert "".join(lines_of("x" * 50, 60, 9, 20)) == "x" * 50
    assert lines_of("", 60, 9) == [""]


@pytest.mark.parametrize("flow", [SMALL, LONG], ids=["small", "long"])
def test_a_drawing_is_sound_and_the_same_again(flow: Flow) -> None:
    svg = draw(flow, WORDS, "svg")
    assert fromstring(svg).tag.endswith("svg")
    assert svg == draw(flow, WORDS, "svg")
    assert draw(flow, WORDS, "pdf") == draw(flow, WORDS, "pdf")


def test_a_picture_is_no_higher_than_pictures_can_be() -> None:
    small = Image.open(BytesIO(draw(SMALL, WORDS, "png")))
    assert small.size[0] == 1239
    many = Flow("t", "", LONG.steps * 8, ())
    assert Image.open(BytesIO(draw(many, WORDS, "png"))).size[1] <= 60_000


def test_letters_that_the_font_does_not_have_and_dollars_do_no_harm() -> None:
    (text,) = pages(Flow("🙂 $x^2$ \\frac", "", (Asked(1, "a", "Tulis $5 _ ^ {", "text"),), ()))
    assert "$x^2$ \\frac" in text
    assert "Tulis $5 _ ^ {" in text


def test_the_margins_of_pages_stay_white_where_a_frame_goes_on() -> None:
    document = pypdfium2.PdfDocument(draw(Flow("t", "", (Section("s", LONG.steps),), ()), WORDS, "pdf"))
    for page in list(document)[1:-1]:
        picture = page.render(scale=1).to_pil().convert("L")
        assert picture.crop((0, 0, int(WIDTH), int(MARGIN) - 1)).getextrema() == (255, 255)
        assert picture.crop((0, int(PAGE) - 15, int(WIDTH), int(PAGE))).getextrema() == (255, 255)
