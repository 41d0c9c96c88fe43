"""Answers that nobody gives: the start and the end, the day, the person, and the instance ID."""

from __future__ import annotations

from typing import Literal

from conversations.context import Context
from conversations.expressions.days import moment
from conversations.recompute import Layout

Occasion = Literal["start", "end"]


def preload(layout: Layout, context: Context, occasion: Occasion) -> None:
    for path, bind in layout.form.binds.items():
        if bind.preload is not None:
            text = _preloaded(*bind.preload, context, occasion)
            for node in layout.at.get(path, ()) if text is not None else ():
                node.store(text or "")
    for node in layout.at.get(layout.form.instance_id, ()):
        node.store(node.stored or context.instance_id)


def _preloaded(kind: str, parameter: str, context: Context, occasion: Occasion) -> str | None:
    """What is put in, or None where this is not the occasion for it."""
    if kind == "timestamp":
        return moment(context.now, context.zone).text if parameter == occasion else None
    if occasion != "start":
        return None
    if kind == "date":
        return context.now.date().isoformat()
    return context.instance_id if kind == "uid" else context.property(parameter)
