"""What can go wrong at Telegram. Each error carries the decision, so nobody else looks at codes or words.

TelegramError
├── Unavailable      Telegram or the network did not answer well: try again later
├── Busy             too many requests: try again after `wait` seconds, not before
├── Conflict         somebody else polls this bot, or a webhook is set
├── Unauthorized     the token is wrong: at the start, stop; later, wait for a right one
├── Unreachable      this chat can no longer be written to (blocked, deactivated, never opened)
├── Gone             the message to edit or delete is no longer there (or too old)
├── Stale            the button press is too old, or was answered before
├── TooLarge         the file is larger than Telegram gives to bots
├── Refused          Telegram will never take this call as it is: a mistake of ours
└── Unreadable       the library could not read an update
"""

from __future__ import annotations


class TelegramError(Exception):
    """Something went wrong at Telegram. The text is Telegram's own and never holds the token."""


class Unavailable(TelegramError):
    """Telegram or the network did not answer well. Whether the work was done is not known."""


class Busy(TelegramError):
    """Too many requests. Nothing was done; try again after `wait` seconds."""

    def __init__(self, reason: str, wait: float) -> None:
        super().__init__(reason)
        self.wait = wait


class Conflict(TelegramError):
    """Another program polls this bot, or a webhook is set while we poll."""


class Unauthorized(TelegramError):
    """Telegram does not know this token."""


class Unreachable(TelegramError):
    """This chat cannot be written to: the person blocked the bot, left Telegram, or never opened it."""


class Gone(TelegramError):
    """The message is no longer there, or too old to be changed."""


class OtherKind(Gone):
    """The message is still there, but a photo cannot be made a text, nor anything a voice: another has to come."""


class Stale(TelegramError):
    """The button press is too old, or was already answered."""


class TooLarge(TelegramError):
    """The file is larger than Telegram gives to bots (20 MB)."""


class Refused(TelegramError):
    """Telegram will never take this call as it is."""


class Unreadable(TelegramError):
    """The library could not read an update. The text names types and fields, never values."""
