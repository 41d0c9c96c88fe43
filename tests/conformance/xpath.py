"""(expression, document, context, expected) triples of four upstream suites against our evaluator."""

from __future__ import annotations

import json
import math
import re
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from conversations.expressions import Expression, Misread, Scope, compile_expression
from conversations.expressions.values import Value, number_of, text_of, truth_of
from conversations.markup import read
from conversations.nodes import Node
from conversations.wording import local, read_itext
from tests.conformance.cases import Case, files, lines
from tests.conformance.differences import A_UTC_INSTANT, apart_by_the_zone, deliberate
from tests.conformance.tally import Tally


def run(folder: Path) -> list[Tally]:
    tallies = {"odk": Tally("xpath")}
    documents = _documents(folder)
    for path in files(folder, "cases.jsonl"):
        for name, case in lines(path):
            dialect = str(case.get("dialect", "odk"))
            tally = tallies.setdefault(dialect, Tally(f"xpath {dialect}"))
            _run_case(name, case, documents, tally)
    return list(tallies.values())


def _documents(folder: Path) -> Case:
    """The documents of every docs.json, the nearest first."""
    found: Case = {}
    for path in reversed(files(folder, "docs.json")):
        found.update(json.loads(path.read_text("utf-8")))
    return found


def _run_case(name: str, case: Case, documents: Case, tally: Tally) -> None:
    tally.attempt(name, lambda: _tried(case, documents))
    wrong = tally.failed.get(name)
    reason = deliberate(case, wrong) if wrong else None
    if reason:
        del tally.failed[name]
        tally.deliberate[name] = f"{reason}: {case['expr']!r}"


def _tried(case: Case, documents: Case) -> str | None:
    key = case.get("doc")
    document = documents[key] if key else "<none/>"
    document = re.sub(r"^\s*<!DOCTYPE[^>\[]*>", "", document)  # a plain `<!DOCTYPE html>`: ours refuses every one
    root = read(document, mixed=True)
    names = {uri: prefix for prefix, uri in (case.get("ns") or {}).items()}
    _rename(root, names, case.get("default_ns"), {})
    node, scope = _node(root, case["context"]), _scope(root, case)
    if case["kind"] == "error":
        return _not_refused(case["expr"], node, scope)
    try:
        expression = compile_expression(case["expr"])
    except Misread as misread:  # a form would be refused; here it is an expression that we cannot read
        return f"Misread: {misread}"
    return _compared(case, expression, node, scope)


def _not_refused(source: str, node: Node, scope: Scope) -> str | None:
    try:
        compile_expression(source).value(node, scope)
    except Misread:
        return None
    return f"{source!r} should be refused"


def _rename(node: Node, prefixes: dict[str, str], default: str | None, known: dict[str, str]) -> None:
    """Give elements the prefixes that the expressions of the case use for their namespaces."""
    known = {**known, **{a.name[6:].lstrip(":"): a.stored for a in node.attributes if a.name.startswith("@xmlns")}}
    if not node.name.startswith("#"):
        prefix, _, name = node.name.rpartition(":")
        uri = known.get(prefix, "")
        node.name = name if uri == default or uri not in prefixes else f"{prefixes[uri]}:{name}"
    for child in node.children:
        _rename(child, prefixes, default, known)


def _scope(root: Node, case: Case) -> Scope:
    zone = ZoneInfo(case.get("tz") or "UTC")
    now = datetime.fromisoformat(case.get("now") or "2026-11-22T06:00:00+00:00").astimezone(zone)
    above = _node(root, case.get("root") or "/")
    lists = {each.attribute("id"): each for each in root.walk() if local(each) == "instance" and each.attribute("id")}
    scope = Scope(above, now, Random(1), lists)
    itext = next((each for each in root.walk() if local(each) == "itext"), None)
    words, _, default = read_itext(itext)
    language = case.get("lang") or default

    def say(text_id: str) -> str:
        forms = words.get(text_id, {}).get(language) or words.get(text_id, {}).get(default) or {}
        return "".join(str(part) for part in forms.get("", ()))

    scope.itext = say
    return scope


def _node(root: Node, address: str) -> Node:
    node = root
    for step in address.strip("/").split("/"):
        if not step:
            continue
        if step.startswith("@"):
            return next(each for each in node.attributes if each.name == step)
        name, _, index = step.rstrip("]").partition("[")
        kids = node.children
        if name == "*":
            kids = [each for each in node.children if not each.name.startswith("#")]
        elif name == "text()":
            kids = [each for each in node.children if each.name == "#text"] or [Node("#text", node, node.text)]
        node = kids[int(index) - 1]
    return node


def _address(node: Node) -> str:
    if node.parent is None:
        return ""
    above = _address(node.parent)
    if node.name.startswith("@"):
        return f"{above}/{node.name}"
    if node.name == "#text":
        texts = [each for each in node.parent.children if each.name == "#text"] or [node]
        return f"{above}/text()[{texts.index(node) + 1}]"
    elements = [each for each in node.parent.children if not each.name.startswith("#")]
    return f"{above}/*[{elements.index(node) + 1}]"


def _compared(case: Case, expression: Expression, node: Node, scope: Scope) -> str | None:
    value = expression.value(node, scope)
    expected, kind = case["expected"], case["kind"]
    got: object
    if kind == "nodeset":
        got = [_address(each) or "/" for each in value] if isinstance(value, list | tuple) else value
    else:
        got = _as(kind, value, scope)
    same = _same(kind, got, expected, case)
    if same:
        return None
    digits = 0.51 / case.get("factor", 100) if kind == "number_rounded" else 0.005
    note = f" ({A_UTC_INSTANT})" if apart_by_the_zone(got, expected, scope, digits) else ""
    return f"{case['expr']!r} at {case['context']} gave {got!r}, not {expected!r}{note}"


def _as(kind: str, value: Value, scope: Scope) -> object:
    match kind:
        case "boolean":
            return truth_of(value)
        case "number" | "number_rounded":
            return number_of(value, scope.zone)
        case "string_length":
            return len(text_of(value))
    return text_of(value)


def _number(value: object) -> float:
    return float({"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}.get(str(value), str(value)))


def _same(kind: str, got: Any, expected: Any, case: Case) -> bool:
    match kind:
        case "number":
            wanted = _number(expected)
            return math.isnan(got) if math.isnan(wanted) else math.isclose(got, wanted, rel_tol=1e-9, abs_tol=1e-12)
        case "number_rounded":
            factor = case.get("factor", 100)
            return math.isclose(round(got * factor) / factor, _number(expected), abs_tol=1.01 / factor)
        case "string_matches":
            _, pattern, flags = expected.rsplit("/", 2) if expected.count("/") == 2 else ("", expected, "")
            return re.search(pattern, got, re.IGNORECASE if "i" in flags else 0) is not None
        case "date":
            return got[:10] == expected[:10]
        case "string" if not isinstance(expected, str):
            return got == text_of(expected if isinstance(expected, bool) else float(expected))
    return got == expected
