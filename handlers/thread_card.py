"""The thread of one case, for somebody who answers: what was told and said, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.access import Action
from domain.help_cases import HelpCase, HelpMessage, Sender, State
from domain.messages import Button, Rows
from domain.people import Role
from domain.presses import Do, Press
from domain.voice import phrase
from handlers.audited import saw_thread
from handlers.chat import Chat
from handlers.help_notices import media_of
from handlers.thread_pages import blocks_of, paged
from handlers.thread_place import Mode, case_at, show_at
from handlers.thread_words import clock, danger, name, promise, standing, told
from storage import threads

FILES_ON_A_CARD = 6
HINTS = {
    Mode.REPLY: phrase("Tulis balasan untuk keluarga di sini."),
    Mode.NOTE: phrase("Tulis catatan di sini. Keluarga tidak melihatnya."),
}


@dataclass(frozen=True)
class Standing:
    """How this person stands to a case: theirs, to be taken, or only looked at."""

    is_mine: bool
    is_free: bool
    may_reopen: bool
    may_break_glass: bool
    is_petugas: bool


async def standing_of(chat: Chat, case: HelpCase) -> Standing:
    mine = case.taken_by == chat.person.id
    may_change = mine or await chat.store.threads.find(chat.person, case.id, Action.CHANGE, chat.now) is not None
    last = await chat.store.threads.last_event(case.id, threads.CLOSED) if case.state is State.CLOSED else None
    return Standing(
        is_mine=mine,
        is_free=may_change and not mine and case.is_open,
        may_reopen=mine and last is not None and last[0] is not None,
        may_break_glass=may_change and await may_break_glass(chat, case),
        is_petugas=chat.person.role is Role.PETUGAS,
    )


async def may_break_glass(chat: Chat, case: HelpCase) -> bool:
    """Whether nothing can be written to the family in the ordinary way, and no last message was sent yet."""
    if chat.person.role is not Role.PETUGAS or not needs_glass(case):
        return False
    return await chat.store.threads.last_event(case.id, threads.GLASS) is None


async def show(chat: Chat, case: HelpCase, word: str = "", page: int = 0, mode: Mode | None = None) -> None:
    """The thread: its newest page, or an earlier one. `word` is a sentence that stands last, where people look."""
    stands = await standing_of(chat, case)
    mode = mode or _mode(case, stands)
    messages = await chat.store.help_messages.of(case.id)
    pages = paged(await blocks_of(chat, messages))
    at = min(max(page, 0), len(pages) - 1)
    lines = [f"<b>{name(chat, case)}</b> · {await standing(chat, case)}"]
    lines += [*danger(chat, case), *(await told(chat, case) if at == len(pages) - 1 else []), *promise(chat, case)]
    for block in pages[at]:
        lines += ["", block]
    if word:
        lines += ["", word]
    if mode in HINTS:
        lines += ["", f"<i>{chat.voice.say(HINTS[mode])}</i>"]
    turning = _turning(chat, case, at, len(pages))
    show_at(
        chat,
        case,
        mode,
        "\n".join(lines),
        (
            *turning,
            *_files(chat, case, messages),
            *_calm(chat, case, stands, messages),
            *_buttons(chat, case, stands),
        ),
    )
    await saw_thread(chat, case.id)
    if stands.is_mine:
        await chat.store.help_messages.see(case.id, Sender.FAMILY, chat.now)


def _mode(case: HelpCase, stands: Standing) -> Mode:
    """A text is an answer of the one who has it, and a note of whoever was only asked."""
    if not case.is_open or stands.is_free:
        return Mode.ASIDE
    return Mode.REPLY if stands.is_mine else Mode.NOTE


def _turning(chat: Chat, case: HelpCase, at: int, of: int) -> Rows:
    older = [chat.button("‹ Lebih lama", Do.THREAD, case.id, at + 1)] if at + 1 < of else []
    newer = [chat.button("Lebih baru ›", Do.THREAD, case.id, at - 1)] if at else []
    return ((*older, *newer),) if older or newer else ()


def _calm(chat: Chat, case: HelpCase, stands: Standing, messages: Sequence[HelpMessage]) -> Rows:
    """Danger is over when the one who answers says so, and only as far as they have read."""
    if not (stands.is_mine and case.is_open and case.urgent):
        return ()
    newest = messages[-1].number if messages else 0
    return ((chat.button("Bahaya lewat", Do.THREAD_DANGER_OVER, case.id, newest),),)


def _buttons(chat: Chat, case: HelpCase, stands: Standing) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if stands.is_free:
        rows += offers(chat, case)
    elif stands.is_mine and case.is_open:
        rows += _of_holder(chat, case, stands)
    elif stands.may_reopen:
        rows.append((chat.button("Buka lagi", Do.THREAD_REOPEN, case.id),))
    if stands.may_break_glass:
        rows.append((chat.button("Nyawa terancam", Do.THREAD_GLASS, case.id),))
    return (*rows, (chat.button("‹ Daftar", Do.THREADS), chat.button("Menu", Do.MENU)))


def offers(chat: Chat, case: HelpCase) -> Rows:
    """What can be done with a case that nobody answers."""
    take = phrase("Saya ambil") if case.taken_by is None else phrase("Ambil alih")
    others = (
        chat.button("Teruskan", Do.THREAD_HAND, case.id),
        chat.button("Bukan untuk kami", Do.THREAD_NOT_OURS, case.id),
    )
    return ((chat.button(take, Do.THREAD_TAKE, case.id),), others)


def _of_holder(chat: Chat, case: HelpCase, stands: Standing) -> Rows:
    back = chat.button("Kembalikan", Do.THREAD_GIVE_BACK, case.id)
    close = chat.button("Tutup", Do.THREAD_CLOSE, case.id)
    note = chat.button("Catatan", Do.THREAD_NOTE, case.id)
    if not stands.is_petugas:
        return ((note,), (back, close))
    hand, ask = (
        chat.button("Teruskan", Do.THREAD_HAND, case.id),
        chat.button("Tanya rekan", Do.THREAD_ASK, case.id),
    )
    mute, not_ours = (
        chat.button("Bisukan", Do.THREAD_MUTE, case.id),
        chat.button("Bukan untuk kami", Do.THREAD_NOT_OURS, case.id),
    )
    return ((note, ask), (hand, back), (close, mute), (not_ours,))


def needs_glass(case: HelpCase) -> bool:
    """Whether nothing can be written to the family in the ordinary way."""
    return case.silent or case.state is State.CLOSED


# --- What was sent beside words ------------------------------------------------------------------


def _files(chat: Chat, case: HelpCase, messages: Sequence[HelpMessage]) -> Rows:
    """The newest pictures and recordings, each behind a button."""
    kept = [each for each in messages if each.file is not None]
    labels = {
        "photo": phrase("Foto {clock}"),
        "album": phrase("Foto-foto {clock}"),
        "voice": phrase("Suara {clock}"),
    }
    buttons = [
        chat.button(
            labels.get(each.kind, labels["photo"]), Do.THREAD_FILE, case.id, each.number, clock=clock(chat, each.at)
        )
        for each in kept[-FILES_ON_A_CARD:]
    ]
    return tuple(tuple(buttons[first : first + 3]) for first in range(0, len(buttons), 3))


async def show_file(chat: Chat, press: Press) -> None:
    """One picture or recording, or all of an album, below the thread."""
    case = await chat.store.threads.find(chat.person, press.subject, Action.SEE, chat.now)
    message = await chat.store.help_messages.newest_of(press.subject, press.choice) if case is not None else None
    found = await media_of(chat, message) if message is not None else []
    if case is None or not found:
        chat.flash(chat.voice.say("Kiriman itu sudah tidak ada."))
    for each in found:
        chat.beside(each, press.subject)


def is_open_here(chat: Chat, case: HelpCase) -> bool:
    """Whether the thread of this case is what the person has before them."""
    return case_at(chat.session) == case.id
