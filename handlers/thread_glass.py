"""Breaking the glass: life is in danger, and the family has closed the thread or wants no messages.

Two who work there, with a reason, may send one last message, once. Who the family is stays closed, and the message
says why it was sent.
"""

from __future__ import annotations

from domain.access import Action
from domain.help_cases import HelpCase, HelpMessage, Sender
from domain.messages import Message
from domain.people import Role
from domain.presses import Do, Press
from domain.voice import escaped, fitted, phrase
from handlers import help_notices, thread_card, threads
from handlers.audited import dealt_with, saw_thread
from handlers.chat import Chat
from handlers.elsewhere import chat_of_case, chat_of_person
from handlers.thread_emptying import empty_others
from handlers.thread_place import Mode, show_at
from handlers.thread_words import name
from storage.threads import GLASS, GLASS_AGREED

REASON, WORDS = "reason", "last words"  # kinds of notes: what is to be confirmed
LONGEST_REASON, LONGEST_WORDS = 200, 1000
AGREED, DECLINED = 1, 2  # `choice` of a button


# --- The first asks --------------------------------------------------------------------------------


async def begin(chat: Chat, press: Press) -> None:
    """Why?"""
    case = await _may_ask(chat, press)
    if case is None:
        return
    lines = [
        chat.voice.say("Hanya kalau nyawa terancam. Keluarga ini tidak ingin dikirimi pesan."),
        chat.voice.say("Satu pesan terakhir, sekali saja. Rekan Anda harus setuju."),
        "",
        chat.voice.say("Apa alasannya? Satu kalimat; keluarga ikut membacanya."),
    ]
    _ask(chat, case, Mode.REASON, lines)


def _ask(chat: Chat, case: HelpCase, mode: Mode, lines: list[str]) -> None:
    back = ((chat.button("‹ Kembali", Do.THREAD, case.id),),)
    show_at(chat, case, mode, "\n".join([f"<b>{name(chat, case)}</b>", *lines]), back)


async def _may_ask(chat: Chat, press: Press) -> HelpCase | None:
    case = await threads.found(chat, press, Action.CHANGE)
    if case is None:
        return None
    if chat.person.role is not Role.PETUGAS or not thread_card.needs_glass(case):
        await thread_card.show(chat, case)
        return None
    if await chat.store.threads.last_event(case.id, GLASS) is not None:
        await thread_card.show(chat, case, word=chat.voice.say("Pesan terakhir sudah pernah dikirim."))
        return None
    return case


async def take_text(chat: Chat, case: HelpCase, mode: Mode, text: str) -> None:
    """The reason, and then the words."""
    text = " ".join(text.split())
    most = LONGEST_REASON if mode is Mode.REASON else LONGEST_WORDS
    if len(text) > most:
        _ask(chat, case, mode, [chat.voice.say("Terlalu panjang. Tulis paling banyak {most} huruf.", most=most)])
        return
    if await _may_ask(chat, Press(Do.THREAD_GLASS, case.id)) is None:
        return
    kind = REASON if mode is Mode.REASON else WORDS
    message = await chat.store.help_messages.add(
        case.id, Sender.NOTE, text, chat.now, person=chat.person.id, kind=kind
    )
    if mode is Mode.REASON:
        _ask(chat, case, Mode.WORDS, [chat.voice.say("Sekarang tulis pesannya untuk keluarga.")])
    else:
        await _ask_colleagues(chat, case, message)


async def _ask_colleagues(chat: Chat, case: HelpCase, words: HelpMessage) -> None:
    reason = await _reason_of(chat, words)
    colleagues = await chat.store.threads.officers(chat.person)
    asked = [each.name for each in colleagues if reason and await _ask_one(chat, case, each.id, reason, words)]
    said = chat.voice.say("Belum terkirim. Yang diminta setuju: {names}.", names=", ".join(asked))
    if not asked:
        said = chat.voice.say("Belum terkirim. Tidak ada rekan yang bisa diminta setuju.")
    await thread_card.show(chat, case, word=said)


