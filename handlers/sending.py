"""Sending a report: one number, one receipt, once."""

from __future__ import annotations

from hashlib import sha256

from conversations.answered import Answers, answers_of
from conversations.arriving import file_names
from conversations.indicators import counted
from conversations.page import Page
from domain.access import Record
from domain.messages import Message, Rows
from domain.presses import Do
from domain.territory import zone_name
from handlers.audited import corrected
from handlers.chat import Chat
from handlers.correcting import KEPT
from handlers.effects import take_effect
from handlers.filed import Filed
from handlers.following import follow
from handlers.subject import Subject
from storage.drafts import SENT, Draft
from storage.sessions import Place
from storage.submissions import Sending, Submission

FINGERPRINT = 8


async def send(chat: Chat, draft: Draft, page: Page, subject: Subject) -> None:
    """Keep the report, let it take effect, and show its receipt."""
    form = page.turn.form
    instance = page.turn.live.submission(page.turn.context).encode()
    before = await _corrected(chat, draft)
    sent = await chat.store.submissions.add(draft, _sending(chat, subject, instance), chat.local.date(), chat.now)
    if sent.version > 1:
        await chat.store.reviews.settle(sent.number, chat.now)
    chat.store.drafts.close(draft, SENT, chat.now)
    if form.takes_files:
        chat.store.files.keep_only(draft.id, file_names(page.turn.live, relevant_only=True))
    if before is not None and before.person != chat.person.id:
        corrected(chat, sent, KEPT.get(sent.form, Record.ACTIVITY))
    filed = Filed(chat, draft, sent, subject, answers_of(form, instance.decode()), _answers(chat, before))
    _count(filed, page, before)
    await take_effect(filed)
    await follow(filed)
    _show(filed)


def _sending(chat: Chat, subject: Subject, instance: bytes) -> Sending:
    person, unit = chat.person, subject.unit
    return Sending(
        prefix=unit.prefix if unit is not None else person.code,
        unit=unit.code if unit is not None else None,
        day=subject.day,
        instance=instance,
        fingerprint=sha256(instance).hexdigest(),
        client=subject.client.id if subject.client is not None else None,
    )


async def _corrected(chat: Chat, draft: Draft) -> Submission | None:
    """The version that counted until now."""
    corrected = await chat.store.submissions.find(draft.corrects) if draft.corrects else None
    return await chat.store.submissions.newest(corrected.number) if corrected is not None else None


def _answers(chat: Chat, sent: Submission | None) -> Answers | None:
    if sent is None:
        return None
    return answers_of(chat.kit.library.find(sent.form, sent.form_version), sent.instance.decode())


def _count(filed: Filed, page: Page, before: Submission | None) -> None:
    counts, sent, library = filed.chat.store.counts, filed.sent, filed.chat.kit.library
    if before is not None and before.unit is not None:
        old = counted(library.find(before.form, before.form_version), before.instance.decode())
        counts.add(before.unit, before.day, old, times=-1)
    if sent.unit is not None:
        counts.add(sent.unit, sent.day, counted(page.turn.form, sent.instance.decode()))


def _show(filed: Filed) -> None:
    chat = filed.chat
    chat.session.draft_id = None
    chat.session.place = Place.MENU
    chat.flash(chat.voice.say("Tercatat: {number}", number=filed.sent.number))
    text = "\n\n".join([receipt(chat, filed.sent), *filed.told])
    chat.show(Message(text, (*(row for rows in filed.offered for row in rows), *_after(chat, filed.draft))))
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
