"""Whom a forwarded message is from, as Telegram tells it to a bot. See https://core.telegram.org/bots/api#messageorigin."""

from typing import Any

Json = dict[str, Any]

# Somebody who never talks with a bot, and whose number must be found nowhere.
FIRST_SENDER = 8_800_000_001
FIRST_CHANNEL = -1_008_800_000_001


def person(name: str = "Tetangga") -> Json:
    """Somebody with an account that everybody may see."""
    return {"type": "user", "sender_user": {"id": FIRST_SENDER, "is_bot": False, "first_name": name}}


def hidden(name: str = "Tetangga") -> Json:
    """Somebody whose settings keep the account to themselves: only the name is told."""
    return {"type": "hidden_user", "sender_user_name": name}


def channel(name: str = "Kabar Kampung") -> Json:
    """A post of a channel, signed."""
    chat = {"id": FIRST_CHANNEL, "type": "channel", "title": name}
    return {"type": "channel", "chat": chat, "message_id": 12, "author_signature": name}


ORIGINS = {"user": person, "hidden_user": hidden, "channel": channel}


def forwarded(origin: Json, at: int) -> Json:
    """What a message gets beside it; an origin says when it was first sent, too."""
    return {"forward_origin": {**origin, "date": at}}
