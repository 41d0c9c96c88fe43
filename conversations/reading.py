"""Texts: what a person typed, as the answer to the present question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

from conversations.answers import Refused, plain, read_choice, read_day, read_decimal, read_text, read_whole, tidy
from conversations.arriving import not_a_text
from conversations.live import Choice, Question
from conversations.places import decimals_of, read_place
from conversations.progress import settled
from conversations.scale import scale_of
from conversations.searching import is_searched, search
from conversations.state import Screen
from conversations.times import allows_day, picked_day, read_moment, read_time, written_moment, written_time
from conversations.turn import Step, Turn, Word

Read = Callable[[Turn, Question, str], str]

ACKNOWLEDGED = "OK"  # what ODK stores for it
_YES = {"ok", "oke", "ya", "yes", "siap", "baik"}


def typed(turn: Turn, text: str) -> Step:
    """One text, as the answer to the question on the screen."""
    if turn.state.screen is not Screen.ASK:
        return Step(turn.state).say("Pilih salah satu tombol di bawah ini.")
    question = turn.question
    if turn.is_note(question):
        return Step(turn.state).say("Tekan Lanjut dulu, ya.")
    try:
        value = reading(turn, question, text)
    except Refused as refused:
        return _half(turn, question, text) or Step(turn.state, Word(refused.why, refused.gaps))
    taken = settled(turn, question, value)
    return replace(taken, answered=(question.ref,)) if taken.state is not turn.state else taken


def _half(turn: Turn, question: Question, text: str) -> Step | None:
    """A text that is no answer yet, but leads to one: a search, or a day without its time."""
    if is_searched(turn, question):
        return search(turn, question, text)
    day = _day_alone(turn, question, text) if question.type == "dateTime" else None
    return Step(turn.keep(turn.state.then(picks=(day.isoformat(),), leaf=None))) if day else None


def _day_alone(turn: Turn, question: Question, text: str) -> date | None:
    try:
        day, clock = _moment(turn, question, text)
    except Refused:
        return None
    return day if clock is None else None


def reading(turn: Turn, question: Question, text: str) -> str:
    """The value that a text stands for. Raises `Refused` where it stands for none."""
    read = _BY_KIND.get(question.kind) or _BY_TYPE.get(question.type)
    return read(turn, question, text) if read else read_text(text)


def _one_choice(turn: Turn, question: Question, text: str) -> str:
    return _chosen(turn, question, [text])[0]


def _several_choices(turn: Turn, question: Question, text: str) -> str:
    values = _chosen(turn, question, _parts(text))
    choices = turn.live.choices(question.ref, turn.language)
    return " ".join(choice.value for choice in choices if choice.value in values)


def _ranked_choices(turn: Turn, question: Question, text: str) -> str:
    values = _chosen(turn, question, _parts(text))
    count = len(turn.live.choices(question.ref, turn.language))
    if len(set(values)) != count:
        raise Refused("Sebut semua pilihan satu kali, yang pertama dulu. Atau ketuk tombolnya berurutan.")
    return " ".join(values)


def _chosen(turn: Turn, question: Question, parts: list[str]) -> list[str]:
    choices: tuple[Choice, ...] = turn.live.choices(question.ref, turn.language)
    labels = [choice.label for choice in choices]
    found = [read_choice(part, labels) for part in parts]
    if not found or any(index is None for index in found):
        raise Refused("Saya belum menemukan pilihan itu. Tekan salah satu tombol di bawah ini.")
    return [choices[index].value for index in found if index is not None]


def _parts(text: str) -> list[str]:
    return [part for part in text.replace(";", ",").replace("\n", ",").split(",") if tidy(part)]


def _range(turn: Turn, question: Question, text: str) -> str:
    scale = scale_of(question)
    step = scale.step_of(read_decimal(text))
    if step is None:
        ends = sorted((scale.start, scale.last))
        if scale.step in (1, -1):
            raise Refused("Tulis angka dari {first} sampai {last}.", {"first": ends[0], "last": ends[1]})
        gaps = {"first": ends[0], "last": ends[1], "step": abs(scale.step)}
        raise Refused("Tulis angka dari {first} sampai {last}, dengan jarak {step}.", gaps)
    return scale.written(step)


def _day(turn: Turn, question: Question, text: str) -> str:
    return read_day(text, turn.today, lambda day: allows_day(turn, question, day))


def _time(turn: Turn, _question: Question, text: str) -> str:
    return written_time(read_time(text, turn.context.now), turn.context.now)


def _day_and_time(turn: Turn, question: Question, text: str) -> str:
    day, clock = _moment(turn, question, text)
    if day is None and turn.state.at == question.ref:
        day = picked_day(turn)
    if day is None:
        raise Refused("Hari apa? Tulis misalnya kemarin jam 8 pagi.")
    if clock is None:
        raise Refused("Jam berapa? Tulis misalnya 14.30 atau jam 8 pagi.")
    return written_moment(day, clock, turn.context.now)


def _moment(turn: Turn, question: Question, text: str) -> tuple[date | None, time | None]:
    return read_moment(text, turn.context.now, lambda day: allows_day(turn, question, day))


def _acknowledged(_turn: Turn, _question: Question, text: str) -> str:
    if plain(text) not in _YES:
        raise Refused("Tekan tombol di bawah ini, ya.")
    return ACKNOWLEDGED


def _place(turn: Turn, question: Question, text: str) -> str:
    return read_place(text, decimals_of(turn.form.binds.get(question.control.path)))


def _file(_turn: Turn, question: Question, _text: str) -> str:
    raise Refused(not_a_text(question))


def _read(read: Callable[[str], str]) -> Read:
    return lambda _turn, _question, text: read(text)


_BY_KIND: dict[str, Read] = {
    "select1": _one_choice,
    "select": _several_choices,
    "rank": _ranked_choices,
    "range": _range,
    "trigger": _acknowledged,
    "upload": _file,
}
_BY_TYPE: dict[str, Read] = {
    "int": _read(read_whole),
    "integer": _read(read_whole),
    "decimal": _read(read_decimal),
    "date": _day,
    "time": _time,
    "dateTime": _day_and_time,
    "geopoint": _place,
}
