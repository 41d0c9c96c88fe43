"""What is looked at once more before a report is sent. What is wrong is said, and the draft stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from conversations.engine import Step, Word
from conversations.meaning import Meaning, question_of
from conversations.page import Page
from conversations.progress import ask
from domain.messages import Button, Message
from domain.presses import Do, Press
from domain.voice import Html, phrase
from handlers.correcting import NOT_ITS_AUTHOR, locked_sentence, may_correct
from handlers.filling import Filling
from handlers.subject import Subject
from storage.submissions import VERIFIED, Submission

NOT_YOURS = phrase("Klien ini bukan klien Anda lagi. Tanyakan kepada petugas pendamping Anda.")
NO_UNIT = phrase("Unit itu tidak ada di satker Anda. Pilih unit yang lain.")
WITHDRAWN = phrase("Klien ini sudah menarik persetujuannya. Laporan tentangnya tidak bisa dikirim lagi.")
TOO_LATE = phrase("Tanggalnya belum tiba. Pilih hari ini atau sebelumnya.")
BEFORE_UNIT = phrase("Unit {unit} baru ada sejak {since}. Pilih tanggal sesudah itu.")

INSISTED = 1  # of the button that sends: the person has seen the question back


@dataclass(frozen=True)
class Checked:
    """A report that is about to be sent. `insisted`: the person has seen the question back, and wants to go on."""

    filling: Filling
    page: Page
    subject: Subject
    insisted: bool = False


Objection = Step | Message  # a word on the card, or a question back
Check = Callable[[Checked], Awaitable[Objection | None]]


async def objection_to(checked: Checked) -> Objection | None:
    """The first thing that speaks against sending the report."""
    for check in (*_ALL, *CHECKS.get(checked.filling.form.id, ())):
        objection = await check(checked)
        if objection is not None:
            return objection
    return None


def at(checked: Checked, meaning: Meaning, word: Word) -> Step:
    """Back to the question that means this, with a word."""
    question = question_of(checked.page.turn.live, meaning)
    return at_question(checked, question.ref, word) if question is not None else said(checked, word)


def at_question(checked: Checked, ref: str, word: Word) -> Step:
    """Back to this question, with a word."""
    turn = checked.page.turn
    return Step(ask(turn, turn.questions[turn.index(ref)]).state, word)


def said(checked: Checked, word: Word) -> Step:
    """The card as it is, with a word."""
    return Step(checked.filling.state, word)


def insist(checked: Checked, label: str) -> Button:
    """A button that sends the report all the same."""
    filling = checked.filling
    press = Press(Do.SEND, filling.draft.id, revision=filling.state.visit, choice=INSISTED)
    return Button(filling.chat.voice.plain(label), filling.chat.draw(press))


async def _may_still_be_corrected(checked: Checked) -> Objection | None:
    """A correction: the report may have been verified, or corrected by another draft, since this one was begun."""
    chat, corrects = checked.filling.chat, checked.filling.draft.corrects
    begun_from = await chat.store.submissions.find(corrects) if corrects is not None else None
    newest = await chat.store.submissions.newest(begun_from.number) if begun_from is not None else None
    if newest is None:
        return None
    if newest.status == VERIFIED:
        return said(checked, Word("{message}", {"message": Html(await locked_sentence(chat, newest.number))}))
    if not await may_correct(chat, newest):
        return said(checked, Word(NOT_ITS_AUTHOR, {}))
    return None if newest.id == corrects or checked.insisted else _corrected_meanwhile(checked, newest)


def _corrected_meanwhile(checked: Checked, newest: Submission) -> Message:
    chat, draft = checked.filling.chat, checked.filling.draft
    text = chat.voice.say(
        "Laporan {number} sudah dikoreksi sementara itu. Kalau yang ini dikirim, yang ini yang berlaku.",
        number=newest.number,
    )
    send, back = insist(checked, phrase("Kirim yang ini")), chat.button("Lihat dulu", Do.RESUME, draft.id)
    return Message(text, ((send,), (back, chat.button("Menu", Do.MENU))))


async def _finds_its_subject(checked: Checked) -> Objection | None:
    match checked.subject.missing:
        case Meaning.CLIENT:
            return at(checked, Meaning.CLIENT, Word(NOT_YOURS, {}))
        case Meaning.UNIT:
            return at(checked, Meaning.UNIT, Word(NO_UNIT, {}))
    return None


async def _is_consented(checked: Checked) -> Objection | None:
    client = checked.subject.client
    return said(checked, Word(WITHDRAWN, {})) if client is not None and not client.consented else None


async def _has_a_day_that_was(checked: Checked) -> Objection | None:
    chat, subject = checked.filling.chat, checked.subject
    if subject.day > chat.local.date():
        return at(checked, Meaning.DAY, Word(TOO_LATE, {}))
    unit, tells_its_story = subject.unit, checked.filling.form.id in _BEFORE_THE_UNIT
    if unit is not None and unit.since is not None and subject.day < unit.since and not tells_its_story:
        gaps = {"unit": unit.name, "since": chat.voice.day(unit.since)}
        return at(checked, Meaning.DAY, Word(BEFORE_UNIT, gaps))
    return None


_ALL: tuple[Check, ...] = (_may_still_be_corrected, _finds_its_subject, _is_consented, _has_a_day_that_was)
_BEFORE_THE_UNIT = frozenset(("tahap_unit", "pembentukan"))  # they tell how a unit came to be

# What single forms want looked at besides, by their ids.
CHECKS: Mapping[str, tuple[Check, ...]] = {}
