"""Bots answer presses of their buttons."""

from .bots import Bot
from .chats import Chat
from .messages import Press
from .parameters import Params
from .refusals import BadRequest
from .updates import CALLBACK_LIFE
from .world import World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, bot: Bot, given: Params) -> bool:
    chat, press = _waiting_press(world, bot, given["callback_query_id"])
    _check_url(given.get("url", ""))
    bot.forget_press(press.id)
    chat.toast = given.get("text", "")
    chat.alert = given.get("show_alert", False)
    world.journal.note("answered", "bot", bot, chat, press=press, text=chat.toast)
    return True


def _waiting_press(world: World, bot: Bot, press_id: str) -> tuple[Chat, Press]:
    """A press that was neither answered nor forgotten."""
    chat = bot.chat_of_press(press_id)
    if chat is None:
        raise BadRequest(TOO_OLD)
    press = chat.presses[press_id]
    if world.clock.time() - press.at > CALLBACK_LIFE:
        bot.forget_press(press_id)
        raise BadRequest(TOO_OLD)
    return chat, press


def _check_url(url: str) -> None:
    if url and not url.startswith(("https://t.me/", "http://t.me/", "tg://", "t.me/")):
        raise BadRequest("URL_INVALID")
