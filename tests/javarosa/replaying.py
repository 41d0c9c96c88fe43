"""The same random answers in Suar and in JavaRosa, the engine of ODK Collect, which lies in the wheel of pyxform."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random
from urllib.parse import quote_plus, unquote_plus

import pyxform

from conversations.context import Context
from conversations.form import Form
from conversations.kinds import kind_of
from conversations.live import LiveForm, Question
from tests.conformance.walks import CODES, FIRST, same

JAR = files(pyxform) / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
REPLAY = Path(__file__).parent / "Replay.java"
STEPS = 25
INSTANCE_ID = "/data/meta/instanceID"  # each draft has its own
ADD, REMOVE = 0.06, 0.03  # how often a turn is added or removed, where one can be
TEXTS = ("Ani", "a b", "0812", "x" * 350, "Budi é", "3", "")
WHOLE = ("0", "1", "2", "5", "17", "50", "99", "120", "1500", "-3", "")
PARTS = ("0", "0.5", "2.25", "-1", "100", "")
DAYS = (-800, -366, -31, -7, -1, 0, 1, 7, 366, 367)


def java() -> str | None:
    """The program that compiles and runs Java: a JDK; a runtime alone cannot compile."""
    found = shutil.which("java")
    return found if found and shutil.which("javac") else None


@dataclass(frozen=True)
class Order:
    """A step of a walk: what to do, and with what."""

    what: str
    ref: str
    value: str = ""

    def line(self) -> str:
        words = [self.what, self.ref, self.value] if self.what == "answer" else [self.what, self.ref]
        return " ".join(map(quote_plus, words))


State = Mapping[str, tuple[bool, str]]  # of every node: whether it is relevant, and what it holds


@dataclass
class Told:
    """What an engine said to one order, and what has become of the form."""

    code: str
    nodes: dict[str, tuple[bool, str]] = field(default_factory=dict)


def replay(orders: list[Order], folder: Path, zone: str) -> list[Told]:
    """What JavaRosa tells. The lists of the forms lie in the folder."""
    lines = "".join(order.line() + "\n" for order in orders)
    command = [java() or "java", f"-Duser.timezone={zone}", "-cp", str(JAR), str(REPLAY), str(folder)]
    said = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8", check=False)
    if said.returncode:
        raise RuntimeError(said.stderr[-2000:])
    return list(_told(said.stdout.splitlines()))


def _told(lines: list[str]) -> Iterator[Told]:
    told = Told("")
    for line in lines:
        head, _, rest = line.partition(" ")
        if head == "code":
            told = Told(rest)
        elif head == "node":
            ref, relevant, value = rest.split(" ")
            told.nodes[unquote_plus(ref)] = (relevant == "1", unquote_plus(value))
        else:
            yield told


# --- Our side --------------------------------------------------------------------------------------


class Walk:
    """Somebody who fills in a form at random, and what we made of it."""

    def __init__(self, form: Form, context: Context, seed: int) -> None:
        self.form, self.context, self._chance = form, context, Random(seed)
        self.live = LiveForm.begin(form, context)
        self.orders: list[Order] = []
        self.told: list[Told] = [Told("0", self._state())]

    def go(self, steps: int = STEPS) -> None:
        for _ in range(steps):
            order = self._order()
            if order is None:
                return
            self.orders.append(order)
            self.told.append(Told(self._take(order), self._state()))

    def _order(self) -> Order | None:
        lists = [
            each for each in self.live.repeats() if self.live.may_change_turns(each) and self.live.is_listed(each)
        ]
        if lists and self._chance.random() < ADD + REMOVE:
            repeat = self._chance.choice(lists)
            turns = self.live.turns(repeat)
            if self._chance.random() < REMOVE / (ADD + REMOVE) and len(turns) > 1:
                return Order("remove", _plain(self._chance.choice(turns)))
            return Order("add", f"{_plain(repeat)}[{len(turns) + 1}]" if turns else _plain(repeat))
        asked = [each for each in self.live.questions() if self._is_asked(each)]
        if not asked:
            return None
        question = self._chance.choice(asked)
        return Order("answer", _plain(question.ref), self._value(question))

    def _is_asked(self, question: Question) -> bool:
        return self.live.relevant(question.ref) and not self.live.readonly(question.ref)

    def _value(self, question: Question) -> str:
        chance, kind = self._chance, kind_of(self.form, question.control)
        if kind in ("select1", "select", "rank"):
            offered = [each.value for each in self.live.choices(question.ref)]
            if kind == "select1":
                return chance.choice([*offered, ""])
            if kind == "rank":
                return " ".join(chance.sample(offered, len(offered)))
            return " ".join(chance.sample(offered, chance.randint(0, min(3, len(offered)))))
        if kind in ("date", "dateTime", "time"):
            return self._moment(kind)
        if kind == "trigger":
            return chance.choice(("OK", ""))
        if kind == "geopoint":
            return chance.choice(("-2.1234 106.1234 0 0", ""))
        if kind in ("image", "audio", "video", "binary"):
            return chance.choice(("a.jpg", ""))
        if kind == "range":
            settings = question.control.settings
            return str(chance.randint(int(settings.get("start", 1)), int(settings.get("end", 10))))
        whole = kind == "int"
        return chance.choice(WHOLE if whole else PARTS if kind == "decimal" else TEXTS)

    def _moment(self, kind: str) -> str:
        day: date = self.context.now.date() + timedelta(days=self._chance.choice(DAYS))
        clock = f"{self._chance.randrange(24):02d}:30:00.000+07:00"
        return self._chance.choice(({"date": f"{day}", "time": clock}.get(kind, f"{day}T{clock}"), ""))

    def _take(self, order: Order) -> str:
        refs = {_plain(ref): ref for ref in self.live._layout.nodes}
        if order.what == "add":
            repeat = order.ref[: order.ref.rindex("[")] if order.ref.endswith("]") else order.ref
            self.live.add(next(each for each in self.live.repeats() if _plain(each) == repeat), self.context)
            return "0"
        if order.what == "remove":
            self.live.remove(refs[order.ref], self.context)
            return "0"
        violation = self.live.answer(refs[order.ref], order.value, self.context)
        return CODES[violation and violation.kind]

    def _state(self) -> dict[str, tuple[bool, str]]:
        nodes = self.live._layout.nodes.items()
        return {_plain(ref): (node.relevant, "" if node.children else node.stored) for ref, node in nodes}


def _plain(ref: str) -> str:
    return FIRST.sub("", ref)


# --- Side by side ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """A node, or an answer, on which the two do not agree."""

    ref: str
    what: str  # code, missing, relevance or value
    ours: str
    theirs: str


def differences(order: Order, ours: Told, theirs: Told) -> Iterator[Difference]:
    if theirs.code.replace("TYPE", "2") != ours.code:
        yield Difference(order.ref, "code", ours.code, theirs.code)
    for ref in sorted((ours.nodes.keys() | theirs.nodes.keys()) - {INSTANCE_ID}):
        if ref not in theirs.nodes or ref not in ours.nodes:
            yield Difference(
                ref, "missing", "there" if ref in ours.nodes else "", "there" if ref in theirs.nodes else ""
            )
            continue
        (relevant, value), (is_relevant, theirs_value) = ours.nodes[ref], theirs.nodes[ref]
        if relevant != is_relevant:
            yield Difference(ref, "relevance", str(relevant), str(is_relevant))
        if not same(value, theirs_value):
            yield Difference(ref, "value", value, theirs_value)
