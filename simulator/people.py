"""What a person does with their phone."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from . import attachments, forwards
from .about import membership
from .bots import Bot
from .chats import Chat
from .messages import Button, Json, Message, Press
from .peers import Peer
from .phone import NoSuchButton, NoSuchMessage, NotPossible, as_pressed, data_of, find_button, pieces_of, reply_key
from .pictures import with_traces
from .recordings import seconds_of, silence
from .texts import formatted
from .world import World

START_PAYLOAD = re.compile(r"^[A-Za-z0-9_-]{1,64}$")


class Person:
    """Somebody with Telegram. Everything they do reaches the bot as an update."""

    def __init__(self, world: World, peer: Peer) -> None:
        self._world = world
        self.peer = peer
        self.id = peer.id

    def __repr__(self) -> str:
        return f"Person({self.name!r}, id={self.id})"

    @property
    def name(self) -> str:
        return self.peer.name

    def chat(self, bot: Bot) -> Chat:
        return bot.chat_with(self.peer)

    def open(self, bot: Bot, start: str | None = None) -> Message:
        """Press START, or follow a link with a start parameter. It also unblocks the bot."""
        if start and not START_PAYLOAD.match(start):
            raise NotPossible(f"a start parameter has 1 to 64 of A-Z a-z 0-9 _ -, not {start!r}")
        if self.chat(bot).blocked:
            self.unblock(bot)
        return self.write(bot, f"/start {start}" if start else "/start")

    def write(self, bot: Bot, text: str, reply_to: int | None = None) -> Message:
        """Send text. What is too long for one message is sent in several; the last one is given back."""
        said = [formatted(piece) for piece in pieces_of(text)]
        if not all(one.text for one in said):
            raise NotPossible("an empty message cannot be sent")
        extras = self._reply(bot, reply_to)
        return [self._send(bot, text=one.text, entities=one.entities, extras=extras) for one in said][-1]

    def forward(self, bot: Bot, text: str, origin: Json) -> Message:
        """Pass on what somebody else said; `origin` is one of `forwards`."""
        said = formatted(text)
        extras = forwards.forwarded(origin, self._world.unix())
        return self._send(bot, text=said.text, entities=said.entities, extras=extras)

    def press(
        self, bot: Bot, label: str | None = None, *, data: str | None = None, message_id: int | None = None
    ) -> Press | Message:
        """Press a button: the newest inline one that fits, or one of the reply keyboard.

        With both `data` and `message_id` anything may be pressed, also what is no longer shown.
        """
        chat = self.chat(bot)
        if data is not None and message_id is not None:
            return self._press(bot, chat, message_id, data)
        found = find_button(chat, label, data, message_id)
        if found is not None:
            return self._press(bot, chat, found[0].id, data_of(found[1]))
        key = reply_key(chat, label) if message_id is None else None
        if key is None:
            raise NoSuchButton(chat, label if data is None else data)
        return self._press_key(bot, key)

    def edit(self, bot: Bot, message_id: int, text: str) -> Message:
        """Change the text or caption of an own message."""
        said = formatted(text)
        old = self._own(bot, message_id)
        now = self._world.unix()
        version = self._world.journal.next_version()
        new = replace(old, text=said.text, entities=said.entities, edited=now, version=version)
        self.chat(bot).show(new)
        self._world.journal.note("edited", "person", bot, self.chat(bot), message=new)
        self._world.deliver(bot, "edited_message", new.wire(), (self.id, "message"))
        return new

    def delete(self, bot: Bot, message_id: int) -> None:
        """Delete a message of either side, on both sides. Bots are not told."""
        chat = self.chat(bot)
        if chat.message(message_id) is None:
            raise NoSuchMessage(message_id)
        gone = chat.remove(message_id, "person", self._world.journal.next_version())
        self._world.journal.note("deleted", "person", bot, chat, message=gone)

    def clear(self, bot: Bot) -> None:
        """Clear the chat. Bots are not told."""
        for message in self.chat(bot).messages:
            self.delete(bot, message.id)

    def block(self, bot: Bot) -> None:
        self._change_membership(bot, blocked=True)

    def unblock(self, bot: Bot) -> None:
        self._change_membership(bot, blocked=False)

    def deactivate(self) -> None:
        """Delete the account."""
        self.peer.deactivated = True

    def photo(self, bot: Bot, data: bytes, caption: str = "", *, traces: bool = False, **extras: Any) -> Message:
        """Send a photo; with `traces` it says where, when, with what and by whom it was taken."""
        return self._send_media(bot, attachments.photo(bot, with_traces(data) if traces else data), caption, extras)

    def album(self, bot: Bot, photos: Sequence[bytes], caption: str = "") -> list[Message]:
        """Several photos sent as one; the caption belongs to the first."""
        group = self.album_id()
        return [
            self.photo(bot, data, "" if place else caption, media_group_id=group) for place, data in enumerate(photos)
        ]

    def album_id(self) -> str:
        """A `media_group_id` for pieces that are sent one by one."""
        return str(self._world.random.randrange(10**16, 10**17))

    def document(
        self, bot: Bot, data: bytes, name: str = "file.bin", caption: str = "", *, mime: str = "", **extras: Any
    ) -> Message:
        """Send a file. A phone tells its type by its name, unless `mime` says another."""
        return self._send_media(bot, attachments.document(bot, data, name, mime), caption, extras)

    def voice(self, bot: Bot, data: bytes = b"", seconds: int = 3, caption: str = "", **extras: Any) -> Message:
        """Send a recording: what is given, or so many seconds of silence."""
        length = seconds_of(data) or seconds
        return self._send_media(bot, attachments.voice(bot, data or silence(seconds), length), caption, extras)

    def audio(self, bot: Bot, data: bytes = b"ID3", seconds: int = 180, caption: str = "") -> Message:
        return self._send_media(bot, attachments.audio(bot, data, seconds), caption)

    def video(self, bot: Bot, data: bytes = b"", seconds: int = 3, caption: str = "", **extras: Any) -> Message:
        return self._send_media(bot, attachments.video(bot, data, seconds), caption, extras)

    def video_note(self, bot: Bot, data: bytes = b"", seconds: int = 3) -> Message:
        """A round video, recorded in the chat."""
        return self._send_media(bot, attachments.video_note(bot, data, seconds))

    def sticker(self, bot: Bot, emoji: str = "👍") -> Message:
        return self._send_media(bot, attachments.sticker(bot, emoji))

    def location(
        self, bot: Bot, lat: float, lon: float, accuracy: float | None = None, live: int | None = None
    ) -> Message:
        """Share a place, as exact as `accuracy` metres; with `live` it would be followed for so many seconds."""
        return self._send_media(bot, {"location": attachments.location(lat, lon, accuracy, live)})

    def venue(self, bot: Bot, lat: float, lon: float, title: str = "Posko", address: str = "") -> Message:
        """Share a place that has a name."""
        where = attachments.location(lat, lon)
        return self._send_media(
            bot, {"venue": {"location": where, "title": title, "address": address}, "location": where}
        )

    def contact(self, bot: Bot, phone: str = "+6281200000000", name: str = "") -> Message:
        """Share a phone number: the own one unless a name is given."""
        return self._send_media(bot, attachments.contact(phone, name or self.name, None if name else self.id))

    def _send_media(self, bot: Bot, media: Json, caption: str = "", extras: Json | None = None) -> Message:
        said = formatted(caption)
        return self._send(bot, text=said.text, entities=said.entities, media=media, extras=extras or {})

    def _send(self, bot: Bot, **parts: Any) -> Message:
        chat = self.chat(bot)
        self._check_can_reach(bot, chat)
        chat.opened = True
        message = Message(
            id=bot.next_message_id(),
            from_bot=False,
            sent=self._world.unix(),
            sender=self.peer.as_user(),
            chat=chat.header,
            version=self._world.journal.next_version(),
            **parts,
        )
        chat.show(message)
        self._world.journal.note("sent", "person", bot, chat, message=message)
        self._world.deliver(bot, "message", message.wire(), (self.id, "message"))
        return message

    def _press(self, bot: Bot, chat: Chat, message_id: int, data: str) -> Press:
        self._check_can_reach(bot, chat)
        now = self._world.clock.time()
        press = Press(str(self._world.random.getrandbits(63)), bot.id, self.id, message_id, data, now)
        bot.remember_press(chat, press)
        chat.toast, chat.alert = "", False
        query = {
            "id": press.id,
            "from": self.peer.as_user(),
            "message": as_pressed(chat, message_id),
            "chat_instance": str(chat.peer.id * 31 + bot.id),
            "data": data,
        }
        self._world.journal.note("pressed", "person", bot, chat, press=press, text=data)
        self._world.deliver(bot, "callback_query", query, (self.id, "callback"))
        return press

    def _check_can_reach(self, bot: Bot, chat: Chat) -> None:
        if chat.blocked:
            raise NotPossible(f"{self.name} has blocked @{bot.username}")
        if self.peer.deactivated:
            raise NotPossible(f"{self.name} has deleted the account")

    def _press_key(self, bot: Bot, key: Button) -> Message:
        chat = self.chat(bot)
        if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
            chat.keyboard = None
        if key.raw.get("request_contact"):
            return self.contact(bot)
        if key.raw.get("request_location"):
            return self.location(bot, -6.2, 106.8)
        return self.write(bot, key.label)

    def _reply(self, bot: Bot, reply_to: int | None) -> Json:
        if reply_to is None:
            return {}
        answered = self.chat(bot).message(reply_to)
        if answered is None:
            raise NoSuchMessage(reply_to)
        return {"reply_to_message": answered.wire()}

    def _own(self, bot: Bot, message_id: int) -> Message:
        message = self.chat(bot).message(message_id)
        if message is None or message.from_bot:
            raise NoSuchMessage(message_id)
        return message

    def _change_membership(self, bot: Bot, blocked: bool) -> None:
        chat = self.chat(bot)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        chat.opened = chat.opened or not blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        update = membership(self._world, bot, chat.header, by=self.peer.as_user(), before=before, after=after)
        self._world.journal.note("blocked" if blocked else "unblocked", "person", bot, chat)
        self._world.deliver(bot, "my_chat_member", update, (self.id, "message"))
