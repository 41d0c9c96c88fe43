"""Pictures and recordings in a thread, from either side. A voice can be known: it is sent only on a second word.

Nothing is ever forwarded: what comes is fetched, cleaned and sealed under the case, and uploaded anew on the other
side. The pictures of an album are one message, with what stands below them.
"""

from __future__ import annotations

from hashlib import blake2b

from domain.files import LARGEST, Unfit, Wanted
from domain.help_cases import HelpCase, HelpMessage, Sender
from domain.messages import Attached, Located
from domain.presses import Do, Press
from domain.privacy import Private, holds_nik
from domain.voice import phrase
from handlers import help_notes, help_thread, thread_muting, thread_reply
from handlers.attaching import unfit_word
from handlers.chat import Chat
from handlers.kit import HELP
from handlers.private import take_out
from handlers.thread_place import Mode, case_at, mode_of
from handlers.thread_sides import say, say_beside, show
from storage.help_messages import COMING

ALBUM = "album"  # in the notes of the chat: what tells it apart, the case, and the number of its message
REFUSED = "album told of"  # of which something was refused already
FETCHING = "card that says to wait"  # what comes of it is said there, and nowhere else

NO_CONTACT = phrase("Kontak tidak diteruskan: ada nama dan nomor di dalamnya.")
NO_PLACE = phrase("Lokasi tidak diteruskan.")
NO_FORWARD = phrase("Kiriman terusan tidak diteruskan: bisa menunjukkan siapa pengirimnya.")
ONLY = phrase("Yang bisa dikirim di sini: teks, foto, dan rekaman suara.")
CLOSED = phrase("Belum terkirim. Obrolan dengan petugas sudah ditutup; tulis sesuatu untuk membukanya lagi.")
COMES = phrase("Sebentar, sedang dikirim.")


async def take(chat: Chat, sent: Attached | Located, words: str = "") -> None:
    """Something else than a text, while a thread is open. `words` of a family stand below it, and may be sent."""
    case = await _case(chat)
    if case is None:
        return
    why, wanted = refusal(sent), _wanted(sent)
    if why or wanted is None or not isinstance(sent, Attached):
        await _refuse(chat, case, sent, why)
    elif not _may_send(chat, case):
        await _refuse(chat, case, sent, _why_not(chat, case))
    elif wanted is Wanted.SOUND:
        _hold_voice(chat, case, sent)
    else:
        await _take_picture(
            chat, case, sent, words if chat.session.bot == HELP else _words_of_staff(chat, case, sent)
        )


async def _case(chat: Chat) -> HelpCase | None:
    """The case that it is for. None: whoever writes is told so already, or gets no answer."""
    if chat.session.bot != HELP:
        return await thread_reply.opened(chat)
    return None if await thread_muting.turns_away(chat) else chat.case


def _may_send(chat: Chat, case: HelpCase) -> bool:
    if chat.session.bot == HELP:
        return case.is_open
    return case.is_open and case.taken_by == chat.person.id and mode_of(chat.session) is Mode.REPLY


def _why_not(chat: Chat, case: HelpCase) -> str:
    return CLOSED if chat.session.bot == HELP else thread_reply.why_not(chat, case)


def refusal(sent: Attached | Located) -> str:
    """Why this is not taken; empty for what is."""
    if sent.forwarded:
        return NO_FORWARD
    if isinstance(sent, Located):
        return NO_PLACE
    if sent.kind == "contact":
        return NO_CONTACT
    if sent.file_size > LARGEST:
        return unfit_word(Unfit.TOO_LARGE, Wanted.PHOTO).phrase
    return "" if _wanted(sent) is not None else ONLY


async def _refuse(chat: Chat, case: HelpCase, sent: Attached | Located, why: str) -> None:
    """Of an album it is said once, beside what is said of the pieces that are taken."""
    album = _mark(chat, sent) if isinstance(sent, Attached) else ""
    if not album:
        await say(chat, case, chat.voice.say(why))
    elif chat.session.notes.get(REFUSED) != album:
        help_notes.put(chat, REFUSED, album)
        say_beside(chat, case, chat.voice.say(why))


def is_picture(sent: Attached) -> bool:
    """Whether this is a picture that is taken."""
    return _wanted(sent) is Wanted.PHOTO and not refusal(sent)


def _wanted(sent: Attached | Located) -> Wanted | None:
    if isinstance(sent, Located):
        return None
    if sent.kind == "photo" or (sent.kind == "document" and sent.mime_type.startswith("image/")):
        return Wanted.PHOTO
    return Wanted.SOUND if sent.kind == "voice" else None


# --- A picture, or an album of them ----------------------------------------------------------------


async def _take_picture(chat: Chat, case: HelpCase, sent: Attached, words: str) -> None:
    """The first piece of an album begins a message, and the others join it while it is on its way."""
    number = await _album_on_its_way(chat, case, _mark(chat, sent))
    if number is None:
        message = await _begin(chat, case, words, 0 if sent.caption and not words else sent.message_id)
        number = message.number
        help_notes.put(chat, ALBUM, [_mark(chat, sent), case.id, number])
        say_to_wait(chat, case)
    elif words:
        await _put_words(chat, case, words, sent.message_id)
    await fetch(chat, case.id, number, Wanted.PHOTO, sent.file_id, sent.message_id)


