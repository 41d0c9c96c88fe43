"""Random answers over real forms, with the states that JavaRosa (the engine of ODK Collect) gave."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from conversations.context import Context
from conversations.live import LiveForm
from conversations.xform import read_form
from tests.conformance.cases import Case, files, form_of, lines
from tests.conformance.tally import Tally

FIRST = re.compile(r"\[1\]")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
CODES = {None: "0", "constraint": "2", "required": "1", "type": "2"}
_EMPTY_CHOICE_NAME = "[itext:]"  # JavaRosa's jr:choice-name() of an empty answer


def run(folder: Path) -> list[Tally]:
    """Whole walks; then every single value, relevance and acceptance in them, after every step."""
    walks, parts = Tally("walks"), [Tally(f"walks, {each}") for each in ("values", "relevance", "acceptance")]
    for path in files(folder, "walks.jsonl"):
        for name, case in lines(path):
            case_name = f"{name} {case.get('form')} seed {case.get('seed')}"
            walks.attempt(case_name, lambda at=case_name, case=case, path=path: _walk(case, path.parent, at, parts))
    return [walks, *parts]


def _walk(case: Case, folder: Path, name: str, parts: list[Tally]) -> str | None:
    walked = _Walked(case, folder, name, parts)
    for number, step in enumerate(case["steps"]):
        walked.take(number, step)
    return f"{len(walked.wrong)} differences, first: {walked.wrong[0]}" if walked.wrong else None


class _Walked:
    """One walk under way: what JavaRosa has by now, and what was found to differ."""

    def __init__(self, case: Case, folder: Path, name: str, parts: list[Tally]) -> None:
        form = read_form(form_of(folder, case["form"]))
        now = datetime(2026, 11, 22, 6, 0, tzinfo=ZoneInfo(case.get("tz") or "UTC"))
        self._context = Context(now, instance_id="uuid:x", seed=1, language=form.default_language)
        self._live = LiveForm.begin(form, self._context)
        self._name = name
        self._values, self._relevance, self._acceptance = parts
        self._theirs: dict[str, tuple[Any, Any]] = {}
        self.wrong: list[str] = []

    def take(self, number: int, step: Case) -> None:
        at = f"step {number} {step['ref']}={step['value']!r}"
        refs = self._refs()
        ref = refs.get(FIRST.sub("", step["ref"]))
        if step["code"] != "NOTFOUND":
            self._note(self._acceptance, at, self._answered(ref, step))
        self._theirs.update({ref: (relevant, value) for ref, (relevant, value) in step["changed"].items()})
        refs = self._refs()
        for theirs, state in self._theirs.items():
            self._compare(at, theirs, refs.get(FIRST.sub("", theirs)), *state)

    def _answered(self, ref: str | None, step: Case) -> str | None:
        if ref is None:
            return "there is no such question"
        violation = self._live.answer(ref, step["value"], self._context)
        if CODES[violation and violation.kind] == step["code"]:
            return None
        # go on from where JavaRosa is, so that one difference is counted once
        if step["code"] == "0":
            self._live.put(ref, step["value"], self._context)
        return f"we say {violation}, JavaRosa {step['code']}"

    def _compare(self, at: str, theirs: str, ours: str | None, relevant: Any, value: Any) -> None:
        node = self._live._layout.nodes.get(ours or "")
        if node is None:
            self._note(self._relevance, at, f"{theirs} is missing")
            return
        wrong = None if node.relevant == bool(relevant) else f"{theirs} is {'' if node.relevant else 'not '}relevant"
        self._note(self._relevance, at, wrong)
        if node.children or value == _EMPTY_CHOICE_NAME or (theirs.endswith("instanceID[1]") and not value):
            return  # every draft of ours has an instance ID, also where the form does not ask for one
        is_same = same(node.stored, value or "")
        self._note(self._values, at, None if is_same else f"{theirs} is {node.stored!r}, not {value!r}")

    def _note(self, tally: Tally, at: str, wrong: str | None) -> None:
        if wrong is None:
            tally.passed += 1
        else:
            self.wrong.append(f"{at}: {wrong}")
            tally.failed[f"{self._name} #{len(self.wrong)}"] = self.wrong[-1]

    def _refs(self) -> dict[str, str]:
        return {FIRST.sub("", ref): ref for ref in self._live._layout.nodes}


def same(ours: str, theirs: str) -> bool:
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
