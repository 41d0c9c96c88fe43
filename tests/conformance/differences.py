"""Where we answer otherwise on purpose: the kinds of difference, each with its reason. No case is named here."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from conversations.expressions import Misread, Scope, compile_expression
from conversations.expressions.functions import FUNCTIONS
from tests.conformance.cases import Case

A_UTC_INSTANT = "theirs is a UTC instant"
_NEVER_RUN = re.compile(r"\b(and|or|if)\b")
_EXPONENT = re.compile(r"\d[eE][-+]?\d")
_CALL = re.compile(r"([A-Za-z][\w.:-]*)\s*\(")
_NODE_TYPES = {"node", "text", "comment", "processing-instruction"}


def deliberate(case: Case, wrong: str) -> str | None:
    """Why we answer otherwise on purpose; None where we do not mean to."""
    expr, source = str(case.get("expr", "")), case.get("source")
    if "should be refused" in wrong:
        return _wider_than_theirs(expr, source)
    if A_UTC_INSTANT in wrong:
        return "a date is its civil day in the person's zone, not an instant in UTC"
    unknown = {name for name in _CALL.findall(expr) if name not in FUNCTIONS} - _NODE_TYPES - {"and", "or"}
    if unknown and case.get("dialect") in ("xpath1", "commcare") and "there is no function" in wrong:
        return "the ODK specification has no such function"
    if _refused_early(expr, unknown):
        return "what does not exist is refused when the form is loaded, also where it would never be worked out"
    if source == "javarosa" and "round(" in expr and _is_half(expr):
        return "halves are rounded away from zero, as in Enketo and Web Forms; JavaRosa rounds them up"
    if case.get("kind") == "nodeset" and expr.startswith("jr:itext"):
        return "jr:itext() gives a text, as the specification says, not the node that holds it"
    return None


def _wider_than_theirs(expr: str, source: str | None) -> str | None:
    if source in ("javarosa", "commcare"):
        return "XPath 1.0 allows it, JavaRosa does not"
    if source == "web-forms" and _EXPONENT.search(expr):
        return "numbers with an exponent are read, as in Enketo and JavaRosa"
    return None


def _refused_early(expr: str, unknown: set[str]) -> bool:
    """An invented function, or too few arguments, where `and`, `or` or `if` would never come to it."""
    try:
        compile_expression(expr)
    except Misread as misread:
        invented = all(name.startswith("explode") for name in unknown)
        return invented and _NEVER_RUN.search(expr) is not None and misread.at > 0
    return False


def _is_half(expr: str) -> bool:
    """Whether the number that is rounded lies in the middle between two."""
    return re.search(r"-\d*\.?\d*5['\")]", expr) is not None


def apart_by_the_zone(got: object, expected: object, scope: Scope, digits: float) -> bool:
    """Whether the two are the same but for the hours between the zone and UTC, as exactly as they are given."""
    offset = scope.now.utcoffset() or timedelta()
    hours = abs(offset / timedelta(days=1))
    try:
        apart = abs(float(str(got)) - float(str(expected)))
    except ValueError:
        return _same_civil_day(str(got), str(expected))
    return bool(hours) and abs(apart - hours) <= digits


def _same_civil_day(got: str, expected: str) -> bool:
    """Whether a day of ours is midnight in UTC of theirs."""
    try:
        return datetime.fromisoformat(got + "T00:00:00+00:00") == datetime.fromisoformat(expected)
    except (ValueError, TypeError):
        return False
