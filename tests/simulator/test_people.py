"""What people do, what bots hear of it, and what people see."""

import io
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import FormData
from PIL import Image

from simulator import Bot, Chat, Event, Fault, NoSuchButton, NoSuchMessage, NotPossible, Person, Simulator, forwards
from simulator.recordings import silence

from .conftest import Line

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x08"


async def _last(line: Line) -> Any:
    return (await line.call("getUpdates"))[-1]


async def test_opening_with_a_payload(line: Line, bot: Bot, rina: Person) -> None:
    rina.open(bot, start="tok_1-A")
    message = (await _last(line))["message"]
    assert message["text"] == "/start tok_1-A"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"] == {"id": rina.id, "is_bot": False, "first_name": "Rina", "language_code": "id"}
    with pytest.raises(NotPossible):
        rina.open(bot, start="x" * 65)


async def test_a_long_text_is_sent_in_pieces(bot: Bot, chat: Chat, rina: Person) -> None:
    rina.write(bot, "a" * 4096 + "😀" * 2049)
    assert [len(message.text) for message in chat.messages[1:]] == [4096, 2048, 1]
    with pytest.raises(NotPossible):
        rina.write(bot, "  ")


async def test_pressing_by_label_takes_the_newest_button(line: Line, bot: Bot, rina: Person) -> None:
    first, second = [
        await line.call("sendMessage", chat_id=rina.id, text="?", reply_markup=_keys(Yes=data)) for data in ("1", "2")
    ]
    assert rina.press(bot, "Yes").data == "2"
    assert rina.press(bot, "Yes", message_id=first["message_id"]).data == "1"
    query = (await _last(line))["callback_query"]
    assert query["message"]["message_id"] == first["message_id"]
    assert query["message"]["reply_markup"] == _keys(Yes="1")
    await line.call("deleteMessage", chat_id=rina.id, message_id=second["message_id"])
    rina.press(bot, data="2", message_id=second["message_id"])
    gone = (await _last(line))["callback_query"]["message"]
    assert gone == {"chat": query["message"]["chat"], "message_id": second["message_id"], "date": 0}


async def test_pressing_what_is_not_there_says_what_is(line: Line, bot: Bot, rina: Person) -> None:
    links = {"inline_keyboard": [[{"text": "Map", "url": "https://example.com"}]]}
    await line.call("sendMessage", chat_id=rina.id, text="?", reply_markup=links)
    with pytest.raises(NoSuchButton, match="there are \\['Map'\\]"):
        rina.press(bot, "No")
    with pytest.raises(NotPossible, match="opens or copies"):
        rina.press(bot, "Map")


async def test_a_key_of_the_reply_keyboard_writes_its_label(line: Line, bot: Bot, chat: Chat, rina: Person) -> None:
    keys = {"keyboard": [["Report", {"text": "My number", "request_contact": True}]], "one_time_keyboard": True}
    await line.call("sendMessage", chat_id=rina.id, text="?", reply_markup=keys)
    rina.press(bot, "Report")
    assert chat.last.text == "Report"
    assert chat.keyboard_rows == []
    await line.call("sendMessage", chat_id=rina.id, text="?", reply_markup=keys)
    rina.press(bot, "My number")
    assert (await _last(line))["message"]["contact"]["user_id"] == rina.id


async def test_editing_and_deleting_own_messages(line: Line, bot: Bot, chat: Chat, rina: Person) -> None:
    said = rina.write(bot, "thre")
    rina.edit(bot, said.id, "three")
    update = await _last(line)
    assert update["edited_message"]["text"] == "three"
    assert update["edited_message"]["edit_date"] >= update["edited_message"]["date"]
    rina.delete(bot, said.id)
    assert "edited_message" in await _last(line)
    assert [(message.text, message.deleted_by) for message in chat.deleted] == [("three", "person")]
    with pytest.raises(NoSuchMessage):
        rina.edit(bot, said.id, "x")


