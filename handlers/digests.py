"""/ringkasan, and the digests that come by themselves: the same words, for whatever period somebody wants."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.concerns import Concern
from domain.digest import Digest, Level, Scope, unpacked
from domain.digest_times import Edition
from domain.messages import Button, File, Incoming, Message, Rows, Unknown
from domain.orders import Order, Spoilt
from domain.people import Role
from domain.periods import Length, Period, containing, last_over, number_of, of_key
from domain.presses import Do, Press
from domain.scopes import scope_of
from domain.territory import zone_name
from domain.voice import INDONESIAN, fitted, phrase
from handlers import audited
from handlers.chat import Chat
from handlers.digest_facts import Books
from handlers.digest_made import make_digests
from handlers.digest_table import table_message
from handlers.digest_todo import MOST, buttons_of, lines_of, todo_of, todos
from handlers.digest_words import TODO, Words
from handlers.kit import Kit
from handlers.menu import show_menu
from handlers.orders import MOST_AT_ONCE, WAIT, order, say_failed
from storage.sessions import Place, Session
from storage.store import Store

DIGEST = "digest"  # the kind of order
FIRST = date(2019, 1, 1)  # nothing was reported earlier
MEANINGS, TABLE, MONTHS = 1, 2, 3  # what more there is to see of a period
WORKED_OUT_APART = {Level.PROVINCE, Level.NATION}  # what takes a while, and nobody should wait behind
SENT = {"weekly": Length.WEEK, "monthly": Length.MONTH, "daily": Length.DAY}  # what comes by itself
CAPTION = phrase("Semua angka ringkasan ini, dengan artinya.")
WORKING = phrase("⏳ Ringkasan {period} sedang dihitung.")


def books_of(kit: Kit) -> Books:
    return Books(kit.digest, kit.stages, kit.indicators, kit.ikm)


def words_of(chat: Chat) -> Words:
    return Words(chat.voice, chat.kit.digest, chat.kit.indicators)


# --- Asked for -----------------------------------------------------------------------------------


async def take_command(chat: Chat) -> None:
    """/ringkasan: what came last by itself."""
    await show(chat, _usual(chat))


async def take_press(chat: Chat, press: Press) -> None:
    await show(chat, _period(chat, press))


async def show(chat: Chat, period: Period) -> None:
    """The digest of a period on the present card. What takes a while is worked out apart, and shown there later."""
    scope = scope_of(chat.person)
    if scope is None:
        await show_menu(chat)
        return
    chat.session.place = Place.ASIDE
    if scope.level in WORKED_OUT_APART:
        if await chat.store.orders.count_of(chat.person.id, DIGEST) >= MOST_AT_ONCE:
            chat.flash(chat.voice.plain(WAIT))
            return
        chat.show(Message(chat.voice.say(WORKING, period=words_of(chat).period(period))))
        spec = {**_spec(chat, scope, period), "card": chat.session.card}
        chat.store.orders.put(chat.session, DIGEST, spec, chat.now)
        return
    made = await _own(chat, scope, period, chat.local.date())
    chat.show(await message_of(chat, made[scope]))


async def _own(chat: Chat, scope: Scope, period: Period, today: date) -> Mapping[Scope, Digest]:
    """What is worked out here and now: of one unit or one satker, without what is only drawn."""
    return await make_digests(chat.store, books_of(chat.kit), [scope], period, today, drawn=False)


async def more(chat: Chat, press: Press) -> None:
    """What the figures mean, the places as a table, or other months."""
    scope, period = scope_of(chat.person), _period(chat, press)
    if scope is None:
        await show_menu(chat)
        return
    match press.question:
        case 1:
            chat.session.place = Place.ASIDE
            chat.show(_meanings(chat, scope, period))
        case 2 if scope.level not in WORKED_OUT_APART:
            made = await _own(chat, scope, period, chat.local.date())
            chat.beside(table_message(words_of(chat), made[scope]))
        case 2:
            spec = {**_spec(chat, scope, period), "table": True}
            await order(chat, DIGEST, spec)
        case _:
            chat.session.place = Place.ASIDE
            chat.show(_months(chat, period))


async def send_files(chat: Chat, press: Press) -> None:
    """[Gambar dan Excel]: they come beside the card."""
    scope = scope_of(chat.person)
    if scope is None:
        await show_menu(chat)
        return
    spec = _spec(chat, scope, _period(chat, press))
    await order(chat, DIGEST, {**spec, "files": True})


def spec_of(scope: Scope, period: Period, today: date, zone: ZoneInfo, language: str) -> dict[str, Any]:
    """What is ordered: equal ones are made once."""
    place = {"level": scope.level.value, "place": scope.place, "zone": zone.key}
    return {**place, "period": period.key, "today": today.isoformat(), "language": language}


def _spec(chat: Chat, scope: Scope, period: Period) -> dict[str, Any]:
    return spec_of(scope, period, chat.local.date(), chat.zone, chat.voice.language)


def _usual(chat: Chat) -> Period:
    """The newest week that is over; for overseers the month: of people they are told by whole months."""
    length = Length.MONTH if chat.person.role in {Role.BNNP, Role.PUSAT} else Length.WEEK
    return last_over(length, chat.local.date())


def _period(chat: Chat, press: Press) -> Period:
    """The period of a button: none that lies ahead, or before there was anything."""
    today = chat.local.date()
    if press.subject not in set(Length) or not FIRST.toordinal() <= press.choice <= today.toordinal():
        return _usual(chat)
    return containing(Length(press.subject), date.fromordinal(press.choice))


# --- Off and on ----------------------------------------------------------------------------------


async def turn_off(chat: Chat, press: Press) -> None:
    """[Jangan kirim] under a digest, and the way back."""
    kinds = [kind for kind, length in SENT.items() if length == press.subject]
    if not kinds:
        await show_menu(chat)
        return
    if press.choice:
        await chat.store.readers.refuse(chat.person.id, kinds[0], chat.now)
        text = chat.voice.say("Baik, ringkasan ini tidak dikirim lagi. Dengan /ringkasan Anda tetap bisa melihatnya.")
        back = [chat.button("Kirim lagi", Do.DIGEST_OFF, press.subject)]
    else:
        await chat.store.readers.accept(chat.person.id, kinds[0])
        text, back = chat.voice.say("Baik, ringkasan ini dikirim lagi."), []
    chat.session.place = Place.ASIDE
    chat.show(Message(text, ((*back, chat.button("Menu", Do.MENU)),)))


# --- What it looks like --------------------------------------------------------------------------


async def message_of(chat: Chat, digest: Digest, sent: str = "") -> Message:
    """A digest with its buttons. `sent`: as what it came by itself."""
    words, found = words_of(chat), await todos(chat, digest)
    foot = words.foot(digest, zone_name(chat.zone), chat.local.date())
    paragraphs = [
        [words.title(digest), *words.praise(digest)],
        [chat.voice.say(TODO[digest.period.length]), *lines_of(found)] if found else [],
        words.numbers(digest),
        words.silent(digest),
        [foot],
    ]
    text = "\n\n".join("\n".join(lines) for lines in paragraphs if lines)
    rows = _sent_rows(chat, digest, sent) if sent else _rows(chat, digest)
    return Message(fitted(text), (*buttons_of(chat, found), *rows))


def _sent_rows(chat: Chat, digest: Digest, sent: str) -> Rows:
    period = digest.period
    return (
        _look(chat, digest),
        (
            _button(chat, phrase("Masa lain"), Do.DIGEST, period),
            chat.button("Jangan kirim", Do.DIGEST_OFF, SENT[sent], 1),
        ),
    )


def _rows(chat: Chat, digest: Digest) -> Rows:
    today = chat.local.date()
    week, month = containing(Length.WEEK, today), containing(Length.MONTH, today)
    return (
        _look(chat, digest),
        (_button(chat, phrase("Gambar dan Excel"), Do.DIGEST_FILES, digest.period),),
        (
            _button(chat, phrase("Minggu ini"), Do.DIGEST, week),
            _button(chat, phrase("Minggu lalu"), Do.DIGEST, week.before()),
        ),
        (
            _button(chat, phrase("Bulan ini"), Do.DIGEST, month),
            _button(chat, phrase("Bulan lalu"), Do.DIGEST, month.before()),
        ),
        (
            _button(chat, phrase("Pilih bulan"), Do.DIGEST_MORE, month, MONTHS),
            _button(chat, phrase("Tahun ini"), Do.DIGEST, containing(Length.YEAR, today)),
        ),
        (chat.button("Menu", Do.MENU),),
    )


def _look(chat: Chat, digest: Digest) -> tuple[Button, ...]:
    meanings = _button(chat, phrase("Arti angka"), Do.DIGEST_MORE, digest.period, MEANINGS)
    if digest.scope.level is Level.UNIT:
        return (meanings,)
    return (meanings, _button(chat, phrase("Tabel"), Do.DIGEST_MORE, digest.period, TABLE))


def _meanings(chat: Chat, scope: Scope, period: Period) -> Message:
    lines = [chat.voice.say("<b>Arti angka</b>"), *words_of(chat).meanings(scope.level)]
    back = _button(chat, phrase("‹ Ringkasan"), Do.DIGEST, period)
    return Message(fitted("\n".join(lines)), ((back, chat.button("Menu", Do.MENU)),))


def _months(chat: Chat, period: Period) -> Message:
    """The months of a year, and the years beside it."""
    today, year = chat.local.date(), containing(Length.YEAR, period.since)
    months = [containing(Length.MONTH, date(year.since.year, number, 1)) for number in range(1, 13)]
    there = [month for month in months if number_of(month.since) <= number_of(today)]
    buttons = [_labelled(chat, words_of(chat).period(month), Do.DIGEST, month) for month in there]
    rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    years = [each for each in (year.before(), year.after()) if FIRST <= each.since <= today]
    beside = tuple(_labelled(chat, str(each.since.year), Do.DIGEST_MORE, each, MONTHS) for each in years)
    text = chat.voice.say("Ringkasan bulan apa?")
    return Message(text, (*rows, beside, (chat.button("Menu", Do.MENU),)))


def _button(chat: Chat, said: str, do: Do, period: Period, question: int = 0) -> Button:
    return _labelled(chat, chat.voice.plain(said), do, period, question)


def _labelled(chat: Chat, label: str, do: Do, period: Period, question: int = 0) -> Button:
    return Button(label, chat.draw(Press(do, period.length, question, choice=period.since.toordinal())))


# --- Given ---------------------------------------------------------------------------------------


async def give(chat: Chat, made: Order, files: Sequence[File], facts: Mapping[str, Any]) -> None:
    """What was ordered, to whoever may still have it: picture, workbook, and then the text with its buttons."""
    spec, scope = made.spec, scope_of(chat.person)
    if scope != Scope(Level(spec["level"]), spec["place"]):
        return
    digest = unpacked(facts["digest"])
    chat.session.in_bulk = "sent" in spec  # what comes by itself waits for whoever talks with us
    if not all([await chat.store.frozen.keep(scope, month) for month in digest.shown]):
        chat.store.orders.put(chat.session, DIGEST, spec, made.at)  # others were shown another count meanwhile
        return
    if spec.get("table"):
        chat.beside(table_message(words_of(chat), digest))
    elif "card" in spec:
        await _show_on(chat, spec["card"], digest)
    else:
        _give_files(chat, digest, files)
        if not spec.get("files"):
            chat.beside(await message_of(chat, digest, spec["sent"]))


def ordering(kit: Kit) -> Callable[[Store, Session, Edition, datetime], None]:
    """How the clock has a digest made for somebody: by its place, period and language it is made once for all."""

    def put(store: Store, session: Session, edition: Edition, now: datetime) -> None:
        scope = scope_of(session.person) if session.person is not None else None
        if session.person is not None and scope is not None:
            today = now.astimezone(session.person.zone).date()
            language = session.language if session.language in kit.voices else INDONESIAN
            spec = spec_of(scope, edition.period, today, session.person.zone, language)
            store.orders.put(session, DIGEST, {**spec, "sent": edition.kind}, now)

    return put


def urging(kit: Kit) -> Callable[[Store, Session, Sequence[Concern], datetime], Awaitable[None]]:
    """How somebody is told of what is urgent: in a message beside what they are at."""

    async def tell(store: Store, session: Session, concerns: Sequence[Concern], now: datetime) -> None:
        session.in_bulk = True
        chat = Chat(kit, store, session, Incoming(0, session.chat, Unknown("digest")), now)
        found = [todo_of(chat, concern) for concern in concerns[:MOST]]
        say, day = chat.voice.say, containing(Length.DAY, chat.local.date())
        lines = [say("<b>Yang mendesak, {period}</b>", period=words_of(chat).period(day)), *lines_of(found)]
        if len(concerns) > MOST:
            lines.append(say("dan {n} lagi", n=len(concerns) - MOST))
        off = chat.button("Jangan kirim", Do.DIGEST_OFF, Length.DAY, 1)
        chat.beside(Message("\n".join(lines), (*buttons_of(chat, found), (off,))))

    return tell


async def _show_on(chat: Chat, card: int, digest: Digest) -> None:
    """On the card where it was asked for, if that is still the present one."""
    message = await message_of(chat, digest)
    if chat.session.card == card and chat.session.place is Place.ASIDE:
        chat.show_there(message)
    else:
        chat.beside(message)


def _give_files(chat: Chat, digest: Digest, files: Sequence[File]) -> None:
    title = words_of(chat).title(digest)
    for file in files:
        if file.name.endswith(".png"):
            chat.beside(Message(title, photo=file, silent=True))
        else:
            chat.beside(Message(chat.voice.say(CAPTION), document=file, silent=True))
            audited.took_digest(chat, digest)


async def failed(chat: Chat, made: Order, why: Spoilt) -> None:
    """Nothing came of the files: the text goes alone, where it can be worked out here."""
    scope, spec = scope_of(chat.person), made.spec
    is_own = scope == Scope(Level(spec["level"]), spec["place"]) and scope.level not in WORKED_OUT_APART
    if scope is None or not is_own or "sent" not in spec:
        await say_failed(chat, made, why)
        return
    today = date.fromisoformat(spec["today"])
    found = await _own(chat, scope, of_key(spec["period"]), today)
    chat.beside(await message_of(chat, found[scope], spec["sent"]))
