"""What is asked of Telegram, as Bot API methods: one table that both transports send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from itertools import chain, repeat
from typing import Any

from bot.transports.errors import OtherKind, Refused, TelegramError, Unauthorized, Unavailable
from bot.transports.port import ALLOWED_UPDATES, Me, RawUpdate
from domain import messages as m

# see https://core.telegram.org/bots/api#deletemessages
MOST_DELETED_AT_ONCE = 100

# see https://core.telegram.org/bots/api#setwebhook
MOST_WEBHOOK_CONNECTIONS = 100

_HTML = "HTML"
_NO_PREVIEW = {"is_disabled": True}


class AlreadySo(TelegramError):
    """Nothing was done, because what was asked is already so. Never leaves `bot.transports`."""


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the Bot API. Only one with files is sent as a form, under the names of its parts."""

    method: str
    params: dict[str, Any]
    files: dict[str, m.File] = field(default_factory=dict)


Post = Callable[[Request], Awaitable[Any]]

WHO_AM_I = Request("getMe", {})


async def carry_out(call: m.Outgoing, post: Post, *, tables: bool = False) -> m.Sent:
    """Do one thing at Telegram, and say what came of it. With `tables` a table is sent as one, if it is taken."""
    if tables and isinstance(call, m.Send) and call.message.table is not None:
        try:
            return sent_of(await post(_send_table(call, call.message.table)))
        except (Refused, Unauthorized):  # a server that knows no such method answers as to a wrong token
            pass
    sent = m.Sent()
    try:
        for request in requests_of(call):
            sent = sent_of(await post(request))
    except AlreadySo:
        return m.Sent(call.message_id) if isinstance(call, m.Edit) else m.Sent()
    return sent


def requests_of(call: m.Outgoing) -> list[Request]:  # noqa: PLR0911 - one for each kind of call
    """The calls that one wish takes: one, but for a long list of messages to delete."""
    match call:
        case m.Edit():
            return [_edit(call)]
        case m.Answer():
            return [_answer(call)]
        case m.Send():
            return [_send(call)]
        case m.Delete():
            return _delete(call)
        case m.Typing():
            return [Request("sendChatAction", {"chat_id": call.chat, "action": "typing"})]
        case m.Leave():
            return [Request("leaveChat", {"chat_id": call.chat})]
        case m.Commands():
            return [_commands(call)]
        case m.Webhook():
            return [_webhook(call)]


def get_updates(offset: int, wait: float) -> Request:
    """Updates from `offset` on. Telegram counts the waiting in whole seconds."""
    return Request(
        "getUpdates",
        {"offset": offset, "timeout": int(wait), "allowed_updates": list(ALLOWED_UPDATES)},
    )


def get_file(file_id: str) -> Request:
    return Request("getFile", {"file_id": file_id})


# --- What Telegram answered ----------------------------------------------------------------------


def sent_of(result: Any) -> m.Sent:
    if not isinstance(result, dict):
        return m.Sent()
    clock = result.get("edit_date") or result.get("date")
    return m.Sent(result.get("message_id", 0), datetime.fromtimestamp(clock, UTC) if clock else None)


def me_of(result: Any) -> Me:
    try:
        return Me(result["id"], result.get("username", ""), result.get("first_name", ""))
    except (TypeError, KeyError, AttributeError):
        raise Unavailable("getMe was not answered with a user") from None


def updates_of(result: Any) -> list[RawUpdate]:
    if not isinstance(result, list):
        raise Unavailable("getUpdates was not answered with a list")
    return result


def path_of(result: Any) -> str:
    path = result.get("file_path") if isinstance(result, dict) else None
    if not isinstance(path, str):
        raise Unavailable("getFile was not answered with a path")
    return path


# --- One Bot API method each ---------------------------------------------------------------------


def _send(call: m.Send) -> Request:
    message = call.message
    params: dict[str, Any] = {"chat_id": call.chat, "parse_mode": _HTML}
    if message.rows:
        params["reply_markup"] = _keyboard(message.rows)
    if message.protect:
        params["protect_content"] = True
    if message.silent:
        params["disable_notification"] = True

    kind, file = _attachment(message)
    if file is None:
        params |= {"text": message.text, "link_preview_options": _NO_PREVIEW}
        return Request("sendMessage", params)
    return Request(f"send{kind.capitalize()}", params | {"caption": message.text}, {kind: file})


