"""S2: without the keys, what people wrote, who they are, and tokens can be read nowhere in the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection, make_url

from storage.tables import Table
from tests.handlers.test_penjangkauan import UP_TO_THE_NOTE, say_all
from tests.transcript import Talk
from tests.world import HELP_TOKEN, STAFF_TOKEN, World

WORDS = ["Kenarisatu", "Kenaridua", "Kenaritiga", "Kenariempat", "Kenarilima", "Kenarienam", "Kenaritujuh"]


async def talk_of_canaries(world: World) -> list[int]:
    """Words in every place where a person can put some; gives the chat ids."""
    invite = await world.invitation(token="Kenariundangan")
    rina = Talk(world, "Rina")
    await say_all(rina, f"/start {invite}", "[Bu Rina]", "[Saya berjanji menjaga rahasia]", WORDS[0])
    await say_all(rina, *UP_TO_THE_NOTE, WORDS[1])
    note = rina.chat.messages[-2]
    await say_all(rina, "[Kirim]", *UP_TO_THE_NOTE)
    with world.sim.together():
        rina.does(WORDS[2])
        rina.does(WORDS[3])
    await world.quiet()
    written = [message for message in rina.chat.messages if not message.from_bot and WORDS[1] in message.text]
    rina.person.edit(rina.bot, (written or [note])[-1].id, WORDS[4])
    await world.quiet()
    melati = Talk(world, "Melati", bot=world.help)
    await melati.says(WORDS[5])
    stranger = Talk(world, "Asing")
    await stranger.says(WORDS[6])
    for bot in (world.staff, world.help):
        world.sim.inject(bot, {"message": {"text": WORDS[0], "chat": rina.person.id, "from": WORDS[1]}})
    await world.quiet()
    stranger.person.block(stranger.bot)
    await world.quiet()
    return [talk.person.id for talk in (rina, melati, stranger)]


def shapes_of(number: int) -> Iterator[bytes]:
    """A number as it may lie in a file: as digits, and as 8 bytes or as the 6 or 5 that SQLite needs for it."""
    yield str(number).encode()
    for size in (8, 6, 5):
        yield number.to_bytes(size, "big")
        yield number.to_bytes(size, "little")


def secrets_of(chats: list[int]) -> list[bytes]:
    tokens = [STAFF_TOKEN, HELP_TOKEN, STAFF_TOKEN.partition(":")[2], "Kenariundangan"]
    words = [word.encode(coding) for word in [*WORDS, *tokens] for coding in ("utf-8", "utf-16-le")]
    return [*words, *(shape for chat in chats for shape in shapes_of(chat))]


def every_value(connection: Connection) -> list[tuple[str, Any]]:
    found = []
    for table in Table.metadata.tables:
        rows = connection.execute(text(f'select * from "{table}"')).mappings()  # noqa: S608  # our own names
        found += [(f"{table}.{column}", value) for row in rows for column, value in row.items()]
    return found


async def test_s2_no_value_of_any_table_can_be_read(world: World) -> None:
    chats = await talk_of_canaries(world)
    values = await world.running.database.run_sync(every_value)
    assert len({place.partition(".")[0] for place, _ in values}) > 10
    assert not [place for place, value in values if value in chats]
    raw = [(place, value if isinstance(value, bytes) else str(value).encode()) for place, value in values]
    assert not [(place, secret) for place, value in raw for secret in secrets_of(chats) if secret in value]


async def test_s2_the_files_of_the_database_cannot_be_read(small_world: World) -> None:
    chats = await talk_of_canaries(small_world)
    main = Path(make_url(small_world.settings.database_url).database or "")
    files = [main, *main.parent.glob(f"{main.name}-*")]
    assert len(files) == 3, "the database, its WAL and its index"
    for file in files:
        content = file.read_bytes()
        assert not [secret for secret in secrets_of(chats) if secret in content], file.name


async def test_s2_what_was_said_is_really_kept_and_can_be_read_with_the_keys(small_world: World) -> None:
    await talk_of_canaries(small_world)
    async with small_world.store() as store:
        sent = await store.submissions.newest("AMT-2611-0001")
    assert sent is not None
    assert WORDS[1] in sent.instance.decode()
