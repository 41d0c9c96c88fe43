"""The picture of a digest: small, readable on a phone, and without colour too."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from reports.charts import Bar, Chart, Line
from reports.drawing import BLUE, ORANGE, STROKES, draw

LINES = (Line("Terjangkau", (3, None, 5, 9)), Line("Pemantauan", (20, 21, 22, 24)))
BARS = (Bar("Air Mesu Timur", 14, 11), Bar("Kace", 0, 6, "sejak 8 Nov"), Bar("3 lainnya", None, note="bersama 9"))


def chart(lines: tuple[Line, ...] = LINES, bars: tuple[Bar, ...] = BARS) -> Chart:
    moments = tuple(f"{day} Nov" for day in range(1, 5))
    return Chart("BNNK", "16–22 Nov", moments, lines, "Laporan tiap unit", bars, "sebelumnya", "Angka per 22 Nov.")


def picture(made: Chart) -> Image.Image:
    return Image.open(BytesIO(draw(made))).convert("RGB")


def near(one: tuple[int, ...], colour: str) -> bool:
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return all(abs(a - b) < 12 for a, b in zip(one, wanted, strict=True))


def amount(image: Image.Image, colour: str) -> int:
    return sum(count for count, each in image.getcolors(1 << 20) or [] if near(each, colour))  # type: ignore[arg-type]


def test_it_is_twice_as_wide_as_a_phone_and_small_enough_for_little_signal() -> None:
    made = draw(chart())
    assert Image.open(BytesIO(made)).width >= 720
    assert len(made) < 60_000


def test_it_grows_with_the_places_and_has_room_for_none() -> None:
    assert picture(chart(bars=BARS * 4)).height > picture(chart()).height > picture(chart(bars=())).height


def test_lines_differ_by_stroke_and_mark_not_by_colour_alone() -> None:
    first, second = ({key: stroke[key] for key in ("linestyle", "marker")} for stroke in STROKES)
    assert first["linestyle"] != second["linestyle"]
    assert first["marker"] != second["marker"]


def test_both_lines_and_the_bars_are_on_it() -> None:
    image = picture(chart())
    assert amount(image, ORANGE) > 1000
    assert amount(image, BLUE) > amount(picture(chart(bars=())), BLUE) + 1000


def test_where_nothing_is_known_a_line_has_a_gap() -> None:
    whole = Line("Pemantauan", (20, 20, 20, 20))
    gap = Line("Pemantauan", (20, None, None, 20))
    assert amount(picture(chart((LINES[0], whole), ())), ORANGE) > amount(picture(chart((LINES[0], gap), ())), ORANGE)


@pytest.mark.parametrize("values", [(), (None,) * 4, (0, 0, 0, 0)])
def test_nothing_to_draw_is_drawn_all_the_same(values: tuple[int | None, ...]) -> None:
    assert picture(chart((Line("Terjangkau", values),), ())).height > 300


def test_words_that_look_like_formulas_stay_words() -> None:
    assert draw(chart(bars=(Bar("Desa $x_1$ & <b>", 3),)))
