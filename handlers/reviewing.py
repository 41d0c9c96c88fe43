"""Reports that came in: a petugas looks through them, verifies them, and may unlock one again."""

from __future__ import annotations

from collections.abc import Iterator

from domain.messages import Button, Message, Rows
from domain.presses import Do, Press
from domain.voice import escaped, phrase
from handlers.audited import judged, saw_report
from handlers.chat import Chat
from handlers.leaves import leaf, numbered, turning
from handlers.menu import show_menu
from handlers.sent_reports import answers, changes, heading, moment, page_of_sent, said, with_answers
from storage.reports import Line
from storage.reviews import UNLOCKED
from storage.sessions import Place
from storage.submissions import RETURNED, SENT, VERIFIED, Submission

ALL = 1  # of the button of the list: also what was looked at
MOST_SAID = 3  # of a report, the last things that were said

STATES = {VERIFIED: phrase("✅ diverifikasi"), RETURNED: phrase("dikembalikan"), SENT: phrase("terkirim")}
CORRECTED = phrase("dikoreksi")
NEWER = phrase("Laporan ini baru saja dikoreksi. Ini versi yang terbaru.")


# --- The list -------------------------------------------------------------------------------------


async def show_reports(chat: Chat, press: Press | None = None, above: str = "") -> None:
    """What came in, by day and unit, the newest day first: what nobody looked at, or all."""
    everything = press is not None and press.subject == ALL
    count = await chat.store.reports.count_incoming(chat.person, everything=everything)
    page = leaf(press.choice if press is not None else 0, count)
    lines = await chat.store.reports.incoming(chat.person, everything=everything, first=page.first, most=page.size)
    chat.session.place = Place.MENU
    chat.session.draft_id = None
    title = phrase("Laporan masuk · semua") if everything else phrase("Laporan masuk · belum diperiksa")
    text = [*([above, ""] if above else []), f"<b>{chat.voice.say(title)}</b>", *_listed(chat, lines, page.first)]
    chat.show(Message("\n".join(text), (*_numbers(chat, lines, page.first), *_below(chat, press, count))))


def _below(chat: Chat, press: Press | None, count: int) -> Rows:
    everything = press is not None and press.subject == ALL
    page = leaf(press.choice if press is not None else 0, count)
    other = chat.button("Belum diperiksa", Do.REPORTS) if everything else chat.button("Semua", Do.REPORTS, ALL)
    return (*turning(chat, page, Do.REPORTS, ALL if everything else 0), (other, chat.button("Menu", Do.MENU)))


def _listed(chat: Chat, lines: list[Line], first: int) -> Iterator[str]:
    if not lines:
        yield chat.voice.say("Tidak ada laporan di sini.")
    before = ""
    for number, line in enumerate(lines, first + 1):
        group = f"{chat.voice.day(line.day, chat.local.date())} · {escaped(line.unit)}"
        if group != before:
            yield f"\n<i>{group}</i>"
        before = group
        yield f"{number} {titled(chat, line)}, {escaped(line.author)}{_state(chat, line)}"


def titled(chat: Chat, line: Line) -> str:
    """What is called in a list: its form and its number."""
    return f"{escaped(chat.kit.library.find(line.form, line.form_version).title)} {line.number}"


def _state(chat: Chat, line: Line) -> str:
    if line.is_corrected:
        return f" · {chat.voice.say(CORRECTED)}"
    return f" · {chat.voice.say(STATES[line.status])}" if line.status != SENT else ""


def _numbers(chat: Chat, lines: list[Line], first: int) -> Rows:
    return numbered([chat.labelled(str(n), Do.REPORT_IN, line.id) for n, line in enumerate(lines, first + 1)])


# --- One of them ----------------------------------------------------------------------------------


async def show_report(chat: Chat, press: Press) -> None:
    """A report that came in; with a number of a version, that version beside the one after it."""
    line = await chat.store.reports.to_review(chat.person, press.subject)
    versions = await chat.store.submissions.versions(line.number) if line is not None else []
    if line is None:
        await say_unknown(chat)
    elif 0 < press.choice < len(versions):
        await _show_version(chat, line, versions, press.choice)
    else:
        await _show(chat, line, versions[-1])


async def say_unknown(chat: Chat) -> None:
    await show_menu(chat, chat.voice.say("Laporan itu tidak ada di satker Anda."))


