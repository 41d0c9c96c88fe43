"""Answers as rows of tables, for spreadsheets and statistics: one row a submission, and a table for each repeat.

Columns are known from the form alone, so that an export has all of them whatever was answered. They are named by the
path of the question (`kunjungan/cara`). Several choices have a column for each as well (`kunjungan/cara/telepon`,
1 or 0), a place has four (`lokasi/latitude` …). A row of a repeat says in which row of which table it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time

from conversations.casting import fits
from conversations.expressions.compiler import Names
from conversations.expressions.days import read_moment, read_time
from conversations.expressions.parser import parse
from conversations.expressions.syntax import Call, Literal, Path, Tree
from conversations.form import Bind, Control, Form
from conversations.instance import restore
from conversations.nodes import Node

MAIN = ""  # the name of the table with one row a submission; the others are named by the path of their repeat
INDEX, PARENT_TABLE, PARENT_INDEX = "_index", "_parent_table", "_parent_index"
PLACE = ("latitude", "longitude", "altitude", "accuracy")
MOST_SPLIT = 200  # choices that get a column each; a list of villages does not
Cell = str | int | float | date | datetime | time | None
Row = Mapping[str, Cell]
Columns = Mapping[str, tuple[str, ...]]  # by table, the main one first


def united(versions: Iterable[Columns]) -> Columns:
    """The columns of several versions of a form: a new one stands behind the one that it follows in its version."""
    made: dict[str, tuple[str, ...]] = {}
    for version in versions:
        for table, names in version.items():
            made[table] = _merged(made.get(table, ()), names)
    return made


def _merged(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    made, place = list(before), 0
    for name in after:
        if name in made:
            place = made.index(name) + 1
        else:
            made.insert(place, name)
            place += 1
    return tuple(made)


class Tables:
    """How one version of a form becomes tables."""

    def __init__(self, form: Form, wanted: Callable[[Names], bool] = lambda _path: True) -> None:
        self._form = form
        leaves = [path for path in leaves_of(form) if wanted(path)]
        self._choices = {path: _choices(form, path) for path in leaves}
        self._names = {path: self._names_of(path) for path in leaves}
        self.columns: Columns = self._columns()

    def rows(self, submissions: Iterable[str]) -> Mapping[str, list[Row]]:
        """The rows of submissions, by table. Indexes count through all of them."""
        rows: dict[str, list[Row]] = {table: [] for table in self.columns}
        for xml in submissions:
            root = restore(self._form, xml).children[0]
            self._add(root, (root.name,), rows, MAIN, {})
        return rows

    def _columns(self) -> Columns:
        found: dict[str, list[str]] = {MAIN: [INDEX]}
        for path in self._form.siblings:
            if path in self._form.repeats:
                found[named(path)] = [INDEX, PARENT_TABLE, PARENT_INDEX]
        for path, names in self._names.items():
            found[named(repeat_around(self._form, path))] += names
        return {table: tuple(names) for table, names in found.items()}

    def _names_of(self, path: Names) -> list[str]:
        parts = PLACE if type_of(self._form, path) == "geopoint" else self._choices[path]
        return [named(path), *(f"{named(path)}/{part}" for part in parts)]

    def _add(
        self, node: Node, path: Names, rows: dict[str, list[Row]], table: str, parent: Mapping[str, Cell]
    ) -> None:
        """One row for this node, and the rows of the repeats in it."""
        row = dict.fromkeys(self.columns[table], None) | {INDEX: len(rows[table]) + 1, **parent}
        rows[table].append(row)
        self._fill(node, path, rows, table, row)

    def _fill(self, node: Node, path: Names, rows: dict[str, list[Row]], table: str, row: dict[str, Cell]) -> None:
        for child in node.children:
            below = (*path, child.name)
            if below in self._form.repeats:
                self._add(child, below, rows, named(below), {PARENT_TABLE: table, PARENT_INDEX: row[INDEX]})
            elif below in self._names:
                row.update(zip(self._names[below], self._cells(below, child.string()), strict=True))
            elif below in self._form.siblings:
                self._fill(child, below, rows, table, row)

    def _cells(self, path: Names, text: str) -> list[Cell]:
        kind, choices = type_of(self._form, path), self._choices[path]
        if kind == "geopoint":
            return [text or None, *_place(text)]
        if choices:
            chosen = text.split()
            return [text or None, *(int(choice in chosen) if chosen else None for choice in choices)]
        return [_cell(kind, text)]


def leaves_of(form: Form) -> list[Names]:
    """Every node that can hold an answer, or something that is worked out."""
    return [path for path, inside in form.siblings.items() if not inside and not _is_note(form, path)]


def named(path: Names) -> str:
    """The column of a node, or the table of a repeat."""
    return "/".join(name.rpartition(":")[2] for name in path[1:])


def repeat_around(form: Form, path: Names) -> Names:
    """The repeat that a node stands in."""
    around = (path[:depth] for depth in range(len(path) - 1, 0, -1))
    return next((each for each in around if each in form.repeats), ())


def _is_note(form: Form, path: Names) -> bool:
    """Whether this only shows something: nobody can answer it, and nothing is worked out in it."""
    bind, control = form.binds.get(path), form.controls.get(path)
    if bind is None or control is None or bind.calculate is not None or bind.readonly is None:
        return False
    return control.kind == "input" and bind.readonly.source.strip() == "true()"


def type_of(form: Form, path: Names) -> str:
    return form.binds.get(path, Bind(path)).type


# What may be chosen


def _choices(form: Form, path: Names) -> tuple[str, ...]:
    """The choices of a question that takes several, whatever is offered at the moment."""
    control = form.controls.get(path)
    if control is None or control.kind != "select":
        return ()
    values = dict.fromkeys([*(item.value for item in control.items), *_listed(form, control)])
    return tuple(values) if len(values) <= MOST_SPLIT else ()


def _listed(form: Form, control: Control) -> Iterator[str]:
    if control.itemset is not None:
        column = control.itemset.value.source.strip()
        for item in every_item(form, parse(control.itemset.nodes.source)):
            yield from (cell.string() for cell in item.named(column))


def every_item(form: Form, tree: Tree) -> Sequence[Node]:
    """The items of a list without the conditions on them; none where choices are answers of the draft itself."""
    match tree:
        case Call("randomize", (inside, *_)):
            return every_item(form, inside)
        case Path(steps, start=Call("instance", (Literal(name),))) if name in form.lists:
            found: Sequence[Node] = (form.lists[name],)
            for step in steps:
                found = [child for each in found for child in each.named(step.test)]
            return found
    return ()


def list_of(tree: Tree) -> str:
    """The list that choices come from; empty where they are answers of the draft itself."""
    match tree:
        case Call("randomize", (inside, *_)):
            return list_of(inside)
        case Path(start=Call("instance", (Literal(name),))):
            return name
    return ""


# Cells


def _place(text: str) -> list[Cell]:
    numbers: list[Cell] = [float(each) for each in text.split()] if fits("geopoint", text, UTC) else []
    return [*numbers, *[None] * (len(PLACE) - len(numbers))]


def _cell(kind: str, text: str) -> Cell:
    """The value in its type; what is not of its type stays the text that it is."""
    convert = _CONVERT.get(kind)
    if not text:
        return None
    return convert(text) if convert and fits(kind, text, UTC) else text


def _moment(text: str) -> Cell:
    """The moment, with the offset in which it was written."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        made = read_moment(text, UTC)
        return text if made is None else made.at


_CONVERT: Mapping[str, Callable[[str], Cell]] = {
    "int": int,
    "integer": int,
    "decimal": float,
    "date": lambda text: date.fromisoformat(text[:10]),
    "dateTime": _moment,
    "time": read_time,
}
