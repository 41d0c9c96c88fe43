"""The words of a form as they are read from its XForm: itext, labels, hints and the outputs within them."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from conversations.expressions import Expression, compile_expression
from conversations.expressions.compiler import Names
from conversations.form import Part, Text, Words, written
from conversations.nodes import TEXT, Node
from conversations.problems import Findings, Problem

MISSING = "-"  # what pyxform writes where a translation is missing
_STATIC = regex.compile(r"""\s*jr:itext\(\s*(?:'([^']*)'|"([^"]*)")\s*\)\s*""")
_CHOSEN = regex.compile(r"\s*jr:itext\((.*)\)\s*", regex.DOTALL)
RawPart = str | tuple[str]  # the 1-tuple holds the expression of an output
RawWords = Mapping[str, Mapping[str, tuple[RawPart, ...]]]


def local(node: Node) -> str:
    return node.name.rpartition(":")[2]


class Wording:
    """Compiles expressions and words for places of one form."""

    def __init__(
        self, repeats: frozenset[Names], itext: Mapping[str, RawWords], findings: Findings | None = None
    ) -> None:
        self._repeats = repeats
        self._itext = itext
        self._findings = findings or Findings()
        self.lists: dict[str, tuple[Names, str]] = {}  # every list that some expression names, and where it does

    def expression(self, source: str, here: Names, of: str) -> Expression:
        """What is wrong with it is noted, so that the others are read as well."""
        with self._findings.noted(place=written(here), column=of):
            made = compile_expression(source, here, self._repeats)
            for name in made.instances:
                self.lists.setdefault(name, (here, of))
            return made
        return compile_expression(".")

    def optional(self, source: str, here: Names, of: str) -> Expression | None:
        return self.expression(source, here, of) if source.strip() else None

    def label(self, element: Node | None, here: Names, of: str) -> Text:
        """What a label or hint element says: by reference, or written inside it."""
        if element is None:
            return Text()
        ref = element.attribute("ref")
        if ref:
            return self.reference(ref, here, of)
        parts = self._compiled(parts_of(element), here, of)
        return Text({"": {"": parts}}) if parts else Text()

    def message(self, text: str, here: Names, of: str) -> Text | None:
        if not text.strip():
            return None
        return self.reference(text, here, of) if _CHOSEN.fullmatch(text) else Text({"": {"": (text,)}})

    def reference(self, ref: str, here: Names, of: str) -> Text:
        static = _STATIC.fullmatch(ref)
        if static:
            return Text(self.words(static[1] or static[2] or "", here, of))
        chosen = _CHOSEN.fullmatch(ref)
        if chosen:
            return Text(chosen_by=self.expression(chosen[1], here, of))
        return Text(read_from=self.expression(ref, here, of))

    def words(self, text_id: str, here: Names, of: str) -> Words:
        if text_id not in self._itext:
            raise Problem(
                "tidak ada teks “{id}”", "Tambahkan terjemahannya", id=text_id, place=written(here), column=of
            )
        return {
            language: {form: self._compiled(parts, here, of) for form, parts in forms.items()}
            for language, forms in self._itext[text_id].items()
        }

    def _compiled(self, parts: tuple[RawPart, ...], here: Names, of: str) -> tuple[Part, ...]:
        return tuple(p if isinstance(p, str) else self.expression(p[0], here, of) for p in parts)


def parts_of(element: Node) -> tuple[RawPart, ...]:
    """Texts and outputs in turn, without the blanks around the whole."""
    if not element.children:
        text = element.stored.strip()
        return (text,) if text else ()
    parts: list[RawPart] = []
    for child in element.children:
        if child.name == TEXT:
            parts.append(child.stored)
        elif local(child) == "output":
            parts.append((child.attribute("value") or child.attribute("ref"),))
        else:
            parts += [part for part in parts_of(child) if part]
    return _stripped(parts)


def _stripped(parts: list[RawPart]) -> tuple[RawPart, ...]:
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return tuple(part for part in parts if part)


def read_itext(itext: Node | None) -> tuple[dict[str, RawWords], tuple[str, ...], str]:
    """All texts by id, the languages in their order, and the default language."""
    found: dict[str, dict[str, dict[str, tuple[RawPart, ...]]]] = {}
    languages: list[str] = []
    default = ""
    for translation in itext.children if itext else ():
        if local(translation) != "translation":
            continue
        language = translation.attribute("lang")
        languages.append(language)
        if any(each.name == "@default" and each.stored != "false()" for each in translation.attributes):
            default = language
        for text in translation.named("text"):
            found.setdefault(text.attribute("id"), {})[language] = _forms(text)
    return dict(found), tuple(languages), default or (languages[0] if languages else "")


def _forms(text: Node) -> dict[str, tuple[RawPart, ...]]:
    forms = {}
    for value in text.children:
        if local(value) == "value":
            parts = parts_of(value)
            if parts and parts != (MISSING,):
                forms[value.attribute("form")] = parts
    return forms