def _send_table(call: m.Send, table: m.Table) -> Request:
    """see https://core.telegram.org/bots/api#sendrichmessage"""
    head, *rows = ("".join(_cells(row, tag)) for row, tag in zip(table.cells, _tags(), strict=False))
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    body = "".join(f"<tr>{row}</tr>" for row in (head, *rows))
    html = f"<table bordered striped>{caption}{body}</table>"
    params: dict[str, Any] = {"chat_id": call.chat, "rich_message": {"html": html, "skip_entity_detection": True}}
    if call.message.rows:
        params["reply_markup"] = _keyboard(call.message.rows)
    if call.message.protect:
        params["protect_content"] = True
    if call.message.silent:
        params["disable_notification"] = True
    return Request("sendRichMessage", params)


def _tags() -> Iterator[str]:
    return chain(["th"], repeat("td"))


def _cells(row: Sequence[str], tag: str) -> Iterator[str]:
    """The first column is a name, and the others hold numbers."""
    for place, cell in enumerate(row):
        align = ' align="right"' if place else ""
        yield f"<{tag}{align}>{escape(cell)}</{tag}>"


def _edit(call: m.Edit) -> Request:
    message = call.message
    params: dict[str, Any] = {"chat_id": call.chat, "message_id": call.message_id}
    # An edit without buttons takes the old ones away: that is what a message without rows means.
    if message.rows:
        params["reply_markup"] = _keyboard(message.rows)

    kind, file = _attachment(message)
    if file is None:
        params |= {"text": message.text, "parse_mode": _HTML, "link_preview_options": _NO_PREVIEW}
        return Request("editMessageText", params)
    if kind == "voice":
        raise OtherKind("editMessageMedia: Telegram puts no voice in the place of another message")
    # see https://core.telegram.org/bots/api#inputmediaphoto
    media = {"type": kind, "media": "attach://file", "caption": message.text, "parse_mode": _HTML}
    return Request("editMessageMedia", params | {"media": media}, {"file": file})


def _attachment(message: m.Message) -> tuple[str, m.File | None]:
    if message.photo is not None:
        return "photo", message.photo
    if message.voice is not None:
        return "voice", message.voice
    return "document", message.document


def _keyboard(rows: m.Rows) -> dict[str, Any]:
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]}


def _button(button: m.Button) -> dict[str, Any]:
    if button.data:
        return {"text": button.label, "callback_data": button.data}
    if button.url:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "copy_text": {"text": button.copy}}


def _answer(call: m.Answer) -> Request:
    params: dict[str, Any] = {"callback_query_id": call.callback_id}
    if call.text:
        params["text"] = call.text
    if call.alert:
        params["show_alert"] = True
    return Request("answerCallbackQuery", params)


def _delete(call: m.Delete) -> list[Request]:
    ids = call.message_ids
    if len(ids) == 1:
        return [Request("deleteMessage", {"chat_id": call.chat, "message_id": ids[0]})]
    return [
        Request(
            "deleteMessages",
            {"chat_id": call.chat, "message_ids": list(ids[start : start + MOST_DELETED_AT_ONCE])},
        )
        for start in range(0, len(ids), MOST_DELETED_AT_ONCE)
    ]


def _commands(call: m.Commands) -> Request:
    listed = [{"command": name, "description": description} for name, description in call.commands]
    params: dict[str, Any] = {"commands": listed}
    if call.language:
        params["language_code"] = call.language
    return Request("setMyCommands", params)


def _webhook(call: m.Webhook) -> Request:
    if not call.url:
        return Request("deleteWebhook", {"drop_pending_updates": False})
    params: dict[str, Any] = {
        "url": call.url,
        "allowed_updates": list(ALLOWED_UPDATES),
        "max_connections": MOST_WEBHOOK_CONNECTIONS,
        "drop_pending_updates": False,
    }
    if call.secret:
        params["secret_token"] = call.secret
    return Request("setWebhook", params)
