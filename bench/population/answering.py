"""Filling in any built-in form by chance, as its own rules allow it, and taking the outcome as a pattern for many.

In a pattern the client, the unit, the referral, the consent and the days are left open: a report is a pattern with
these filled in, which takes microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from conversations.answered import answers_of
from conversations.context import Context
from conversations.form import Form
from conversations.indicators import counted
from conversations.lists import from_file
from conversations.live import LiveForm, Question
from domain.territory import WIB
from handlers.datasets import headers

DAY = date(2026, 11, 22)
CONTEXT = Context(
    datetime(2026, 11, 22, 19, 5, tzinfo=WIB),
    instance_id="uuid:11111111-2222-4333-8444-555555555555",
    language="Indonesia (id)",
    seed=7,
)
CLIENT, UNIT, REFERRAL, CONSENT = "K-7Q4-2F", "19.04.06.2006", "AMT-2611-0011", "AMT-2611-0007"
OPEN = {"klien": CLIENT, "unit": UNIT, "rujukan": REFERRAL, "persetujuan": CONSENT, "laporan": CONTEXT.instance_id}
ROWS = {
    "clients.csv": f"{CLIENT},Teratai,{UNIT},AMT-01,aktif,L,18_25,2026-10-01,2026-11-15,2,ya,ya,2026-11-29",
    "consents.csv": f"{CONSENT},20 Nov · dewasa,dewasa",
    "referrals.csv": f"{REFERRAL},Teratai → Puskesmas,{CLIENT},dikirim,2026-11-15,",
    "units.csv": f"{UNIT},Air Mesu Timur,AMT,BNNK-1904,operasional,reguler,2026-02-01,2027-02-01",
}
WANTED = {  # so that what follows can follow
    "persetujuan": {"dibacakan": "ya", "usia": "dewasa", "setuju_catat": "ya"},
    "rujukan": {"disetujui": "ya"},
}
SENTENCES = ("Berjalan baik, lanjut minggu depan.", "Sudah disampaikan kepada keluarga.", "RW 03", "Puskesmas, 2 km")
TRIES, MOST_ROUNDS, OPTIONAL = 30, 40, 0.6

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Pattern:
    """A report with gaps. `offsets` are the days in it, counted from the day of the activity."""

    form: str
    version: str
    instance: bytes
    offsets: frozenset[int]
    answers: Mapping[str, str]
    counts: Mapping[str, int]

    def wants(self, gap: str) -> bool:
        return f"%({gap})s".encode() in self.instance


class Stuck(Exception):
    """A form that could not be filled in by chance."""


def patterns(form: Form, count: int, chance: Random) -> list[Pattern]:
    return [_pattern(form, chance) for _ in range(count)]


def _pattern(form: Form, chance: Random) -> Pattern:
    live = _filled(form, chance)
    instance = live.submission(CONTEXT)
    answers = dict(answers_of(form, instance).values)
    offsets = frozenset((date.fromisoformat(found) - DAY).days for found in _DATE.findall(instance))
    return Pattern(form.id, form.version, _gaps(instance), offsets, answers, counted(form, instance))


def _gaps(instance: str) -> bytes:
    text = instance.replace("%", "%%")
    for name, value in OPEN.items():
        text = text.replace(value, f"%({name})s")
    return _DATE.sub(lambda found: f"%({(date.fromisoformat(found[0]) - DAY).days})s", text).encode()


# --- One form ------------------------------------------------------------------------------------


def _filled(form: Form, chance: Random) -> LiveForm:
    content = {name: f"{header.decode()}{ROWS.get(name, '')}".encode() for name, header in headers().items()}
    lists = {key: from_file(name, content[name]) for key, name in form.sources.items() if name in content}
    context = Context(CONTEXT.now, CONTEXT.instance_id, language=CONTEXT.language, lists=lists, seed=CONTEXT.seed)
    live = LiveForm.begin(form, context)
    seen: set[str] = set()
    for _ in range(MOST_ROUNDS):
        open_ = [each for each in live.questions() if live.relevant(each.ref) and each.ref not in seen]
        if not open_:
            break
        for question in open_:
            seen.add(question.ref)
            _answer(live, question, context, chance)
        for repeat in live.repeats():
            if live.is_listed(repeat) and live.may_change_turns(repeat) and not live.turns(repeat):
                live.add(repeat, context)
    if live.missing() or live.invalid():
        raise Stuck(f"{form.id}: {live.missing()} {live.invalid()}")
    return live


def _answer(live: LiveForm, question: Question, context: Context, chance: Random) -> None:
    ref = question.ref
    if not live.relevant(ref) or live.readonly(ref) or live.value(ref):
        return
    if not live.required(ref) and chance.random() > OPTIONAL:
        return
    wanted = WANTED.get(live.form.id, {}).get(question.name)
    for value in [wanted] if wanted else _values(live, question, chance):
        if live.answer(ref, value, context) is None:
            return


def _values(live: LiveForm, question: Question, chance: Random) -> Iterator[str]:
    """What may suit a question, the most likely first."""
    offered = [choice.value for choice in live.choices(question.ref)]
    if question.kind in {"select1", "select", "rank"}:
        for _ in range(TRIES if offered else 0):
            yield " ".join(_some(offered, question.kind, chance))
    elif question.type == "date":
        likely = (0,) if live.mark(question.ref, "suar:arti") == "hari" else (7, 14, 30, 1, 0, -30)
        yield from ((DAY + timedelta(days=each)).isoformat() for each in likely)
    elif question.type in {"int", "decimal"}:
        yield from (str(chance.randint(1, most)) for most in (20, 10, 5, 3, 1))
        yield from ("3", "0")
    elif question.is_text:
        yield chance.choice(SENTENCES)
    elif question.type == "time":
        yield "09:00:00.000+07:00"


def _some(offered: Sequence[str], kind: str, chance: Random) -> list[str]:
    if kind == "rank":
        return chance.sample(offered, len(offered))
    return chance.sample(offered, 1 if kind == "select1" else min(len(offered), chance.choice((1, 1, 2, 3))))
