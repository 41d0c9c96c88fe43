"""The buttons with which a question can be answered: choices, ticks, ranks, numbers, days and hours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from conversations.calendar import calendar_rows
from conversations.live import Question
from conversations.page import Page
from conversations.pressing import EPOCH
from conversations.scale import scale_of
from conversations.searching import fitting
from conversations.times import allows_day, picked_day
from domain.messages import Button, Rows
from domain.presses import Do
from domain.voice import phrase

WIDE_LABEL = 16  # letters of a label that fits beside another
MOST_CHOICES = 8  # on one card; more are leafed through
LINES_A_PAGE = 15
MOST_NUMBERS = 11  # of a range that is shown as buttons; others are typed
NUMBERS_IN_A_ROW = 6
HOURS_IN_A_ROW = 6
QUARTERS = (0, 15, 30, 45)
DAYS_OFFERED = 3


def answer_rows(page: Page, question: Question) -> Rows:
    """Buttons that answer this question; none where it is answered by typing or sending."""
    if page.turn.is_note(question):
        return ((page.say("Lanjut", Do.NEXT, page.turn.index(question.ref)),),)
    draw = _BY_KIND.get(question.kind) or _BY_TYPE.get(question.type)
    return draw(page, question) if draw else ()


# --- Choices -------------------------------------------------------------------------------------


def _one_of(page: Page, question: Question) -> Rows:
    index, choices = page.turn.index(question.ref), page.turn.live.choices(question.ref, page.turn.language)
    return _found(page, [page.button(c.label, Do.ANSWER, index, n) for n, c in enumerate(choices)], question)


def _several_of(page: Page, question: Question) -> Rows:
    index, picks = page.turn.index(question.ref), page.turn.state.picks
    choices = page.turn.live.choices(question.ref, page.turn.language)
    toggles = [
        page.button(f"☑ {c.label}", Do.OFF, index, n)
        if c.value in picks
        else page.button(f"☐ {c.label}", Do.ON, index, n)
        for n, c in enumerate(choices)
    ]
    return (*_found(page, toggles, question), (page.say("Selesai", Do.DONE, index),))


def _found(page: Page, buttons: Sequence[Button], question: Question) -> Rows:
    """The buttons of the choices, or of those that are searched for."""
    wanted = page.turn.state.search
    if not wanted:
        return leaves(page, buttons)
    found = fitting(page.turn.live.choices(question.ref, page.turn.language), wanted)
    return (*leaves(page, [buttons[n] for n in found]), (page.say("Semua pilihan", Do.ALL_CHOICES),))


def _in_order(page: Page, question: Question) -> Rows:
    """Tapped in order: those that have their place show it."""
    index, picks = page.turn.index(question.ref), page.turn.state.picks
    choices = page.turn.live.choices(question.ref, page.turn.language)
    shown = [
        page.button(f"{picks.index(c.value) + 1}. {c.label}", Do.NOTHING, index, n)
        if c.value in picks
        else page.button(c.label, Do.RANK, index, n)
        for n, c in enumerate(choices)
    ]
    done = (page.say("Selesai", Do.DONE, index),) if len(picks) == len(choices) else ()
    anew = (page.say("Ulangi", Do.RANK_ANEW, index),) if picks else ()
    return (*leaves(page, shown), *([(*anew, *done)] if picks else []))


def _acknowledging(page: Page, question: Question) -> Rows:
    return ((page.say("Saya sudah baca", Do.ANSWER, page.turn.index(question.ref)),),)


def leaves(page: Page, buttons: Sequence[Button], most: int = MOST_CHOICES) -> Rows:
    """The buttons, or one page of them where there are many."""
    if len(buttons) <= most:
        return packed(buttons)
    at, of = leaf(page, len(buttons), most)
    return (*packed(buttons[at * most : (at + 1) * most]), turning(page, at, of))


def leaf(page: Page, count: int, at_once: int) -> tuple[int, int]:
    """Which page is open, and how many there are."""
    of = -(-count // at_once)
    return min(max(page.turn.state.leaf or 0, 0), of - 1), of


def turning(page: Page, at: int, of: int) -> tuple[Button, ...]:
    back = page.button("‹", Do.PAGE, choice=(at - 1) % of)
    return (back, page.button(f"{at + 1}/{of}", Do.NOTHING), page.button("›", Do.PAGE, choice=(at + 1) % of))


def packed(buttons: Sequence[Button]) -> Rows:
    """Short buttons two in a row, long ones in a row of their own."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        fits = rows and len(rows[-1]) == 1 and max(len(button.label), len(rows[-1][0].label)) <= WIDE_LABEL
        if fits:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)


