"""A form being filled in: what is asked, what holds, and what follows from each answer."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from conversations import asking, instance, markup
from conversations.asking import Listing as Listing
from conversations.asking import Question as Question
from conversations.asking import Route
from conversations.checking import Kind, violated
from conversations.context import Context as Context
from conversations.expressions import Expression, Scope
from conversations.expressions.scope import MOST_WORK
from conversations.form import Bind, Control, Form, Group, Repeat, Text
from conversations.nodes import Node
from conversations.preloads import preload
from conversations.recompute import Layout, Settling, follow
from conversations.saying import choices, say

_NO_BIND = Bind(())


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Violation:
    """Why a value cannot be taken: it is required, of the wrong type, or against a constraint."""

    kind: Kind
    message: str = ""  # the words of the form in the language of the context; empty where it has none


class NoSuchQuestion(KeyError):
    """A ref that this draft does not have, or no longer."""


class LiveForm:
    """`changes` counts what has been stored: two readings with the same number are the same."""

    def __init__(self, form: Form, document: Node, context: Context) -> None:
        self.form, self.document = form, document
        self.changes = 0
        self._context = context
        chance = Random(context.seed)  # noqa: S311  # chance of a form, not of a lock
        lists = {**form.lists, **context.lists}
        self._scope = Scope(document, context.now, chance, lists, self._itext, self._choice_name)
        self._layout = Layout(form, document)
        self._route = (0, Route(()))
        self._repeats: tuple[int, dict[str, Repeat]] = (0, {})
        self._offered: dict[tuple[str, str], tuple[Choice, ...]] = {}  # choices, as long as nothing moves

    @classmethod
    def begin(cls, form: Form, context: Context) -> LiveForm:
        """A new draft: preloads, defaults and everything that happens when a form is first opened."""
        live = cls(form, instance.begin(form), context)
        preload(live._layout, context, "start")
        Settling(live._layout, live._scope).open(live._layout.refs)
        return live

    @classmethod
    def correct(cls, form: Form, xml: str, context: Context) -> LiveForm:
        """What was sent before, to be sent anew under the instance ID of the context."""
        document, added = instance.reopened(form, xml, context.instance_id)
        live = cls(form, document, context)
        Settling(live._layout, live._scope).open(map(id, added))
        return live

    @classmethod
    def restore(cls, form: Form, xml: str, context: Context) -> LiveForm:
        live = cls(form, instance.restore(form, xml), context)
        live._settle()
        return live

    @classmethod
    def sent(cls, form: Form, xml: str, context: Context) -> LiveForm:
        """What was sent, to be looked at: just that. Nothing is worked out anew, and no answer is missed in a list
        that has changed since, or that this reader may not see."""
        return cls(form, instance.restore(form, xml), context)

    def to_xml(self, relevant_only: bool = False) -> str:
        return instance.to_xml(self.document, relevant_only=relevant_only)

    def at(self, context: Context) -> None:
        """Go on at another time or in another language: work everything out again."""
        self._enter(context)
        self._settle()

    def submission(self, context: Context) -> str:
        """The person sends the form: note the end, and leave out what is not relevant."""
        self._enter(context)
        preload(self._layout, context, "end")
        self._moved()
        self._settle()
        return self.to_xml(relevant_only=True)

    # What is asked

    @property
    def route(self) -> Route:
        """Every question and every repeat in the order of the body, relevant or not."""
        if self._route[0] != self._layout.drawn:
            self._route = self._layout.drawn, asking.route(self._layout)
        return self._route[1]

    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the body, relevant or not."""
        return self.route.questions

    def question(self, ref: str) -> Question:
        found = self.route.by_ref.get(ref)
        if found is None:
            raise NoSuchQuestion(ref)
        return found

    def value(self, ref: str) -> str:
        """What was answered, also where the question is not relevant now. A choice that is no longer offered
        is kept, and comes back when it is offered again; until then it is no answer."""
        node = self._node(ref)
        return node.text if node.relevant else node.stored

    def relevant(self, ref: str) -> bool:
        return self._node(ref).relevant

    def required(self, ref: str) -> bool:
        return self._holds(self._bind(ref).required, self._node(ref))

    def readonly(self, ref: str) -> bool:
        for levels, condition in self.form.readonly_around.get(self._layout.paths[ref], ()):
            node = self._node(ref)
            for _ in range(levels):
                node = node.parent or node
            if condition.truth(node, self._scope):
                return True
        return False

    def label(self, ref: str, language: str = "") -> str:
        """The label of a question, of a group, of a repeat or one of its turns."""
        element = self._element(ref)
        node = self._layout.nodes.get(ref) or self._repeat(ref)[0]
        return self._said(element.label, node, language)

    def hint(self, ref: str, language: str = "") -> str:
        return self._said(self._control(ref).hint, self._node(ref), language)

    def media(self, ref: str, kind: str, language: str = "") -> str:
        """The jr:// address of the image, audio or video of a label."""
        return self._said(self._control(ref).label, self._node(ref), language, kind)

    def group_labels(self, ref: str, language: str = "") -> tuple[str, ...]:
        """The titles of the groups and repeats around a question, outermost first."""
        titles = [self.title(element, node, language) for element, node in self.question(ref).around]
        return tuple(title for title in titles if title)

    def title(self, element: Group | Repeat, node: Node, language: str = "") -> str:
        """The title of a group or repeat, as it reads at this place."""
        return self._said(element.label, node, language)

    def mark(self, ref: str, name: str) -> str:
        """What a column of our own says of a question, such as suar:ringkas; empty where it says nothing."""
        return self._bind(ref).marks.get(name, "")

    def choices(self, ref: str, language: str = "") -> tuple[Choice, ...]:
        key = (ref, language)
        if key not in self._offered:
            self._offered[key] = self._choices(self._control(ref), self._node(ref), language)
        return self._offered[key]

    def constraint_message(self, ref: str, language: str = "") -> str:
        return self._said(self._bind(ref).constraint_message, self._node(ref), language)

    def required_message(self, ref: str, language: str = "") -> str:
        return self._said(self._bind(ref).required_message, self._node(ref), language)

    def instance_name(self) -> str:
        """What the form calls this draft (instance_name); empty where it does not say."""
        names = [node.text for ref, node in self._layout.nodes.items() if ref.endswith("instanceName")]
        return names[0] if names else ""

    # Answering

    def violation(self, ref: str, value: str, context: Context) -> Violation | None:
        """Why this value could not be taken, without taking it."""
        self._enter(context)
        return self._violation(ref, value, self._node(ref))

    def answer(self, ref: str, value: str, context: Context) -> Violation | None:
        """Take an answer and work out what follows from it; or say why it cannot be taken."""
        self._enter(context)
        node, value = self._node(ref), markup.clean(value)
        violation = self._violation(ref, value, node)
        if violation is None:
            self._store(node, value)
        return violation

    def put(self, ref: str, value: str, context: Context) -> None:
        """Take an answer as it is, without asking whether it may be: for what was answered elsewhere."""
        self._enter(context)
        self._store(self._node(ref), markup.clean(value))

    def clear(self, ref: str, context: Context) -> None:
        """Take an answer back, also where one is required: it will be missing."""
        self.put(ref, "", context)

    def missing(self) -> tuple[str, ...]:
        """Questions that are relevant and required, and have no answer."""
        open_ = (ref for ref in self.route.by_ref if not self._node(ref).text)
        return tuple(ref for ref in open_ if self.relevant(ref) and self.required(ref))

    def invalid(self) -> tuple[str, ...]:
        """Questions whose answer is against their type or constraint as things stand now."""
        answered = ((ref, self._node(ref)) for ref in self.route.by_ref)
        return tuple(ref for ref, node in answered if node.text and self._violation(ref, node.text, node))

    # Repeats

    def repeats(self) -> tuple[str, ...]:
        """Every repeat as a whole: its ref has no position at its end."""
        return tuple(self._all_repeats)

    def turns(self, repeat: str) -> tuple[str, ...]:
        """The refs of the turns that a repeat has now."""
        above, path = self._repeat(repeat)
        return tuple(self._layout.refs[id(node)] for node in above.named(path[-1]))

    def is_listed(self, repeat: str) -> bool:
        """Whether a repeat is asked for as things stand; where it has no turn yet, as for its first one."""
        above, path = self._repeat(repeat)
        turns = above.named(path[-1])
        if turns:
            return any(turn.relevant for turn in turns)
        condition = self._bind_at(path).relevant
        return above.relevant and (condition is None or self._holds(condition, self.form.repeats[path].copy(above)))

    def may_change_turns(self, repeat: str) -> bool:
        """Whether people may add and remove turns: not where the form counts them."""
        return not self._all_repeats[repeat].fixed

    def add(self, repeat: str, context: Context) -> str:
        """One more turn at the end of a repeat; gives its ref."""
        self._enter(context)
        above, path = self._repeat(repeat)
        turn = self._layout.add_turn(above, path, self.form.repeats[path])
        round_ = Settling(self._layout, self._scope, self._layout.below(path))
        round_.begin_turn(turn)
        round_.run()
        self._moved()
        return self._layout.refs[id(turn)]

    def remove(self, turn: str, context: Context) -> None:
        self._enter(context)
        node, path = self._node(turn), self._layout.paths[turn]
        if node.parent is None or path not in self.form.repeats:
            raise NoSuchQuestion(turn)
        gone = self._layout.below(path)
        node.parent.remove(node)
        self._layout.refresh()
        Settling(self._layout, self._scope, gone).run()
        self._moved()

    # Inside

    @property
    def _all_repeats(self) -> dict[str, Repeat]:
        """By their refs, found once for as long as no turn comes or goes: there may be hundreds within others."""
        if self._repeats[0] != self._layout.drawn:
            self._repeats = self._layout.drawn, dict(asking.repeats(self._layout))
        return self._repeats[1]

    def _moved(self) -> None:
        self.changes += 1
        self._offered = {}

    def _enter(self, context: Context) -> None:
        if context is self._context:
            return
        if context.seed != self._context.seed:
            self._scope.chance = Random(context.seed)  # noqa: S311  # chance of a form, not of a lock
        self._context = context
        self._offered = {}
        self._scope.work = MOST_WORK
        self._scope.now, self._scope.zone = context.now, context.zone
        self._scope.instances = {**self.form.lists, **context.lists}

    def _node(self, ref: str) -> Node:
        node = self._layout.nodes.get(ref)
        if node is None:
            raise NoSuchQuestion(ref)
        return node

    def _bind(self, ref: str) -> Bind:
        return self._bind_at(self._layout.paths[ref])

    def _bind_at(self, path: tuple[str, ...]) -> Bind:
        return self.form.binds.get(path, _NO_BIND)

    def _control(self, ref: str) -> Control:
        return self.question(ref).control

    def _element(self, ref: str) -> Control | Group | Repeat:
        if ref in self.route.by_ref:
            return self.route.by_ref[ref].control
        named: dict[str, Group | Repeat] = {**asking.groups(self._layout), **self._all_repeats}
        if ref not in named:
            raise NoSuchQuestion(ref)
        return named[ref]

    def _holds(self, condition: Expression | None, node: Node) -> bool:
        return condition is not None and condition.truth(node, self._scope)

    def _said(self, text: Text | None, node: Node, language: str = "", kind: str = "") -> str:
        if text is None:
            return ""
        return say(self.form, text, node, node, self._scope, language or self._context.language, kind)

    def _itext(self, text_id: str) -> str:
        return self._said(Text(self.form.itext.get(text_id, {})), self._scope.current)

    def _choices(self, control: Control, node: Node, language: str) -> tuple[Choice, ...]:
        spoken = language or self._context.language
        return tuple(Choice(*each) for each in choices(self.form, control, node, self._scope, spoken))

    def _choice_name(self, value: str, path: str, here: Node) -> str:
        """jr:choice-name(): the label of a choice of another question."""
        names = tuple(path.strip("/").split("/"))
        control = self.form.controls.get(names)
        nodes = instance.near(here, names)
        if control is None or not nodes:
            return ""
        return next((each.label for each in self._choices(control, nodes[0], "") if each.value == value), "")

    def _violation(self, ref: str, value: str, node: Node) -> Violation | None:
        path = self._layout.paths[ref]
        kind = violated(self.form, path, node, value, self._scope)
        if kind is None:
            return None
        bind = self._bind(ref)
        messages = {"required": bind.required_message, "constraint": bind.constraint_message}
        return Violation(kind, self._said(messages.get(kind), node))

    def _settle(self) -> None:
        Settling(self._layout, self._scope).run()

    def _store(self, node: Node, value: str) -> None:
        if value == node.stored == node.text:
            return
        follow(self._layout, self._scope, node, value)
        self._moved()

    def _repeat(self, repeat: str) -> tuple[Node, tuple[str, ...]]:
        above, _, name = repeat.rpartition("/")
        path = (*self._layout.paths.get(above, ()), name)
        if path not in self.form.repeats:
            raise NoSuchQuestion(repeat)
        return self._node(above), path
