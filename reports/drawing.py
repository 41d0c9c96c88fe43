"""One picture that says the most: how it went over time, and how each place stands. Numbers in, PNG out.

Made for a phone: 360 points wide it can still be read. Nothing is told by colour alone: lines differ by stroke and
mark, and every bar has its number. Drawn on the bare figure: axes of the library would take half of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from PIL import Image

from reports.charts import Bar, Chart

WIDTH = 3.6  # inches; a hundredth of one is a point of a phone that is 360 wide
DPI = 240
SHADES = 48  # colours of the file: a few, with what lies between them at edges
BLUE, ORANGE, INK, FAINT = "#0072B2", "#D55E00", "#1A1A1A", "#B8B8B8"  # safe for the colour-blind (Okabe and Ito)
STROKES: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": ORANGE, "linestyle": (0, (4, 2)), "marker": "s"},
)
TITLE, SMALL, TINY = 10, 8, 7  # points
LONGEST_NAME = 18  # letters beside a bar
LEFT, RIGHT, BARS = 0.16, 3.05, 1.5  # inches from the left: where lines begin and end, and where bars begin
LINES_FROM, LINES_TO = 0.9, 2.2  # inches from above
BARS_FROM, A_BAR = 2.92, 0.2
FOOT = 0.5

Number = Callable[[int], str]


def draw(chart: Chart, number: Number = str) -> bytes:
    """The picture as a PNG. `number` writes a number as people there do."""
    bars = BARS_FROM - LINES_TO + A_BAR * len(chart.bars) if chart.bars else 0.2
    paper = _Paper(LINES_TO + bars + FOOT)
    _words(paper, chart)
    _lines(paper, chart, number)
    if chart.bars:
        _bars(paper, chart, number)
    return paper.png()


class _Paper:
    """A figure on which things are put by inches, from the left and from above."""

    def __init__(self, height: float) -> None:
        self._height = height
        self._figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
        self._canvas = FigureCanvasAgg(self._figure)

    @property
    def bottom(self) -> float:
        return self._height

    def text(self, x: float, y: float, words: str, size: float = SMALL, **looks: Any) -> None:
        placed = {"color": INK, "va": "center"} | looks
        self._figure.text(x / WIDTH, 1 - y / self._height, words, size=size, parse_math=False, **placed)

    def line(self, xs: Sequence[float], ys: Sequence[float], **looks: Any) -> None:
        across, down = [x / WIDTH for x in xs], [1 - y / self._height for y in ys]
        self._figure.add_artist(Line2D(across, down, markersize=4, **({"linewidth": 1.6} | looks)))

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        corner = x / WIDTH, 1 - (y + height) / self._height
        self._figure.add_artist(Rectangle(corner, width / WIDTH, height / self._height, facecolor=BLUE, linewidth=0))

    def png(self) -> bytes:
        """Few colours make a small file, for phones with little signal."""
        self._canvas.draw()  # type: ignore[no-untyped-call]
        width, height = self._canvas.get_width_height()
        pixels = self._canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        picture = Image.frombuffer("RGBA", (width, height), pixels, "raw", "RGBA", 0, 1)
        out = BytesIO()
        picture.convert("RGB").quantize(SHADES, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "png")
        return out.getvalue()


def _words(paper: _Paper, chart: Chart) -> None:
    paper.text(0.14, 0.16, chart.title, TITLE, weight="bold")
    paper.text(0.14, 0.36, chart.subtitle)
    paper.text(0.14, paper.bottom - 0.08, chart.foot, TINY, color="#4D4D4D", va="bottom", linespacing=1.3)
    for place, (line, stroke) in enumerate(zip(chart.lines, STROKES, strict=False)):
        x = 0.16 + 1.72 * place
        paper.line([x, x + 0.28], [0.6, 0.6], **stroke)
        paper.text(x + 0.36, 0.6, line.label)


# --- Over time -----------------------------------------------------------------------------------


def _lines(paper: _Paper, chart: Chart, number: Number) -> None:
    every = [value for line in chart.lines for value in line.values if value is not None]
    highest = max([*every, 1])
    grid = {"color": FAINT, "linewidth": 0.6}
    for value in (0, highest):
        paper.line([LEFT, RIGHT], [_height(value, highest)] * 2, **grid)
        paper.text(LEFT, _height(value, highest) - 0.02, number(value), TINY, va="bottom")
    for at in range(len(chart.moments) - 1, -1, -3):
        paper.text(_across(at, chart), LINES_TO + 0.13, chart.moments[at], TINY, ha="center")
    for line, stroke in zip(chart.lines, STROKES, strict=False):
        for piece in _pieces(line.values):
            xs, ys = zip(*((_across(at, chart), _height(value, highest)) for at, value in piece), strict=True)
            paper.line(xs, ys, **stroke)
    _newest(paper, chart, number, highest)


def _pieces(values: Sequence[int | None]) -> Iterator[list[tuple[int, int]]]:
    """What is known without a gap, each number with its place."""
    piece: list[tuple[int, int]] = []
    for at, value in enumerate((*values, None)):
        if value is not None:
            piece.append((at, value))
        elif piece:
            yield piece
            piece = []


def _newest(paper: _Paper, chart: Chart, number: Number, highest: int) -> None:
    """The newest number of each line, beside its end; not on top of each other."""
    ends = [
        (line.values[-1] or 0, stroke)
        for line, stroke in zip(chart.lines, STROKES, strict=False)
        if line.values and line.values[-1] is not None
    ]
    lowest = LINES_TO
    for value, stroke in sorted(ends, key=lambda end: end[0]):
        y = min(_height(value, highest), lowest)
        paper.text(RIGHT + 0.04, y, number(value), weight="bold", color=stroke["color"])
        lowest = y - 0.16


def _across(at: int, chart: Chart) -> float:
    return LEFT + 0.22 + (RIGHT - 0.26 - LEFT) * at / max(len(chart.moments) - 1, 1)


def _height(value: int, highest: int) -> float:
    return LINES_TO - (LINES_TO - LINES_FROM) * value / highest


# --- Place by place --------------------------------------------------------------------------------


def _bars(paper: _Paper, chart: Chart, number: Number) -> None:
    legend = f"{chart.bars_title}  (┃ {chart.mark})" if chart.mark else chart.bars_title
    paper.text(0.14, BARS_FROM - 0.22, legend, weight="bold")
    highest = max([1, *(max(bar.value or 0, bar.mark or 0) for bar in chart.bars)])
    scale = (WIDTH - BARS - 0.45) / highest
    paper.line([BARS, BARS], [BARS_FROM - 0.06, BARS_FROM + A_BAR * len(chart.bars)], color=FAINT, linewidth=0.6)
    for row, bar in enumerate(chart.bars):
        middle = BARS_FROM + A_BAR * (row + 0.5)
        paper.text(BARS - 0.05, middle, _short(bar.label), ha="right")
        paper.bar(BARS, middle - 0.06, (bar.value or 0) * scale, 0.12)
        if bar.mark is not None:
            x = BARS + bar.mark * scale
            paper.line([x, x], [middle - 0.085, middle + 0.085], color=INK, solid_capstyle="butt")
        text = _told(bar, number)
        paper.text(BARS + 0.06 + _room_behind(bar, text, scale), middle, text)


def _told(bar: Bar, number: Number) -> str:
    """Its number, and the word; a word alone where several places are put together."""
    if bar.value is None:
        return bar.note or "–"
    return f"{number(bar.value)} {bar.note}".strip()


def _room_behind(bar: Bar, text: str, scale: float) -> float:
    """Where the words behind a bar begin: at its end, or behind the mark, if there is no room before that."""
    end, mark = (bar.value or 0) * scale, (bar.mark or 0) * scale
    return mark if end <= mark < end + 0.1 + 0.075 * len(text) else end


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
