"""The way through a form as a picture: one tall sheet (.svg, .png), or pages to print (.pdf).

A page is a window on the whole sheet.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from io import BytesIO

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Polygon

from conversations.flow import Flow
from reports.flow_layout import BLUE, FONT, GREY, MARGIN, PAGE, WIDTH, Box, Diamond, Line, Mark, Said, Sheet
from reports.flow_layout import Words as Words

SHARP, MOST_PIXELS = 150, 60_000  # dots an inch; no picture may be higher


def draw(flow: Flow, words: Words, ending: str) -> bytes:
    """The picture as a file of this kind. The same form gives the same picture."""
    sheet = Sheet(words)
    height = sheet.whole(flow)
    with rc_context({"svg.hashsalt": "suar", "pdf.fonttype": 42}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # of an emoji in a label
        return _pages(sheet, height, flow.title) if ending == "pdf" else _tall(sheet, height, ending)


def _tall(sheet: Sheet, height: float, ending: str) -> bytes:
    figure = _figure(height)
    _paint(_axes(figure, 0, height), sheet.marks)
    held = BytesIO()
    dots = min(SHARP, MOST_PIXELS * 72 / height)
    when = {"Date": None} if ending == "svg" else {}
    figure.savefig(held, format=ending, dpi=dots, metadata=when)
    return held.getvalue()


def _pages(sheet: Sheet, height: float, title: str) -> bytes:
    held = BytesIO()
    tops = page_tops(sheet.breaks, height)
    with PdfPages(held, metadata={"Title": title, "CreationDate": None}) as pages:
        for number, top in enumerate(tops):
            end = tops[number + 1] if number + 1 < len(tops) else height
            figure = _figure(PAGE)
            axes = _axes(figure, top - (MARGIN if number else 0), PAGE)
            _paint(axes, [each for each in sheet.marks if _reaches(each, top, end)])
            _cover(axes, top, end, number)
            foot = f"{title} · {number + 1}/{len(tops)}"
            axes.text(WIDTH - MARGIN, end + 12, foot, fontsize=6, color=GREY, ha="right", zorder=10, family=FONT)
            pages.savefig(figure)
    return held.getvalue()


def page_tops(breaks: Sequence[float], height: float) -> list[float]:
    """Where each page begins: as much as fits, cut between two steps where that can be."""
    tops, room = [0.0], PAGE - 2 * MARGIN
    while height - MARGIN - tops[-1] > room:
        fitting = [each for each in breaks if tops[-1] < each <= tops[-1] + room]
        tops.append(max(fitting, default=tops[-1] + room))
    return tops


def _cover(axes: Axes, top: float, end: float, number: int) -> None:
    """White over what belongs to the neighbouring pages."""
    if number:
        axes.add_patch(_rectangle(top - MARGIN, top))
    axes.add_patch(_rectangle(end, end + PAGE))


def _rectangle(top: float, end: float) -> Polygon:
    return Polygon([(0, top), (WIDTH, top), (WIDTH, end), (0, end)], facecolor="white", edgecolor="none", zorder=9)


def _reaches(mark: Mark, top: float, end: float) -> bool:
    if isinstance(mark, Line):
        heights = [y for _, y in mark.points]
        return min(heights) < end and max(heights) > top
    if isinstance(mark, Box):
        return mark.y < end and mark.y + mark.height > top
    return top < mark.y < end


def _figure(height: float) -> Figure:
    return Figure(figsize=(WIDTH / 72, height / 72), facecolor="white")


def _axes(figure: Figure, top: float, height: float) -> Axes:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(top + height, top)
    axes.axis("off")
    return axes


def _paint(axes: Axes, marks: Sequence[Mark]) -> None:
    for mark in marks:
        match mark:
            case Said():
                _say(axes, mark)
            case Box():
                _box(axes, mark)
            case Line():
                _line(axes, mark)
            case Diamond(x, y):
                corners = [(x - 8, y), (x, y - 8), (x + 8, y), (x, y + 8)]
                axes.add_patch(Polygon(corners, facecolor="white", edgecolor=BLUE, linewidth=1.2, zorder=3))


def _say(axes: Axes, said: Said) -> None:
    axes.text(
        said.x,
        said.y,
        said.text,
        parse_math=False,
        zorder=5,
        fontsize=said.size,
        color=said.colour,
        ha=said.align,
        va="center_baseline",
        weight="bold" if said.bold else "normal",
        family=FONT,
    )


def _box(axes: Axes, box: Box) -> None:
    style = f"round,pad=0,rounding_size={box.round}"
    patch = FancyBboxPatch((box.x, box.y), box.width, box.height, style, facecolor=box.fill, edgecolor=box.edge)
    patch.set(linewidth=1.2 if box.dashed else 0.8, linestyle="--" if box.dashed else "-", zorder=2)
    axes.add_patch(patch)


def _line(axes: Axes, line: Line) -> None:
    across, down = zip(*line.points, strict=True)
    axes.plot(across, down, color=line.colour, linewidth=1, linestyle=":" if line.dashed else "-", zorder=2)
    if line.arrow:
        x, y = line.points[-1]
        head = [(x - 3, y - 5), (x + 3, y - 5), (x, y)]
        axes.add_patch(Polygon(head, facecolor=line.colour, edgecolor="none", zorder=2))
