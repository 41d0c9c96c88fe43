"""The head of a card: which form, how far, which section, and what was just recorded."""

from __future__ import annotations

from conversations.meaning import Meaning, asks_for, question_of
from conversations.page import Page
from conversations.spoken import SHORT, answer, label
from domain.voice import escaped, phrase

LONGEST_BAR = 12
MOST_RECORDED = 10  # answers that are shown back at once


def heading(page: Page, ref: str, title: str) -> str:
    """`ref` is the question that is asked, or the last one before a list."""
    turn, voice = page.turn, page.voice
    asked = [question for question in turn.asked() if question.ref == ref or not turn.waits(question)]
    here = sum(1 for q in asked if turn.index(q.ref) <= turn.index(ref)) or 1
    of = max(here, len(asked))  # a form of notes asks nothing
    about = phrase("{n} dari kira-kira {of}") if turn.form.branches else phrase("{n} dari {of}")
    step = voice.say(about, n=here, of=of)
    progress = " ".join([_bar(here, of), *([title] if title else [])])
    of_whom = _client(page, ref)
    whose = f" · {of_whom}" if of_whom else ""
    return "\n".join([f"<b>{escaped(turn.form.title)}</b>{whose} · {step}", progress, *_recorded(page), ""])


def _client(page: Page, ref: str) -> str:
    """The client whom the form is about: with several at once, it must be plain whose answers these are."""
    if not asks_for(page.turn.form, Meaning.CLIENT):
        return ""
    question = question_of(page.turn.live, Meaning.CLIENT)
    known = question is not None and question.ref != ref and page.turn.live.value(question.ref)
    return answer(page, question, SHORT) if question is not None and known else ""


def _bar(here: int, of: int) -> str:
    """One mark a question; a long form has a shorter bar, so that it stays on its line."""
    if of > LONGEST_BAR:
        here, of = max(1, here * LONGEST_BAR // of), LONGEST_BAR
    return "▰" * here + "▱" * (of - here)


def _recorded(page: Page) -> list[str]:
    """What was just recorded; of several answers, each with its question."""
    recorded = [page.turn.index(ref) for ref in page.turn.state.recorded]
    questions = [page.turn.questions[index] for index in recorded if index >= 0]
    if len(questions) == 1:
        return [f"✅ {answer(page, questions[0], SHORT)}"]
    shown = questions[:MOST_RECORDED]
    lines = [f"✅ {label(page, each, most=SHORT)} {answer(page, each, SHORT)}" for each in shown]
    others = len(questions) - MOST_RECORDED
    return [*lines, page.voice.say("… dan {n} lagi", n=others)] if others > 0 else lines
