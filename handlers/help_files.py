"""Pictures and recordings in a thread, from either side. A voice can be known: it is sent only on a second word.

Nothing is ever forwarded: what comes is fetched, cleaned and sealed under the case, and uploaded anew on the other
side.
"""

from __future__ import annotations

from domain.access import Action
from domain.files import LARGEST, Unfit, Wanted
from domain.help_cases import HelpCase
from domain.messages import Attached, Located, Message, Rows
from domain.presses import Do, Press
from domain.voice import phrase
from handlers import help_thread, thread_card, thread_muting, thread_reply
from handlers.attaching import unfit_word
from handlers.chat import Chat
from handlers.kit import HELP
from handlers.thread_place import Mode, case_at, mode_of, show_at
from handlers.thread_words import name
from storage.files import Coming
from storage.sessions import Place

HELD = "recordings wait"  # in the notes of the chat: of each Telegram's name for it, and its message
KINDS = {Wanted.PHOTO: "photo", Wanted.SOUND: "voice"}

NO_CONTACT = phrase("Kontak tidak diteruskan: ada nama dan nomor di dalamnya.")
NO_PLACE = phrase("Lokasi tidak diteruskan.")
NO_FORWARD = phrase("Kiriman terusan tidak diteruskan: bisa menunjukkan siapa pengirimnya.")
ONLY = phrase("Yang bisa dikirim di sini: teks, foto, dan rekaman suara.")
CLOSED = phrase("Belum terkirim. Obrolan dengan petugas sudah ditutup; tulis sesuatu untuk membukanya lagi.")
NO_CAPTION = phrase("Keterangan foto tidak ikut terkirim. Tulis sebagai pesan.")


async def take(chat: Chat, sent: Attached | Located) -> None:
    """Something else than a text, while a thread is open."""
    case = await _case(chat)
    if case is None:
        return
    why, wanted = _refusal(sent), _wanted(sent)
    if why or wanted is None or not isinstance(sent, Attached):
        await _say(chat, case, chat.voice.say(why or ONLY))
    elif not _may_send(chat, case):
        await _say(chat, case, chat.voice.say(_why_not(chat, case)))
    elif wanted is Wanted.SOUND:
        _hold_voice(chat, case, sent)
    else:
        word = chat.voice.say(NO_CAPTION) if sent.caption and chat.session.bot != HELP else ""
        await _fetch(chat, case, wanted, sent.file_id, sent.message_id, word)


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


def _refusal(sent: Attached | Located) -> str:
    if sent.forwarded:
        return NO_FORWARD
    if isinstance(sent, Located):
        return NO_PLACE
    if sent.kind == "contact":
        return NO_CONTACT
    return unfit_word(Unfit.TOO_LARGE, Wanted.PHOTO).phrase if sent.file_size > LARGEST else ""


def is_picture(sent: Attached) -> bool:
    """Whether this is a picture that is taken."""
    return _wanted(sent) is Wanted.PHOTO and not _refusal(sent)


def _wanted(sent: Attached | Located) -> Wanted | None:
    if isinstance(sent, Located):
        return None
    if sent.kind == "photo" or (sent.kind == "document" and sent.mime_type.startswith("image/")):
        return Wanted.PHOTO
    return Wanted.SOUND if sent.kind == "voice" else None


async def _fetch(chat: Chat, case: HelpCase, wanted: Wanted, source: str, message_id: int, word: str = "") -> None:
    """Have it fetched. Of a thread there are no questions: by chance each is one of its own."""
    await chat.store.case_seals.load([case.id])
    question = f"thread-{chat.kit.chance():x}"
    chat.store.files.ask(chat.session, 0, question, wanted, source, message_id=message_id, case=case.id)
    _show(
        chat,
        case,
        "\n".join(line for line in (chat.voice.say("Sebentar, kiriman Anda sedang diambil."), word) if line),
    )


# --- A recording -----------------------------------------------------------------------------------


def _hold_voice(chat: Chat, case: HelpCase, sent: Attached) -> None:
    waits = chat.session.notes.get(HELD, [])
    chat.session.notes = {**chat.session.notes, HELD: [*waits, [sent.file_id, sent.message_id]]}
    _ask_about_voice(chat, case)


def ask_again(chat: Chat) -> None:
    """A text came instead of an answer about a recording: that has left, and the recording waits still."""
    if chat.session.notes.get(HELD) and chat.case.is_open:
        _ask_about_voice(chat, chat.case, chat.voice.say("✅ Terkirim."))


