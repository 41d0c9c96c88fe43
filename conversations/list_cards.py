"""The cards of repeats: what was entered so far, to be added to, gone through again, or taken away."""

from __future__ import annotations

from conversations.heading import heading
from conversations.keyboards import MOST_CHOICES, leaf, turning
from conversations.live import Listing
from conversations.page import Page
from conversations.recompute import MOST_TURNS
from conversations.spoken import section, summary
from domain.messages import Message, Rows
from domain.presses import Do
from domain.voice import Html, escaped


def turns_card(page: Page) -> Message:
    """The turns of a repeat; before the first one, the question whether there is any."""
    voice, turns = page.voice, turns_of(page, page.turn.listing)
    at, of = leaf(page, len(turns), MOST_CHOICES) if turns else (0, 1)
    shown = [(n, turns[n - 1]) for n in range(at * MOST_CHOICES + 1, min(len(turns), (at + 1) * MOST_CHOICES) + 1)]
    lines = [f"{number} {summary(page, ref)}" for number, ref in shown]
    title = f"<b>{list_title(page, page.turn.listing)}</b>"
    ask = voice.say("Tambah lagi?") if turns else voice.say("Ada yang mau dicatat?")
    head = heading(page, _ref_before(page), section(page, page.turn.listing.around))
    pages = (turning(page, at, of),) if of > 1 else ()
    text = "\n".join([head, title, *lines, *([""] if lines else []), ask])
    return Message(text, (*_turn_rows(page, shown), *pages, *_list_rows(page, len(turns))))


def removing_card(page: Page) -> Message:
    """Really take this turn away?"""
    listing, number = page.turn.listing, page.turn.state.leaf or 0
    said = summary(page, f"{listing.ref}[{number}]")
    text = page.voice.say("Hapus isian {n} dari {title}?", n=number, title=Html(list_title(page, listing)))
    rows = ((page.say("Hapus", Do.REMOVE), page.say("Jangan hapus", Do.KEEP_TURN)),)
    return Message(f"{text}\n{said}", rows)


def turns_of(page: Page, listing: Listing) -> tuple[str, ...]:
    """The turns that people have begun; one that only waits to be begun does not count."""
    return () if page.turn.is_untouched(listing.ref) else page.turn.live.turns(listing.ref)


def list_title(page: Page, listing: Listing) -> str:
    """What the repeat is called, as HTML."""
    return escaped(page.turn.live.label(listing.ref, page.turn.language) or listing.repeat.path[-1])


def _ref_before(page: Page) -> str:
    """The last question that comes before this list."""
    count = page.turn.questions_before_list
    return page.turn.questions[count - 1].ref if count else ""


def _turn_rows(page: Page, shown: list[tuple[int, str]]) -> Rows:
    return tuple(
        (
            page.button(page.voice.say("Ubah {n}", n=number), Do.EDIT_TURN, choice=number),
            page.button(page.voice.say("Hapus {n}", n=number), Do.REMOVE_TURN, _number(page), number),
        )
        for number, _ in shown
    )


def _number(page: Page) -> int:
    return page.turn.listings.index(page.turn.listing)


def _list_rows(page: Page, count: int) -> Rows:
    add = ((page.say("Tambah", Do.ADD_TURN),),) if count < MOST_TURNS else ()
    done = page.say("Lanjut", Do.TURNS_DONE) if count else page.say("Tidak ada", Do.TURNS_DONE)
    before = page.turn.questions_before_list
    is_first = all(page.turn.index(question.ref) >= before for question in page.turn.asked())
    back = () if is_first else (page.say("‹ Kembali", Do.BACK),)
    return (*add, (done,), (*back, page.say("Batal", Do.CANCEL)))
