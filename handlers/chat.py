"""One message being handled: who sent it, what is kept, and how to show something in return."""

from __future__ import annotations

import html
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.help_cases import HelpCase
from domain.letters import Show
from domain.messages import (
    LONGEST_CALLBACK_ANSWER,
    Answer,
    Button,
    Fetched,
    Incoming,
    Message,
    Outgoing,
    Pressed,
    Rows,
    Wrote,
)
from domain.people import Person
from domain.presses import Do, Press, pack
from domain.territory import zone_of
from domain.voice import INDONESIAN, Voice
from handlers.kit import Kit
from storage.drafts import Owner
from storage.sessions import Place, Session
from storage.store import Store

ON_CARD = "case on the card"  # in the notes of somebody who works here
BESIDE = 1 << 40  # the numbers of cards beside the present ones begin here


@dataclass
class Chat:
    """A person's chat with one of the bots, at the moment of one message of theirs."""

    kit: Kit
    store: Store
    session: Session
    incoming: Incoming
    now: datetime
    at_once: list[Outgoing] = field(default_factory=list)
    at_rest: bool = False  # whether what is shown leaves room for a question of ours
    hushed: bool = False  # so many strangers are writing that this one gets no answer
    _flash: str = ""

    @property
    def voice(self) -> Voice:
        return self.kit.voices.get(self.session.language, self.kit.voices[INDONESIAN])

    @property
    def person(self) -> Person:
        """The member. Only asked for where somebody has joined."""
        if self.session.person is None:
            raise LookupError("nobody has joined from this chat")
        return self.session.person

    @property
    def name(self) -> str:
        """What the person is called; nobody asks that of whoever asks for help."""
        return self.session.person.name if self.session.person is not None else ""

    @property
    def code(self) -> str:
        """What stands for the person in forms."""
        return self.session.person.code if self.session.person is not None else ""

    @property
    def case(self) -> HelpCase:
        """The help case of this chat. Only asked for in the help bot."""
        if self.session.help is None:
            raise LookupError("this is no chat of the help bot")
        return self.session.help

    @property
    def owner(self) -> Owner:
        """Whose drafts are filled in here."""
        person = self.session.person
        return Owner(person=person.id) if person is not None else Owner(case=self.session.case)

    @property
    def zone(self) -> ZoneInfo:
        return self.session.person.zone if self.session.person else zone_of(None)

    @property
    def local(self) -> datetime:
        """People's time, by the clock on the wall where they live."""
        return self.now.astimezone(self.zone)

    def incoming_text(self) -> str:
        event = self.incoming.event
        return event.text if isinstance(event, Wrote) else ""

    # --- Showing ---

    def draw(self, press: Press) -> str:
        return pack(press, self.session.who, self.kit.press_key)

    def button(self, phrase: str, do: Do, subject: int = 0, choice: int = 0, **gaps: object) -> Button:
        return self.labelled(html.unescape(self.voice.say(phrase, **gaps)), do, subject, choice)

    def labelled(self, label: str, do: Do, subject: int = 0, choice: int = 0) -> Button:
        """A button with a label that is a name, not a phrase."""
        return Button(label, self.draw(Press(do, subject, choice=choice)))

    def say(self, phrase: str, *rows: tuple[Button, ...], **gaps: object) -> None:
        """Show a phrase with buttons on the current card."""
        self.show(Message(self.voice.say(phrase, **gaps), rows))

    def show(self, message: Message, *, leave: Message | None = None) -> None:
        """Show this where the person is looking: on the card that was pressed, or else on a new one below.

        `leave` is what remains of the old card then; without it the old card is taken away.
        """
        if self._needs_new_card():
            self._leave_behind(leave)
            self.let_go()
        self.store.outbox.show(self.session, Show(self.session.card, message))

    def show_there(self, message: Message) -> None:
        """Show this on the present card, although nobody pressed anything on it just now."""
        self.store.outbox.show(self.session, Show(self.session.card, message))

    def show_case(self, message: Message, case: int) -> None:
        """Show something of a help case to somebody who works here.

        Such a message cannot be forwarded. That is settled when it is sent, so what shows a case begins a card of its
        own; within the thread of that case the card is edited. Two cases never share one: it goes with its case.
        """
        session = self.session
        is_there = session.place is Place.THREAD and session.notes.get(ON_CARD) == case
        if (not is_there and (session.shown is not None or session.asked)) or self._needs_new_card():
            self._leave_behind(None)
            self.let_go()
        session.place = Place.THREAD
        session.notes = {**session.notes, ON_CARD: case}
        shown = Show(self.session.card, replace(message, protect=True))
        self.store.outbox.show(self.session, shown, case)
        self.store.help.note_card(case, self.session.who, self.session.card)

    def beside(self, message: Message, case: int | None = None) -> int:
        """A message of its own, beside what the person is at: that stays as it is. Gives its card."""
        card = BESIDE + self.session.seq
        shown = message if case is None or self.session.case is not None else replace(message, protect=True)
        self.store.outbox.show(self.session, Show(card, shown), case)
        if case is not None and self.session.case is None:
            self.store.help.note_card(case, self.session.who, card)
        return card

    def show_beside(self, card: int, message: Message) -> None:
        """Another state of a message that stands beside."""
        self.store.outbox.show(self.session, Show(card, message))

    def take_away_pressed(self) -> None:
        """Delete the message whose button was pressed, unless it is the present card."""
        event, shown = self.incoming.event, self.session.shown
        if (
            isinstance(event, Pressed)
            and event.message_id
            and (shown is None or event.message_id != shown.message_id)
        ):
            self.store.outbox.erase(self.session, (event.message_id,))

    def let_go(self) -> None:
        """What is on the card now stays in the chat; whatever comes next is shown below it."""
        self.session.card += 1
        self.session.asked = 0
        self.session.shown = None

    def flash(self, text: str) -> None:
        """Say something over the chat for a moment, when the button is answered."""
        self._flash = text[:LONGEST_CALLBACK_ANSWER]

    def answer_press(self) -> None:
        """Stop the button from waiting."""
        event = self.incoming.event
        if isinstance(event, Pressed):
            self.at_once.append(Answer(event.callback_id, self._flash))

    def _needs_new_card(self) -> bool:
        shown, event = self.session.shown, self.incoming.event
        if shown is None or isinstance(event, Fetched):
            return False
        return not isinstance(event, Pressed) or event.message_id != shown.message_id

    def _leave_behind(self, leave: Message | None) -> None:
        if leave is None:
            self.store.outbox.withdraw(self.session, self.session.card)
        else:
            self.store.outbox.show(self.session, Show(self.session.card, leave, only_edit=True))


def rows(*buttons: Button) -> Rows:
    """Each button in a row of its own."""
    return tuple((button,) for button in buttons)
