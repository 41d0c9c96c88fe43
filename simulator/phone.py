"""What a person finds on the screen of their phone, and what the phone refuses."""

from .chats import Chat
from .messages import Button, Json, Message
from .utf16 import utf16_length

LONGEST_TEXT = 4096


class NotPossible(Exception):
    """A phone would not let the person do this."""


class NoSuchMessage(NotPossible):
    """There is no such message to edit, delete or answer."""

    def __init__(self, message_id: int) -> None:
        super().__init__(f"no message {message_id} here that this could be done with")


class NoSuchButton(NotPossible):
    """No message shows this button."""

    def __init__(self, chat: Chat, wanted: str | None) -> None:
        inline = [button.label for message in chat.messages for button in message.buttons]
        keys = [key.label for row in chat.keyboard_rows for key in row]
        super().__init__(f"no button {wanted!r}; there are {inline[-12:] + keys}")


def find_button(
    chat: Chat, label: str | None, data: str | None, message_id: int | None
) -> tuple[Message, Button] | None:
    """The newest inline button with this label or data."""
    for message in reversed(chat.messages):
        if message_id is not None and message.id != message_id:
            continue
        for button in message.buttons:
            if button.label == label if data is None else button.data == data:
                return message, button
    return None


def data_of(button: Button) -> str:
    if button.data is None:
        raise NotPossible(f"the button {button.label!r} opens or copies something; the bot does not notice")
    return button.data


def as_pressed(chat: Chat, message_id: int) -> Json:
    """The message of a pressed button; one that is gone is only named, with the date 0."""
    message = chat.message(message_id)
    if message is None:
        return {"chat": chat.header, "message_id": message_id, "date": 0}
    return message.wire()


def reply_key(chat: Chat, label: str | None) -> Button | None:
    keys = (key for row in chat.keyboard_rows for key in row)
    return next((key for key in keys if key.label == label), None)


def pieces_of(text: str) -> list[str]:
    """Phones send what is too long in pieces."""
    if utf16_length(text) <= LONGEST_TEXT:
        return [text]
    pieces: list[str] = []
    start = 0
    while start < len(text):
        end = start + LONGEST_TEXT
        while utf16_length(text[start:end]) > LONGEST_TEXT:
            end -= max(1, (utf16_length(text[start:end]) - LONGEST_TEXT + 1) // 2)
        pieces.append(text[start:end])
        start = end
    return pieces
