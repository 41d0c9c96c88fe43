"""What people attach: a place, or a file. A file is not waited for; it is fetched, and comes back as an event."""

from __future__ import annotations

from conversations.arriving import ask_for, expect, give, give_up, takes_place, wanted
from conversations.engine import Step, Word
from conversations.live import Question
from conversations.places import decimals_of, place
from conversations.state import Screen
from domain.files import LARGEST, TAKES, Unfit, Wanted
from domain.messages import Attached, Located
from domain.voice import phrase
from handlers.answering import came_early
from handlers.chat import Chat
from handlers.filling import Filling, current, open_draft, repeat_or_menu, save, show
from storage.files import Coming
from storage.sessions import Place

ONLY_TEXT = Word(phrase("Di sini saya hanya bisa menerima teks dan tombol."), {})
EARLY = Word(phrase("Kiriman itu datang sebelum pertanyaannya. Kirim sekali lagi sekarang, ya."), {})
ONE_PHOTO = Word(phrase("Satu foto per pertanyaan; saya pakai yang pertama."), {})
ONE_FILE = Word(phrase("Satu berkas per pertanyaan; saya pakai yang pertama."), {})
NO_CAPTION_OF_PHOTO = Word(phrase("Keterangan foto tidak disimpan."), {})
NO_CAPTION = Word(phrase("Keterangannya tidak disimpan."), {})

_KINDS = {
    Wanted.PHOTO: phrase("Itu bukan foto. Kirim foto lewat 📎."),
    Wanted.SOUND: phrase("Itu bukan rekaman suara. Tahan 🎤 untuk merekam."),
    Wanted.VIDEO: phrase("Itu bukan video. Kirim video lewat 📎."),
    Wanted.ANY: phrase("Itu bukan berkas. Kirim lewat 📎, pilih File."),
}
_UNFIT = {
    Unfit.FORMAT: phrase("Foto jenis itu tidak bisa dibuka di sini. Kirim sebagai foto, bukan sebagai berkas."),
    Unfit.PROGRAM: phrase("Berkas program tidak diterima. Kirim dokumen, misalnya PDF."),
    Unfit.TOO_LARGE: phrase("Kiriman itu terlalu besar; paling besar 20 MB. Kirim yang lebih kecil."),
    Unfit.TOO_WIDE: phrase("Foto itu terlalu besar. Kirim sebagai foto, bukan sebagai berkas."),
    Unfit.BROKEN: phrase("Kiriman itu rusak dan tidak bisa dibuka. Kirim sekali lagi, ya."),
    Unfit.LOST: phrase("Kiriman itu tidak bisa diambil dari Telegram. Kirim sekali lagi, ya."),
}


# --- A place -------------------------------------------------------------------------------------


async def take_place(chat: Chat, located: Located) -> None:
    """A place answers the question that asks for one. It is rounded before anything else is done with it."""
    filling = await current(chat)
    question = _asked(filling) if filling else None
    if filling is None or question is None or not takes_place(question):
        await _refuse(chat, question)
    elif came_early(chat, located):
        show(filling, Step(filling.state, EARLY))
    else:
        decimals = decimals_of(filling.form.binds.get(question.control.path))
        value = place(located.latitude, located.longitude, located.accuracy, decimals)
        show(filling, give(filling.form, filling.state, question.ref, value, filling.context))


async def is_wanted(chat: Chat) -> bool:
    """Whether the question on the card takes a file."""
    filling = await current(chat)
    question = _asked(filling) if filling else None
    return question is not None and wanted(question) is not None


def _asked(filling: Filling) -> Question | None:
    """The question that the person has before them."""
    turn = filling.page(filling.state).turn
    return turn.question if turn.state.screen is Screen.ASK and not turn.is_note(turn.question) else None


async def _refuse(chat: Chat, question: Question | None) -> None:
    instead = ask_for(question) if question else ""
    await repeat_or_menu(chat, Word(instead, {}) if instead else ONLY_TEXT)


# --- A file --------------------------------------------------------------------------------------


