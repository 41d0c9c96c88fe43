"""Forms, operations on them and the full state after each, recorded from the ODK Web Forms engine."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from conversations import asking
from conversations.context import Context
from conversations.live import LiveForm, NoSuchQuestion
from conversations.problems import Problem
from conversations.xform import read_form
from tests.conformance.tally import Tally

Case = dict[str, Any]
State = dict[str, dict[str, Any]]
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,3}[+-]\d\d:\d\d")
_COMPARED = ("relevant", "value", "readonly", "required", "label", "hint", "violation", "message", "options", "count")


def run(folder: Path) -> list[Tally]:
    tally = Tally("scenarios")
    for line in (folder / "scenarios" / "scenarios.jsonl").read_text().splitlines():
        case = json.loads(line)
        if case["edit"]:
            continue
        xml = (folder / "scenarios" / "forms" / f"{case['form']}.xml").read_text()
        try:
            tally.note(case["id"], _played(case, xml))
        except Problem as problem:
            tally.refused[case["id"]] = f"{case['test'][-90:]}: {problem}"
        except Exception as error:  # whatever breaks is a failure of this case, not of the run
            tally.note(case["id"], f"{case['test'][-90:]}: {type(error).__name__} {error}")
    return [tally]


def _played(case: Case, xml: str) -> str | None:
    form = read_form(xml, {url: text.encode() for url, text in case["resources"].items()})
    zone = ZoneInfo(case["tz"])
    language = next(iter(case["languages"]), "") or form.default_language
    context = Context(
        datetime.fromisoformat(case["now"]).astimezone(zone),
        instance_id="uuid:00000000-0000-4000-8000-000000000000",
        language=language,
        seed=1,
    )
    live = LiveForm.begin(form, context)
    expected: State = {}
    for number, step in enumerate(case["steps"]):
        if number:
            context = _done(live, step, context)
        for gone in step["removed"]:
            expected = {ref: each for ref, each in expected.items() if not (ref + "/").startswith(gone + "/")}
        expected.update({each["ref"]: each for each in step["changed"]})
        wrong = _difference(expected, _state(live, context))
        if wrong:
            return f"{case['test'][-90:]} step {number} {step['op']} {step['args']}: {wrong}"
    return None


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
            if key not in wanted and key in ("label", "hint", "options", "count", "value"):
                continue
            if key == "relevant" and have[key] is None:
                continue
            a, b = wanted.get(key), have.get(key)
            if ref.endswith("instanceID") and key == "value" and not a:
                continue  # every draft has an instance ID, also where the form does not ask for one
            if not _same(key, a, b):
                return f"{ref} {key} is {b!r}, not {a!r}"
    return None


def _same(key: str, wanted: Any, have: Any) -> bool:
    if key in ("relevant", "readonly", "required"):
        return bool(wanted) == bool(have)
    if key == "value":
        return _plain(wanted) == _plain(have)
    if key in ("label", "hint"):
        return " ".join((wanted or "").split()) == " ".join((have or "").split())
    if key == "options":  # a choice without a label shows its value
        wanted = [[value, label or value] for value, label in wanted or ()]
    return wanted == have or (key == "message" and wanted is None)


def _plain(value: Any) -> str:
    text = _UUID.sub("UUID", str(value))
    if _MOMENT.fullmatch(text):
        return datetime.fromisoformat(text).replace(microsecond=0).isoformat()  # their clock went on
    return text
