"""What an update means, read alike through either library.

An update is cut down to the fields that Suar uses before the library reads it. So a kind of forward, reaction
or entity that the library does not know yet spoils nothing, what we never use (file names, contacts, the names of
places, whom a forward or a quotation is from) is dropped at the door, and reading is several times faster.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.transports import shapes
from bot.transports.errors import Unreadable
from bot.transports.port import RawUpdate
from domain import messages as m

# Gives the library's own Update. Both libraries use the Bot API's names, so what follows reads both.
Library = Callable[[RawUpdate], Any]

ELSEWHERE_KINDS = (
    *("channel_post", "edited_channel_post", "chat_member", "chat_join_request"),
    *("message_reaction", "message_reaction_count", "chat_boost", "removed_chat_boost"),
)

# A file is told by these fields; an animation also comes as a document, so it is looked for first.
FILES = ("animation", "photo", "voice", "video", "video_note", "audio", "sticker", "document")

# What else a person may send.
OTHER_CONTENT = (
    *("venue", "contact", "poll", "dice", "game", "story", "checklist", "paid_media"),
    *("live_photo", "invoice", "giveaway", "giveaway_winners", "rich_message", "gift", "unique_gift"),
)

# Any of these says that a message was forwarded. What stands in them, who said it first, is never looked at.
FORWARDED = (
    *("forward_origin", "forward_date", "forward_from", "forward_from_chat", "forward_from_message_id"),
    *("forward_sender_name", "forward_signature"),
)

# What Telegram writes into a private chat by itself. Nobody waits for an answer to these.
SERVICE = frozenset(
    (
        *("pinned_message", "message_auto_delete_timer_changed", "chat_background_set"),
        *("write_access_allowed", "community_chat_removed", "community_chat_joined"),
        *("connected_website", "users_shared", "user_shared", "chat_shared", "passport_data", "web_app_data"),
        *("successful_payment", "refunded_payment", "proximity_alert_triggered", "giveaway_created"),
        *("giveaway_completed", "checklist_tasks_done", "checklist_tasks_added", "gift_upgrade_sent"),
        *("new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo"),
        *("group_chat_created", "supergroup_chat_created", "channel_chat_created", "migrate_to_chat_id"),
        *("migrate_from_chat_id", "boost_added", "chat_owner_left", "chat_owner_changed"),
        *("forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"),
        *("general_forum_topic_hidden", "general_forum_topic_unhidden", "direct_message_price_changed"),
        *("paid_message_price_changed", "managed_bot_created", "poll_option_added", "poll_option_deleted"),
        *("suggested_post_approved", "suggested_post_approval_failed", "suggested_post_declined"),
        *("suggested_post_paid", "suggested_post_refunded", "video_chat_scheduled", "video_chat_started"),
        *("video_chat_ended", "video_chat_participants_invited", "community_chat_added"),
    )
)


def read(raw: RawUpdate, library: Library) -> m.Incoming:
    """Read one update. Raises `Unreadable`, naming fields and types only."""
    if type(raw) is not dict:
        raise Unreadable("the update is not an object")
    update = shapes.ID(raw.get("update_id"), "update_id")
    kind = _kind_of(raw)
    if kind not in _READERS and kind not in ELSEWHERE_KINDS:
        return m.Incoming(update, 0, m.Unknown(kind))

    given = shapes.opened(raw[kind], kind)
    where = f"{kind}.message" if kind == "callback_query" else kind
    holder = given.get("message") if kind == "callback_query" else given
    if holder is None:
        return m.Incoming(update, 0, m.Unknown(kind))  # a button under an inline message: none of ours

    chat = shapes.CHAT(shapes.opened(holder, where).get("chat"), f"{where}.chat")
    if chat["type"] != "private":
        return m.Incoming(update, chat["id"], m.Elsewhere())
    if kind not in _READERS:
        return m.Incoming(update, chat["id"], m.Unknown(kind))
    shape, event_of = _READERS[kind]
    kept = shape(given, kind)
    if kind == "my_chat_member":
        _fill(kept)
    parsed = getattr(library({"update_id": update, kind: kept}), kind)
    return _incoming(update, chat["id"], event_of(parsed, given), parsed.from_user)


def _kind_of(raw: RawUpdate) -> str:
    for kind in _READERS:
        if raw.get(kind) is not None:
            return kind
    return next((kind for kind in raw if kind != "update_id"), "")


def _fill(change: RawUpdate) -> None:
    """The libraries want to know what was before, and until when somebody is banned. Suar does not."""
    change["new_chat_member"]["until_date"] = 0
    change["old_chat_member"] = change["new_chat_member"]


def _incoming(update: int, chat: int, event: m.Event, person: Any) -> m.Incoming:
    if person is None:
        return m.Incoming(update, chat, event)
    return m.Incoming(update, chat, event, person.first_name, person.language_code or "", person.is_bot)


# --- What each kind means ------------------------------------------------------------------------


def _pressed(query: Any, _: RawUpdate) -> m.Event:
    if query.data is None:
        return m.Unknown("callback_query")  # the button of a game
    return m.Pressed(query.id, query.data, query.message.message_id)


def _message(message: Any, given: RawUpdate) -> m.Event:
    if message.text is not None:
        return m.Wrote(message.text, message.message_id, _moment(message.date), _is_forwarded(given))
    for kind in FILES:
        if files := getattr(message, kind):
            return _attached(message, given, kind, max(files, key=_area) if kind == "photo" else files)
    if message.location is not None:  # a venue comes as a location as well, and a live one begins as one
        return _located(message, given)
    for kind in OTHER_CONTENT:
        if given.get(kind) is not None:
            return _attached(message, given, kind)
    service = next((name for name in given if name in SERVICE), None)
    # What nobody knows yet was most likely sent by a person, who should hear that it cannot be used.
    return m.Unknown(service) if service else _attached(message, given, "other")


def _is_forwarded(given: RawUpdate) -> bool:
    """Only whether. What was made with an inline bot's help (`via_bot`) was still sent as the person's own."""
    return any(given.get(name) is not None for name in FORWARDED)


def _edited(message: Any, _: RawUpdate) -> m.Event:
    words = message.caption if message.text is None else message.text
    if words is None:
        return m.Unknown("edited_message")  # such as a live location that moves every few seconds
    return m.Edited(words, message.message_id, _moment(message.edit_date or message.date))


def _reached(change: Any, _: RawUpdate) -> m.Event:
    return m.Reached(change.new_chat_member.status == "member")


def _attached(message: Any, given: RawUpdate, kind: str, file: Any = None) -> m.Attached:
    return m.Attached(
        kind,
        message.message_id,
        _moment(message.date),
        caption=message.caption or "",
        file_id=getattr(file, "file_id", ""),
        file_size=getattr(file, "file_size", 0) or 0,
        mime_type=getattr(file, "mime_type", "") or "",
        media_group_id=message.media_group_id or "",
        forwarded=_is_forwarded(given),
    )


def _located(message: Any, given: RawUpdate) -> m.Located:
    where = message.location
    return m.Located(
        where.latitude,
        where.longitude,
        where.horizontal_accuracy or 0.0,
        message.message_id,
        _moment(message.date),
        _is_forwarded(given),
    )


def _area(photo: Any) -> int:
    return int(photo.width * photo.height)


def _moment(clock: datetime | int) -> datetime:
    """Some dates are moments in one library and seconds in the other."""
    return clock.astimezone(UTC) if isinstance(clock, datetime) else datetime.fromtimestamp(clock, UTC)


_READERS: dict[str, tuple[shapes.Cut, Callable[[Any, RawUpdate], m.Event]]] = {
    "callback_query": (shapes.QUERY, _pressed),
    "message": (shapes.MESSAGE, _message),
    "edited_message": (shapes.MESSAGE, _edited),
    "my_chat_member": (shapes.CHANGE, _reached),
}
