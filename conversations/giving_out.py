"""What the questions of a form ask for, as far as it decides whether their answers go out in a file, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from conversations.expressions import Scope
from conversations.expressions.compiler import Names
from conversations.expressions.parser import parse
from conversations.flat import every_item, leaves_of, list_of, type_of
from conversations.form import Control, Form, Text
from conversations.indicators import INDICATOR
from conversations.meaning import MEANING, Meaning
from conversations.nodes import Node
from conversations.saying import say
from domain.export_rules import Asked, ExportRules, Way

FAMILY = "keluarga"  # whoever fills in a form of the help bot
FOR = "suar:untuk"
SHORT = "suar:ringkas"
META = "meta"  # where a form keeps what OpenRosa wants of it, and the name that it gives the report
_BY_TYPE = {
    "int": Asked.NUMBER,
    "integer": Asked.NUMBER,
    "decimal": Asked.NUMBER,
    "date": Asked.DAY,
    "dateTime": Asked.DAY,
    "time": Asked.TIME,
    "geopoint": Asked.PLACE,
}
_NUMBERS = ("int", "integer", "decimal")
_ACTIVITY = (Meaning.DAY, Meaning.NEXT)


@dataclass(frozen=True, slots=True)
class Given:
    """A question whose answers go out."""

    path: Names
    asked: Asked
    way: Way
    type: str


def given(form: Form, rules: ExportRules) -> list[Given]:
    """The questions whose answers go out, in the order of the form."""
    if FAMILY in form.marks.get(FOR, "").split():
        return []
    found = (_given(form, path, rules) for path in leaves_of(form))
    return [each for each in found if each.way is not Way.NOTHING]


def _given(form: Form, path: Names, rules: ExportRules) -> Given:
    asked, listed = asked_of(form, path)
    return Given(path, asked, rules.way(form.id, path[-1], asked, listed), type_of(form, path))


def asked_of(form: Form, path: Names) -> tuple[Asked, str]:
    """What a question asks for; of a list from elsewhere, also which. What is not known is text."""
    control, kind = form.controls.get(path), type_of(form, path)
    if control is None:
        counts = Asked.COUNTED if _mark(form, path, INDICATOR) else Asked.WORKED_OUT
        return (counts if path[1] != META else Asked.TEXT), ""
    match control.kind:
        case "select1" | "select" | "rank":
            return _choosing(form, control)
        case "range":
            return Asked.SCALE, ""
        case "trigger":
            return Asked.CHOICE, ""
        case "upload":
            return Asked.FILE, ""
        case "input" if kind in _NUMBERS:
            return (Asked.COUNTED if _mark(form, path, INDICATOR) else Asked.NUMBER), ""
        case "input" if kind == "date" and _mark(form, path, MEANING) in _ACTIVITY:
            return Asked.ACTIVITY_DAY, ""
        case "input":
            return _BY_TYPE.get(kind, Asked.TEXT), ""
    return Asked.TEXT, ""


def _choosing(form: Form, control: Control) -> tuple[Asked, str]:
    """Choices that are answers of the same report are words of people."""
    if control.itemset is None:
        return Asked.CHOICE, ""
    listed = list_of(parse(control.itemset.nodes.source))
    if listed in form.sources:
        return Asked.LISTED, form.sources[listed]
    return (Asked.CHOICE if listed in form.lists else Asked.TEXT), ""


def _mark(form: Form, path: Names, name: str) -> str:
    bind = form.binds.get(path)
    return bind.marks.get(name, "").strip() if bind is not None else ""


# --- What is said ---------------------------------------------------------------------------------


class Sayings:
    """The words of a form in one language, whatever was answered: gaps for answers stay empty."""

    def __init__(self, form: Form, language: str, at: datetime) -> None:
        self._form = form
        self._node: Node = form.template
        self._scope = Scope(form.template, at, Random(0), form.lists)  # noqa: S311  # nothing is drawn
        self._language = next((name for name in form.languages if language in name), form.default_language)
        self._suffix = "" if self._language == form.default_language else f"_{language}"

    def question(self, path: Names) -> str:
        control = self._form.controls.get(path)
        return self._said(control.label, self._node) if control is not None else ""

    def short(self, path: Names) -> str:
        """The name of a question in tables."""
        return _mark(self._form, path, SHORT + self._suffix) or self.question(path) or path[-1].replace("_", " ")

    def choices(self, path: Names) -> Mapping[str, str]:
        """What each choice that the form itself lists is called, whether or not it is on offer now."""
        control = self._form.controls.get(path)
        if control is None:
            return {}
        found = {item.value: self._said(item.label, self._node) for item in control.items}
        if control.itemset is not None:
            value, label = control.itemset.value.text, control.itemset.label
            items = _items(self._form, control)
            found |= {(chosen := value(item, self._scope)): self._said(label, item) or chosen for item in items}
        return found

    def _said(self, text: Text, node: Node) -> str:
        return say(self._form, text, node, self._node, self._scope, self._language)


def _items(form: Form, control: Control) -> list[Node]:
    return list(every_item(form, parse(control.itemset.nodes.source))) if control.itemset is not None else []
