"""Putting the words of a form together: the language, its fall-backs, and answers within labels."""

from __future__ import annotations

from collections.abc import Iterator

from conversations.expressions import Scope
from conversations.form import Control, Form, Part, Text, Words
from conversations.nodes import Node


def say(form: Form, text: Text, node: Node, here: Node, scope: Scope, language: str, kind: str = "") -> str:
    """A text in a language. Ids are looked for at `node` (a choice), answers at `here` (the question)."""
    if text.read_from is not None:
        return text.read_from.text(node, scope) if not kind else ""
    words = text.words
    if text.chosen_by is not None:
        words = form.itext.get(text.chosen_by.text(node, scope), {})
    return "".join(
        [part if isinstance(part, str) else part.text(here, scope) for part in words_in(form, words, language, kind)]
    )


def words_in(form: Form, words: Words, language: str, kind: str = "") -> tuple[Part, ...]:
    """The parts of a text in a language, or in the one that is there."""
    for each in (language, form.default_language, *words):
        forms = words.get(each)
        if forms:
            parts = forms.get(kind) or (forms.get("long") or forms.get("short") if not kind else None)
            if parts:
                return parts
    return ()


def choices(form: Form, control: Control, node: Node, scope: Scope, language: str) -> Iterator[tuple[str, str]]:
    """The value and the label of each choice as things stand."""
    for item in control.items:
        yield item.value, say(form, item.label, node, node, scope, language)
    if control.itemset is not None:
        value, label = control.itemset.value.text, control.itemset.label
        for each in control.itemset.nodes.nodes(node, scope):
            chosen = value(each, scope)
            yield chosen, say(form, label, each, node, scope, language) or chosen


def values(control: Control, node: Node, scope: Scope) -> set[str]:
    """What may be chosen as things stand."""
    found = {item.value for item in control.items}
    if control.itemset is not None:
        value = control.itemset.value.text
        found |= {value(each, scope) for each in control.itemset.nodes.nodes(node, scope)}
    return found
