"""One message, its buttons, and a press of one of them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .rendering import as_html

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """A button as the person sees it; what it does is whichever field is set."""

    label: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None
    raw: Json = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Press:
    """A press of an inline button: what Telegram calls a callback query."""

    id: str
    bot_id: int
    person_id: int
    message_id: int
    data: str
    at: float


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it looks now; an edit puts a new one in its place."""

    id: int
    from_bot: bool
    sent: int
    text: str = ""
    entities: tuple[Json, ...] = ()
    media: Json = field(default_factory=dict)
    markup: Json | None = None
    edited: int | None = None
    sender: Json = field(default_factory=dict, repr=False)
    chat: Json = field(default_factory=dict, repr=False)
    extras: Json = field(default_factory=dict, repr=False)
    silent: bool = False
    version: int = 0
    deleted_by: str = ""

    @property
    def date(self) -> datetime:
        return datetime.fromtimestamp(self.sent, UTC)

    @property
    def edit_date(self) -> datetime | None:
        return None if self.edited is None else datetime.fromtimestamp(self.edited, UTC)

    @property
    def html(self) -> str:
        return as_html(self.text, self.entities)

    @property
    def rows(self) -> list[list[Button]]:
        """The inline buttons below the message, row by row."""
        return [[button_of(raw) for raw in row] for row in (self.markup or {}).get("inline_keyboard", ())]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def is_protected(self) -> bool:
        """Whether the phone refuses to forward, copy or save it."""
        return bool(self.extras.get("has_protected_content"))

    @property
    def is_forwarded(self) -> bool:
        return "forward_origin" in self.extras

    @property
    def photo(self) -> list[Json] | None:
        return self.media.get("photo")

    @property
    def document(self) -> Json | None:
        return self.media.get("document")

    @property
    def voice(self) -> Json | None:
        return self.media.get("voice")

    def wire(self) -> Json:
        """The message as the Bot API writes it."""
        shown: Json = {"message_id": self.id, "from": self.sender, "chat": self.chat, "date": self.sent}
        if self.edited is not None:
            shown["edit_date"] = self.edited
        if self.extras:
            shown.update(self.extras)
        if self.media:
            shown.update(self.media)
        if self.text and "rich_message" not in self.media:
            shown["caption" if self.media else "text"] = self.text
            if self.entities:
                shown["caption_entities" if self.media else "entities"] = self.entities
        if self.markup and "inline_keyboard" in self.markup:
            shown["reply_markup"] = self.markup
        return shown


# Stands where there is no message yet, so that `chat.last.text` may be asked at any time.
NOTHING = Message(id=0, from_bot=False, sent=0)


def button_of(raw: Json | str) -> Button:
    if isinstance(raw, str):
        return Button(raw)
    copied = raw.get("copy_text") or {}
    return Button(raw["text"], raw.get("callback_data"), raw.get("url"), copied.get("text"), raw)
