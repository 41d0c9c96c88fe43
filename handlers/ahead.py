"""What is ahead for a client: the tasks that are open, moved along, stopped, and open again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.clients import Client
from handlers.chat import Chat
from handlers.filed import Filed


async def hand_over_tasks(filed: Filed, client: int, agent: int) -> None:
    """Whatever the agent was to do for the client is another agent's now."""
    tasks = _tasks(filed.chat)
    if tasks is not None:
        await tasks.hand_over_client(client, agent)


async def stop_tasks(filed: Filed, client: int) -> None:
    """This report ends whatever is open about the client."""
    tasks = _tasks(filed.chat)
    if tasks is not None:
        await tasks.close_client(client, filed.sent.number)


async def go_on_again(filed: Filed, client: int) -> None:
    """It was a mistake that this report ended anything: that is open again."""
    tasks = _tasks(filed.chat)
    if tasks is not None and filed.is_correction:
        await tasks.reopen_client(client, filed.sent.number)


async def next_of(chat: Chat, client: Client) -> tuple[str, date] | None:
    """The task about this client that is due first, by its name, and its day."""
    tasks = _tasks(chat)
    listed: Sequence[Any] = await tasks.of_client(chat.person, client.id) if tasks is not None else ()
    if not listed:
        return None
    task = listed[0].task
    return chat.kit.rules.kinds[task.kind].labels[chat.voice.language], task.due


def _tasks(chat: Chat) -> Any:
    # The tasks come with another branch; until it is merged there are none.
    return getattr(chat.store, "tasks", None)
