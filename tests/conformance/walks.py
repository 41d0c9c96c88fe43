"""Random answers over real forms, with the states that JavaRosa (the engine of ODK Collect) gave."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from conversations.context import Context
from conversations.live import LiveForm
from conversations.problems import Problem
from conversations.xform import read_form
from tests.conformance.tally import Tally

Walk = dict[str, Any]
_FIRST = re.compile(r"\[1\]")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


def run(folder: Path) -> list[Tally]:
    tally = Tally("walks")
    states = Tally("walks, single states")
    for number, line in enumerate((folder / "javarosa-walks" / "walks.jsonl").read_text().splitlines()):
        walk = json.loads(line)
        case = f"{number:03d} {walk['form']} seed {walk['seed']}"
        xml = (folder / "javarosa-walks" / "forms" / walk["form"]).read_text()
        try:
            wrongs = _walked(walk, xml, states)
        except Problem as problem:
            tally.refused[case] = str(problem)
            continue
        tally.note(case, f"{len(wrongs)} differences, first: {wrongs[0]}" if wrongs else None)
        states.failed.update({f"{case} #{i}": wrong for i, wrong in enumerate(wrongs)})
    return [tally, states]


def _walked(walk: Walk, xml: str, states: Tally) -> list[str]:
    form = read_form(xml)
    now = datetime(2026, 11, 22, 6, 0, tzinfo=ZoneInfo(walk["tz"]))
    context = Context(now, instance_id="uuid:x", seed=1, language=form.default_language)
    live = LiveForm.begin(form, context)
    wrongs = []
    for number, step in enumerate(walk["steps"]):
        if step["code"] == "NOTFOUND":
            continue
        at = f"step {number} {step['ref']}={step['value']!r}"
        refs = {_FIRST.sub("", ref): ref for ref in live._layout.nodes}
        ref = refs.get(_FIRST.sub("", step["ref"]))
        if ref is None:
            wrongs.append(f"{at}: there is no such question")
            continue
        violation = live.answer(ref, step["value"], context)
        code = {None: "0", "constraint": "2", "required": "1"}.get(violation and violation.kind, "2")
        if code != step["code"]:
            wrongs.append(f"{at}: we say {violation}, JavaRosa {step['code']}")
            live.put(ref, step["value"] if step["code"] == "0" else live.value(ref), context)
        wrongs += [f"{at}: {wrong}" for wrong in _differences(live, step["changed"], refs, states)]
    return wrongs


def _differences(live: LiveForm, changed: dict[str, Any], refs: dict[str, str], states: Tally) -> list[str]:
    found = []
    for ref, (relevant, value) in changed.items():
        ours = refs.get(_FIRST.sub("", ref))
        node = live._layout.nodes.get(ours or "")
        if node is None:
            found.append(f"{ref} is missing")
        elif node.relevant != bool(relevant):
            found.append(f"{ref} is {'' if node.relevant else 'not '}relevant")
        elif ref.endswith("instanceID[1]") and not value:
            continue  # every draft has an instance ID, also where the form does not ask for one
        elif value == "[itext:]":
            continue  # JavaRosa's jr:choice-name() of an empty answer
        elif not node.children and not _same(node.stored, value or ""):
            found.append(f"{ref} is {node.stored!r}, not {value!r}")
        else:
            states.passed += 1
    return found


def _same(ours: str, theirs: str) -> bool:
    if ours == theirs:
        return True
    try:
        if ours.removesuffix("+00:00") == theirs.removesuffix("Z"):
            return True
        if _MOMENT.fullmatch(ours) and _MOMENT.fullmatch(theirs):
            return datetime.fromisoformat(ours) == datetime.fromisoformat(theirs)
        return abs(float(ours) - float(theirs)) < 1e-9
    except ValueError:
        return False
