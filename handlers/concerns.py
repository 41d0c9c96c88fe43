"""What needs attention now, as a list for a petugas, and seeing to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from domain.access import Action, Reach, Record, reach
from domain.concerns import Concern, Kind
from domain.messages import Button, Message
from domain.presses import Do, Press
from domain.raised import Raised
from handlers.chat import Chat
from handlers.concern_words import leads_to, line, short_name
from handlers.leaves import leaf, turning
from handlers.menu import show_menu
from storage.sessions import Place

A_PAGE = 8


async def open_list(chat: Chat, press: Press) -> None:
    await show_concerns(chat, page=press.choice)


async def show_concerns(chat: Chat, above: str = "", page: int = 0) -> None:
    """All of it, the most urgent first, and who sees to what. `above` is a word of what has just happened."""
    if reach(chat.person.role, Action.CHANGE, Record.CONCERN) is Reach.NOTHING:
        await show_menu(chat, above)
        return
    concerns = await _now(chat)
    raised = await chat.store.escalations.of(chat.person)
    names = await chat.store.threads.names({each.taken_by for each in raised.values() if each.taken_by is not None})
    open_ = leaf(page, len(concerns), A_PAGE)
    shown = list(enumerate(concerns, 1))[open_.first : open_.first + A_PAGE]
    lines = [f"{number} {_line(chat, each, raised.get(each.key), names)}" for number, each in shown]
    buttons = [_row(chat, number, each, raised.get(each.key)) for number, each in shown]
    title = (
        chat.voice.say("<b>Perlu perhatian</b>") if concerns else chat.voice.say("Tidak ada yang perlu perhatian.")
    )
    chat.session.place, chat.session.draft_id = Place.MENU, None
    text = "\n".join([*([above, ""] if above else []), title, *lines])
    chat.show(Message(text, (*buttons, *turning(chat, open_, Do.CONCERNS), (chat.button("Menu", Do.MENU),))))


async def take(chat: Chat, press: Press) -> None:
    """I see to it: nobody is told of it for some days."""
    raised = await chat.store.escalations.find(chat.person, press.subject)
    concern = next((each for each in await _now(chat) if raised is not None and each.key == raised.key), None)
    if raised is None or concern is None:
        await show_concerns(chat, chat.voice.say("Itu sudah selesai. Terima kasih."))
        return
    await show_concerns(chat, await _take(chat, raised, concern))


async def _take(chat: Chat, raised: Raised, concern: Concern) -> str:
    today = chat.local.date()
    steps = chat.kit.concerns.kinds[concern.kind].steps
    until = today + timedelta(days=steps.rests if steps is not None else 1)
    if await chat.store.escalations.take(raised, chat.person, until, today, chat.now):
        return chat.voice.say(
            "Terima kasih. Anda menangani {what} sampai {day}.",
            what=short_name(chat, concern), day=chat.voice.day(until, today),
        )  # fmt: skip
    return chat.voice.say("Itu sudah ada yang menangani.")


async def _now(chat: Chat) -> list[Concern]:
    return await chat.store.concerns.of(chat.person, chat.now, chat.kit.concerns, chat.kit.rules)


def _line(chat: Chat, concern: Concern, raised: Raised | None, names: Mapping[int, str]) -> str:
    said, today = line(chat, concern), chat.local.date()
    if raised is None or raised.taken_by is None or raised.rests_until is None or not raised.rests(today):
        return said
    until = chat.voice.short_day(raised.rests_until, today)
    return f"{said} · {chat.voice.say('ditangani {by} sampai {day}', by=names.get(raised.taken_by, ''), day=until)}"


def _row(chat: Chat, number: int, concern: Concern, raised: Raised | None) -> tuple[Button, ...]:
    """The place where somebody can act, and, where nobody does yet, a word that they do."""
    place = leads_to(chat, concern, number)
    if concern.kind is Kind.HELP or raised is None or raised.rests(chat.local.date()):
        return (place,)
    return place, chat.button("Saya tangani {n}", Do.CONCERN_TAKE, raised.id, n=number)
