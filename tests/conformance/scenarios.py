"""Forms, operations on them and the full state after each, recorded from the ODK Web Forms engine."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from conversations import asking
from conversations.context import Context
from conversations.live import LiveForm, NoSuchQuestion
from conversations.markup import read
from conversations.nodes import TEXT, Node
from conversations.wording import local
from conversations.xform import read_form
from tests.conformance.cases import Case, files, form_of, lines
from tests.conformance.tally import Tally

_META = ("meta", "instanceID")
State = dict[str, dict[str, Any]]
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,3}[+-]\d\d:\d\d")
_COMPARED = ("relevant", "value", "readonly", "required", "label", "hint", "violation", "message", "options", "count")


def run(folder: Path) -> list[Tally]:
    tally = Tally("scenarios")
    for path in files(folder, "scenarios.jsonl"):
        for name, case in lines(path):
            if not case.get("edit"):
                tally.attempt(name, lambda case=case, path=path: _tried(case, path.parent))
    return [tally]


def _tried(case: Case, folder: Path) -> str | None:
    wrong = _played(case, form_of(folder, case["form"]))
    return f"{case.get('test', '')[-90:]} {wrong}" if wrong else None


def _played(case: Case, xml: str) -> str | None:
    form = read_form(xml, {url: text.encode() for url, text in (case.get("resources") or {}).items()})
    zone = ZoneInfo(case.get("tz") or "UTC")
    language = next(iter(case.get("languages") or ()), "") or form.default_language
    context = Context(
        datetime.fromisoformat(case.get("now") or "2026-11-22T06:00:00+00:00").astimezone(zone),
        instance_id="uuid:00000000-0000-4000-8000-000000000000",
        language=language,
        seed=1,
    )
    live = LiveForm.begin(form, context)
    expected: State = {}
    for number, step in enumerate(case["steps"]):
        if number:
            context = _done(live, step, context)
        for gone in step.get("removed") or ():
            expected = {ref: each for ref, each in expected.items() if not (ref + "/").startswith(gone + "/")}
        expected.update({each["ref"]: each for each in step["changed"]})
        wrong = _difference(expected, _state(live, context))
        if wrong:
            return f"step {number} {step['op']} {step.get('args')}: {wrong}"
    return _other_submission(case.get("submission"), live)


def _other_submission(theirs: str | None, live: LiveForm) -> str | None:
    if theirs is None:
        return None
    ours, wanted = (_plain_tree(read(xml).children[0]) for xml in (live.to_xml(relevant_only=True), theirs))
    return None if ours == wanted else f"the submission is {ours}, not {wanted}"


def _plain_tree(node: Node) -> Any:
    """A submission without prefixes, blanks and what is random."""
    name = local(node)
    if name == "meta":
        return [name]
    attributes = sorted((a.name, a.stored) for a in node.attributes if not a.name.startswith("@xmlns"))
    inside = [_plain_tree(child) for child in node.children if child.name != TEXT]
    return [name, attributes, inside or _plain(node.stored.strip())]


def _done(live: LiveForm, step: Case, context: Context) -> Context:
    match step["op"]:
        case "answer":
            ref, value = step["args"]
            live.put(ref, value, context)
        case "createNewRepeat":
            live.add(step["args"][0], context)
        case "removeRepeat":
            live.remove(step["args"][0], context)
        case "setLanguage":
            context = Context(context.now, context.instance_id, language=step["args"][0], seed=1)
            live.at(context)
        case other:
            raise NotImplementedError(f"the operation {other}")
    return context


def _state(live: LiveForm, context: Context) -> State:
    state: State = {}
    for ref, node in live._layout.nodes.items():
        entry = state[ref] = {"relevant": node.relevant}
        entry["required"], entry["readonly"] = live.required(ref), live.readonly(ref)
        if not node.children:
            entry["value"] = node.text
        _wording(live, ref, entry)
        if not node.children and node.relevant:
            violation = live.violation(ref, node.text, context)
            if violation and violation.kind != "type":
                entry["violation"], entry["message"] = violation.kind, violation.message or None
    for ref, _ in asking.repeats(live._layout):
        state[ref] = {"count": len(live.turns(ref)), "relevant": None}
    return state


def _wording(live: LiveForm, ref: str, entry: dict[str, Any]) -> None:
    try:
        entry["label"] = live.label(ref)
        entry["hint"] = live.hint(ref)
        control = live.question(ref).control
    except NoSuchQuestion:
        return
    if control.kind in ("select", "select1", "rank"):
        entry["options"] = [[each.value, each.label] for each in live.choices(ref)]


def _difference(expected: State, got: State) -> str | None:
    for ref, wanted in expected.items():
        have = got.get(ref)
        if have is None:
            return f"{ref} is missing"
        for key in _COMPARED:
            if key == "label" and wanted.get("type") == "repeat-instance" and key not in wanted:
                continue  # they give the label of a turn to the group around it
            if key == "relevant" and have[key] is None:
                continue
            a, b = wanted.get(key), have.get(key)
            if ref.endswith("instanceID") and key == "value" and not a:
                continue  # every draft has an instance ID, also where the form does not ask for one
            if not _same(key, a, b):
                return f"{ref} {key} is {b!r}, not {a!r}"
    extra = [ref for ref in got if ref not in expected and not ref.endswith(_META)]
    return f"{extra[0]} is too much" if extra else None


def _same(key: str, wanted: Any, have: Any) -> bool:
    if key in ("relevant", "readonly", "required"):
        return bool(wanted) == bool(have)
    if key == "value":
        return _plain(wanted or "") == _plain(have or "")
    if key in ("label", "hint"):
        return " ".join((wanted or "").split()) == " ".join((have or "").split())
    if key == "options":  # a choice without a label shows its value
        wanted, have = [[value, label or value] for value, label in wanted or ()], have or []
    return wanted == have or (key == "message" and wanted is None)


def _plain(value: Any) -> str:
    text = _UUID.sub("UUID", str(value))
    if _MOMENT.fullmatch(text):
        return datetime.fromisoformat(text).replace(microsecond=0).isoformat()  # their clock went on
    return text
