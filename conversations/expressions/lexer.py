"""Cutting an XPath expression into tokens."""

from __future__ import annotations

from typing import NamedTuple

import regex

AROUND = 60  # characters before and after the place of a mistake that are shown
MARK = "▸"
LONGEST = 4000  # characters; the longest expression in the collected forms has 2,100


class _Mistake(ValueError):
    def __init__(self, wrong: str, source: str, at: int) -> None:
        super().__init__(f"{wrong} (character {at + 1}: {excerpt(source, at)})")
        self.wrong, self.source, self.at = wrong, source, at


class Misread(_Mistake):
    """An expression that cannot be understood: what is wrong, in which expression, at which character."""


class Unworkable(_Mistake):
    """An expression that could not be worked out with the answers it met."""


def excerpt(source: str, at: int) -> str:
    """The expression on one line, with a mark before the place; of a long one, what lies around it."""
    start, end = max(0, at - AROUND), at + AROUND
    before = ("…" if start else "") + source[start:at]
    after = source[at:end] + ("…" if end < len(source) else "")
    return " ".join(f"{before}{MARK}{after}".split())


class Token(NamedTuple):
    kind: str  # "name", "number", "literal", "operator", "sign" or "end"
    text: str
    at: int


_NAME = r"[^\W\d][\w.\-]*"
_TOKEN = regex.compile(
    rf"""\s*(?:
        (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)
      | (?P<literal>"[^"]*"|'[^']*')
      | (?P<name>{_NAME}(?::(?:{_NAME}|\*))?(?<![.]))
      | (?P<sign>\.\.|::|//|!=|<=|>=|[()\[\].@,/|+\-=<>*$])
    )""",
    regex.VERBOSE,
)
_WORD = regex.compile(r"\*|(?:and|or|div|mod)(?![^\W\d])")  # 1 and1 is read as JavaScript engines read it
_OPENERS = {"(", "[", ",", "/", "//", "::", "@", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="}


def tokens(source: str) -> list[Token]:
    if len(source) > LONGEST:
        raise Misread(f"the expression is longer than {LONGEST} characters", source, LONGEST)
    found: list[Token] = []
    at, end = 0, len(source.rstrip())
    while at < end:
        match = _TOKEN.match(source, at, end)
        if match is None:
            start = len(source) - len(source[at:].lstrip())
            raise Misread(f"“{source[start]}” is not expected here", source, start)
        kind = match.lastgroup or ""
        token = _token(kind, match.group(kind), match.start(kind), found)
        found.append(token)
        at = token.at + len(match.group(kind)) if token.kind != "operator" else token.at + len(token.text)
    found.append(Token("end", "", len(source)))
    return found


def _is_operand(before: list[Token]) -> bool:
    if not before or before[-1].kind == "operator":
        return False
    return before[-1].kind == "literal" or before[-1].text not in _OPENERS


def _token(kind: str, text: str, at: int, before: list[Token]) -> Token:
    # XPath 1.0, 3.7: after an operand, `*` multiplies and and/or/div/mod are operators; elsewhere names.
    if text == "*" or kind == "name":
        word = _WORD.match(text)
        if word and _is_operand(before):
            return Token("operator", word[0], at)
        return Token("name", text, at)
    if kind == "literal":
        return Token(kind, text[1:-1], at)
    return Token(kind, text, at)
