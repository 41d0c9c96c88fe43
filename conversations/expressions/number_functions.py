"""Functions on numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from math import inf, isfinite, isnan, nan

from conversations.expressions.compiler import Function
from conversations.expressions.scope import Scope
from conversations.expressions.signatures import takes
from conversations.expressions.values import Nodes, Value, number_of, number_of_text

_MOST_DIGITS = 400  # further than any float goes


def _safely(work: Callable[..., float]) -> Callable[..., float]:
    """Outside its domain a function of mathematics gives NaN, and what is too big is infinite."""

    def safe(*given: object) -> float:
        try:
            return float(work(*given))
        except OverflowError:
            return inf
        except (ValueError, ZeroDivisionError):
            return nan

    return safe


def _round(number: float, digits: float = 0) -> float:
    # half away from zero and on the digits people see, as JavaRosa and Enketo do
    if not isfinite(number) or not isfinite(digits):
        return nan if isnan(number) or isnan(digits) else float(number)
    digits = max(-_MOST_DIGITS, min(digits, _MOST_DIGITS))
    step = Decimal(1).scaleb(-int(digits))
    shown = Decimal(repr(float(number)))
    if shown.adjusted() + int(digits) < -1:
        return 0.0
    return float((shown / step).to_integral_value(ROUND_HALF_UP) * step)


def _int(number: float) -> float:
    return float(math.trunc(number)) if isfinite(number) else nan if isnan(number) else number


def _numbers(scope: Scope, values: tuple[Value, ...]) -> list[float]:
    found = []
    for value in values:
        if isinstance(value, str | bool | float):
            found.append(number_of(value, scope.zone))
        else:
            found += [number_of_text(each.string(), scope.zone) for each in value]
    return found


def _most(scope: Scope, *values: Value) -> float:
    found = _numbers(scope, values)
    return nan if not found or any(isnan(each) for each in found) else max(found)


def _least(scope: Scope, *values: Value) -> float:
    found = _numbers(scope, values)
    return nan if not found or any(isnan(each) for each in found) else min(found)


def _sum(scope: Scope, nodes: Nodes) -> float:
    # an answer that is not there yet adds nothing; JavaRosa and Enketo agree on this against XPath
    zone = scope.zone
    return math.fsum([number_of_text(text, zone) for each in nodes if (text := each.string())])


def _log10(number: float) -> float:
    return -inf if number == 0 else math.log10(number)


def _log(number: float) -> float:
    return -inf if number == 0 else math.log(number)


def _power(number: float, power: float) -> float:
    if number == 0 and power < 0:
        return inf
    made = math.pow(number, power)
    return made if isinstance(made, float) else nan


_MATHEMATICS: Mapping[str, Callable[[float], float]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "exp10": lambda number: math.pow(10, number),
    "log": _log,
    "log10": _log10,
    "abs": abs,
    "floor": lambda number: math.floor(number) if isfinite(number) else number,
    "ceiling": lambda number: math.ceil(number) if isfinite(number) else number,
}

NUMBER_FUNCTIONS: Mapping[str, Function] = {
    **{name: takes("n", "number", _safely(work)) for name, work in _MATHEMATICS.items()},
    "pow": takes("nn", "number", _safely(_power)),
    "atan2": takes("nn", "number", _safely(math.atan2)),
    "pi": takes("", "number", lambda: math.pi),
    "round": takes("nn?", "number", _round),
    "int": takes("n", "number", _int),
    "max": takes("vv*", "number", _most, scope=True),
    "min": takes("vv*", "number", _least, scope=True),
    "sum": takes("l", "number", _safely(_sum), scope=True),
    "random": takes("", "number", lambda scope: scope.chance.random(), scope=True),
}
