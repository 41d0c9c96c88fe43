"""The tables of a form: one row a report, and a table for each repeat, with what the rules let out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from conversations.flat import INDEX, MAIN, PARENT_INDEX, Tables, named, repeat_around, united
from conversations.flat import Cell as Answered
from conversations.form import Form
from conversations.giving_out import Given, Sayings, given
from domain.export_rules import Asked, ExportRules, Way, age_on
from reports.columns import Cell, Column, Kind

SEVERAL = "; "  # between the choices of a question that takes several
PARTS = ("latitude", "longitude")
Turn = Callable[[Answered, date], Cell]  # an answer, reported about a day, into what goes out
Make = Callable[[Mapping[str, Answered], date], Cell]  # the same of a whole row


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. In a repeat: which turn it is, within which turn of the repeat around it."""

    table: str
    turn: int
    within: int | None
    cells: tuple[Cell, ...]


class FormTables:
    """A form in all its versions, the oldest first. The newest one says what its columns are called."""

    def __init__(self, versions: Sequence[Form], rules: ExportRules, language: str, at: datetime) -> None:
        self._rules = rules
        self._versions = {form.version: _Version(form, rules, language, at) for form in versions}
        newest_last: dict[str, Column] = {}
        for version in self._versions.values():
            newest_last |= version.titles
        every = united(version.columns for version in self._versions.values())
        self._order = {table: names for table, names in every.items() if table == MAIN or names}
        self.tables: Mapping[str, tuple[Column, ...]] = {
            table: _told_apart([(name, newest_last[name]) for name in names]) for table, names in self._order.items()
        }

    def rows(self, version: str, xml: str, day: date) -> Iterator[Row]:
        """What a report gives out."""
        read = self._versions[version]
        for table, rows in read.tables.rows([xml]).items():
            for row in rows if table in self._order else ():
                cells = tuple(read.cell(name, row, day) for name in self._order[table])
                yield Row(table, _whole(row[INDEX]), _within(row), cells)


def _whole(cell: object) -> int:
    return cell if isinstance(cell, int) else 0


def _within(row: Mapping[str, object]) -> int | None:
    found = row.get(PARENT_INDEX)
    return found if isinstance(found, int) else None


class _Version:
    """How one version of a form gives its answers out."""

    def __init__(self, form: Form, rules: ExportRules, language: str, at: datetime) -> None:
        says, out = Sayings(form, language, at), given(form, rules)
        paths = {each.path for each in out}
        self.tables = Tables(form, lambda path: path in paths)
        self.titles: dict[str, Column] = {}
        self._makes: dict[str, Make] = {}
        columns: dict[str, list[str]] = {table: [] for table in self.tables.columns}
        for each in out:
            for name, column, make in _columns(each, says, rules):
                self.titles[name], self._makes[name] = column, make
                columns[named(repeat_around(form, each.path))].append(name)
        self.columns = {table: tuple(names) for table, names in columns.items()}

    def cell(self, name: str, row: Mapping[str, Answered], day: date) -> Cell:
        make = self._makes.get(name)
        return make(row, day) if make is not None else None


def _columns(out: Given, says: Sayings, rules: ExportRules) -> Iterator[tuple[str, Column, Make]]:
    name, title, meaning = named(out.path), says.short(out.path), says.question(out.path) or out.path[-1]
    if out.way is Way.AREA:
        for part in PARTS:
            key = f"{name}/{part}"
            yield key, Column(f"{title} ({part})", Kind.DECIMAL, meaning), _area(key)
        return
    kind, make = _make(out, says.choices(out.path), rules)
    yield name, Column(title, kind, meaning), lambda row, day: make(row.get(name), day)


def _make(out: Given, choices: Mapping[str, str], rules: ExportRules) -> tuple[Kind, Turn]:
    """What a cell holds, and how it is made of an answer. What is not of its kind is left out."""
    if out.way is Way.AGE:
        return Kind.CHOICE, lambda cell, day: _age(cell, day, rules)
    if out.way is Way.YEAR:
        return Kind.WHOLE, lambda cell, _: cell.year if isinstance(cell, date) else None
    if out.asked is Asked.CHOICE:
        return Kind.CHOICE, lambda cell, _: _called(cell, choices)
    kind, turn = _TURNS.get(out.asked, (Kind.TEXT, _worked_out))
    return (Kind.DECIMAL if out.type == "decimal" else kind), lambda cell, _: turn(cell)


def _area(key: str) -> Make:
    def make(row: Mapping[str, Answered], _day: date) -> Cell:
        found = row.get(key)
        return round(found, 1) if isinstance(found, (int, float)) else None

    return make


def _age(cell: Answered, day: date, rules: ExportRules) -> Cell:
    if isinstance(cell, date):
        return rules.band(age_on(cell, day))
    return rules.band(int(cell)) if isinstance(cell, (int, float)) else None


def _called(cell: Answered, choices: Mapping[str, str]) -> Cell:
    """The names of what was chosen. What the form does not list is nobody's choice."""
    return SEVERAL.join(choices[each] for each in str(cell or "").split() if each in choices)


def _number(cell: Answered) -> Cell:
    """A number; what a calculation wrote as a text may be one, too."""
    if isinstance(cell, str):
        try:
            return int(cell) if cell.lstrip("-").isdecimal() else float(cell)
        except ValueError:
            return None
    return cell if isinstance(cell, (int, float)) else None


def _worked_out(cell: Answered) -> Cell:
    """A number, a day, a time or a code: never several words."""
    if isinstance(cell, str):
        return cell if len(cell.split()) == 1 and len(cell) <= 40 else None
    return cell.isoformat("minutes") if isinstance(cell, time) else cell


def _listed(cell: Answered) -> Cell:
    return SEVERAL.join(str(cell or "").split())


def _day(cell: Answered) -> Cell:
    return cell if isinstance(cell, date) else None


_TURNS: Mapping[Asked, tuple[Kind, Callable[[Answered], Cell]]] = {
    Asked.LISTED: (Kind.TEXT, _listed),
    Asked.DAY: (Kind.DAY, _day),
    Asked.ACTIVITY_DAY: (Kind.DAY, _day),
    Asked.SCALE: (Kind.WHOLE, _number),
    Asked.COUNTED: (Kind.WHOLE, _number),
    Asked.NUMBER: (Kind.WHOLE, _number),
}


def _told_apart(columns: Sequence[tuple[str, Column]]) -> tuple[Column, ...]:
    """Columns with one heading each: those that share one get the name of their question behind it."""
    titles = [column.title for _, column in columns]
    return tuple(
        column
        if titles.count(column.title) == 1
        else Column(f"{column.title} ({name})", column.kind, column.meaning, column.width)
        for name, column in columns
    )