async def _ask_one(chat: Chat, case: HelpCase, person: int, reason: HelpMessage, words: HelpMessage) -> bool:
    there = await chat_of_person(chat, person)
    if there is None:
        return False
    lines = [
        there.voice.say(
            "⚠ {name} ingin mengirim satu pesan terakhir kepada {who}.", name=chat.name, who=name(there, case)
        ),
        there.voice.say("Keluarga ini tidak ingin dikirimi pesan. Hanya kalau nyawa terancam."),
        "",
        there.voice.say("Alasan: {reason}", reason=reason.text),
        f"“{escaped(words.text)}”",
    ]
    agree = there.button("Setuju, kirim", Do.THREAD_GLASS_SECOND, case.id, words.number << 2 | AGREED)
    decline = there.button("Tidak setuju", Do.THREAD_GLASS_SECOND, case.id, words.number << 2 | DECLINED)
    there.beside(Message(fitted("\n".join(lines)), ((agree, decline),)), case.id)
    await saw_thread(there, case.id)
    return True


async def _reason_of(chat: Chat, words: HelpMessage) -> HelpMessage | None:
    """What the same person wrote last as the reason, before these words."""
    said = await chat.store.help_messages.of(words.case)
    reasons = [
        each for each in said
        if each.kind == REASON and each.person == words.person and each.number < words.number
    ]  # fmt: skip
    return reasons[-1] if reasons else None


# --- The second agrees -----------------------------------------------------------------------------


async def second(chat: Chat, press: Press) -> None:
    """A colleague agrees, and it is sent; or does not, and it is not."""
    number, answer = press.choice >> 2, press.choice & 3
    case = await chat.store.threads.of_colleagues(chat.person, press.subject)
    words = await chat.store.help_messages.newest_of(case.id, number) if case is not None else None
    if case is None or words is None or words.kind != WORDS or words.person in {None, chat.person.id}:
        await threads.show_list(chat, above=chat.voice.say(threads.NOT_YOURS))
        return
    reason = await _reason_of(chat, words)
    is_over = await chat.store.threads.last_event(case.id, GLASS) is not None or not thread_card.needs_glass(case)
    if is_over or reason is None:  # it was sent, or the family can be written to by now
        chat.flash(chat.voice.plain("Sudah diputuskan."))
    elif answer == AGREED:
        await _send(chat, case, reason, words)
    else:
        await _decide(chat, case, words, phrase("{name} tidak setuju; pesan terakhir tidak dikirim."), sent=False)


async def _send(chat: Chat, case: HelpCase, reason: HelpMessage, words: HelpMessage) -> None:
    family = await chat_of_case(chat, case.who)
    if family is None:
        await _decide(chat, case, words, phrase("Obrolan keluarga tidak bisa dicapai; tidak terkirim."), sent=False)
        return
    said = family.voice.plain("Petugas mengirim satu pesan terakhir. Alasannya: {reason}", reason=reason.text)
    await chat.store.help_messages.add(case.id, Sender.SUAR, said, chat.now)
    await chat.store.help_messages.add(case.id, Sender.STAFF, words.text, chat.now, person=words.person)
    await dealt_with(chat, case.id, GLASS, person=words.person, other=chat.person.id)
    await dealt_with(chat, case.id, GLASS_AGREED, other=words.person)
    await help_notices.tell(family, case.id)
    await _decide(chat, case, words, phrase("{name} setuju; pesan terakhir sudah dikirim."), sent=True)


async def _decide(chat: Chat, case: HelpCase, words: HelpMessage, said: str, *, sent: bool) -> None:
    """The one who asked is told, and the question goes from everybody's chat."""
    asker = await chat_of_person(chat, words.person) if words.person is not None else None
    left = phrase("pesan terakhir sudah dikirim.") if sent else phrase("pesan terakhir tidak dikirim.")
    await empty_others(chat, case, left, keep=asker.session.who if asker is not None else None)
    if asker is not None:
        told = asker.voice.say(said, name=chat.name)
        rows = ((asker.button("Buka", Do.THREAD, case.id),),)
        asker.beside(Message(f"{name(asker, case)}: {told}", rows), case.id)
    chat.flash(chat.voice.plain(said, name=chat.name))
