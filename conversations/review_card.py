"""The review before sending: every answer, any of which can be changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conversations.form import Repeat
from conversations.keyboards import LINES_A_PAGE, in_rows, leaf, turning
from conversations.list_cards import list_title, turns_of
from conversations.live import Listing, Question
from conversations.page import Page
from conversations.spoken import reviewed, section
from domain.messages import Button, Message, Rows
from domain.presses import Do

IN_A_ROW = 5

Line = tuple[int, Question | Listing]


def review_card(page: Page) -> Message:
    lines = list(enumerate(_stops(page), 1))
    at, of = leaf(page, len(lines), LINES_A_PAGE)
    shown = lines[at * LINES_A_PAGE : (at + 1) * LINES_A_PAGE]
    heading = page.voice.say("Periksa dulu, {name}", name=page.name) if page.name else page.voice.say("Periksa dulu")
    how = page.voice.say("Ketuk nomornya untuk mengubah.")
    text = "\n".join([f"<b>{heading}</b>", *_written(page, shown), *(["", f"<i>{how}</i>"] if shown else [])])
    return Message(text, _rows(page, shown, (turning(page, at, of),) if of > 1 else ()))


def _stops(page: Page) -> Iterator[Question | Listing]:
    """What can be changed: the questions that were asked, and each list behind its turns."""
    turn = page.turn
    asked = {question.ref for question in turn.asked()}
    for stop in turn.live.route.stops:
        if isinstance(stop, Listing):
            if not stop.opening and turn.live.is_listed(stop.ref):
                yield stop
        elif stop.ref in asked:
            yield stop


def _written(page: Page, shown: Sequence[Line]) -> Iterator[str]:
    """The lines, with a heading where another turn of a repeat begins."""
    before = ""
    for number, stop in shown:
        if isinstance(stop, Listing):
            count = page.voice.say("{n} isian", n=len(turns_of(page, stop)))
            yield f"{number} {list_title(page, stop)} <b>{count}</b>"
            continue
        title = section(page, stop.around) if any(isinstance(each, Repeat) for each, _ in stop.around) else ""
        if title not in ("", before):
            yield f"<i>{title}</i>"
        before = title
        yield f"{number} {reviewed(page, stop)}"


def _rows(page: Page, shown: Sequence[Line], pages: Rows) -> Rows:
    numbers = [_change(page, number, stop) for number, stop in shown]
    keep = () if page.trial else (page.say("Simpan draf", Do.KEEP),)
    last = (*keep, page.say("Batal", Do.CANCEL))
    return ((page.say("Kirim", Do.SEND),), *in_rows(numbers, IN_A_ROW), *pages, last)


def _change(page: Page, number: int, stop: Question | Listing) -> Button:
    if isinstance(stop, Listing):
        return page.button(str(number), Do.TURNS, page.turn.listings.index(stop))
    return page.button(str(number), Do.CHANGE, page.turn.index(stop.ref))
