"""The lists of a form that come from the database, for the person who fills it in."""

from __future__ import annotations

from conversations.form import Form
from conversations.lists import from_rows
from conversations.nodes import Node
from handlers.chat import Chat
from storage.datasets import DATASETS


async def lists_for(chat: Chat, form: Form) -> dict[str, Node]:
    """Empty for a form that asks for none: it costs nothing then."""
    lists = {}
    for list_id, name in form.sources.items():
        if name in DATASETS:
            listed = await chat.store.datasets.of(chat.person, name)
            lists[list_id] = from_rows(name, listed.columns, listed.rows)
    return lists
