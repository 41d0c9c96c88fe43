"""Chats, events and the state of everything, as JSON for a page or for another program."""

import json
from dataclasses import asdict
from typing import Any

from .bots import Bot
from .calls import Call
from .chats import Chat
from .faults import Fault
from .journal import Event
from .messages import Button, Message
from .peers import Peer
from .uploads import Upload

Json = dict[str, Any]


def chat_view(bot: Bot, chat: Chat, since: int) -> Json:
    """The chat as its person sees it; of the messages only those that changed after `since`."""
    return {
        "bot": bot.username,
        "person": chat.peer.id,
        "opened": chat.opened,
        "blocked": chat.blocked,
        "toast": chat.toast,
        "alert": chat.alert,
        "typing": chat.typing,
        "spinning": [press.message_id for press in chat.spinning],
        "keyboard": [[button_view(key) for key in row] for row in chat.keyboard_rows],
        "messages": [message_view(message) for message in chat.messages if message.version > since],
        "deleted": [
            {"id": message.id, "by": message.deleted_by} for message in chat.deleted if message.version > since
        ],
    }


def message_view(message: Message) -> Json:
    return {
        "id": message.id,
        "from_bot": message.from_bot,
        "sender": message.sender.get("first_name", ""),
        "text": message.text,
        "html": message.html,
        "entities": message.entities,
        "date": message.sent,
        "edit_date": message.edited,
        "media": message.media,
        "forwarded_from": _origin_name(message.extras.get("forward_origin")),
        "protected": message.is_protected,
        "silent": message.silent,
        "rows": [[button_view(button) for button in row] for row in message.rows],
        "reply_to": message.extras.get("reply_to_message", {}).get("message_id"),
        "version": message.version,
    }


def _origin_name(origin: Json | None) -> str:
    """Whom the phone names above a forwarded message."""
    if origin is None:
        return ""
    told = origin.get("sender_user", {}).get("first_name") or origin.get("chat", {}).get("title")
    return str(told or origin.get("sender_user_name", ""))


def button_view(button: Button) -> Json:
    shown = {"label": button.label, "data": button.data, "url": button.url, "copy": button.copy}
    style = {"style": button.raw["style"]} if button.raw.get("style") else {}
    return {name: value for name, value in shown.items() if value is not None} | style


def event_view(event: Event) -> Json:
    return {
        "version": event.version,
        "kind": event.kind,
        "by": event.by,
        "bot": event.bot.username,
        "person": event.person_id,
        "message_id": _message_id(event),
        "text": event.text,
    }


def _message_id(event: Event) -> int | None:
    """The message it happened to; for a press and its answer the one with the button."""
    if event.message:
        return event.message.id
    return event.press.message_id if event.press else None


def bot_view(bot: Bot) -> Json:
    commands = [{"for": list(place), "commands": given} for place, given in bot.commands.items()]
    return {
        "id": bot.id,
        "username": bot.username,
        "name": bot.name,
        "pending": len(bot.queue),
        "webhook": bot.webhook.url if bot.webhook else "",
        "commands": commands,
    }


def peer_view(peer: Peer) -> Json:
    return {
        "id": peer.id,
        "name": peer.name,
        "last_name": peer.last_name,
        "username": peer.username,
        "language": peer.language,
        "deactivated": peer.deactivated,
    }


def fault_view(fault: Fault) -> Json:
    return asdict(fault) | {"bot": None if fault.bot is None else str(fault.bot)}


def call_view(call: Call) -> Json:
    return {"bot": call.bot.username, "method": call.method, "params": _plain(call.params)}


def _plain(value: Any) -> Any:
    if isinstance(value, Upload):
        return {"file": value.name, "size": len(value.data)}
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value


def written(view: Any) -> bytes:
    return json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