def in_rows(buttons: Sequence[Button], wide: int) -> Rows:
    """As many in a row as are told."""
    return tuple(tuple(buttons[i : i + wide]) for i in range(0, len(buttons), wide))


# --- Numbers -------------------------------------------------------------------------------------


def _numbers(page: Page, question: Question) -> Rows:
    scale = scale_of(question)
    if scale.count > MOST_NUMBERS:
        return ()
    index = page.turn.index(question.ref)
    shown = [page.button(page.voice.number(scale.written(n)), Do.NUMBER, index, n) for n in range(scale.count)]
    return in_rows(shown, NUMBERS_IN_A_ROW)


# --- Days and hours ------------------------------------------------------------------------------


def _days(page: Page, question: Question) -> Rows:
    index, turn = page.turn.index(question.ref), page.turn
    if turn.state.leaf is not None:
        return calendar_rows(
            turn.state.leaf,
            page.voice,
            day=lambda day: page.button(str(day.day), Do.DAY, index, day.toordinal() - EPOCH),
            leaf=lambda name, month: page.button(name, Do.CALENDAR, index, month),
            plain=lambda name: page.button(name, Do.NOTHING),
            allowed=lambda day: allows_day(turn, question, day),
        )
    offered = [(name, day) for name, day in _near_days(turn.today) if allows_day(turn, question, day)]
    near = [
        page.button(page.voice.say(name), Do.DAY, index, day.toordinal() - EPOCH)
        for name, day in offered[:DAYS_OFFERED]
    ]
    month = turn.today.year * 12 + turn.today.month - 1
    return (*packed(near), (page.say("Tanggal lain", Do.CALENDAR, index, month),))


def _near_days(today: date) -> Iterable[tuple[str, date]]:
    # Offered where the form allows them: looking back for what was done, ahead for what is planned.
    yield phrase("Hari ini"), today
    yield phrase("Kemarin"), today - timedelta(days=1)
    yield phrase("Besok"), today + timedelta(days=1)
    yield phrase("Seminggu lagi"), today + timedelta(days=7)


def _hours(page: Page, question: Question) -> Rows:
    """The hours of a day, and then the quarters of the hour that was tapped. Other minutes are typed."""
    index, hour = page.turn.index(question.ref), page.turn.state.leaf
    if hour is None or not 0 <= hour < 24:
        hours = [page.button(f"{h:02}", Do.HOUR, index, h) for h in range(24)]
        now = page.turn.context.now
        return ((page.say("Sekarang", Do.TIME, index, now.hour * 60 + now.minute),), *in_rows(hours, HOURS_IN_A_ROW))
    quarters = tuple(page.button(f"{hour:02}.{minute:02}", Do.TIME, index, hour * 60 + minute) for minute in QUARTERS)
    return (quarters, (page.say("Jam lain", Do.HOUR, index, -1),))


def _days_and_hours(page: Page, question: Question) -> Rows:
    if picked_day(page.turn) is None:
        return _days(page, question)
    other = page.say("Tanggal lain", Do.RANK_ANEW, page.turn.index(question.ref))
    return (*_hours(page, question), (other,))


_BY_KIND: dict[str, Callable[[Page, Question], Rows]] = {
    "select1": _one_of,
    "select": _several_of,
    "rank": _in_order,
    "range": _numbers,
    "trigger": _acknowledging,
}
_BY_TYPE: dict[str, Callable[[Page, Question], Rows]] = {
    "date": _days,
    "time": _hours,
    "dateTime": _days_and_hours,
}
