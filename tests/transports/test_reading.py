"""Any update at all: both libraries come to the same event, or both say that they cannot read it."""

from __future__ import annotations

import copy
import random
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import aiogram.types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.transports import aiogram_transport, ptb_transport, reading
from bot.transports.aiogram_transport import AiogramTransport
from bot.transports.errors import Unreadable
from bot.transports.port import Transport
from bot.transports.ptb_transport import PtbTransport
from bot.transports.reading import FILES, OTHER_CONTENT, SERVICE
from domain.messages import (
    Attached,
    Edited,
    Elsewhere,
    Incoming,
    Located,
    Pressed,
    Reached,
    Unknown,
    Wrote,
)

TOKEN = "7000000001:AAcanaryCANARYcanaryCANARYcanary0123"
AIOGRAM: Transport = AiogramTransport(TOKEN)
PTB: Transport = PtbTransport(TOKEN)

Json = dict[str, Any]

RINA = {"id": 7_000_000_001, "is_bot": False, "first_name": "Rina", "language_code": "id"}
HOME = {"id": 7_000_000_001, "type": "private", "first_name": "Rina"}
NOON = 1_760_000_000
AT_NOON = datetime.fromtimestamp(NOON, UTC)


def read(raw: Any) -> Incoming:
    """What both transports make of it; they must agree."""
    by_aiogram, by_ptb = AIOGRAM.read(copy.deepcopy(raw)), PTB.read(copy.deepcopy(raw))
    assert by_aiogram == by_ptb
    return by_aiogram


def message(**parts: Any) -> Json:
    return {"message_id": 11, "date": NOON, "chat": HOME, "from": RINA, **parts}


def event_of(**parts: Any) -> Any:
    return read({"update_id": 5, "message": message(**parts)}).event


def file(**parts: Any) -> Json:
    return {"file_id": "AgAC", "file_unique_id": "AQAD", "file_size": 321, **parts}


SIZES = {"width": 90, "height": 60}
PHOTO = [file(file_id="s", **SIZES), file(file_id="l", width=900, height=600), file(file_id="m", **SIZES)]
DOCUMENT = file(file_name="rahasia.pdf", mime_type="application/pdf")

# One of each, as Telegram writes them.
CONTENT: dict[str, Json] = {
    "photo": {"photo": PHOTO, "caption": "lokasi", "caption_entities": []},
    "document": {"document": DOCUMENT, "caption": "surat"},
    "voice": {"voice": file(duration=3, mime_type="audio/ogg")},
    "video": {"video": file(duration=3, mime_type="video/mp4", **SIZES), "has_media_spoiler": True},
    "video_note": {"video_note": file(duration=3, length=240)},
    "audio": {"audio": file(duration=180, performer="?", title="??", mime_type="audio/mpeg")},
    "animation": {"animation": file(duration=2, mime_type="video/mp4", **SIZES), "document": DOCUMENT},
    "sticker": {"sticker": file(type="regular", is_animated=False, is_video=False, **SIZES)},
    "contact": {"contact": {"phone_number": "+62812", "first_name": "Budi"}},
    "poll": {"poll": {"id": "1", "question": "?", "options": [], "type": "from the future"}},
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
    "story": {"story": {"chat": HOME, "id": 1}},
    "game": {"game": {"title": "?", "description": "?", "photo": []}},
    "other": {"hologram": {"depth": 3}},
}


PLACES: dict[str, Json] = {
    "a place": {"location": {"latitude": -6.25, "longitude": 106.5, "horizontal_accuracy": 12.5}},
    "a live place": {
        "location": {
            "latitude": -6.25, "longitude": 106.5, "horizontal_accuracy": 12.5, "live_period": 900, "heading": 90,
        },
    },
    "a venue": {
        "venue": {"location": {"latitude": -6.25, "longitude": 106.5}, "title": "Posko", "address": "?"},
        "location": {"latitude": -6.25, "longitude": 106.5, "horizontal_accuracy": 12.5},
    },
}  # fmt: skip

CANARY = "Kata Rahasia Sekali"
CANARIES: Json = {"id": 7_000_000_099, "is_bot": True, "first_name": CANARY, "username": CANARY, "title": CANARY}

