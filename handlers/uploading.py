"""A form that an officer sends into the chat: fetched, looked into, and shown with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.local_form import About, from_json, to_json
from conversations.problems import Problem
from conversations.tables import LARGEST
from conversations.xlsform import Report
from domain.access import Action, Reach, Record, reach
from domain.files import Unfit, Wanted
from domain.local_forms import local_id
from domain.messages import Attached, File, Message
from domain.voice import escaped, phrase
from handlers.attaching import is_wanted
from handlers.chat import Chat
from handlers.local_form_card import card, last_row, notes
from handlers.menu import show_menu
from storage.files import Coming
from storage.local_forms import Sent
from storage.sessions import Place

LONGEST_LIST = 3000  # letters of problems on a card; all of them go into a file then
FILE_NAME = "periksa-formulir.txt"
NO_FORMS = ("image/", "video/", "audio/", "application/pdf", "application/msword", "application/vnd.ms-powerpoint")

READING = phrase("Saya baca dulu formulirnya. Biasanya beberapa detik.")
STILL_READING = phrase("Formulir Anda yang tadi masih dibaca. Tunggu sebentar, lalu kirim lagi.")
TOO_LARGE = phrase("Formulir paling besar {most} MB. Perkecil berkasnya, lalu kirim lagi.")
LOST = phrase("Berkas itu tidak bisa diambil dari Telegram. Kirim sekali lagi, ya.")
WRONG = phrase("⚠ <b>Formulir ini belum bisa dipakai.</b>\nYang salah: {n}")
AGAIN = phrase("Perbaiki, lalu kirim lagi berkasnya.")
ALL_BELOW = phrase("… dan {n} lagi. Semuanya ada di berkas di bawah.")
OTHER_CONTENT = phrase("versi {version} dari formulir {form} sudah ada dengan isi lain")
IS_PUBLISHED = phrase("Versi {version} dari formulir ini sudah terbit, dan isinya sama.")


@dataclass(frozen=True)
class Looked:
    """What was found in a file: the report, and what tells this file from another."""

    report: Report
    source_hash: bytes


# --- A file comes ---------------------------------------------------------------------------------


async def may_be_form(chat: Chat, attached: Attached) -> bool:
    """Whether a file may be a form: a document from who keeps those of their satker, and no question waits for it."""
    if not _keeps_forms(chat) or attached.kind != "document" or attached.mime_type.startswith(NO_FORMS):
        return False
    return not await is_wanted(chat)


def _keeps_forms(chat: Chat) -> bool:
    return reach(chat.person.role, Action.ADD, Record.LOCAL_FORM) is not Reach.NOTHING


async def take(chat: Chat, attached: Attached) -> None:
    """Have it fetched and looked into; the answer comes when that is done."""
    if attached.file_size > LARGEST:
        await show_menu(chat, chat.voice.say(TOO_LARGE, most=LARGEST // 1_000_000))
    elif await chat.store.files.is_coming(chat.session.who, Wanted.FORM):
        await show_menu(chat, chat.voice.say(STILL_READING))
    else:
        chat.session.place = Place.ASIDE
        chat.show(Message(chat.voice.say(READING)))
        draft, card_of_it = chat.store.drafts.new_id(), str(chat.session.card)
        chat.store.files.ask(
            chat.session, draft, card_of_it, Wanted.FORM, attached.file_id, message_id=attached.message_id
        )


# --- It was looked into ---------------------------------------------------------------------------


async def refused(chat: Chat, coming: Coming, why: Unfit) -> None:
    """The file never comes."""
    text = chat.voice.say(TOO_LARGE, most=LARGEST // 1_000_000) if why is Unfit.TOO_LARGE else chat.voice.say(LOST)
    _answer(chat, coming, Message(text, (last_row(chat),)))


async def arrived(chat: Chat, coming: Coming, looked: Looked) -> None:
    """Show what was found; without anything wrong it is kept, to be tried and published."""
    person = chat.session.person
    if person is None or not person.is_active or person.satker is None or not _keeps_forms(chat):
        return
    report = looked.report
    about = from_json(report.about) if not report.problems else None
    if about is None:
        _say_wrong(chat, coming, report.problems)
    else:
        await _take_in(chat, coming, looked, about, person.satker)


async def _take_in(chat: Chat, coming: Coming, looked: Looked, about: About, satker: str) -> None:
    forms, name = chat.store.local_forms, local_id(satker, about.form)
    kept = await chat.store.forms.find(name, about.version)
    if kept is not None and kept.xml != looked.report.xml:
        _say_wrong(chat, coming, [_other_content(about)])
    elif kept is not None and await forms.is_on_offer(name, about.version):
        text = chat.voice.say(IS_PUBLISHED, version=about.version)
        _answer(chat, coming, Message(text, (last_row(chat),)))
    else:
        sent = Sent(satker, name, about.version, about.title, to_json(about), looked.report.xml, looked.source_hash)
        key = await forms.put(sent, chat.person, chat.now)
        form = await forms.of(key)
        assert form is not None  # noqa: S101  # it was put a moment ago
        before = await forms.published_version(name)
        _answer(chat, coming, card(chat, form, notes(chat, looked.report.warnings, before)))


def _other_content(about: About) -> Problem:
    remedy = phrase("Beri version lain di lembar settings, atau hapus kolom itu")
    return Problem(OTHER_CONTENT, remedy, version=about.version, form=about.form, sheet="settings")


def _answer(chat: Chat, coming: Coming, message: Message) -> None:
    """On the card that said to wait; beside, where its person has gone on meanwhile."""
    session = chat.session
    if session.place is Place.ASIDE and str(session.card) == coming.question:
        chat.show(message)
    else:
        chat.beside(message)


def _say_wrong(chat: Chat, coming: Coming, problems: Sequence[Problem]) -> None:
    """All that is wrong, in one go; what is too long for a card goes into a file as well."""
    told = [each.said(chat.voice) for each in problems]
    lines = [f"{number} {escaped(each)}" for number, each in enumerate(told, 1)]
    shown = _fitting(lines)
    more = [chat.voice.say(ALL_BELOW, n=len(lines) - len(shown))] if len(shown) < len(lines) else []
    head = chat.voice.say(WRONG, n=len(told))
    text = "\n".join([head, "", *shown, *more, "", chat.voice.say(AGAIN)])
    _answer(chat, coming, Message(text, (last_row(chat),)))
    if more:
        written = "\n\n".join(f"{number}. {each}" for number, each in enumerate(told, 1))
        chat.beside(Message("", document=File(FILE_NAME, written.encode())))


def _fitting(lines: Sequence[str]) -> list[str]:
    shown, length = list[str](), 0
    for line in lines:
        length += len(line) + 1
        if length > LONGEST_LIST:
            break
        shown.append(line)
    return shown