def test_clearing_the_chat_takes_all_messages_away(bot: Bot, chat: Chat, rina: Person) -> None:
    rina.write(bot, "satu")
    rina.clear(bot)
    assert chat.messages == []
    assert {message.deleted_by for message in chat.deleted} == {"person"}


async def test_what_may_be_passed_on_and_what_rings_is_seen(line: Line, chat: Chat, rina: Person) -> None:
    await line.call("sendMessage", chat_id=rina.id, text="x", protect_content=True, disable_notification=True)
    assert (chat.last.is_protected, chat.last.silent) == (True, True)
    await line.call("sendMessage", chat_id=rina.id, text="x")
    assert (chat.last.is_protected, chat.last.silent) == (False, False)


def test_a_photo_can_tell_more_than_it_shows(bot: Bot, rina: Person) -> None:
    jpeg = io.BytesIO()
    Image.new("RGB", (16, 8)).save(jpeg, "JPEG")
    sent = rina.photo(bot, jpeg.getvalue(), traces=True).photo or []
    stored = bot.files.find(sent[0]["file_id"])
    assert stored is not None
    with Image.open(io.BytesIO(stored.data)) as seen:
        told = seen.getexif()
    assert (sent[0]["width"], told[0x013B], told.get_ifd(0x8825)[2]) == (16, "Pemotret Simulasi", (2.0, 7.0, 48.0))


