"""Cards: what a state looks like on the screen. One question a card, buttons before typing."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conversations import arriving
from conversations.calendar import calendar_rows
from conversations.live import Question
from conversations.pressing import EPOCH
from conversations.state import Screen
from conversations.turn import Turn, Word
from domain.messages import Button, Message, Rows
from domain.presses import Do, Press
from domain.voice import Html, Voice, escaped, phrase

Draw = Callable[[Press], str]

WIDE_LABEL = 16
IN_A_ROW = 5
MOST_CHOICES = 10
CHOICES_A_PAGE = 8
LINES_A_PAGE = 15
MOST_HELD = 8
SHORT = 120  # letters of an answer among others
LONG = 600  # letters of an answer by itself
DAYS_OFFERED = 3


@dataclass(frozen=True)
class Page:
    """What is needed to draw the cards of one draft."""

    turn: Turn
    voice: Voice
    draw: Draw
    subject: int
    name: str

    def button(self, label: str, do: Do, question: int = 0, choice: int = 0) -> Button:
        """A button of this screen: it carries the visit in which it was drawn."""
        press = Press(do, self.subject, question, self.turn.state.visit, choice)
        return Button(label, self.draw(press))

    def say(self, phrase: str, do: Do, question: int = 0, choice: int = 0) -> Button:
        return self.button(self.voice.say(phrase), do, question, choice)


def card(page: Page, word: Word | None = None, dropped: Sequence[str] = ()) -> Message:
    """The card of the present screen, with a word above it."""
    drawn = _SCREENS[page.turn.state.screen](page)
    above = [*_words(page, word), *_dropped(page, dropped)]
    rows = drawn.rows
    if word is not None and word.change is not None:
        label = page.voice.say("Ubah jawaban itu")
        rows = ((page.button(label, Do.CHANGE, word.change),), *rows)
    return Message("\n\n".join([*above, drawn.text]), rows)


def flash(page: Page, word: Word | None) -> str:
    """The word as plain text, for the flash over the chat."""
    return _plain_word(page, word) if word else ""


def _words(page: Page, word: Word | None) -> list[str]:
    return [f"⚠ {page.voice.say(word.phrase, **_gaps(page, word))}"] if word else []


def _plain_word(page: Page, word: Word) -> str:
    return html.unescape(page.voice.say(word.phrase, **_gaps(page, word)))


def _gaps(page: Page, word: Word) -> dict[str, object]:
    if word.change is None:
        return word.gaps
    return {"answer": Html(answer(page, page.turn.questions[word.change]))}


def _dropped(page: Page, dropped: Sequence[str]) -> list[str]:
    questions = [page.turn.questions[page.turn.index(ref)] for ref in dropped]
    if not questions:
        return []
    names = ", ".join(label(page, question) for question in questions)
    return [page.voice.say("Jawaban ini tidak dipakai lagi: {names}.", names=Html(names))]


# --- A question ----------------------------------------------------------------------------------


def _question(page: Page) -> Message:
    question = page.turn.question
    parts = [_heading(page, question), label(page, question, bold=True)]
    hint = page.turn.live.hint(question.ref, page.turn.language)
    if hint:
        parts.append(f"<i>{escaped(hint)}</i>")
    prompt = arriving.prompt(page.turn.state, question)
    if prompt:
        parts.append(f"<i>{page.voice.say(prompt)}</i>")
    if not page.turn.is_note(question):
        parts += _present_answer(page, question)
    return Message("\n".join(parts), (*_answer_rows(page, question), _navigation(page, question)))


def _heading(page: Page, question: Question) -> str:
    turn, voice = page.turn, page.voice
    asked = turn.asked()
    here = sum(1 for q in asked if turn.index(q.ref) <= turn.index(question.ref)) or 1
    about = phrase("{n} dari kira-kira {of}") if turn.form.branches else phrase("{n} dari {of}")
    titles = turn.live.group_labels(question.ref, turn.language)
    step = voice.say(about, n=here, of=len(asked))
    bar = "▰" * here + "▱" * (len(asked) - here)
    section = " ".join([bar, *(escaped(title) for title in titles[-1:])])
    return "\n".join([f"<b>{escaped(turn.form.title)}</b> · {step}", section, *_recorded(page), ""])


def _recorded(page: Page) -> list[str]:
    """What was just recorded."""
    index = page.turn.index(page.turn.state.recorded)
    return [f"✅ {answer(page, page.turn.questions[index], SHORT)}"] if index >= 0 else []


def _present_answer(page: Page, question: Question) -> list[str]:
    if question.kind == "select" or not page.turn.live.value(question.ref):
        return []
    return ["", page.voice.say("Sekarang tercatat: {answer}", answer=Html(answer(page, question, LONG)))]


def label(page: Page, question: Question, *, bold: bool = False) -> str:
    """The question itself, as HTML."""
    text = escaped(page.turn.live.label(question.ref, page.turn.language) or question.name)
    return f"<b>{text}</b>" if bold else text


def answer(page: Page, question: Question, most: int = LONG) -> str:
    """An answer as people say it, as HTML; of a long one the beginning."""
    live, value = page.turn.live, page.turn.live.value(question.ref)
    if not value:
        return page.voice.say("(kosong)")
    if question.kind in {"select1", "select"}:
        labels = {c.value: c.label for c in live.choices(question.ref, page.turn.language)}
        return escaped(_cut(", ".join(labels.get(each, each) for each in value.split()), most))
    if said := arriving.said(question, value, page.voice):
        return escaped(said)
    if question.type == "date":
        return page.voice.day(date.fromisoformat(value[:10]), page.turn.today)
    return escaped(_cut(value, most))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _answer_rows(page: Page, question: Question) -> Rows:
    if page.turn.is_note(question):
        return ((page.say("Lanjut", Do.NEXT, page.turn.index(question.ref)),),)
    if question.kind == "select1":
        return _one_of(page, question)
    if question.kind == "select":
        return _several_of(page, question)
    if question.type == "date":
        return _days(page, question)
    return ()


def _one_of(page: Page, question: Question) -> Rows:
    index = page.turn.index(question.ref)
    choices = page.turn.live.choices(question.ref, page.turn.language)
    return _leaves(page, [page.button(c.label, Do.ANSWER, index, n) for n, c in enumerate(choices)])


def _several_of(page: Page, question: Question) -> Rows:
    index, picks = page.turn.index(question.ref), page.turn.state.picks
    choices = page.turn.live.choices(question.ref, page.turn.language)
    toggles = [
        page.button(f"☑ {c.label}", Do.OFF, index, n)
        if c.value in picks
        else page.button(f"☐ {c.label}", Do.ON, index, n)
        for n, c in enumerate(choices)
    ]
    return (*_leaves(page, toggles), (page.say("Selesai", Do.DONE, index),))


def _leaves(page: Page, buttons: Sequence[Button]) -> Rows:
    """The buttons, or one page of them where there are many."""
    if len(buttons) <= MOST_CHOICES:
        return packed(buttons)
    leaf, of = _leaf(page, len(buttons), CHOICES_A_PAGE)
    shown = buttons[leaf * CHOICES_A_PAGE : (leaf + 1) * CHOICES_A_PAGE]
    return (*packed(shown), _turning(page, leaf, of))


def _leaf(page: Page, count: int, at_once: int) -> tuple[int, int]:
    """Which page is open, and how many there are."""
    of = -(-count // at_once)
    return min(max(page.turn.state.leaf or 0, 0), of - 1), of


def _turning(page: Page, leaf: int, of: int) -> tuple[Button, ...]:
    back = page.button("‹", Do.PAGE, choice=(leaf - 1) % of)
    return (back, page.button(f"{leaf + 1}/{of}", Do.NOTHING), page.button("›", Do.PAGE, choice=(leaf + 1) % of))


def packed(buttons: Sequence[Button]) -> Rows:
    """Two short labels side by side, long ones alone: a label that is cut off cannot be chosen."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        fits = rows and len(rows[-1]) == 1 and max(len(button.label), len(rows[-1][0].label)) <= WIDE_LABEL
        if fits:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)