async def _show(chat: Chat, line: Line, sent: Submission, above: str = "") -> None:
    chat.session.place = Place.ASIDE
    saw_report(chat, sent)
    page = await page_of_sent(chat, sent)
    reviews = await chat.store.reviews.of(sent.number)
    who = f"{escaped(line.author)} · {escaped(line.unit)}"
    lines = [*([above, ""] if above else []), heading(page, sent), who, _sent_at(chat, sent), ""]
    below = [said(chat, review) for review in reversed(reviews[:MOST_SAID])]
    below += [chat.voice.say("Penulisnya sudah tidak bertugas.")] if line.author_left else []
    chat.show(with_answers(lines, answers(page), "\n".join(below), _choices(chat, line)))


def _sent_at(chat: Chat, sent: Submission) -> str:
    text = chat.voice.say("Dikirim {moment}", moment=moment(chat, sent.sent_at))
    if sent.version == 1:
        return text
    return f"{text} · {chat.voice.say('koreksi ke-{n}', n=sent.version - 1)}"


def _choices(chat: Chat, line: Line) -> Rows:
    if line.status == VERIFIED:
        judge = [chat.button("Buka lagi", Do.UNLOCK, line.id)]
    else:
        judge = [chat.button("Verifikasi", Do.VERIFY, line.id)]
    if may_be_returned(line):
        judge.append(chat.button("Kembalikan", Do.RETURN, line.id))
    before = ((_version_button(chat, line, line.version - 1),),) if line.version > 1 else ()
    return (tuple(judge), *before, (chat.button("‹ Laporan masuk", Do.REPORTS), chat.button("Menu", Do.MENU)))


def may_be_returned(line: Line) -> bool:
    """Whether there is somebody who could correct it."""
    return line.status != VERIFIED and not line.author_left


def _version_button(chat: Chat, line: Line, version: int) -> Button:
    return chat.button("Versi sebelumnya", Do.REPORT_IN, line.id, version)


async def _show_version(chat: Chat, line: Line, versions: list[Submission], number: int) -> None:
    chat.session.place = Place.ASIDE
    old, new = versions[number - 1], versions[number]
    saw_report(chat, old)
    before, after = await page_of_sent(chat, old), await page_of_sent(chat, new)
    lines = [
        heading(before, old),
        chat.voice.say("Versi {n} dari {of}. Yang berubah ditandai ✎.", n=number, of=len(versions)),
        _sent_at(chat, old),
        "",
    ]
    further = ((_version_button(chat, line, number - 1),),) if number > 1 else ()
    rows = (*further, (chat.button("‹ Kembali", Do.REPORT_IN, line.id), chat.button("Menu", Do.MENU)))
    chat.show(with_answers(lines, list(changes(before, after)), "", rows))


# --- Verifying and unlocking ----------------------------------------------------------------------


async def verify(chat: Chat, press: Press) -> None:
    """It is right as it is, and locked."""
    sent = await _marked(chat, press, VERIFIED, VERIFIED, (SENT, RETURNED))
    if sent is not None:
        await show_reports(chat, above=chat.voice.say("Diverifikasi: {number}", number=sent.number))


async def unlock(chat: Chat, press: Press) -> None:
    """What was verified may be corrected again."""
    if await _marked(chat, press, SENT, UNLOCKED, (VERIFIED,)) is not None:
        await show_report(chat, Press(Do.REPORT_IN, press.subject))


async def _marked(chat: Chat, press: Press, status: str, what: str, instead_of: tuple[str, ...]) -> Submission | None:
    """Give it another status, and note who did. Not where it is not as it was shown any more: it is shown anew."""
    shown = await as_shown(chat, press)
    if shown is None:
        return None
    _, sent = shown
    if not await chat.store.submissions.mark(sent.id, status, instead_of=instead_of):
        await show_report(chat, Press(Do.REPORT_IN, sent.id))
        return None
    await chat.store.reviews.add(sent, what, chat.person, chat.now)
    judged(chat, sent, what)
    return sent


async def as_shown(chat: Chat, press: Press) -> tuple[Line, Submission] | None:
    """The version that the button was drawn for. None when there is a newer one: that is shown instead."""
    line = await chat.store.reports.to_review(chat.person, press.subject)
    sent = await chat.store.submissions.find(line.id) if line is not None else None
    if line is None or sent is None:
        await say_unknown(chat)
        return None
    if sent.id != press.subject:
        await _show(chat, line, sent, chat.voice.say(NEWER))
        return None
    return line, sent
