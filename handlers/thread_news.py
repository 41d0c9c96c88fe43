"""What happens to a case is told to whoever answers it: that somebody asked, wrote, closed or opened it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC

from domain.help_cases import HelpCase, HelpMessage, Sender, State
from domain.messages import Message, Rows
from domain.presses import Do
from domain.voice import fitted, phrase
from handlers import thread_card
from handlers.audited import saw_thread
from handlers.chat import Chat
from handlers.elsewhere import chat_of_person
from handlers.help_promise import renew_promise
from handlers.thread_emptying import empty_others
from handlers.thread_place import Mode, mode_of
from handlers.thread_words import danger, name, promise, quoted, standing, told
from storage.due import DueThing
from storage.duty import Paging
from storage.threads import CLOSED, GIVEN_BACK, REOPENED

DUTY = "help.duty"  # the kind of what is due when somebody's shift begins

WROTE = phrase("{who} menulis:")
CHANGED = phrase("{who} mengubah pesannya:")
SENT = phrase("{who} mengirim foto atau suara.")


# --- Somebody asked --------------------------------------------------------------------------------


async def announce(chat: Chat, case: HelpCase, but: int | None = None) -> Paging:
    """Somebody asked: those on duty are told, now or when somebody's shift begins. Says who was reached.

    Where somebody has the case already, they are told, and nobody else.
    """
    case = await _as_it_is(chat, case)
    paging = await chat.store.duty.whom_to_page(case.satker or "", chat.now)
    if case.is_muted(chat.now):
        return paging
    case, holder = await _with_holder(chat, case)
    people = [person for person in paging.persons if person != but] if holder is None else [holder]
    reached = await _announce_to(chat, case, people)
    _plan_for_next(chat, case, paging)
    return replace(paging, persons=reached) if holder is None else Paging(reached)


async def _as_it_is(chat: Chat, case: HelpCase) -> HelpCase:
    """The case as the database has it: it may have been taken in this moment."""
    return await chat.store.help.of(case.id) or case


async def _with_holder(chat: Chat, case: HelpCase) -> tuple[HelpCase, int | None]:
    """Who has the case. One who has left, works elsewhere or has blocked us has it no longer."""
    if case.state is not State.TAKEN or case.taken_by is None:
        return case, None
    there = await chat_of_person(chat, case.taken_by)
    if there is not None and there.person.home == case.satker:
        return case, case.taken_by
    if await chat.store.threads.move(case, state=State.WAITING.value, taken_by=None):
        await chat.store.help.note_event(case.id, GIVEN_BACK, chat.now)
        await chat.store.threads.dismiss(case.id)
        await empty_others(chat, case, phrase("menunggu petugas lain."))
    return replace(case, state=State.WAITING, taken_by=None), None


def _plan_for_next(chat: Chat, case: HelpCase, paging: Paging) -> None:
    """What still waits then is told to whoever is on duty when the next shift begins."""
    begins = paging.next_duty or paging.next_shift
    if case.state is State.WAITING and begins is not None:
        at = begins.astimezone(UTC)
        chat.store.due.plan(DueThing(f"{DUTY}:{case.id}:{at.isoformat()}", DUTY, case.id, at))


async def announce_again(chat: Chat, case: HelpCase) -> None:
    """Somebody's shift begins: a case that still waits is told. Any chat will do to begin from."""
    if case.state is State.WAITING:
        await announce(chat, case)


async def page(chat: Chat, case: HelpCase) -> Paging:
    """Life may be in danger: those on duty and their seconds are called at once.

    Where somebody has the case, the others learn that they have it, and nothing that was said.
    """
    case = await _somewhere(chat, await _as_it_is(chat, case))
    paging = await chat.store.duty.whom_to_page(case.satker or "", chat.now)
    case, holder = await _with_holder(chat, replace(case, urgent=True))
    people = list(dict.fromkeys((*paging.persons, *paging.second)))
    reached = await _announce_to(chat, case, people if holder is None else [holder])
    for person in people if holder is not None else ():
        await _tell_of_danger(chat, case, person, but=holder)
    _plan_for_next(chat, case, paging)
    return replace(paging, persons=reached) if holder is None else Paging(reached)


async def _somewhere(chat: Chat, case: HelpCase) -> HelpCase:
    """A case that goes to no satker yet goes to the one that the operator has named, if there is one."""
    if case.satker is not None:
        return case
    satker = await chat.store.duty.satker_for("", None, chat.kit.help_satker or None)
    if satker is not None:
        await chat.store.help.change(case.id, satker=satker)
    return replace(case, satker=satker)


async def _announce_to(chat: Chat, case: HelpCase, people: Iterable[int]) -> tuple[int, ...]:
    """Tell these. Gives who was reached."""
    return tuple([person for person in people if await tell_one(chat, case, person)])


async def tell_one(chat: Chat, case: HelpCase, person: int, above: str = "") -> bool:
    """The case, beside whatever this person is at. Says whether they can be reached."""
    there = await chat_of_person(chat, person)
    if there is None:
        return False
    is_theirs = case.taken_by == person
    buttons = _open(there, case) if is_theirs else thread_card.offers(there, case)
    if case.is_muted(chat.now):  # abuse does not silence danger; but what was written is not kept
        said = there.voice.say("⚠ {who}, yang dibisukan, menulis kata yang menandakan bahaya.", who=name(there, case))
        there.beside(Message(said, buttons), case.id)
        return True
    lines = [*([there.voice.say(above)] if above else []), *danger(there, case), await _heading(there, case)]
    lines += [*await told(there, case), *await _unanswered(there, case), *promise(there, case)]
    there.beside(Message(fitted("\n".join(lines)), buttons), case.id)
    await saw_thread(there, case.id)
    return True


