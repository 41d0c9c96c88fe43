"""Bots delete messages, their own and in private chats the person's too."""

from typing import Any

from .bots import Bot
from .chats import Chat
from .messages import Message
from .parameters import Params
from .reaching import known_chat
from .refusals import BadRequest
from .world import World

DELETABLE_SECONDS = 48 * 3600
MOST_AT_ONCE = 100


def delete_message(world: World, bot: Bot, given: Params) -> bool:
    chat = known_chat(world, bot, given["chat_id"])
    message = chat.message(given["message_id"])
    if message is None:
        raise BadRequest("message to delete not found")
    _check_deletable(world, chat, message)
    _delete(world, bot, chat, message)
    return True


def delete_messages(world: World, bot: Bot, given: Params) -> bool:
    """All or, if one is too old, none; those not found are passed over."""
    wanted = _numbers(given["message_ids"])
    chat = known_chat(world, bot, given["chat_id"])
    found = [message for number in dict.fromkeys(wanted) if (message := chat.message(number))]
    for message in found:
        _check_deletable(world, chat, message)
    for message in found:
        _delete(world, bot, chat, message)
    return True


def _numbers(given: list[Any]) -> list[int]:
    if not given:
        raise BadRequest("message identifiers are not specified")
    if len(given) > MOST_AT_ONCE:
        raise BadRequest("too many message identifiers specified")
    try:
        return [int(number) for number in given]
    except (TypeError, ValueError):
        raise BadRequest("message identifiers must be of type Number") from None


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    if not message.from_bot and not chat.peer.is_person:
        raise BadRequest("message can't be deleted")
    if world.clock.time() - message.sent > DELETABLE_SECONDS:
        raise BadRequest("message can't be deleted for everyone")


def _delete(world: World, bot: Bot, chat: Chat, message: Message) -> None:
    gone = chat.remove(message.id, "bot", world.journal.next_version())
    world.journal.note("deleted", "bot", bot, chat, message=gone)