async def take_file(chat: Chat, attached: Attached) -> None:
    """A file that fits the question is fetched; of an album, the first piece that fits."""
    filling = await current(chat)
    question = _asked(filling) if filling else None
    kind = wanted(question) if question else None
    if filling is not None and await _is_of_an_album_in_use(filling, attached):
        _tell_once(filling, attached)
    elif filling is None or question is None or kind is None:
        await _refuse(chat, question)
    elif attached.kind not in TAKES[kind]:
        _refuse_piece(filling, question, attached, unfit_word(Unfit.KIND, kind))
    elif attached.file_size > LARGEST:
        _refuse_piece(filling, question, attached, unfit_word(Unfit.TOO_LARGE, kind))
    elif came_early(chat, attached) and not _goes_with_refused(chat, question, attached):
        show(filling, Step(filling.state, EARLY))
    else:
        _have_fetched(filling, question, kind, attached)


async def _is_of_an_album_in_use(filling: Filling, attached: Attached) -> bool:
    album = attached.media_group_id
    return bool(album) and await filling.chat.store.files.has_album(filling.draft.id, album)


def _tell_once(filling: Filling, attached: Attached) -> None:
    if filling.chat.session.notes.get("told album") != attached.media_group_id:
        _note(filling.chat, "told album", attached.media_group_id)
        show(filling, Step(filling.state, ONE_PHOTO if attached.kind == "photo" else ONE_FILE))


def _refuse_piece(filling: Filling, question: Question, attached: Attached, word: Word) -> None:
    """Say once why it cannot be taken. Another piece of its album may still fit the same question."""
    if not _goes_with_refused(filling.chat, question, attached):
        show(filling, Step(filling.state, word))
        if attached.media_group_id:
            _note(filling.chat, "refused album", [attached.media_group_id, question.ref])


def _goes_with_refused(chat: Chat, question: Question, attached: Attached) -> bool:
    return chat.session.notes.get("refused album") == [attached.media_group_id, question.ref]


def _note(chat: Chat, name: str, value: object) -> None:
    chat.session.notes = {**chat.session.notes, name: value}


def _have_fetched(filling: Filling, question: Question, kind: Wanted, attached: Attached) -> None:
    """Note the file to be fetched, and show that its question waits for it."""
    chat = filling.chat
    chat.store.files.ask(
        chat.session,
        filling.draft.id,
        question.ref,
        kind,
        attached.file_id,
        message_id=attached.message_id,
        album=attached.media_group_id,
    )
    no_caption = NO_CAPTION_OF_PHOTO if attached.kind == "photo" else NO_CAPTION
    word = no_caption if attached.caption.strip() else None
    show(filling, Step(expect(filling.state, question.ref), word, answered=(question.ref,)))


# --- A file that was fetched ---------------------------------------------------------------------


async def arrived(chat: Chat, coming: Coming, name: str) -> bool:
    """The file is here: it becomes the answer, if its question still waits for it. Says whether it did."""
    filling = await _waiting(chat, coming)
    if filling is None:
        return False
    taken = give(filling.form, filling.state, coming.question, name, filling.context)
    _save_and_show(filling, taken, seen=taken.state.visit != filling.state.visit or taken.word is not None)
    return bool(taken.answered)


async def refused(chat: Chat, coming: Coming, why: Unfit) -> None:
    """The file is none that can be taken, or never comes: its question is open as before, and the person is told."""
    filling = await _waiting(chat, coming)
    if filling is not None:
        word = unfit_word(why, coming.wanted)
        _save_and_show(filling, Step(give_up(filling.state, coming.question), word), seen=True)


async def _waiting(chat: Chat, coming: Coming) -> Filling | None:
    """The draft, if it is still open. That it still waits for this file, its row tells: it would be gone."""
    draft = await chat.store.drafts.of(coming.draft)
    if draft is None or not draft.is_open:
        return None
    return await open_draft(chat, draft)


def _save_and_show(filling: Filling, taken: Step, *, seen: bool) -> None:
    """Show what has changed to somebody who is at this form; who is elsewhere by now stays there."""
    session = filling.chat.session
    person = session.person
    is_here = (person is None or person.is_active) and session.place is Place.FORM
    if seen and is_here and session.draft_id == filling.draft.id:
        show(filling, taken)
    else:
        save(filling, taken.state)


def unfit_word(why: Unfit, kind: Wanted) -> Word:
    return Word(_KINDS[kind] if why is Unfit.KIND else _UNFIT[why], {})
