"""A report that was sent, as it was sent, and what was said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from conversations.engine import as_sent
from conversations.page import Page
from conversations.spoken import LONG, answer, reviewed
from domain.messages import LONGEST_TEXT, Button, Message, Rows
from domain.presses import Do
from domain.territory import zone_name
from domain.voice import Html, escaped, fitted, phrase
from handlers.audited import saw_report
from handlers.chat import Chat
from handlers.correcting import is_locked, quoted
from handlers.filling import context_of
from handlers.sending import receipt
from storage.drafts import Draft
from storage.reviews import UNLOCKED, Review
from storage.sessions import Place
from storage.submissions import RETURNED, VERIFIED, Submission

LONGEST_BELOW = 1400  # what stands below the answers: the receipt, and what was said
SAID = {
    VERIFIED: phrase("✅ Diverifikasi oleh {by}, {moment}."),
    RETURNED: phrase("Dikembalikan oleh {by}, {moment}: {sentence}"),
    UNLOCKED: phrase("Dibuka lagi oleh {by}, {moment}."),
}


async def page_of_sent(chat: Chat, sent: Submission) -> Page:
    """The answers of a report, ready to be shown."""
    form = chat.kit.library.find(sent.form, sent.form_version)
    turn = as_sent(form, sent.instance.decode(), await context_of(chat, form, sent.id))
    return Page(turn, chat.voice, chat.draw, sent.id, chat.person.name)


async def show_sent(chat: Chat, draft: Draft, sent: Submission) -> None:
    """A report of one's own, with what was said of it last."""
    chat.session.place = Place.ASIDE
    saw_report(chat, sent)
    page = await page_of_sent(chat, sent)
    reviews = (await chat.store.reviews.of(sent.number))[:1] if sent.status in SAID else []
    below = "\n".join([receipt(chat, sent), *(said(chat, review) for review in reviews)])
    fix = tuple(chat.button("Perbaiki", Do.FIX, each.id) for each in reviews if each.what == RETURNED)
    rows = (*([fix] if fix else []), (*await correct_button(chat, draft, sent), chat.button("Menu", Do.MENU)))
    chat.show(with_answers([heading(page, sent)], answers(page), below, rows))


async def correct_button(chat: Chat, draft: Draft, sent: Submission) -> tuple[Button, ...]:
    """A way to correct it, unless it is locked."""
    return () if await is_locked(chat, sent) else (chat.button("Koreksi", Do.CORRECT, draft.id),)


# --- Its parts ------------------------------------------------------------------------------------


def heading(page: Page, sent: Submission) -> str:
    return f"<b>{escaped(page.turn.form.title)}</b> · {sent.number}"


def answers(page: Page) -> list[str]:
    return [reviewed(page, question, LONG) for question in page.turn.asked()]


def changes(before: Page, after: Page) -> Iterator[str]:
    """The earlier answers; beside those that were changed what they became."""
    now = {question.ref: question for question in after.turn.asked()}
    for question in before.turn.asked():
        later = now.pop(question.ref, None)
        became = after.turn.live.value(later.ref) if later is not None else ""
        if became == before.turn.live.value(question.ref):
            yield reviewed(before, question, LONG)
        else:
            new = answer(after, later) if later is not None else before.voice.say("(kosong)")
            yield f"✎ {reviewed(before, question, LONG)} → <b>{new}</b>"
    for later in now.values():
        yield f"✎ {reviewed(after, later, LONG)} {before.voice.say('(baru)')}"


def with_answers(above: Sequence[str], lines: Sequence[str], below: str, rows: Rows) -> Message:
    """Answers, between what stands above and below them. However long they are, the rest is there."""
    text = fitted("\n".join([*above, *lines]), LONGEST_TEXT - LONGEST_BELOW)
    return Message(f"{text}\n\n{below}" if below else text, rows)


def said(chat: Chat, review: Review) -> str:
    """One review, in a sentence."""
    sentence = {"sentence": Html(quoted(review.sentence))} if review.sentence else {}
    return chat.voice.say(SAID[review.what], by=review.by, moment=moment(chat, review.at), **sentence)


def moment(chat: Chat, at: datetime) -> str:
    return chat.voice.moment(at.astimezone(chat.zone), zone_name(chat.zone))
