"""Numbers to call: those that work where the person is, or else in all of Indonesia."""

from __future__ import annotations

from collections.abc import Sequence

from domain.hotlines import Line, Scope, kept_line, laid_out, lines_for
from domain.messages import Message, Rows
from domain.presses import Do, Press
from domain.voice import phrase
from handlers import help_notes
from handlers.chat import Chat
from storage.hotlines import HeldLine
from storage.sessions import Place

_PARTS: tuple[tuple[str, frozenset[Scope]], ...] = (
    (phrase("Nyawa terancam"), frozenset([Scope.ANYTHING, Scope.MEDICAL])),
    (phrase("Ada kekerasan"), frozenset([Scope.VIOLENCE, Scope.POLICE])),
    (phrase("Ingin bicara dengan seseorang"), frozenset([Scope.MIND])),
    (phrase("Rehabilitasi"), frozenset([Scope.REHABILITATION])),
    (phrase("Bantuan hukum"), frozenset([Scope.LAW])),
)


async def lines(chat: Chat, scopes: Sequence[Scope]) -> list[Line]:
    """The lines for these scopes, as far as it was told where the person is."""
    held = await chat.store.hotlines.lines_for_area(help_notes.area(chat))
    return lines_for(scopes, chat.kit.hotlines.every, map(line_of, held), chat.local.date())


def line_of(held: HeldLine) -> Line:
    """A line as its satker keeps it."""
    return kept_line(
        name=held.name,
        number=held.number,
        scopes=" ".join(held.scopes),
        coverage=held.coverage,
        hours=held.hours,
        active=True,
        checked_on=held.checked_on,
    )


async def show(chat: Chat, _press: Press | None = None) -> None:
    """/darurat: every number, by what it is for."""
    chat.session.place = Place.ASIDE
    every = await lines(chat, list(Scope))
    parts = [_part(chat, title, [line for line in every if _belongs(line, scopes)]) for title, scopes in _PARTS]
    chat.show(Message("\n\n".join(part for part in parts if part), _rows(chat)))


def _belongs(line: Line, scopes: frozenset[Scope]) -> bool:
    """Whether this is the first part that the line is for: each stands once."""
    first = next((each for _, each in _PARTS if each & line.scopes), None)
    return first == scopes


def _part(chat: Chat, title: str, found: Sequence[Line]) -> str:
    return f"<b>{chat.voice.say(title)}</b>\n{laid_out(found, chat.voice.language)}" if found else ""


def _rows(chat: Chat) -> Rows:
    cards = tuple(
        (chat.labelled(card.button[chat.voice.language], Do.HELP_CRISIS, card.key),) for card in chat.kit.cards.every
    )
    return (*cards, (chat.button("Minta bantuan", Do.HELP_ASK), chat.button("‹ Kembali", Do.HELP_HOME)))
