"""What the commands about people do."""

from __future__ import annotations

import argparse

from bot.clocks import clock_of
from bot.commands import Failed, tell
from bot.holder import new_holder
from bot.opening import open_database
from bot.settings import Settings


async def leave(settings: Settings, options: argparse.Namespace) -> None:
    """Somebody does not work here any more: from now on the bot shows them nothing.

    An agent's leaving is noted in the chat by their petugas; nobody in the chat may do so with a petugas.
    """
    today = clock_of(settings.clock)().date()
    async with open_database(settings, new_holder()) as database, database.transaction() as store:
        person = await store.people.by_code(options.code)
        if person is None:
            raise Failed(f"Nobody has the code {options.code}: take it from the forms or reports that name them.")
        if not person.is_active:
            raise Failed(f"{options.code} has left already, on {person.left_on}.")
        await store.people.leaves(person.id, today)
        held = await store.threads.held_by(person.id)
    tell(f"{options.code} sees nothing any more. Invite them anew if they come back.")
    if held:
        tell(
            f"{len(held)} help cases were theirs: each goes to those on duty with the family's next word, or when "
            "its promise has passed. Their other work waits for a petugas."
        )
