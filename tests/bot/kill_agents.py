"""Agents who report while the program is killed under their hands, and who remember what was acknowledged."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from simulator import Bot, Message, NeverHappened, Person, Simulator

PATIENCE = 2.0  # seconds after which people press again
QUESTIONS = {
    "Kapan kunjungannya?": "tgl",
    "Siapa yang Anda temui?": "sasaran",
    "Bagaimana bertemunya?": "cara",
    "Siapa yang menemani Anda?": "ditemani",
    "Bagaimana hasilnya?": "hasil",
    "Apakah situasinya aman?": "aman",
    "Kapan rencana bertemu lagi?": "ulang_tgl",
    "Ada catatan?": "catatan",
}
OTHER_WAYS = {"‹ Kembali", "Batal", "Tanggal lain", "Selesai", "Lewati"}
FIRST_OF_THESE = (
    "Saya berjanji menjaga rahasia",
    "Catat lagi",
    "Catat kegiatan",
    "Mulai yang baru",
    "Penjangkauan",
    "Menu",
)
NUMBER = re.compile(r"(?:Nomor |sudah dikirim \()([A-Z]+-\d+-\d+)\b")
REVIEWED = re.compile(r"^\d+ (.+\?) (.*)$")

Answers = dict[str, str]


@dataclass
class Agent:
    """One person with a phone. `given` is what the program acknowledged of the report that is being filled in."""

    sim: Simulator
    bot: Bot
    person: Person
    chance: Random
    given: Answers = field(default_factory=dict)
    sent: dict[str, Answers] = field(default_factory=dict)
    left_behind: list[Answers] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    presses_again: int = 0
    _latest: int = 0
    _waited_in_vain: bool = False
    _asked: str = ""
    _said: str = ""
    _plans: dict[str, str] = field(default_factory=dict)

    async def work(self, enough: Callable[[], bool]) -> None:
        """Report after report, until it is enough and the last one is sent."""
        while not (enough() and not self.given and self.newest.text.startswith("✅ Tercatat")):
            before = self.newest.version
            if self.newest.id >= self._latest or self._waited_in_vain:
                self.act(self.newest)
            await self._until_something_happens(before)
            # An older card that lies bare because the newest was taken away says nothing new.
            if self.newest.id >= self._latest:
                self._latest = self.newest.id
                self.look(self.newest)

    @property
    def newest(self) -> Message:
        return self.sim.chat(self.bot, self.person).answer

    async def _until_something_happens(self, version: int) -> None:
        self._waited_in_vain = False
        try:
            await self.sim.until(lambda: self.newest.version != version, PATIENCE)
        except NeverHappened:
            self._waited_in_vain = True
            self.presses_again += 1
        await asyncio.sleep(0)

    # --- What is seen ---

    def look(self, card: Message) -> None:
        """Note what the card acknowledges."""
        question = question_of(card)
        if NUMBER.search(card.text):
            self._receipt(NUMBER.search(card.text)[1])  # type: ignore[index]
        elif "Periksa dulu" in card.text:
            self._review(card)
        elif question and question != self._asked:
            self._moved_on(question)

    def _moved_on(self, question: str) -> None:
        if question == "tgl" and self.given:
            self.left_behind.append(self.given)
            self._begin_anew()
        elif self._asked and self._said:
            self.given[self._asked] = self._said
        self._asked, self._said = question, ""

    def _review(self, card: Message) -> None:
        if self._asked and self._said:
            self.given[self._asked] = self._said
        self._asked, self._said = "review", ""
        shown = {QUESTIONS[found[1]]: found[2] for line in card.text.splitlines() if (found := REVIEWED.match(line))}
        for name, answer in self.given.items():
            if not same(shown.get(name), answer):
                self.complaints.append(f"{name}: {answer!r} was acknowledged, the review shows {shown.get(name)!r}")
        if "Ada catatan?" in card.text:
            self.given = shown

    def _receipt(self, number: str) -> None:
        if number not in self.sent:
            self.sent[number] = self.given
        elif self.given:
            self.left_behind.append(self.given)
        self._begin_anew()

    def _begin_anew(self) -> None:
        self.given, self._asked, self._said, self._plans = {}, "", "", {}

    # --- What is done ---

    def act(self, card: Message) -> None:
        """Do what a person would do with this card."""
        question = question_of(card)
        if not card.labels:
            return  # what stays of an answered question; the next card is on its way
        if "Pesan ini datang sebelum" in card.text:
            self._press("Pakai untuk pertanyaan berikut" if "berikut: Ada catatan?" in card.text else "Buang")
        elif question:
            self._answer(question, card)
        elif "Periksa dulu" in card.text:
            self._press("Kirim")
        elif "Keselamatan dulu" in card.text:
            self._press("Lanjut")
        elif "dipanggil apa?" in card.text:
            self._press(f"Bu {self.person.name}")
        else:
            known = [label for label in FIRST_OF_THESE if label in card.labels]
            assert known, f"a person would not know what to do with this: {card.text} {card.labels}"
            self._press(known[0])

    def _answer(self, question: str, card: Message) -> None:
        if question == "catatan":
            words = self._plans.setdefault(question, f"catatan {self.person.name} {self.chance.randrange(10**6):06d}")
            self._said = words
            self.person.write(self.bot, words)
        elif question == "ditemani":
            self._tick(card)
        else:
            offered = [label for label in card.labels if label not in OTHER_WAYS]
            choice = self._plans.setdefault(question, self.chance.choice(offered))
            self._said = choice
            self._press(choice)

    def _tick(self, card: Message) -> None:
        ticked = [label[2:] for label in card.labels if label.startswith("☑")]
        wanted = self._plans.setdefault("ditemani", self.chance.choice(["AP lain", "Petugas BNNK", "Tokoh setempat"]))
        if wanted in ticked:
            self._said = ", ".join(ticked)
            self._press("Selesai")
        else:
            self._press(f"☐ {wanted}")

    def _press(self, label: str) -> None:
        self.person.press(self.bot, label, message_id=self.newest.id)


def question_of(card: Message) -> str:
    """Which question a card asks."""
    if not card.labels or "Periksa dulu" in card.text:
        return ""
    return next((QUESTIONS[line] for line in card.text.splitlines() if line in QUESTIONS), "")


def same(shown: str | None, said: str) -> bool:
    """Days are pressed as "Hari ini" and shown by their date."""
    return shown == said or (shown is not None and said in {"Hari ini", "Kemarin", "Besok", "Seminggu lagi"})