async def test_blocking_is_told_and_ends_sending(line: Line, bot: Bot, chat: Chat, rina: Person) -> None:
    rina.block(bot)
    rina.block(bot)
    change = (await _last(line))["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    with pytest.raises(NotPossible):
        rina.write(bot, "x")
    rina.open(bot)
    assert [next(iter(update.keys() - {"update_id"})) for update in await line.call("getUpdates")] == [
        "message",
        "my_chat_member",
        "my_chat_member",
        "message",
    ]


def test_a_deleted_account_does_nothing_more(bot: Bot, rina: Person) -> None:
    rina.deactivate()
    with pytest.raises(NotPossible, match="deleted the account"):
        rina.write(bot, "x")


async def test_photos_and_files_can_be_fetched(line: Line, bot: Bot, rina: Person) -> None:
    rina.photo(bot, PNG, caption="seen /here")
    message = (await _last(line))["message"]
    assert message["caption"] == "seen /here"
    assert message["caption_entities"] == [{"type": "bot_command", "offset": 5, "length": 5}]
    size = message["photo"][-1]
    assert (size["width"], size["height"], size["file_size"]) == (16, 8, len(PNG))
    file = await line.call("getFile", file_id=size["file_id"])
    async with line.session.get(f"{line.url}/file/bot111:AAA/{file['file_path']}") as answer:
        assert await answer.read() == PNG
    async with line.session.get(f"{line.url}/file/bot111:AAA/photos/none.jpg") as answer:
        assert answer.status == 404
    assert await line.refused("getFile", file_id="x") == "400 Bad Request: invalid file_id"


async def test_a_file_id_is_useless_to_another_bot(line: Line, sim: Simulator, bot: Bot, rina: Person) -> None:
    rina.open(sim.add_bot("222:BBB", "other_bot"))
    photo = (rina.photo(bot, PNG).photo or [])[0]["file_id"]
    await line.call("sendPhoto", chat_id=rina.id, photo=photo)
    assert await line.refused("sendPhoto", token="222:BBB", chat_id=rina.id, photo=photo) == (
        "400 Bad Request: wrong file identifier/HTTP URL specified"
    )


async def test_an_album_is_several_messages_of_one_group(line: Line, bot: Bot, rina: Person) -> None:
    rina.album(bot, [PNG, PNG], caption="both")
    first, second = [update["message"] for update in (await line.call("getUpdates"))[-2:]]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("both", False)


async def test_other_things_people_send(line: Line, bot: Bot, rina: Person) -> None:
    rina.document(bot, b"%PDF", name="report.pdf")
    rina.voice(bot)
    rina.sticker(bot)
    rina.location(bot, -6.2, 106.8)
    rina.contact(bot, "+62811", name="Budi")
    *_, document, voice, sticker, location, contact = [update["message"] for update in await line.call("getUpdates")]
    assert document["document"]["file_name"] == "report.pdf"
    assert document["document"]["mime_type"] == "application/pdf"
    assert voice["voice"]["duration"] == 3
    assert sticker["sticker"]["emoji"] == "👍"
    assert location["location"] == {"latitude": -6.2, "longitude": 106.8}
    assert (contact["contact"]["phone_number"], contact["contact"]["first_name"]) == ("+62811", "Budi")
    assert "TEL:+62811" in contact["contact"]["vcard"]


async def test_a_forward_says_whom_it_is_from(line: Line, bot: Bot, rina: Person) -> None:
    for origin in (forwards.person("Budi"), forwards.hidden("Budi"), forwards.channel("Kabar")):
        rina.forward(bot, "titip", origin)
    photo = rina.photo(bot, PNG, **forwards.forwarded(forwards.hidden("Budi"), 5))
    sent = [update["message"] for update in (await line.call("getUpdates"))[-4:]]
    told = [message["forward_origin"] for message in sent]
    assert [one["type"] for one in told] == ["user", "hidden_user", "channel", "hidden_user"]
    assert (told[0]["sender_user"]["first_name"], told[1]["sender_user_name"]) == ("Budi", "Budi")
    assert (told[2]["chat"]["title"], told[3]["date"], photo.is_forwarded) == ("Kabar", 5, True)


async def test_a_voice_can_be_heard(line: Line, bot: Bot, chat: Chat, rina: Person) -> None:
    rina.voice(bot, seconds=4)
    rina.voice(bot, silence(7))
    heard = [update["message"]["voice"] for update in (await line.call("getUpdates"))[-2:]]
    assert [voice["duration"] for voice in heard] == [4, 7]
    file = await line.call("getFile", file_id=heard[0]["file_id"])
    async with line.session.get(f"{line.url}/file/bot111:AAA/{file['file_path']}") as answer:
        assert await answer.read() == silence(4)


async def test_a_bot_sends_a_voice_which_stays_one(line: Line, chat: Chat, rina: Person) -> None:
    sent = await _upload(line, "sendVoice", {"chat_id": str(rina.id), "caption": "Dengar"}, voice=silence(5))
    assert (chat.last.text, (chat.last.voice or {})["duration"]) == ("Dengar", 5)
    card = {"chat_id": str(rina.id), "message_id": str(sent["message_id"])}
    await line.call("editMessageCaption", **card, caption="Dengar lagi")
    assert await line.refused("editMessageText", **card, text="x") == (
        "400 Bad Request: there is no text in the message to edit"
    )
    media = '{"type": "photo", "media": "attach://file"}'
    form = FormData({**card, "media": media})
    form.add_field("file", PNG, filename="photo.png")
    async with line.session.post(f"{line.url}/bot111:AAA/editMessageMedia", data=form) as answer:
        assert (await answer.json())["description"] == "Bad Request: there is no media in the message to edit"
    assert await line.refused("sendVoice", chat_id=rina.id) == "400 Bad Request: there is no voice in the request"


async def test_a_reply_carries_what_it_answers(line: Line, bot: Bot, rina: Person) -> None:
    asked = await line.call("sendMessage", chat_id=rina.id, text="How many?")
    rina.write(bot, "three", reply_to=asked["message_id"])
    assert (await _last(line))["message"]["reply_to_message"]["text"] == "How many?"


async def test_listeners_hear_what_bots_do_at_once(line: Line, sim: Simulator, bot: Bot, rina: Person) -> None:
    heard: list[Event] = []
    sim.on_event(heard.append)
    sent = await line.call("sendMessage", chat_id=rina.id, text="?", reply_markup=_keys(Yes="y"))
    press = rina.press(bot, "Yes")
    await line.call("answerCallbackQuery", callback_query_id=press.id, text="ok")
    await line.call("deleteMessage", chat_id=rina.id, message_id=sent["message_id"])
    assert [(event.kind, event.bot, event.person_id) for event in heard] == [
        (kind, bot, rina.id) for kind in ("sent", "answered", "deleted")
    ]
    assert heard[1].press is press


async def test_a_group_sees_the_bot_come_and_go(line: Line, sim: Simulator, bot: Bot, rina: Person) -> None:
    posko = sim.add_group("Posko")
    assert await line.refused("sendMessage", chat_id=posko.id, text="x") == (
        "403 Forbidden: bot is not a member of the group chat"
    )
    posko.add(bot, by=rina)
    posko.write(rina, "/help@hello_bot")
    await line.call("sendMessage", chat_id=posko.id, text="only in private")
    assert [message.text for message in sim.chat(bot, posko).messages] == ["", "/help@hello_bot", "only in private"]
    said = await line.refused("deleteMessage", chat_id=posko.id, message_id=sim.chat(bot, posko).messages[1].id)
    assert said == "400 Bad Request: message can't be deleted"
    await line.call("leaveChat", chat_id=posko.id)
    kinds = [next(iter(update.keys() - {"update_id"})) for update in await line.call("getUpdates")]
    assert kinds == ["message", "my_chat_member", "message", "message", "my_chat_member"]
    assert posko.write(rina, "gone?") == []
    assert (await line.refused("leaveChat", chat_id=rina.id)).startswith("400 Bad Request")


async def test_the_clock_can_be_moved_and_tells_so(sim: Simulator, bot: Bot, rina: Person) -> None:
    moves: list[timedelta] = []
    sim.clock.on_move(moves.append)
    before = sim.clock.now()
    sim.clock.move(timedelta(days=2))
    assert moves == [timedelta(days=2)]
    assert rina.write(bot, "x").date - before >= timedelta(days=2) - timedelta(seconds=1)


async def test_what_a_bot_tells_of_itself_and_asks(line: Line, bot: Bot, rina: Person) -> None:
    commands = [{"command": "help", "description": "How it works"}]
    scope = {"type": "all_private_chats"}
    await line.call("setMyCommands", commands=commands, scope=scope, language_code="id")
    assert await line.call("getMyCommands", scope=scope, language_code="id") == commands
    assert await line.call("getMyCommands") == []
    await line.call("deleteMyCommands", scope=scope, language_code="id")
    assert await line.call("getMyCommands", scope=scope, language_code="id") == []
    bad = [{"command": "Help!", "description": "x"}]
    assert await line.refused("setMyCommands", commands=bad) == "400 Bad Request: BOT_COMMAND_INVALID"
    assert (await line.call("getChat", chat_id=rina.id))["first_name"] == "Rina"


async def test_a_bot_sends_and_changes_media(line: Line, chat: Chat, rina: Person) -> None:
    form = {"chat_id": str(rina.id), "caption": "<b>Map</b>", "parse_mode": "HTML"}
    sent = await _upload(line, "sendPhoto", form, photo=PNG)
    assert (chat.last.html, (chat.last.photo or [])[0]["width"]) == ("<b>Map</b>", 16)
    card = {"chat_id": str(rina.id), "message_id": str(sent["message_id"])}
    await line.call("editMessageCaption", **card, caption="New")
    assert chat.last.text == "New"
    media = '{"type": "document", "media": "attach://file", "caption": "Table"}'
    await _upload(line, "editMessageMedia", {**card, "media": media}, file=b"a,b")
    assert chat.last.document is not None
    assert await line.refused("editMessageText", **card, text="x") == (
        "400 Bad Request: there is no text in the message to edit"
    )


async def test_bad_media_is_refused(line: Line, rina: Person) -> None:
    refused = "400 Bad Request: "
    assert await line.refused("sendPhoto", chat_id=rina.id) == refused + "there is no photo in the request"
    assert await line.refused("sendPhoto", chat_id=rina.id, photo="attach://x") == (
        refused + "wrong file identifier/HTTP URL specified"
    )
    long = {"chat_id": rina.id, "photo": "x", "caption": "x" * 1025}
    assert await line.refused("sendPhoto", **long) == refused + "message caption is too long"
    assert (await line.refused("sendPhoto", chat_id=rina.id, photo="https://x.id/y.jpg")).startswith("501")


async def test_bad_uploads_are_refused(line: Line, rina: Person) -> None:
    for data, why in ((b"no picture", "IMAGE_PROCESS_FAILED"), (b"", "file must be non-empty")):
        form = FormData({"chat_id": str(rina.id)})
        form.add_field("photo", data, filename="photo.jpg")
        async with line.session.post(f"{line.url}/bot111:AAA/sendPhoto", data=form) as answer:
            assert (await answer.json())["description"] == f"Bad Request: {why}"


async def test_a_file_of_more_than_20_mb_cannot_be_fetched(line: Line, bot: Bot, rina: Person) -> None:
    big = rina.document(bot, bytes(20 * 1024 * 1024 + 1)).document or {}
    assert await line.refused("getFile", file_id=big["file_id"]) == "400 Bad Request: file is too big"


async def _upload(line: Line, method: str, fields: dict[str, str], **files: bytes) -> Any:
    form = FormData(fields)
    for name, data in files.items():
        form.add_field(name, data, filename=f"{name}.bin")
    async with line.session.post(f"{line.url}/bot111:AAA/{method}", data=form) as answer:
        assert answer.status == 200, await answer.text()
        return (await answer.json())["result"]


def _keys(**data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": value}] for label, value in data.items()]}


async def test_recordings_videos_and_places_are_sent_as_phones_send_them(line: Line, bot: Bot, rina: Person) -> None:
    rina.audio(bot, b"ID3 lagu", seconds=7)
    rina.video(bot, b"film", caption="lihat")
    rina.video_note(bot, b"bundar")
    rina.location(bot, -2.1, 106.1, accuracy=25, live=900)
    rina.venue(bot, -2.1, 106.1, title="Posko")
    sent = [update["message"] for update in (await line.call("getUpdates"))[-5:]]
    audio, video, note, live, venue = sent
    assert (audio["audio"]["duration"], audio["audio"]["mime_type"]) == (7, "audio/mpeg")
    assert (video["caption"], video["video"]["file_size"]) == ("lihat", 4)
    assert note["video_note"]["length"] == 240
    place = {"latitude": -2.1, "longitude": 106.1}
    assert live["location"] == {**place, "horizontal_accuracy": 25, "live_period": 900}
    assert (venue["venue"]["title"], venue["location"]) == ("Posko", place)
    file = await line.call("getFile", file_id=note["video_note"]["file_id"])
    async with line.session.get(f"{line.url}/file/bot111:AAA/{file['file_path']}") as answer:
        assert await answer.read() == b"bundar"


async def test_the_fetching_of_a_file_can_be_made_to_fail(line: Line, sim: Simulator, bot: Bot, rina: Person) -> None:
    photo = (rina.photo(bot, PNG).photo or [])[0]["file_id"]
    address = f"{line.url}/file/bot111:AAA/{(await line.call('getFile', file_id=photo))['file_path']}"
    sim.faults.add(Fault("429", method="download", retry_after=9, times=1))
    async with line.session.get(address) as answer:
        assert (answer.status, (await answer.json())["parameters"]) == (429, {"retry_after": 9})
    async with line.session.get(address) as answer:
        assert (answer.status, await answer.read()) == (200, PNG)
