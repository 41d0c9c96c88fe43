"""Bots change what they have said."""

from dataclasses import replace
from typing import Any

from .bots import Bot
from .chats import Chat
from .keyboards import read_markup
from .media import document_media, photo_media
from .messages import Message
from .parameters import Params
from .reaching import own_message, reachable_chat
from .refusals import BadRequest, NotSimulated
from .sending import read_caption, read_text
from .world import World

Json = dict[str, Any]

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)

# Of what this simulator lets bots send, a voice stays what it is.
REPLACEABLE = frozenset({"photo", "document"})


def edit_message_text(world: World, bot: Bot, given: Params) -> Json:
    if "rich_message" in given:
        raise NotSimulated("rich messages")
    if "text" not in given:
        raise BadRequest("message text is empty")
    said = read_text(given)
    markup = read_markup(given.get("reply_markup"), inline_only=True)
    chat, message = _wanted(world, bot, given)
    if message.media:
        raise BadRequest("there is no text in the message to edit")
    return _change(world, bot, chat, message, text=said.text, entities=said.entities, markup=markup)


def edit_message_caption(world: World, bot: Bot, given: Params) -> Json:
    said = read_caption(given)
    markup = read_markup(given.get("reply_markup"), inline_only=True)
    chat, message = _wanted(world, bot, given)
    if not message.media:
        raise BadRequest("there is no caption in the message to edit")
    return _change(world, bot, chat, message, text=said.text, entities=said.entities, markup=markup)


def edit_message_reply_markup(world: World, bot: Bot, given: Params) -> Json:
    markup = read_markup(given.get("reply_markup"), inline_only=True)
    chat, message = _wanted(world, bot, given)
    return _change(world, bot, chat, message, markup=markup)


def edit_message_media(world: World, bot: Bot, given: Params) -> Json:
    described = given["media"]
    said = read_caption(described)
    markup = read_markup(given.get("reply_markup"), inline_only=True)
    chat, message = _wanted(world, bot, given)
    if message.media and not message.media.keys() & REPLACEABLE:
        raise BadRequest("there is no media in the message to edit")
    media = _new_media(bot, described, given)
    return _change(world, bot, chat, message, text=said.text, entities=said.entities, media=media, markup=markup)


def _new_media(bot: Bot, described: Json, given: Params) -> Json:
    options = {**described, "attached": given.get("attached", {})}
    if described.get("type") == "photo":
        return photo_media(bot, described.get("media", ""), options)
    if described.get("type") == "document":
        return document_media(bot, described.get("media", ""), options)
    raise NotSimulated(f"media of type {described.get('type')}")


def _wanted(world: World, bot: Bot, given: Params) -> tuple[Chat, Message]:
    if "inline_message_id" in given:
        raise NotSimulated("messages sent through inline queries")
    if "chat_id" not in given:
        raise BadRequest("chat_id is empty" if "message_id" in given else "message identifier is not specified")
    if "message_id" not in given:
        raise BadRequest("message identifier is not specified")
    chat = reachable_chat(world, bot, given["chat_id"])
    return chat, own_message(chat, given["message_id"])


def _change(world: World, bot: Bot, chat: Chat, message: Message, **changes: Any) -> Json:
    if all(getattr(message, name) == value for name, value in changes.items()):
        raise BadRequest(NOT_MODIFIED)
    changed = replace(message, **changes, edited=world.unix(), version=world.journal.next_version())
    chat.show(changed)
    world.journal.note("edited", "bot", bot, chat, message=changed)
    return changed.wire()
