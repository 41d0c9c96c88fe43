"""Lines to call: those that ship with Suar, those that petugas keep, and which of them an answer shows."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from domain.rule_tables import BadRules, Table
from domain.voice import LANGUAGES, escaped

SHIPPED = Path(__file__).parent / "rules" / "hotlines.toml"

CHECKED_EVERY = timedelta(days=90)
ENOUGH = 2  # lines that a danger is answered with, at least
SOME_PLACES_ONLY = "112"

Words = Mapping[str, str]  # by language


class Scope(StrEnum):
    """What a line is for. The words of the form hotline."""

    ANYTHING = "darurat"
    MEDICAL = "medis"
    MIND = "jiwa"
    VIOLENCE = "kekerasan"
    POLICE = "polisi"
    REHABILITATION = "rehabilitasi"
    LAW = "hukum"


DANGER = frozenset([Scope.ANYTHING, Scope.MEDICAL, Scope.MIND, Scope.VIOLENCE, Scope.POLICE])


class Coverage(StrEnum):
    """Where a line works, as its keeper says."""

    NATION = "nasional"
    PROVINCE = "provinsi"
    SATKER = "satker"


@dataclass(frozen=True, slots=True)
class Line:
    """A line to call. One that `never_alone` is shown only beside lines that can be relied on."""

    number: str
    name: Words
    hours: Words
    scopes: frozenset[Scope]
    coverage: Coverage
    checked_on: date | None
    active: bool = True
    note: Words | None = None
    never_alone: bool = False

    @property
    def dialled(self) -> tuple[str, str]:
        """The number and the extension, however they are written."""
        number, _, extension = self.number.casefold().partition("ext")
        digits = "".join(filter(str.isdigit, number))
        return ("0" + digits[2:] if number.strip().startswith("+62") else digits, extension.strip(" ."))


@dataclass(frozen=True, slots=True)
class Hotlines:
    version: str
    checked_on: date
    source: str
    every: tuple[Line, ...]


# --- What is shown -------------------------------------------------------------------------------


def lines_for(scopes: Sequence[Scope], shipped: Iterable[Line], local: Iterable[Line], today: date) -> list[Line]:
    """The lines for these scopes, in their order, those for any emergency first. `local` are those that work there.

    A danger is answered with at least two lines that can be relied on, as long as there are two.
    """
    known = _known(shipped, local, today)
    wanted = [Scope.ANYTHING, *scopes] if DANGER.intersection(scopes) else list(scopes)
    order = list(dict.fromkeys([*wanted, *Scope]))
    found = [line for line in known if line.scopes.intersection(wanted)]
    if DANGER.intersection(scopes):
        found += _more(found, known)
    if all(line.never_alone for line in found):
        return []
    return sorted(found, key=lambda line: min(order.index(scope) for scope in line.scopes))


def works(coverage: Coverage, *, same_satker: bool, same_province: bool) -> bool:
    """Whether a line works where somebody asks, told by the satker that keeps it.

    A keeper answers for the own province only, so that one mistaken row cannot change a number for the nation.
    """
    return same_satker or (coverage is not Coverage.SATKER and same_province)


def numbers_on_paper(shipped: Sequence[Line], local: Iterable[Line], today: date) -> list[str]:
    """The numbers that a poster may show to whoever is in danger: 112 where it works, and the ambulance.

    Paper cannot be corrected, so a line that nobody has checked for long is left out; and its words are ours alone,
    so no other line of a petugas is on it.
    """
    fresh = [line for line in local if not _is_stale(line, today)]
    known = {(SOME_PLACES_ONLY, "")} | {line.dialled for line in shipped if Scope.MEDICAL in line.scopes}
    found = lines_for([Scope.MEDICAL], shipped, fresh, today)
    meant = [line for line in found if line.scopes & {Scope.ANYTHING, Scope.MEDICAL}]
    return [line.number for line in meant if line.dialled in known]


def stale(lines: Iterable[Line], today: date) -> list[Line]:
    """Lines in use that nobody has checked for more than 90 days."""
    return [line for line in lines if line.active and _is_stale(line, today)]


def laid_out(lines: Iterable[Line], language: str) -> str:
    """The lines as HTML for a card: what it is, and below it the number alone, so that a phone can dial it."""
    return "\n\n".join("\n".join(map(escaped, _rows(line, language))) for line in lines)


def _rows(line: Line, language: str) -> list[str]:
    note = [line.note[language]] if line.note else []
    return [f"{line.name[language]} · {line.hours[language]}", line.number, *note]


def _known(shipped: Iterable[Line], local: Iterable[Line], today: date) -> list[Line]:
    """Every line in use, each number once: local ones that were checked of late, shipped ones, and the rest."""
    ours = {line.dialled: line for line in shipped}
    theirs = {line.dialled: _as_ours(line, ours) for line in sorted(local, key=_latest_last)}
    fresh = [line for line in theirs.values() if not _is_stale(line, today)]
    others = [line for dialled, line in ours.items() if dialled not in theirs]
    old = [line for line in theirs.values() if _is_stale(line, today)]
    return [line for line in (*fresh, *others, *old) if line.active and line.scopes]


def _as_ours(local: Line, ours: Mapping[tuple[str, str], Line]) -> Line:
    # What ours warns of stays true when somebody else keeps the number.
    same = ours.get(local.dialled)
    return local if same is None else replace(local, note=same.note, never_alone=same.never_alone)


def _latest_last(line: Line) -> tuple[date, bool]:
    return line.checked_on or date.min, line.active


def _more(found: Sequence[Line], known: Sequence[Line]) -> list[Line]:
    """What stands in where too few lines can be relied on; first what is for some danger, too."""
    missing = max(0, ENOUGH - sum(not line.never_alone for line in found))
    rest = [line for line in known if line not in found and not line.never_alone]
    return sorted(rest, key=lambda line: not DANGER.intersection(line.scopes))[:missing]


def _is_stale(line: Line, today: date) -> bool:
    return line.checked_on is None or today - line.checked_on > CHECKED_EVERY


# --- Where lines come from -----------------------------------------------------------------------


def kept_line(
    *, name: str, number: str, scopes: str, coverage: str, hours: str, active: bool, checked_on: date | None
) -> Line:
    """A line as a petugas wrote it in the form hotline. Words of somebody else's form are read as the least."""
    return Line(
        number=number.strip(),
        name=dict.fromkeys(LANGUAGES, name),
        hours=dict.fromkeys(LANGUAGES, hours),
        scopes=frozenset(scope for scope in Scope if scope in scopes.split()),
        coverage=next((each for each in Coverage if each == coverage), Coverage.SATKER),
        checked_on=checked_on,
        active=active,
    )


