"""Words that point to danger to life: a card at once, before anything else, and the offer of a human.

Nothing is scored, and nobody is counselled by a machine. The card stays in the chat as a message of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.crisis import crisis_in
from domain.crisis_cards import Card
from domain.messages import Message, Rows
from domain.presses import Do, Press
from domain.voice import escaped, phrase
from handlers import help_lines, help_notes, help_opening, help_pictures, help_receipts
from handlers.chat import Chat, rows

AGAIN = timedelta(minutes=30)  # within this time the whole card is not shown once more
DANGER = "bahaya"  # what the notes call the opening card
NO_MORE_THAN_THAT = phrase("Petugas jaga bisa dipanggil. Belum tentu langsung dibaca.")


async def look(chat: Chat, text: str) -> bool:
    """Show the card for the danger that this text points to, if any. Where the text goes on to is not our matter."""
    crisis = crisis_in(text, chat.kit.crisis)
    if crisis is None:
        return False
    chat.session.in_danger = True
    cards = chat.kit.cards.by_crisis[crisis]
    is_new = await _show_once(chat, crisis, cards[0], cards)
    if chat.case.is_open and (is_new or not chat.case.urgent):
        await help_opening.hurry(chat)
    return True


async def in_danger(chat: Chat) -> None:
    """Somebody says that a life is in danger; of what kind is not known yet."""
    await _show_once(chat, DANGER, chat.kit.cards.opening, ())


async def show_card(chat: Chat, press: Press) -> None:
    """The card that was chosen."""
    card = chat.kit.cards.by_key(press.subject) or chat.kit.cards.opening
    await _show(chat, card, ())


async def _show_once(chat: Chat, kind: str, card: Card, first: Sequence[Card]) -> bool:
    """The card; when it was shown a moment ago, a line with the number again. Says whether it was the card."""
    shown: dict[str, str] = help_notes.get(chat, help_notes.CARDS, {})
    at = shown.get(kind)
    help_notes.put(chat, help_notes.CARDS, {**shown, kind: chat.now.isoformat()})
    is_new = at is None or chat.now - datetime.fromisoformat(at) > AGAIN
    await (_show(chat, card, first) if is_new else _remind(chat, card))
    return is_new


async def _show(chat: Chat, card: Card, first: Sequence[Card]) -> None:
    lines = await help_lines.lines(chat, card.scopes)
    text = f"{card.shown(lines, chat.voice.language)}\n\n{chat.voice.say(NO_MORE_THAN_THAT)}"
    # The card is longer than a phone, and a chat shows its end: there the number stands once more.
    again = f"<b>{escaped(lines[0].name[chat.voice.language])}</b>\n{lines[0].number}"
    chat.beside(Message(f"{text}\n\n{again}", (*_call(chat), *_others(chat, card, first))))


def _others(chat: Chat, card: Card, first: Sequence[Card]) -> Rows:
    """Where the kind of danger is not known yet, all of them; else what it may be, and the way to the others."""
    if card.name == chat.kit.cards.opening.name:
        return _kinds(chat, chat.kit.cards.every)
    alike = [each for each in first if each.name != card.name]
    return (*_kinds(chat, alike), (chat.button("Bahaya lain", Do.HELP_LINES),))


async def _remind(chat: Chat, card: Card) -> None:
    line = (await help_lines.lines(chat, card.scopes))[0]
    text = f"{chat.voice.say('Kalau gawat, jangan tunggu di sini. {name}:', name=line.name[chat.voice.language])}"
    chat.beside(Message(f"{text}\n{line.number}", _call(chat)))


def _call(chat: Chat) -> Rows:
    return rows(chat.button("Panggil petugas", Do.HELP_HUMAN))


def _kinds(chat: Chat, cards: Sequence[Card]) -> Rows:
    return rows(*(chat.labelled(card.button[chat.voice.language], Do.HELP_CRISIS, card.key) for card in cards))


# --- A human, now ---------------------------------------------------------------------------------


async def call_human(chat: Chat, _press: Press) -> None:
    """[Panggil petugas]: the person on duty is told. What was written and not sent goes along."""
    at = help_notes.get(chat, help_notes.CALLED)
    if at is not None and chat.now - datetime.fromisoformat(at) <= AGAIN:
        chat.flash(chat.voice.plain("Petugas sudah diberi tahu. Jangan menunggu: hubungi nomornya."))
        return
    help_notes.put(chat, help_notes.CALLED, chat.now.isoformat())
    paging = await (help_opening.hurry(chat) if chat.case.is_open else help_opening.ask_in_danger(chat))
    await help_pictures.send(chat)
    await help_receipts.give_first(chat)  # what stands last is what to do now
    # What a notification shows first names nobody.
    lines = [chat.voice.say("Jangan menunggu di sini. Hubungi nomor di atas.")]
    lines += await help_opening.who_is_told(chat, paging)
    chat.beside(Message("\n".join(lines), _after(chat)))


def _after(chat: Chat) -> Rows:
    """Whoever told no area yet can still tell it, so that somebody near answers."""
    nowhere = chat.case.satker is None
    area = (chat.button("Sebut wilayah saya", Do.HELP_ASK),) if nowhere else ()
    return rows(chat.button("Kasus saya", Do.HELP_CASE), *area)
