"""The sheets of an XLSForm as their author wrote them: columns, rows and where everything stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

FIRST_ROW = 2  # row 1 is the header
MEDIA = ("image", "big-image", "audio", "video")
LANGUAGED = frozenset(("label", "hint", "guidance_hint", *MEDIA, "constraint_message", "required_message"))
_SAME = {
    "relevance": "relevant",
    "calculate": "calculation",
    "read_only": "readonly",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "constraining_message": "constraint_message",
    "constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "jr:constraintmsg": "constraint_message",
    "jr:requiredmsg": "required_message",
    "no_app_error_string": "noapperrorstring",
    "title": "form_title",
    "set_form_title": "form_title",
    "id_string": "form_id",
    "set_form_id": "form_id",
}


def _control(found: regex.Match[str]) -> str:
    return f"{found[1]}_{'repeat' if found[2] else found[3]}".lower()


_LINK = r"( prompt using| from| using)?"
_OLD_TYPES = (
    (regex.compile(r"^(begin|end)[ _](looped )?(group|repeat|loop)\b", regex.IGNORECASE), _control),
    (regex.compile(r"^select (one|multiple) from file "), r"select_\1_from_file "),
    (regex.compile(rf"^(add )?select (one|1){_LINK} (?!external)"), "select_one "),
    (regex.compile(rf"^(add )?select (multiple|all that apply){_LINK} "), "select_multiple "),
    (regex.compile(r"^select1 "), "select_one "),
)


@dataclass(frozen=True)
class Column:
    """A column: `header` as it is written, `base` what it is for, and the language after it."""

    header: str
    base: str
    language: str = ""


@dataclass(frozen=True)
class Row:
    number: int
    cells: Mapping[str, str]  # by header


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()

    def of(self, base: str) -> Iterator[Column]:
        """The columns for this purpose, one for each language."""
        return (column for column in self.columns if column.base == base)

    def cell(self, row: Row, base: str) -> str:
        """What a row says in the first column for this purpose that has anything."""
        return next((row.cells[c.header] for c in self.of(base) if row.cells.get(c.header)), "")

    def header(self, base: str) -> str:
        """How the author calls the column for this purpose."""
        return next((column.header for column in self.of(base)), base)


@dataclass(frozen=True)
class Book:
    """All sheets of a form. `others` are sheets that mean nothing to a form."""

    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet:
        return self.sheets.get(name, Sheet(name))


def column_of(header: str) -> Column:
    parts = [part.strip() for part in header.split("::" if "::" in header else ":")]
    words = [_word(part) for part in parts]
    if words[0] in ("bind", "media", "control", "body", "instance") and len(words) > 1:
        plain = _SAME.get(words[1], words[1])
        if plain in LANGUAGED or (words[0] == "bind" and plain in _OF_BIND) or plain == "repeat_count":
            return Column(header, plain, "::".join(parts[2:]))
        return Column(header, "::".join([words[0], *parts[1:]]))
    whole = _word(header)
    if whole in _ONLY_OF_BIND:
        return Column(header, whole)
    if whole in _SAME:
        return Column(header, _SAME[whole])
    return Column(header, _SAME.get(words[0], words[0]), "::".join(parts[1:]))


_ONLY_OF_BIND = frozenset(("constraintmsg", "jr:constraintmsg", "jr:requiredmsg"))  # by themselves pyxform drops them
_OF_BIND = frozenset(("relevant", "required", "readonly", "constraint", "calculation"))


def _word(part: str) -> str:
    return "_".join(part.strip().lower().split())


def sheet_of(name: str, headers: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Sheet:
    return Sheet(
        name,
        tuple(column_of(header) for header in headers if header),
        tuple(Row(number, cells) for number, cells in enumerate(rows, FIRST_ROW)),
    )


def type_of(cell: str) -> str:
    """A type as it is compared: `begin group` is begin_group, `select all that apply from x` select_multiple x."""
    text = " ".join(cell.split())
    for spelt, plain in _OLD_TYPES:
        text = str(spelt.sub(plain, text))
    return text


def kind_of(cell: str) -> str:
    """The first word of a type."""
    return type_of(cell).partition(" ")[0]


def rows_by_path(survey: Sheet, root: str = "data") -> dict[str, int]:
    """In which row of the survey each question, group and repeat stands."""
    found: dict[str, int] = {}
    path = [root]
    for row in survey.rows:
        kind, name = kind_of(survey.cell(row, "type")), survey.cell(row, "name").strip()
        if kind.startswith("end_") and len(path) > 1:
            path.pop()
        elif name:
            here = "/" + "/".join([*path, name])
            found.setdefault(here, row.number)
            if kind.startswith("begin_"):
                path.append(name)
            if kind == "begin_repeat":
                found.setdefault(f"{here}_count", row.number)  # where pyxform works out how many turns
    return found
