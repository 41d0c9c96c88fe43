"""Keeping tokens and people's words out of the logs, whatever the libraries would like to say."""

from __future__ import annotations

import logging
import re
import traceback

from bot.transports.errors import Unauthorized

# aiogram and PTB tell at DEBUG what they send and get, httpx tells every address at INFO.
TALKATIVE = ("aiogram", "aiohttp", "telegram", "httpx", "httpcore", "PIL")

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
# In an address a token stands behind "bot", of whatever shape; elsewhere it is known by its length.
_TOKENS_IN_TEXT = re.compile(r"(?<=/bot)[^/\s'\"]+|\d{5,}(?::|%3A)[A-Za-z0-9_-]{20,}")
_INSTEAD = "<token>"


def checked(token: str) -> str:
    """The token, if it has the shape of one."""
    if _TOKEN.fullmatch(token):
        return token
    raise Unauthorized("this is not a bot token: expected digits, a colon, and letters or digits")


def redacted(text: str) -> str:
    """The text without any bot token in it."""
    return _TOKENS_IN_TEXT.sub(_INSTEAD, text)


def quiet_libraries() -> None:
    """Let the libraries speak only of trouble: their DEBUG and INFO carry addresses and messages."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


class Discreet(logging.Filter):
    """Put on a handler, it takes the tokens out of every record: message, traceback and extras."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redacted(_message_of(record)), ()
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip()
            # Not every formatter looks at the text first; without this, some would write the error anew.
            record.exc_info = None
        for name, value in record.__dict__.items():
            if isinstance(value, str):
                record.__dict__[name] = redacted(value)
        return True


def _message_of(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):  # a log call with the wrong arguments must not stop the work
        return str(record.msg)