# Every way to say that a message was forwarded: of today, of before, and one that nobody knows yet.
ORIGINS: dict[str, Json] = {
    "a person": {"forward_origin": {"type": "user", "date": NOON, "sender_user": CANARIES}},
    "somebody hidden": {"forward_origin": {"type": "hidden_user", "date": NOON, "sender_user_name": CANARY}},
    "a group": {"forward_origin": {"type": "chat", "date": NOON, "sender_chat": CANARIES}},
    "a channel": {"forward_origin": {"type": "channel", "date": NOON, "chat": CANARIES, "message_id": 3}},
    "the future": {"forward_origin": {"type": "from_the_future", CANARY: [CANARY]}},
    "the future, oddly": {"forward_origin": CANARY},
    "a person, before": {"forward_from": CANARIES, "forward_date": NOON},
    "somebody hidden, before": {"forward_sender_name": CANARY},
    "a channel, before": {"forward_from_chat": CANARIES, "forward_from_message_id": 3, "forward_signature": CANARY},
}
ABOUT_OTHERS: Json = {
    "forward_origin": {"type": "user", "date": NOON, "sender_user": CANARIES},
    "forward_from": CANARIES,
    "forward_sender_name": CANARY,
    "via_bot": CANARIES,
    "sender_chat": CANARIES,
    "author_signature": CANARY,
    "reply_to_message": {"message_id": 3, "date": NOON, "chat": CANARIES, "from": CANARIES, "text": CANARY},
    "external_reply": {"origin": {"type": "hidden_user", "date": NOON, "sender_user_name": CANARY}},
    "quote": {"text": CANARY, "position": 0},
    "reply_to_story": {"chat": CANARIES, "id": 1},
    "contact": {"phone_number": CANARY, "first_name": CANARY, "vcard": CANARY, "user_id": 7},
    "venue": {"location": {"latitude": 1, "longitude": 2}, "title": CANARY, "address": CANARY},
    "chat": HOME | {"first_name": CANARY, "username": CANARY, "last_name": CANARY},
    "from": RINA | {"last_name": CANARY, "username": CANARY},
    "document": file(file_name=CANARY, thumbnail=CANARIES),
}

# --- One of each ---------------------------------------------------------------------------------


def test_a_text_is_read_with_its_time_and_its_writer() -> None:
    assert read({"update_id": 5, "message": message(text="halo")}) == Incoming(
        5, HOME["id"], Wrote("halo", 11, AT_NOON), first_name="Rina", language="id", from_bot=False
    )


def test_a_changed_text_is_read_with_the_time_of_the_change() -> None:
    raw = {"update_id": 5, "edited_message": message(text="halo!", edit_date=NOON + 60)}
    assert read(raw).event == Edited("halo!", 11, datetime.fromtimestamp(NOON + 60, UTC))


@pytest.mark.parametrize("kind", CONTENT)
def test_what_is_not_text_is_read_by_its_kind(kind: str) -> None:
    event = event_of(**CONTENT[kind])
    assert isinstance(event, Attached)
    assert (event.kind, event.message_id, event.sent_at) == (kind, 11, AT_NOON)
    assert event.caption == CONTENT[kind].get("caption", "")
    assert bool(event.file_id) == bool(event.file_size) == (kind in FILES)


def test_of_a_photo_the_largest_size_is_taken() -> None:
    assert event_of(photo=PHOTO).file_id == "l"


def test_the_pieces_of_an_album_say_that_they_belong_together() -> None:
    assert event_of(photo=PHOTO, media_group_id="777").media_group_id == "777"


@pytest.mark.parametrize("kind", PLACES)
def test_a_place_is_read_with_its_accuracy_whatever_it_is_called(kind: str) -> None:
    assert event_of(**PLACES[kind]) == Located(-6.25, 106.5, 12.5, 11, AT_NOON)


def test_a_phone_need_not_say_how_exact_a_place_is() -> None:
    assert event_of(location={"latitude": 1, "longitude": 2}) == Located(1.0, 2.0, 0.0, 11, AT_NOON)


