"""Texts: what a person typed, as the answer to the present question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conversations.answers import Refused, read_choice, read_day, read_decimal, read_text, read_whole, tidy
from conversations.arriving import not_a_text
from conversations.live import Question
from conversations.places import decimals_of, read_place
from conversations.progress import settled
from conversations.state import Screen
from conversations.turn import Step, Turn, Word


def typed(turn: Turn, text: str) -> Step:
    if turn.state.screen is not Screen.ASK:
        return Step(turn.state).say("Pilih salah satu tombol di bawah ini.")
    question = turn.question
    if turn.is_note(question):
        return Step(turn.state).say("Tekan Lanjut dulu, ya.")
    try:
        value = reading(turn, question, text)
    except Refused as refused:
        return Step(turn.state, Word(refused.why, refused.gaps))
    taken = settled(turn, question, value)
    return replace(taken, answered=question.ref) if taken.state is not turn.state else taken


def reading(turn: Turn, question: Question, text: str) -> str:
    if no_text := not_a_text(question):
        raise Refused(no_text)
    if question.type == "geopoint":
        return read_place(text, decimals_of(turn.form.binds.get(question.control.path)))
    if question.kind in {"select1", "select"}:
        return _read_choices(turn, question, text)
    if question.type == "date":
        return read_day(text, turn.today, lambda day: turn.allows(question, day.isoformat()))
    return _READERS.get(question.type, read_text)(text)


_READERS: dict[str, Callable[[str], str]] = {
    "int": read_whole,
    "decimal": read_decimal,
    "string": read_text,
}


def _read_choices(turn: Turn, question: Question, text: str) -> str:
    choices = turn.live.choices(question.ref, turn.language)
    labels = [choice.label for choice in choices]
    parts = [text] if question.kind == "select1" else [part for part in _parts(text) if tidy(part)]
    found = [read_choice(part, labels) for part in parts]
    if not found or any(index is None for index in found):
        raise Refused("Saya belum menemukan pilihan itu. Tekan salah satu tombol di bawah ini.")
    picked = sorted({index for index in found if index is not None})
    return " ".join(choices[index].value for index in picked)


def _parts(text: str) -> list[str]:
    return text.replace(";", ",").replace("\n", ",").split(",")
