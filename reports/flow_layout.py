"""Where everything stands in the picture of a form. Measures are points, from the top left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from conversations.flow import Asked, Branch, Flow, Section, Step

WIDTH, PAGE = 595.0, 842.0  # A4
MARGIN, PAD, GAP, SPINE = 34.0, 8.0, 13.0, 16.0
INDENT = 20.0  # of what stands in a branch
LINES = 3  # of a long formula
TEXT, SMALL, TITLE = 9.0, 7.5, 15.0
INK, GREY, FAINT, PALE, BLUE, RED, GREEN = "#22262b", "#6b737c", "#d5dadf", "#f4f6f8", "#2f6690", "#b3261e", "#3b7a57"
REQUIRED = "✱"
FONT = "DejaVu Sans"  # comes with matplotlib
WIDER = 1.04  # letters are set a little wider on the screen than they are measured


@dataclass(frozen=True)
class Words:
    """What the picture itself says, besides the form."""

    legend: str
    required_if: str
    must: str
    narrowed: str
    later: str
    worked_out: str
    begin: str
    end: str


@dataclass(frozen=True)
class Said:
    x: float
    y: float  # of the middle of its line
    text: str
    size: float = TEXT
    colour: str = INK
    bold: bool = False
    align: str = "left"


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    fill: str = "white"
    edge: str = GREY
    dashed: bool = False
    round: float = 4.0


@dataclass(frozen=True)
class Line:
    points: tuple[tuple[float, float], ...]
    colour: str = GREY
    arrow: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class Diamond:
    x: float
    y: float


Mark = Said | Box | Line | Diamond


@dataclass
class Sheet:
    words: Words
    marks: list[Mark] = field(default_factory=list)
    breaks: list[float] = field(default_factory=list)  # where a page may end

    def whole(self, flow: Flow) -> float:
        y = MARGIN
        self.marks.append(Said(MARGIN, y + 9, flow.title, TITLE, bold=True))
        self.marks.append(Said(MARGIN, y + 26, flow.about, SMALL, GREY))
        for number, line in enumerate(lines_of(self.words.legend, WIDTH - 2 * MARGIN, SMALL)):
            self.marks.append(Said(MARGIN, y + 37 + 10 * number, line, SMALL, GREY))
            y += 10 * number
        y = self._stop(self.words.begin, y + 54)
        y = self._steps(flow.steps, MARGIN, WIDTH - MARGIN, y)
        self._arrow(MARGIN + SPINE, y, y + GAP)
        y = self._stop(self.words.end, y + GAP) + GAP
        if flow.worked_out:
            y = self._formulas(flow.worked_out, y)
        self.breaks.append(y)
        return y + MARGIN

    def _stop(self, word: str, y: float) -> float:
        width = _width(word, SMALL) + 2 * PAD
        self.marks.append(Box(MARGIN, y, max(width, 2 * SPINE), 16, INK, INK, round=8))
        self.marks.append(Said(MARGIN + max(width / 2, SPINE), y + 8, word, SMALL, "white", align="center"))
        return y + 16

    def _formulas(self, formulas: Sequence[str], y: float) -> float:
        self.marks.append(Said(MARGIN, y + 8, self.words.worked_out, TEXT, bold=True))
        y += 20
        for formula in formulas:
            for line in lines_of(formula, WIDTH - 2 * MARGIN, SMALL, LINES):
                self.marks.append(Said(MARGIN, y + 5, line, SMALL, GREY))
                y += 10
            y += 3
            self.breaks.append(y)
        return y

    def _steps(self, steps: Sequence[Step], left: float, right: float, y: float) -> float:
        """One below the other, joined by arrows at `left` + SPINE. Gives where the last one ends."""
        for number, step in enumerate(steps):
            self._arrow(left + SPINE, y, y + GAP)
            if number:  # the first one stays with the title or the condition above it
                self.breaks.append(y + GAP / 2)
            y = self._step(step, left, right, y + GAP)
        return y

    def _arrow(self, x: float, y: float, to: float) -> None:
        self.marks.append(Line(((x, y), (x, to)), arrow=True))

    def _step(self, step: Step, left: float, right: float, y: float) -> float:
        if isinstance(step, Asked):
            return self._asked(step, left, right, y)
        return self._branch(step, left, right, y) if isinstance(step, Branch) else self._section(step, left, right, y)

    def _asked(self, asked: Asked, left: float, right: float, y: float) -> float:
        width = right - left - 2 * PAD
        name = _width(asked.name, SMALL) + 2 * PAD
        title = lines_of(f"{asked.number}  {asked.text}", width - name, TEXT)
        small = [
            (line, colour) for text, colour in self._about(asked) for line in lines_of(text, width, SMALL, LINES)
        ]
        height = 2 * 6 + 12 * len(title) + 10 * len(small)
        self.marks.append(Box(left, y, right - left, height))
        self.marks.append(Said(right - PAD, y + 12, asked.name, SMALL, BLUE, align="right"))
        if asked.required:
            self.marks.append(Said(right - name - 2, y + 12, REQUIRED, TEXT, RED, align="center"))
        at = y + 12
        for line in title:
            self.marks.append(Said(left + PAD, at, line, TEXT, bold=True))
            at += 12
        for line, colour in small:
            self.marks.append(Said(left + PAD, at, line, SMALL, colour))
            at += 10
        return y + height

    def _about(self, asked: Asked) -> Iterator[tuple[str, str]]:
        yield f"{asked.kind}: {asked.choices}" if asked.choices else asked.kind, GREY
        if asked.narrowed:
            yield f"{self.words.narrowed} {asked.narrowed}", GREY
        if asked.required_if:
            yield f"{REQUIRED} {self.words.required_if} {asked.required_if}", RED
        if asked.must:
            yield f"{self.words.must} {asked.must}", GREEN
        if asked.later:
            yield self.words.later, GREY

    def _branch(self, branch: Branch, left: float, right: float, y: float) -> float:
        """A diamond on the line; what it leads to is indented, and who is not led there passes on the left."""
        x, inside = left + SPINE, left + INDENT
        lines = lines_of(branch.condition, right - left - 2 * SPINE - PAD, TEXT, 4)
        height = max(16.0, 12.0 * len(lines))
        self.marks.append(Diamond(x, y + 8))
        for number, line in enumerate(lines):
            self.marks.append(Said(x + 14, y + 8 + 12 * number, line, TEXT, BLUE, bold=True))
        y += height
        self.marks.append(Line(((x, y - height + 16), (x, y + 5), (inside + SPINE, y + 5), (inside + SPINE, y + 8))))
        end = self._steps(branch.steps, inside, right, y + 8 - GAP / 2)
        join = end + 9
        self.marks.append(Line(((inside + SPINE, end), (inside + SPINE, join), (x, join))))
        past = left + 3
        top = y - height + 8
        self.marks.append(Line(((x - 8, top), (past, top), (past, join), (x, join)), dashed=True))
        return join

    def _section(self, section: Section, left: float, right: float, y: float) -> float:
        inside, title = left + PAD, lines_of(section.title, right - left - 2 * PAD, TEXT)
        box = len(self.marks)
        at = y + 12
        for line in title:
            self.marks.append(Said(left + PAD, at, line, TEXT, bold=True))
            at += 12
        if section.repeats:
            for line in lines_of(f"↻ {section.repeats}", right - left - 2 * PAD, SMALL, LINES):
                self.marks.append(Said(left + PAD, at, line, SMALL, BLUE))
                at += 11
        end = self._steps(section.steps, inside, right - PAD, at - 6) + PAD
        edge = BLUE if section.repeats else FAINT
        self.marks.insert(box, Box(left, y, right - left, end - y, PALE, edge, dashed=bool(section.repeats)))
        return end


# --- Words within a width ---


@lru_cache(maxsize=20_000)
def _width(text: str, size: float, bold: bool = False) -> float:
    font = FontProperties(weight="bold" if bold else "normal", size=size, family=FONT)
    return WIDER * float(TextToPath().get_text_width_height_descent(_plain(text), font, ismath=False)[0])


def _plain(text: str) -> str:
    return " ".join(text.split())


def lines_of(text: str, width: float, size: float, most: int = 6) -> list[str]:
    """The text in lines that fit; what is too long ends with three dots."""
    lines = [""]
    for word in _plain(text).split(" "):
        for piece in _pieces(word, width, size):
            longer = f"{lines[-1]} {piece}".strip()
            if _width(longer, size, size == TEXT) <= width or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _pieces(word: str, width: float, size: float) -> list[str]:
    """A word, cut where no line could hold it."""
    most = max(1, int(width / (size * 0.75)))
    return [word[at : at + most] for at in range(0, len(word), most)] if _width(word, size) > width else [word]