def _mark(chat: Chat, sent: Attached) -> str:
    """What tells an album apart; empty where there is none. Telegram's name for it is not kept."""
    album = sent.media_group_id
    return blake2b(album.encode(), key=chat.kit.press_key, digest_size=8).hexdigest() if album else ""


async def _album_on_its_way(chat: Chat, case: HelpCase, album: str) -> int | None:
    known, of, number = chat.session.notes.get(ALBUM, ("", 0, 0))
    is_same = bool(album) and known == album and of == case.id
    return number if is_same and await chat.store.help_messages.is_coming(case.id, number) else None


async def _begin(chat: Chat, case: HelpCase, words: str, message_id: int) -> HelpMessage:
    """A message in its place, seen when what it shows is here."""
    family = chat.session.bot == HELP
    return await chat.store.help_messages.add(
        case.id,
        Sender.FAMILY if family else Sender.STAFF,
        words,
        chat.now,
        person=None if family else chat.person.id,
        kind=COMING,
        message_id=message_id,
    )


async def _put_words(chat: Chat, case: HelpCase, words: str, message_id: int) -> None:
    """What stands below a later piece of an album is a message of its own."""
    if chat.session.bot == HELP:
        await help_thread.put(chat, words, message_id)
    else:
        await thread_reply.put(chat, case, words, message_id)


def _words_of_staff(chat: Chat, case: HelpCase, sent: Attached) -> str:
    """What they wrote below it. With a NIK in it the picture goes alone, and its message is taken out of the chat."""
    if not holds_nik(sent.caption):
        return sent.caption.strip()
    word = take_out(chat, sent.message_id, Private.NIK)
    say_beside(chat, case, chat.voice.say(word.phrase, **word.gaps))
    return ""


async def fetch(chat: Chat, case: int, number: int, wanted: Wanted, source: str, message_id: int) -> None:
    """Have a piece of that message fetched. Of a thread there are no questions: by chance each is one of its own."""
    await chat.store.case_seals.load([case])
    question = f"thread-{chat.kit.chance():x}"
    chat.store.files.ask(
        chat.session, 0, question, wanted, source, message_id=message_id, album=str(number), case=case
    )


def say_to_wait(chat: Chat, case: HelpCase) -> None:
    show(chat, case, chat.voice.say(COMES))
    says_to_wait(chat)


def says_to_wait(chat: Chat) -> None:
    """What is on the card now may be replaced when something arrives."""
    help_notes.put(chat, FETCHING, chat.session.card)


# --- A recording -----------------------------------------------------------------------------------


def _hold_voice(chat: Chat, case: HelpCase, sent: Attached) -> None:
    waits = chat.session.notes.get(help_notes.VOICES, [])
    help_notes.put(chat, help_notes.VOICES, [*waits, [sent.file_id, sent.message_id]])
    _ask_about_voice(chat, case)


def ask_again(chat: Chat, above: str) -> bool:
    """Something else came instead of an answer about a recording: it waits still. False when none does."""
    waits = bool(chat.session.notes.get(help_notes.VOICES)) and chat.case.is_open
    if waits:
        _ask_about_voice(chat, chat.case, above)
    return waits


def _ask_about_voice(chat: Chat, case: HelpCase, above: str = "") -> None:
    warning = chat.voice.say("Suara Anda bisa dikenali orang yang mengenal Anda. Tetap kirim?")
    buttons = ((chat.button("Kirim suara", Do.HELP_VOICE), chat.button("Jangan", Do.HELP_NO_VOICE)),)
    show(chat, case, "\n\n".join(line for line in (above, warning) if line), buttons, Mode.ASIDE)
    says_to_wait(chat)


async def send_voice(chat: Chat, _press: Press) -> None:
    """It may be known whose voice it is."""
    held, case = take_voices(chat), await _case(chat) if _is_here(chat) else None
    if case is None:
        return
    if not held or not _still_may(chat, case):
        await say(chat, case, chat.voice.say("Tombol itu sudah tidak berlaku."))
        return
    for source, message_id in held:
        message = await _begin(chat, case, "", message_id)
        await fetch(chat, case.id, message.number, Wanted.SOUND, source, message_id)
    say_to_wait(chat, case)


async def no_voice(chat: Chat, _press: Press) -> None:
    """The recording goes from the chat, and nowhere else."""
    held, case = take_voices(chat), await _case(chat) if _is_here(chat) else None
    if held:
        chat.store.outbox.erase(chat.session, tuple(message_id for _, message_id in held))
    if case is not None:
        await say(chat, case, chat.voice.say("Tidak dikirim. Rekamannya saya hapus dari obrolan ini."))


def _is_here(chat: Chat) -> bool:
    return chat.session.bot == HELP or case_at(chat.session) is not None


def _still_may(chat: Chat, case: HelpCase) -> bool:
    return case.is_open and (chat.session.bot == HELP or case.taken_by == chat.person.id)


def take_voices(chat: Chat) -> list[tuple[str, int]]:
    """The recordings that waited, for the last time."""
    held = chat.session.notes.get(help_notes.VOICES, [])
    help_notes.drop(chat, help_notes.VOICES)
    return [(str(source), int(message_id)) for source, message_id in held]
