"""S3, played in the chats: what was erased is gone from the staff's chats, what was under way, and what was due."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.engine import Connection

from bot.app import App
from domain.access import Record
from handlers.kit import HELP
from simulator import Fault
from storage.cards import Arrived
from storage.database import DatabaseDown
from tests import attachments
from tests.help.answering import a_petugas, asks, later, roster, taken
from tests.help.at_rest import said_in, traces_of
from tests.help.saying import say_all
from tests.transcript import Talk
from tests.world import World

LATE = "kenari yang belum sampai"
LATE_CARD, LATE_MESSAGE = 99, 5_151
NUMBERS = count(30_000_000)


async def erases(family: Talk) -> None:
    await say_all(family, "/hapus", "[Ya, hapus semuanya]")


def media_in(talk: Talk) -> list[str]:
    """Pictures and recordings that can be seen in a chat."""
    return [kind for message in talk.chat.messages for kind in message.media if kind in {"photo", "voice"}]


async def with_pictures(world: World, dewi: Talk) -> Talk:
    """A family has sent a photo and a recording; who answers has opened both, and has sent a photo back."""
    melati = await taken(world, dewi)
    await say_all(melati, "(foto)")
    melati.person.voice(world.help, attachments.voice())
    await world.quiet()
    await melati.says("[Kirim suara]")
    for kind in ("Foto", "Suara"):
        await _opens(dewi)
        await _press(dewi, kind)
    await _opens(dewi)
    await dewi.says("(foto)")
    return melati


async def _opens(talk: Talk) -> None:
    await talk.says("/start")
    await _press(talk, "Permintaan bantuan")
    await _press(talk, "-")


async def _press(talk: Talk, words: str) -> None:
    label = next(label for label in talk.chat.answer.labels if words in label)
    await talk.says(f"[{label}]")


async def test_s3_pictures_and_recordings_go_from_the_staffs_chat(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    await roster(help_world, dewi)
    melati = await with_pictures(help_world, dewi)
    assert {"photo", "voice"} <= set(media_in(dewi))
    alias = str((await help_world.case_of(melati)).alias)
    await erases(melati)
    assert [kind for kind in media_in(dewi) if kind == "voice"] == []
    assert "takut" not in said_in(dewi)
    assert said_in(dewi).count(alias) == 1, "only the word that it was erased names it"
    assert not await traces_of(help_world.settings, "takut ditangkap")


async def test_s3_a_letter_that_was_under_way_elsewhere_never_arrives(help_world: World) -> None:
    """It waits in one program, and another one erases the case."""
    dewi = await a_petugas(help_world, "Dewi")
    await roster(help_world, dewi)
    melati = await taken(help_world, dewi)
    help_world.sim.faults.add(Fault("5xx", bot=help_world.staff, method="sendMessage"))
    melati.does(LATE)
    await help_world.until(lambda: help_world.sim.faults.hits)
    melati.does("/hapus")
    await help_world.until(lambda: "Ya, hapus semuanya" in melati.chat.answer.labels)
    async with help_world.another_program() as second:
        await take(second.app, press(melati, "Ya, hapus semuanya"))
        help_world.sim.faults.clear()
        await help_world.until(lambda: second.app.is_idle and help_world.running.is_idle)
    assert LATE not in ever_shown_in(dewi), "not even for a moment"
    assert "sudah menghapus kasusnya" in said_in(dewi)
    assert not await traces_of(help_world.settings, LATE)


async def test_s3_nor_does_it_arrive_before_the_key_is_destroyed(small_help: World) -> None:
    """The erasure is saved, but the store of keys is away just then: the clock destroys the key later."""
    dewi = await a_petugas(small_help, "Dewi")
    await roster(small_help, dewi)
    melati = await taken(small_help, dewi)
    small_help.sim.faults.add(Fault("5xx", bot=small_help.staff, method="sendMessage"))
    melati.does(LATE)
    await small_help.until(lambda: small_help.sim.faults.hits)
    melati.does("/hapus")
    await small_help.until(lambda: "Ya, hapus semuanya" in melati.chat.answer.labels)
    async with small_help.another_program() as second:
        for keys in (second.app.database.case_keys, small_help.running.database.case_keys):
            assert keys is not None
            keys.destroy = _away  # type: ignore[method-assign]
        await take(second.app, press(melati, "Ya, hapus semuanya"))
        small_help.sim.faults.clear()
        await small_help.until(lambda: second.app.is_idle and small_help.running.is_idle)
    assert LATE not in ever_shown_in(dewi)


async def _away(*_given: object) -> None:
    raise DatabaseDown("away")


async def test_s3_a_card_that_arrives_in_the_moment_of_erasing_is_taken_away_too(help_world: World) -> None:
    """Another program is about to say that it arrived while the family erases."""
    melati = await asks(help_world)
    case = await help_world.case_of(melati)
    await melati.says("/hapus")
    async with help_world.running.database.transaction() as store:
        card = Arrived(case.who, LATE_CARD, 1, LATE_MESSAGE, help_world.real(), case.id, case.id, melati.person.id)
        assert await store.leaving.settle([], [card]) == []
        melati.does("[Ya, hapus semuanya]")
        await asyncio.sleep(0.3)
    await help_world.quiet()
    assert melati.shown.startswith("✅ Sudah dihapus.")
    assert LATE_MESSAGE in [call.params.get("message_id") for call in help_world.sim.calls]
    async with help_world.store() as store:
        assert await store.cards.message_of(case.who, LATE_CARD) is None


def ever_shown_in(talk: Talk) -> str:
    """All that ever stood in a chat."""
    events = talk.world.sim.events_since(0)
    said = [event.message for event in events if event.bot is talk.bot and event.person_id == talk.person.id]
    return "\n".join(message.text for message in said if message is not None)


def press(talk: Talk, label: str) -> dict[str, Any]:
    number, card = next(NUMBERS), talk.chat.answer
    data = next(button.data for button in card.buttons if button.label == label)
    who = {"id": talk.person.id, "first_name": "x"}
    message = {"message_id": card.id, "date": card.sent, "chat": {**who, "type": "private"}}
    query = {"id": str(number), "from": {**who, "is_bot": False}, "message": message, "data": data}
    return {"update_id": number, "callback_query": {**query, "chat_instance": "1"}}


async def take(app: App, update: dict[str, Any]) -> None:
    await next(side for side in app.sides if side.bot == HELP).intake.take([update])


async def test_s3_what_was_due_about_it_is_due_no_more(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    await roster(help_world, dewi, None, "08:00:00", "16:00:00")
    melati = await asks(help_world)
    case = await help_world.case_of(melati)
    assert await mentions(help_world, case.id) >= {"due.subject", "help_cases.id"}
    await erases(melati)
    assert await mentions(help_world, case.id) == {"erasures.case"}
    later(help_world, hours=13)
    await help_world.ticks()
    dewi.hears_only("")


async def test_s3_the_audit_keeps_a_value_that_nobody_can_work_out_any_more(help_world: World) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    await roster(help_world, dewi)
    melati = await taken(help_world, dewi)
    case = await help_world.case_of(melati)
    await erases(melati)
    await help_world.rest(timedelta(days=1))
    audited = [str(value) for place, value in await every_value(help_world) if place.startswith("audit.")]
    assert str(Record.THREAD) in audited
    assert not [value for value in audited if str(case.id) in value or str(case.alias) in value]


async def mentions(world: World, case: int) -> set[str]:
    """The columns in which this case is named."""
    return {place for place, value in await every_value(world) if value == case}


async def every_value(world: World) -> list[tuple[str, Any]]:
    def read(connection: Connection) -> list[tuple[str, Any]]:
        held = MetaData()
        held.reflect(connection)
        rows = ((t.name, row) for t in held.sorted_tables for row in connection.execute(t.select()).mappings())
        return [(f"{name}.{column}", value) for name, row in rows for column, value in row.items()]

    values: list[tuple[str, Any]] = await world.running.database.run_sync(read)
    return values
