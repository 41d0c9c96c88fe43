"""Pictures and recordings of a thread that were fetched: the other side sees them, if the case still goes on.

Of an album nothing is seen before the last piece is here.
"""

from __future__ import annotations

from domain.access import Action
from domain.files import Unfit, Wanted
from domain.help_cases import HelpCase, HelpMessage
from domain.messages import Message
from handlers import help_files, help_thread, help_words, thread_card, thread_reply
from handlers.attaching import unfit_word
from handlers.chat import Chat
from handlers.help_notices import ALBUM
from handlers.kit import HELP
from handlers.thread_sides import say_beside, show
from handlers.thread_words import name
from storage.files import Coming
from storage.sessions import Place


async def arrived(chat: Chat, coming: Coming, _name: str) -> bool:
    """It is here. Says whether it is kept."""
    case = await _still_open(chat, coming)
    if case is None:
        await _came_too_late(chat, coming)
        return False
    await _complete(chat, case, coming)
    return True


async def refused(chat: Chat, coming: Coming, why: Unfit) -> None:
    """It is nothing that can be taken, or never comes. What else belongs to its message goes without it."""
    case = await _still_open(chat, coming)
    if case is None:
        return
    said = chat.voice.say(unfit_word(why, coming.wanted).phrase)
    if await _complete(chat, case, coming):
        say_beside(chat, case, said)
    else:
        await _say(chat, case, said)


async def _complete(chat: Chat, case: HelpCase, coming: Coming) -> bool:
    """Unless another piece is on its way still, the message goes with what has come of it. False: nothing has."""
    if await chat.store.files.awaits(case.id, coming.album):
        return True
    pieces, number = await chat.store.files.pieces(case.id, coming.album), int(coming.album)
    messages = chat.store.help_messages
    if pieces:
        message = await messages.arrive(case.id, number, _kind(coming.wanted, len(pieces)), pieces[0])
    else:
        message = await messages.come_without(case.id, number)
    if message is not None:
        await _pass_on(chat, case, message, len(pieces))
    return message is not None


def _kind(wanted: Wanted, pieces: int) -> str:
    if wanted is Wanted.SOUND:
        return "voice"
    return ALBUM if pieces > 1 else "photo"


async def _pass_on(chat: Chat, case: HelpCase, message: HelpMessage, pieces: int) -> None:
    if chat.session.bot == HELP:
        await help_thread.tell(chat, message)
        if not _ask_again(chat, _sent(chat, pieces)) and _waits(chat):
            await help_thread.show_sent(chat, chat.case, _sent(chat, pieces))
    else:
        case = await thread_reply.answered(chat, case)
        await _say_to_staff(chat, case, await thread_reply.left(chat, case))


def _sent(chat: Chat, pieces: int) -> str:
    return chat.voice.say("✅ {n} foto terkirim.", n=pieces) if pieces > 1 else chat.voice.say("✅ Terkirim.")


# --- Saying so -------------------------------------------------------------------------------------


def _waits(chat: Chat) -> bool:
    """Whether the card says to wait. Whoever has something else before them reads that."""
    says_so = chat.session.notes.get(help_files.FETCHING) == chat.session.card
    return says_so and chat.session.place is Place.THREAD


def _ask_again(chat: Chat, said: str) -> bool:
    """A question that was open before stays open. False where there is none."""
    held = help_words.open_question(chat)
    if held is not None and chat.session.notes.get(help_files.FETCHING) == chat.session.card:
        help_words.ask_again(chat, held, said)
        return True
    return _waits(chat) and help_files.ask_again(chat, said)


async def _say(chat: Chat, case: HelpCase, sentence: str) -> None:
    if chat.session.bot != HELP:
        await _say_to_staff(chat, case, sentence)
    elif not _ask_again(chat, sentence):
        (show if _waits(chat) else say_beside)(chat, case, sentence)


async def _say_to_staff(chat: Chat, case: HelpCase, sentence: str) -> None:
    """Whoever is elsewhere by now stays there."""
    if thread_card.is_open_here(chat, case):
        await thread_card.show(chat, case, word=sentence)
    else:
        chat.beside(Message(f"{name(chat, case)}: {sentence}"), case.id)


# --- Too late --------------------------------------------------------------------------------------


async def _still_open(chat: Chat, coming: Coming) -> HelpCase | None:
    if coming.case is None or not coming.album:
        return None
    if chat.session.bot == HELP:
        goes_on = chat.session.case == coming.case and chat.case.is_open and not chat.case.is_muted(chat.now)
        return chat.case if goes_on else None
    if chat.session.person is None:
        return None
    case = await chat.store.threads.find(chat.person, coming.case, Action.CHANGE, chat.now)
    return case if case is not None and case.is_open and case.taken_by == chat.person.id else None


async def _came_too_late(chat: Chat, coming: Coming) -> None:
    """The case was closed meanwhile. A family is told, once, and can send it when it is open again."""
    is_theirs = chat.session.bot == HELP and chat.session.case == coming.case and coming.case is not None
    if is_theirs and not chat.case.is_open and coming.album and not await _others_come(chat, coming):
        await chat.store.help_messages.come_without(chat.case.id, int(coming.album))
        say_beside(chat, chat.case, chat.voice.say(help_files.CLOSED))


async def _others_come(chat: Chat, coming: Coming) -> bool:
    return await chat.store.files.awaits(chat.case.id, coming.album)
