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
from tests.conformance.tally import Tally

Case = dict[str, Any]
_DATES = re.compile(r"date|today|now\(|\d{4}-\d\d-\d\d")


def run(folder: Path) -> list[Tally]:
    documents = json.loads((folder / "xpath" / "docs.json").read_text())
    tallies = {name: Tally(f"xpath {name}") for name in ("odk", "xpath1", "commcare")}
    for line in (folder / "xpath" / "cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        _run_case(case, documents.get(case["doc"], "<none/>"), tallies[case["dialect"]])
    tallies["odk"].name = "xpath"
    return list(tallies.values())


def _run_case(case: Case, document: str, tally: Tally) -> None:
    try:
        wrong = _tried(case, document)
    except Exception as error:  # whatever breaks is a failure of this case, not of the run
        wrong = f"{case['expr']!r}: {type(error).__name__} {error}"
    reason = _deliberate(case, wrong) if wrong else None
    if reason:
        tally.deliberate[case["id"]] = f"{reason}: {case['expr']!r}"
    else:
        tally.note(case["id"], wrong)


def _deliberate(case: Case, wrong: str) -> str | None:
    """Why we answer otherwise on purpose; None where we do not mean to."""
    expr, zone = case["expr"], case["tz"]
    if case["kind"] not in ("error", "nodeset") and _unknown_function(expr):
        return "an unknown function or a wrong number of arguments is refused when the form is loaded"
    if zone != "UTC" and (_DATES.search(expr) or expr == ".") and "theirs is a UTC instant" in wrong:
        return "a date is its civil day in the person's zone, not an instant in UTC"
    if case["source"] == "javarosa" and case["kind"] == "error" and "should be refused" in wrong:
        return "JavaRosa refuses what XPath 1.0 allows"
    return None


def _unknown_function(expr: str) -> bool:
    try:
        compile_expression(expr)
    except Misread as misread:
        return "there is no function" in str(misread) or "does not take" in str(misread)
    return False


def _tried(case: Case, document: str) -> str | None:
    document = re.sub(r"^\s*<!DOCTYPE[^>\[]*>", "", document)  # a plain `<!DOCTYPE html>`: ours refuses every one
    root = read(document, mixed=True)
    _rename(root, {uri: prefix for prefix, uri in (case["ns"] or {}).items()}, case["default_ns"], {})
    if case["kind"] == "error":
        try:
            expression = compile_expression(case["expr"])
            expression.value(_node(root, case["context"]), _scope(root, case))
        except Exception:  # any refusal is as good as another
            return None
        return f"{case['expr']!r} should be refused"
    expression = compile_expression(case["expr"])
    node = _node(root, case["context"])
    return _compared(case, expression, node, _scope(root, case))


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
    zone = ZoneInfo(case["tz"])
    now = datetime.fromisoformat(case["now"]).astimezone(zone) if case["now"] else datetime(2026, 11, 22, tzinfo=zone)
    above = _node(root, case["root"])
    lists = {each.attribute("id"): each for each in root.walk() if local(each) == "instance" and each.attribute("id")}
    scope = Scope(above, now, Random(1), lists)
    itext = next((each for each in root.walk() if local(each) == "itext"), None)
    words, _, default = read_itext(itext)
    language = case["lang"] or default

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
    note = " (theirs is a UTC instant)" if _apart_by_the_zone(got, expected) else ""
    return f"{case['expr']!r} at {case['context']} gave {got!r}, not {expected!r}{note}"


def _apart_by_the_zone(got: object, expected: object) -> bool:
    """Whether the two numbers differ by at most the seven hours between Phoenix and UTC."""
    try:
        apart = abs(float(str(got)) - float(str(expected)))
    except ValueError:
        return False
    return 0 < apart <= 7 / 24 + 0.005


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
