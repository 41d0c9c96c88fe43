"""What a bot may send, and what Telegram says to the rest."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession

from simulator import Bot, Chat, Person, Simulator

from .conftest import Line

TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_message_is_seen_by_its_person(line: Line, chat: Chat, rina: Person) -> None:
    sent = await line.call("sendMessage", chat_id=rina.id, text="<b>Hi</b> Rina &amp; all", parse_mode="HTML")
    assert sent["text"] == "Hi Rina & all"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert sent["from"] == {"id": 111, "is_bot": True, "first_name": "Hello", "username": "hello_bot"}
    assert sent["chat"] == {"id": rina.id, "type": "private", "first_name": "Rina"}
    assert (chat.last.id, chat.last.html) == (sent["message_id"], "<b>Hi</b> Rina &amp; all")


async def test_message_ids_grow_over_all_chats_of_a_bot(line: Line, sim: Simulator, bot: Bot, rina: Person) -> None:
    budi = sim.add_person("Budi")
    budi.open(bot)
    ids = [(await line.call("sendMessage", chat_id=who.id, text="x"))["message_id"] for who in (rina, budi, rina)]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({}, "400 Bad Request: message text is empty"),
        ({"text": ""}, "400 Bad Request: message text is empty"),
        ({"text": " \n "}, "400 Bad Request: text must be non-empty"),
        ({"text": "x" * 4097}, "400 Bad Request: message is too long"),
        ({"text": "😀" * 2049}, "400 Bad Request: message is too long"),
        ({"text": "x", "parse_mode": "BBCode"}, "400 Bad Request: unsupported parse_mode"),
        ({"text": "x", "txet": "y"}, '400 Bad Request: unknown parameter "txet" of sendMessage'),
        ({"text": "x", "disable_notification": "perhaps"}, "400 Bad Request: field"),
        ({"text": ["x"]}, '400 Bad Request: field "text" must be of type String'),
        ({"text": "x", "reply_markup": "[]"}, "400 Bad Request: object expected as reply markup"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "400 Bad Request: message to be replied not found"),
        ({"text": "x", "reply_parameters": {}}, "400 Bad Request: can't find field"),
        ({"text": "x", "link_preview_options": {"is_disabled": "yes"}}, '400 Bad Request: field "is_disabled"'),
        (
            {"text": "hello", "entities": [{"type": "bold", "offset": 100, "length": 1}]},
            "400 Bad Request: entity begins after the end of the text at UTF-16 offset 100",
        ),
        (
            {"text": "hello", "entities": [{"type": "invalid_type", "offset": 0, "length": 1}]},
            "400 Bad Request: can't parse MessageEntity: Unsupported type specified",
        ),
        (
            {"text": "click", "entities": [{"type": "text_link", "offset": 0, "length": 5, "url": "not-a-url"}]},
            "400 Bad Request: entity URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_refuses_what_telegram_refuses(line: Line, rina: Person, params: Any, refusal: str) -> None:
    assert (await line.refused("sendMessage", chat_id=rina.id, **params)).startswith(refusal)


async def test_takes_exactly_the_longest_text(line: Line, rina: Person) -> None:
    sent = await line.call("sendMessage", chat_id=rina.id, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert len(sent["text"]) == 4096


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x", "callback_data": ""},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"callback_data": "x"}, "can't parse inline keyboard button: Can't find field \"text\""),
        (
            {"text": "x", "url": "tel:+62811"},
            "inline keyboard button URL 'tel:+62811' is invalid: Unsupported URL protocol",
        ),
        (
            {"text": "x", "url": "ftp://example.com"},
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported",
        ),
        ({"text": "x", "url": "not-a-url"}, "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL"),
        ({"text": "x", "copy_text": {"text": "y" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "pay": True}, "BUTTON_TYPE_INVALID"),
        (
            {"text": "x", "web_app": {"url": "http://example.com"}},
            "inline keyboard button Web App URL 'http://example.com'",
        ),
    ],
)
async def test_refuses_a_bad_button(line: Line, rina: Person, button: Any, refusal: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    said = await line.refused("sendMessage", chat_id=rina.id, text="x", reply_markup=markup)
    assert said.startswith(f"400 Bad Request: {refusal}")


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x", "callback_data": "x" * 64},
        {"text": "x", "url": "https://example.com/a?b=c"},
        {"text": "x", "url": "http://localhost.example.com:8080"},
        {"text": "x", "url": "tg://user?id=1"},
        {"text": "x", "url": "t.me/hello_bot"},
        {"text": "x", "copy_text": {"text": "a number"}},
    ],
)
async def test_takes_a_good_button(line: Line, chat: Chat, rina: Person, button: Any) -> None:
    await line.call("sendMessage", chat_id=rina.id, text="x", reply_markup={"inline_keyboard": [[button]]})
    assert chat.last.labels == ["x"]


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        ({"inline_keyboard": "bad"}, 'field "inline_keyboard" must be of type Array'),
        ({"keyboard": "bad"}, 'field "keyboard" must be of type Array'),
        ({"keyboard": [["A"]], "one_time_keyboard": "yes"}, 'field "one_time_keyboard" must be of type Boolean'),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}, "reply markup is too long"),
    ],
)
async def test_refuses_a_bad_keyboard(line: Line, rina: Person, markup: Any, refusal: str) -> None:
    said = await line.refused("sendMessage", chat_id=rina.id, text="x", reply_markup=markup)
    assert said == f"400 Bad Request: {refusal}"


async def test_a_reply_keyboard_stays_until_it_is_removed(line: Line, chat: Chat, rina: Person) -> None:
    await line.call("sendMessage", chat_id=rina.id, text="a", reply_markup={"keyboard": [["Report"]]})
    await line.call("sendMessage", chat_id=rina.id, text="b")
    assert [[key.label for key in row] for row in chat.keyboard_rows] == [["Report"]]
    await line.call("sendMessage", chat_id=rina.id, text="c", reply_markup={"remove_keyboard": True})
    assert chat.keyboard_rows == []


async def test_says_why_a_person_cannot_be_reached(line: Line, sim: Simulator, bot: Bot, rina: Person) -> None:
    stranger = sim.add_person("Budi")
    forbidden = "403 Forbidden: "
    assert await line.refused("sendMessage", chat_id=5, text="x") == "400 Bad Request: chat not found"
    assert await line.refused("sendMessage", text="x") == "400 Bad Request: chat_id is empty"
    assert await line.refused("sendMessage", chat_id="@nobody", text="x") == "400 Bad Request: chat not found"
    said = await line.refused("sendMessage", chat_id=stranger.id, text="x")
    assert said == forbidden + "bot can't initiate conversation with a user"
    rina.block(bot)
    assert await line.refused("sendMessage", chat_id=rina.id, text="x") == forbidden + "bot was blocked by the user"
    rina.unblock(bot)
    rina.deactivate()
    assert await line.refused("sendMessage", chat_id=rina.id, text="x") == forbidden + "user is deactivated"


async def test_typing_is_seen_for_five_seconds_or_until_a_message(
    line: Line, sim: Simulator, chat: Chat, rina: Person
) -> None:
    await line.call("sendChatAction", chat_id=rina.id, action="typing")
    assert chat.typing == "typing"
    await line.call("sendMessage", chat_id=rina.id, text="x")
    assert chat.typing == ""
    await line.call("sendChatAction", chat_id=rina.id, action="typing")
    sim.clock.move(timedelta(seconds=6))
    assert chat.typing == ""
    said = await line.refused("sendChatAction", chat_id=rina.id, action="sleeping")
    assert said == "400 Bad Request: wrong parameter action in request"


async def test_a_reply_names_its_message(line: Line, chat: Chat, rina: Person) -> None:
    asked = chat.last.id
    sent = await line.call("sendMessage", chat_id=rina.id, text="x", reply_parameters={"message_id": asked})
    assert sent["reply_to_message"]["message_id"] == asked


async def test_an_answered_press_shows_a_toast_once(line: Line, bot: Bot, chat: Chat, rina: Person) -> None:
    await line.call(
        "sendMessage",
        chat_id=rina.id,
        text="?",
        reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]},
    )
    press = rina.press(bot, "Yes")
    assert [one.id for one in chat.spinning] == [press.id]
    await line.call("answerCallbackQuery", callback_query_id=press.id, text="noted", show_alert=True)
    assert (chat.toast, chat.alert, chat.spinning) == ("noted", True, [])
    assert await line.refused("answerCallbackQuery", callback_query_id=press.id) == TOO_OLD


async def test_a_callback_answer_has_limits(line: Line, bot: Bot, chat: Chat, rina: Person) -> None:
    press = rina.press(bot, data="x", message_id=chat.last.id)
    said = await line.refused("answerCallbackQuery", callback_query_id=press.id, text="x" * 201)
    assert said == "400 Bad Request: MESSAGE_TOO_LONG"
    assert await line.refused("answerCallbackQuery", callback_query_id="12") == TOO_OLD
    said = await line.refused("answerCallbackQuery", callback_query_id=press.id, url="https://example.com")
    assert said == "400 Bad Request: URL_INVALID"


async def test_bots_have_their_own_chats_and_tokens(line: Line, sim: Simulator, rina: Person) -> None:
    sim.add_bot("222:BBB", "other_bot")
    assert (await line.call("getMe", token="222:BBB"))["username"] == "other_bot"
    said = await line.refused("sendMessage", token="222:BBB", chat_id=rina.id, text="x")
    assert said == "403 Forbidden: bot can't initiate conversation with a user"
    assert await line.refused("getMe", token="333:CCC") == "401 Unauthorized"
    assert await line.refused("getMee") == "404 Not Found"
    assert await line.refused("sendMessage", chat_id=rina.id, text="*x*", parse_mode="Markdown") == (
        "501 Not Implemented by the simulator: the legacy parse_mode Markdown; use MarkdownV2 or HTML"
    )


async def test_parameters_may_come_in_any_of_telegrams_four_ways(line: Line, rina: Person) -> None:
    url = f"{line.url}/bot111:AAA/sendmessage"
    markup = json.dumps({"inline_keyboard": [[{"text": "Ya & ok", "callback_data": "+ %"}]]})
    fields = {"chat_id": str(rina.id), "text": "a+b & c=é%", "reply_markup": markup, "protect_content": "True"}
    as_query = line.session.get(url, params=fields)
    as_form = line.session.post(url, data=fields)
    with_file = line.session.post(url, data={**fields, "unused": BytesIO(b"a file makes it multipart")})
    as_json = line.session.post(url, json={**fields, "reply_markup": json.loads(markup)})
    for request in (as_query, as_form, with_file, as_json):
        async with request as answer:
            sent = (await answer.json())["result"]
            assert sent["text"] == "a+b & c=é%"
            assert sent["reply_markup"]["inline_keyboard"][0][0] == {"text": "Ya & ok", "callback_data": "+ %"}


@pytest.mark.parametrize(
    ("kind", "body", "refusal"),
    [
        ("application/json", b"{", "can't parse JSON object"),
        ("application/json", b"[]", "can't parse JSON object"),
        ("application/json", b'{"chat_id": 1, "text": "\\ud83d"}', "strings must be encoded in UTF-8"),
        ("application/x-www-form-urlencoded", b"chat_id=1&text=%ff", "strings must be encoded in UTF-8"),
        ("multipart/form-data", b"--x", "can't find boundary in the multipart request"),
    ],
)
async def test_refuses_bodies_it_cannot_read(line: Line, kind: str, body: bytes, refusal: str) -> None:
    url = f"{line.url}/bot111:AAA/sendMessage"
    async with line.session.post(url, data=body, headers={"Content-Type": kind}) as answer:
        assert answer.status == 400
        assert (await answer.json())["description"] == f"Bad Request: {refusal}"


async def test_every_call_is_kept_for_searching(line: Line, sim: Simulator, bot: Bot, rina: Person) -> None:
    await line.call("sendMessage", chat_id=rina.id, text="canary")
    await line.refused("sendMessage", chat_id=rina.id, text="")
    assert [(call.bot, call.method, call.params.get("text")) for call in sim.calls] == [
        (bot, "sendMessage", "canary"),
        (bot, "sendMessage", ""),
    ]


async def test_a_simulator_that_does_not_record_keeps_nothing() -> None:
    sim = Simulator(record=False, strict=False)
    rina = sim.add_person("Rina")
    rina.open(sim.add_bot("111:AAA", "hello_bot"))
    async with sim.serve() as url, ClientSession() as session:
        # Not strict: what a method does not know is passed over, as Telegram does.
        await Line(url, session).call("sendMessage", chat_id=rina.id, text="x", unknown="y")
    assert not sim.calls
