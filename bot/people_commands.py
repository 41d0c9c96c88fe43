"""What the commands about people do."""

from __future__ import annotations

import argparse

from bot.clocks import clock_of
from bot.commands import Failed, tell
from bot.holder import new_holder
from bot.opening import open_database
from bot.rules import faq_of, help_rules_of
from bot.settings import Settings
from domain.voice import load_voices
from handlers.help_clock import hand_cases_on
from handlers.kit import Kit
from handlers.library import Library
from storage.database import Database


async def leave(settings: Settings, options: argparse.Namespace) -> None:
    """Somebody does not work here any more: from now on the bot shows them nothing.

    An agent's leaving is noted in the chat by their petugas; nobody in the chat may do so with a petugas. Families do
    not wait for either: what was answered goes back to those on duty at once. Open tasks stand on the list of every
    petugas of the satker from then on.
    """
    now = clock_of(settings.clock)()
    async with open_database(settings, new_holder()) as database, database.transaction() as store:
        person = await store.people.by_code(options.code)
        if person is None:
            raise Failed(f"Nobody has the code {options.code}: take it from the forms or reports that name them.")
        if not person.is_active:
            raise Failed(f"{options.code} has left already, on {person.left_on}.")
        await store.people.leaves(person.id, now.date())
        handed = await hand_cases_on(_kit(settings, database), store, person.id, now)
    tell(f"{options.code} sees nothing any more. Invite them anew if they come back.")
    if handed:
        tell(f"{handed} help cases were theirs: they wait again, and those on duty are told while suar run runs.")
    tell("Their open tasks stand on the lists of the petugas now; clients are handed over in the chat.")


def _kit(settings: Settings, database: Database) -> Kit:
    return Kit(
        Library(()),
        load_voices(),
        database.keyring.press,
        help_rules=help_rules_of(settings.rules),
        faq=faq_of(settings.rules),
        help_satker=settings.help_satker,
    )
