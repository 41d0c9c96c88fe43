"""The card of a question: one question, its hint, its buttons, and the way back."""

from __future__ import annotations

from conversations.arriving import prompt
from conversations.heading import heading
from conversations.keyboards import answer_rows
from conversations.lists import beside
from conversations.live import Question
from conversations.page import Page
from conversations.progress import why
from conversations.scale import scale_of
from conversations.searching import is_searched
from conversations.spoken import LONG, answer, label, section
from conversations.times import picked_day
from domain.messages import Button, File, Message
from domain.presses import Do
from domain.voice import Html, escaped

CHOSEN = frozenset(("select1", "select", "rank"))
NUMBERS = frozenset(("int", "integer", "decimal"))


def question_card(page: Page) -> Message:
    question = page.turn.question
    parts = [heading(page, question.ref, section(page, question.around)), label(page, question, bold=True)]
    parts += _hints(page, question)
    parts += _present_answer(page, question)
    rows = (*answer_rows(page, question), _navigation(page, question))
    return Message("\n".join(parts), rows, photo=_picture(page, question))


def _picture(page: Page, question: Question) -> File | None:
    """The picture that the form shows with this question."""
    name = beside(page.turn.live.media(question.ref, "image", page.turn.language))
    content = page.turn.form.files.get(name)
    return File(name, content) if content else None


def _hints(page: Page, question: Question) -> list[str]:
    hint = page.turn.live.hint(question.ref, page.turn.language)
    how = "" if page.turn.is_note(question) else _how(page, question, hint)
    return [f"<i>{said}</i>" for said in (escaped(hint), how) if said]


def _how(page: Page, question: Question, hint: str) -> str:
    """How to answer, where neither the buttons nor the form say it."""
    voice = page.voice
    if sending := prompt(page.turn.state, question):
        return voice.say(sending)
    if question.kind in CHOSEN and not page.turn.live.choices(question.ref, page.turn.language):
        return voice.say("Di sini tidak ada pilihan. Kalau ada jawaban sebelumnya yang keliru, kembali dan ubahlah.")
    if is_searched(page.turn, question):
        found = voice.say("Hasil untuk “{text}”.", text=page.turn.state.search)
        return found if page.turn.state.search else voice.say("Ketik beberapa huruf untuk mencari.")
    if question.kind == "input" and question.type in NUMBERS:
        return "" if hint else voice.say("Tulis angkanya.")
    return _how_in_order(page, question) or _how_far(page, question) or _what_time(page, question)


def _how_in_order(page: Page, question: Question) -> str:
    return page.voice.say("Ketuk berurutan, yang pertama dulu.") if question.kind == "rank" else ""


def _how_far(page: Page, question: Question) -> str:
    if question.kind != "range":
        return ""
    scale = scale_of(question)
    first, last = (page.voice.number(str(end)) for end in sorted((scale.start, scale.last)))
    return page.voice.say("Dari {first} sampai {last}.", first=first, last=last)


def _what_time(page: Page, question: Question) -> str:
    day = picked_day(page.turn) if question.type == "dateTime" else None
    return page.voice.say("{day}. Jam berapa?", day=page.voice.day(day, page.turn.today)) if day else ""


def _present_answer(page: Page, question: Question) -> list[str]:
    """What is recorded, and why it cannot stay, where another answer has made it wrong."""
    if not page.turn.live.value(question.ref):
        return []
    if page.turn.is_note(question):
        return ["", answer(page, question, LONG)]
    recorded = _recorded(page, question) if question.kind != "select" else []
    return [*recorded, *_wrong(page, question)]


def _wrong(page: Page, question: Question) -> list[str]:
    turn = page.turn
    violation = turn.live.violation(question.ref, turn.live.value(question.ref), turn.context)
    said = why(turn, question, violation.kind) if violation else None
    return [f"⚠ {page.voice.say(said.phrase, **said.gaps)}"] if said else []


def _recorded(page: Page, question: Question) -> list[str]:
    return ["", page.voice.say("Sekarang tercatat: {answer}", answer=Html(answer(page, question, LONG)))]


def _navigation(page: Page, question: Question) -> tuple[Button, ...]:
    turn = page.turn
    index = turn.index(question.ref)
    buttons = []
    if any(turn.index(q.ref) < index and not turn.waits(q) for q in turn.asked()):
        buttons.append(page.say("‹ Kembali", Do.BACK))
    buttons += _past(page, question, index)
    buttons += _out_of_turn(page, question)
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
    stay = [page.say("Biarkan", Do.REVIEW)] if page.turn.allows(question, live.value(question.ref)) else []
    return [*stay, *clear]


def _out_of_turn(page: Page, question: Question) -> list[Button]:
    """Inside a turn of a repeat: a way to take it away, for who began it by mistake."""
    lists = {listing.ref: number for number, listing in enumerate(page.turn.listings)}
    for ref in reversed(question.groups):
        repeat, _, number = ref.rstrip("]").rpartition("[")
        if ref.endswith("]") and repeat in lists:  # a turn, not a group within one
            return [page.say("Hapus isian", Do.REMOVE_TURN, lists[repeat], int(number))]
    return []
