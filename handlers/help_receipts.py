"""The receipt: sixteen digits with which somebody goes on from another phone, also when the old one is lost.

It moves the case: the old chat knows nothing of it any more, and what can be taken out of it is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.aliases import FAMILY
from domain.help_cases import HelpCase
from domain.messages import Button, Message, Rows, Wrote
from domain.presses import Do, Press
from domain.receipts import is_nearly_receipt, receipt_in, spoken
from handlers import help_case, help_notes
from handlers.chat import Chat
from handlers.elsewhere import chat_of
from handlers.help_clearing import said_in, take_away
from storage.sessions import Place

SHOWN = "receipt shown"  # in the notes: the card on which it stands
MOVING = "receipt to move by"  # its digest: by the time of the tap it may be worth nothing any more
GUESSES = "receipts tried"


async def give_first(chat: Chat) -> None:
    """Whoever asks for the first time gets a receipt, in whatever way they ask."""
    if not help_notes.get(chat, help_notes.GIVEN):
        await give(chat)


async def give(chat: Chat) -> None:
    """A receipt for this case, shown on a message of its own until its person has written it down."""
    help_notes.put(chat, help_notes.GIVEN, True)
    issued = await chat.kit.fresh_receipt()
    await chat.store.help.put_receipt(chat.case.id, issued.digest)
    help_notes.put(chat, help_notes.RECEIPT, issued.receipt)
    _show_receipt(chat, issued.receipt)


async def show_once_more(chat: Chat, _press: Press) -> None:
    """The receipt again, as long as it was not written down: the chat may have been cleared since."""
    receipt = help_notes.get(chat, help_notes.RECEIPT)
    if receipt is None:
        await help_case.show(chat)
    else:
        _show_receipt(chat, receipt)


def _show_receipt(chat: Chat, receipt: str) -> None:
    """It stands in the chat once."""
    earlier = help_notes.get(chat, SHOWN)
    if earlier is not None:
        chat.store.outbox.withdraw(chat.session, earlier)
    text = chat.voice.say("Ini kode untuk melanjutkan dari HP lain. Catat di kertas, jangan beri tahu siapa pun.")
    card = chat.beside(Message(f"{text}\n<code>{spoken(receipt)}</code>", _rows(chat, receipt)))
    help_notes.put(chat, SHOWN, card)


def _rows(chat: Chat, receipt: str) -> Rows:
    copy = Button(chat.voice.plain("Salin"), copy=spoken(receipt))
    return ((copy,), (chat.button("Sudah saya simpan", Do.HELP_SAVED),))


async def saved(chat: Chat, _press: Press) -> None:
    """It is written down: nobody shall find it in the chat."""
    help_notes.drop(chat, help_notes.RECEIPT, SHOWN)
    chat.flash(chat.voice.say("Baik. Kodenya saya hapus dari obrolan ini."))
    chat.take_away_pressed()


# --- Somebody sends a receipt ----------------------------------------------------------------------


async def take_text(chat: Chat, wrote: Wrote) -> bool:
    """Whether this was a receipt, or one with a slip, and nothing else. It is taken out of the chat in any case."""
    if receipt_in(wrote.text) is None:
        return _has_slip(chat, wrote)
    chat.store.outbox.erase(chat.session, (wrote.message_id,))
    if not _may_guess(chat) or not chat.incoming.proof or not await chat.store.help.may_guess(chat.store.real):
        _show(chat, chat.voice.say("Terlalu banyak kode dicoba. Coba lagi nanti, atau besok."))
        return True
    case = await chat.store.help.by_receipt(chat.incoming.proof)
    if case is None:
        _note_guess(chat)
        _show(chat, chat.voice.say("Kode itu tidak dikenal. Periksa lagi angkanya."))
    elif case.id == chat.case.id:
        await help_case.show(chat)
    elif chat.case.was_asked:
        _show(
            chat,
            chat.voice.say(
                "Di obrolan ini sudah ada permintaan lain. Mau pindah? Tekan Hapus saya, lalu kirim kodenya lagi."
            ),
        )
    else:
        _ask_to_move(chat, case, chat.incoming.proof)
    return True


def _has_slip(chat: Chat, wrote: Wrote) -> bool:
    """Digits alone that are nearly a receipt. They may be another private number as well, so they are not kept."""
    if not is_nearly_receipt(wrote.text):
        return False
    chat.store.outbox.erase(chat.session, (wrote.message_id,))
    lines = [
        chat.voice.say("Kalau itu kode untuk melanjutkan: ada angka yang salah, kurang, atau lebih."),
        chat.voice.say("Periksa lagi, lalu kirim lagi. Angkanya tidak disimpan, dan saya hapus dari obrolan."),
    ]
    _show(chat, "\n".join(lines))
    return True


def _ask_to_move(chat: Chat, case: HelpCase, digest: bytes) -> None:
    chat.session.place = Place.ASIDE
    chat.session.notes = {**chat.session.notes, MOVING: digest.hex()}
    lines = [
        chat.voice.say("Kodenya benar: {alias}.", alias=chat.voice.plain(FAMILY, alias=case.alias or "")),
        chat.voice.say("Pindahkan ke HP ini? Sesudah itu HP lama tidak bisa membacanya lagi."),
    ]
    move = (chat.button("Pindahkan ke HP ini", Do.HELP_MOVE),)
    chat.show(Message("\n".join(lines), (move, (chat.button("Tidak jadi", Do.HELP_STAY),))))


def _show(chat: Chat, text: str) -> None:
    chat.session.place = Place.ASIDE
    chat.show(Message(text, ((chat.button("Kembali", Do.HELP_HOME),),)))


# --- Moving ----------------------------------------------------------------------------------------


async def move(chat: Chat, _press: Press) -> None:
    """The case is led in this chat from now on, under a new receipt; the old chat is a stranger's."""
    case = await _case_to_move(chat)
    if case is None or chat.case.was_asked:
        _show(chat, chat.voice.say("Tombol itu sudah tidak berlaku."))
        return
    for each in (case, chat.case):
        await chat.store.help.hold(each.id)
    notes = await _leave_old_chat(chat, case)
    here, texts, pictures = await said_in(chat.store, chat.session), help_notes.told(chat), help_notes.pictures(chat)
    notes |= tried(chat)
    await chat.store.erasing.erase(chat.case.id, chat.session.who, chat.now)
    await chat.store.sessions.move_in(chat.session, case)
    chat.session.notes = notes
    for text in texts:  # the messages go from the chat, what they say stays
        help_notes.add_told(chat, replace(text, message_id=0))
    help_notes.keep_pictures(chat, [*help_notes.pictures(chat), *(replace(each, message_id=0) for each in pictures)])
    await chat.store.help_messages.forget_chat(case.id)
    await take_away(chat.store, chat.session, here)
    await help_case.show(chat)
    await give(chat)


