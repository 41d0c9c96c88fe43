"""Clearing the chat with the help bot: what we wrote, and what the person wrote as long as Telegram lets us."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.messages import Message, Pressed
from domain.presses import Do, Press
from handlers import help_notes
from handlers.chat import Chat
from storage.sessions import Place, Session
from storage.store import Store

_UNSENT = (
    help_notes.TOLD, help_notes.HELD, help_notes.PICTURES, help_notes.VOICES, help_notes.DRAFT, help_notes.STORY,
    help_notes.SURVEY,
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """The messages of a chat that can be taken away: ours, and the person's of the last two days.

    `coming` are cards of ours that have not arrived yet.
    """

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    coming: tuple[int, ...] = ()


async def said_in(store: Store, session: Session) -> Said:
    """What is there to be taken away. Asked before the case of the chat changes: its key tells the messages."""
    leaving, coming = await store.outbox.under_way(session)  # first: what arrives between the two is in both
    ours = set(await store.cards.messages_of(session))
    if session.shown is not None:
        ours.add(session.shown.message_id)
    theirs = await store.traces.deletable(session)
    # What was to be taken away before may have to wait: with its case it would be forgotten.
    return Said(tuple(sorted(ours | leaving - {*theirs})), tuple(theirs), tuple(sorted(coming)))


async def take_away(store: Store, session: Session, said: Said) -> None:
    """Delete all of it, or empty what is too old to be deleted."""
    if said.theirs:
        store.outbox.erase(session, said.theirs)
    for message_id in said.ours:
        store.outbox.wipe(session, message_id)
    for card in said.coming:
        store.outbox.withdraw(session, card)
    await store.cards.forget(session)
    await store.traces.clear(session)


async def clear(chat: Chat, _press: Press | None = None) -> None:
    """/bersihkan: the chat is emptied; the case goes on."""
    said = await said_in(chat.store, chat.session)
    pressed = chat.incoming.event
    if isinstance(pressed, Pressed) and pressed.message_id and pressed.message_id not in said.ours:
        said = replace(said, ours=(*said.ours, pressed.message_id))
    chat.let_go()
    chat.session.place = Place.NOTHING
    lines = [chat.voice.say("Obrolan ini sudah dibersihkan.")]
    lines += [chat.voice.say("Yang belum dikirim ikut terhapus.")] if await _drop_unsent(chat) else []
    lines += [chat.voice.say("Yang sudah terkirim tetap bisa dibaca petugas.")] if chat.case.was_asked else []
    await take_away(chat.store, chat.session, said)
    lines += [
        chat.voice.say("Pesan Anda yang lebih dari dua hari tidak bisa saya hapus."),
        chat.voice.say("Menghapus semuanya: buka profil bot ini, lalu Hapus obrolan."),
        chat.voice.say("Yang sudah difoto atau dibaca orang lain tidak bisa ditarik."),
    ]
    chat.show(Message("\n".join(lines), ((chat.button("Kembali", Do.HELP_HOME),),)))


async def _drop_unsent(chat: Chat) -> bool:
    """Whoever takes the phone next must not find, behind a button, what was just cleared. Says whether there was any.

    Nobody else has it, so it is gone.
    """
    unsent = [name for name in _UNSENT if help_notes.get(chat, name)]
    help_notes.drop(chat, *_UNSENT)
    chat.session.draft_id = chat.session.draft = None
    await chat.store.drafts.forget_case(chat.case.id)
    await chat.store.typed.forget_chat(chat.session.who)
    return bool(unsent)