@pytest.mark.parametrize("odd", [91, -90.5, float("nan"), float("inf"), 10**400, "1", True, None])
def test_a_place_that_is_nowhere_on_earth_cannot_be_read(odd: Any) -> None:
    for transport in (AIOGRAM, PTB):
        with pytest.raises(Unreadable):
            transport.read({"update_id": 5, "message": message(location={"latitude": odd, "longitude": 2})})


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("content", [{"text": "titip"}, *CONTENT.values(), *PLACES.values()])
def test_of_a_forward_it_is_known_that_it_is_one(origin: str, content: Json) -> None:
    forwarded, own = event_of(**content, **ORIGINS[origin]), event_of(**content)
    assert (forwarded.forwarded, own.forwarded) == (True, False)
    assert forwarded == replace(own, forwarded=True)


def test_what_a_bot_helped_to_write_is_still_the_persons_own() -> None:
    assert event_of(text="titip", via_bot=CANARIES) == Wrote("titip", 11, AT_NOON)


@pytest.mark.parametrize("content", [{"text": "halo"}, *CONTENT.values(), *PLACES.values()])
@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_nothing_of_whom_a_message_is_from_or_about_gets_in(kind: str, content: Json) -> None:
    """The library sees only what is kept, and the event holds less."""
    raw = {"update_id": 5, kind: message(**content | ABOUT_OTHERS)}
    seen: list[Json] = []

    def look(kept: Json) -> Any:
        seen.append(copy.deepcopy(kept))
        return ptb_transport._update(kept)

    assert reading.read(raw, look) == read(raw)
    assert seen
    assert CANARY not in repr((read(raw), seen))


def test_entities_replies_and_new_fields_do_not_spoil_a_text() -> None:
    odd = {"entities": "?", "reply_to_message": 5, "external_reply": [], "quote": True, "brand_new": {"x": 1}}
    assert event_of(text="halo", **odd) == Wrote("halo", 11, AT_NOON)


@pytest.mark.parametrize("kind", ["photo", "document"])
def test_a_changed_caption_is_read_as_a_changed_text(kind: str) -> None:
    raw = {"update_id": 5, "edited_message": message(**CONTENT[kind] | {"caption": "baru"}, edit_date=NOON + 60)}
    assert read(raw).event == Edited("baru", 11, datetime.fromtimestamp(NOON + 60, UTC))


def test_a_picture_without_words_or_a_moving_location_is_no_new_one() -> None:
    for parts in ({"photo": PHOTO}, PLACES["a live place"]):
        assert read({"update_id": 5, "edited_message": message(**parts)}).event == Unknown("edited_message")


def test_what_telegram_writes_by_itself_asks_for_no_answer() -> None:
    assert event_of(pinned_message=message(text="kartu")) == Unknown("pinned_message")
    assert event_of(message_auto_delete_timer_changed={"message_auto_delete_time": 86400}) == Unknown(
        "message_auto_delete_timer_changed"
    )


def test_a_message_of_another_bot_says_so() -> None:
    raw = {"update_id": 5, "message": message(text="halo", **{"from": RINA | {"is_bot": True}})}
    assert read(raw).from_bot


def press(**parts: Any) -> Json:
    shown = message(text="kartu", reply_markup={"inline_keyboard": "?"}, entities=7)
    query = {"id": "99", "from": RINA, "chat_instance": "3", "data": "d:1", "message": shown}
    return {"update_id": 5, "callback_query": query | parts}


def test_a_press_is_read_without_what_the_card_shows() -> None:
    assert read(press()) == Incoming(5, HOME["id"], Pressed("99", "d:1", 11), "Rina", "id")


def test_a_press_on_a_card_too_old_for_telegram_is_still_a_press() -> None:
    assert read(press(message={"message_id": 11, "date": 0, "chat": HOME})).event == Pressed("99", "d:1", 11)


def test_a_press_that_is_none_of_ours_is_unknown() -> None:
    assert read(press(message=None, inline_message_id="x")) == Incoming(5, 0, Unknown("callback_query"))
    assert read(press(data=None, game_short_name="x")).event == Unknown("callback_query")


@pytest.mark.parametrize(("status", "reachable"), [("member", True), ("kicked", False), ("left", False)])
def test_blocking_and_coming_back_are_read(status: str, reachable: bool) -> None:
    bot = {"id": 1, "is_bot": True, "first_name": "Suar"}
    members = [{"user": bot, "status": one, "until_date": 0} for one in ("member", status)]
    change = {"chat": HOME, "from": RINA, "date": NOON}
    change |= {"old_chat_member": members[0], "new_chat_member": members[1]}
    assert read({"update_id": 5, "my_chat_member": change}).event == Reached(reachable)