async def _case_to_move(chat: Chat) -> HelpCase | None:
    """The case whose receipt was sent here, unless another chat has moved it since: that made the receipt void."""
    digest = bytes.fromhex(chat.session.notes.get(MOVING, ""))
    case = await chat.store.help.by_receipt(digest)
    if case is None:
        return None
    await chat.store.sessions.of(case.who)  # whoever moves it at this moment from elsewhere has it locked
    return await chat.store.help.by_receipt(digest)


async def _leave_old_chat(chat: Chat, case: HelpCase) -> dict[str, Any]:
    """Whoever holds the old phone finds nothing there that can be taken away, and no way into the case.

    Gives what is remembered of the case all the same: the area, and what was written and not sent.
    """
    session = await chat.store.sessions.of(case.who)
    if session is None or session.case != case.id:
        return {}
    notes = {name: session.notes[name] for name in (help_notes.AREA, help_notes.UNIT) if name in session.notes}
    for waiting in (help_notes.TOLD, help_notes.PICTURES):
        notes[waiting] = [{**each, "message_id": 0} for each in session.notes.get(waiting, ())]
    old = chat_of(chat, session)
    said, guesses = await said_in(chat.store, session), tried(old)
    await chat.store.outbox.drop_case(session)
    await chat.store.sessions.begin_anew(session, chat.now)
    session.notes = dict(guesses)
    await take_away(chat.store, old.session, said)
    return notes


async def stay(chat: Chat, _press: Press) -> None:
    """Not here."""
    chat.session.notes = {name: value for name, value in chat.session.notes.items() if name != MOVING}
    _show(chat, chat.voice.say("Baik, tidak dipindahkan."))


# --- Guesses ---------------------------------------------------------------------------------------


def _may_guess(chat: Chat) -> bool:
    guesses = chat.kit.help_rules.guesses
    return len(_recent(chat)) < guesses.a_chat


def _note_guess(chat: Chat) -> None:
    chat.session.notes = {**chat.session.notes, GUESSES: [*_recent(chat), chat.now.isoformat()]}


def tried(chat: Chat) -> dict[str, list[str]]:
    """What stays when a chat begins anew: whoever guesses gets no further by erasing."""
    recent = _recent(chat)
    return {GUESSES: recent} if recent else {}


def _recent(chat: Chat) -> list[str]:
    since = chat.now - timedelta(hours=chat.kit.help_rules.guesses.within_hours)
    return [at for at in chat.session.notes.get(GUESSES, ()) if datetime.fromisoformat(at) > since]
