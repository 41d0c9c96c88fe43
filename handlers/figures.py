"""The indicators of a month: all of them, one of them by place, and what they mean.

Who may not open the records sees no small counts of people (decision 13).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.access import Action, Reach, Record, reach
from domain.digest import Month as Shown
from domain.figures import Sums, table_of, total_of
from domain.indicator_rules import Indicator
from domain.messages import Button, Message, Rows
from domain.people import Role
from domain.presses import Do
from domain.scopes import scope_of
from domain.small_cells import Table
from domain.voice import escaped, fitted
from handlers.chat import Chat
from handlers.digest_facts import newest_month
from handlers.menu import show_menu
from handlers.units import rows_of
from storage.counts import By
from storage.frozen import Tables
from storage.sessions import Place

IN_A_ROW = 6  # buttons
HIDDEN = "–"
BY = {Role.PETUGAS: By.UNIT, Role.BNNP: By.SATKER, Role.PUSAT: By.PROVINCE}


@dataclass(frozen=True)
class Month:
    """A month up to today, its places by name, and what was counted there."""

    number: int  # counted from 1970-01
    last: int  # the newest one that this person may see
    until: date
    places: Mapping[str, str]
    sums: Sums
    hides: bool
    frozen: Tables = field(default_factory=dict)  # what was shown of it before

    def table(self, indicator: Indicator) -> Table:
        if indicator.name in self.frozen:
            return self.frozen[indicator.name]
        return table_of(indicator, tuple(self.places), self.sums, hides=self.hides)


async def show_figures(chat: Chat, number: int = 0) -> None:
    """All indicators of a month."""
    month = await _month(chat, number)
    if month is None:
        await show_menu(chat)
        return
    every = chat.kit.indicators.every
    totals = [total_of(month.table(indicator)) for indicator in every]
    lines = [_heading(chat, month, chat.voice.say("Angka")), ""]
    for place, (indicator, total) in enumerate(zip(every, totals, strict=True), 1):
        lines.append(f"{place} {_label(chat, indicator)}: <b>{_shown(chat, total)}</b>")
    lines += ["", *_legend(chat, month, totals), chat.voice.say("Tekan angka untuk melihat tiap tempat.")]
    numbers = [chat.labelled(str(place), Do.FIGURE, each.key, month.number) for place, each in enumerate(every, 1)]
    rows = tuple(tuple(numbers[at : at + IN_A_ROW]) for at in range(0, len(numbers), IN_A_ROW))
    chat.session.place = Place.ASIDE
    chat.show(Message("\n".join(lines), (*rows, *_turning(chat, month), _last(chat, month))))


async def show_figure(chat: Chat, key: int, number: int) -> None:
    """One indicator, place by place."""
    month, indicator = await _month(chat, number), chat.kit.indicators.by_key(key)
    if month is None or indicator is None:
        await show_menu(chat)
        return
    table = month.table(indicator)
    names = [*(escaped(month.places.get(code, code)) for code in table.rows), chat.voice.say("Jumlah")]
    lines = [_heading(chat, month, _label(chat, indicator)), _meaning(chat, indicator), ""]
    lines += [_line(chat, indicator, name, counts) for name, counts in zip(names, table.counts, strict=True)]
    lines += ["", *_legend(chat, month, [count for counts in table.counts for count in counts])]
    back = chat.button("‹ Angka", Do.FIGURES, choice=month.number)
    chat.session.place = Place.ASIDE
    chat.show(Message(fitted("\n".join(lines)), ((back, chat.button("Menu", Do.MENU)),)))


def show_meanings(chat: Chat, number: int) -> None:
    """What the indicators mean, and since when."""
    indicators = chat.kit.indicators
    lines = [chat.voice.say("<b>Arti angka</b>")]
    lines += [f"{_label(chat, each)}: {_meaning(chat, each)}" for each in indicators.every]
    version, day = indicators.version, chat.voice.dated(indicators.checked_on)
    lines += ["", chat.voice.say("Definisi {version}, diperiksa {day}.", version=version, day=day)]
    back = chat.button("‹ Angka", Do.FIGURES, choice=number)
    chat.session.place = Place.ASIDE
    chat.show(Message(fitted("\n".join(lines)), ((back, chat.button("Menu", Do.MENU)),)))


# --- What is counted ------------------------------------------------------------------------------


async def _month(chat: Chat, number: int) -> Month | None:
    """A month, the newest one by default; None for whoever oversees nothing.

    Where small counts are hidden, months are shown once they are over: two looks at a month that goes on would tell
    what has been added between them. Of what is entered late into a month that is over they still do (decision 13).
    """
    by, today = BY.get(chat.person.role), chat.local.date()
    hides = reach(chat.person.role, Action.SEE, Record.CASE) is Reach.NOTHING
    last = _number_of(newest_month(chat.kit.digest, today).since if hides else today)
    number = number if 0 < number <= last else last
    if by is None:
        return None
    first = date(1970 + number // 12, number % 12 + 1, 1)
    until = min(today, first.replace(day=monthrange(first.year, first.month)[1]))
    counters = chat.kit.indicators.counters
    sums = await chat.store.counts.sums(chat.person, by, first, until, counters)
    month = Month(number, last, until, await places_by(chat, by), sums, hides)
    return await _as_first_shown(chat, month, first) if hides else month


async def _as_first_shown(chat: Chat, month: Month, first: date) -> Month:
    """Whoever looks again sees the same, whatever was entered since (decision 13)."""
    scope = scope_of(chat.person)
    if scope is None:
        return month
    frozen = (await chat.store.frozen.of([scope], [first])).get((scope, first), {})
    people = [indicator for indicator in chat.kit.indicators.every if indicator.people]
    fresh = {each.name: month.table(each) for each in people if each.name not in frozen}
    if fresh:
        await chat.store.frozen.keep(scope, Shown(first, fresh))
        frozen = (await chat.store.frozen.of([scope], [first]))[scope, first]
    return replace(month, frozen=frozen)


async def places_by(chat: Chat, by: By) -> Mapping[str, str]:
    """Every place that the person reaches, also those where nothing was counted."""
    if by is By.UNIT:
        return {row["name"]: row["label"] for row in await rows_of(chat, "units.csv")}
    satkers = await rows_of(chat, "satker.csv")
    if by is By.SATKER:
        return {row["name"]: row["label"] for row in satkers}
    provinces = sorted({row["territory"][:2] for row in satkers})
    names = await chat.store.territories.names(provinces)
    return {province: names.get(province, province) for province in provinces}


def _number_of(day: date) -> int:
    return (day.year - 1970) * 12 + day.month - 1


# --- What is said ---------------------------------------------------------------------------------


def _heading(chat: Chat, month: Month, what: str) -> str:
    """Every figure has its day."""
    name = chat.voice.month(month.until)
    return f"<b>{what}</b> · {name}\n" + chat.voice.say("per {day}", day=chat.voice.dated(month.until))


def _line(chat: Chat, indicator: Indicator, name: str, counts: tuple[int | None, ...]) -> str:
    line = f"{name}: <b>{_shown(chat, counts[-1])}</b>"
    if not indicator.levels:
        return line
    labels = (level[chat.voice.language] for level in indicator.levels.values())
    levels = (f"{escaped(label)} {_shown(chat, count)}" for label, count in zip(labels, counts, strict=False))
    return f"{line} ({', '.join(levels)})"


def _shown(chat: Chat, count: int | None) -> str:
    return HIDDEN if count is None else chat.voice.number(str(count))


def _label(chat: Chat, indicator: Indicator) -> str:
    return escaped(indicator.labels[chat.voice.language])


def _meaning(chat: Chat, indicator: Indicator) -> str:
    return escaped(indicator.definition[chat.voice.language])


def _legend(chat: Chat, month: Month, counts: Sequence[int | None]) -> list[str]:
    """What the sign means where it stands, and when the month that goes on can be seen."""
    if not month.hides:
        return []
    sign = chat.voice.say("{sign} tidak ditampilkan, supaya tidak ada orang yang bisa dikenali.", sign=HIDDEN)
    after = date(1970 + (month.last + 2) // 12, (month.last + 2) % 12 + 1, chat.kit.digest.month_day)
    coming = chat.voice.say(
        "{month} tampil mulai {day}.", month=_month_name(chat, month.last + 1), day=chat.voice.short_day(after)
    )
    return [*([sign] if None in counts else []), *([coming] if month.number == month.last else [])]


def _turning(chat: Chat, month: Month) -> Rows:
    before = chat.labelled("‹ " + _month_name(chat, month.number - 1), Do.FIGURES, choice=month.number - 1)
    if month.number >= month.last:
        return ((before,),)
    after = chat.labelled(_month_name(chat, month.number + 1) + " ›", Do.FIGURES, choice=month.number + 1)
    return ((before, after),)


def _month_name(chat: Chat, number: int) -> str:
    return chat.voice.month(date(1970 + number // 12, number % 12 + 1, 1))


def _last(chat: Chat, month: Month) -> tuple[Button, ...]:
    return (chat.button("Arti angka", Do.MEANINGS, choice=month.number), chat.button("Menu", Do.MENU))
