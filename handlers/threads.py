"""The help cases of somebody who answers: what waits, what is theirs, what was closed lately."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from conversations.keyboards import in_rows
from domain.access import Action
from domain.help_cases import HelpCase, State
from domain.messages import Message, Rows
from domain.presses import Do, Press
from domain.voice import phrase
from handlers import thread_card
from handlers.chat import Chat
from handlers.leaves import leaf, turning
from handlers.thread_place import CASE, MODE
from handlers.thread_words import clock, moment
from storage.sessions import Place
from storage.threads import Counted

A_PAGE = 8
IN_A_ROW = 2
NOT_YOURS = phrase("Permintaan itu sekarang dipegang orang lain, atau sudah tidak ada.")
HEADINGS = (
    phrase("⚠ Mungkin ada bahaya"),
    phrase("Belum ada yang pegang"),
    phrase("Anda yang menjawab"),
    phrase("Rekan bertanya"),
    phrase("Dijawab agen"),
    phrase("Ditutup"),
)


async def count_for_menu(chat: Chat) -> Counted:
    return await chat.store.threads.count(chat.person, chat.now)


async def show_list(chat: Chat, _press: Press | None = None, above: str = "", names: HelpCase | None = None) -> None:
    """All that this person may see, what waits longest first.

    `above` is a sentence to say first, and `names` the case that it is about.
    """
    at = _press.choice if _press is not None else 0
    cases = await _in_parts(chat)
    open_ = leaf(at, len(cases), A_PAGE)
    parts = cases[open_.first : open_.first + open_.size]
    shown = [case for _, case in parts]
    head = [*([above, ""] if above else []), chat.voice.say("<b>Permintaan bantuan</b>")]
    lines = [*head, *_lines(chat, parts)] if cases else [*head, "", chat.voice.say("Tidak ada yang menunggu.")]
    menu = (chat.button("Menu", Do.MENU),)
    message = Message("\n".join(lines), (*_rows(chat, shown), *turning(chat, open_, Do.THREADS), menu))
    _show(chat, message, [case.id for case in ([names] if names is not None else []) + list(shown)])


def _show(chat: Chat, message: Message, named: Sequence[int]) -> None:
    """The list names cases: it is sealed under the first of them, and emptied when any of them is erased."""
    chat.session.notes = {name: value for name, value in chat.session.notes.items() if name not in {CASE, MODE}}
    chat.session.draft_id = None
    if not named:
        chat.session.place = Place.ASIDE
        chat.show(message)
        return
    chat.show_case(message, named[0])
    for case in dict.fromkeys(named[1:]):
        chat.store.help.note_card(case, chat.session.who, chat.session.card)


async def _in_parts(chat: Chat) -> list[tuple[int, HelpCase]]:
    """Each with its heading; under each what waits longest first."""
    cases = await chat.store.threads.listed(chat.person, chat.now)
    lent = await chat.store.threads.lent([case.id for case in cases if case.taken_by not in {None, chat.person.id}])
    return sorted(((_part(chat, case, lent), case) for case in cases), key=lambda each: each[0])


def _part(chat: Chat, case: HelpCase, lent: Collection[int]) -> int:
    """Under which heading it stands."""
    if case.state is State.CLOSED:
        return 5
    if case.urgent:
        return 0
    if case.taken_by == chat.person.id:
        return 2
    if case.state is State.WAITING or case.level:
        return 1
    return 4 if case.id in lent else 3


def _lines(chat: Chat, parts: Sequence[tuple[int, HelpCase]]) -> list[str]:
    lines: list[str] = []
    last = -1
    for part, case in parts:
        if part != last:
            lines += ["", chat.voice.say(HEADINGS[part])]
        last = part
        lines.append(_line(chat, case))
    return lines


def _line(chat: Chat, case: HelpCase) -> str:
    if case.closed_at is not None and case.state is State.CLOSED:
        return f"{case.alias} · {clock(chat, case.closed_at)}"
    if case.promised_at is None:
        return chat.voice.say("{alias} · sudah dijawab", alias=case.alias)
    late = case.promised_at < chat.now
    said = phrase("{alias} · ⏰ janji lewat {until}") if late else phrase("{alias} · janji {until}")
    return chat.voice.say(said, alias=case.alias, until=moment(chat, case.promised_at))


def _rows(chat: Chat, shown: Sequence[HelpCase]) -> Rows:
    return in_rows([chat.labelled(case.alias or "", Do.THREAD, case.id) for case in shown], IN_A_ROW)


# --- One of them -----------------------------------------------------------------------------------


async def found(chat: Chat, press: Press, action: Action = Action.CHANGE) -> HelpCase | None:
    """The case behind a button, if this person may do that with it; None when the list was shown instead."""
    case = await chat.store.threads.find(chat.person, press.subject, action, chat.now)
    if case is None:
        await show_list(chat, above=chat.voice.say(NOT_YOURS))
    return case


async def held(chat: Chat, press: Press) -> HelpCase | None:
    """The same, only for the one who answers it, while it is open."""
    case = await found(chat, press)
    if case is None:
        return None
    if case.taken_by != chat.person.id or not case.is_open:
        await thread_card.show(chat, case)
        return None
    return case


async def open_thread(chat: Chat, press: Press) -> None:
    """One case: the newest page of it, or page `choice`."""
    case = await found(chat, press, Action.SEE)
    if case is not None:
        chat.take_away_pressed()
        await thread_card.show(chat, case, page=press.choice)