def _days(page: Page, question: Question) -> Rows:
    index, turn = page.turn.index(question.ref), page.turn
    if turn.state.leaf is not None:
        return calendar_rows(
            turn.state.leaf,
            page.voice,
            day=lambda day: page.button(str(day.day), Do.DAY, index, day.toordinal() - EPOCH),
            leaf=lambda name, month: page.button(name, Do.CALENDAR, index, month),
            plain=lambda name: page.button(name, Do.NOTHING),
            allowed=lambda day: turn.allows(question, day.isoformat()),
        )
    offered = [(name, day) for name, day in _near_days(turn.today) if turn.allows(question, day.isoformat())]
    near = [
        page.button(page.voice.say(name), Do.DAY, index, day.toordinal() - EPOCH)
        for name, day in offered[:DAYS_OFFERED]
    ]
    month = turn.today.year * 12 + turn.today.month - 1
    return (*packed(near), (page.say("Tanggal lain", Do.CALENDAR, index, month),))


def _near_days(today: date) -> Iterable[tuple[str, date]]:
    # Offered where the form allows them: looking back for what was done, ahead for what is planned.
    yield phrase("Hari ini"), today
    yield phrase("Kemarin"), today - timedelta(days=1)
    yield phrase("Besok"), today + timedelta(days=1)
    yield phrase("Seminggu lagi"), today + timedelta(days=7)


