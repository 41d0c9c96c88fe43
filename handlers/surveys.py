"""What came of the satisfaction survey: the index of each place, and what people suggested.

Nobody is shown anything of fewer than five who answered, and of a month only once it is over
(`domain/survey_batches.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from domain.access import Action, Reach, Record, reach
from domain.ikm import Ikm, Tally, ikm, lowest, of_all, rounded
from domain.ikm_rules import UNSUR
from domain.messages import Message, Rows
from domain.presses import Do, Press
from domain.small_cells import LEAST
from domain.survey_batches import Batch, day_of
from domain.voice import escaped, fitted
from handlers.chat import Chat
from handlers.figures import BY, places_by
from handlers.menu import show_menu
from handlers.units import rows_of
from storage.counts import By
from storage.sessions import Place

THIS_YEAR = 1  # of a button; otherwise the last twelve months
GOOD = 3  # the mark that is called "baik"
A_PAGE = 8  # suggestions
BULLET = "• "


@dataclass(frozen=True)
class Window:
    """The months that are looked at: they are over."""

    choice: int
    since: date
    until: date

    def holds(self, batch: Batch) -> bool:
        return self.since <= batch.month <= self.until


@dataclass(frozen=True)
class Results:
    """What can be shown, by place, and of all places together."""

    places: Mapping[str, str]
    tallies: Mapping[str, Tally]
    total: Tally


async def show_results(chat: Chat, press: Press) -> None:
    """The index of each place that this person reaches."""
    if reach(chat.person.role, Action.SEE, Record.SURVEY) is Reach.NOTHING:
        await show_menu(chat)
        return
    window = _window(chat, press.choice)
    results = await _results(chat, window)
    lines = [_heading(chat, window), ""]
    for code, name in results.places.items():
        lines += _place(chat, name, results.tallies.get(code, Tally()), lows=_by(chat) is By.UNIT)
    if chat.person.unit is None:
        lines += _place(chat, chat.voice.say("Semua"), results.total, lows=True)
    lines += ["", *_meaning(chat)]
    chat.session.place = Place.ASIDE
    chat.show(Message(fitted("\n".join(lines)), await _buttons(chat, window)))


async def show_words(chat: Chat, press: Press) -> None:
    """What people suggested, without place and day: it is for the petugas alone."""
    window = _window(chat, press.choice)
    words = await chat.store.surveys.suggestions(chat.person, day_of(chat.now), window.since)
    if not words:
        await show_results(chat, press)
        return
    pages = -(-len(words) // A_PAGE)
    at = press.subject % pages
    shown = words[at * A_PAGE : (at + 1) * A_PAGE]
    head = [chat.voice.say("<b>Saran dari survei</b> · {n}", n=len(words)), _span(chat, window), ""]
    text = "\n".join([*head, *(BULLET + escaped(each) for each in shown)])
    back = chat.button("‹ Survei", Do.SURVEY, choice=window.choice)
    chat.session.place = Place.ASIDE
    chat.show(Message(fitted(text), (*_turning(chat, window, at, pages), (back, chat.button("Menu", Do.MENU)))))


# --- What can be shown ------------------------------------------------------------------------------


def _window(chat: Chat, choice: int) -> Window:
    first = day_of(chat.now).replace(day=1)
    since = date(first.year, 1, 1) if choice == THIS_YEAR else first.replace(year=first.year - 1)
    return Window(choice, since, first - timedelta(days=1))


async def _results(chat: Chat, window: Window) -> Results:
    tallies: dict[str, Tally] = defaultdict(Tally)
    provinces = await _provinces(chat)
    shown = await chat.store.surveys.shown(chat.person, day_of(chat.now))
    held = [(satker, batch) for satker, found in shown.items() for batch in found if window.holds(batch)]
    for satker, batch in held:
        tallies[_place_of(chat, satker, batch, provinces)] += batch.tally
    return Results(await _places(chat), tallies, sum((batch.tally for _, batch in held), Tally()))


def _by(chat: Chat) -> By:
    return BY.get(chat.person.role, By.UNIT)


def _place_of(chat: Chat, satker: str, batch: Batch, provinces: Mapping[str, str]) -> str:
    """Where a batch stands; what several units put together stands in no unit."""
    match _by(chat):
        case By.UNIT:
            return batch.unit or ""
        case By.SATKER:
            return satker
        case By.PROVINCE:
            return provinces.get(satker, "")


async def _places(chat: Chat) -> Mapping[str, str]:
    own = chat.person.unit
    return {own.code: own.name} if own is not None else await places_by(chat, _by(chat))


async def _provinces(chat: Chat) -> Mapping[str, str]:
    if _by(chat) is not By.PROVINCE:
        return {}
    return {row["name"]: row["territory"][:2] for row in await rows_of(chat, "satker.csv")}


# --- What is said -----------------------------------------------------------------------------------


def _heading(chat: Chat, window: Window) -> str:
    return chat.voice.say("<b>Survei kepuasan</b> (IKM)") + "\n" + _span(chat, window)


def _span(chat: Chat, window: Window) -> str:
    until = chat.voice.dated(window.until)
    if window.choice == THIS_YEAR:
        return chat.voice.say("tahun {year}, per {day}", year=window.since.year, day=until)
    return chat.voice.say("12 bulan terakhir, per {day}", day=until)


def _place(chat: Chat, name: str, tally: Tally, *, lows: bool) -> list[str]:
    """Air Mesu Timur: 82,50 (B, Baik), 12 jawaban; and what was marked lowest."""
    if not tally.respondents:
        return [f"{escaped(name)}: " + chat.voice.say("jawaban belum cukup")]
    found = ikm(chat.kit.ikm, tally)
    index, grade = chat.voice.hundredths(found.index), _grade(chat, found)
    said = chat.voice.say("<b>{index}</b> ({grade}), {n} jawaban", index=index, grade=grade, n=tally.respondents)
    low = _lowest(chat, found.means) if lows else ""
    return [f"{escaped(name)}: {said}", *([low] if low else [])]


def _lowest(chat: Chat, means: Sequence[Fraction]) -> str:
    names = [words[chat.voice.language] for words in chat.kit.ikm.unsur]
    found = ", ".join(f"{names[at]} {chat.voice.hundredths(rounded(means[at]))}" for at in lowest(means))
    return chat.voice.say("terendah: {unsur}", unsur=found) if found else ""


def _grade(chat: Chat, found: Ikm) -> str:
    return f"{found.grade.name}, {found.grade.labels[chat.voice.language]}"


def _meaning(chat: Chat) -> list[str]:
    """What has to be known of these figures. That 3 of 4 is a C is the rule's, and would surprise."""
    say, good = chat.voice.say, of_all(chat.kit.ikm, GOOD)
    index, grade = chat.voice.hundredths(good.index), _grade(chat, good)
    return [
        say("⚠ Kalau semua menjawab “Baik”, nilainya {index} ({grade}).", index=index, grade=grade),
        say("Jangan arahkan jawaban klien."),
        say("Nilai tampil dari {n} jawaban, sesudah bulannya selesai. Yang kurang menunggu.", n=LEAST),
        _weight(chat),
    ]


