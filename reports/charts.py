"""What is on a picture: lines over time, and a bar for each place. How it is drawn: `drawing.py`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Something over time. Where nothing is known, or may be shown, the line has a gap."""

    label: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How a place stands: a number (None: no bar), the mark that it is compared with, and a word behind it."""

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