@pytest.mark.parametrize("place", ["group", "supergroup", "channel"])
@pytest.mark.parametrize(
    "kind",
    [
        *("message", "edited_message", "channel_post", "edited_channel_post", "my_chat_member"),
        *("chat_member", "chat_join_request", "message_reaction", "chat_boost"),
    ],
)
def test_whatever_happens_in_a_group_or_channel_happens_elsewhere(kind: str, place: str) -> None:
    chat = {"id": -100_500, "type": place}
    assert read({"update_id": 5, kind: {"chat": chat, "odd": []}}) == Incoming(5, -100_500, Elsewhere())
    assert read(press(message={"chat": chat})).event == Elsewhere()


@pytest.mark.parametrize("kind", ["inline_query", "poll", "business_message", "from_the_future"])
def test_updates_of_other_kinds_are_named_and_belong_to_no_chat(kind: str) -> None:
    for payload in ({"chat": HOME}, {}, None, 5, "?"):
        assert read({"update_id": 5, kind: payload}) == Incoming(5, 0, Unknown(kind))


def test_an_update_without_anything_in_it_is_unknown() -> None:
    assert read({"update_id": 5}) == Incoming(5, 0, Unknown(""))


def test_whatever_a_message_can_hold_has_its_place() -> None:
    """When this fails, the library has learnt of something new: say in `reading` what it is to us."""
    about = {
        *("message_id", "date", "chat", "message_thread_id", "direct_messages_topic", "from", "sender_chat"),
        *("sender_boost_count", "sender_business_bot", "sender_tag", "guest_query_id", "forward_origin"),
        *("business_connection_id", "is_topic_message", "is_automatic_forward", "reply_to_message"),
        *("external_reply", "quote", "reply_to_story", "reply_to_checklist_task_id", "via_bot"),
        *("reply_to_poll_option_id", "guest_bot_caller_user", "guest_bot_caller_chat", "edit_date"),
        *("has_protected_content", "is_from_offline", "is_paid_post", "media_group_id", "author_signature"),
        *("paid_star_count", "text", "entities", "link_preview_options", "suggested_post_info", "effect_id"),
        *("caption", "caption_entities", "show_caption_above_media", "has_media_spoiler", "reply_markup"),
        *("receiver_user", "ephemeral_message_id", "forward_date", "forward_from", "forward_from_chat"),
        *("forward_from_message_id", "forward_sender_name", "forward_signature", "location"),
    }
    known = {field.alias or name for name, field in aiogram.types.Message.model_fields.items()}
    assert known - about - set(FILES) - set(OTHER_CONTENT) - SERVICE == set()


# --- Anything ------------------------------------------------------------------------------------

WEIRD = st.sampled_from(
    ["", " ", "🌊" * 40, "\u202eterbalik", "سلام", "Z̴̭̑a̷l̶g̸o̵", "a\u0000b", "'; DROP TABLE", "x" * 100_000, "\ud800"]
)
TEXTS = st.text(max_size=60) | WEIRD
CHATS = st.sampled_from([HOME, HOME, HOME, {"id": -5, "type": "supergroup", "title": "Warga"}])
PEOPLE = st.fixed_dictionaries(
    {"id": st.integers(1, 2**52), "is_bot": st.booleans(), "first_name": TEXTS},
    optional={"language_code": TEXTS, "last_name": TEXTS, "is_premium": st.booleans()},
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
CONTENTS = (
    st.sampled_from([*CONTENT.values(), *PLACES.values()])
    | st.fixed_dictionaries({"text": TEXTS})
    | st.dictionaries(st.sampled_from(sorted({*SERVICE, *OTHER_CONTENT, "brand_new"})), JUNK, max_size=2)
)


@st.composite
def messages(draw: st.DrawFn) -> Json:
    made = {"message_id": draw(st.integers(1, 2**31)), "date": draw(st.integers(1, 2**31)), "chat": draw(CHATS)}
    made |= draw(st.fixed_dictionaries({}, optional={"from": PEOPLE, "caption": TEXTS, "edit_date": st.just(NOON)}))
    return made | draw(CONTENTS) | draw(st.just({}) | st.fixed_dictionaries({"forward_origin": JUNK}))


@st.composite
def updates(draw: st.DrawFn) -> Json:
    kind = draw(st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "brand_new"]))
    number = draw(st.integers(0, 2**31))
    if kind == "callback_query":
        query = {"id": draw(TEXTS), "from": draw(PEOPLE), "chat_instance": "1", "data": draw(TEXTS)}
        return {"update_id": number, kind: query | {"message": draw(messages())}}
    if kind == "my_chat_member":
        bot = {"user": draw(PEOPLE), "status": "member"}
        change = {"chat": draw(CHATS), "from": draw(PEOPLE), "date": NOON}
        return {"update_id": number, kind: change | {"old_chat_member": bot, "new_chat_member": bot}}
    return {"update_id": number, kind: draw(messages() if "message" in kind else JUNK)}