def _weight(chat: Chat) -> str:
    weight = chat.kit.ikm.weight
    printed = chat.voice.hundredths(rounded(weight))
    if weight == Fraction(1, UNSUR):
        return chat.voice.say("Bobot tiap unsur {weight}, dihitung tepat 1/9.", weight=printed)
    return chat.voice.say("Bobot tiap unsur {weight}.", weight=printed)


# --- Where to go from here --------------------------------------------------------------------------


async def _buttons(chat: Chat, window: Window) -> Rows:
    year = chat.button("Tahun ini", Do.SURVEY, choice=THIS_YEAR)
    other = chat.button("12 bulan terakhir", Do.SURVEY) if window.choice == THIS_YEAR else year
    count = len(await chat.store.surveys.suggestions(chat.person, day_of(chat.now), window.since))
    words = [chat.button("Saran · {n}", Do.SURVEY_WORDS, choice=window.choice, n=count)] if count else []
    return ((other, *words), (chat.button("Menu", Do.MENU),))


def _turning(chat: Chat, window: Window, at: int, pages: int) -> Rows:
    if pages == 1:
        return ()
    before = chat.labelled("‹", Do.SURVEY_WORDS, (at - 1) % pages, window.choice)
    after = chat.labelled("›", Do.SURVEY_WORDS, (at + 1) % pages, window.choice)
    return ((before, chat.labelled(f"{at + 1}/{pages}", Do.NOTHING), after),)
