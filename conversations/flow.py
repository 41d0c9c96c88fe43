"""The way through a form as its author sees it: questions, sections, repeats, and what is asked only sometimes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random

from conversations.aloud import Aloud
from conversations.context import Context
from conversations.expressions import Expression, Scope
from conversations.expressions.compiler import Names
from conversations.form import Bind, Control, Element, Form, Itemset, Repeat, Text
from conversations.kinds import is_later, kind_of
from conversations.nodes import Node
from conversations.saying import words_in
from domain.voice import Voice, phrase

SHOWN = 8  # choices; of longer lists their beginning

KINDS: Mapping[str, str] = {
    "select1": phrase("pilih satu"),
    "select": phrase("pilih beberapa"),
    "rank": phrase("urutkan"),
    "range": phrase("angka pada skala"),
    "trigger": phrase("konfirmasi"),
    "int": phrase("angka bulat"),
    "decimal": phrase("angka"),
    "date": phrase("tanggal"),
    "time": phrase("jam"),
    "dateTime": phrase("tanggal dan jam"),
    "geopoint": phrase("lokasi"),
    "image": phrase("foto"),
    "audio": phrase("suara"),
    "video": phrase("video"),
    "binary": phrase("berkas"),
    "note": phrase("catatan"),
    "string": phrase("teks"),
}


@dataclass(frozen=True)
class Asked:
    """A question or a note. What is empty does not hold for it."""

    number: int
    name: str
    text: str
    kind: str
    choices: str = ""
    narrowed: str = ""  # what the choices are filtered by
    required: bool = False
    required_if: str = ""
    must: str = ""
    later: bool = False


@dataclass(frozen=True)
class Branch:
    """What is asked only where a condition holds."""

    condition: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Section:
    """A group, or a repeat: then `repeats` says how often."""

    title: str
    steps: tuple[Step, ...]
    repeats: str = ""


Step = Asked | Branch | Section


@dataclass(frozen=True)
class Flow:
    title: str
    about: str
    steps: tuple[Step, ...]
    worked_out: tuple[str, ...]  # formulas of what nobody is asked


def _is_shown(element: Element) -> bool:
    """Groups of nothing but calculations are not."""
    return isinstance(element, Control) or any(map(_is_shown, element.children))


def _counted(repeat: Names) -> Names:
    """Where pyxform puts the formula of a repeat_count that is more than the name of a question."""
    return (*repeat[:-1], repeat[-1] + "_count")


def flow_of(form: Form, voice: Voice, context: Context) -> Flow:
    reader = _Reader(form, voice, context)
    about = voice.plain(phrase("{id} · versi {version}"), id=form.id, version=form.version)
    return Flow(form.title, about, tuple(reader.steps(form.body)), tuple(reader.worked_out()))


class _Reader:
    def __init__(self, form: Form, voice: Voice, context: Context) -> None:
        self._form, self._voice, self._language = form, voice, context.language
        lists = {**form.lists, **context.lists}
        chance = Random(context.seed)  # noqa: S311  # chance of a form, not of a lock
        self._scope = Scope(form.template, context.now, chance, lists)
        self._named = {path[-1]: control for path, control in reversed(list(form.controls.items()))}
        self._aloud = Aloud(voice, self._choice)
        self._asked = 0

    def steps(self, body: Sequence[Element]) -> Iterator[Step]:
        """Neighbours under the same condition stand in one branch."""
        for condition, elements in groupby(filter(_is_shown, body), self._condition):
            inside = [self._step(each) for each in elements]
            if condition:
                yield Branch(condition, tuple(inside))
            else:
                yield from inside

    def worked_out(self) -> Iterator[str]:
        counts = {_counted(path) for path in self._form.repeats}
        for path, bind in self._form.binds.items():
            if bind.calculate and path not in self._form.controls and path not in counts and path[1:2] != ("meta",):
                yield f"{path[-1]} = {self._aloud.read(bind.calculate.source)}"

    def _bind(self, path: Names | None) -> Bind:
        return self._form.binds.get(path or (), Bind(()))

    def _condition(self, element: Element) -> str:
        return self._read(self._bind(element.path).relevant)

    def _read(self, condition: Expression | None, here: str = "") -> str:
        if condition is None or condition.source.strip() == "true()":
            return ""
        return replace(self._aloud, here=here).read(condition.source)

    def _step(self, element: Element) -> Step:
        if isinstance(element, Control):
            return self._question(element)
        title = self._text(element.label) or (element.path[-1] if element.path else "")
        repeats = self._times(element) if isinstance(element, Repeat) else ""
        return Section(title, tuple(self.steps(element.children)), repeats)

    def _times(self, repeat: Repeat) -> str:
        if repeat.count is None:
            return self._voice.plain(phrase("diulang, sebanyak yang ditambahkan orangnya"))
        count = self._bind(_counted(repeat.path)).calculate or repeat.count
        return self._voice.plain(phrase("diulang sebanyak {n}"), n=self._aloud.read(count.source))

    def _question(self, control: Control) -> Asked:
        self._asked += 1
        bind = self._bind(control.path)
        return Asked(
            self._asked,
            control.path[-1],
            self._text(control.label) or self._text(control.hint),
            self._voice.plain(KINDS[kind_of(self._form, control)]),
            self._choices(control),
            self._narrowed(control),
            bind.required is not None and bind.required.source.strip() == "true()",
            self._required_if(bind),
            self._read(bind.constraint, control.path[-1]),
            is_later(bind),
        )

    def _required_if(self, bind: Bind) -> str:
        is_plain = bind.required is None or bind.required.source.strip() in ("true()", "false()")
        return "" if is_plain else self._read(bind.required)

    # --- Words ---

    def _text(self, text: Text) -> str:
        """The words as they are written, with ${name} where an answer will stand."""
        words = words_in(self._form, text.words, self._language)
        return "".join(each if isinstance(each, str) else f"${{{self._aloud.read(each.source)}}}" for each in words)

    def _choices(self, control: Control) -> str:
        if control.kind == "range":
            start, end = (control.settings.get(each, "") for each in ("start", "end"))
            return f"{start or 1}–{end or 10}"
        labels = [label for _, label in self._labels(control)]
        lists = sorted(control.itemset.nodes.instances) if control.itemset else []
        files = [self._form.sources[each] for each in lists if each in self._form.sources]
        if files:
            return ", ".join(files)
        more = self._voice.plain(phrase("… {n} pilihan"), n=len(labels)) if len(labels) > SHOWN else ""
        return " · ".join(filter(None, [*labels[:SHOWN], more]))

    def _narrowed(self, control: Control) -> str:
        if control.itemset is None or not control.itemset.filtered:
            return ""
        return self._aloud.filters(control.itemset.nodes.source)

    def _labels(self, control: Control) -> Iterator[tuple[str, str]]:
        """All choices, whatever filters them."""
        for each in control.items:
            yield each.value, self._text(each.label) or each.value
        if control.itemset is not None:
            yield from self._listed(control.itemset)

    def _listed(self, itemset: Itemset) -> Iterator[tuple[str, str]]:
        documents = [self._scope.instances.get(name) for name in sorted(itemset.nodes.instances)]
        for item in (item for each in documents if each for item in each.children[0].named("item")):
            value = itemset.value.text(item, self._scope)
            yield value, self._label(itemset.label, item) or value

    def _label(self, label: Text, item: Node) -> str:
        if label.read_from is not None:
            return label.read_from.text(item, self._scope)
        if label.chosen_by is not None:
            return self._text(Text(self._form.itext.get(label.chosen_by.text(item, self._scope), {})))
        return self._text(label)

    def _choice(self, question: str, value: str) -> str:
        control = self._named.get(question)
        return dict(self._labels(control)).get(value, "") if control else ""
