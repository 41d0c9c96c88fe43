"""The buttons a bot puts below a message, checked as Telegram checks them."""

from collections.abc import Mapping
from typing import Any

from .addresses import wrong_address
from .refusals import BadRequest

Json = dict[str, Any]

LONGEST_CALLBACK = 64
LONGEST_COPY = 256
MOST_BUTTONS = 100

# What an inline button can do; each has exactly one of them.
INLINE_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
FLAGS = (
    "resize_keyboard",
    "one_time_keyboard",
    "is_persistent",
    "selective",
    "force_reply",
    "remove_keyboard",
)


def read_markup(markup: Json | None, inline_only: bool = False) -> Json | None:
    """The markup to show; None if there is nothing to show."""
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if inline_only:
        raise BadRequest("inline keyboard expected")
    return _reply(markup)


def _inline(rows: Any) -> Json | None:
    shown = [[_inline_button(button) for button in row] for row in _rows("inline_keyboard", rows)]
    filled = [row for row in shown if row]
    if sum(map(len, filled)) > MOST_BUTTONS:
        raise BadRequest("reply markup is too long")
    return {"inline_keyboard": filled} if filled else None


def _reply(markup: Json) -> Json | None:
    for name in FLAGS:
        if not isinstance(markup.get(name, False), bool | None):
            raise BadRequest(f'field "{name}" must be of type Boolean')
    if "keyboard" not in markup:
        return markup if markup.get("force_reply") or markup.get("remove_keyboard") else None
    rows = [[_key(key) for key in row] for row in _rows("keyboard", markup["keyboard"])]
    if not any(rows):
        return None
    return {**markup, "keyboard": [row for row in rows if row]}


def _rows(field: str, rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise BadRequest(f'field "{field}" must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise BadRequest(f'field "{field}" must be an Array of Arrays')
    return rows


def _inline_button(button: Any) -> Json:
    text = _text(button, "inline keyboard button")
    kept = {name: value for name, value in button.items() if value is not None}
    chosen = [name for name in INLINE_ACTIONS if name in kept]
    if not chosen or kept.get("callback_data") == "" or kept.get("url") == "":
        raise BadRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    for name in chosen:
        if check := CHECKS.get(name):
            check(kept[name])
    return kept | {"text": text}


def _key(key: Any) -> Json:
    if isinstance(key, str):
        key = {"text": key}
    _text(key, "keyboard button")
    if isinstance(key.get("web_app"), dict):
        _check_web_app(key["web_app"], "keyboard button")
    return {name: value for name, value in key.items() if value is not None}


def _text(button: Any, what: str) -> str:
    if not isinstance(button, dict):
        raise BadRequest(f"can't parse {what}: {what.capitalize()} must be an Object")
    if button.get("text") is None:
        raise BadRequest(f"can't parse {what}: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise BadRequest(f'can\'t parse {what}: Field "text" must be of type String')
    if not button["text"].strip():
        raise BadRequest(f"{what} text must be non-empty")
    return button["text"]


def _check_callback(data: Any) -> None:
    if not isinstance(data, str):
        raise BadRequest('can\'t parse inline keyboard button: Field "callback_data" must be of type String')
    if not 1 <= len(data.encode()) <= LONGEST_CALLBACK:
        raise BadRequest("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    if not isinstance(url, str):
        raise BadRequest('can\'t parse inline keyboard button: Field "url" must be of type String')
    if why := wrong_address(url):
        raise BadRequest(f"inline keyboard button URL '{url}' is invalid: {why}")


def _check_copy(copied: Any) -> None:
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_COPY:
        raise BadRequest("BUTTON_COPY_TEXT_INVALID")


def _check_web_app(app: Any, what: str = "inline keyboard button") -> None:
    url = app.get("url", "") if isinstance(app, Mapping) else ""
    if not str(url).startswith("https://"):
        raise BadRequest(f"{what} Web App URL '{url}' is invalid: Only HTTPS links are allowed")


def _refuse_type(value: Any) -> None:
    raise BadRequest("BUTTON_TYPE_INVALID")


CHECKS = {
    "callback_data": _check_callback,
    "url": _check_url,
    "copy_text": _check_copy,
    "web_app": _check_web_app,
    "pay": _refuse_type,
    "callback_game": _refuse_type,
}
