"""What people send besides text, as the Bot API describes it."""

from mimetypes import guess_type
from typing import Any

from .bots import Bot
from .media import document_of, photo_of
from .uploads import Upload

Json = dict[str, Any]


def photo(bot: Bot, data: bytes) -> Json:
    return photo_of(bot.files.keep(Upload("photo.jpg", data, "image/jpeg"), "photo"))


def document(bot: Bot, data: bytes, name: str) -> Json:
    mime = guess_type(name)[0] or "application/octet-stream"
    return document_of(bot.files.keep(Upload(name, data, mime), "document"))


def voice(bot: Bot, data: bytes, seconds: int) -> Json:
    stored = bot.files.keep(Upload("voice.oga", data, "audio/ogg"), "voice")
    return {"voice": {**stored.wire(), "duration": seconds, "mime_type": "audio/ogg"}}


def sticker(bot: Bot, emoji: str) -> Json:
    stored = bot.files.keep(Upload("sticker.webp", b"RIFF", "image/webp"), "sticker")
    shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
    return {"sticker": {**stored.wire(), **shape, "emoji": emoji}}
