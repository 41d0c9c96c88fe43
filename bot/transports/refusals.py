"""What Telegram's refusals mean for us. The only place that knows its codes and its sentences."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.transports import errors
from bot.transports.calls import AlreadySo

# Telegram sends a time with every 429; this is for a proxy that does not.
WAIT_WHEN_UNTOLD = 1.0

# Telegram's sentences are known only by their words, in small letters here: it has no finer codes.
# From https://github.com/tdlib/telegram-bot-api and from what live bots have met.
_WORDS: tuple[tuple[str, type[errors.TelegramError]], ...] = (
    ("message is not modified", AlreadySo),
    ("message to delete not found", AlreadySo),
    ("message to edit not found", errors.Gone),
    ("message can't be edited", errors.Gone),
    ("can't be deleted", errors.Gone),
    ("message_id_invalid", errors.Gone),
    ("there is no text in the message to edit", errors.OtherKind),
    ("there is no caption in the message to edit", errors.OtherKind),
    ("there is no media in the message to edit", errors.OtherKind),
    ("query is too old", errors.Stale),
    ("query id is invalid", errors.Stale),
    ("query_id_invalid", errors.Stale),
    ("chat not found", errors.Unreachable),
    ("user not found", errors.Unreachable),
    ("user is deactivated", errors.Unreachable),
    ("input_user_deactivated", errors.Unreachable),
    ("user_is_blocked", errors.Unreachable),
    ("peer_id_invalid", errors.Unreachable),
    ("bot is not a member", errors.Unreachable),
    ("file is too big", errors.TooLarge),
    # Telegram says the same of a file that it cannot reach at the moment and of one that never was.
    ("file is temporarily unavailable", errors.Unavailable),
)

# What Telegram quotes may be a piece of what somebody wrote, such as a tag it could not parse.
_QUOTED = re.compile(r'"[^"]*"')
_LONGEST_REASON = 200


def result_of(method: str, status: int, body: bytes | str) -> Any:
    """What Telegram answered, or the error that its refusal means."""
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    # A page of some proxy's is not Telegram's word, whatever its status: its 403 blocks nobody.
    if not isinstance(answer, dict) or "ok" not in answer:
        raise errors.Unavailable(f"{method}: {status} and no answer of Telegram's")
    if answer["ok"] is True and status < 300 and "result" in answer:
        return answer["result"]
    raise refusal(method, status, answer)


def file_of(status: int, content: bytes) -> bytes:
    """What was downloaded, or the error that the refusal means."""
    if status < 300:
        return content
    if status == 404:
        raise errors.Gone("file: it is no longer there")
    if status == 429:
        raise refusal("file", status, _object(content))
    raise errors.Unavailable(f"file: {status}")


def _object(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def refusal(method: str, status: int, answer: dict[str, Any]) -> errors.TelegramError:
    code = status if status >= 300 else answer.get("error_code")
    words = str(answer.get("description") or "")
    told = _QUOTED.sub("…", words)[:_LONGEST_REASON]
    reason = f"{method}: {code} {told}"

    parameters = answer.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if code == 429 or isinstance(wait, int):
        return errors.Busy(reason, float(wait) if isinstance(wait, int) else WAIT_WHEN_UNTOLD)
    return _meaning(method, code, words.lower())(reason)


def _meaning(method: str, code: Any, words: str) -> type[errors.TelegramError]:
    if method == "leaveChat" and code == 403:
        return AlreadySo  # we are not in there any more
    match code:
        case 401 | 404:
            return errors.Unauthorized  # 404 is how Telegram answers a token of the wrong shape
        case 403:
            return errors.Unreachable
        case 409:
            return errors.Conflict
        case int() if 400 <= code < 500:
            return next((error for known, error in _WORDS if known in words), errors.Refused)
        case _:
            return errors.Unavailable
