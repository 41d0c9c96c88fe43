"""Whether a value can be the answer to a question as things stand."""

from __future__ import annotations

from typing import Literal

from conversations.casting import fits
from conversations.expressions import Expression, Scope
from conversations.expressions.compiler import Names
from conversations.form import Bind, Form
from conversations.nodes import Node
from conversations.saying import values

Kind = Literal["required", "type", "constraint"]
_NO_BIND = Bind(())


def violated(form: Form, path: Names, node: Node, value: str, scope: Scope) -> Kind | None:
    """What the value is against; None where it can be taken."""
    bind = form.binds.get(path, _NO_BIND)
    if not value:
        required = bind.required is not None and bind.required.truth(node, scope)
        return "required" if required else None
    if not _fits(form, path, node, value, scope):
        return "type"
    if bind.constraint is not None and not _would_hold(bind.constraint, node, value, scope):
        return "constraint"
    return None


def _fits(form: Form, path: Names, node: Node, value: str, scope: Scope) -> bool:
    control = form.controls.get(path)
    if control is None or not (control.items or control.itemset):
        return fits(form.binds.get(path, _NO_BIND).type, value, scope.zone)
    chosen = [value] if control.kind == "select1" else value.split()
    return len(set(chosen)) == len(chosen) and set(chosen) <= values(control, node, scope)


def _would_hold(constraint: Expression, node: Node, value: str, scope: Scope) -> bool:
    before, node.text = node.text, value
    try:
        return constraint.truth(node, scope)
    finally:
        node.text = before