def _navigation(page: Page, question: Question) -> tuple[Button, ...]:
    turn = page.turn
    index = turn.index(question.ref)
    buttons = []
    if any(turn.index(q.ref) < index for q in turn.asked()):
        buttons.append(page.say("‹ Kembali", Do.BACK))
    buttons += _past(page, question, index)
    buttons.append(page.say("Batal", Do.CANCEL))
    return tuple(buttons)


def _past(page: Page, question: Question, index: int) -> list[Button]:
    """How to go on without a new answer: what is recorded stays, unless it is taken away on purpose."""
    live = page.turn.live
    if page.turn.is_note(question) or question.kind == "select":
        return []
    optional = not live.required(question.ref)
    if not live.value(question.ref):
        return [page.say("Lewati", Do.SKIP, index)] if optional else []
    clear = [page.say("Kosongkan", Do.SKIP, index)] if optional else []
    return [page.say("Biarkan", Do.REVIEW), *clear]


# --- The other screens ---------------------------------------------------------------------------


def _review(page: Page) -> Message:
    asked = list(enumerate(page.turn.asked(), 1))
    leaf, of = _leaf(page, len(asked), LINES_A_PAGE)
    shown = asked[leaf * LINES_A_PAGE : (leaf + 1) * LINES_A_PAGE]
    lines = [f"{number} {label(page, question)} <b>{answer(page, question, SHORT)}</b>" for number, question in shown]
    heading = page.voice.say("Periksa dulu, {name}", name=page.name)
    how = page.voice.say("Ketuk nomornya untuk mengubah.")
    turning = _turning(page, leaf, of) if of > 1 else ()
    return Message(
        "\n".join([f"<b>{heading}</b>", *lines, "", f"<i>{how}</i>"]),
        _review_rows(page, shown, turning),
    )


def _review_rows(page: Page, asked: Sequence[tuple[int, Question]], turning: tuple[Button, ...]) -> Rows:
    numbers = [page.button(str(number), Do.CHANGE, page.turn.index(question.ref)) for number, question in asked]
    changes = tuple(tuple(numbers[i : i + IN_A_ROW]) for i in range(0, len(numbers), IN_A_ROW))
    last = (page.say("Simpan draf", Do.KEEP), page.say("Batal", Do.CANCEL))
    pages = (turning,) if turning else ()
    return ((page.say("Kirim", Do.SEND),), *changes, *pages, last)


def _cancelling(page: Page) -> Message:
    text = page.voice.say("Laporan ini belum dikirim. Mau diapakan?")
    rows = (
        (page.say("Lanjutkan mengisi", Do.RESUME),),
        (page.say("Simpan draf", Do.KEEP),),
        (page.say("Buang", Do.DROP),),
    )
    return Message(text, rows)


def _holding(page: Page) -> Message:
    held = page.turn.state.held
    lines = [f"• {escaped(_cut(message.text, SHORT))}" for message in held[:MOST_HELD]]
    lines += [page.voice.say("… dan {n} lagi", n=len(held) - MOST_HELD)] if len(held) > MOST_HELD else []
    text = page.voice.say("Beberapa pesan datang sekaligus. Yang ini belum tercatat:")
    asking = page.turn.state.at
    about = (
        [page.voice.say("Pertanyaan berikut: {label}", label=Html(label(page, page.turn.question)))] if asking else []
    )
    use = ((page.say("Pakai untuk pertanyaan berikut", Do.USE_HELD),),) if asking else ()
    join = ((page.say("Gabung jadi satu", Do.JOIN_HELD),),) if asking or page.turn.state.last_text else ()
    rows = (*use, *join, (page.say("Buang", Do.DROP_HELD),))
    return Message("\n".join([text, *lines, *about]), rows)


_SCREENS: dict[Screen, Callable[[Page], Message]] = {
    Screen.ASK: _question,
    Screen.REVIEW: _review,
    Screen.CANCEL: _cancelling,
    Screen.HELD: _holding,
}
