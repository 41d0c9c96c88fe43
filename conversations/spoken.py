"""Questions and answers as people say them, as HTML."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from conversations.arriving import said
from conversations.asking import Around
from conversations.casting import fits
from conversations.form import Repeat
from conversations.live import Question
from conversations.page import Page
from domain.messages import LONGEST_TEXT
from domain.voice import INDONESIAN, escaped

SHORT = 120  # letters of an answer among others
LONG = 600  # letters of an answer by itself
IN_A_SUMMARY = 40


def label(page: Page, question: Question, *, bold: bool = False, most: int = LONGEST_TEXT) -> str:
    """The question itself."""
    text = escaped(cut(page.turn.live.label(question.ref, page.turn.language) or question.name, most))
    return f"<b>{text}</b>" if bold else text


def reviewed(page: Page, question: Question, most: int = SHORT) -> str:
    """A question with its answer on one line: by its short name, where the form gives it one.

    What is answered stands out; a form may have many optional questions that are not.
    """
    said = answer(page, question, most)
    said = f"<b>{said}</b>" if page.turn.live.value(question.ref) else said
    short = short_label(page, question)
    return f"{escaped(short)}: {said}" if short else f"{label(page, question, most=SHORT)} {said}"


def short_label(page: Page, question: Question) -> str:
    """What stands in the columns `bind::suar:ringkas` (Indonesian) and `bind::suar:ringkas_en`."""
    other = "" if page.voice.language == INDONESIAN else f"_{page.voice.language}"
    return page.turn.live.mark(question.ref, f"suar:ringkas{other}")


def section(page: Page, around: Around) -> str:
    """Where in the form something stands: its group, or which turn of which repeat, and the group in it."""
    turn_title = group_title = ""
    for element, node in around:
        title = escaped(page.turn.live.title(element, node, page.turn.language))
        if isinstance(element, Repeat):
            turn_title, group_title = f"{title} {node.place()}".strip(), ""
        else:
            group_title = title or group_title
    return " · ".join(title for title in (turn_title, group_title) if title)


def answer(page: Page, question: Question, most: int = LONG) -> str:
    """An answer; of a long one the beginning."""
    value = page.turn.live.value(question.ref)
    if not value:
        return page.voice.say("(kosong)")
    say = _BY_KIND.get(question.kind) or _BY_TYPE.get(question.type)
    if not fits(question.type, value, page.turn.context.zone):
        say = None  # a default or a calculation of the form may be of another type
    return escaped(cut(say(page, question, value) if say else value, most))


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def summary(page: Page, turn: str) -> str:
    """A turn of a repeat in a few words: its first answers."""
    inside = f"{turn}/"
    asked = (q for q in page.turn.asked() if q.ref.startswith(inside) and page.turn.live.value(q.ref))
    first = [answer(page, question, IN_A_SUMMARY) for question, _ in zip(asked, range(2), strict=False)]
    return ", ".join(first) or page.voice.say("(kosong)")


def _choices(page: Page, question: Question, value: str) -> str:
    labels = {c.value: c.label for c in page.turn.live.choices(question.ref, page.turn.language)}
    chosen = [value] if question.kind == "select1" else value.split()
    return ", ".join(labels.get(each, each) for each in chosen)


def _ranked(page: Page, question: Question, value: str) -> str:
    labels = {c.value: c.label for c in page.turn.live.choices(question.ref, page.turn.language)}
    return ", ".join(f"{number} {labels.get(each, each)}" for number, each in enumerate(value.split(), 1))


def _number(page: Page, _question: Question, value: str) -> str:
    return page.voice.number(value)


def _acknowledged(page: Page, _question: Question, _value: str) -> str:
    return page.voice.say("Sudah dibaca")


def _day(page: Page, _question: Question, value: str) -> str:
    return page.voice.day(date.fromisoformat(value[:10]), page.turn.today)


def _clock(_page: Page, _question: Question, value: str) -> str:
    return value[:5].replace(":", ".")


def _moment(page: Page, _question: Question, value: str) -> str:
    at = datetime.fromisoformat(value).astimezone(page.turn.context.zone)
    return f"{page.voice.day(at.date(), page.turn.today)}, {at:%H.%M}"


def _sent(page: Page, question: Question, value: str) -> str:
    return said(question, value, page.voice)


_BY_KIND: dict[str, Callable[[Page, Question, str], str]] = {
    "select1": _choices,
    "select": _choices,
    "rank": _ranked,
    "trigger": _acknowledged,
    "upload": _sent,
}
_BY_TYPE: dict[str, Callable[[Page, Question, str], str]] = {
    "decimal": _number,
    "date": _day,
    "time": _clock,
    "dateTime": _moment,
    "geopoint": _sent,
}
