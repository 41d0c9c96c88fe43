"""The Bot API itself: a call comes in as fields, and an answer goes out as JSON."""

import json
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from . import about, answering, deleting, editing, receiving, sending
from .bots import Bot
from .calls import Call
from .limits import Limits
from .methods import BY_LOWER_NAME
from .parameters import Params, read_parameters
from .refusals import NotFound, Refusal, TooManyRequests
from .webhooks import Courier
from .world import World

Work = Callable[[World, Bot, Params], Any]

# These do their work at once; the others wait for something or send something.
WORK: Mapping[str, Work] = {
    "getMe": about.get_me,
    "getChat": about.get_chat,
    "leaveChat": about.leave_chat,
    "getFile": about.get_file,
    "setMyCommands": about.set_my_commands,
    "getMyCommands": about.get_my_commands,
    "deleteMyCommands": about.delete_my_commands,
    "sendMessage": sending.send_message,
    "sendRichMessage": sending.send_rich_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVoice": sending.send_voice,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": deleting.delete_message,
    "deleteMessages": deleting.delete_messages,
    "answerCallbackQuery": answering.answer_callback_query,
}

TRUE = b'{"ok":true,"result":true}'
ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def method_named(name: str) -> str:
    method = BY_LOWER_NAME.get(name.lower())
    if method is None:
        raise NotFound()
    return method


class Api:
    """Answers calls, whoever brings them."""

    def __init__(self, world: World, limits: Limits, calls: deque[Call], record: bool, strict: bool) -> None:
        self._world = world
        self._limits = limits
        self._calls = calls
        self._record = record
        self._strict = strict
        self.courier: Courier | None = None

    async def answer(self, bot: Bot, method: str, fields: Mapping[str, Any]) -> bytes:
        """The body of a good answer; everything else is raised as a Refusal."""
        try:
            given = read_parameters(method, fields, self._strict)
        except Refusal:
            self.note(bot, method, dict(fields))
            raise
        self.note(bot, method, given)
        if method == "getUpdates":
            return await self._fetch(bot, given)
        self._count(bot, method, given)
        result = self._do(bot, method, given)
        return TRUE if result is True else f'{{"ok":true,"result":{ENCODE(result)}}}'.encode()

    async def _fetch(self, bot: Bot, given: Params) -> bytes:
        try:
            updates = await receiving.get_updates(bot, given)
        finally:
            # Also when the poller has hung up: somebody may wait for just that.
            self._world.journal.wake()
        return b'{"ok":true,"result":' + updates.encode("utf-8", "replace") + b"}"

    async def answer_quietly(self, bot: Bot, call: dict[str, Any]) -> None:
        """A call that came inside a webhook's answer: nobody learns how it went."""
        fields = {name: value for name, value in call.items() if name != "method"}
        try:
            await self.answer(bot, method_named(str(call["method"])), fields)
        except Refusal:
            return

    def _do(self, bot: Bot, method: str, given: Params) -> Any:
        work = WORK.get(method)
        if work is not None:
            return work(self._world, bot, given)
        if method == "getWebhookInfo":
            return receiving.get_webhook_info(bot)
        if self.courier is None:
            raise NotFound()
        if method == "setWebhook":
            return receiving.set_webhook(self.courier, bot, given)
        return receiving.delete_webhook(self.courier, bot, given)

    def _count(self, bot: Bot, method: str, given: Params) -> None:
        chat = given.get("chat_id")
        if isinstance(chat, int) and (wait := self._limits.take(bot.id, chat, method)):
            raise TooManyRequests(wait)

    def note(self, bot: Bot, method: str, params: dict[str, Any]) -> None:
        """Record a call, and let those look again who wait for one."""
        if self._record:
            self._calls.append(Call(bot, method, params))
        self._world.journal.wake()