def outcome(transport: Transport, raw: Any) -> Incoming | None:
    """None is what cannot be read. Anything but Unreadable is a bug, and passes through."""
    try:
        return transport.read(raw)
    except Unreadable as unreadable:
        failed = unreadable
    assert (failed.__cause__, failed.__context__) == (None, None)
    return None


@given(updates())
@settings(max_examples=400, deadline=None)
def test_both_libraries_read_any_update_alike(raw: Json) -> None:
    before = copy.deepcopy(raw)
    assert outcome(AIOGRAM, raw) == outcome(PTB, raw)
    assert repr(raw) == repr(before)


@given(updates(), st.randoms(use_true_random=False), JUNK)
@settings(max_examples=600, deadline=None)
def test_both_libraries_agree_on_what_cannot_be_read(raw: Json, dice: random.Random, junk: Any) -> None:
    broken = copy.deepcopy(raw)
    for _ in range(dice.randint(1, 3)):
        _break(broken, dice, junk)
    assert outcome(AIOGRAM, broken) == outcome(PTB, broken)


@given(JUNK)
def test_what_is_not_an_update_at_all_is_unreadable(junk: Any) -> None:
    assert outcome(AIOGRAM, junk) == outcome(PTB, junk)


def _break(raw: Json, dice: random.Random, junk: Any) -> None:
    """Take something away, or put something else in its place, anywhere inside."""
    places: list[Callable[[], Any]] = []

    def look(inside: Any) -> None:
        keys = list(inside) if isinstance(inside, dict) else range(len(inside)) if isinstance(inside, list) else ()
        for key in keys:
            places.append(lambda inside=inside, key=key: inside.__setitem__(key, copy.deepcopy(junk)))
            places.append(lambda inside=inside, key=key: inside.__delitem__(key))
            look(inside[key])

    look(raw)
    if places:
        dice.choice(places)()


# --- What cannot be read -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"message": message(text="x")}, "update_id is missing"),
        ({"update_id": 5, "message": CANARY}, "message is a text, not an object"),
        ({"update_id": 5, "message": message(text=[CANARY])}, "message.text is a list, not a text"),
        ({"update_id": 5, "message": message(text=CANARY, chat=CANARY)}, "message.chat is a text"),
        ({"update_id": 5, "message": message(text=CANARY, date=CANARY)}, "message.date is a text"),
        ({"update_id": 5, "message": message(text=CANARY, date=-1)}, "message.date is a number that"),
        ({"update_id": 5, "message": message(text=CANARY + "\udfff")}, "message.text has half of a character"),
        (press(**{"from": {"id": 1, "is_bot": 0, "first_name": CANARY}}), "callback_query.from.is_bot is a number"),
        ({"update_id": 5, "message": message(photo=[CANARY])}, "message.photo is a text, not an object"),
    ],
)
def test_what_cannot_be_read_is_named_without_its_value(raw: Any, said: str) -> None:
    for transport in (AIOGRAM, PTB):
        with pytest.raises(Unreadable) as unreadable:
            transport.read(raw)
        assert str(unreadable.value).startswith(said)
        assert CANARY not in str(unreadable.value)


@pytest.mark.parametrize("library", [aiogram_transport, ptb_transport])
def test_what_only_the_library_finds_wrong_is_told_without_its_value(library: ModuleType) -> None:
    with pytest.raises(Unreadable) as unreadable:
        library._update({"update_id": CANARY, "callback_query": {"id": CANARY, CANARY: CANARY}})
    assert CANARY not in "".join(traceback.format_exception(unreadable.value))
    assert unreadable.value.__context__ is None
