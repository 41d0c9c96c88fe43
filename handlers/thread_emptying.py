"""Cards that show a case to people who have nothing to do with it any more: a line is left of them."""

from __future__ import annotations

from domain.help_cases import HelpCase
from domain.letters import Show
from domain.messages import Message
from handlers.chat import Chat
from handlers.elsewhere import chat_of
from handlers.thread_place import case_at, leave
from handlers.thread_words import name
from storage.sealing import Who


async def empty_others(chat: Chat, case: HelpCase, phrase: str, keep: Who | None = None, **gaps: object) -> None:
    """In every chat but one, each card that shows the case says only this from now on, after its name."""
    cards: dict[Who, list[int]] = {}
    for who, card in await chat.store.help.cards(case.id):
        cards.setdefault(who, []).append(card)
    for who in sorted(cards.keys() - {keep}):
        session = await chat.store.sessions.of(who)
        if session is not None:
            _empty(chat_of(chat, session), case, cards[who], phrase, gaps)
    await chat.store.threads.forget_cards(case.id, keep)


async def empty_all(there: Chat, phrase: str) -> None:
    """In one chat, each card that shows any case says only this from now on, after its name."""
    for key, cards in (await there.store.threads.cards_in(there.session.who)).items():
        case = await there.store.help.of(key)
        if case is not None:
            _empty(there, case, cards, phrase, {})
    await there.store.threads.forget_cards_in(there.session.who)


def _empty(there: Chat, case: HelpCase, cards: list[int], phrase: str, gaps: dict[str, object]) -> None:
    session = there.session
    text = f"{name(there, case)} · {there.voice.say(phrase, **gaps)}"
    is_here = case_at(session) == case.id
    for card in cards:
        if card == session.card and not is_here:
            continue  # something else is on it by now
        left = Show(card, Message(text, protect=True), only_edit=True)
        there.store.outbox.show(session, left, case.id)
    if is_here:
        there.let_go()
        leave(session)
