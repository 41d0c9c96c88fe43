"""Agents who report while the program is killed under their hands, and who remember what was acknowledged."""

from __future__ import annotations

import asyncio
import base64
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from simulator import Bot, Message, NeverHappened, Person, Simulator

LOOKING = 0.1  # seconds that somebody very quick takes to look at a card before they press
PATIENCE = 2.0  # seconds after which people press again; twice as long each further time
LONGEST_PATIENCE = 32.0
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
SHORT = {
    "Tanggal": "tgl",
    "Ditemui": "sasaran",
    "Cara": "cara",
    "Ditemani": "ditemani",
    "Hasil": "hasil",
    "Situasi aman": "aman",
    "Datang lagi": "ulang_tgl",
    "Catatan": "catatan",
}
OTHER_WAYS = {"‹ Kembali", "Batal", "Tanggal lain", "Selesai", "Lewati", "Biarkan", "Kosongkan"}
FIRST_OF_THESE = (
    "Saya berjanji menjaga rahasia",
    "Catat lagi",
    "Catat kegiatan",
    "Lanjutkan 1",
    "Mulai yang baru",
    "Penjangkauan",
    "Menu",
)
NUMBER = re.compile(r"(?:Nomor |sudah dikirim \()([A-Z]+-\d+-\d+)\b")
SENT_ALREADY = re.compile(r"Sudah terkirim: (\S+)$")
REVIEWED = re.compile(r"^\d+ ([^:]+): (.*)$")

Answers = dict[str, str]


@dataclass
class Agent:
    """One person with a phone. `given` is what was acknowledged of each draft, `sent` the draft of each number."""

    sim: Simulator
    bot: Bot
    person: Person
    chance: Random
    given: defaultdict[int, Answers] = field(default_factory=lambda: defaultdict(dict))
    sent: dict[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    presses_again: int = 0
    _seen: int = 0
    _said: dict[int, tuple[int, str, str]] = field(default_factory=dict)
    _plans: dict[tuple[int, str], str] = field(default_factory=dict)
    _sending: int = 0
    _latest: int = 0
    _in_vain: int = 0  # how often they waited without anything happening

    async def work(self, enough: Callable[[], bool]) -> None:
        """Report after report, until it is enough and the last one is sent."""
        while not (enough() and self.newest.text.startswith("✅ Tercatat")):
            await asyncio.sleep(self.chance.uniform(0.0, LOOKING))
            before = self.newest.version
            # An older card that lies bare because the newest was taken away is no answer: another is on its way.
            if self.newest.id >= self._latest or self._in_vain:
                self._latest = self.newest.id
                self.act(self.newest)
            await self._until_something_happens(before)
            self._look_at_toast()
            for event in self.sim.events_since(self._seen):
                if event.person_id == self.person.id and event.kind in {"sent", "edited"} and event.by == "bot":
                    self.look(event.message or self.newest)
            self._seen = self.sim.version

    @property
    def newest(self) -> Message:
        return self.sim.chat(self.bot, self.person).answer

    async def _until_something_happens(self, version: int) -> None:
        patience = min(LONGEST_PATIENCE, PATIENCE * 2**self._in_vain)
        try:
            await self.sim.until(lambda: self.newest.version != version, patience)
            self._in_vain = 0
        except NeverHappened:
            self._in_vain += 1
            self.presses_again += 1

    # --- What is seen ---

    def look(self, card: Message) -> None:
        """Note what the card acknowledges."""
        (draft, visit), receipt = drawn_for(card), NUMBER.search(card.text)
        if receipt:
            self.sent.setdefault(receipt[1], self._sending)
        elif visit > self._said.get(draft, (visit, "", ""))[0]:
            # The form went on: what was said is recorded. After a crash older cards may come once more.
            _, question, said = self._said.pop(draft)
            self.given[draft][question] = said
        if "Kirim" in card.labels:
            self._compare_with_review(draft, card)

    def _look_at_toast(self) -> None:
        """ "Kirim" on a card that was left over from a crash says it only above the chat; people go on then."""
        said = SENT_ALREADY.match(self.sim.chat(self.bot, self.person).toast)
        if said and self._in_vain and "Kirim" in self.newest.labels:
            self.sent.setdefault(said[1], self._sending)
            self.person.write(self.bot, "/menu")

    def _compare_with_review(self, draft: int, card: Message) -> None:
        shown = {SHORT[found[1]]: found[2] for line in card.text.splitlines() if (found := REVIEWED.match(line))}
        for name, answer in self.given[draft].items():
            if not same(shown.get(name), answer):
                self.complaints.append(f"{name}: {answer!r} was acknowledged, the review shows {shown.get(name)!r}")
        self.given[draft] = shown

    # --- What is done ---

    def act(self, card: Message) -> None:
        """Do what a person would do with this card."""
        question = question_of(card)
        if not card.labels:
            return  # what stays of an answered question; the next card is on its way
        if "Beberapa pesan datang sekaligus" in card.text:
            self._press("Pakai untuk pertanyaan berikut" if "berikut: Ada catatan?" in card.text else "Buang")
        elif question:
            self._answer(question, card)
        elif "Kirim" in card.labels:
            self._sending, _ = drawn_for(card)
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
        draft, visit = drawn_for(card)
        if question == "catatan":
            words = self._plan(draft, question, [f"catatan {self.person.name} {self.chance.randrange(10**6):06d}"])
            self._said[draft] = (visit, question, words)
            self.person.write(self.bot, words)
        elif question == "ditemani":
            self._tick(draft, visit, card)
        else:
            choice = self._plan(draft, question, [label for label in card.labels if label not in OTHER_WAYS])
            self._said[draft] = (visit, question, choice)
            self._press(choice)

    def _plan(self, draft: int, question: str, offered: list[str]) -> str:
        """People do not change their mind because they have to press again."""
        return self._plans.setdefault((draft, question), self.chance.choice(offered))

    def _tick(self, draft: int, visit: int, card: Message) -> None:
        ticked = [label[2:] for label in card.labels if label.startswith("☑")]
        wanted = self._plan(draft, "ditemani", ["AP lain", "Petugas BNNK", "Tokoh setempat"])
        if wanted in ticked:
            self._said[draft] = (visit, "ditemani", ", ".join(ticked))
            self._press("Selesai")
        else:
            self._press(f"☐ {wanted}")

    def _press(self, label: str) -> None:
        self.person.press(self.bot, label, message_id=self.newest.id)


def question_of(card: Message) -> str:
    """Which question a card asks."""
    if not card.labels or "Kirim" in card.labels:
        return ""
    return next((QUESTIONS[line] for line in card.text.splitlines() if line in QUESTIONS), "")


def drawn_for(card: Message) -> tuple[int, int]:
    """Which draft a card is about, and in which visit it was drawn: both stand in its buttons."""
    raw = [base64.urlsafe_b64decode(button.data + "==") for button in card.buttons if button.data]
    return max(
        ((int.from_bytes(each[1:9], "big"), int.from_bytes(each[11:13], "big")) for each in raw), default=(0, 0)
    )


def same(shown: str | None, said: str) -> bool:
    """Days are pressed as "Hari ini" and shown by their date."""
    return shown == said or (shown is not None and said in {"Hari ini", "Kemarin", "Besok", "Seminggu lagi"})
