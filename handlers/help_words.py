"""What is caught in a text before anything of it is stored: numbers of people, and phrases that announce a name.

The text waits, sealed in the notes of the session, until its person says what is to become of it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from domain.messages import Attached, Located, Message, Wrote
from domain.naming import names_somebody
from domain.presses import Do
from domain.privacy import Private, private_number, without_numbers
from domain.voice import phrase
from handlers import help_notes
from handlers.chat import Chat, rows
from handlers.help_front import quoted
from handlers.help_notes import Told
from storage.sessions import Place


class Why(StrEnum):
    """Why a text waits."""

    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True)
class Held:
    """A text that waits, and where it goes on to. Of a number, only what is left without it."""

    why: Why
    text: str
    message_id: int
    place: Place


_NUMBERS = {
    Private.NIK: phrase(
        "Sepertinya ada NIK di pesan ini. Pesannya saya hapus dari obrolan, dan nomornya tidak disimpan."
    ),
    Private.PHONE: phrase(
        "Sepertinya ada nomor HP di pesan ini. Pesannya saya hapus dari obrolan, dan nomornya tidak disimpan."
    ),
}
_REFUSED = {
    "contact": phrase("Kontak tidak saya terima, dan sudah saya hapus dari obrolan. Nama dan nomor tidak perlu."),
    "place": phrase("Lokasi tidak saya terima, dan sudah saya hapus dari obrolan. Cukup sebut wilayahnya."),
    "forward": phrase("Pesan terusan tidak saya terima, dan sudah saya hapus. Ceritakan dengan kata Anda sendiri."),
}
NAME = phrase("Sepertinya ada nama di pesan ini. Nama tidak perlu; petugas melihat nama samaran saja.")
PLACES = frozenset(("venue",))


def caught(chat: Chat, wrote: Wrote) -> bool:
    """Whether something in this text raises a question; it is put, and nothing of the text is stored in the clear.

    A message with a number in it is deleted from the chat at once.
    """
    place = held_place(chat)
    private = private_number(wrote.text)
    if private is not None:
        chat.store.outbox.erase(chat.session, (wrote.message_id,))
        rest = without_numbers(wrote.text, chat.voice.say("(nomor dihapus)"))
        _hold(chat, Held(Why.NUMBER, rest, 0, place))
        _ask_without(chat, private, rest)
        return True
    if names_somebody(wrote.text):
        _hold(chat, Held(Why.NAME, wrote.text, wrote.message_id, place))
        _ask_about_name(chat, wrote.text)
        return True
    help_notes.drop(chat, help_notes.HELD)
    chat.session.place = place
    return False


def held_place(chat: Chat) -> Place:
    """Where a text belongs: while a question of ours is open, where the text that waits belongs."""
    held = held_text(chat)
    return held.place if held is not None and chat.session.place is Place.ASIDE else chat.session.place


def held_text(chat: Chat) -> Held | None:
    kept = help_notes.get(chat, help_notes.HELD)
    return Held(Why(kept["why"]), kept["text"], kept["message_id"], Place(kept["place"])) if kept else None


def let_go(chat: Chat) -> Held | None:
    """The text that waited, for the last time; the chat is again where it was."""
    held = held_text(chat)
    help_notes.drop(chat, help_notes.HELD)
    if held is not None:
        chat.session.place = held.place
    return held


def names_after_all(chat: Chat, held: Held) -> bool:
    """Without its number a text may still announce a name: that is asked about next."""
    if held.why is not Why.NUMBER or not names_somebody(held.text):
        return False
    _hold(chat, Held(Why.NAME, held.text, held.message_id, held.place))
    _ask_about_name(chat, held.text)
    return True


def _hold(chat: Chat, held: Held) -> None:
    help_notes.put(chat, help_notes.HELD, asdict(held))
    chat.session.place = Place.ASIDE


def _ask_without(chat: Chat, private: Private, rest: str) -> None:
    lines = [chat.voice.say(_NUMBERS[private]), chat.voice.say("Tanpa nomor, bunyinya:"), quoted([Told(rest, 0)])]
    buttons = rows(chat.button("Kirim tanpa nomor", Do.HELP_WITHOUT), chat.button("Tulis ulang", Do.HELP_REWRITE))
    chat.show(Message("\n".join(lines), buttons))


def _ask_about_name(chat: Chat, text: str) -> None:
    lines = [chat.voice.say(NAME), quoted([Told(text, 0)])]
    buttons = rows(chat.button("Kirim apa adanya", Do.HELP_PASS), chat.button("Tulis ulang", Do.HELP_REWRITE))
    chat.show(Message("\n".join(lines), buttons))


# --- What is not taken at all ---------------------------------------------------------------------


def refusal_of(event: Wrote | Attached | Located) -> str:
    """What is said of a contact, a place or a forward; empty for everything else."""
    if event.forwarded:
        return _REFUSED["forward"]
    if isinstance(event, Located):
        return _REFUSED["place"]
    if isinstance(event, Attached):
        return _REFUSED.get("place" if event.kind in PLACES else event.kind, "")
    return ""
