"""Cutting an XPath expression into tokens."""

from __future__ import annotations

from typing import Any, NamedTuple

import regex

from conversations.problems import Problem, excerpt
from domain.voice import phrase

LONGEST = 4000  # characters; the longest expression in the collected forms has 2,100


class Misread(Problem):
    """An expression that cannot be understood: what is wrong, in which expression, at which character."""

    def __init__(self, wrong: str, source: str, at: int, remedy: str = "", **gaps: Any) -> None:
        super().__init__(wrong, remedy or phrase("Perbaiki rumusnya"), source=source, at=at, **gaps)


class Unworkable(ValueError):
    """An expression that could not be worked out with the answers it met."""

    def __init__(self, wrong: str, source: str, at: int) -> None:
        super().__init__(f"{wrong} (character {at + 1}: {excerpt(source, at)})")
        self.wrong, self.source, self.at = wrong, source, at


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
        raise Misread("rumusnya lebih panjang dari {most} huruf", source, LONGEST, most=LONGEST)
    found: list[Token] = []
    at, end = 0, len(source.rstrip())
    while at < end:
        match = _TOKEN.match(source, at, end)
        if match is None:
            start = len(source) - len(source[at:].lstrip())
            raise _unreadable(source, start)
        kind = match.lastgroup or ""
        token = _token(kind, match.group(kind), match.start(kind), found)
        found.append(token)
        at = token.at + len(match.group(kind)) if token.kind != "operator" else token.at + len(token.text)
    found.append(Token("end", "", len(source)))
    return found


def _unreadable(source: str, at: int) -> Misread:
    if source[at] in "'\"":
        return Misread("tanda kutip ini tidak ditutup", source, at)
    remedy = phrase("Pakai tanda kutip lurus, ' atau \"") if source[at] in "‘’“”„" else ""
    return Misread("“{seen}” tidak bisa di sini", source, at, remedy, seen=source[at])


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
