"""Bots send messages."""

from collections.abc import Callable
from typing import Any

from .bots import Bot
from .chats import Chat
from .keyboards import read_markup
from .media import document_media, photo_media, voice_media
from .messages import Message
from .parameters import Params
from .reaching import reachable_chat
from .refusals import BadRequest
from .rich import read_rich
from .texts import Formatted, formatted
from .world import World

Json = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(world: World, bot: Bot, given: Params) -> Json:
    return _send(world, bot, given, read_text(given), lambda: {})


def send_rich_message(world: World, bot: Bot, given: Params) -> Json:
    rich = read_rich(given["rich_message"])
    return _send(world, bot, given, Formatted(rich.text), lambda: {"rich_message": {"blocks": list(rich.blocks)}})


def send_photo(world: World, bot: Bot, given: Params) -> Json:
    return _send(world, bot, given, read_caption(given), lambda: photo_media(bot, given["photo"], given))


def send_document(world: World, bot: Bot, given: Params) -> Json:
    return _send(world, bot, given, read_caption(given), lambda: document_media(bot, given["document"], given))


def send_voice(world: World, bot: Bot, given: Params) -> Json:
    return _send(world, bot, given, read_caption(given), lambda: voice_media(bot, given["voice"], given))


def send_chat_action(world: World, bot: Bot, given: Params) -> bool:
    if given["action"] not in ACTIONS:
        raise BadRequest("wrong parameter action in request")
    chat = reachable_chat(world, bot, given["chat_id"])
    chat.show_action(given["action"])
    world.journal.note("typing", "bot", bot, chat, text=given["action"])
    return True


def read_text(given: Params) -> Formatted:
    said = formatted(given["text"], given.get("parse_mode"), given.get("entities"))
    if not said.text:
        raise BadRequest("text must be non-empty")
    if said.length > LONGEST_TEXT:
        raise BadRequest("message is too long")
    return said


def read_caption(given: Params) -> Formatted:
    said = formatted(given.get("caption", ""), given.get("parse_mode"), given.get("caption_entities"))
    if said.length > LONGEST_CAPTION:
        raise BadRequest("message caption is too long")
    return said


def _send(world: World, bot: Bot, given: Params, said: Formatted, media: Callable[[], Json]) -> Json:
    """What is said is read first, then who it is for, and only then are files kept, as Telegram does it."""
    markup = read_markup(given.get("reply_markup"))
    chat = reachable_chat(world, bot, given["chat_id"])
    extras = _extras(chat, given)
    message = Message(
        id=bot.next_message_id(),
        from_bot=True,
        sent=world.unix(),
        text=said.text,
        entities=said.entities,
        media=media(),
        markup=markup,
        sender=bot.as_user,
        chat=chat.header,
        extras=extras,
        silent=given.get("disable_notification", False),
        version=world.journal.next_version(),
    )
    _show(world, bot, chat, message)
    return message.wire()


def _show(world: World, bot: Bot, chat: Chat, message: Message) -> None:
    chat.show(message)
    chat.show_markup(message.markup)
    chat.stop_action()
    world.journal.note("sent", "bot", bot, chat, message=message)


def _extras(chat: Chat, given: Params) -> Json:
    extras: Json = {}
    if (options := given.get("link_preview_options")) is not None:
        _check_options(options)
        extras["link_preview_options"] = options
    if given.get("protect_content"):
        extras["has_protected_content"] = True
    if (answered := _answered(chat, given)) is not None:
        extras["reply_to_message"] = answered.wire()
    return extras


def _check_options(options: Json) -> None:
    for name in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
        if not isinstance(options.get(name, False), bool | None):
            raise BadRequest(f'field "{name}" must be of type Boolean')


def _answered(chat: Chat, given: Params) -> Message | None:
    """The message that this one replies to."""
    reply = given.get("reply_parameters", {"message_id": given.get("reply_to_message_id")})
    if "message_id" not in reply:
        raise BadRequest('can\'t find field "message_id"')
    if reply["message_id"] is None:
        return None
    message = chat.message(reply["message_id"])
    lenient = reply.get("allow_sending_without_reply") or given.get("allow_sending_without_reply")
    if message is None and not lenient:
        raise BadRequest("message to be replied not found")
    return message