def shipped_hotlines() -> Hotlines:
    """The lines that come with Suar."""
    return read_hotlines(SHIPPED.read_text("utf-8"))


def read_hotlines(text: str) -> Hotlines:
    """The lines in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows("version", "checked_on", "source", "lines")
    every = tuple(_line(table) for table in top.list("lines", "line"))
    if len({line.dialled for line in every}) < len(every):
        raise top.mistake("lines", "has a number twice; keep one of them")
    if sum(not line.never_alone and bool(line.scopes & DANGER) for line in every) < ENOUGH:
        raise top.mistake("lines", f"must have {ENOUGH} lines for danger that may stand alone; add one")
    return Hotlines(top.text("version"), top.day("checked_on"), top.text("source").strip(), every)


def _line(table: Table) -> Line:
    table.knows("number", "name", "hours", "note", "scopes", "coverage", "never_alone", "checked_on", "source")
    table.text("source")
    line = Line(
        number=table.text("number"),
        name=table.inner("name").labels(),
        hours=table.inner("hours").labels(),
        scopes=frozenset(read_scopes(table, "scopes")),
        coverage=Coverage(table.one_of("coverage", [Coverage.NATION])),
        checked_on=table.day("checked_on"),
        note=table.inner("note").labels() if "note" in table.values else None,
        never_alone=table.flag("never_alone") if "never_alone" in table.values else False,
    )
    if line.number == SOME_PLACES_ONLY:
        raise table.mistake("number", "is 112, which works in some places only; enter it there, in the form hotline")
    return line


def read_scopes(table: Table, key: str) -> tuple[Scope, ...]:
    """The scopes of a table in a file of rules, in their order. Raises `BadRules`."""
    unknown = table.names(key) - set(Scope)
    if unknown:
        raise table.mistake(key, f"has {min(unknown)}; take one of {', '.join(Scope)}")
    return tuple(Scope(each) for each in table.values[key])
