"""What is ahead for a client: the tasks that are open, moved along, stopped, and open again."""

from __future__ import annotations

from datetime import date

from domain.clients import Client
from handlers.chat import Chat
from handlers.filed import Filed
from handlers.task_words import kind_name


async def hand_over_tasks(filed: Filed, client: int, agent: int) -> None:
    """Whatever the agent was to do for the client is another agent's now."""
    await filed.chat.store.tasks.hand_over_client(client, agent, filed.chat.now)


async def stop_tasks(filed: Filed, client: int) -> None:
    """This report ends whatever is open about the client."""
    await filed.chat.store.tasks.close_client(client, filed.sent.number)


async def go_on_again(filed: Filed, client: int) -> None:
    """It was a mistake that this report ended anything: that is open again."""
    if filed.is_correction:
        await filed.chat.store.tasks.reopen_client(client, filed.sent.number, filed.chat.now)


async def next_of(chat: Chat, client: Client) -> tuple[str, date] | None:
    """The task about this client that is due first, by its name, and its day."""
    listed = await chat.store.tasks.of_client(chat.person, client.id)
    return (kind_name(chat, listed[0].task.kind), listed[0].task.due) if listed else None
