"""Conditions and formulas of a form, read aloud for its author: `/data/safe = 'n'` is “safe = No”."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from conversations.expressions.parser import parse
from conversations.expressions.syntax import HERE, UP, Call, Literal, Negation, Number, Operation, Path, Tree
from conversations.expressions.values import text_of_number
from domain.voice import Voice, phrase

Choice = Callable[[str, str], str]  # the label of a choice, by the name of its question and its value; or nothing

_SIGNS: Mapping[str, str] = {"!=": "≠", "<=": "≤", ">=": "≥", "*": "×", "div": "÷"}
_TIGHT: Mapping[str, int] = {
    sign: level
    for level, signs in enumerate(("or", "and", "= !=", "< <= > >=", "+ -", "* div mod", "|"))
    for sign in signs.split()
}
_ANY_ORDER = ("or", "and", "+", "*", "|")
_JOINED: Mapping[str, str] = {"and": phrase("dan"), "or": phrase("atau")}
_PLAIN: Mapping[str, str] = {
    "today": phrase("hari ini"),
    "now": phrase("sekarang"),
    "true": phrase("ya"),
    "false": phrase("tidak"),
    "string-length": phrase("banyaknya huruf {of}"),
    "count-selected": phrase("banyaknya pilihan {of}"),
}
_ANSWER = phrase("jawaban")


@dataclass(frozen=True)
class Aloud:
    """How formulas are read, in one language."""

    voice: Voice
    choice: Choice
    here: str = ""  # the question that asks

    def read(self, source: str) -> str:
        return self._tree(parse(source))

    def filters(self, source: str) -> str:
        """What the items of a list are narrowed by."""
        tree = parse(source)
        if isinstance(tree, Call) and tree.arguments:  # randomize()
            tree = tree.arguments[0]
        found = [each for step in tree.steps for each in step.predicates] if isinstance(tree, Path) else []
        return ", ".join(map(self._tree, found))

    def _tree(self, tree: Tree) -> str:
        match tree:
            case Number(value):
                return text_of_number(value)
            case Literal(text):
                return f"“{text}”"
            case Negation(of):
                return f"-{self._tree(of)}"
            case Operation():
                return self._operation(tree)
            case Call():
                return self._call(tree)
            case Path():
                return self._path(tree)

    def _operation(self, tree: Operation) -> str:
        said = self._comparison(tree)
        if said:
            return said
        sign = self.voice.plain(_JOINED[tree.sign]) if tree.sign in _JOINED else _SIGNS.get(tree.sign, tree.sign)
        return f"{self._part(tree.left, tree.sign)} {sign} {self._part(tree.right, tree.sign, after=True)}"

    def _part(self, part: Tree, sign: str, *, after: bool = False) -> str:
        """A part of an operation, in brackets where it would otherwise be read with something else."""
        said = self._tree(part)
        if not isinstance(part, Operation):
            return said
        parted = after and not (part.sign == sign and sign in _ANY_ORDER)
        return f"({said})" if _TIGHT[part.sign] < _TIGHT[sign] + parted else said

    def _comparison(self, tree: Operation) -> str:
        """An answer that is compared with a choice, or with nothing."""
        match tree:
            case Operation("=" | "!=" as sign, Path() as path, Literal(text)):
                pass
            case Operation("=" | "!=" as sign, Literal(text), Path() as path):
                pass
            case _:
                return ""
        name = self._path(path)
        if not text:
            return self.voice.plain(phrase("{of} kosong") if sign == "=" else phrase("{of} terisi"), of=name)
        return f"{name} {_SIGNS.get(sign, sign)} {self._value(path, text)}"

    def _value(self, path: Path, text: str) -> str:
        return self.choice(_name(path) or self.here, text) or f"“{text}”"

    def _call(self, call: Call) -> str:
        arguments = ", ".join(map(self._tree, call.arguments))
        if call.name in _PLAIN and len(call.arguments) == _PLAIN[call.name].count("{of}"):
            return self._said(_PLAIN[call.name], of=arguments)
        return self._spoken(call) or f"{call.name}({arguments})"

    def _spoken(self, call: Call) -> str:
        """What is said of choices and patterns; nothing of other calls."""
        match call:
            case Call("selected", (Path() as path, Literal(text))):
                said, of, what = phrase("{of} memuat {what}"), self._path(path), self._value(path, text)
            case Call("not", (Call("selected", (Path() as path, Literal(text))),)):
                said, of, what = phrase("{of} tanpa {what}"), self._path(path), self._value(path, text)
            case Call("regex", (tree, Literal(text))):
                said, of, what = phrase("{of} berpola {what}"), self._tree(tree), text
            case Call("jr:choice-name", (tree, *_)):
                said, of, what = phrase("nama pilihan {of}"), self._tree(tree), ""
            case Call("not", (tree,)):
                said, of, what = phrase("bukan ({of})"), self._tree(tree), ""
            case _:
                return ""
        return self._said(said, of=of, what=what)

    def _said(self, said: str, **gaps: str) -> str:
        return self.voice.plain(said, **gaps)

    def _path(self, path: Path) -> str:
        """The name of a question, or of a list and its column."""
        start = path.start
        if isinstance(start, Call) and start.name == "instance":
            return f"{_list_of(start)}{self._narrowed(path)}{_column(path)}"
        name = _name(path) or self.voice.plain(_ANSWER)
        return f"{name}{self._narrowed(path)}"

    def _narrowed(self, path: Path) -> str:
        found = [*path.predicates, *(each for step in path.steps for each in step.predicates)]
        return "".join(f"[{self._tree(each)}]" for each in found)


def _name(path: Path) -> str:
    """The question that a path leads to; nothing where it is the one that asks."""
    steps = [step.test for step in path.steps if step not in (HERE, UP)]
    return steps[-1] if steps else ""


def _list_of(call: Call) -> str:
    return next((each.text for each in call.arguments if isinstance(each, Literal)), call.name)


def _column(path: Path) -> str:
    names = [step.test for step in path.steps[2:]]  # after root and item
    return "".join(f"/{name}" for name in names)
