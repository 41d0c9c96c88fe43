"""Handing a report back: one answer of it is marked, with one sentence for its author."""

from __future__ import annotations

from conversations.asking import Question
from conversations.engine import Word
from conversations.page import Page
from conversations.spoken import label, reviewed, short_label
from domain.messages import Message, Wrote
from domain.presses import Do, Press
from domain.privacy import private_number
from domain.voice import escaped, phrase
from handlers.audited import judged, saw_report
from handlers.chat import Chat
from handlers.leaves import leaf, numbered, turning
from handlers.private import take_out
from handlers.reviewing import as_shown, may_be_returned, show_report, show_reports
from handlers.sent_reports import heading, page_of_sent
from handlers.sentences import Awaited, ask, awaited, over, wait_for
from storage.due import RETURN_NOTICE, DueThing
from storage.sessions import Place
from storage.submissions import RETURNED, SENT, Submission

LONGEST_SENTENCE = 300
ANSWERS_ON_A_PAGE = 15
ONLY_TEXT = Word(phrase("Yang ditunggu satu kalimat. Tulis sebagai pesan."), {})
TOO_LONG = phrase("Kalimatnya terlalu panjang. Tulis paling banyak {most} huruf.")


async def choose_answer(chat: Chat, press: Press) -> None:
    """Which answer is not right?"""
    sent = await _to_return(chat, press)
    if sent is None:
        return
    chat.session.place = Place.ASIDE
    saw_report(chat, sent)
    page = await page_of_sent(chat, sent)
    asked = list(enumerate(page.turn.asked(), 1))
    open_ = leaf(press.choice, len(asked), ANSWERS_ON_A_PAGE)
    shown = asked[open_.first : open_.first + open_.size]
    text = [heading(page, sent), *(f"{number} {reviewed(page, question)}" for number, question in shown)]
    text += ["", chat.voice.say("Jawaban mana yang perlu diperbaiki?")]
    numbers = [chat.labelled(str(number), Do.RETURN_ANSWER, sent.id, number) for number, _ in shown]
    back = (chat.button("‹ Kembali", Do.REPORT_IN, sent.id), chat.button("Menu", Do.MENU))
    chat.show(Message("\n".join(text), (*numbered(numbers), *turning(chat, open_, Do.RETURN, sent.id), back)))


async def ask_sentence(chat: Chat, press: Press) -> None:
    """What is wrong with it?"""
    sent = await _to_return(chat, press)
    if sent is None:
        return
    page = await page_of_sent(chat, sent)
    asked = page.turn.asked()
    if not 0 < press.choice <= len(asked):
        await show_report(chat, Press(Do.REPORT_IN, sent.id))
        return
    question = asked[press.choice - 1]
    wait_for(chat, Awaited(sent.id, sent.number, question.ref, f"{press.choice} {_name(page, question)}"))


async def _to_return(chat: Chat, press: Press) -> Submission | None:
    """The version that the button was drawn for. None where it cannot go back: it is shown as it is now."""
    shown = await as_shown(chat, press)
    if shown is None:
        return None
    line, sent = shown
    if not may_be_returned(line):
        await show_report(chat, Press(Do.REPORT_IN, sent.id))
        return None
    return sent


def _name(page: Page, question: Question) -> str:
    return escaped(short_label(page, question)) or label(page, question)


async def take_sentence(chat: Chat, wrote: Wrote) -> None:
    """The sentence: the report goes back to its author with it."""
    private = private_number(wrote.text)
    sentence = " ".join(wrote.text.split())
    if private is not None:
        ask(chat, take_out(chat, wrote.message_id, private))
    elif len(sentence) > LONGEST_SENTENCE:
        ask(chat, Word(TOO_LONG, {"most": LONGEST_SENTENCE}))
    else:
        await _hand_back(chat, sentence)


async def _hand_back(chat: Chat, sentence: str) -> None:
    about = awaited(chat)
    over(chat)
    sent = await _to_return(chat, Press(Do.RETURN, about.sent))
    if sent is None:
        return
    if not await chat.store.submissions.mark(sent.id, RETURNED, instead_of=(SENT, RETURNED)):
        await show_report(chat, Press(Do.REPORT_IN, sent.id))  # somebody was quicker
        return
    review = await chat.store.reviews.add(
        sent, RETURNED, chat.person, chat.now, question=about.question, sentence=sentence
    )
    judged(chat, sent, RETURNED)
    chat.store.due.plan(DueThing(f"returned:{review}", RETURN_NOTICE, review, chat.now))
    await show_reports(
        chat, above=chat.voice.say("Dikembalikan: {number}. Penulisnya diberi tahu.", number=sent.number)
    )


async def leave(chat: Chat) -> None:
    """/batal: nothing is handed back."""
    about = awaited(chat)
    over(chat)
    await show_report(chat, Press(Do.REPORT_IN, about.sent))
