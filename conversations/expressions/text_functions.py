"""Functions on text."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from itertools import accumulate
from math import inf, isnan

import regex

from conversations.expressions.compiler import Compiler, Function
from conversations.expressions.patterns import pattern
from conversations.expressions.scope import MOST_WORK, Scope
from conversations.expressions.signatures import takes
from conversations.expressions.syntax import Call, Literal
from conversations.expressions.typed import Kind, Typed, as_text, strings
from conversations.expressions.values import Value, text_of
from conversations.nodes import Node

_BLANKS = regex.compile("[ \t\r\n]+")  # what XML calls blank; Python counts more
LONGEST_TEXT = 10_000  # letters of concat() and join(): each might double what the one before made
REGEX_SECONDS = 0.1  # (a+)+$ on 24 letters takes Python's re a second, and doubles with every letter
MOST_TIMEOUTS = 10  # for one message of a person


def _substring(text: str, start: float, length: float = inf) -> str:
    # XPath counts from 1 and rounds; a start before the text eats into the length
    if isnan(start) or isnan(length) or start in (inf, -inf):
        return text if start == -inf and length == inf else ""
    first = _half_up(start)
    last = inf if length == inf else first + _half_up(length)
    return text[max(0, first - 1) : None if last == inf else max(0, int(last) - 1)]


def _half_up(number: float) -> int:
    if number in (inf, -inf):
        return 10**9 if number > 0 else -(10**9)
    return int((number + 0.5) // 1)


def _substr(text: str, start: float, end: float = inf) -> str:
    if isnan(start) or isnan(end):
        return ""
    cut = [None if end == inf else int(max(end, -len(text) - 1))]
    first = int(max(-len(text), min(start, len(text))))
    return text[first : cut[0]]


def _before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


def _translate(text: str, these: str, those: str) -> str:
    table: dict[int, str | None] = {}
    for i, letter in enumerate(these):
        table.setdefault(ord(letter), those[i] if i < len(those) else None)
    return text.translate(table)


def _join(between: str, *values: Value) -> str:
    return between.join(_within_bounds([text for value in values for text in strings(value)]))


def _concat(*values: Value) -> str:
    return "".join(_within_bounds([text for value in values for text in strings(value)]))


def _within_bounds(texts: list[str]) -> list[str]:
    """As many texts as together are not longer than a result may be, and the one that is too much."""
    if sum(map(len, texts)) <= LONGEST_TEXT:
        return texts
    ends = accumulate(map(len, texts))
    return [text[:LONGEST_TEXT] for text, end in zip(texts, ends, strict=True) if end - len(text) <= LONGEST_TEXT]


def _matches(compiler: Compiler, call: Call, text: str, wanted: regex.Pattern[str], scope: Scope) -> bool:
    # anywhere in the text, as the specification, Enketo and Web Forms have it; Collect wants the whole text
    scope.spend(1)
    try:
        return wanted.search(text, timeout=REGEX_SECONDS) is not None
    except TimeoutError:
        scope.spend(MOST_WORK // MOST_TIMEOUTS)
        raise compiler.unworkable(call, f"the pattern could not be tried within {REGEX_SECONDS:g} s") from None


def _regex(compiler: Compiler, call: Call) -> Typed:
    text, second = as_text(compiler.compile(call.arguments[0])), call.arguments[1]
    if isinstance(second, Literal):
        try:
            ready = pattern(second.text)
        except regex.error as broken:
            raise compiler.wrong(call, "{name}(): polanya tidak bisa dibaca, {broken}", broken=str(broken)) from None
        return Typed("truth", lambda node, scope: _matches(compiler, call, text(node, scope), ready, scope))
    wanted = as_text(compiler.compile(second))

    def tries(node: Node, scope: Scope) -> bool:
        try:
            ready = pattern(wanted(node, scope))
        except regex.error as broken:
            raise compiler.unworkable(call, f"the pattern cannot be read, {broken}") from None
        return _matches(compiler, call, text(node, scope), ready, scope)

    return Typed("truth", tries)


_ALGORITHMS = ("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512")
_ENCODINGS = ("base64", "hex")


def _digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    if algorithm.upper() not in _ALGORITHMS or encoding.lower() not in _ENCODINGS:
        return ""
    name = algorithm.lower().replace("-", "")
    made = hashlib.new(name, text.encode(), usedforsecurity=False).digest()
    return made.hex() if encoding.lower() == "hex" else base64.b64encode(made).decode()


def _checked_digest(compiler: Compiler, call: Call) -> Typed:
    """digest(), whose algorithm and encoding are looked at while the form is compiled where they are written out."""
    for argument, known in zip(call.arguments[1:], (_ALGORITHMS, _ENCODINGS), strict=False):
        if isinstance(argument, Literal) and argument.text.upper() not in map(str.upper, known):
            raise compiler.wrong(
                call, "{name}(): “{given}” bukan salah satu dari {known}", given=argument.text, known=", ".join(known)
            )
    return _DIGEST.build(compiler, call)


_DIGEST = takes("sss?", "text", _digest)


def _base64_decode(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""


def _boolean_from_string(value: Value) -> bool:
    return text_of(value) in ("1", "true")


def _of_this_node(gives: Kind, work: Callable[[str], Value]) -> Function:
    """string-length() and the like: the text given, or that of the node where we stand."""

    def build(compiler: Compiler, call: Call) -> Typed:
        if not call.arguments:
            return Typed(gives, lambda node, _scope: work(node.string()))
        text = as_text(compiler.compile(call.arguments[0]))
        return Typed(gives, lambda node, scope: work(text(node, scope)))

    return Function(0, 1, build)


TEXT_FUNCTIONS: Mapping[str, Function] = {
    "concat": takes("v*", "text", _concat),
    "join": takes("sv*", "text", _join),
    "contains": takes("ss", "truth", lambda text, part: part in text),
    "starts-with": takes("ss", "truth", str.startswith),
    "ends-with": takes("ss", "truth", str.endswith),
    "substring": takes("snn?", "text", _substring),
    "substr": takes("snn?", "text", _substr),
    "substring-before": takes("ss", "text", _before),
    "substring-after": takes("ss", "text", _after),
    "translate": takes("sss", "text", _translate),
    "string-length": _of_this_node("number", lambda text: float(len(text))),
    "normalize-space": _of_this_node("text", lambda text: " ".join(_BLANKS.sub(" ", text).strip(" ").split(" "))),
    "regex": Function(2, 2, _regex),
    "digest": Function(2, 3, _checked_digest),
    "base64-decode": takes("s", "text", _base64_decode),
    "boolean-from-string": takes("v", "truth", _boolean_from_string),
}
