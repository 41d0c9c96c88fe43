"""What people send besides text, as the Bot API describes it."""

from mimetypes import guess_type
from typing import Any

from .bots import Bot
from .media import document_of, photo_of, voice_of
from .uploads import Upload

Json = dict[str, Any]


def photo(bot: Bot, data: bytes) -> Json:
    return photo_of(bot.files.keep(Upload("photo.jpg", data, "image/jpeg"), "photo"))


def document(bot: Bot, data: bytes, name: str, mime: str = "") -> Json:
    mime = mime or guess_type(name)[0] or "application/octet-stream"
    return document_of(bot.files.keep(Upload(name, data, mime), "document"))


def voice(bot: Bot, data: bytes, seconds: int) -> Json:
    return voice_of(bot.files.keep(Upload("voice.oga", data, "audio/ogg"), "voice"), seconds)


def audio(bot: Bot, data: bytes, seconds: int) -> Json:
    stored = bot.files.keep(Upload("audio.mp3", data, "audio/mpeg"), "audio")
    return {"audio": {**stored.wire(), "duration": seconds, "mime_type": "audio/mpeg", "file_name": stored.name}}


def video(bot: Bot, data: bytes, seconds: int) -> Json:
    stored = bot.files.keep(Upload("video.mp4", data, "video/mp4"), "video")
    return {"video": {**stored.wire(), "width": 640, "height": 360, "duration": seconds, "mime_type": "video/mp4"}}


def video_note(bot: Bot, data: bytes, seconds: int) -> Json:
    stored = bot.files.keep(Upload("note.mp4", data, "video/mp4"), "video_note")
    return {"video_note": {**stored.wire(), "length": 240, "duration": seconds}}


def contact(phone: str, name: str, user: int | None = None) -> Json:
    """Somebody of the phone's address book; `user` is their number where they are at Telegram, too."""
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL:{phone}\nEND:VCARD"
    shared: Json = {"phone_number": phone, "first_name": name, "vcard": card}
    return {"contact": shared if user is None else shared | {"user_id": user}}


def location(lat: float, lon: float, accuracy: float | None = None, live: int | None = None) -> Json:
    given = {"latitude": lat, "longitude": lon, "horizontal_accuracy": accuracy, "live_period": live}
    return {name: value for name, value in given.items() if value is not None}


def sticker(bot: Bot, emoji: str) -> Json:
    stored = bot.files.keep(Upload("sticker.webp", b"RIFF", "image/webp"), "sticker")
    shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
    return {"sticker": {**stored.wire(), **shape, "emoji": emoji}}
