"""Erasing a case: on the wish of whoever asked, or because it is over. What is gone and what stays is said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.help_cases import HelpCase
from domain.messages import Message
from domain.presses import Do, Press
from domain.territory import zone_name
from handlers import help_receipts
from handlers.chat import Chat
from handlers.elsewhere import chat_of
from handlers.help_clearing import Said, said_in, take_away
from storage.sessions import Place, Session
from storage.store import Store
from storage.traces import DELETABLE

COPY_GONE = timedelta(days=1)  # by then the one copy of the keys is overwritten (scheduler/copying.py)


@dataclass(frozen=True)
class Erased:
    """What was erased. `messages` counts every version that can be read no more."""

    messages: int
    asked_at: datetime | None
    muted_until: datetime | None = None  # whoever abuses the line gets no further by erasing


async def ask(chat: Chat, _press: Press | None = None) -> None:
    """/hapus: are you sure?"""
    chat.session.place = Place.ASIDE
    lines = [
        chat.voice.say("Hapus semua yang Anda ceritakan di sini?"),
        chat.voice.say("Petugas tidak bisa membacanya lagi. Ini tidak bisa dibatalkan."),
    ]
    sure = chat.button("Ya, hapus semuanya", Do.HELP_ERASE_SURE)
    chat.show(Message("\n".join(lines), ((sure,), (chat.button("Tidak jadi", Do.HELP_HOME),))))


async def erase(chat: Chat, _press: Press | None = None) -> None:
    """It is sure: the case is erased, the chat emptied, and a certificate shown."""
    await chat.store.help.hold(chat.case.id)
    said, guesses = await said_in(chat.store, chat.session), help_receipts.tried(chat)
    erased = await erase_case(chat.store, chat.case, chat)
    await chat.store.sessions.begin_anew(chat.session, chat.now)
    chat.session.notes = dict(guesses)
    if erased.muted_until is not None:
        await chat.store.help.change(chat.case.id, muted_until=erased.muted_until)
        chat.session.help = replace(chat.case, muted_until=erased.muted_until)
    await take_away(chat.store, chat.session, said)
    _certify(chat, erased, said)


async def erase_case(store: Store, case: HelpCase, chat: Chat) -> Erased:
    """Take the case out of the staff's chats, and erase it. Its own chat is emptied by whoever calls this."""
    for session, _ in await empty_staff_chats(store, case.id, chat.now):
        there = chat_of(chat, session)
        gone = there.voice.say("Keluarga {alias} sudah menghapus kasusnya.", alias=case.alias or "")
        there.beside(Message(gone, ((there.button("Menu", Do.MENU),),)))
    messages = await store.erasing.erase(case.id, case.who, chat.now)
    return Erased(messages, case.asked_at, case.muted_until if case.is_muted(chat.now) else None)


async def empty_staff_chats(store: Store, case: int, now: datetime) -> list[tuple[Session, bool]]:
    """In the chats of those who work here, what showed the case goes.

    Gives these chats, and whether the case was what they had in front of them.
    """
    emptied = []
    await _take_back_what_they_wrote(store, case, now)
    for who, cards in (await _cards_by_chat(store, case)).items():
        session = await store.sessions.of(who)
        if session is not None:
            emptied.append((session, await _empty_cards(store, session, cards)))
    return emptied


async def _take_back_what_they_wrote(store: Store, case: int, now: datetime) -> None:
    """What was typed there as an answer or a note is deleted, as long as Telegram lets us."""
    since = now - DELETABLE
    await store.case_seals.load([case])
    if not store.case_seals.holds(case):  # a restored backup: which messages they were, nobody can tell any more
        return
    for message in await store.help_messages.of(case):
        recent = message.message_id and message.person is not None and message.at > since
        who = await store.people.who_of(message.person) if recent and message.person is not None else None
        session = await store.sessions.of(who) if who is not None else None
        if session is not None:
            store.outbox.erase(session, (message.message_id,))


async def _cards_by_chat(store: Store, case: int) -> dict[bytes, list[int]]:
    cards: dict[bytes, list[int]] = {}
    for who, card in await store.help.cards(case):
        cards.setdefault(who, []).append(card)
    return cards


async def _empty_cards(store: Store, session: Session, cards: list[int]) -> bool:
    in_front = session.place is Place.THREAD and session.card in cards
    for card in cards:
        is_present = card == session.card
        if is_present and not in_front:
            continue  # something else is on it by now
        message_id = await store.cards.message_of(session.who, card)
        if message_id is None and is_present and session.shown is not None:
            message_id = session.shown.message_id
        if message_id is not None:
            store.outbox.wipe(session, message_id)
    if in_front:
        session.card, session.asked, session.shown = session.card + 1, 0, None
        session.place, session.notes = Place.NOTHING, {}
    return in_front


def _certify(chat: Chat, erased: Erased, said: Said) -> None:
    """What is gone, what is not, when the last copy of the key is gone, and which bare number stays."""
    say = chat.voice.say
    gone = say("Di server kami tidak ada lagi pesan Anda.")
    if erased.messages:
        gone = say("Di server kami, {n} pesan tidak bisa dibaca siapa pun lagi.", n=erased.messages)
    lines = [say("✅ Sudah dihapus."), gone]
    lines += [
        _of_the_copy(chat),
        say("Pesan saya di sini dan di HP petugas saya hapus atau kosongkan."),
        "",
        say("Pesan Anda yang lebih dari dua hari masih ada di Telegram."),
        say("Menghapusnya: buka profil bot ini, lalu Hapus obrolan."),
    ]
    if erased.asked_at is not None:
        month = chat.voice.month(erased.asked_at.astimezone(chat.zone).date())
        lines += [
            "",
            say("Di HP petugas bisa tertinggal tulisannya sendiri, dan rekaman suara yang lebih dari dua hari."),
            say("Yang tersisa hanya hitungan: satu permintaan di bulan {month}.", month=month),
            say("Nama samaran Anda tidak diberikan ke orang lain selama {n} hari.", n=_rest(chat)),
        ]
    if erased.muted_until is not None:
        until = chat.voice.moment(erased.muted_until.astimezone(chat.zone), zone_name(chat.zone))
        lines.append(say("Pesan dari sini tetap belum diterima sampai {moment}.", moment=until))
    chat.show(Message("\n".join(lines), ((chat.button("Kembali", Do.HELP_HOME),),)))


def _rest(chat: Chat) -> int:
    return chat.kit.help_rules.keeping.rest_alias_days


def _of_the_copy(chat: Chat) -> str:
    """Whether a copy of the key outlives it for a while."""
    if not chat.kit.keys_are_copied:
        return chat.voice.say("Di cadangan juga tidak bisa dibuka lagi.")
    until = chat.voice.day((chat.local + COPY_GONE).date())
    return chat.voice.say(
        "Di cadangan, pengelola server masih bisa membukanya sampai paling lambat {day}.", day=until
    )
