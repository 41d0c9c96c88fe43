"""A poster, printed: what is on it, what its code holds, and that nothing of it is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp
from PIL import ImageDraw, ImageOps

from reports.poster import Poster, Size, draw
from tests.reports.paper import A4_ACROSS, Paper, printed

ADDRESS = "https://t.me/ruang_tanya_bot?start=u_1904032004"
POSTER = Poster(
    title="Ruang tanya",
    lines=("Ada yang mengganjal di rumah?", "Bertanya gratis, tanpa nama."),
    link=ADDRESS,
    how="Arahkan kamera HP ke kode ini, atau ketik di Telegram:",
    typed="t.me/ruang_tanya_bot",
    small=("Telegram tetap bisa melihat obrolannya.", "Kode ini menyebut Air Mesu Timur."),
    emergency="Nyawa terancam? Telepon 112 atau 119",
)
LONG = replace(
    POSTER,
    link="https://t.me/" + "w" * 32 + "?start=u_1904032004",
    typed="t.me/" + "w" * 32,
    small=("Kode ini menyebut " + "Desa Persiapan Sungai Wai Ampar Kanan " * 4 + "kepada yang menjawab.",) * 2,
)


def inked(paper: Paper) -> tuple[float, ...]:
    """The white around everything, in parts of the width of the sheet: left, top, right, bottom."""
    box = ImageOps.invert(paper.picture.convert("L")).getbbox()
    assert box is not None
    left, top, right, bottom = box
    wide, high = paper.picture.size
    return tuple(each / wide for each in (left, top, wide - right, high - bottom))


@pytest.mark.parametrize(("size", "measures"), [(Size.A4, (210, 297)), (Size.A5, (148, 210))])
def test_a_poster_is_one_sheet_with_all_its_words(size: Size, measures: tuple[int, int]) -> None:
    paper = printed(draw(POSTER, size))
    assert (paper.width, paper.height) == measures
    every = (POSTER.title, *POSTER.lines, POSTER.how, POSTER.typed, *POSTER.small, POSTER.emergency)
    assert paper.text == " ".join(every)


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("poster", [POSTER, LONG], ids=["usual", "long"])
def test_a_phone_reads_the_link_from_the_code(poster: Poster, size: Size) -> None:
    assert printed(draw(poster, size)).codes == [poster.link]


def test_a_torn_code_is_still_read() -> None:
    paper = printed(draw(POSTER))
    middle = A4_ACROSS // 2
    pen = ImageDraw.Draw(paper.picture)
    pen.rectangle((middle - 80, 700, middle + 80, 860), fill="white")
    assert [code.text for code in zxingcpp.read_barcodes(paper.picture)] == [ADDRESS]


@pytest.mark.parametrize("poster", [POSTER, LONG, replace(POSTER, emergency="")], ids=["usual", "long", "no numbers"])
def test_room_for_tape_is_left_all_around(poster: Poster) -> None:
    assert all(white > 20 / 210 for white in inked(printed(draw(poster))))


def test_long_words_reach_neither_the_code_nor_the_numbers() -> None:
    paper = printed(draw(LONG))
    assert paper.text.endswith(f"kepada yang menjawab. {LONG.emergency}")
    assert LONG.typed in paper.text  # on one line: an address must not be broken


def test_where_no_number_works_no_strip_is_left() -> None:
    with_numbers, without = printed(draw(POSTER)), printed(draw(replace(POSTER, emergency="")))
    assert "Nyawa" not in without.text
    assert inked(without)[3] > inked(with_numbers)[3]


def test_the_same_poster_gives_the_same_file() -> None:
    assert draw(POSTER) == draw(POSTER)


def test_its_fonts_are_in_the_file() -> None:
    pdf = draw(POSTER)
    assert pdf.count(b"/FontFile2") == 2
    assert b"BitstreamVeraSans" in pdf
