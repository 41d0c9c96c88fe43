"""Somebody who fills in any form in the chat: they look at the card, and tap or type what it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from domain.presses import Do, Press, unpack
from simulator import Button, Message
from tests.transcript import Talk

MOST_STEPS = 200
PATIENCE = 20.0  # seconds
TYPED = ("4", "Berjalan baik, lanjut minggu depan", "08.30")  # one of these suits any question that is typed
RECEIPT = re.compile(r"✅ Tercatat\. Nomor (\S+?),")
_ANSWERS = {Do.ANSWER, Do.DAY, Do.NUMBER, Do.TIME}


class Stuck(AssertionError):
    """The player did not know how to go on: the card says why."""


@dataclass
class Player:
    """`wants` says which button is tapped where a question contains these words; chance chooses elsewhere."""

    talk: Talk
    chance: Random
    wants: Mapping[str, str] = field(default_factory=dict)
    taps: int = 0

    async def says(self, words: str) -> None:
        """Write, or press a button, and wait for the answer; others may be talking meanwhile."""
        self.taps += 1
        before, written = self._seen, self._written
        self.talk.does(words)
        await self._answered(before, after=self._written if self._written != written else 0)

    @property
    def _written(self) -> int:
        """The newest message of their own: what answers it comes below it."""
        return max((message.id for message in self.talk.chat.messages if not message.from_bot), default=0)

    @property
    def _seen(self) -> tuple[int, int]:
        answer = self.talk.chat.answer
        return answer.id, answer.version

    async def _answered(self, before: tuple[int, int], after: int = 0) -> None:
        def is_there() -> bool:
            answer = self.talk.chat.answer
            return self._seen != before and answer.id > after and bool(answer.rows)

        try:
            await self.talk.world.until(is_there, PATIENCE)
        except TimeoutError:
            raise Stuck(f"no answer to what was done at:\n{self.talk.shown}") from None

    async def fill(self, wants: Mapping[str, str] | None = None) -> str:
        """From the card of a form to its receipt; gives the number of the report."""
        wanted = {**self.wants, **(wants or {})}
        self.taps = 0
        for _ in range(MOST_STEPS):
            number = RECEIPT.search(self.talk.shown)
            if number is not None:
                return number[1]
            await self._step(wanted)
        raise Stuck(self.talk.shown)

    async def _step(self, wanted: Mapping[str, str]) -> None:
        card = self.talk.chat.answer
        chosen = self._wanted(card, wanted) or self._choice(card)
        if chosen is not None:
            await self._tap(chosen)
        else:
            await self._type()

    def _wanted(self, card: Message, wanted: Mapping[str, str]) -> Button | None:
        for words, label in wanted.items():
            if words in card.text and self._question(card):
                typed = next((button for button in _buttons(card) if button.label.endswith(label)), None)
                if typed is not None and not typed.label.startswith("☑"):
                    return typed
        return None

    def _choice(self, card: Message) -> Button | None:
        """What may be tapped: an answer, or else what leads on."""
        drawn = [(button, press) for button in _buttons(card) if (press := self._press(button)) is not None]
        for wanted in (
            {Do.SEND},
            {Do.NEXT},
            {Do.TURNS_DONE} if self._has_turns(card) else {Do.ADD_TURN},
            {Do.TURNS_DONE},
            _ANSWERS,
            {Do.HOUR},
            {Do.DONE} if any(press.do is Do.OFF for _, press in drawn) else {Do.ON},
            {Do.RANK},
            {Do.SKIP},
        ):
            fitting = [button for button, press in drawn if press.do in wanted]
            if fitting:
                return self.chance.choice(fitting)
        return None

    def _question(self, card: Message) -> bool:
        return any((press := self._press(button)) and press.do is Do.CANCEL for button in _buttons(card))

    def _has_turns(self, card: Message) -> bool:
        return any((press := self._press(button)) and press.do is Do.EDIT_TURN for button in _buttons(card))

    def _press(self, button: Button) -> Press | None:
        key = self.talk.world.running.kit.press_key
        return unpack(button.data, self.talk.world.who(self.talk), key) if button.data else None

    async def picks(self, beginning: str) -> None:
        """Press the first button of the card whose label begins so."""
        await self._tap(next(each for each in _buttons(self.talk.chat.answer) if each.label.startswith(beginning)))

    async def _tap(self, button: Button) -> None:
        self.taps += 1
        before = self._seen
        self.talk.person.press(self.talk.bot, data=button.data, message_id=self.talk.chat.answer.id)
        await self._answered(before)

    async def _type(self) -> None:
        before = self.talk.shown
        for words in TYPED:
            await self.says(words)
            if self.talk.shown != before and "⚠" not in self.talk.shown:
                return
        raise Stuck(self.talk.shown)


def _buttons(card: Message) -> Sequence[Button]:
    return [button for row in card.rows for button in row]
