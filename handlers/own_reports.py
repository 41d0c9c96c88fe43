"""One's own reports: all that were sent, and those that wait to be corrected."""

from __future__ import annotations

from conversations.spoken import reviewed
from domain.messages import Button, Message
from domain.presses import Do, Press
from domain.voice import Html, escaped
from handlers.chat import Chat
from handlers.correcting import quoted
from handlers.leaves import leaf, numbered, turning
from handlers.menu import show_menu
from handlers.reviewing import STATES, titled
from handlers.sent_reports import page_of_sent
from storage.reports import Line
from storage.reviews import Returned
from storage.sessions import Place

MOST_RETURNED = 8


async def show_own(chat: Chat, press: Press) -> None:
    """Everything that the person has sent, the newest first."""
    reports = chat.store.reports
    page = leaf(press.choice, await reports.count_own(chat.person))
    lines = await reports.own(chat.person, page.first, page.size)
    if not lines:
        await show_menu(chat, chat.voice.say("Belum ada laporan yang Anda kirim."))
        return
    _at_a_list(chat)
    numbers = list(enumerate(lines, page.first + 1))
    text = [f"<b>{chat.voice.say('Laporan saya')}</b>", *(f"{n} {_own(chat, line)}" for n, line in numbers)]
    buttons = numbered([chat.labelled(str(n), Do.VIEW, line.draft) for n, line in numbers])
    chat.show(Message("\n".join(text), (*buttons, *turning(chat, page, Do.MINE), (chat.button("Menu", Do.MENU),))))


def _own(chat: Chat, line: Line) -> str:
    day = chat.voice.day(line.day, chat.local.date())
    return f"{titled(chat, line)}, {day} · {chat.voice.say(STATES[line.status])}"


async def show_returned(chat: Chat) -> None:
    """What was handed back, each with its sentence."""
    returned = (await chat.store.reviews.returned_to(chat.person))[:MOST_RETURNED]
    if not returned:
        await show_menu(chat, chat.voice.say("Tidak ada laporan yang perlu diperbaiki."))
        return
    _at_a_list(chat)
    text = [f"<b>{chat.voice.say('Perlu diperbaiki')}</b>"]
    text += [_handed_back(chat, number, each) for number, each in enumerate(returned, 1)]
    buttons = [
        (chat.button("Perbaiki {n}", Do.FIX, each.review.id, n=number),) for number, each in enumerate(returned, 1)
    ]
    chat.show(Message("\n".join(text), (*buttons, (chat.button("Menu", Do.MENU),))))


def _handed_back(chat: Chat, number: int, returned: Returned) -> str:
    form = chat.kit.library.find(returned.form, returned.form_version)
    review = returned.review
    return f"{number} {escaped(form.title)} {review.number}\n{escaped(review.by)}: {quoted(review.sentence)}"


async def notice(chat: Chat, returned: Returned) -> Message:
    """What the author is told: who handed it back, why, and the answer as it is."""
    chat.session.place = Place.ASIDE
    review = returned.review
    text = chat.voice.say(
        "{by} mengembalikan laporan {number}: {sentence}",
        by=review.by,
        number=review.number,
        sentence=Html(quoted(review.sentence)),
    )
    answer = await _answer(chat, returned)
    fix = (chat.button("Perbaiki", Do.FIX, review.id),)
    return Message("\n\n".join(part for part in (text, answer) if part), (fix, _afterwards(chat)))


async def _answer(chat: Chat, returned: Returned) -> str:
    """The answer that was marked, as it was sent."""
    sent = await chat.store.submissions.find(returned.submission)
    page = await page_of_sent(chat, sent) if sent is not None else None
    if page is None or not page.turn.is_asked(returned.review.question):
        return ""
    return reviewed(page, page.turn.live.question(returned.review.question))


def _afterwards(chat: Chat) -> tuple[Button, ...]:
    """Back to the form that lies open, or to the menu."""
    draft = chat.session.draft
    if draft is not None and draft.is_open:
        return (chat.button("Lanjutkan yang tadi", Do.RESUME, draft.id), chat.button("Nanti", Do.MENU))
    return (chat.button("Nanti", Do.MENU),)


def _at_a_list(chat: Chat) -> None:
    chat.session.place = Place.MENU
    chat.session.draft_id = None
