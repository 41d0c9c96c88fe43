"""One picture that says the most: how it went over time, and how each place stands. Numbers in, PNG out.

Made for a phone: 360 points wide it can still be read. Nothing is told by colour alone: lines differ by stroke and
mark, and every bar has its number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

WIDTH = 3.6  # inches; a hundredth of one is a point of a phone that is 360 wide
DPI = 240
BLUE, ORANGE, INK, FAINT = "#0072B2", "#D55E00", "#1A1A1A", "#B8B8B8"  # safe for the colour-blind (Okabe and Ito)
STROKES: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": ORANGE, "linestyle": (0, (4, 2)), "marker": "s"},
)
TITLE, SMALL, TINY = 10, 8, 7  # points
LONGEST_NAME = 20  # letters beside a bar
HEAD, LINES, BAR, FOOT = 0.72, 1.5, 0.2, 0.4  # inches: above, of the lines, of each bar, below

Number = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Line:
    """Something over time. Where nothing is known, or may be shown, the line has a gap."""

    label: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How a place stands: a number (None: not shown), the mark that it is compared with, and a word behind it."""

    label: str
    value: int | None
    mark: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is on the picture, in words that are ready to be read."""

    title: str
    subtitle: str
    moments: tuple[str, ...]  # below the lines
    lines: tuple[Line, ...]
    bars_title: str
    bars: tuple[Bar, ...]
    mark: str  # what the mark beside the bars means; nothing where there is none
    foot: str


def draw(chart: Chart, number: Number = str) -> bytes:
    """The picture as a PNG. `number` writes a number as people there do."""
    bars = BAR * len(chart.bars) + (0.3 if chart.bars else 0)
    height = HEAD + LINES + 0.3 + bars + FOOT
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    canvas = FigureCanvasAgg(figure)
    _words(figure, chart, height)
    _draw_lines(figure, chart, number, (HEAD, height))
    if chart.bars:
        _draw_bars(figure, chart, number, (HEAD + LINES + 0.6, bars - 0.3, height))
    out = BytesIO()
    canvas.print_png(out, pil_kwargs={"compress_level": 3})  # type: ignore[no-untyped-call]
    return out.getvalue()


def _words(figure: Figure, chart: Chart, height: float) -> None:
    figure.text(0.04, 1 - 0.08 / height, chart.title, size=TITLE, weight="bold", color=INK, va="top")
    figure.text(0.04, 1 - 0.29 / height, chart.subtitle, size=SMALL, color=INK, va="top")
    figure.text(0.04, 0.06 / height, chart.foot, size=TINY, color="#4D4D4D", va="bottom", linespacing=1.3)
    for place, line in enumerate(chart.lines[: len(STROKES)]):
        stroke = STROKES[place]
        x, y = 0.05 + 0.47 * place, 1 - 0.58 / height
        figure.add_artist(_stroke([x, x + 0.07], [y, y], stroke))
        figure.text(x + 0.09, y, line.label, size=SMALL, color=INK, va="center")


def _stroke(x: Sequence[float], y: Sequence[float], stroke: dict[str, Any]) -> Any:
    return Line2D(x, y, linewidth=1.6, markersize=4, **stroke)


def _draw_lines(figure: Figure, chart: Chart, number: Number, place: tuple[float, float]) -> None:
    top, height = place
    axes = figure.add_axes((0.09, 1 - (top + LINES) / height, 0.83, LINES / height))
    _plain(axes)
    every = [value for line in chart.lines for value in line.values if value is not None]
    highest = max([*every, 1])
    for line, stroke in zip(chart.lines, STROKES, strict=False):
        axes.plot(
            range(len(line.values)),
            [float("nan") if value is None else value for value in line.values],
            linewidth=1.6, markersize=4, clip_on=False, **stroke,
        )  # fmt: skip
    _last_numbers(axes, chart, number, highest)
    axes.set_xlim(-0.3, len(chart.moments) - 0.4)
    axes.set_ylim(0, highest * 1.12)
    axes.set_yticks([0, highest], ["0", number(highest)], size=TINY)
    axes.axhline(highest, color=FAINT, linewidth=0.5, zorder=0)
    shown = range(len(chart.moments) - 1, -1, -3)
    axes.set_xticks(list(shown), [chart.moments[at] for at in shown], size=TINY)


def _last_numbers(axes: Any, chart: Chart, number: Number, highest: int) -> None:
    """The newest number of each line, beside its end; not on top of each other."""
    ends = [
        (line.values[-1], stroke)
        for line, stroke in zip(chart.lines, STROKES, strict=False)
        if line.values and line.values[-1] is not None
    ]
    ends.sort(key=lambda end: end[0] or 0)
    lowest = 0.0
    for value, stroke in ends:
        at = max(float(value or 0), lowest)
        axes.annotate(
            number(value or 0), (len(chart.moments) - 1, at), xytext=(5, 0), textcoords="offset points",
            size=SMALL, weight="bold", color=stroke["color"], va="center", annotation_clip=False,
        )  # fmt: skip
        lowest = at + highest * 0.16


def _draw_bars(figure: Figure, chart: Chart, number: Number, place: tuple[float, float, float]) -> None:
    top, tall, height = place
    legend = f"{chart.bars_title}  (┃ {chart.mark})" if chart.mark else chart.bars_title
    figure.text(0.04, 1 - (top - 0.06) / height, legend, size=SMALL, weight="bold", color=INK, va="bottom")
    axes = figure.add_axes((0.42, 1 - (top + tall) / height, 0.5, tall / height))
    _plain(axes)
    rows = range(len(chart.bars))
    values = [bar.value or 0 for bar in chart.bars]
    highest = max([*values, *(bar.mark or 0 for bar in chart.bars), 1])
    axes.barh(rows, values, height=0.62, color=BLUE)
    for row, bar in zip(rows, chart.bars, strict=True):
        if bar.mark is not None:
            axes.plot([bar.mark, bar.mark], [row - 0.42, row + 0.42], color=INK, linewidth=1.6, solid_capstyle="butt")
        _behind(axes, row, bar, number, highest)
    axes.set_xlim(0, highest * 1.25)
    axes.set_ylim(len(chart.bars) - 0.5, -0.5)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_yticks(list(rows), [_short(bar.label) for bar in chart.bars], size=SMALL)


def _behind(axes: Any, row: int, bar: Bar, number: Number, highest: int) -> None:
    shown = "–" if bar.value is None else number(bar.value)
    text = f"{shown} {bar.note}".strip()
    end, mark = bar.value or 0, bar.mark or 0
    if end <= mark < end + highest * (0.04 + 0.055 * len(text)):
        end = mark  # there is no room before it
    axes.text(end + highest * 0.03, row, text, size=SMALL, color=INK, va="center")


def _plain(axes: Any) -> None:
    """Nothing that is not read."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(FAINT)
    axes.tick_params(length=0, colors=INK, pad=3)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
