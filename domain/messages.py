"""The words that every part speaks: what happened in a chat, and what the bot shows there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# Telegram's limits, see https://core.telegram.org/bots/api
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_CALLBACK_DATA = 64
LONGEST_CALLBACK_ANSWER = 200


# --- What happened -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wrote:
    """A person sent a text message. `sent_at` is Telegram's clock, in whole seconds.

    `forwarded` says that these are the words of somebody else; whose, nobody ever asks.
    """

    text: str
    message_id: int
    sent_at: datetime
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A person changed an earlier message of theirs: its text, or the caption of what they sent."""

    text: str
    message_id: int
    edited_at: datetime


@dataclass(frozen=True, slots=True)
class Pressed:
    """A person pressed an inline button. `message_id` is None when Telegram no longer says which message."""

    callback_id: str
    data: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Attached:
    """A person sent something else than text or a place: `kind` is Telegram's field name (photo, sticker …)."""

    kind: str
    message_id: int
    sent_at: datetime
    caption: str = ""
    file_id: str = ""
    file_size: int = 0
    mime_type: str = ""
    media_group_id: str = ""
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """A person shared a place. `accuracy` is a radius in metres, 0 where the phone did not say."""

    latitude: float
    longitude: float
    accuracy: float
    message_id: int
    sent_at: datetime
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that the person sent earlier is here, or will never be. An event of our own: Telegram sends none."""

    file: int


@dataclass(frozen=True, slots=True)
class Reached:
    """The person blocked the bot (`reachable` is False) or let it in again."""

    reachable: bool


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something in a group or channel. Suar works in private chats only, and leaves."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """An update of a kind that Suar has no use for. It is confirmed and forgotten."""

    kind: str


Event = Wrote | Edited | Pressed | Attached | Located | Fetched | Reached | Elsewhere | Unknown


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update, as the handlers see it. `chat` is 0 when the update belongs to no chat."""

    update: int
    chat: int
    event: Event
    first_name: str = ""
    language: str = ""
    from_bot: bool = False
    proof: bytes = b""  # of a text that is a receipt: its digest


# --- What the bot shows --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message. Exactly one of `data`, `url` and `copy` is set."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file to be sent, with the name that the person will see."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and columns of plain words, the first row as heading. All columns but the first hold numbers."""

    cells: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What a message shows. `text` is Telegram's HTML; with a photo, document or voice it is the caption.

    With a table, the text is what is shown in its place wherever a table cannot be sent.

    A voice message (OGG with Opus) stays what it is: an edit that shows one, or takes it away, needs a new message.
    """

    text: str
    rows: Rows = ()
    photo: File | None = None
    document: File | None = None
    voice: File | None = None
    protect: bool = False
    silent: bool = False
    table: Table | None = None


# --- What the transport is asked to do -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Send:
    """Send a new message."""

    chat: int
    message: Message


@dataclass(frozen=True, slots=True)
class Edit:
    """Make an earlier message of ours show this instead."""

    chat: int
    message_id: int
    message: Message


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete messages, ours or (in private chats) the person's, younger than 48 hours."""

    chat: int
    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer a button press, so that the button stops waiting."""

    callback_id: str
    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Typing:
    """Show "typing…" in the chat for some seconds."""

    chat: int


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave a group or channel."""

    chat: int


@dataclass(frozen=True, slots=True)
class Commands:
    """Set the menu of commands: (name, description) pairs, for one language ('' is everybody else)."""

    commands: tuple[tuple[str, str], ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Ask Telegram to post updates to `url`; an empty `url` means to stop that."""

    url: str
    secret: str = ""


Outgoing = Send | Edit | Delete | Answer | Typing | Leave | Commands | Webhook


@dataclass(frozen=True, slots=True)
class Sent:
    """What Telegram said of something done: the message (0 where there is none), and its clock."""

    message_id: int = 0
    at: datetime | None = None
