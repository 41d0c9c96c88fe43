"""Cards: what a state looks like on the screen. One question a card, buttons before typing."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from conversations.list_cards import removing_card, turns_card
from conversations.page import Page as Page
from conversations.question_cards import question_card
from conversations.review_card import review_card
from conversations.spoken import LONG, SHORT, answer, cut, label
from conversations.state import Screen
from conversations.turn import Word
from domain.messages import LONGEST_CAPTION, Message
from domain.presses import Do
from domain.voice import Html, escaped, fitted, phrase

MOST_HELD = 8


def card(page: Page, word: Word | None = None, dropped: Sequence[str] = ()) -> Message:
    """The card of the present screen, with a word above it."""
    drawn = _SCREENS[page.turn.state.screen](page)
    above = [*_trial(page), *_words(page, word), *_dropped(page, dropped)]
    rows = drawn.rows
    if word is not None and word.change is not None:
        label = page.voice.say("Ubah jawaban itu")
        rows = ((page.button(label, Do.CHANGE, word.change),), *rows)
    text = fitted("\n\n".join([*above, drawn.text]))
    # A text that is too long for a caption is worth more than the picture.
    return Message(text, rows, photo=drawn.photo if len(text) <= LONGEST_CAPTION else None)


def flash(page: Page, word: Word | None) -> str:
    """The word as plain text, for the flash over the chat."""
    return _plain_word(page, word) if word else ""


def _trial(page: Page) -> list[str]:
    """A card that looks like any other, and is none."""
    return [f"<i>{page.voice.say('Percobaan. Tidak ada yang disimpan.')}</i>"] if page.trial else []


def _words(page: Page, word: Word | None) -> list[str]:
    return [f"⚠ {page.voice.say(word.phrase, **_gaps(page, word))}"] if word else []


def _plain_word(page: Page, word: Word) -> str:
    return html.unescape(page.voice.say(word.phrase, **_gaps(page, word)))


def _gaps(page: Page, word: Word) -> dict[str, object]:
    if word.change is None:
        return word.gaps
    return {"answer": Html(answer(page, page.turn.questions[word.change]))}


def _dropped(page: Page, labels: Sequence[str]) -> list[str]:
    if not labels:
        return []
    names = cut(", ".join(labels), LONG)
    return [page.voice.say("Jawaban ini tidak dipakai lagi: {names}.", names=names)]


# --- Other screens -------------------------------------------------------------------------------


def _cancelling(page: Page) -> Message:
    if page.trial:
        go_on, stop = page.say("Lanjutkan mengisi", Do.RESUME), page.say("Berhenti mencoba", Do.DROP)
        return Message(page.voice.say("Berhenti mencoba?"), ((go_on,), (stop,)))
    of_staff = phrase("Laporan ini belum dikirim. Mau diapakan?")
    text = page.voice.say(of_staff if page.name else phrase("Ini belum dikirim. Mau diapakan?"))
    rows = (
        (page.say("Lanjutkan mengisi", Do.RESUME),),
        (page.say("Simpan draf", Do.KEEP),),
        (page.say("Buang", Do.DROP),),
    )
    return Message(text, rows)


def _holding(page: Page) -> Message:
    held = page.turn.state.held
    lines = [f"• {escaped(cut(message.text, SHORT))}" for message in held[:MOST_HELD]]
    lines += [page.voice.say("… dan {n} lagi", n=len(held) - MOST_HELD)] if len(held) > MOST_HELD else []
    text = page.voice.say("Beberapa pesan datang sekaligus. Yang ini belum tercatat:")
    asking = page.turn.index(page.turn.state.at) >= 0
    about = (
        [page.voice.say("Pertanyaan berikut: {label}", label=Html(label(page, page.turn.question)))] if asking else []
    )
    use = ((page.say("Pakai untuk pertanyaan berikut", Do.USE_HELD),),) if asking else ()
    join = ((page.say("Gabung jadi satu", Do.JOIN_HELD),),) if asking or page.turn.state.last_text else ()
    rows = (*use, *join, (page.say("Buang", Do.DROP_HELD),))
    return Message("\n".join([text, *lines, *about]), rows)


_SCREENS: dict[Screen, Callable[[Page], Message]] = {
    Screen.ASK: question_card,
    Screen.REVIEW: review_card,
    Screen.CANCEL: _cancelling,
    Screen.HELD: _holding,
    Screen.TURNS: turns_card,
    Screen.REMOVE: removing_card,
}
