"""Where Suar and JavaRosa differ on purpose or by a fault of JavaRosa, each kind with its reason."""

from __future__ import annotations

import re

from conversations.form import Bind, Form
from tests.javarosa.replaying import Difference, Order

# what JavaRosa cannot read, put otherwise for both: (what stands in the XForm, what is read instead, why)
REWRITTEN = (
    (
        re.compile(r"count(-non-empty)?\( ?/data/[^)]*\*(\[[^\]]*\])?\)"),
        "0",
        "JavaRosa fails on steps that are stars: “Unexpected multiplicity mismatch”",
    ),
    (
        re.compile(r"item\[1\]"),
        "item[position() = 1]",
        "JavaRosa finds nothing by a plain number in a list from a file",
    ),
)
_TURNS = "a repeat has as many turns as its count says, none without one; JavaRosa never takes a turn away"
_CHOICES = "a choice that is no longer offered is hidden and comes back; JavaRosa keeps it, and removes it later"
_PLACE = re.compile(r"\[\d+\]")


def harmless(form: Form, difference: Difference) -> str | None:
    """Why a difference may be passed over; the walk goes on."""
    is_extra = difference.what == "missing" and difference.theirs
    return _TURNS if is_extra and _is_counted(form, difference.ref) else None


def reason(form: Form, order: Order, difference: Difference) -> str | None:
    """Why the two part here: from there on each goes its own way."""
    bind = form.binds.get(_path(order.ref), Bind(()))
    if difference.what == "code":
        return _of_an_answer(form, order, bind, difference)
    if _reads_a_time_as_text(form, difference):
        return "a time is a text, as it is stored; in a formula of JavaRosa it is a moment of this day"
    formula = _formula(form, difference)
    if "decimal-date-time(" in formula:
        return "the number of a day is its civil day where the person is; in JavaRosa its midnight in UTC"
    if "max(" in formula or "min(" in formula:
        return "max() and min() of something that is no number are none, as XPath says; JavaRosa leaves it out"
    if _loses_a_choice(form, difference):
        return _CHOICES
    if difference.what == "value" and not difference.ours and _is_counted(form, difference.ref):
        return _TURNS  # the answers of a turn that went and came back
    return None


def _of_an_answer(form: Form, order: Order, bind: Bind, difference: Difference) -> str | None:
    control = form.controls.get(bind.path)
    filter_ = control.itemset.nodes.source if control and control.itemset else ""
    if bind.constraint and bind.path in bind.constraint.references:
        return (
            "in a constraint the question itself holds the new answer by its path, too; in JavaRosa only by the dot"
        )
    if difference.theirs == "TYPE" and "!=" in filter_:
        return "nothing is different from nothing, as XPath says; in JavaRosa an empty set is an empty text"
    if bind.constraint and "regex(" in bind.constraint.source:
        return "regex() looks anywhere in the text; in JavaRosa it is the whole text"
    return None


def _formula(form: Form, difference: Difference) -> str:
    calculate = form.binds.get(_path(difference.ref), Bind(())).calculate
    return calculate.source if calculate else ""


def _reads_a_time_as_text(form: Form, difference: Difference) -> bool:
    calculate = form.binds.get(_path(difference.ref), Bind(())).calculate
    if calculate is None or "substr" not in calculate.source:
        return False
    return any(form.binds[path].type == "time" for path in calculate.references if path in form.binds)


def _loses_a_choice(form: Form, difference: Difference) -> bool:
    """A filtered choice, or what is worked out from one."""
    path = _path(difference.ref)
    calculate = form.binds.get(path, Bind(())).calculate
    reads = {path} | (calculate.references if calculate else frozenset())
    controls = (form.controls.get(each) for each in reads)
    return difference.what == "value" and any(each and each.itemset and each.itemset.filtered for each in controls)


def _is_counted(form: Form, ref: str) -> bool:
    path = _path(ref)
    return any(path[: len(repeat)] == repeat for repeat in form.repeats)


def _path(ref: str) -> tuple[str, ...]:
    return tuple(_PLACE.sub("", ref).strip("/").split("/"))
