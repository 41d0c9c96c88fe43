"""What a report counts for: marked in its form with `bind::suar:indikator`.

A number is added to the indicator as it is. Of a choice, one is added to the indicator with the choice behind it:
`penjangkauan.sasaran` counts `penjangkauan.sasaran.keluarga`. Every report also counts itself, as `laporan.` and the
form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from conversations.expressions.compiler import Names
from conversations.form import Form
from conversations.instance import restore
from conversations.nodes import Node

INDICATOR = "suar:indikator"
REPORTS = "laporan"


def counted(form: Form, xml: str) -> Mapping[str, int]:
    """What an instance of this form adds to each indicator."""
    found: Counter[str] = Counter({f"{REPORTS}.{form.id}": 1})
    for node, path in _nodes(restore(form, xml).children[0], ()):
        name = _indicator(form, path)
        if name:
            found.update(_of(form, path, name, node.string()))
    return {name: value for name, value in found.items() if value}


def _nodes(node: Node, above: Names) -> Iterator[tuple[Node, Names]]:
    path = (*above, node.name)
    yield node, path
    for child in node.children:
        yield from _nodes(child, path)


def _indicator(form: Form, path: Names) -> str:
    bind = form.binds.get(path)
    return bind.marks.get(INDICATOR, "").strip() if bind else ""


def _of(form: Form, path: Names, name: str, text: str) -> Mapping[str, int]:
    control = form.controls.get(path)
    if control is not None and control.kind in {"select1", "select"}:
        return {f"{name}.{choice}": 1 for choice in text.split()}
    return {name: _whole(text)}


def _whole(text: str) -> int:
    """A whole number; what is no number counts nothing."""
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return 0
