"""Answers that are no text: a place, or a file that was sent and arrives a moment later.

A question that waits for its file is in `State.coming`, and stays open. The file may arrive when its person is
elsewhere by now: then it is recorded quietly, and nothing moves under their fingers.
"""

from __future__ import annotations

from dataclasses import replace

from conversations import places
from conversations.form import Form
from conversations.live import Context, LiveForm, Question
from conversations.progress import settled
from conversations.state import Screen, State
from conversations.turn import Step, Turn
from domain.files import Wanted
from domain.voice import Voice, phrase

PLACE = "geopoint"

_ASK = {
    Wanted.PHOTO: phrase("Kirim foto lewat 📎."),
    Wanted.SOUND: phrase("Rekam suara dengan 🎤, atau kirim lewat 📎."),
    Wanted.VIDEO: phrase("Kirim video lewat 📎."),
    Wanted.ANY: phrase("Kirim berkas lewat 📎, pilih File."),
}
_COMING = {
    Wanted.PHOTO: phrase("Foto sedang disimpan…"),
    Wanted.SOUND: phrase("Rekaman sedang disimpan…"),
    Wanted.VIDEO: phrase("Video sedang disimpan…"),
    Wanted.ANY: phrase("Berkas sedang disimpan…"),
}
_HERE = {
    Wanted.PHOTO: phrase("Foto tersimpan"),
    Wanted.SOUND: phrase("Rekaman tersimpan"),
    Wanted.VIDEO: phrase("Video tersimpan"),
    Wanted.ANY: phrase("Berkas tersimpan"),
}
_NO_TEXT = {
    Wanted.PHOTO: phrase("Kirim fotonya, ya: ketuk 📎."),
    Wanted.SOUND: phrase("Kirim rekaman suaranya, ya: tahan 🎤."),
    Wanted.VIDEO: phrase("Kirim videonya, ya: ketuk 📎."),
    Wanted.ANY: phrase("Kirim berkasnya, ya: ketuk 📎, pilih File."),
}


# --- What a question takes -----------------------------------------------------------------------


def wanted(question: Question) -> Wanted | None:
    """The kind of file that answers it; None where no file does."""
    if question.kind != "upload":
        return None
    media = question.control.settings.get("mediatype", "").partition("/")[0]
    return Wanted(media) if media in {each.value for each in Wanted} else Wanted.ANY


def takes_place(question: Question) -> bool:
    return question.type == PLACE


def ask_for(question: Question) -> str:
    """How to answer a question that takes a file or a place; empty for all others."""
    kind = wanted(question)
    if kind is not None:
        return _ASK[kind]
    return places.ASK if takes_place(question) else ""


def not_a_text(question: Question) -> str:
    """What is said to somebody who types where a file is wanted; empty where typing is right."""
    kind = wanted(question)
    return _NO_TEXT[kind] if kind is not None else ""


# --- How it looks --------------------------------------------------------------------------------


def prompt(state: State, question: Question) -> str:
    """What stands under the question: how to answer it, or that its file is on its way."""
    kind = wanted(question)
    return _COMING[kind] if kind is not None and question.ref in state.coming else ask_for(question)


def said(question: Question, value: str, voice: Voice) -> str:
    """The answer as people say it; empty for questions of other kinds. A file's name says nothing to anybody."""
    kind = wanted(question)
    if kind is not None:
        return voice.say(_HERE[kind])
    return places.said(value, voice) if takes_place(question) else ""


# --- What happens --------------------------------------------------------------------------------


def expect(state: State, ref: str) -> State:
    """The file for this question is on its way."""
    return state.then(coming=(*_others(state, ref), ref))


def give_up(state: State, ref: str) -> State:
    """The file that was on its way will not come: the question is open as before."""
    return state.then(coming=_others(state, ref))


def give(form: Form, state: State, ref: str, value: str, context: Context) -> Step:
    """Take an answer that is no text: a place, or the name of a file.

    It moves the conversation on only where its question is what the person has before them. `answered` says whether
    it was taken.
    """
    turn = Turn(form, give_up(state, ref), context)
    if not turn.is_asked(ref):
        return Step(turn.state)
    question = turn.questions[turn.index(ref)]
    here = state.at == ref and state.screen in {Screen.ASK, Screen.HELD}
    taken = settled(turn, question, value) if here else _quietly(turn, question, value)
    return taken if taken.word else replace(taken, answered=(ref,))


def _quietly(turn: Turn, question: Question, value: str) -> Step:
    """Record it and change nothing else, unless it has closed the question or list that the person is at."""
    before = turn.state
    taken = settled(turn, question, value, staying=True)
    if taken.word or (before.at and not _is_there(turn, before.at)):
        return taken
    where = ("screen", "at", "visit", "picks", "leaf", "recorded", "last_text")
    return replace(taken, state=replace(taken.state, **{name: getattr(before, name) for name in where}))


def _is_there(turn: Turn, at: str) -> bool:
    return turn.is_asked(at) or turn.is_listed(at)


def _others(state: State, ref: str) -> tuple[str, ...]:
    return tuple(each for each in state.coming if each != ref)


def file_names(live: LiveForm, *, relevant_only: bool = False) -> tuple[str, ...]:
    """The names of the files among the answers, also of those that are not relevant now and may be again."""
    uploads = [q.ref for q in live.questions() if q.kind == "upload"]
    return tuple(live.value(ref) for ref in uploads if live.value(ref) and (live.relevant(ref) or not relevant_only))
