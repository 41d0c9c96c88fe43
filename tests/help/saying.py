"""What people of the help bot's tests say again and again, and what is looked up of their cases."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy import table as sql_table

from domain.help_cases import HelpMessage
from tests.transcript import READING, Talk, shown
from tests.world import World

TO_THE_HOURS = (
    "[Minta bantuan]", "[Tidak]", "[Orang tua]", "[Takut ditangkap]", "[Ya]", "[Kepulauan Bangka Belitung]",
    "[Kota Pangkalpinang]",
)  # fmt: skip
ASKS = (*TO_THE_HOURS, "[Kapan saja]", "saya takut dia ditangkap", "[Kirim]")


async def say_all(talk: Talk, *lines: str) -> None:
    for line in lines:
        await talk.says(line)
    talk.world.sim.clock.move(READING)


async def about(world: World, talk: Talk) -> dict[str, str]:
    """What was told of a case when it was asked for."""
    case = await world.case_of(talk)
    async with world.store() as store:
        return await store.help.about(case.id)


async def messages(world: World, talk: Talk) -> list[HelpMessage]:
    case = await world.case_of(talk)
    async with world.store() as store:
        return await store.help_messages.of(case.id)


async def count(world: World, table: str) -> int:
    """How many rows there are."""
    found: list[int] = []

    def work(connection) -> None:  # type: ignore[no-untyped-def]
        found.append(connection.scalar(select(func.count()).select_from(sql_table(table))))

    await world.running.database.run_sync(work)
    return found[0]


async def notes(world: World, talk: Talk) -> dict[str, object]:
    """What is remembered of a chat, unsealed."""
    case = await world.case_of(talk)
    async with world.store() as store:
        session = await store.sessions.of(case.who)
    assert session is not None
    return session.notes


def thanks(talk: Talk) -> str:
    """The card that says who reads and by when; the receipt stands below it."""
    return next(shown(message) for message in talk.chat.messages if message.text.startswith("Terima kasih"))


def seen(talk: Talk) -> list[str]:
    """Every text that is in the chat now, the person's and the bot's."""
    return [message.text for message in talk.chat.messages]


def theirs(talk: Talk) -> list[str]:
    """What the person's own messages in the chat say; what was deleted is not among them."""
    return [message.text for message in talk.chat.messages if message.sender.get("id") == talk.person.id]
