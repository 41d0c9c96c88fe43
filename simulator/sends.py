"""What people send besides text, over HTTP: each a line from the request's JSON to a thing that a person does."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

from .bots import Bot
from .forwards import ORIGINS
from .messages import Message
from .people import Person

Json = dict[str, Any]
Send = Callable[[Person, Bot, Json], Message]

# A little of each, for those who only want to send something.
ID3, NOTHING = "SUQz", ""


def _photo(person: Person, bot: Bot, asked: Json) -> Message:
    return person.photo(bot, b64decode(asked["data"]), asked.get("caption", ""), traces=bool(asked.get("traces")))


def _document(person: Person, bot: Bot, asked: Json) -> Message:
    data = b64decode(asked["data"])
    return person.document(bot, data, asked.get("name", "file.bin"), asked.get("caption", ""))


def _voice(person: Person, bot: Bot, asked: Json) -> Message:
    return person.voice(bot, b64decode(asked.get("data", NOTHING)), asked.get("seconds", 3))


def _audio(person: Person, bot: Bot, asked: Json) -> Message:
    data = b64decode(asked.get("data", ID3))
    return person.audio(bot, data, asked.get("seconds", 180), asked.get("caption", ""))


def _video(person: Person, bot: Bot, asked: Json) -> Message:
    data = b64decode(asked.get("data", NOTHING))
    return person.video(bot, data, asked.get("seconds", 3), asked.get("caption", ""))


def _sticker(person: Person, bot: Bot, asked: Json) -> Message:
    return person.sticker(bot, asked.get("emoji", "👍"))


def _location(person: Person, bot: Bot, asked: Json) -> Message:
    return person.location(bot, asked["lat"], asked["lon"], asked.get("accuracy"), asked.get("live"))


def _contact(person: Person, bot: Bot, asked: Json) -> Message:
    return person.contact(bot, asked.get("phone", "+6281200000000"), asked.get("name", ""))


def _forward(person: Person, bot: Bot, asked: Json) -> Message:
    origin = ORIGINS[asked.get("from", "user")]
    return person.forward(bot, asked["text"], origin(asked["name"]) if asked.get("name") else origin())


SENDS: Mapping[str, Send] = {
    "photo": _photo,
    "document": _document,
    "voice": _voice,
    "audio": _audio,
    "video": _video,
    "sticker": _sticker,
    "location": _location,
    "contact": _contact,
    "forward": _forward,
}
