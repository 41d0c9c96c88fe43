"""Somebody abuses the line: for some days nothing that they write is taken, but for the signs of danger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.help_cases import HelpCase
from domain.messages import Message, Pressed
from domain.people import Role
from domain.presses import Do, Press
from handlers import thread_card, threads
from handlers.audited import dealt_with
from handlers.chat import Chat, rows
from handlers.help_promise import said_moment
from handlers.thread_place import Mode, show_at
from handlers.thread_words import moment, name
from storage.threads import MUTED

TOLD = "told that nothing is taken until"  # in the notes of their chat


async def choose_days(chat: Chat, press: Press) -> None:
    """For how long?"""
    case = await _held(chat, press)
    if case is None:
        return
    lines = [
        f"<b>{name(chat, case)}</b>",
        chat.voice.say("Bisukan berapa lama? Pesannya tidak disimpan dan tidak diteruskan."),
        chat.voice.say("Nomor darurat tetap ia lihat."),
    ]
    buttons = [
        chat.button("{n} hari", Do.THREAD_MUTE_SURE, case.id, days, n=days) for days in chat.kit.help_rules.mute_days
    ]
    again = [chat.button("Terima lagi pesannya", Do.THREAD_MUTE_SURE, case.id)] if case.is_muted(chat.now) else []
    back = chat.button("‹ Kembali", Do.THREAD, case.id)
    show_at(chat, case, Mode.ASIDE, "\n".join(lines), (tuple(buttons), *rows(*again, back)))


async def mute(chat: Chat, press: Press) -> None:
    """For the days that were chosen; none: their messages are taken again."""
    case = await _held(chat, press)
    if case is None:
        return
    if press.choice not in {0, *chat.kit.help_rules.mute_days}:
        await choose_days(chat, press)
        return
    until = chat.now + timedelta(days=press.choice) if press.choice else None
    await chat.store.help.change(case.id, muted_until=until)
    await dealt_with(chat, case.id, MUTED)
    said = chat.voice.say("Pesannya diterima lagi.")
    if until is not None:
        said = chat.voice.say("✅ Dibisukan sampai {moment}.", moment=moment(chat, until))
    await thread_card.show(chat, replace(case, muted_until=until), word=said)


async def _held(chat: Chat, press: Press) -> HelpCase | None:
    case = await threads.held(chat, press)
    if case is not None and chat.person.role is not Role.PETUGAS:
        await thread_card.show(chat, case)
        return None
    return case


# --- On the other side -----------------------------------------------------------------------------


async def turns_away(chat: Chat) -> bool:
    """Whether nothing of whoever writes here is taken now. They are told once, and then when they press a
    button, and nothing more."""
    until = chat.case.muted_until
    if until is None or not chat.case.is_muted(chat.now):
        return False
    if chat.session.notes.get(TOLD) != until.isoformat() or isinstance(chat.incoming.event, Pressed):
        chat.session.notes = {**chat.session.notes, TOLD: until.isoformat()}
        when = await said_moment(chat, until, chat.case.satker)
        said = chat.voice.say("Pesan Anda belum bisa diterima sampai {moment}.", moment=when)
        lines = (chat.button("Nomor darurat", Do.HELP_LINES),)
        chat.show(Message(said, (lines,)))
    return True