def _ask_about_voice(chat: Chat, case: HelpCase, above: str = "") -> None:
    warning = chat.voice.say("Suara Anda bisa dikenali orang yang mengenal Anda. Tetap kirim?")
    buttons = ((chat.button("Kirim suara", Do.HELP_VOICE), chat.button("Jangan", Do.HELP_NO_VOICE)),)
    _show(chat, case, "\n\n".join(line for line in (above, warning) if line), buttons, Mode.ASIDE)


async def send_voice(chat: Chat, _press: Press) -> None:
    """It may be known whose voice it is."""
    held, case = _take_held(chat), await _case(chat) if _is_here(chat) else None
    if case is None:
        return
    if not held or not _still_may(chat, case):
        await _say(chat, case, chat.voice.say("Tombol itu sudah tidak berlaku."))
    else:
        for source, message_id in held:
            await _fetch(chat, case, Wanted.SOUND, source, message_id)


async def no_voice(chat: Chat, _press: Press) -> None:
    """The recording goes from the chat, and nowhere else."""
    held, case = _take_held(chat), await _case(chat) if _is_here(chat) else None
    if held:
        chat.store.outbox.erase(chat.session, tuple(message_id for _, message_id in held))
    if case is not None:
        await _say(chat, case, chat.voice.say("Tidak dikirim. Rekamannya saya hapus dari obrolan ini."))


def _is_here(chat: Chat) -> bool:
    return chat.session.bot == HELP or case_at(chat.session) is not None


def _still_may(chat: Chat, case: HelpCase) -> bool:
    return case.is_open and (chat.session.bot == HELP or case.taken_by == chat.person.id)


def _take_held(chat: Chat) -> list[tuple[str, int]]:
    held = chat.session.notes.get(HELD, [])
    chat.session.notes = {name: value for name, value in chat.session.notes.items() if name != HELD}
    return [(str(source), int(message_id)) for source, message_id in held]


# --- What was fetched ------------------------------------------------------------------------------


async def arrived(chat: Chat, coming: Coming, _name: str) -> bool:
    """It is here: it goes to the other side, if the case still goes on. Says whether it did."""
    case = await _still_open(chat, coming)
    if case is None:
        return False
    kind = KINDS.get(coming.wanted, "photo")
    if chat.session.bot == HELP:
        await help_thread.put(chat, "", kind=kind, file=coming.id)
        if chat.session.place is Place.THREAD:
            await help_thread.show_sent(chat, chat.case)
    else:
        case = await thread_reply.put(chat, case, "", kind=kind, file=coming.id)
        await _say_to_staff(chat, case, await thread_reply.left(chat, case))
    return True


async def refused(chat: Chat, coming: Coming, why: Unfit) -> None:
    """It is nothing that can be taken, or never comes."""
    case = await _still_open(chat, coming)
    sentence = chat.voice.say(unfit_word(why, coming.wanted).phrase)
    if case is not None and chat.session.bot != HELP:
        await _say_to_staff(chat, case, sentence)
    elif case is not None and chat.session.place is Place.THREAD:
        _show(chat, case, sentence)


async def _still_open(chat: Chat, coming: Coming) -> HelpCase | None:
    if coming.case is None:
        return None
    if chat.session.bot == HELP:
        goes_on = chat.session.case == coming.case and chat.case.is_open and not chat.case.is_muted(chat.now)
        return chat.case if goes_on else None
    if chat.session.person is None:
        return None
    case = await chat.store.threads.find(chat.person, coming.case, Action.CHANGE, chat.now)
    return case if case is not None and case.is_open and case.taken_by == chat.person.id else None


# --- Saying something ------------------------------------------------------------------------------


async def _say(chat: Chat, case: HelpCase, sentence: str) -> None:
    if chat.session.bot == HELP:
        _show(chat, case, sentence)
    else:
        await thread_card.show(chat, case, word=sentence)


async def _say_to_staff(chat: Chat, case: HelpCase, sentence: str) -> None:
    """Whoever is elsewhere by now stays there."""
    if thread_card.is_open_here(chat, case):
        await thread_card.show(chat, case, word=sentence)
    else:
        chat.beside(Message(f"{name(chat, case)}: {sentence}"), case.id)


def _show(chat: Chat, case: HelpCase, text: str, buttons: Rows = (), mode: Mode = Mode.REPLY) -> None:
    if chat.session.bot == HELP:
        chat.session.place = Place.THREAD
        chat.show(Message(text, buttons or ((chat.button("Kasus saya", Do.HELP_CASE),),)))
    else:
        show_at(chat, case, mode, text, buttons or ((chat.button("‹ Kembali", Do.THREAD, case.id),),))
