"""What is caught in a text before anything of it is stored: numbers of people, and phrases that announce a name.

The text waits, sealed in the notes of the session, until its person says what is to become of it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from domain.crisis import crisis_in
from domain.messages import Attached, Located, Message, Wrote
from domain.naming import names_somebody
from domain.presses import Do
from domain.privacy import Private, private_number, without_numbers
from domain.receipts import holds_receipt
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
    """What waits, message by message, and where it goes on to. Of a number, only what is left without it."""

    why: Why
    parts: tuple[Told, ...]
    place: Place

    @property
    def text(self) -> str:
        return " ".join(each.text for each in self.parts)


_NUMBERS = {
    Private.NIK: phrase(
        "Sepertinya ada NIK di pesan ini. Pesannya saya hapus dari obrolan, dan nomornya tidak disimpan."
    ),
    Private.PHONE: phrase(
        "Sepertinya ada nomor HP di pesan ini. Pesannya saya hapus dari obrolan, dan nomornya tidak disimpan."
    ),
}
_SEND = {Why.NUMBER: phrase("Kirim tanpa nomor"), Why.NAME: phrase("Kirim apa adanya")}
_REFUSED = {
    "contact": phrase("Kontak tidak saya terima, dan sudah saya hapus dari obrolan. Nama dan nomor tidak perlu."),
    "place": phrase("Lokasi tidak saya terima, dan sudah saya hapus dari obrolan. Cukup sebut wilayahnya."),
    "forward": phrase("Pesan terusan tidak saya terima, dan sudah saya hapus. Ceritakan dengan kata Anda sendiri."),
}
NAME = phrase("Sepertinya ada nama di pesan ini. Nama tidak perlu. Kalau dikirim, petugas membacanya.")
RECEIPT = (
    phrase("Kalau itu kode untuk melanjutkan: kirim 16 angkanya saja, tanpa kata lain."),
    phrase("Angkanya tidak disimpan, dan pesannya saya hapus dari obrolan."),
)
A_FEW_WORDS = 40  # letters beside a receipt that tell nothing: "kode saya …, mohon dibantu"
PLACES = frozenset(("venue",))
ONLY_THE_LAST = 1  # `choice` of a button: what came before it is thrown away


def caught(chat: Chat, wrote: Wrote) -> bool:
    """Whether something in this text raises a question; it is put, and nothing of the text is stored in the clear.

    A message with a number in it is deleted from the chat at once. Whoever writes on instead of answering is asked
    about all of it: some write anew, and some go on with their story.
    """
    if chat.session.place is not Place.ASIDE:
        help_notes.set_aside(chat)
    waits, place = held_text(chat), held_place(chat)
    earlier = waits.parts if waits is not None else ()
    private = private_number(wrote.text)
    if private is not None:
        chat.store.outbox.erase(chat.session, (wrote.message_id,))
        rest = without_numbers(wrote.text, chat.voice.say("(nomor dihapus)"))
        if _is_little_but_receipt(chat, wrote.text):
            _ask_for_receipt(chat, waits)
            return True
        held = Held(Why.NUMBER, (*earlier, Told(rest, wrote.message_id)), place)
        _ask(chat, held, [*_why(chat, wrote.text, private), chat.voice.say("Tanpa nomor, bunyinya:")])
    elif names_somebody(wrote.text):
        held = Held(Why.NAME, (*earlier, Told(wrote.text, wrote.message_id)), place)
        _ask(chat, held, [chat.voice.say(NAME)])
    elif waits is not None:
        held = Held(waits.why, (*earlier, Told(wrote.text, wrote.message_id)), place)
        ask_again(chat, held)
    else:
        return False
    return True


def _why(chat: Chat, text: str, private: Private) -> list[str]:
    """What the number seems to be. One that may be a receipt as well as a NIK is called neither."""
    said = RECEIPT if holds_receipt(text) else (_NUMBERS[private],)
    return [chat.voice.say(each) for each in said]


def _is_little_but_receipt(chat: Chat, text: str) -> bool:
    """Whether nothing is lost with the words around it. Signs of danger are never lost."""
    is_short = len(without_numbers(text, "")) <= A_FEW_WORDS
    return is_short and holds_receipt(text) and crisis_in(text, chat.kit.crisis) is None


def _ask_for_receipt(chat: Chat, waits: Held | None) -> None:
    """A receipt with a word or two around it: it is wanted alone, and nothing of this message is kept."""
    said = "\n".join(chat.voice.say(each) for each in RECEIPT)
    if waits is not None:
        ask_again(chat, waits, said)
        return
    chat.session.place = Place.ASIDE
    chat.show(Message(said, ((chat.button("Kembali", Do.HELP_HOME),),)))


def would_catch(chat: Chat, text: str) -> bool:
    """Whether this raises a question, or a question is open that it belongs to."""
    return bool(private_number(text) or names_somebody(text) or open_question(chat))


def open_question(chat: Chat) -> Held | None:
    """What waits, while the question about it is what the person has before them."""
    return held_text(chat) if chat.session.place is Place.ASIDE else None


def held_place(chat: Chat) -> Place:
    """Where a text belongs: while a question of ours is open, where the text that waits belongs."""
    held = open_question(chat)
    return held.place if held is not None else chat.session.place


def held_text(chat: Chat) -> Held | None:
    kept = help_notes.get(chat, help_notes.HELD)
    if not kept:
        return None
    return Held(Why(kept["why"]), tuple(Told(**each) for each in kept["parts"]), Place(kept["place"]))


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
    _ask(chat, replace(held, why=Why.NAME), [chat.voice.say(NAME)])
    return True


def ask_again(chat: Chat, held: Held, above: str = "") -> None:
    """The question once more: it was not answered, and nothing of what waits was sent."""
    _ask(chat, held, [*([above, ""] if above else []), chat.voice.say("Ini belum dikirim. Mau diapakan?")])


def _ask(chat: Chat, held: Held, lines: list[str]) -> None:
    help_notes.put(chat, help_notes.HELD, asdict(held))
    chat.session.place = Place.ASIDE
    do = Do.HELP_WITHOUT if held.why is Why.NUMBER else Do.HELP_PASS
    send = chat.button(_SEND[held.why], do)
    last = chat.button("Hanya yang terakhir", do, choice=ONLY_THE_LAST)
    anew = chat.button("Tulis ulang", Do.HELP_REWRITE)
    choices = (send, *((last,) if len(held.parts) > 1 else ()), anew)
    chat.show(Message("\n".join([*lines, quoted(held.parts)]), rows(*choices)))


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
