"""Bots change and delete messages."""

from datetime import timedelta
from typing import Any

import pytest

from simulator import Bot, Chat, Person, Simulator

from .conftest import Line

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
KEYS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


@pytest.fixture
async def card(line: Line, rina: Person) -> dict[str, Any]:
    """A message of the bot, as the parameters that name it."""
    sent = await line.call("sendMessage", chat_id=rina.id, text="One?", reply_markup=KEYS)
    return {"chat_id": rina.id, "message_id": sent["message_id"]}


async def test_an_edit_replaces_text_and_buttons(line: Line, chat: Chat, card: Any) -> None:
    edited = await line.call("editMessageText", **card, text="Two?")
    assert (edited["text"], "edit_date" in edited, "reply_markup" in edited) == ("Two?", True, False)
    assert (chat.last.text, chat.last.buttons) == ("Two?", [])
    assert chat.last.edit_date is not None


async def test_an_unchanged_edit_is_refused(line: Line, card: Any) -> None:
    assert await line.refused("editMessageText", **card, text="One?", reply_markup=KEYS) == NOT_MODIFIED
    assert await line.refused(
        "editMessageText", **card, text=" <i></i>One? ", parse_mode="HTML", reply_markup=KEYS
    ) == (NOT_MODIFIED)
    assert await line.refused("editMessageReplyMarkup", **card, reply_markup=KEYS) == NOT_MODIFIED
    await line.call("editMessageReplyMarkup", **card)
    assert await line.refused("editMessageReplyMarkup", **card) == NOT_MODIFIED


async def test_only_own_messages_that_are_there_can_be_edited(
    line: Line, chat: Chat, rina: Person, card: Any
) -> None:
    refused = "400 Bad Request: "
    assert await line.refused("editMessageText", chat_id=rina.id, message_id=99, text="x") == (
        refused + "message to edit not found"
    )
    assert await line.refused("editMessageText", chat_id=rina.id, message_id=chat.messages[0].id, text="x") == (
        refused + "message can't be edited"
    )
    assert await line.refused("editMessageText", text="x") == refused + "message identifier is not specified"
    assert await line.refused("editMessageText", **card) == refused + "message text is empty"
    assert await line.refused("editMessageCaption", **card, caption="x") == (
        refused + "there is no caption in the message to edit"
    )
    said = await line.refused("editMessageText", **card, text="x", reply_markup={"keyboard": [["A"]]})
    assert said == refused + "inline keyboard expected"


async def test_a_blocked_bot_cannot_edit(line: Line, bot: Bot, rina: Person, card: Any) -> None:
    rina.block(bot)
    assert await line.refused("editMessageText", **card, text="x") == "403 Forbidden: bot was blocked by the user"


async def test_a_bot_deletes_its_own_and_the_persons_messages(line: Line, chat: Chat, card: Any) -> None:
    assert await line.call("deleteMessage", **card) is True
    assert await line.call("deleteMessages", chat_id=card["chat_id"], message_ids=[1, 77]) is True
    assert chat.messages == []
    assert [(message.text, message.deleted_by) for message in chat.deleted] == [("One?", "bot"), ("/start", "bot")]
    assert await line.refused("deleteMessage", **card) == "400 Bad Request: message to delete not found"


async def test_old_messages_stay(line: Line, sim: Simulator, card: Any) -> None:
    sim.clock.move(timedelta(hours=48, seconds=5))
    too_old = "400 Bad Request: message can't be deleted for everyone"
    assert await line.refused("deleteMessage", **card) == too_old
    assert await line.refused("deleteMessages", chat_id=card["chat_id"], message_ids=[card["message_id"]]) == too_old
    sim.clock.move(-timedelta(minutes=1))
    assert await line.call("deleteMessage", **card)


async def test_of_many_messages_those_not_found_are_passed_over_and_one_too_old_keeps_all(
    line: Line, sim: Simulator, bot: Bot, chat: Chat, rina: Person, card: Any
) -> None:
    sim.clock.move(timedelta(hours=47))
    young = rina.write(bot, "young").id
    sim.clock.move(timedelta(hours=1, seconds=5))
    many = {"chat_id": card["chat_id"]}
    too_old = "400 Bad Request: message can't be deleted for everyone"
    assert await line.refused("deleteMessage", chat_id=rina.id, message_id=1) == too_old  # the person's own /start
    assert await line.refused("deleteMessages", **many, message_ids=[young, card["message_id"]]) == too_old
    assert [message.id for message in chat.messages] == [1, card["message_id"], young]
    assert await line.call("deleteMessages", **many, message_ids=[young, 77, 78]) is True
    assert [message.id for message in chat.messages] == [1, card["message_id"]]


@pytest.mark.parametrize(
    ("numbers", "refusal"),
    [
        ([], "message identifiers are not specified"),
        (list(range(101)), "too many message identifiers specified"),
        (["x"], "message identifiers must be of type Number"),
    ],
)
async def test_deleting_many_has_limits(line: Line, rina: Person, numbers: Any, refusal: str) -> None:
    said = await line.refused("deleteMessages", chat_id=rina.id, message_ids=numbers)
    assert said == f"400 Bad Request: {refusal}"
