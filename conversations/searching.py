"""Long lists of choices are searched: people type a few letters, and see what fits."""

from __future__ import annotations

from conversations.answers import plain, tidy
from conversations.live import Choice, Question
from conversations.turn import Step, Turn

MANY = 30  # choices; beyond these, leafing through pages is no fun
LONGEST = 60  # letters to search for


def is_searched(turn: Turn, question: Question) -> bool:
    """Whether the choices of this question are too many to look through."""
    return question.kind in {"select1", "select"} and len(turn.live.choices(question.ref, turn.language)) > MANY


def search(turn: Turn, question: Question, text: str) -> Step:
    """Show only the choices that fit these letters."""
    wanted = tidy(text)[:LONGEST]
    if not plain(wanted) or not fitting(turn.live.choices(question.ref, turn.language), wanted):
        return Step(turn.state).say("Tidak ada pilihan yang cocok dengan “{text}”. Coba kata lain.", text=wanted)
    return Step(turn.keep(turn.state.then(search=wanted, leaf=None)))


def fitting(choices: tuple[Choice, ...], wanted: str) -> list[int]:
    """The choices in whose labels each word of the search is found, those that begin with it first."""
    words = plain(wanted).split()
    labels = [plain(choice.label) for choice in choices]
    found = [index for index, label in enumerate(labels) if all(word in label for word in words)]
    return sorted(found, key=lambda index: not labels[index].startswith(plain(wanted)))
