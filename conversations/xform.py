"""Reading an XForm (XML) into a Form; what the engine does not support is refused here, with a Problem."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

from conversations.body import BodyReader, all_actions, names_of
from conversations.casting import stored
from conversations.expressions import Expression
from conversations.expressions.compiler import Names
from conversations.form import Bind, Element, Form, Repeat, Words, written
from conversations.form import Control as Control
from conversations.lists import read_list
from conversations.markup import NotXml, read
from conversations.model import read_model
from conversations.nodes import TEXT, Node
from conversations.ordering import ordered
from conversations.places import check_decimals
from conversations.problems import Problem
from conversations.wording import Wording, local, read_itext

_WORDS = ("string", "int", "integer", "decimal", "boolean", "date", "time", "dateTime", "intent", "anyURI")
_OTHERS = ("select1", "select", "odk:rank", "rank", "binary", "barcode", "geopoint", "geotrace", "geoshape")
TYPES = frozenset((*_WORDS, *_OTHERS))
PRELOADS = frozenset(["timestamp", "date", "property", "uid"])
MOST_ROWS = 1000  # questions of one form
Resources = Mapping[str, bytes]


def read_form(xml: str | bytes, resources: Resources | None = None, rows: Mapping[str, int] | None = None) -> Form:
    """Compile an XForm. External lists are looked up in `resources` by their jr:// address; `rows` tell where in
    the XLSForm each question stands, so that a Problem can say it."""
    try:
        whole = read(xml, mixed=True)
    except NotXml as broken:
        raise Problem(f"the XForm is not sound XML: {broken}", "Compile the form again") from None
    try:
        return _Reader(whole.children[0], resources or {}).form()
    except Problem as problem:
        raise problem.located(rows or {}) from None


def _find(node: Node, name: str) -> Node | None:
    for child in node.children:
        if local(child) == name:
            return child
    return None


def _need(node: Node, name: str) -> Node:
    found = _find(node, name)
    if found is None:
        raise Problem(f"the XForm has no {name}", "Compile the form again")
    return found


class _Reader:
    def __init__(self, html: Node, resources: Resources) -> None:
        self._html, self._resources = html, resources
        self._head = _need(html, "head")
        self._model = _need(self._head, "model")
        self._body = _need(html, "body")
        self._instances = [each for each in self._model.children if local(each) == "instance"]
        self.refuse_unsupported()

    def refuse_unsupported(self) -> None:
        for submission in self._model.children:
            if local(submission) == "submission" and submission.attribute("base64RsaPublicKey"):
                raise Problem("encrypted forms are not supported", "Remove public_key from the settings")
        if any(each.name.startswith("@entities:") for each in self._model.attributes):
            raise Problem("entities are not supported", "Remove the entities sheet and save_to")

    def form(self) -> Form:
        root = self._primary()
        model = read_model(root, frozenset(_repeats_of(self._body, (root.name,))))
        repeats, paths = frozenset(model.repeats), model.paths
        itext, languages, default = read_itext(_find(self._model, "itext"))
        wording = Wording(repeats, itext)
        binds, bind_ids = self._binds(wording, paths)
        _settle_defaults(model.template.children[0], (root.name,), binds)
        for path, turn in model.repeats.items():
            for each in (turn, *model.first_turns.get(path, ())):
                _settle_defaults(each, path, binds)
        reader = BodyReader(wording, paths, bind_ids)
        body = reader.elements(self._body, (root.name,))
        controls = {each.path: each for each in _controls(body)}
        lists = self._lists()
        actions = (*reader.actions(self._model, (root.name,)), *all_actions(reader, self._body, (root.name,)))
        rules = [*_bind_rules(binds), *_choice_rules(controls), *_count_rules(body)]
        order, settles = ordered(rules, paths, repeats)
        itext_words = _all_words(wording, itext, root.name)
        _check_lists(wording, lists)
        return Form(
            id=root.attribute("id") or root.attribute("xmlns"),
            title=self._title(),
            version=root.attribute("version") or root.attribute("orx:version"),
            languages=languages,
            default_language=default,
            template=model.template,
            repeats=model.repeats,
            first_turns=model.first_turns,
            binds=binds,
            body=body,
            controls=controls,
            lists=lists,
            itext=itext_words,
            actions=actions,
            rules=order,
            instance_id=model.instance_id,
            siblings=model.siblings,
            triggers=frozenset(path for path, each in controls.items() if each.actions),
            settles=settles,
        )

    def _title(self) -> str:
        title = _find(self._head, "title")
        return title.string().strip() if title else ""

    def _primary(self) -> Node:
        if not self._instances:
            raise Problem("the XForm has no instance", "Compile the form again")
        elements = [each for each in self._instances[0].children if each.name != TEXT]
        if len(elements) != 1:
            raise Problem("the instance of the XForm must have one root", "Compile the form again")
        return elements[0]

    def _lists(self) -> dict[str, Node]:
        return {
            each.attribute("id"): read_list(each, self._resources)
            for each in self._instances[1:]
            if each.attribute("id")
        }

    def _binds(self, wording: Wording, paths: frozenset[Names]) -> tuple[dict[Names, Bind], dict[str, Names]]:
        binds: dict[Names, Bind] = {}
        bind_ids, given = {}, dict[Names, Node]()
        for node in self._model.children:
            if local(node) != "bind":
                continue
            path = names_of(node.attribute("nodeset") or node.attribute("ref"), (), "bind")
            if path not in paths:
                raise Problem("a bind points to a question that the form does not have", place=written(path))
            if path in given:  # two binds of one node say what they say together
                given[path].attributes += node.attributes
            given.setdefault(path, node)
        for path, node in given.items():
            binds[path] = _bind(node, path, wording)
            check_decimals(binds[path])
            if node.attribute("id"):
                bind_ids[node.attribute("id")] = path
        if len(binds) > MOST_ROWS:
            raise Problem(f"the form has more than {MOST_ROWS} questions", "Split it into several forms")
        return binds, bind_ids


def _bind(node: Node, path: Names, wording: Wording) -> Bind:
    kind = node.attribute("type").removeprefix("xsd:").removeprefix("xs:") or "string"
    if kind not in TYPES:
        raise Problem(f"the type {kind} is not supported", "Use another type", place=written(path))
    preload = node.attribute("jr:preload")
    if preload and preload not in PRELOADS:
        raise Problem(f"the preload {preload} is not supported", "Remove the question", place=written(path))
    return Bind(
        path,
        kind,
        relevant=wording.optional(node.attribute("relevant"), path, "relevant"),
        required=wording.optional(node.attribute("required"), path, "required"),
        readonly=wording.optional(node.attribute("readonly"), path, "readonly"),
        constraint=wording.optional(node.attribute("constraint"), path, "constraint"),
        calculate=wording.optional(node.attribute("calculate"), path, "calculation"),
        constraint_message=wording.message(node.attribute("jr:constraintMsg"), path, "constraint_message"),
        required_message=wording.message(node.attribute("jr:requiredMsg"), path, "required_message"),
        preload=(preload, node.attribute("jr:preloadParams")) if preload else None,
        marks={a.name[1:]: a.stored for a in node.attributes if _is_mark(a.name)},
    )


def _is_mark(name: str) -> bool:
    prefix, _, rest = name.removeprefix("@").partition(":")
    return bool(rest) and prefix not in ("jr", "orx", "odk", "ev", "xsd", "entities", "xmlns")


def _all_words(wording: Wording, itext: Mapping[str, object], root: str) -> dict[str, Words]:
    return {text_id: wording.words(text_id, (root,), "translation") for text_id in itext}


def _settle_defaults(node: Node, path: Names, binds: Mapping[Names, Bind]) -> None:
    """Write the defaults of the model as their types are written: a date without its time."""
    bind = binds.get(path)
    if node.stored and bind and not node.children:
        node.store(stored(node.stored, bind.type, UTC))
    for child in node.children:
        _settle_defaults(child, (*path, child.name), binds)


def _bind_rules(binds: Mapping[Names, Bind]) -> list[tuple[str, Names, Expression]]:
    found: list[tuple[str, Names, Expression]] = []
    for path, bind in binds.items():
        if bind.calculate:
            found.append(("calculate", path, bind.calculate))
        if bind.relevant and bind.relevant.source.strip() != "true()":
            found.append(("relevant", path, bind.relevant))
    return found


def _choice_rules(controls: Mapping[Names, Control]) -> list[tuple[str, Names, Expression]]:
    return [
        ("choices", path, control.itemset.nodes)
        for path, control in controls.items()
        if control.itemset and control.itemset.filtered
    ]


def _count_rules(body: tuple[Element, ...]) -> list[tuple[str, Names, Expression]]:
    found: list[tuple[str, Names, Expression]] = []
    for each in body:
        if isinstance(each, Repeat) and each.count:
            found.append(("count", each.path, each.count))
        if not isinstance(each, Control):
            found += _count_rules(each.children)
    return found


def _controls(body: tuple[Element, ...]) -> list[Control]:
    found: list[Control] = []
    for each in body:
        if isinstance(each, Control):
            found.append(each)
        else:
            found += _controls(each.children)
    return found


def _check_lists(wording: Wording, lists: Mapping[str, Node]) -> None:
    for name, place in wording.lists.items():
        if name not in lists:
            raise Problem(
                f"there is no list “{name}”", "Add it to the choices or attach its file", place=written(place)
            )


def _repeats_of(node: Node, within: Names) -> list[Names]:
    found: list[Names] = []
    for child in node.children:
        path = within
        named = child.attribute("nodeset") or child.attribute("ref")
        if local(child) in ("group", "repeat"):
            path = names_of(named, within, child.name) if named else within
            if local(child) == "repeat":
                found.append(path)
            found += _repeats_of(child, path)
    return found
