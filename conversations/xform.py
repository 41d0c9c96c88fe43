"""Reading an XForm (XML) into a Form; what the engine does not support is refused here, with a Problem."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import UTC

from conversations.body import BodyReader, all_actions, names_of
from conversations.casting import stored
from conversations.expressions.compiler import Names
from conversations.form import Bind, Form, Words, written
from conversations.form import Control as Control
from conversations.lists import beside, files_of, read_list
from conversations.markup import NotXml, read
from conversations.model import read_model
from conversations.nodes import TEXT, Node, document
from conversations.ordering import ordered
from conversations.places import check_decimals
from conversations.problems import Findings, Problem
from conversations.rules import all_rules, check_lists, controls_of
from conversations.wording import Wording, local, read_itext
from domain.voice import phrase

_WORDS = ("string", "int", "integer", "decimal", "boolean", "date", "time", "dateTime", "intent", "anyURI")
_OTHERS = ("select1", "select", "odk:rank", "rank", "binary", "geopoint")
TYPES = frozenset((*_WORDS, *_OTHERS))
PRELOADS = frozenset(["timestamp", "date", "property", "uid"])
MOST_ROWS = 1000  # questions of one form
Resources = Mapping[str, bytes]
_AGAIN = phrase("Susun lagi formulirnya")


def read_form(xml: str | bytes, resources: Resources | None = None, rows: Mapping[str, int] | None = None) -> Form:
    """Compile an XForm. External lists are looked up in `resources` by their jr:// address or their name; `rows`
    tell where in the XLSForm each question stands, so that a Problem can say it."""
    try:
        whole = read(xml, mixed=True)
    except NotXml as broken:
        raise Problem("XForm-nya bukan XML yang benar: {why}", _AGAIN, why=str(broken)) from None
    try:
        files = files_of(xml if isinstance(xml, str) else xml.decode(errors="replace"))
        return _Reader(whole.children[0], resources or {}, files).form()
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
        raise Problem("XForm-nya tidak punya {name}", _AGAIN, name=name)
    return found


class _Reader:
    def __init__(self, html: Node, resources: Resources, files: Set[str]) -> None:
        self._html, self._resources, self._files = html, resources, files
        self._findings = Findings()
        self._head = _need(html, "head")
        self._model = _need(self._head, "model")
        self._body = _need(html, "body")
        self._instances = [each for each in self._model.children if local(each) == "instance"]
        self.refuse_unsupported()

    def refuse_unsupported(self) -> None:
        for submission in self._model.children:
            if local(submission) == "submission" and submission.attribute("base64RsaPublicKey"):
                raise Problem("formulir terenkripsi tidak didukung", "Hapus public_key dari settings")
        if any(each.name.startswith("@entities:") for each in self._model.attributes):
            raise Problem("entitas tidak didukung", "Hapus lembar entities dan kolom save_to")

    def form(self) -> Form:
        root = self._primary()
        model = read_model(root, frozenset(_repeats_of(self._body, (root.name,))))
        repeats, paths = frozenset(model.repeats), model.paths
        itext, languages, default = read_itext(_find(self._model, "itext"))
        wording = Wording(repeats, itext, self._findings)
        binds, bind_ids = self._binds(wording, paths)
        _settle_defaults(model.template.children[0], (root.name,), binds)
        for path, turn in model.repeats.items():
            for each in (turn, *model.first_turns.get(path, ())):
                _settle_defaults(each, path, binds)
        reader = BodyReader(wording, paths, bind_ids)
        body = reader.elements(self._body, (root.name,))
        controls = {each.path: each for each in controls_of(body)}
        lists = self._lists()
        actions = (*reader.actions(self._model, (root.name,)), *all_actions(reader, self._body, (root.name,)))
        rules = all_rules(binds, controls, body)
        order, settles = ordered(rules, paths, repeats, self._findings)
        itext_words = _all_words(wording, itext, root.name)
        check_lists(wording.lists, lists, self._findings)
        form = Form(
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
            sources=self._sources(),
            files={name: self._resources[name] for name in self._files if name in self._resources},
            itext=itext_words,
            actions=actions,
            rules=order,
            instance_id=model.instance_id,
            siblings=model.siblings,
            triggers=frozenset(path for path, each in controls.items() if each.actions),
            marks=_marks(root),
            settles=settles,
        )
        self._findings.settle()
        return form

    def _title(self) -> str:
        title = _find(self._head, "title")
        return title.string().strip() if title else ""

    def _primary(self) -> Node:
        if not self._instances:
            raise Problem("XForm-nya tidak punya instance", _AGAIN)
        elements = [each for each in self._instances[0].children if each.name != TEXT]
        if len(elements) != 1:
            raise Problem("instance XForm-nya harus punya satu akar", _AGAIN)
        return elements[0]

    def _lists(self) -> dict[str, Node]:
        lists: dict[str, Node] = {}
        for each in self._instances[1:]:
            if each.attribute("id"):
                lists[each.attribute("id")] = document(Node("root"))
                with self._findings.noted():
                    lists[each.attribute("id")] = read_list(each, self._resources)
        return lists

    def _sources(self) -> dict[str, str]:
        return {
            each.attribute("id"): beside(each.attribute("src")) for each in self._instances if each.attribute("src")
        }

    def _binds(self, wording: Wording, paths: frozenset[Names]) -> tuple[dict[Names, Bind], dict[str, Names]]:
        binds: dict[Names, Bind] = {}
        bind_ids, given = {}, dict[Names, Node]()
        for node in self._model.children:
            if local(node) != "bind":
                continue
            path = names_of(node.attribute("nodeset") or node.attribute("ref"), (), "bind")
            if path not in paths:
                wrong = phrase("bind ini menunjuk pertanyaan yang tidak ada di formulir")
                raise Problem(wrong, "Perbaiki nodeset-nya", place=written(path))
            if path in given:  # two binds of one node say what they say together
                given[path].attributes += node.attributes
            given.setdefault(path, node)
        for path, node in given.items():
            with self._findings.noted():
                binds[path] = _bind(node, path, wording)
                check_decimals(binds[path])
            if node.attribute("id"):
                bind_ids[node.attribute("id")] = path
        if len(binds) > MOST_ROWS:
            wrong = phrase("formulir ini lebih dari {most} baris")
            raise Problem(wrong, "Bagi menjadi beberapa formulir", most=MOST_ROWS)
        return binds, bind_ids


def _bind(node: Node, path: Names, wording: Wording) -> Bind:
    kind = node.attribute("type").removeprefix("xsd:").removeprefix("xs:") or "string"
    if kind not in TYPES:
        raise Problem("jenis “{kind}” tidak didukung", "Pakai jenis lain", kind=kind, place=written(path))
    preload = node.attribute("jr:preload")
    if preload and preload not in PRELOADS:
        wrong = phrase("preload {preload} tidak didukung")
        raise Problem(wrong, "Hapus pertanyaannya", preload=preload, place=written(path))
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
        marks=_marks(node),
    )


def _marks(node: Node) -> dict[str, str]:
    return {a.name[1:]: a.stored for a in node.attributes if _is_mark(a.name)}


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
