"""Simulated people: each waits for its card to change, and then at once presses the next button."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter

from simulator import Bot, Event, Message, Person, Simulator

DRAIN_SECONDS = 10.0
LAST_BUTTON = "Kirim"
LONGEST_VISIT = 30  # steps; a visit has 13 today


@dataclass(frozen=True)
class Walk:
    """Which button is pressed next: the first of these that the card shows, or else its first button.

    `never` are the buttons that lead out of a form.
    """

    wanted: Sequence[str]
    never: frozenset[str] = frozenset()

    def choose(self, labels: Sequence[str]) -> int:
        for label in self.wanted:
            if label in labels:
                return labels.index(label)
        return next((place for place, label in enumerate(labels) if label not in self.never), 0)


# A report of an outreach visit, from the invitation to the receipt, and then the next one.
VISIT = Walk(
    wanted=(
        *("Catat lagi", "Kirim", "Mulai yang baru", "Saya berjanji menjaga rahasia", "Catat kegiatan"),
        *("Penjangkauan", "Kemarin", "Keluarga", "Kunjungan", "☐ AP lain", "☐ Petugas BNNK", "Selesai"),
        *("Bersedia skrining", "Ya", "Seminggu lagi", "Lewati", "Lanjut"),
    ),
    never=frozenset({"‹ Kembali", "Batal", "Menu", "Bahasa", "Bantuan", "Tanggal lain"}),
)


@dataclass
class _Chat:
    """One person in front of the bot. `asked` is when they pressed what has not been answered yet."""

    person: Person
    start: str
    card: Message | None = None
    asked: float | None = None


@dataclass
class Tally:
    """What one stretch of pressing came to."""

    took: array[float] = field(default_factory=lambda: array("d"))
    began: float = 0.0
    ended: float = 0.0
    stalled: int = 0

    @property
    def steps(self) -> int:
        return len(self.took)

    @property
    def seconds(self) -> float:
        return self.ended - self.began


class Crowd:
    """The people of one bot. A step is a press and the card that it leads to."""

    def __init__(self, sim: Simulator, bot: Bot, size: int, walk: Walk = VISIT) -> None:
        self.bot = bot
        self.steps = 0
        self.sent = 0
        self._walk = walk
        self._chats = [_Chat(sim.add_person(f"Rina {n}", language="id"), start_of(n)) for n in range(size)]
        self._by_id = {chat.person.id: chat for chat in self._chats}
        self._choices: dict[tuple[str, ...], int] = {}
        self._pressing = False
        self._until: int | None = None
        self._enough = asyncio.Event()
        self._waiting = 0
        self._all_answered = asyncio.Event()
        self._tally = Tally()
        sim.on_event(self._heard)

    async def press_for(self, seconds: float, chats: int, warm: float = 0.3) -> Tally:
        """Press for so long, with so many people. The first moments are not counted."""
        self._begin(chats)
        await asyncio.sleep(warm)
        tally = self._count_anew()
        await asyncio.sleep(seconds)
        tally.ended = perf_counter()
        await self._rest()
        return tally

    async def press_times(self, steps: int, chats: int, patience: float = 300.0) -> Tally:
        """Press until so many cards have changed."""
        tally = self._count_anew()
        self._until = self.steps + steps
        self._enough.clear()
        self._begin(chats)
        async with asyncio.timeout(patience):
            await self._enough.wait()
        tally.ended = perf_counter()
        await self._rest()
        return tally

    def check(self) -> None:
        """Steps count only where visits come to their end: a bot that apologises again and again is quick, too."""
        if self.sent * LONGEST_VISIT < self.steps - LONGEST_VISIT * len(self._chats):
            raise RuntimeError(f"{self.steps} steps, but only {self.sent} visits were sent: this bot is broken")

    def _begin(self, chats: int) -> None:
        self._pressing = True
        for chat in self._chats[:chats]:
            self._press(chat)

    def _count_anew(self) -> Tally:
        self._tally = Tally(began=perf_counter())
        return self._tally

    async def _rest(self) -> None:
        """Press no more, and wait for the cards that are still to come."""
        tally, self._tally = self._tally, Tally()
        self._pressing, self._until = False, None
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._all_answered.wait()
        tally.stalled, self._waiting = self._waiting, 0
        for chat in self._chats:
            chat.asked = None

    def _press(self, chat: _Chat) -> None:
        if not self._pressing or chat.asked is not None:
            return
        card = chat.card
        self._waiting += 1
        self._all_answered.clear()
        chat.asked = perf_counter()
        if card is None:
            chat.person.open(self.bot, start=chat.start)
        else:
            chat.person.press(self.bot, data=self._next(card), message_id=card.id)

    def _next(self, card: Message) -> str:
        buttons = [button for row in (card.markup or {})["inline_keyboard"] for button in row]
        labels = tuple(button["text"] for button in buttons)
        place = self._choices.get(labels)
        if place is None:
            place = self._choices[labels] = self._walk.choose(labels)
        self.sent += labels[place] == LAST_BUTTON
        return str(buttons[place]["callback_data"])

    def _heard(self, event: Event) -> None:
        if event.bot is not self.bot or event.kind not in {"edited", "sent"}:
            return
        message, chat = event.message, self._by_id.get(event.person_id)
        if chat is None or message is None or not message.markup:
            return
        chat.card = message
        if chat.asked is None:
            return
        self._tally.took.append(perf_counter() - chat.asked)
        chat.asked = None
        self._waiting -= 1
        self.steps += 1
        if self._until is not None and self.steps >= self._until:
            self._pressing = False
            self._enough.set()
        if not self._waiting:
            self._all_answered.set()
        if self._pressing:
            # Not at once: the bot is to have its answer before the next press reaches it.
            asyncio.get_running_loop().call_soon(self._press, chat)


def start_of(number: int) -> str:
    """What this person opens the bot with. For Suar it is an invitation."""
    return f"bench-{number}"
