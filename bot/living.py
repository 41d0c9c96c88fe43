"""Sample people who live through some weeks: they do in their chats what is written down, each thing on its day.

Nothing is put into the database for them: they press and write, and wait for the answer, as people do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from simulator import Bot, Button, Chat, Person, Simulator

READING = timedelta(seconds=3)  # before they press or write again; Telegram's limits are kept by it too
PATIENCE = 20.0  # seconds of the machine
SEND, RECEIVED = "[Kirim]", "✅"  # what is sent must arrive
_MOVE = re.compile(r'\[(?P<press>[^\]]+)\]|"(?P<write>[^"]+)"|(?P<command>/\w+)')
_DAY = re.compile(r"\{(-?\d+)\}")


@dataclass(frozen=True)
class Deed:
    """What somebody does: so many days before today, at a time of day.

    `[Hari ini]` presses a button, `[Klien saya…]` the first one that begins so, `"12"` and `/lapor` are written;
    `{-30}` is the day thirty days before today.
    """

    ago: int
    at: time
    who: str
    does: str


class Stuck(RuntimeError):
    """A sample person finds no such button, or gets no answer."""


@dataclass(frozen=True)
class Life:
    """Where they live: Telegram, one bot, and the day that is today."""

    sim: Simulator
    bot: Bot
    people: Mapping[str, Person]
    today: datetime

    async def does(self, deed: Deed) -> None:
        """Do it, one move after another."""
        self.comes_to(deed)
        person = self.people[deed.who]
        for move in _MOVE.finditer(deed.does):
            self.sim.clock.move(READING)
            try:
                await self._moves(person, move)
            except (Stuck, TimeoutError):
                raise Stuck(deed, move[0], self._chat(person).answer) from None
        if SEND in deed.does and not self._chat(person).answer.text.startswith(RECEIVED):
            raise Stuck(deed, "it did not arrive", self._chat(person).answer)

    def comes_to(self, deed: Deed) -> None:
        """Time passes until then. It never goes back: who is late does it now."""
        moment = datetime.combine(self.today - timedelta(days=deed.ago), deed.at, self.today.tzinfo)
        self.sim.clock.move(max(moment - self.sim.clock.now(), timedelta()))

    async def _moves(self, person: Person, move: re.Match[str]) -> None:
        before, written = self._seen(person), 0
        if move["press"]:
            button = self._button(person, self._dated(move["press"]))
            person.press(self.bot, data=button.data, message_id=self._chat(person).answer.id)
        else:
            written = person.write(self.bot, self._dated(move["write"] or move["command"])).id
        await self.sim.until(lambda: self._is_answered(person, before, written), PATIENCE)

    def _dated(self, words: str) -> str:
        return _DAY.sub(lambda day: f"{self.today + timedelta(days=int(day[1])):%d/%m/%Y}", words)

    def _button(self, person: Person, label: str) -> Button:
        buttons = [button for row in self._chat(person).answer.rows for button in row]
        beginning = label.removesuffix("…")
        for button in buttons:
            if button.label == label or (label.endswith("…") and button.label.startswith(beginning)):
                return button
        raise Stuck

    def _is_answered(self, person: Person, before: tuple[int, int], written: int) -> bool:
        """The answer to what is written comes below it."""
        answer = self._chat(person).answer
        return self._seen(person) != before and answer.id > written and bool(answer.rows)

    def _seen(self, person: Person) -> tuple[int, int]:
        answer = self._chat(person).answer
        return answer.id, answer.version

    def _chat(self, person: Person) -> Chat:
        return self.sim.chat(self.bot, person)

    async def tidies_up(self, person: Person) -> None:
        """They clear the chat, and look at the menu: whoever takes over from them begins there."""
        for message in self._chat(person).messages:
            person.delete(self.bot, message.id)
        person.write(self.bot, "/menu")
        await self.sim.until(lambda: self._chat(person).answer.rows, PATIENCE)
