"""What there is to do first: at most three things, each with a button that leads to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.access import Action, Reach, Record, reach
from domain.concerns import Concern, Kind
from domain.digest import Digest, Level
from domain.messages import Rows
from domain.people import Role
from domain.presses import Do
from domain.stages import Stage
from domain.voice import phrase
from handlers.chat import Chat
from handlers.concern_words import place_of
from handlers.tasks import count_for_menu

MOST = 3
OPEN, LOOK = phrase("{n} Buka"), phrase("{n} Lihat")


@dataclass(frozen=True)
class Todo:
    """A line, and where its button leads. The button's phrase has a gap for the number of the line."""

    line: str
    phrase: str
    do: Do
    subject: int = 0


async def todos(chat: Chat, digest: Digest) -> list[Todo]:
    """The most urgent things that this person can see to."""
    if chat.person.role is Role.AGEN:
        return await _of_agent(chat)
    found = [] if digest.hides else [todo_of(chat, each) for each in await concerns_of(chat)]
    return (found or _of_overseer(chat, digest))[:MOST]


async def concerns_of(chat: Chat) -> list[Concern]:
    if reach(chat.person.role, Action.SEE, Record.CODE) is Reach.NOTHING:
        return []
    return await chat.store.concerns.of(chat.person, chat.now, chat.kit.concerns, chat.kit.rules)


def lines_of(found: Sequence[Todo]) -> list[str]:
    return [f"{number} {each.line}" for number, each in enumerate(found, 1)]


def buttons_of(chat: Chat, found: Sequence[Todo]) -> Rows:
    """In one row: each bears the number of its line."""
    row = tuple(chat.button(each.phrase, each.do, each.subject, n=number) for number, each in enumerate(found, 1))
    return (row,) if row else ()


async def _of_agent(chat: Chat) -> list[Todo]:
    due = await count_for_menu(chat)
    return [Todo(chat.voice.say("Tugas yang jatuh tempo: {n}", n=due), OPEN, Do.TASKS)] if due else []


# --- Of a satker ---------------------------------------------------------------------------------


def todo_of(chat: Chat, concern: Concern) -> Todo:
    """What is said of something that needs attention, and where it is seen to."""
    do, subject = place_of(concern)
    return Todo(_line(chat, concern), LOOK if do is Do.UNIT else OPEN, do, subject)


def _line(chat: Chat, concern: Concern) -> str:  # noqa: PLR0911  # a line for each kind
    """Shorter than in the list of what needs attention: it stands among much else."""
    say, count, unit, days = chat.voice.say, concern.count, concern.unit_name, _days(chat, concern)
    day = chat.voice.short_day(concern.since, chat.local.date())
    match concern.kind:
        case Kind.HELP:
            return say("{n} permintaan bantuan menunggu lebih lama dari yang dijanjikan", n=count)
        case Kind.REFERRAL:
            words = phrase("{client}: hasil rujukan belum diketahui ({unit}, {days} hari)")
            return say(words, client=concern.about, unit=unit, days=days)
        case Kind.CHECK_IN:
            words = phrase("{client}: pemantauan terlewat {n} kali ({unit})")
            return say(words, client=concern.about, n=count, unit=unit)
        case Kind.DECREE:
            ends = phrase("SK Unit {unit} habis {day}") if days <= 0 else phrase("SK Unit {unit} sudah habis {day}")
            return say(ends, unit=unit, day=day)
        case Kind.UNIT:
            return say("Unit {unit} belum melapor sejak {day}", unit=unit, day=day)
        case Kind.AGENT:
            words = phrase("{agent} ({unit}) tidak bisa dihubungi lewat Telegram")
            return say(words, agent=concern.about, unit=unit)
        case Kind.REPORT:
            return say("{n} laporan belum diperiksa", n=count)


def _days(chat: Chat, concern: Concern) -> int:
    return (chat.local.date() - concern.since).days


# --- Of a province and the nation ------------------------------------------------------------------


def _of_overseer(chat: Chat, digest: Digest) -> list[Todo]:
    """Where most units are silent, and where most is missing from a target. Overseers see no single case."""
    if digest.scope.level in {Level.UNIT, Level.SATKER}:
        return []
    say = chat.voice.say
    quiet = max((part for part in digest.parts if part.silent), key=lambda part: part.silent, default=None)
    found = []
    if quiet is not None:
        line = say("{place}: {n} dari {all} unit belum melapor", place=quiet.name, n=quiet.silent, all=quiet.units)
        found.append(Todo(line, LOOK, Do.ATTAINED))
    for stage, missing in (
        (Stage.OPERATIONAL, phrase("{place}: kurang {n} unit operasional dari target")),
        (Stage.SUSTAINED, phrase("{place}: kurang {n} unit berkelanjutan dari target")),
    ):
        gaps = [((part.goals or {}).get(stage, 0) - part.units_in(stage), part.name) for part in digest.parts]
        most, place = max(gaps, default=(0, ""))
        if most > 0:
            found.append(Todo(say(missing, place=place, n=most), LOOK, Do.ATTAINED))
    return found
