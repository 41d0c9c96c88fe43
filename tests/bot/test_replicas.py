"""R3: two programs on one PostgreSQL take turns on a person, whoever gets which message."""

from __future__ import annotations

import asyncio
from itertools import count
from pathlib import Path

from bot.app import App
from handlers.kit import STAFF
from simulator import Message
from tests.handlers.test_penjangkauan import say_all
from tests.transcript import Talk
from tests.world import World, a_world

ROUNDS = 15
NUMBERS = count(10_000_000)


def press(talk: Talk, card: Message, label: str) -> dict[str, object]:
    """A press of a button, as Telegram would post it to either program."""
    number = next(NUMBERS)
    data = next(button.data for button in card.buttons if button.label == label)
    who = {"id": talk.person.id, "first_name": "Rina"}
    message = {"message_id": card.id, "date": card.sent, "chat": {**who, "type": "private"}}
    query = {"id": str(number), "from": {**who, "is_bot": False}, "message": message, "data": data}
    return {"update_id": number, "callback_query": {**query, "chat_instance": "1"}}


async def take(app: App, update: dict[str, object]) -> None:
    await next(side for side in app.sides if side.bot == STAFF).intake.take([update])


async def both_quiet(world: World, *apps: App) -> None:
    await world.until(lambda: all(app.is_idle for app in apps))


async def test_r3_presses_handled_by_two_programs_at_once_all_count(tmp_path: Path, postgres_url: str) -> None:
    async with a_world(tmp_path, postgres_url) as world, world.program() as one:
        rina = await world.joined("Rina")
        await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]", "[Keluarga]", "[Kunjungan]")
        async with world.another_program() as second:
            labels = ("AP lain", "Petugas BNNK", "Tokoh setempat")
            for ticked in [False, True] * ROUNDS:
                box = "☑" if ticked else "☐"
                updates = [press(rina, rina.chat.answer, f"{box} {label}") for label in labels]
                apps = (one, second.app, one)
                await asyncio.gather(*(take(app, update) for app, update in zip(apps, updates, strict=True)))
                await world.until(lambda box=box: all(  # type: ignore[misc]
                    f"{'☐' if box == '☑' else '☑'} {label}" in rina.chat.answer.labels for label in labels
                ))  # fmt: skip
                await both_quiet(world, one, second.app)
        async with world.store() as store:
            assert await store.quarantine.count() == 0


async def test_an_invitation_admits_one_person_also_at_two_programs_at_once(
    tmp_path: Path, postgres_url: str
) -> None:
    async with a_world(tmp_path, postgres_url) as world, world.program() as one:
        async with world.another_program() as second:
            token = await world.invitation()
            talks = [Talk(world, "Rina"), Talk(world, "Sari")]
            for talk, name in zip(talks, ("Rina", "Sari"), strict=True):
                await talk.says(f"/start {token}")
                await talk.says(f"[Bu {name}]")
            promises = [press(talk, talk.chat.answer, "Saya berjanji menjaga rahasia") for talk in talks]
            await asyncio.gather(take(one, promises[0]), take(second.app, promises[1]))
            await both_quiet(world, one, second.app)
        async with world.store() as store:
            joined = [await store.people.by_who(world.who(talk)) for talk in talks]
        assert sum(person is not None for person in joined) == 1
