"""Reading an XPath expression into its syntax tree."""

from __future__ import annotations

from conversations.expressions.lexer import Misread, Token, tokens
from conversations.expressions.syntax import Call, Literal, Negation, Number, Operation, Path, Step, Tree

DEEPEST = 50  # brackets in brackets; a form of a stranger must not exhaust the stack
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_UPWARDS = ("parent", "ancestor", "ancestor-or-self", "preceding", "preceding-sibling")
_ONWARDS = ("child", "self", "descendant", "descendant-or-self", "following", "following-sibling", "attribute")
_AXES = frozenset((*_UPWARDS, *_ONWARDS))
_NODE_TYPES = {"node", "text", "comment", "processing-instruction"}
_EVERYTHING = Step("descendant-or-self", "node()")


def parse(source: str) -> Tree:
    return _Parser(source).whole()


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = tokens(source)
        self._at = 0
        self._depth = 0

    def whole(self) -> Tree:
        tree = self._expression()
        if self._next.kind != "end":
            raise self._unexpected()
        return tree

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _sees(self, *texts: str) -> bool:
        token = self._next
        return token.text in texts and token.kind in ("sign", "operator")

    def _accept(self, text: str) -> bool:
        if self._sees(text):
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise Misread("kurang “{missing}”", self._source, self._next.at, missing=text)

    def _unexpected(self) -> Misread:
        token = self._next
        if token.kind == "end":
            return Misread("rumusnya belum selesai", self._source, token.at)
        return Misread("“{seen}” tidak bisa di sini", self._source, token.at, seen=token.text)

    def _expression(self) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Misread("kurungnya lebih dalam dari {most} tingkat", self._source, self._next.at, most=DEEPEST)
        tree = self._binary(0)
        self._depth -= 1
        return tree

    def _binary(self, level: int) -> Tree:
        if level == len(_LEVELS):
            return self._unary()
        tree = self._binary(level + 1)
        while self._sees(*_LEVELS[level]):
            sign = self._take()
            tree = Operation(sign.text, tree, self._binary(level + 1), sign.at)
        return tree

    def _unary(self) -> Tree:
        minuses = 0
        while self._accept("-"):
            minuses += 1
        tree = self._union()
        for _ in range(minuses):
            tree = Negation(tree)
        return tree

    def _union(self) -> Tree:
        tree = self._path()
        while self._sees("|"):
            tree = Operation("|", tree, at=self._take().at, right=self._path())
        return tree

    def _path(self) -> Tree:
        if self._sees("/", "//"):
            return self._absolute()
        if not self._starts_primary():
            return Path(self._steps())
        at, start = self._next.at, self._primary()
        predicates = self._predicates()
        if self._sees("/", "//"):
            return Path(self._more_steps(), start=start, predicates=predicates, at=at)
        return Path((), start=start, predicates=predicates, at=at) if predicates else start

    def _absolute(self) -> Tree:
        if self._sees("//"):
            return Path(self._more_steps(), absolute=True)
        self._take()
        return Path(self._steps(), absolute=True) if self._starts_step() else Path((), absolute=True)

    def _more_steps(self) -> tuple[Step, ...]:
        lead = (_EVERYTHING,) if self._take().text == "//" else ()
        return lead + self._steps()

    def _steps(self) -> tuple[Step, ...]:
        steps = [self._step()]
        while self._sees("/", "//"):
            if self._take().text == "//":
                steps.append(_EVERYTHING)
            steps.append(self._step())
        return tuple(steps)

    def _starts_step(self) -> bool:
        return self._next.kind == "name" or self._sees(".", "..", "@")

    def _starts_primary(self) -> bool:
        token, after = self._next, self._tokens[min(self._at + 1, len(self._tokens) - 1)]
        if token.kind in ("number", "literal") or self._sees("(", "$"):
            return True
        return token.kind == "name" and after.text == "(" and token.text not in _NODE_TYPES

    def _step(self) -> Step:
        if self._accept("."):
            return Step("self", "node()", self._predicates())
        if self._accept(".."):
            return Step("parent", "node()", self._predicates())
        axis = "attribute" if self._accept("@") else "child"
        if self._next.kind == "name" and self._tokens[self._at + 1].text == "::":
            axis = self._axis()
        return Step(axis, self._test(), self._predicates())

    def _axis(self) -> str:
        token = self._take()
        self._take()
        if token.text not in _AXES:
            raise Misread("tidak ada sumbu “{axis}”", self._source, token.at, axis=token.text)
        return token.text

    def _test(self) -> str:
        if self._next.kind != "name":
            raise self._unexpected()
        name = self._take().text
        if name in _NODE_TYPES and self._accept("("):
            if self._next.kind == "literal":
                self._take()
            self._expect(")")
            return name + "()"
        return name

    def _predicates(self) -> tuple[Tree, ...]:
        found = []
        while self._accept("["):
            found.append(self._expression())
            self._expect("]")
        return tuple(found)

    def _primary(self) -> Tree:
        token = self._take()
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "literal":
            return Literal(token.text)
        if token.kind == "name":
            return Call(token.text, self._arguments(), token.at)
        if token.text == "$":
            raise Misread("variabel seperti $nama tidak didukung", self._source, token.at)
        tree = self._expression()
        self._expect(")")
        return tree

    def _arguments(self) -> tuple[Tree, ...]:
        self._expect("(")
        if self._accept(")"):
            return ()
        found = [self._expression()]
        while self._accept(","):
            found.append(self._expression())
        self._expect(")")
        return tuple(found)
