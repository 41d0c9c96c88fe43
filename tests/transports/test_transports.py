"""Both transports against the simulator: what one can do, so can the other."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import pytest
from aiohttp import web

from bot.transports.choose import Library, transport_of
from bot.transports.discretion import TALKATIVE, Discreet, quiet_libraries, redacted
from bot.transports.errors import (
    Busy,
    Conflict,
    Gone,
    OtherKind,
    Refused,
    Stale,
    TelegramError,
    TooLarge,
    Unauthorized,
    Unavailable,
    Unreachable,
)
from bot.transports.port import ALLOWED_UPDATES, Me, Transport
from domain.messages import (
    Answer,
    Attached,
    Button,
    Commands,
    Delete,
    Edit,
    Edited,
    Elsewhere,
    File,
    Leave,
    Message,
    Outgoing,
    Pressed,
    Reached,
    Send,
    Sent,
    Table,
    Typing,
    Webhook,
    Wrote,
)
from simulator import Bot, Chat, Fault, Person, Simulator, forwards
from simulator.methods import BY_LOWER_NAME
from simulator.recordings import silence

SECRET = "AAcanaryCANARYcanaryCANARYcanary0123"
TOKEN = f"7000000001:{SECRET}"
WORDS = "Kata Rahasia Sekali"

# The smallest picture there is, see https://www.w3.org/TR/png/
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
SOUND = silence(1)


@dataclass(frozen=True)
class Line:
    """A bot, a person, and the transport between them."""

    sim: Simulator
    bot: Bot
    rina: Person
    transport: Transport
    library: Library
    api: str

    @property
    def chat(self) -> Chat:
        return self.sim.chat(self.bot, self.rina)

    @property
    def last_call(self) -> dict[str, Any]:
        return self.sim.calls[-1].params

    async def show(self, text: str = "Halo", **parts: Any) -> int:
        return (await self.transport.send(Send(self.rina.id, Message(text, **parts)))).message_id


@pytest.fixture(params=["aiogram", "ptb"])
def library(request: pytest.FixtureRequest) -> Library:
    return cast(Library, request.param)


@pytest.fixture
async def line(library: Library) -> AsyncIterator[Line]:
    sim = Simulator(seed=1)
    bot = sim.add_bot(TOKEN, "suar_bot", "Suar")
    rina = sim.add_person("Rina", language="id")
    async with sim.serve() as api, opened(library, api) as transport:
        rina.open(bot)
        yield Line(sim, bot, rina, transport, library, api)


@asynccontextmanager
async def opened(library: Library, api: str, token: str = TOKEN) -> AsyncIterator[Transport]:
    transport = transport_of(library, token, api)
    try:
        yield transport
    finally:
        await transport.close()


@asynccontextmanager
async def answering(status: int, body: Any) -> AsyncIterator[str]:
    """A server that says the same to every call, whether or not it makes sense."""

    async def answer(_: web.BaseRequest) -> web.StreamResponse:
        if isinstance(body, bytes):
            return web.Response(status=status, body=body, content_type="text/html")
        return web.json_response(body, status=status)

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def babbling() -> AsyncIterator[str]:
    """A server that does not speak HTTP. What the client then says of it holds the whole address."""

    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"HTTP/1.1 two hundred\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(babble, "127.0.0.1") as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def refusing(status: int, description: str, **parameters: int) -> tuple[int, dict[str, Any]]:
    body = {"ok": False, "error_code": status, "description": description}
    return status, body | ({"parameters": parameters} if parameters else {})


# --- Fetching what came --------------------------------------------------------------------------


async def test_the_bot_knows_who_it_is(line: Line) -> None:
    assert await line.transport.me() == Me(line.bot.id, "suar_bot", "Suar")


async def test_updates_stay_until_the_next_ones_are_asked_for(line: Line) -> None:
    line.rina.write(line.bot, "satu")

    first = await line.transport.poll(0, 0)
    again = await line.transport.poll(first[0]["update_id"], 0)
    after = await line.transport.poll(first[-1]["update_id"] + 1, 0)

    assert [update["message"]["text"] for update in first] == ["/start", "satu"]
    assert (again, after) == (first, [])


async def test_only_the_kinds_of_update_that_suar_uses_are_asked_for(line: Line) -> None:
    await line.transport.poll(0, 0)
    assert line.last_call["allowed_updates"] == list(ALLOWED_UPDATES)


async def test_a_poll_waits_until_somebody_writes(line: Line) -> None:
    seen = await line.transport.poll(0, 0)
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(line.transport.poll(seen[-1]["update_id"] + 1, 20))
        await line.sim.until(lambda: line.sim.calls[-1].params.get("timeout") == 20)
        line.rina.write(line.bot, "akhirnya")
    assert poll.result()[0]["message"]["text"] == "akhirnya"


async def test_an_update_that_nobody_can_read_does_not_hold_up_its_neighbours(line: Line) -> None:
    line.sim.inject(line.bot, {"message": "not a message"})
    line.sim.inject(line.bot, {"message_from_the_future": {"who": "knows"}})
    line.rina.write(line.bot, "masih di sini")

    updates = await line.transport.poll(0, 0)

    assert len(updates) == 4
    assert line.transport.read(updates[-1]).event == Wrote("masih di sini", line.chat.last.id, line.chat.last.date)


async def test_a_press_a_photo_a_block_and_a_group_are_read_as_they_came(line: Line) -> None:
    await line.show(rows=((Button("Ya", data="yes"),),))
    press = line.rina.press(line.bot, "Ya")
    photo = line.rina.photo(line.bot, DOT, caption="lokasi")
    line.rina.block(line.bot)
    line.rina.unblock(line.bot)
    line.sim.add_group("Warga").add(line.bot, by=line.rina)

    read = [line.transport.read(raw) for raw in await line.transport.poll(0, 0)]
    events = [incoming.event for incoming in read[1:]]

    assert events[0] == Pressed(press.id, "yes", press.message_id)
    assert isinstance(events[1], Attached)
    assert (events[1].kind, events[1].caption, events[1].message_id) == ("photo", "lokasi", photo.id)
    assert events[2:] == [Reached(False), Reached(True), Elsewhere(), Elsewhere()]
    assert {(one.chat, one.first_name, one.language) for one in read[:5]} == {(line.rina.id, "Rina", "id")}
    assert read[-1].chat < 0


async def test_a_press_on_a_message_that_is_gone_still_says_which_one_it_was(line: Line) -> None:
    shown = await line.show(rows=((Button("Ya", data="yes"),),))
    await line.transport.send(Delete(line.rina.id, (shown,)))
    press = line.rina.press(line.bot, data="yes", message_id=shown)

    pressed = line.transport.read((await line.transport.poll(0, 0))[-1])

    assert pressed.event == Pressed(press.id, "yes", shown)
    assert pressed.chat == line.rina.id


async def test_a_forward_is_known_as_one_and_by_nothing_else(line: Line) -> None:
    before = line.rina.write(line.bot, "sendiri")
    for origin in (forwards.person(WORDS), forwards.hidden(WORDS), forwards.channel(WORDS)):
        line.rina.forward(line.bot, "titipan", origin)
    line.rina.contact(line.bot, WORDS, WORDS)

    raw = await line.transport.poll(0, 0)
    assert str(raw).count(WORDS) >= 4, "the origins of this test must tell something"
    own, *forwarded, contact = [line.transport.read(one) for one in raw[1:]]
    assert own.event == Wrote("sendiri", before.id, before.date)
    assert [one.event.forwarded for one in forwarded if isinstance(one.event, Wrote)] == [True] * 3
    assert isinstance(contact.event, Attached)
    assert contact.event.kind == "contact"
    assert WORDS not in repr((forwarded, contact))


async def test_a_changed_caption_is_read_through_either_library(line: Line) -> None:
    photo = line.rina.photo(line.bot, DOT, caption="lama")
    line.rina.edit(line.bot, photo.id, "baru")
    edited = line.transport.read((await line.transport.poll(0, 0))[-1]).event
    assert edited == Edited("baru", photo.id, line.chat.last.edit_date)


async def test_a_file_that_a_person_sent_can_be_fetched(line: Line) -> None:
    line.rina.document(line.bot, b"isi \x00 berkas", name="daftar.csv")
    attached = line.transport.read((await line.transport.poll(0, 0))[-1]).event
    assert isinstance(attached, Attached)
    assert (attached.kind, attached.file_size) == ("document", 12)
    assert await line.transport.fetch(attached.file_id) == b"isi \x00 berkas"


# --- Showing something ---------------------------------------------------------------------------


async def test_a_message_is_sent_with_its_buttons_and_without_previews(line: Line) -> None:
    rows = (
        (Button("Ya", data="yes"), Button("Tidak", data="no")),
        (Button("Situs", url="https://bnn.go.id/"), Button("Salin", copy="K-7Q4-2F")),
    )
    sent = await line.transport.send(Send(line.rina.id, Message("<b>Halo</b> &amp; salam 🌊 سلام", rows)))

    shown = line.chat.answer
    assert sent == Sent(shown.id, shown.date)
    assert (shown.text, shown.html) == ("Halo & salam 🌊 سلام", "<b>Halo</b> &amp; salam 🌊 سلام")
    assert [[(b.label, b.data, b.url, b.copy) for b in row] for row in shown.rows] == [
        [("Ya", "yes", None, None), ("Tidak", "no", None, None)],
        [("Situs", None, "https://bnn.go.id/", None), ("Salin", None, None, "K-7Q4-2F")],
    ]
    assert line.last_call["link_preview_options"] == {"is_disabled": True}


async def test_a_message_may_be_silent_and_protected(line: Line) -> None:
    await line.show(silent=True, protect=True)
    assert line.last_call["disable_notification"] is True
    assert line.last_call["protect_content"] is True


@pytest.mark.parametrize("kind", ["photo", "document", "voice"])
async def test_a_file_is_sent_with_its_caption_and_buttons(line: Line, kind: str) -> None:
    rows = ((Button("Ya", data="yes"),),)
    content = SOUND if kind == "voice" else DOT
    await line.show("<i>Poster</i> ✓", rows=rows, **{kind: File("poster 1.png", content)}, protect=True)

    shown = line.chat.answer
    assert (shown.html, shown.labels) == ("<i>Poster</i> ✓", ["Ya"])
    media = shown.media[kind][-1] if kind == "photo" else shown.media[kind]
    assert await line.transport.fetch(media["file_id"]) == content
    assert media.get("file_name") == ("poster 1.png" if kind == "document" else None)
    assert shown.extras["has_protected_content"] is True


async def test_an_edit_shows_the_new_text_and_takes_the_old_buttons_away(line: Line) -> None:
    card = await line.show("satu", rows=((Button("Ya", data="yes"),),))
    line.sim.clock.move(timedelta(minutes=5))

    sent = await line.transport.send(Edit(line.rina.id, card, Message("<b>dua</b>")))

    assert (line.chat.answer.html, line.chat.answer.labels) == ("<b>dua</b>", [])
    assert sent == Sent(card, line.chat.answer.edit_date)
    assert line.last_call["link_preview_options"] == {"is_disabled": True}


async def test_an_edit_that_changes_nothing_is_a_success(line: Line) -> None:
    card = await line.show("sama")
    assert await line.transport.send(Edit(line.rina.id, card, Message("sama"))) == Sent(card, None)


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_an_edit_may_put_another_file_in_the_place_of_the_first(line: Line, kind: str) -> None:
    card = await line.show("lama", photo=File("satu.png", DOT))
    message = Message("<b>baru</b>", ((Button("Ya", data="yes"),),), **{kind: File("dua.png", DOT + b"2")})

    sent = await line.transport.send(Edit(line.rina.id, card, message))

    shown = line.chat.answer
    assert (sent.message_id, shown.html, shown.labels) == (card, "<b>baru</b>", ["Ya"])
    media = shown.media[kind][-1] if kind == "photo" else shown.media[kind]
    assert await line.transport.fetch(media["file_id"]) == DOT + b"2"


async def test_one_message_or_many_can_be_deleted(line: Line) -> None:
    ids = [await line.show(f"nomor {n}") for n in range(4)]

    assert await line.transport.send(Delete(line.rina.id, (ids[0],))) == Sent()
    assert line.sim.calls[-1].method == "deleteMessage"
    assert await line.transport.send(Delete(line.rina.id, tuple(ids[1:3]))) == Sent()
    assert line.sim.calls[-1].method == "deleteMessages"

    assert [message.id for message in line.chat.messages if message.from_bot] == [ids[3]]


async def test_any_number_of_messages_can_be_deleted_at_once(line: Line) -> None:
    before = len(line.sim.calls)
    await line.transport.send(Delete(line.rina.id, ()))
    assert len(line.sim.calls) == before
    await line.transport.send(Delete(line.rina.id, tuple(range(1, 251))))
    asked = [call.params["message_ids"] for call in list(line.sim.calls)[before:]]
    assert [len(ids) for ids in asked] == [100, 100, 50]
    assert [number for ids in asked for number in ids] == list(range(1, 251))


async def test_deleting_what_is_gone_already_is_a_success(line: Line) -> None:
    assert await line.transport.send(Delete(line.rina.id, (999_999,))) == Sent()


async def test_a_press_is_answered_with_a_word_or_without(line: Line) -> None:
    await line.show(rows=((Button("Ya", data="yes"),),))
    for text, alert in (("", False), ("Tercatat", False), ("Sudah tercatat: A", True)):
        press = line.rina.press(line.bot, "Ya")
        assert await line.transport.send(Answer(press.id, text, alert)) == Sent()
        assert (line.chat.toast, line.chat.alert, line.chat.spinning) == (text, alert, [])


async def test_the_person_can_see_that_the_bot_is_typing(line: Line) -> None:
    await line.transport.send(Typing(line.rina.id))
    assert line.chat.typing == "typing"


async def test_the_bot_leaves_a_group_and_may_be_asked_to_twice(line: Line) -> None:
    group = line.sim.add_group("Warga")
    group.add(line.bot, by=line.rina)
    assert await line.transport.send(Leave(group.id)) == Sent()
    assert line.bot.id not in group.peer.members
    assert await line.transport.send(Leave(group.id)) == Sent()


async def test_the_menu_of_commands_is_set_for_each_language(line: Line) -> None:
    await line.transport.send(Commands((("menu", "Menu utama"),)))
    await line.transport.send(Commands((("menu", "Main menu"), ("lapor", "Report")), "en"))
    plain, english = [call.params for call in list(line.sim.calls)[-2:]]
    assert (plain["commands"], plain.get("language_code")) == (
        [{"command": "menu", "description": "Menu utama"}],
        None,
    )
    assert ([one["command"] for one in english["commands"]], english["language_code"]) == (
        ["menu", "lapor"],
        "en",
    )


async def test_a_webhook_is_set_and_taken_away_without_losing_what_waits(line: Line) -> None:
    await line.transport.send(Webhook("https://suar.example/hook/staff", secret="a-Secret_1"))
    assert line.last_call == {
        "url": "https://suar.example/hook/staff",
        "secret_token": "a-Secret_1",
        "allowed_updates": list(ALLOWED_UPDATES),
        "max_connections": 100,
        "drop_pending_updates": False,
    }
    await line.transport.send(Webhook(""))
    assert line.sim.calls[-1].method == "deleteWebhook"
    assert [update["message"]["text"] for update in await line.transport.poll(0, 0)] == ["/start"]


# --- What goes wrong -----------------------------------------------------------------------------


async def test_a_message_that_was_deleted_cannot_be_edited(line: Line) -> None:
    with pytest.raises(Gone):
        await line.transport.send(Edit(line.rina.id, 999_999, Message("halo")))


async def test_a_photo_cannot_become_a_text_so_a_new_message_is_needed(line: Line) -> None:
    card = await line.show(photo=File("satu.png", DOT))
    with pytest.raises(OtherKind):
        await line.transport.send(Edit(line.rina.id, card, Message("halo")))


async def test_a_voice_cannot_become_anything_else_nor_anything_else_a_voice(line: Line) -> None:
    voice = await line.show(voice=File("suara.ogg", SOUND))
    text = await line.show("kartu")
    for card, message in (
        (voice, Message("halo")),
        (voice, Message("halo", photo=File("satu.png", DOT))),
        (voice, Message("halo", voice=File("suara.ogg", SOUND + b"2"))),
        (text, Message("halo", voice=File("suara.ogg", SOUND))),
    ):
        with pytest.raises(OtherKind):
            await line.transport.send(Edit(line.rina.id, card, message))
    assert [message.text for message in line.chat.messages[1:]] == ["Halo", "kartu"]


async def test_after_two_days_messages_cannot_be_deleted_any_more(line: Line) -> None:
    cards = await line.show(), line.rina.write(line.bot, "dari Rina").id
    line.sim.clock.move(timedelta(hours=49))
    for ids in (cards[:1], cards[1:], cards):
        with pytest.raises(Gone):
            await line.transport.send(Delete(line.rina.id, ids))


async def test_one_message_that_is_too_old_keeps_all_that_are_deleted_with_it(line: Line) -> None:
    """So says TDLib: who wants to clear a chat asks only for what is young enough."""
    old = line.rina.write(line.bot, "lama").id
    line.sim.clock.move(timedelta(hours=47))
    young = line.rina.write(line.bot, "baru").id, await line.show()
    line.sim.clock.move(timedelta(hours=1, minutes=1))

    with pytest.raises(Gone):
        await line.transport.send(Delete(line.rina.id, (old, *young)))
    assert {message.id for message in line.chat.messages} >= {old, *young}
    await line.transport.send(Delete(line.rina.id, (999_999, *young)))
    assert not {message.id for message in line.chat.messages} & set(young)


async def test_an_old_press_and_one_answered_before_are_stale(line: Line) -> None:
    await line.show(rows=((Button("Ya", data="yes"),),))
    answered, old = line.rina.press(line.bot, "Ya"), line.rina.press(line.bot, "Ya")
    await line.transport.send(Answer(answered.id))
    line.sim.clock.move(timedelta(minutes=10))
    for press in (answered, old):
        with pytest.raises(Stale):
            await line.transport.send(Answer(press.id))


async def test_who_blocked_left_or_never_opened_the_bot_is_unreachable(line: Line) -> None:
    line.rina.block(line.bot)
    budi, citra = line.sim.add_person("Budi"), line.sim.add_person("Citra")
    budi.open(line.bot)
    budi.deactivate()
    for person in (line.rina, budi, citra):
        with pytest.raises(Unreachable):
            await line.transport.send(Send(person.id, Message("halo")))


async def test_a_mistake_of_ours_is_refused_without_repeating_the_words(line: Line) -> None:
    for text in ("", "x" * 4097, f"<{WORDS.replace(' ', '')}>"):
        with pytest.raises(Refused) as refused:
            await line.transport.send(Send(line.rina.id, Message(text)))
        assert WORDS.replace(" ", "").lower() not in str(refused.value).lower()


async def test_too_many_requests_say_how_long_to_wait(line: Line) -> None:
    line.sim.faults.add(Fault("429", method="sendMessage", retry_after=17, times=1))
    with pytest.raises(Busy) as busy:
        await line.show()
    assert busy.value.wait == 17.0
    assert await line.show()


@pytest.mark.parametrize(
    "fault",
    [
        Fault("5xx", status=500),
        Fault("5xx", status=502, html=True),
        Fault("5xx", status=504),
        Fault("cut_before"),
        Fault("outage"),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}",
)
async def test_when_telegram_is_away_it_is_tried_again_later(line: Line, fault: Fault) -> None:
    line.rina.photo(line.bot, DOT)
    attached = line.transport.read((await line.transport.poll(0, 0))[-1]).event
    assert isinstance(attached, Attached)
    line.sim.faults.add(fault)
    for work in every_verb(line.transport, line.rina.id, attached.file_id):
        with pytest.raises(Unavailable):
            await work()
    line.sim.faults.clear()
    assert await line.show()


async def test_when_only_the_answer_is_lost_the_message_may_have_arrived(line: Line) -> None:
    line.sim.faults.add(Fault("cut_after", times=1))
    with pytest.raises(Unavailable):
        await line.show("sampai")
    assert line.chat.answer.text == "sampai"


async def test_who_does_not_answer_in_time_is_unavailable(line: Line) -> None:
    line.sim.faults.add(Fault("latency", seconds=20))
    hasty = type(line.transport)(TOKEN, line.api, timeout=0.2)  # type: ignore[call-arg]
    try:
        with pytest.raises(Unavailable):
            await hasty.send(Typing(line.rina.id))
    finally:
        await hasty.close()


async def test_when_nobody_listens_telegram_is_unavailable(library: Library) -> None:
    async with opened(library, "http://127.0.0.1:9") as transport:
        for work in every_verb(transport, 1, "file"):
            with pytest.raises(Unavailable):
                await work()


async def test_of_two_pollers_the_first_learns_of_the_second(line: Line) -> None:
    seen = await line.transport.poll(0, 0)
    offset = seen[-1]["update_id"] + 1
    async with opened(line.library, line.api) as second, asyncio.TaskGroup() as group:
        first = group.create_task(failure_of(line.transport.poll(offset, 20)))
        await line.sim.until(lambda: line.sim.calls[-1].params.get("timeout") == 20)
        await second.poll(offset, 0)
    assert isinstance(first.result(), Conflict)


async def test_polling_while_a_webhook_is_set_is_a_conflict(line: Line) -> None:
    await line.transport.send(Webhook("https://suar.example/hook"))
    with pytest.raises(Conflict):
        await line.transport.poll(0, 0)


async def test_a_wrong_token_is_not_authorized(line: Line) -> None:
    async with opened(line.library, line.api, token="7000000002:AAwrong") as stranger:
        with pytest.raises(Unauthorized):
            await stranger.me()


@pytest.mark.parametrize("token", ["", "token", "7000000001", "7000000001:", "7000000001:AA bb", ":AAbb"])
def test_what_is_no_token_is_noticed_at_once_and_not_repeated(library: Library, token: str) -> None:
    with pytest.raises(Unauthorized) as refused:
        transport_of(library, token)
    assert not token.partition(":")[2] or token not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (*refusing(400, "Bad Request: message to edit not found"), Gone),
        (*refusing(400, "Bad Request: message can't be edited"), Gone),
        (*refusing(400, "Bad Request: MESSAGE_ID_INVALID"), Gone),
        (*refusing(400, "Bad Request: message can't be deleted for everyone"), Gone),
        (
            *refusing(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
            Stale,
        ),
        (*refusing(400, "Bad Request: QUERY_ID_INVALID"), Stale),
        (*refusing(400, "Bad Request: chat not found"), Unreachable),
        (*refusing(400, "Bad Request: PEER_ID_INVALID"), Unreachable),
        (*refusing(400, "Bad Request: user is deactivated"), Unreachable),
        (*refusing(403, "Forbidden: bot was blocked by the user"), Unreachable),
        (*refusing(403, "Forbidden: user is deactivated"), Unreachable),
        (*refusing(403, "Forbidden: bot can't initiate conversation with a user"), Unreachable),
        (*refusing(400, "Bad Request: can't parse entities: unclosed start tag at byte offset 5"), Refused),
        (*refusing(400, "Bad Request: message is too long"), Refused),
        (*refusing(400, ""), Refused),
        (*refusing(405, "Method Not Allowed"), Refused),
        (*refusing(413, "Request Entity Too Large"), Refused),
        (*refusing(400, "Group migrated", migrate_to_chat_id=-1), Refused),
        (*refusing(401, "Unauthorized"), Unauthorized),
        (*refusing(404, "Not Found"), Unauthorized),
        (*refusing(409, "Conflict: terminated by other getUpdates request"), Conflict),
        (*refusing(429, "Too Many Requests: retry after 7", retry_after=7), Busy),
        (*refusing(429, "Too Many Requests"), Busy),
        (*refusing(400, "Bad Request: flood", retry_after=7), Busy),
        (*refusing(500, "Internal Server Error"), Unavailable),
        (*refusing(503, "Service Unavailable: restart"), Unavailable),
        (200, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked"}, Unreachable),
        (200, {"ok": False}, Unavailable),
        (200, {"ok": True}, Unavailable),
        (200, [1, 2], Unavailable),
        (200, b"", Unavailable),
        (200, b'{"ok": true, "result": ', Unavailable),
        (200, b"\xff\xfe not text", Unavailable),
        (302, b"somewhere else", Unavailable),
        (403, b"<html>The proxy of this office does not allow it</html>", Unavailable),
        (404, b"<html>Not here</html>", Unavailable),
        (502, b"<html>nginx</html>", Unavailable),
        (599, b"", Unavailable),
    ],
)
async def test_every_refusal_says_what_to_do(
    library: Library, status: int, answer: Any, error: type[TelegramError]
) -> None:
    async with answering(status, answer) as api, opened(library, api) as transport:
        failed = await failure_of(transport.send(Edit(1, 2, Message("halo"))))
    assert type(failed) is error
    if isinstance(failed, Busy):
        assert failed.wait == (7.0 if "parameters" in answer else 1.0)


@pytest.mark.parametrize("nonsense", [None, True, 5, "text", [], {}, {"id": None}])
async def test_nonsense_in_the_place_of_a_result_is_never_a_crash(library: Library, nonsense: Any) -> None:
    async with answering(200, {"ok": True, "result": nonsense}) as api, opened(library, api) as transport:
        for work in every_verb(transport, 1, "file"):
            failed = await failure_of(work())
            assert failed is None or isinstance(failed, Unavailable)


async def test_nobody_is_led_to_another_address_with_the_token(library: Library) -> None:
    seen: list[str] = []

    async def lead_away(request: web.BaseRequest) -> web.StreamResponse:
        seen.append(request.path)
        return web.Response(status=307, headers={"Location": f"/elsewhere{request.path}"})

    runner = web.ServerRunner(web.Server(lead_away))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with opened(library, f"http://127.0.0.1:{runner.addresses[0][1]}") as transport:
        failed = await failure_of(transport.me())
    await runner.cleanup()

    assert isinstance(failed, Unavailable)
    assert seen == [f"/bot{TOKEN}/getMe"]


async def test_a_file_that_telegram_has_no_more_is_gone(line: Line) -> None:
    line.rina.document(line.bot, b"isi", name="daftar.csv")
    attached = line.transport.read((await line.transport.poll(0, 0))[-1]).event
    assert isinstance(attached, Attached)
    line.bot.files._by_path.clear()  # Telegram keeps the paths of files for an hour
    with pytest.raises(Gone):
        await line.transport.fetch(attached.file_id)


async def test_a_file_larger_than_telegram_gives_is_told_apart_from_a_mistake(line: Line) -> None:
    line.rina.document(line.bot, bytes(20 * 1024 * 1024 + 1), name="besar.bin")
    attached = line.transport.read((await line.transport.poll(0, 0))[-1]).event
    assert isinstance(attached, Attached)
    with pytest.raises(TooLarge):
        await line.transport.fetch(attached.file_id)


@pytest.mark.parametrize("method", ["getFile", "download"])
@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        ({"kind": "429", "retry_after": 7}, Busy),
        ({"kind": "5xx", "html": True}, Unavailable),
        ({"kind": "cut_before"}, Unavailable),
        ({"kind": "cut_after"}, Unavailable),
    ],
)
async def test_what_goes_wrong_with_a_file_is_known_by_what_to_do(
    line: Line, method: str, fault: dict[str, Any], meaning: type[TelegramError]
) -> None:
    line.rina.photo(line.bot, DOT)
    attached = line.transport.read((await line.transport.poll(0, 0))[-1]).event
    assert isinstance(attached, Attached)
    line.sim.faults.add(Fault(method=method, **fault))
    failed = await failure_of(line.transport.fetch(attached.file_id))
    assert type(failed) is meaning
    assert not isinstance(failed, Busy) or failed.wait == 7
    line.sim.faults.clear()
    assert await line.transport.fetch(attached.file_id) == DOT


async def test_a_file_that_is_cut_off_in_the_middle_is_not_taken_for_whole(library: Library) -> None:
    async def half(request: web.BaseRequest) -> web.StreamResponse:
        if request.path.endswith("/getFile"):
            return web.json_response({"ok": True, "result": {"file_id": "x", "file_path": "photos/1.jpg"}})
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(DOT)
        assert request.transport is not None
        request.transport.close()
        return response

    runner = web.ServerRunner(web.Server(half))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with opened(library, f"http://127.0.0.1:{runner.addresses[0][1]}") as transport:
        failed = await failure_of(transport.fetch("x"))
    await runner.cleanup()
    assert type(failed) is Unavailable


async def test_many_calls_at_once_all_arrive(line: Line) -> None:
    async with asyncio.TaskGroup() as group:
        for n in range(150):
            group.create_task(line.show(f"nomor {n}"))
    assert {message.text for message in line.chat.messages if message.from_bot} == {f"nomor {n}" for n in range(150)}


# --- What nobody may see -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, {"ok": True, "result": [{"update_id": 1, "message": WORDS}]}),
        (200, f'{{"ok": true, "result": [{{"text": "{WORDS}'.encode()),
        (302, WORDS.encode()),
        refusing(400, f'Bad Request: can\'t parse entities: unsupported start tag "{WORDS}"'),
        refusing(401, "Unauthorized"),
        refusing(403, "Forbidden: bot was blocked by the user"),
        refusing(404, "Not Found"),
        refusing(409, "Conflict: terminated by other getUpdates request"),
        refusing(429, "Too Many Requests: retry after 7", retry_after=7),
        refusing(500, "Internal Server Error"),
        (502, b"<html>nginx</html>"),
        (None, None),
    ],
)
async def test_no_log_and_no_error_holds_the_token_or_what_was_said(
    library: Library, status: int | None, answer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(Discreet())
    caplog.set_level(logging.DEBUG)
    for name in TALKATIVE:
        caplog.set_level(logging.DEBUG, name)

    said: list[str] = []
    server = babbling() if status is None else answering(status, answer)
    async with server as api, opened(library, api) as transport:
        for work in every_verb(transport, 1, "file"):
            try:
                await work()
            except TelegramError as failed:
                logging.getLogger("suar").exception("it failed: %s", failed)
                said += everything_behind(failed)

    assert said or status == 200
    for text in (*said, caplog.text):
        assert SECRET not in text
        assert WORDS not in text


async def test_the_libraries_are_silent_about_what_goes_well(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("", *TALKATIVE):
        caplog.set_level(logging.DEBUG, name)
    quiet_libraries()
    await line.show(WORDS)
    await line.transport.poll(0, 0)
    assert not [record for record in caplog.records if record.name.split(".")[0] in TALKATIVE]


def test_the_token_is_taken_out_of_every_part_of_a_record() -> None:
    place = f"https://api.telegram.org/bot{TOKEN}/getMe"
    try:
        raise ValueError(f"cannot open {place}")
    except ValueError as failed:
        happened = (type(failed), failed, failed.__traceback__)
    record = logging.LogRecord("suar", logging.ERROR, "x.py", 1, "at %s as %r", (place, TOKEN), happened)
    record.place = place

    assert Discreet().filter(record)

    assert record.getMessage() == "at https://api.telegram.org/bot<token>/getMe as '<token>'"
    assert "ValueError: cannot open https://api.telegram.org/bot<token>/getMe" in str(record.exc_text)
    assert SECRET not in logging.Formatter().format(record)
    assert SECRET not in repr(record.__dict__)


def test_a_log_call_with_the_wrong_arguments_is_still_written() -> None:
    record = logging.LogRecord("suar", logging.INFO, "x.py", 1, f"%d of {TOKEN}", ("one",), None)
    assert Discreet().filter(record)
    assert record.getMessage() == "%d of <token>"


@pytest.mark.parametrize("plain", ["10:30:45 ok", "12345:short", "https://t.me/suar_bot?start=AbC", "a/bot"])
def test_what_is_no_token_stays(plain: str) -> None:
    assert redacted(plain) == plain


# --- Small tools ---------------------------------------------------------------------------------


def every_verb(transport: Transport, chat: int, file_id: str) -> list[Callable[[], Awaitable[Any]]]:
    """All that a transport can do over the network, with a secret wherever there is room for one."""
    message = Message(WORDS, ((Button(WORDS, data=WORDS),),))
    calls: list[Outgoing] = [
        Send(chat, message),
        Send(chat, Message(WORDS, photo=File("satu.png", DOT))),
        Edit(chat, 2, message),
        Edit(chat, 2, Message(WORDS, document=File("satu.png", DOT))),
        Delete(chat, (2,)),
        Delete(chat, (2, 3)),
        Answer("1", WORDS),
        Typing(chat),
        Commands((("menu", WORDS),)),
        Webhook("", ""),
    ]
    sends = [lambda call=call: transport.send(call) for call in calls]
    return [transport.me, lambda: transport.poll(0, 0), lambda: transport.fetch(file_id), *sends]


async def failure_of(work: Awaitable[Any]) -> TelegramError | None:
    try:
        await work
    except TelegramError as failed:
        return failed
    return None


def everything_behind(failed: BaseException) -> list[str]:
    """The words of the error and of all that it holds on to, shown in a traceback or not."""
    behind: list[str] = []
    error: BaseException | None = failed
    while error is not None:
        behind += [str(error), repr(error), *traceback.format_exception(error, chain=False)]
        error = error.__cause__ or error.__context__
    return behind


# --- Tables --------------------------------------------------------------------------------------

TABLE = Table((("Tempat", "Lap."), ("Kace & Rina", "12")), "Minggu ini")
IN_WORDS = "<pre>Kace 12</pre>"


async def test_a_table_goes_out_as_one_where_the_library_knows_tables_and_else_as_text(line: Line) -> None:
    assert await line.show(IN_WORDS, table=TABLE)
    if line.library == "ptb":
        assert line.chat.last.html == IN_WORDS
        return
    (block,) = line.chat.last.media["rich_message"]["blocks"]
    assert [[cell["text"] for cell in row] for row in block["cells"]] == [["Tempat", "Lap."], ["Kace & Rina", "12"]]
    assert [cell["align"] for cell in block["cells"][1]] == ["left", "right"]
    assert (block["caption"], block["cells"][0][0]["is_header"]) == ("Minggu ini", True)


async def test_a_table_that_is_refused_goes_out_as_text(line: Line) -> None:
    too_wide = Table((tuple("x" * 21),))
    assert await line.show(IN_WORDS, table=too_wide)
    assert line.chat.last.html == IN_WORDS


async def test_where_telegram_knows_no_tables_they_go_out_as_text(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(cast(dict[str, str], BY_LOWER_NAME), "sendrichmessage")
    assert await line.show(IN_WORDS, table=TABLE)
    assert line.chat.last.html == IN_WORDS


async def test_what_is_known_of_a_table_keeps_its_buttons_and_its_lock(line: Line) -> None:
    await line.show(IN_WORDS, table=TABLE, rows=((Button("Menu", "1"),),), protect=True)
    assert (line.chat.last.labels, line.chat.last.is_protected) == (["Menu"], True)


async def test_a_table_is_edited_into_a_text_by_a_new_message(line: Line) -> None:
    message_id = await line.show(IN_WORDS, table=TABLE)
    edit = line.transport.send(Edit(line.rina.id, message_id, Message("Menu")))
    if line.library == "aiogram":
        with pytest.raises(OtherKind):
            await edit
    else:
        assert (await edit).message_id == message_id
