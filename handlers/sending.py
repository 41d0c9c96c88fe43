"""Sending a report: one number, one receipt, once."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from conversations.arriving import file_names
from conversations.page import Page
from conversations.spoken import LONG, reviewed
from domain.messages import LONGEST_TEXT, Message, Rows
from domain.presses import Do
from domain.territory import zone_name
from domain.voice import escaped, fitted
from handlers.chat import Chat
from storage.drafts import SENT, Draft
from storage.sessions import Place
from storage.submissions import Sending, Submission

FINGERPRINT = 8
LONGEST_RECEIPT = 400


async def send(chat: Chat, draft: Draft, page: Page) -> None:
    """Keep the report and show its receipt."""
    instance = page.turn.live.submission(page.turn.context).encode()
    sending = Sending(
        prefix=chat.person.unit.prefix if chat.person.unit else chat.person.code,
        unit=chat.person.unit.code if chat.person.unit else None,
        day=_day(page) or chat.local.date(),
        instance=instance,
        fingerprint=sha256(instance).hexdigest(),
    )
    sent = await chat.store.submissions.add(draft, sending, chat.local.date(), chat.now)
    chat.store.drafts.close(draft, SENT, chat.now)
    if page.turn.form.takes_files:
        chat.store.files.keep_only(draft.id, file_names(page.turn.live, relevant_only=True))
    chat.session.draft_id = None
    chat.session.place = Place.MENU
    chat.flash(chat.voice.say("Tercatat: {number}", number=sent.number))
    chat.show(Message(receipt(chat, sent), _after(chat, draft)))
    chat.let_go()
    chat.at_rest = True


def receipt(chat: Chat, sent: Submission) -> str:
    """What the person can show for it. It promises only what already runs."""
    local = sent.sent_at.astimezone(chat.zone)
    text = chat.voice.say(
        "✅ Tercatat. Nomor <b>{number}</b>, {moment}.\nSidik: <code>{print}</code>",
        number=sent.number,
        moment=chat.voice.moment(local, zone_name(chat.zone)),
        print=f"{sent.fingerprint[:4]} {sent.fingerprint[4:FINGERPRINT]}",
    )
    if sent.version == 1:
        return text
    return text + "\n" + chat.voice.say("Koreksi ke-{n}; versi sebelumnya tetap disimpan.", n=sent.version - 1)


def _after(chat: Chat, draft: Draft) -> Rows:
    return (
        (chat.button("Catat lagi", Do.REPORT), chat.button("Menu", Do.MENU)),
        (chat.button("Lihat", Do.VIEW, draft.id), chat.button("Koreksi", Do.CORRECT, draft.id)),
    )


def show_sent(chat: Chat, draft: Draft, sent: Submission, page: Page) -> None:
    """A report that was sent, as it was sent."""
    chat.session.place = Place.ASIDE
    lines = [reviewed(page, question, LONG) for question in page.turn.asked()]
    heading = f"<b>{escaped(page.turn.form.title)}</b> · {sent.number}"
    buttons = ((chat.button("Koreksi", Do.CORRECT, draft.id), chat.button("Menu", Do.MENU)),)
    answers = fitted("\n".join([heading, *lines]), LONGEST_TEXT - LONGEST_RECEIPT)
    chat.show(Message(f"{answers}\n\n{receipt(chat, sent)}", buttons))


def _day(page: Page) -> date | None:
    """The day of the activity: the form's first date."""
    for question in page.turn.asked():
        if question.type == "date" and page.turn.live.value(question.ref):
            return date.fromisoformat(page.turn.live.value(question.ref)[:10])
    return None
