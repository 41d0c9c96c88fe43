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
SEND, RECEIVED = "[Kirim]", ("✅", "Terima kasih")  # what is sent must arrive
_MOVE = re.compile(r'\[(?P<press>[^\]]+)\]|"(?P<write>[^"]+)"|(?P<command>/\w+)')
_DAY = re.compile(r"\{(-?\d+)\}")


@dataclass(frozen=True)
class Deed:
    """What somebody does: so long ago, at a time of that day; without one, exactly so long ago.

    `[Hari ini]` presses a button, `[Klien saya…]` the first one that begins so, `"12"` and `/lapor` are written;
    `{-30}` is the day thirty days before today.
    """

    ago: timedelta
    at: time | None
    who: str
    does: str

    def moment(self, today: datetime) -> datetime:
        """When it is done, seen from now."""
        then = today - self.ago
        return then if self.at is None else datetime.combine(then, self.at, today.tzinfo)


class Stuck(RuntimeError):
    """A sample person finds no such button, or gets no answer."""


@dataclass(frozen=True)
class Resident:
    """Somebody, and the bot that they talk with."""

    person: Person
    bot: Bot


@dataclass(frozen=True)
class Life:
    """Where they live: Telegram, and the day that is today."""

    sim: Simulator
    people: Mapping[str, Resident]
    today: datetime
    patience: float = PATIENCE

    async def does(self, deed: Deed) -> None:
        """Do it, one move after another."""
        self.comes_to(deed)
        resident = self.people[deed.who]
        for move in _MOVE.finditer(deed.does):
            self.sim.clock.move(READING)
            try:
                await self._moves(resident, move)
            except TimeoutError:
                raise Stuck(deed, move[0], self._chat(resident).answer) from None
        if SEND in deed.does and not self._chat(resident).answer.text.startswith(RECEIVED):
            raise Stuck(deed, "it did not arrive", self._chat(resident).answer)

    def comes_to(self, deed: Deed) -> None:
        """Time passes until then. It never goes back: who is late does it now."""
        self.sim.clock.move(max(deed.moment(self.today) - self.sim.clock.now(), timedelta()))

    async def _moves(self, resident: Resident, move: re.Match[str]) -> None:
        person, bot = resident.person, resident.bot
        before, written = self._seen(resident), 0
        if move["press"]:
            label = self._dated(move["press"])
            await self.sim.until(lambda: self._buttons(resident, label), self.patience)  # it may be on its way
            before = self._seen(resident)
            button = self._buttons(resident, label)[0]
            person.press(bot, data=button.data, message_id=self._chat(resident).answer.id)
        else:
            written = person.write(bot, self._dated(move["write"] or move["command"])).id
        await self.sim.until(lambda: self._is_answered(resident, before, written), self.patience)

    def _dated(self, words: str) -> str:
        return _DAY.sub(lambda day: f"{self.today + timedelta(days=int(day[1])):%d/%m/%Y}", words)

    def _buttons(self, resident: Resident, label: str) -> list[Button]:
        """Those of the newest card that are called so, or begin so."""
        beginning = label.removesuffix("…")
        return [
            button
            for row in self._chat(resident).answer.rows
            for button in row
            if button.label == label or (label.endswith("…") and button.label.startswith(beginning))
        ]

    def _is_answered(self, resident: Resident, before: tuple[int, int], written: int) -> bool:
        """The answer to what is written comes below it; one to a button in its card, or below where that one goes."""
        answer = self._chat(resident).answer
        is_new = self._seen(resident) != before and answer.id >= before[0]
        return is_new and answer.id > written and bool(answer.rows)

    def _seen(self, resident: Resident) -> tuple[int, int]:
        answer = self._chat(resident).answer
        return answer.id, answer.version

    def _chat(self, resident: Resident) -> Chat:
        return self.sim.chat(resident.bot, resident.person)

    async def tidies_up(self, resident: Resident) -> None:
        """They clear the chat, and look at the menu: whoever takes over from them begins there."""
        for message in self._chat(resident).messages:
            resident.person.delete(resident.bot, message.id)
        resident.person.write(resident.bot, "/menu")
        await self.sim.until(lambda: self._chat(resident).answer.rows, self.patience)
