"""Working everything out after an answer: calculations, relevance, counts and choices that are no longer offered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from conversations import instance
from conversations.casting import stored
from conversations.expressions import Scope
from conversations.expressions.compiler import Names
from conversations.form import Action, Control, Form, Rule
from conversations.nodes import Node
from conversations.saying import values

MOST_PASSES = 20  # a running total over a repeat settles in a few; what never settles is left as it is
MOST_TRIGGERS = 20  # answers that set each other in turn
MOST_TURNS = 500  # of one repeat
MOST_NODES = 10_000  # of one draft; a counted repeat grows no further
LONGEST_WORKED_OUT = 4_000  # letters of a calculation: two that join each other would double without end
MOST_TURNS_IN_ALL = 2000  # of a repeat that is counted, in all turns of the one that holds it


class Job(NamedTuple):
    """A rule at one node, ready to run."""

    kind: str
    node: Node
    rule: Rule
    type: str
    control: Control | None
    guarded: bool  # runs only where something that it reads has changed


class Layout:
    """Where everything of one instance is. It is made anew when a turn of a repeat comes or goes."""

    def __init__(self, form: Form, document: Node) -> None:
        self.form, self.document = form, document
        self._repeats = frozenset(form.repeats)
        self.drawn = 0  # how often it was made anew
        self.refresh()

    def refresh(self) -> None:
        self.drawn += 1
        self.nodes: dict[str, Node] = {}
        self.refs: dict[int, str] = {}
        self.paths: dict[str, Names] = {}
        self.at: dict[Names, list[Node]] = {}
        for ref, path, node in instance.each_ref(self.document, self._repeats):
            self.nodes[ref], self.refs[id(node)], self.paths[ref] = node, ref, path
            self.at.setdefault(path, []).append(node)
        self.jobs = [job for rule in self.form.rules for job in self._jobs(rule)]

    def _jobs(self, rule: Rule) -> Iterable[Job]:
        bind, control = self.form.binds.get(rule.path), self.form.controls.get(rule.path)
        # what people may overwrite is theirs until something that it was worked out from changes
        guarded = rule.expression.changing or (control is not None and bind is not None and not bind.readonly)
        for node in self.at.get(rule.path[:-1] if rule.kind == "count" else rule.path, ()):
            yield Job(rule.kind, node, rule, bind.type if bind else "string", control, guarded)

    def add_turn(self, above: Node, path: Names, pattern: Node) -> Node:
        turn = self.put_turn(above, path, pattern)
        self.refresh()
        return turn

    def put_turn(self, above: Node, path: Names, pattern: Node) -> Node:
        """The same for who refreshes the layout later."""
        turns = above.named(path[-1])
        turn = pattern.copy(above)
        above.add(turn, above.children.index(turns[-1]) + 1 if turns else instance.place_of(self.form, above, path))
        for node in turn.walk():
            node.relevant = True
        turn.relevant, turn.own = not above.relevant, True
        turn.show()
        return turn

    def below(self, path: Names) -> Iterable[Names]:
        return [each for each in self.at if each[: len(path)] == path]


class Settling:
    """One round of working out, until nothing moves.

    `touched` are the paths whose answers have changed. A guarded calculation, such as one that asks for the time
    or for chance, runs only where something that it reads was touched, or on `fresh` nodes: otherwise uuid() would
    give a new value every time.
    """

    def __init__(self, layout: Layout, scope: Scope, touched: Iterable[Names] = ()) -> None:
        self.layout, self.scope = layout, scope
        self.touched = set(touched)
        self.fresh: set[int] = set()
        self._moved = False
        self._born: list[Node] = []  # turns that a count has made, and that have not begun

    def open(self, fresh: Iterable[int]) -> None:
        """What happens when a form is opened in which these nodes are new."""
        self.fresh.update(fresh)
        self.run()
        for event in ("odk-instance-first-load", "odk-instance-load"):
            self.fire(event)
        self.run()

    def run(self) -> Settling:
        for _ in range(MOST_PASSES):
            self._moved = False
            again = self._pass()
            if not again and not (self.layout.form.settles and self._moved):
                break
        return self

    def _pass(self) -> bool:
        """Every rule once, in order. True if turns of a repeat came or went, and a new pass is due."""
        scope, touched, fresh = self.scope, self.touched, self.fresh
        counted: Rule | None = None
        for kind, node, rule, type_, control, guarded in self.layout.jobs:
            if counted is not None and rule is not counted:
                break  # a repeat is counted in all turns of the one that holds it, before anything else
            expression = rule.expression
            if kind == "calculate":
                if guarded and id(node) not in fresh and rule.reads.isdisjoint(touched):
                    continue
                text = _bounded(stored(expression.value(node, scope), type_, scope.zone))
                if text != node.stored:
                    node.store(text)
                    self._touch(rule.path)
            elif kind == "relevant":
                own = expression.truth(node, scope)
                if own is not node.own:
                    node.own = own
                    node.show()
                    self._touch(rule.path)  # rules read what holds their answers as well
            elif kind == "choices":
                if node.stored and control is not None and self._hide_unoffered(control, node):
                    self._touch(rule.path)
            elif self._count(rule, node):
                counted = rule
        if counted is not None:
            self._begin_turns(counted.path)
        return counted is not None

    def _touch(self, path: Names) -> None:
        self.touched.add(path)
        self._moved = True

    def _hide_unoffered(self, control: Control, node: Node) -> bool:
        """Choices that the answers before no longer allow are hidden, and shown again when they are allowed."""
        if not node.relevant:
            return False
        offered = values(control, node, self.scope)
        chosen = [node.stored] if control.kind == "select1" else node.stored.split()
        text = " ".join(each for each in chosen if each in offered)
        moved, node.text = text != node.text, text
        return moved

    def _count(self, rule: Rule, above: Node) -> bool:
        """Give a repeat as many turns as its count says."""
        number = rule.expression.number(above, self.scope)
        wanted = min(max(0, int(number)), MOST_TURNS) if abs(number) < 1e9 else 0
        turns = list(above.named(rule.path[-1]))
        room = MOST_TURNS_IN_ALL - len(self.layout.at.get(rule.path, ())) - len(self._born)
        room = min(room, self._fitting(rule.path) - len(self._born))
        wanted = min(wanted, len(turns) + max(0, room))
        for turn in turns[wanted:]:
            above.remove(turn)
        for place in range(len(turns), wanted):
            self._born.append(self.layout.put_turn(above, rule.path, self.layout.form.turn(rule.path, place)))
        return len(turns) != wanted

    def _fitting(self, path: Names) -> int:
        """How many turns more the draft can take."""
        size = sum(1 for _ in self.layout.form.repeats[path].walk())
        return (MOST_NODES - len(self.layout.nodes)) // size

    def _begin_turns(self, path: Names) -> None:
        """Let in what a count has made, and forget what it took away: all in one go."""
        self.layout.refresh()
        for turn in self._born:
            self.begin_turn(turn)
        self._born = []
        self.touched.update(self.layout.below(path), [path])

    def begin_turn(self, turn: Node) -> None:
        """Defaults of a new turn."""
        inside = {id(node) for node in turn.walk()}
        self.fresh |= inside
        for action in every_action(self.layout.form):
            if "odk-new-repeat" in action.events:
                for node in self.layout.at.get(action.target, ()):
                    if id(node) in inside:
                        self.assign(action, node)

    def fire(self, event: str) -> None:
        """Run the actions of an event at every fresh node they aim at."""
        for action in every_action(self.layout.form):
            if event in action.events:
                for node in self.layout.at.get(action.target, ()):
                    if id(node) in self.fresh:
                        self.assign(action, node)

    def trigger(self, control: Control, node: Node) -> list[Node]:
        """Run what a question triggers when its answer has changed; gives the nodes that changed by it."""
        return [
            target
            for action in control.actions
            if "xforms-value-changed" in action.events
            for target in instance.near(node, action.target)
            if self.assign(action, target)
        ]

    def assign(self, action: Action, node: Node) -> bool:
        bind = self.layout.form.binds.get(action.target)
        value = action.value if isinstance(action.value, str) else action.value.value(node, self.scope)
        text = _bounded(stored(value, bind.type if bind else "string", self.scope.zone))
        if text == node.stored:
            return False
        node.store(text)
        self.touched.add(action.target)
        return True


def _bounded(text: str) -> str:
    return text if len(text) <= LONGEST_WORKED_OUT else text[:LONGEST_WORKED_OUT]


def follow(layout: Layout, scope: Scope, node: Node, value: str) -> None:
    """Store an answer, and work out what follows from it and from what it triggers in turn."""
    before = _watched(layout)
    node.store(value)
    changed = [node]
    for _ in range(MOST_TRIGGERS):
        round_ = Settling(layout, scope, {layout.paths[layout.refs[id(each)]] for each in changed}).run()
        moved = [each for each in _triggers(layout) if before.get(id(each), "") != each.stored]
        before = _watched(layout)
        changed = [hit for each in moved for hit in round_.trigger(_control_at(layout, each), each)]
        if not changed:
            return


def _triggers(layout: Layout) -> Iterable[Node]:
    return (node for path in layout.form.triggers for node in layout.at.get(path, ()))


def _watched(layout: Layout) -> dict[int, str]:
    return {id(node): node.stored for node in _triggers(layout)}


def _control_at(layout: Layout, node: Node) -> Control:
    return layout.form.controls[layout.paths[layout.refs[id(node)]]]


def every_action(form: Form) -> tuple[Action, ...]:
    return form.actions + tuple(each for control in form.controls.values() for each in control.actions)