async def _tell_of_danger(chat: Chat, case: HelpCase, person: int, but: int | None) -> None:
    there = await chat_of_person(chat, person) if person != but else None
    if there is not None:
        said = there.voice.say("⚠ {who} menulis kata yang menandakan bahaya bagi nyawa.", who=name(there, case))
        there.beside(Message(f"{said} ({await standing(there, case)})"), case.id)


async def _heading(there: Chat, case: HelpCase) -> str:
    satker = await there.store.places.satker(case.satker) if case.satker is not None else None
    parts = [f"<b>{name(there, case)}</b>", await standing(there, case), satker.name if satker else ""]
    return " · ".join(part for part in parts if part)


async def _unanswered(there: Chat, case: HelpCase) -> list[str]:
    """What they wrote and nobody has answered yet, as it reads now."""
    words: dict[int, str] = {}
    for message in await there.store.help_messages.of(case.id):
        if message.sender is Sender.STAFF:
            words.clear()
        elif message.sender is Sender.FAMILY and message.text:
            words[message.number] = message.text
    return [quoted(there, "\n".join(words.values()))] if words else []


def _open(there: Chat, case: HelpCase) -> Rows:
    return ((there.button("Buka", Do.THREAD, case.id),),)


# --- Somebody wrote --------------------------------------------------------------------------------


async def tell(chat: Chat, case: HelpCase, message: HelpMessage) -> None:
    """Somebody wrote, or changed what they had written: whoever has the case is told, or those on duty."""
    case = await _as_it_is(chat, case)
    had = case.taken_by
    case, holder = await _with_holder(chat, case)
    taker = await chat_of_person(chat, holder) if holder is not None else None
    if taker is not None:
        await _tell_taker(taker, case, message)
    elif had is not None:
        await announce(chat, case)  # it is new to those on duty
    else:
        await _tell_those_on_duty(chat, case, message)


async def _tell_those_on_duty(chat: Chat, case: HelpCase, message: HelpMessage) -> None:
    paging = await chat.store.duty.whom_to_page(case.satker or "", chat.now)
    for person in paging.persons:
        there = await chat_of_person(chat, person)
        if there is not None:
            there.beside(_said(there, case, message, thread_card.offers(there, case)), case.id)
            await saw_thread(there, case.id)
    _plan_for_next(chat, case, paging)


async def _tell_taker(taker: Chat, case: HelpCase, message: HelpMessage) -> None:
    """Where they have this thread before them it is shown anew, below; else nothing that they are at is disturbed."""
    if thread_card.is_open_here(taker, case) and mode_of(taker.session) is Mode.REPLY:
        await thread_card.show(taker, case)
    else:
        taker.beside(_said(taker, case, message, _open(taker, case)), case.id)
        await saw_thread(taker, case.id)


def _said(there: Chat, case: HelpCase, message: HelpMessage, buttons: Rows) -> Message:
    said = SENT if message.file is not None else WROTE
    lines = [there.voice.say(CHANGED if message.was_edited else said, who=name(there, case))]
    lines += [quoted(there, message.text)] if message.text else []
    return Message(fitted("\n".join(lines)), buttons)


# --- Closed, and opened again ----------------------------------------------------------------------


async def close(chat: Chat, case: HelpCase) -> HelpCase:
    """Whoever asked has closed it, or Suar after a long silence: whoever has it is told."""
    closed = replace(case, state=State.CLOSED, closed_at=chat.now, promised_at=None, level=0)
    await chat.store.help.change(
        case.id, state=State.CLOSED.value, closed_at=chat.now, promised_at=None, level=0, told_at=None
    )
    await chat.store.help.note_event(case.id, CLOSED, chat.now)
    await chat.store.threads.dismiss(case.id)
    taker = await chat_of_person(chat, case.taken_by) if case.taken_by is not None else None
    await empty_others(chat, case, phrase("sudah ditutup"), keep=taker.session.who if taker is not None else None)
    if taker is not None:
        await _say_beside(taker, closed, phrase("{who}: obrolannya ditutup."))
    return closed


async def open_again(chat: Chat, case: HelpCase) -> HelpCase:
    """Whoever asked goes on, and is promised an answer: the one who answered is told, or else those on duty."""
    taker = await chat_of_person(chat, case.taken_by) if case.taken_by is not None else None
    state = State.TAKEN if taker is not None else State.WAITING
    taken_by = case.taken_by if taker is not None else None
    await chat.store.help.change(case.id, state=state.value, taken_by=taken_by, closed_at=None)
    await chat.store.help.note_event(case.id, REOPENED, chat.now)
    opened = await renew_promise(chat, replace(case, state=state, taken_by=taken_by, closed_at=None))
    if taker is not None:
        await _say_beside(taker, opened, phrase("{who} membuka lagi obrolannya."))
    else:
        await announce(chat, opened)
    return opened


async def _say_beside(there: Chat, case: HelpCase, said: str) -> None:
    there.beside(Message(there.voice.say(said, who=name(there, case)), _open(there, case)), case.id)
